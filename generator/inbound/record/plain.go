package record

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// plain reads a line as records are written: an object of texts and numbers without white
// space between lines, each key once, and all of it right. It is false for any other line,
// which may be a record all the same. Almost all lines are plain, and a decoder that can tell
// what is wrong with the others takes ten times as long.
func (r *Record) plain(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("{"))
	var seen [16]bool // by the places of keys
	for first := true; ok; first = false {
		if rest = bytes.TrimLeft(rest, " "); !first && len(rest) > 0 && rest[0] == '}' {
			break
		}
		if !first {
			if rest, ok = bytes.CutPrefix(rest, []byte(",")); !ok {
				return false
			}
		}
		var key, value []byte
		if key, rest, ok = quoted(bytes.TrimLeft(rest, " ")); !ok {
			return false
		}
		at := slices.Index(recordForm.keys, string(key[1:len(key)-1]))
		if at < 0 || seen[at] {
			return false
		}
		seen[at] = true
		if rest, ok = bytes.CutPrefix(rest, []byte(":")); !ok {
			return false
		}
		if value, rest, ok = scalar(bytes.TrimLeft(rest, " ")); ok {
			ok = r.take(recordForm.keys[at], value)
		}
	}
	if !ok || string(rest) != "}" {
		return false
	}
	return !slices.ContainsFunc(recordForm.needed, func(key string) bool { return !seen[slices.Index(recordForm.keys, key)] })
}

// take takes the value of a key, if it is right.
func (r *Record) take(key string, value []byte) bool {
	to := r.text(key)
	if to == nil || value[0] != '"' || bytes.IndexByte(value, '\\') >= 0 || !utf8.Valid(value) {
		problem, _ := r.set(key, json.RawMessage(value))
		return problem == ""
	}
	*to = string(value[1 : len(value)-1])
	problem, _ := wrongText(key, *to)
	return problem == ""
}

// scalar cuts a text or a number off. Which number it is, is left to who takes it.
func scalar(b []byte) (value, rest []byte, ok bool) {
	if len(b) > 0 && b[0] == '"' {
		return quoted(b)
	}
	end := 0
	for end < len(b) && strings.IndexByte("0123456789+-.eE", b[end]) >= 0 {
		end++
	}
	return b[:end], b[end:], end > 0
}

// quoted cuts a text in quotes off, with its quotes.
func quoted(b []byte) (text, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return nil, b, false
	}
	for i := 1; i < len(b); i++ {
		switch {
		case b[i] == '"':
			return b[:i+1], b[i+1:], true
		case b[i] == '\\':
			i++
		case b[i] < ' ':
			return nil, b, false
		}
	}
	return nil, b, false
}

package ingest

import (
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// node is a value of JSON of which nobody has promised what it is: exports have
// numbers, objects and nothing in one and the same place.
type node struct{ value any }

// at follows keys of objects. Where there is none, the node is empty.
func (n node) at(keys ...string) node {
	for _, key := range keys {
		object, _ := n.value.(map[string]any)
		n = node{object[key]}
	}
	return n
}

// has reports whether the node is an object with a key.
func (n node) has(key string) bool {
	object, _ := n.value.(map[string]any)
	_, ok := object[key]
	return ok
}

// first is the first of some keys that has a text.
func (n node) first(keys ...string) string {
	for _, key := range keys {
		if text := n.at(key).text(); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// text is that of a scalar, and empty for all else.
func (n node) text() string {
	switch v := n.value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// is reports whether the value is this one of true and false.
func (n node) is(want bool) bool { b, ok := n.value.(bool); return ok && b == want }

// list are the nodes of an array.
func (n node) list() (nodes []node) {
	array, _ := n.value.([]any)
	for _, v := range array {
		nodes = append(nodes, node{v})
	}
	return nodes
}

// time is that of RFC 3339, or in seconds or milliseconds since 1970; none else.
func (n node) time() time.Time {
	text := n.text()
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	t, _ := sinceEpoch(text)
	return t
}

// flat calls yield with all texts below a node and their paths. Arrays of scalars are
// one text; of objects with an id or a key, those are part of the path.
func (n node) flat(path string, yield func(path, text string)) {
	join := func(key string) string { return strings.TrimPrefix(path+"."+key, ".") }
	switch v := n.value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			node{v[key]}.flat(join(key), yield)
		}
	case []any:
		var texts []string
		for _, each := range n.list() {
			if text := each.text(); text != "" {
				texts = append(texts, text)
			} else if key := each.first("id", "key"); key != "" {
				each.at("value").flat(join(key), yield)
			}
		}
		if len(texts) > 0 {
			yield(path, strings.Join(texts, ", "))
		}
	default:
		if text := n.text(); text != "" {
			yield(path, text)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// objects returns the objects of a text with their lines: one a line, or those of
// arrays, or in objects those of the array at one of these paths. What is no JSON is a note.
func (r *reader) objects(text string, envelopes ...string) iter.Seq2[int, node] {
	return func(yield func(int, node) bool) {
		if byLine(text) {
			r.lines(text, envelopes, yield)
			return
		}
		line := lineCounter{text: text, number: 1}
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		inArray := false
		for {
			start := int(d.InputOffset())
			start += len(text[start:]) - len(strings.TrimLeft(text[start:], " \t\r\n,"))
			var err error
			switch {
			case start >= len(text) && !inArray:
				return
			case !inArray && text[start] == '[':
				_, err = d.Token()
				inArray = true
			case inArray && !d.More():
				_, err = d.Token()
				inArray = false
			default:
				var v any
				if err = d.Decode(&v); err == nil && !r.give(line.at(start), node{v}, envelopes, yield) {
					return
				}
			}
			if err != nil {
				r.note(r.name, line.at(int(d.InputOffset())), "from here on it is no JSON: "+reason(err),
					"what stands before is read; export it again to have the rest")
				r.leaveOut("not readable")
				return
			}
		}
	}
}

// lines reads a text with one object a line.
func (r *reader) lines(text string, envelopes []string, yield func(int, node) bool) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		if strings.TrimSpace(line) == "" {
			continue
		}
		var v any
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		err := d.Decode(&v)
		if err == nil && strings.TrimSpace(line[d.InputOffset():]) != "" {
			err = errors.New("something follows the object")
		}
		if err != nil {
			r.note(r.name, number, "the line is no JSON: "+reason(err), "each line is one object")
			r.leaveOut("not readable")
		} else if !r.give(number, node{v}, envelopes, yield) {
			return
		}
	}
}

// give gives an object away, or those in it. It reports whether more are wanted.
func (r *reader) give(line int, n node, envelopes []string, yield func(int, node) bool) bool {
	for _, path := range envelopes {
		if inner := n.at(strings.Split(path, ".")...); inner.value != nil {
			list := inner.list()
			if _, one := inner.value.(map[string]any); one {
				list = []node{inner}
			}
			for _, each := range list {
				if !r.give(line, each, nil, yield) {
					return false
				}
			}
			return true
		}
	}
	if _, ok := n.value.(map[string]any); !ok {
		r.note(r.name, line, "it is no object", "each record is one object")
		r.leaveOut("not readable")
		return true
	}
	return r.ctx.Err() == nil && yield(line, n)
}

// byLine reports whether the first line that is not empty is a whole object, and more follows.
func byLine(text string) bool {
	line, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.HasPrefix(line, "{") && json.Valid([]byte(line)) && strings.TrimSpace(rest) != ""
}

func isJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

func reason(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends too early"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// lineCounter counts the lines of a text up to offsets that only grow.
type lineCounter struct {
	text            string
	counted, number int
}

func (c *lineCounter) at(offset int) int {
	offset = max(c.counted, min(offset, len(c.text)))
	c.number += strings.Count(c.text[c.counted:offset], "\n")
	c.counted = offset
	return c.number
}

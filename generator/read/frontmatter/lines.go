package frontmatter

import (
	"bytes"
	"regexp"
	"strings"
)

// A key is at most three words, so that prose with a colon is not one.
const (
	first    = `[\w\x{80}-\x{10FFFF}][\w\x{80}-\x{10FFFF}./-]*`
	second   = `(?:[ \t]+[\w\x{80}-\x{10FFFF}./-]+)`
	keyBegin = `^(?:"([^"]+)"[ \t]*|'([^']+)'[ \t]*|(` + first + second + `{2})[ \t]?|(` + first + second + `?)[ \t]*)`
)

var (
	yamlKey = regexp.MustCompile(keyBegin + `:(?:[ \t]|$)`)
	tomlKey = regexp.MustCompile(keyBegin + `=`)
)

// keyOf returns the key of a line that keyBegin with "key:" (or "key =" in TOML),
// or "".
func keyOf(f format, line string) string {
	const longest = 48
	pattern := yamlKey
	if f == tomlFormat {
		pattern = tomlKey
	}
	m := pattern.FindStringSubmatch(line)
	if m == nil || m[1]+m[2] == "" && strings.LastIndexAny(m[0], ":=") >= longest {
		return ""
	}
	return m[1] + m[2] + m[3] + m[4]
}

// cutLine returns the first line of a text without its line break, and the rest.
func cutLine(b []byte) (line, rest []byte) {
	line, rest, found := bytes.Cut(b, []byte("\n"))
	if found {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	return line, rest
}

// trimRight returns a line without white space at its end.
func trimRight(b []byte) string { return string(bytes.TrimRight(b, " \t\r\n")) }

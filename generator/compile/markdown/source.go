package markdown

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// normalise returns a body with LF line endings, without NUL and the mark of containers,
// and with broken UTF-8 replaced. Lines and columns stay what they were; the body itself is
// returned when nothing has to change.
func normalise(body []byte) []byte {
	if !utf8.Valid(body) {
		body = bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	if bytes.IndexByte(body, '\r') >= 0 {
		body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
		body = bytes.ReplaceAll(body, []byte("\r"), []byte("\n"))
	}
	if bytes.IndexByte(body, 0) >= 0 {
		body = bytes.ReplaceAll(body, []byte{0}, []byte("\uFFFD"))
	}
	if bytes.IndexByte(body, containerMark) >= 0 {
		body = bytes.ReplaceAll(body, []byte{containerMark}, []byte("\uFFFD"))
	}
	return body
}

// lineTable finds the line of an offset.
type lineTable struct {
	src    []byte
	starts []int
}

func newLineTable(src []byte) lineTable {
	starts := make([]int, 1, bytes.Count(src, []byte("\n"))+1)
	for i := 0; ; {
		n := bytes.IndexByte(src[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		starts = append(starts, i)
	}
	return lineTable{src: src, starts: starts}
}

// index returns the index of the line that an offset is in.
func (t lineTable) index(offset int) int {
	return sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > offset }) - 1
}

// bounds returns the offsets of a line's first byte and of its line break.
func (t lineTable) bounds(index int) (start, end int) {
	start, end = t.starts[index], len(t.src)
	if index+1 < len(t.starts) {
		end = t.starts[index+1] - 1
	}
	return start, end
}

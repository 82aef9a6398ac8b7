package frontmatter

import (
	"bytes"
	"errors"
	"io"
	"unicode"

	"github.com/adrg/frontmatter"
)

// format is how front matter is written: the line that begins a block and ends it.
type format string

const (
	noFrontMatter format = ""
	yamlFormat    format = "---"
	tomlFormat    format = "+++"
)

// formats are the notations that the library looks for. It calls take with the
// block that it found, for the reader that it was given.
var formats = []*frontmatter.Format{notation(yamlFormat), notation(tomlFormat)}

func notation(f format) *frontmatter.Format {
	return frontmatter.NewFormat(string(f), string(f), func(block []byte, v any) error { return v.(*reader).take(f, block) })
}

// Why a block is not taken.
var (
	errFence = errors.New("one of the fences is not a line of its own")
	errProse = errors.New("the block is text between two thematic breaks")
)

// split has the library take the file apart and decode the block. For the
// library a fence is a line with any white space around it. For headsup it
// begins its line, as an indented one can be part of a value, and "..." ends a
// YAML block too. A file in which that makes a difference is split once more
// with fences that mean the same for both.
func (r *reader) split() error {
	err := r.run(r.text)
	if errors.Is(err, errFence) || errors.Is(err, frontmatter.ErrNotFound) {
		r.exact = true
		err = r.run(exactFences(r.text))
	}
	return err
}

// run has the library split a text, which is as long as the file's.
func (r *reader) run(text []byte) error {
	src := &source{unread: text, reader: r}
	rest, err := frontmatter.MustParse(src, r, formats...)
	if err == nil {
		r.Body = r.text[len(text)-len(src.unread)-len(rest):]
	}
	return err
}

// source is a text for the library. It ends behind the block that was taken, as
// the library would copy the whole body.
type source struct {
	unread []byte
	reader *reader
}

func (s *source) Read(p []byte) (int, error) {
	if len(s.unread) == 0 || s.reader.Root != nil {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), bytes.MinRead)], s.unread)
	s.unread = s.unread[n:]
	return n, nil
}

// take decodes a block that the library found.
func (r *reader) take(f format, block []byte) error {
	opened, line, start := opening(r.text)
	closing, _ := cutLine(r.text[start:][len(block):])
	switch {
	case r.exact:
		block = r.text[start:][:len(block)]
	case opened != f, trimRight(closing) != string(f), f == yamlFormat && bytes.Contains(r.text[start-1:][:len(block)], []byte("\n...")):
		return errFence
	}
	if f == yamlFormat && !looksLikeYAML(block, r.known) {
		return errProse
	}
	r.decode(f, block, line+1)
	return nil
}

// decode parses a block that begins on a line of the file.
func (r *reader) decode(f format, block []byte, line int) {
	if f == tomlFormat {
		r.Root = r.parseTOML(block, line)
	} else {
		r.Root = r.parseYAML(block, line)
	}
}

// opening returns which front matter the first line that is not blank begins,
// its number, and the offset of the line below it.
func opening(text []byte) (f format, line, below int) {
	begin := max(0, bytes.IndexFunc(text, func(c rune) bool { return !unicode.IsSpace(c) }))
	fence, rest := cutLine(text[begin:])
	f = format(trimRight(fence))
	if f != yamlFormat && f != tomlFormat || begin > 0 && text[begin-1] != '\n' {
		f = noFrontMatter
	}
	return f, 1 + bytes.Count(text[:begin], []byte("\n")), len(text) - len(rest)
}

// exactFences returns a text of the same length, in which the library's fences
// are those of headsup: it has "---" for "...", and no fence with other white
// space around it than blanks and tabs behind it.
func exactFences(text []byte) []byte {
	out := bytes.Clone(text)
	_, _, below := opening(out)
	for rest := out; len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		fence := bytes.TrimSpace(line)
		switch s := string(fence); {
		case s == "..." && trimRight(line) == s && len(out)-len(rest) > below:
			copy(fence, "---")
		case (s == "---" || s == "+++") && trimRight(line) != s:
			fence[0] = ' '
		}
	}
	return out
}

// looksLikeYAML tells front matter from text between two thematic breaks: its
// first line is "key: value", or a later one has a key that front matter has.
func looksLikeYAML(block []byte, known func(string) bool) bool {
	begun := false
	for line := range bytes.Lines(block) {
		s := trimRight(line)
		if s == "" || s[0] == '#' {
			continue
		}
		if key := keyOf(yamlFormat, s); key != "" && (!begun || known(key)) || !begun && (s[0] == '{' || s[0] == '?') {
			return true
		}
		begun = true
	}
	return !begun // two fences with nothing between them
}

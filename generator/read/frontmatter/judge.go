package frontmatter

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

// shapes are the ways in which front matter goes wrong so that the library takes
// it for text. People who write fields mean fields, and a page whose
// "visibility: internal" is not read must not become public. So a file without
// front matter is compared with the shapes in their order, and the first that
// fits is reported. A new one is a line here: what it looks like, and the
// finding. FENCE in a text stands for the slip's fence.
var shapes = []struct {
	fits                func(*suspect) *slip // nil: it is not this shape
	rule, message, hint string
}{{
	unclosed, "front-matter-unclosed",
	"front matter begins here and has no closing FENCE",
	"add a line FENCE behind the last field",
}, {
	headers, "front-matter-unfenced",
	"the file begins with fields that are not between fences; they are read all the same",
	"put the fields between two lines FENCE",
}, {
	begins(`^(;;;|---json|---toml|---yaml)[ \t\r]*(?:\n|\z)`), "front-matter-unread",
	"the file begins with FENCE, which is not a fence that headsup reads",
	"write YAML between two lines --- or TOML between two lines +++",
}, {
	begins(`^\{[ \t\r]*\n[\pZ\t\v\f\r\x{85}]*"`), "front-matter-unread",
	"the file begins with JSON front matter, which headsup does not read",
	"write the fields as YAML between two lines ---",
}, {
	lineOfJSON, "front-matter-unread",
	"the file begins with JSON front matter, which headsup does not read",
	"write the fields as YAML between two lines ---",
}, {
	bareFields, "front-matter-unread",
	"the file begins with fields that are not between fences, so they are not read",
	"put the fields between two lines FENCE",
}, {
	rows, "front-matter-unread", "", "", // each finding has words of its own
}, {
	coded, "front-matter-unread", "", "",
}, {
	looseBlock, "front-matter-unread",
	"the file begins with fields, but the fence before them is none, so they are not read",
	"write FENCE on the first line, with nothing before or behind it, and each key at the beginning of its line",
}}

// suspect is a text in which front matter may not have been recognised: a file
// that the library did not split, or the body of one that it did.
type suspect struct {
	text   []byte
	known  func(key string) bool
	holds  func(key, value string) bool
	breaks bool // it begins with text between two thematic breaks
	after  block
}

// holding reports whether a field says that the page is not for the public.
func (s *suspect) holding(field looseField) bool {
	return s.holds(strings.ToLower(field.key), strings.ToLower(field.value))
}

// block is what stands before a suspect.
type block int

const (
	noBlock    block = iota
	emptyBlock       // front matter without fields
	fullBlock        // front matter that was read
)

// slip is front matter that went wrong.
type slip struct {
	fence string // that is there, or should be
	line  int    // on which it begins, 1-based; 0 when offset says it
	again bool   // it is a block of its own, below another

	offset        int    // in the text, where it begins
	message, hint string // when there are better ones

	// What is read all the same, before the body: a block to decode, or fields,
	// which are complete.
	block  []byte
	fields *yaml.Node
	body   []byte
}

// judge reports the first shape that fits, and reads what can be read of it.
func (r *reader) judge(s *suspect) {
	for _, shape := range shapes {
		found := shape.fits(s)
		if found == nil {
			continue
		}
		text := strings.NewReplacer("FENCE", found.fence)
		pos := locate(r.Path, chunk{text: s.text, line: 1}, found.offset)
		if found.line > 0 {
			pos = r.start(found.line)
		}
		r.report(shape.rule, pos, cmp.Or(found.message, text.Replace(shape.message)), cmp.Or(found.hint, text.Replace(shape.hint)))
		r.Unread = found.fields == nil
		r.Lost = r.Unread
		r.Root = found.fields
		if found.block != nil {
			r.decode(format(found.fence), found.block, found.line+1)
		}
		if found.body != nil {
			r.Body = found.body
		}
		return
	}
}

// unclosed is a fence at the beginning, with fields below it and no other
// fence. YAML begins with a key, and has a second one or one that front matter
// has: below a thematic break there may be a note.
func unclosed(s *suspect) *slip {
	f, line, below := opening(s.text)
	if f == noFrontMatter || s.breaks {
		return nil
	}
	text := s.text[below:]
	end, keys := plausible(f, text)
	if f == yamlFormat && len(keys) < 2 && !slices.ContainsFunc(keys, s.known) {
		return nil
	}
	found := &slip{fence: string(f), line: line, block: text[:end], body: text[end:]}
	for l := range bytes.Lines(text) {
		line++
		if near := trimRight(l); nearFence(near) {
			found.hint = fmt.Sprintf("line %d is %s; the closing fence is exactly %s, at the beginning of its line",
				line, diag.Quote(near), f)
			break
		}
	}
	return found
}

// plausible returns where the first line begins that cannot be front matter,
// so that title and date are still read, and the keys above it. YAML has none
// when something else comes first.
func plausible(f format, text []byte) (end int, keys []string) {
	blank, at := false, 0
	for l := range bytes.Lines(text) {
		at += len(l)
		s := trimRight(l)
		if s == "" {
			blank = true
			continue
		}
		if key := keyOf(f, s); key != "" {
			keys = append(keys, key)
		} else if (f == yamlFormat || s[0] != '[') && (blank || strings.IndexByte(" \t-#]}\"'", s[0]) < 0 || nearFence(s)) ||
			f == yamlFormat && keys == nil && s[0] != '#' {
			break
		}
		blank, end = false, at
	}
	return end, keys
}

// nearFence reports whether a line looks like a fence that went wrong.
func nearFence(s string) bool {
	t := strings.TrimSpace(s)
	return len(t) > 1 && (strings.Trim(t, "-") == "" || strings.Trim(t, "+") == "" || strings.Trim(t, dashes) == "")
}

// listHeaders are the headers whose values are separated by commas.
var listHeaders = map[string]bool{"tags": true, "keywords": true, "categories": true, "authors": true}

// headers are lines "Key: value" up to a blank line, as Pelican and
// MultiMarkdown write them. They are no YAML: a value is all that follows the
// colon. Two of the keys have to be known, so that prose is never taken for
// them, and there is text below.
func headers(s *suspect) *slip {
	root := mapping(1, 1)
	familiar, line := 0, 0
	rest := s.text
	for l := range bytes.Lines(s.text) {
		text := trimRight(l)
		if text == "" {
			break
		}
		key := keyOf(yamlFormat, text)
		if key == "" || text[0] == '"' || text[0] == '\'' {
			return nil
		}
		if s.known(key) {
			familiar++
		}
		line++
		at := len(key) + strings.IndexByte(text[len(key):], ':') + 1
		value := strings.TrimSpace(text[at:])
		column := 1 + utf8.RuneCountInString(text[:len(text)-len(strings.TrimLeft(text[at:], " \t"))])
		root.Content = append(root.Content, scalar(key, line, 1), header(key, value, line, column))
		rest = rest[len(l):]
	}
	if familiar < 2 || len(bytes.TrimSpace(rest)) == 0 {
		return nil
	}
	return &slip{fence: "---", fields: root, body: rest}
}

func header(key, value string, line, column int) *yaml.Node {
	if !listHeaders[strings.ToLower(key)] {
		return scalar(value, line, column)
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: line, Column: column}
	for item := range strings.SplitSeq(value, ",") {
		lead := len(item) - len(strings.TrimLeft(item, " \t"))
		list.Content = append(list.Content, scalar(strings.TrimSpace(item), line, column+lead))
		column += utf8.RuneCountInString(item) + 1
	}
	return list
}

// begins is a text that a pattern matches; its first group is the fence.
func begins(pattern string) func(*suspect) *slip {
	re := regexp.MustCompile(pattern)
	return func(s *suspect) *slip {
		m := re.FindSubmatch(s.text)
		if m == nil {
			return nil
		}
		return &slip{fence: string(slices.Concat(m[1:]...))}
	}
}

package frontmatter

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

// shapes are the ways in which front matter goes wrong so that the library takes
// it for text, or text for it, without an error. People who wrote fields mean
// fields, and a page whose "visibility: internal" is not read must not become
// public: so each file that was not split is compared with all shapes in their
// order, and the first that fits is reported. FENCE stands for the slip's.
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
	foreignFence, "front-matter-unfenced",
	"the file begins with FENCE, which is not a fence that headsup reads",
	"write YAML between two lines --- or TOML between two lines +++",
}, {
	jsonObject, "front-matter-unfenced",
	"the file begins with JSON front matter, which headsup does not read",
	"write the fields as YAML between two lines FENCE",
}, {
	bareFields, "front-matter-unfenced",
	"the file begins with fields that are not between fences, so they are not read",
	"put the fields between two lines FENCE",
}, {
	looseFence, "front-matter-unfenced",
	"the file begins with fields, but the fence before them is none, so they are not read",
	"write FENCE on the first line, with nothing before or behind it, and each key at the beginning of its line",
}}

// suspect is a file that the library did not split.
type suspect struct {
	text   []byte
	known  func(key string) bool
	breaks bool // it begins with text between two thematic breaks
}

// slip is front matter that went wrong.
type slip struct {
	fence string // that is there, or should be
	line  int    // on which it begins, 1-based; 0 is the first
	hint  string // when there is a better one

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
		line := max(1, found.line)
		r.report(shape.rule, r.start(line), text.Replace(shape.message), cmp.Or(found.hint, text.Replace(shape.hint)))
		r.Unread = found.fields == nil
		if found.block != nil {
			r.decode(format(found.fence), found.block, line+1)
		} else {
			r.Root = found.fields
		}
		if r.Root != nil {
			r.Body = found.body
		}
		return
	}
}

// unclosed is a fence at the beginning, with fields below it and no other fence.
func unclosed(s *suspect) *slip {
	f, line, below := opening(s.text)
	if f == noFrontMatter || s.breaks {
		return nil
	}
	block, body := plausible(f, s.text[below:])
	if f == yamlFormat && !twoKeys(block, s.known) {
		return nil
	}
	found := &slip{fence: string(f), line: line, block: block, body: body}
	n := line
	for l := range bytes.Lines(s.text[below:]) {
		n++
		if near := trimRight(l); nearFence(near) {
			found.hint = fmt.Sprintf("line %d is %s; the closing fence is exactly %s, at the beginning of its line", n, diag.Quote(near), f)
			break
		}
	}
	return found
}

// nearFence reports whether a line looks like a fence that went wrong.
func nearFence(s string) bool {
	t := strings.TrimSpace(s)
	return len(t) > 1 && (strings.Trim(t, "-") == "" || strings.Trim(t, "+") == "" || strings.Trim(t, "–—") == "")
}

// plausible cuts a text without closing fence at the first line that cannot be
// front matter, so that title and date are still read.
func plausible(f format, text []byte) (block, body []byte) {
	blank, end, at := false, 0, 0
	for l := range bytes.Lines(text) {
		at += len(l)
		switch s := trimRight(l); {
		case s == "":
			blank = true
		case keyOf(f, s) != "" || f == tomlFormat && s[0] == '[',
			!blank && strings.IndexByte(" \t-#]}\"'", s[0]) >= 0 && !nearFence(s):
			blank, end = false, at
		default:
			return text[:end], text[end:]
		}
	}
	return text[:end], text[end:]
}

// twoKeys reports whether a block begins with a key, and has a second one or one
// that front matter has. Below a thematic break there may be a note.
func twoKeys(block []byte, known func(string) bool) bool {
	keys := 0
	for l := range bytes.Lines(block) {
		s := trimRight(l)
		if s == "" || s[0] == '#' {
			continue
		}
		if key := keyOf(yamlFormat, s); key != "" {
			if keys++; keys > 1 || known(key) {
				return true
			}
		} else if keys == 0 {
			return false
		}
	}
	return false
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

// foreignFence is a fence of other tools.
func foreignFence(s *suspect) *slip {
	first, _ := cutLine(s.text)
	switch fence := trimRight(first); fence {
	case ";;;", "---json", "---toml", "---yaml":
		return &slip{fence: fence}
	}
	return nil
}

// jsonObject is front matter in JSON.
func jsonObject(s *suspect) *slip {
	first, rest := cutLine(s.text)
	second, _ := cutLine(rest)
	if trimRight(first) == "{" && bytes.HasPrefix(bytes.TrimSpace(second), []byte(`"`)) {
		return &slip{fence: "---"}
	}
	return nil
}

// bareFields are fields without fences that are no headers. Two of them are known.
func bareFields(s *suspect) *slip {
	for _, f := range []format{yamlFormat, tomlFormat} {
		familiar := 0
		for l := range bytes.Lines(s.text) {
			key := keyOf(f, trimRight(l))
			if key == "" {
				break
			}
			if s.known(key) {
				familiar++
			}
		}
		if familiar >= 2 {
			return &slip{fence: string(f)}
		}
	}
	return nil
}

// looseFence is what a person takes for an opening fence and a machine does not:
// indented, too long, behind a comment, with odd white space or line ends, or
// before indented keys.
func looseFence(s *suspect) *slip {
	const lines, keys = 8, 3 // how far a fence may be from the top, and a key from it
	head := strings.FieldsFunc(string(s.text[:min(len(s.text), 4096)]), func(r rune) bool { return strings.ContainsRune("\n\r\u2028\u2029", r) })
	for i, line := range head[:min(len(head), lines)] {
		mark := strings.TrimSpace(strings.Trim(line, "\uFEFF\u200B"))
		if len(mark) < 3 || strings.Trim(mark, mark[:1]) != "" || mark[0] != '-' && mark[0] != '+' {
			continue
		}
		f := format(mark[:3])
		for _, next := range head[i+1 : min(len(head), i+1+keys)] {
			if key := keyOf(f, strings.TrimSpace(next)); key != "" && s.known(key) {
				return &slip{fence: mark[:3]}
			}
		}
	}
	return nil
}

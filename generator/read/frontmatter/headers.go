package frontmatter

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// listHeaders are the headers whose values are separated by commas.
var listHeaders = map[string]bool{"tags": true, "keywords": true, "categories": true, "authors": true}

// headers reads lines "Key: value" at the beginning of a file, up to a blank
// line, as Pelican and MultiMarkdown write them. They are no YAML: a value is all
// that follows the colon. Two of the keys have to be known, so that prose is
// never taken for them; else, and when another line stands among them, there is
// no root.
func headers(src []byte, known func(key string) bool) (root *yaml.Node, body []byte) {
	root = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: 1, Column: 1}
	familiar, line := 0, 1
	rest := src
	for ; len(rest) > 0; line++ {
		l, after := cutLine(rest)
		text := trimRight(l)
		if text == "" {
			break
		}
		key := keyOf(yamlFormat, text)
		if key == "" || text[0] == '"' || text[0] == '\'' {
			return nil, nil
		}
		if known(key) {
			familiar++
		}
		at := len(key) + strings.IndexByte(text[len(key):], ':') + 1
		value := strings.TrimSpace(text[at:])
		column := 1 + utf8.RuneCountInString(text[:len(text)-len(strings.TrimLeft(text[at:], " \t"))])
		root.Content = append(root.Content, scalar(key, line, 1), header(key, value, line, column))
		rest = after
	}
	if familiar < 2 || len(bytes.TrimSpace(rest)) == 0 {
		return nil, nil
	}
	return root, rest
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

func scalar(value string, line, column int) *yaml.Node {
	tag := "!!str"
	if value == "" {
		tag = "!!null"
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value, Line: line, Column: column}
}

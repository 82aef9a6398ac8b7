package frontmatter

import "go.yaml.in/yaml/v3"

// IsNull reports whether a value is absent: nothing after the colon, null or ~.
func IsNull(n *yaml.Node) bool {
	return n == nil || n.Kind == 0 || n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// IsList reports whether a value is a list.
func IsList(n *yaml.Node) bool { return n.Kind == yaml.SequenceNode }

// IsMapping reports whether a value is a mapping.
func IsMapping(n *yaml.Node) bool { return n.Kind == yaml.MappingNode }

// Shape names what a value is, for messages.
func Shape(n *yaml.Node) string {
	switch {
	case IsList(n):
		return "a list"
	case IsMapping(n):
		return "key: value pairs"
	case IsNull(n):
		return "nothing"
	default:
		return "a single value"
	}
}

// Instead says that a value is not what is expected.
func Instead(of string, n *yaml.Node) string { return "expected " + of + ", found " + Shape(n) }

// Value returns the value of a mapping's key, or nil.
func Value(m *yaml.Node, key string) *yaml.Node {
	if m == nil || !IsMapping(m) {
		return nil
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Kind == yaml.ScalarNode && m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

func mapping(line, column int) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: line, Column: column}
}

// scalar makes a text, or null when it is empty.
func scalar(value string, line, column int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Line: line, Column: column}
	if value == "" {
		n.Tag = "!!null"
	}
	return n
}

func null(line, column int) *yaml.Node { return scalar("", line, column) }

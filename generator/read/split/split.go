// Package split takes files apart that hold many notes: a change log with a section for each
// version, and data files with an entry for each note.
//
// Its noun is the [Part]: the fields of one note, its text, and where in the file they stand.
// What a field means is no matter of this package.
package split

import "go.yaml.in/yaml/v3"

// Part is one note of a file.
type Part struct {
	// Name tells the parts of a file apart, and stays when others are put before it: a version,
	// or a title. It has no slash.
	Name string
	// Fields are what the note says about itself, a mapping whose nodes have the lines of the file.
	Fields *yaml.Node
	Body   []byte
	// Line is where the note begins in the file, and BodyLine its text, both counted from 1.
	Line, BodyLine int
}

// Problem is something that cannot be read as a note.
type Problem struct {
	Line          int
	Message, Hint string
}

// set adds a field, with the position of what says so.
func set(fields *yaml.Node, line, column int, name, tag, value string) {
	fields.Content = append(fields.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, Line: line, Column: column},
		&yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value, Line: line, Column: column})
}

func mapping(line, column int) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: line, Column: column}
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// classes are the kinds of queries, in the order of the table.
var classes = []string{"known-item", "typo", "prefix", "synonym", "question", "code", "phrase"}

// query is a question to a search with the pages that answer it.
type query struct {
	Text  string   `json:"query"`
	Class string   `json:"class"`
	Want  []string `json:"want"` // sources; any of them is right
}

// labels are the queries for one folder of content.
type labels struct {
	Content string  `json:"content"`
	Queries []query `json:"queries"`
}

// readLabels reads a file of labelled queries.
func readLabels(name string) (labels, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return labels{}, fmt.Errorf("read queries: %w", err)
	}
	l, err := parseLabels(data)
	if err != nil {
		return labels{}, fmt.Errorf("read queries in %s: %w", name, err)
	}
	if file := strings.TrimSuffix(filepath.Base(name), ".json"); l.Content != file {
		return labels{}, fmt.Errorf("read queries in %s: they are for %q", name, l.Content)
	}
	return l, nil
}

func parseLabels(data []byte) (labels, error) {
	var l labels
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return labels{}, err
	}
	var wrong []error
	for i, q := range l.Queries {
		switch {
		case strings.TrimSpace(q.Text) == "":
			wrong = append(wrong, fmt.Errorf("query %d has no words", i+1))
		case !slices.Contains(classes, q.Class):
			wrong = append(wrong, fmt.Errorf("query %q is of an unknown class %q", q.Text, q.Class))
		case len(q.Want) == 0:
			wrong = append(wrong, fmt.Errorf("query %q wants no page", q.Text))
		}
	}
	return l, errors.Join(wrong...)
}

// unknown returns an error that names what queries want and the site lacks.
func (l labels) unknown(known func(source string) bool) error {
	var wrong []error
	for _, q := range l.Queries {
		for _, source := range q.Want {
			if !known(source) {
				wrong = append(wrong, fmt.Errorf("query %q wants %s, which is no page of the site", q.Text, source))
			}
		}
	}
	return errors.Join(wrong...)
}

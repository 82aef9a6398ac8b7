// Command schemagen writes the JSON Schemas of feeds, manifests and bundles from
// the types of package feed. It is run by go generate in that package.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
)

func main() {
	if err := write("schema"); err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
}

// write writes all schemas into a folder.
func write(dir string) error {
	files, err := schemas()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return fmt.Errorf("write a schema: %w", err)
		}
	}
	return nil
}

// schemas returns the schemas by the names of their files.
func schemas() (map[string][]byte, error) {
	const readers = " Readers must ignore keys that they do not know."
	out := map[string][]byte{}
	for name, top := range map[string]struct {
		root        reflect.Type
		also        []reflect.Type
		title, text string
	}{
		"feed.json": {
			reflect.TypeFor[feed.Feed](), nil, "headsup feed",
			"A JSON Feed 1.1 as headsup writes it. Each item carries in _headsup what a " +
				"product needs to decide whether, where and to whom it shows the item." + readers,
		},
		"embed.json": {
			reflect.TypeFor[feed.Manifest](),
			[]reflect.Type{reflect.TypeFor[feed.Bundle]()},
			"headsup embed",
			"The manifest and the bundles that headsup writes for the product. A manifest names the " +
				"current file of each bundle; a bundle is what a product shows, in one language." + readers,
		},
	} {
		d := definitions{}
		root, err := d.of(top.root)
		if err != nil {
			return nil, err
		}
		if len(top.also) > 0 {
			// What has items is a bundle, all else is a manifest.
			also, err := d.of(top.also[0])
			if err != nil {
				return nil, err
			}
			root = &jsonschema.Schema{If: required("items"), Then: also, Else: root}
		}
		schema := &jsonschema.Schema{
			Schema: "https://json-schema.org/draft/2020-12/schema",
			Title:  top.title, Description: top.text, Type: "object",
			Defs: d, Ref: root.Ref, If: root.If, Then: root.Then, Else: root.Else,
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(schema); err != nil {
			return nil, fmt.Errorf("encode %s: %w", name, err)
		}
		out[name] = b.Bytes()
	}
	return out, nil
}

// definitions are the schemas of types, by their names.
type definitions map[string]*jsonschema.Schema

// of returns a reference to the schema of a struct, and defines it and all that
// it is made of.
func (d definitions) of(t reflect.Type) (*jsonschema.Schema, error) {
	ref := &jsonschema.Schema{Ref: "#/$defs/" + t.Name()}
	if d[t.Name()] != nil {
		return ref, nil
	}
	parts := map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[content.Kind]():   enum(content.Kinds()),
		reflect.TypeFor[content.Stage]():  enum(content.Stages()),
		reflect.TypeFor[content.Impact](): enum([]content.Impact{content.High, content.Medium, content.Low}),
	}
	for i := range t.NumField() {
		part := t.Field(i).Type
		for part.Kind() == reflect.Pointer || part.Kind() == reflect.Slice || part.Kind() == reflect.Map {
			part = part.Elem()
		}
		if part.Kind() != reflect.Struct || !t.Field(i).IsExported() {
			continue
		}
		r, err := d.of(part)
		if err != nil {
			return nil, err
		}
		parts[part] = r
	}
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: parts})
	if err != nil {
		return nil, fmt.Errorf("describe %s: %w", t.Name(), err)
	}
	refine(t, s)
	d[t.Name()] = s
	return ref, nil
}

func enum[T ~string](values []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

// refine says what types do not: that more keys may come, that nothing is null,
// which texts are addresses and dates, and what keys go together.
func refine(t reflect.Type, s *jsonschema.Schema) {
	s.AdditionalProperties = nil
	for name, p := range s.Properties {
		for q := p; q != nil; q = q.Items {
			q.Types = slices.DeleteFunc(q.Types, func(t string) bool { return t == "null" })
			if len(q.Types) == 1 {
				q.Type = q.Types[0]
			}
			if len(q.Types) < 2 {
				q.Types = nil
			}
		}
		switch {
		case strings.HasPrefix(name, "date_") || strings.HasSuffix(name, "_at"):
			p.Format = "date-time"
		case t == reflect.TypeFor[feed.CTA](), t == reflect.TypeFor[feed.BundleRef](),
			t == reflect.TypeFor[feed.PartsRef](), t == reflect.TypeFor[feed.Part]():
			// Relative ones, too.
		case name == "about" || name == "url" || name == "image" || strings.HasSuffix(name, "_url") && name != "docs_url":
			// Not by a format: addresses may be in any script, and validators that do
			// not know "iri" refuse the whole schema.
			p.Pattern, p.MinLength = "^[A-Za-z][A-Za-z0-9+.-]*:", jsonschema.Ptr(1)
		case name == "id" || name == "title" && t == reflect.TypeFor[feed.Feed]():
			p.MinLength = jsonschema.Ptr(1)
		case name == "content_hash":
			p.Pattern = "^[0-9a-f]{32}$"
		case name == "integrity":
			p.Pattern = "^sha256-[A-Za-z0-9+/]{43}=$"
		case name == "breaking" || name == "withdrawn" && t == reflect.TypeFor[feed.Details]():
			p.Const = jsonschema.Ptr[any](true)
		case name == "max":
			p.Minimum = jsonschema.Ptr(1.0)
		case name == "version" && t == reflect.TypeFor[feed.Feed]():
			p.Const = jsonschema.Ptr[any](feed.JSONFeedVersion)
		case name == "version" && p.Type == "integer":
			p.Const = jsonschema.Ptr[any](feed.Version)
		}
	}
	if t != reflect.TypeFor[feed.Details]() {
		return
	}
	snippet := &jsonschema.Schema{Properties: map[string]*jsonschema.Schema{"kind": {Const: jsonschema.Ptr[any](string(content.Snippet))}}}
	var foreign []*jsonschema.Schema
	for _, key := range []string{"key", "surface", "anchor", "trigger", "target", "priority", "frequency", "group", "dismissible"} {
		foreign = append(foreign, required(key))
	}
	s.If = required("withdrawn")
	s.Then = &jsonschema.Schema{Not: required("target")}
	s.Else = required("content_hash")
	s.Else.If = snippet
	s.Else.Then = required("target", "priority", "dismissible")
	s.Else.Else = &jsonschema.Schema{Not: &jsonschema.Schema{AnyOf: foreign}}
}

// required wants keys to be there. Strict validators want each of them to be a
// property as well, which may be anything here.
func required(keys ...string) *jsonschema.Schema {
	s := &jsonschema.Schema{Required: keys, Properties: map[string]*jsonschema.Schema{}}
	for _, key := range keys {
		s.Properties[key] = &jsonschema.Schema{}
	}
	return s
}

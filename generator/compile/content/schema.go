package content

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/paths"
)

// object is a part of a JSON Schema. Keys are written in alphabetical order.
type object map[string]any

// draft is the version of JSON Schema that all schemas are written in.
const draft = "https://json-schema.org/draft/2020-12/schema"

// Schema returns the JSON Schema (2020-12) of a kind's front matter, for
// editors. The values of lists are the site's own. It is a little stricter than
// Parse, which also forgives the case of some words.
func Schema(cfg *Config, k Kind) []byte { return schemaOf(cfg, k, false) }

// TranslationSchema returns the JSON Schema of the front matter of a kind's
// translations, which have words only.
func TranslationSchema(cfg *Config, k Kind) []byte { return schemaOf(cfg, k, true) }

// SchemaPath is where a build writes the schema of a kind, or of its
// translations.
func SchemaPath(k Kind, translation bool) string {
	if translation {
		return paths.ContentSchemas + string(k) + ".translation.json"
	}
	return paths.ContentSchemas + string(k) + ".json"
}

func schemaOf(cfg *Config, k Kind, translation bool) []byte {
	kc := cfg.Kinds[k]
	properties, required := object{}, []string{}
	title := cfg.Title + ": front matter of "
	if translation {
		title += "the translation of "
	}
	for _, f := range fieldsOf(k) {
		if translation && !f.words {
			continue
		}
		s := schemaOfField(cfg, &f)
		s["description"] = f.doc
		add(properties, f.name, s)
		for _, key := range kc.Fields[f.name] {
			foreign := schemaOfField(cfg, &f)
			if r, ok := kc.Readings[f.name][key]; ok {
				foreign = schemaOfReading(r)
			}
			foreign["description"] = "Read as " + f.name + ". " + f.doc
			addForeign(properties, key, foreign)
		}
		if k == Snippet && f.name == "key" && len(kc.Fields["key"]) == 0 {
			required = append(required, f.name)
		}
	}
	schema := object{
		"$schema":              draft,
		"title":                title + "a " + strings.ReplaceAll(string(k), "-", " "),
		"type":                 "object",
		"properties":           properties,
		"additionalProperties": kc.Unknown != ErrorUnknown,
	}
	if len(required) > 0 {
		schema["required"] = required
	}
	if cfg.BaseURL != "" {
		schema["$id"] = cfg.BaseURL + SchemaPath(k, translation)
	}
	return encodeSchema(schema)
}

func encodeSchema(schema object) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	// Texts, numbers, lists and maps with texts as keys always encode.
	_ = e.Encode(schema)
	return b.Bytes()
}

// schemaOfField is the schema of a field's value. Nothing is none where the field
// could hold the page back.
func schemaOfField(cfg *Config, f *field[Page]) object {
	s := f.shape.schema(cfg)
	if needsValue(f.name) {
		if enum, ok := s["enum"].([]any); ok {
			s["enum"] = slices.DeleteFunc(enum, func(v any) bool { return v == nil })
		}
		if types, ok := s["type"].([]string); ok {
			s["type"] = slices.DeleteFunc(types, func(t string) bool { return t == "null" })
		}
	}
	return s
}

// add adds a property; a key that several fields read has to suit all of them.
func add(properties object, name string, s object) {
	if have, ok := properties[name].(object); ok {
		if all, ok := have["allOf"].([]any); ok {
			have["allOf"] = append(all, s)
			return
		}
		s = object{"allOf": []any{have, s}}
	}
	properties[name] = s
}

// addForeign adds the property of a foreign key, which may be dotted. Both ways
// to write a dotted key are allowed.
func addForeign(properties object, key string, s object) {
	add(properties, key, s)
	head, rest, dotted := strings.Cut(key, ".")
	if !dotted {
		return
	}
	outer, ok := properties[head].(object)
	if !ok {
		outer = object{"type": "object", "properties": object{}}
		properties[head] = outer
	}
	if inner, ok := outer["properties"].(object); ok {
		addForeign(inner, rest, s)
	}
}

// scalarTypes are what a text may be: YAML and TOML make numbers and truth
// values of some, and nothing is the same as no key at all.
func scalarTypes() []string { return []string{"string", "number", "boolean", "null"} }

var textShape = shape{text: "text", schema: func(*Config) object { return object{"type": scalarTypes()} }}

var textsShape = shape{text: "list of texts", list: true, schema: func(*Config) object {
	return listOf(object{"type": scalarTypes()})
}}

// listOf is a list, or a single item of it.
func listOf(item object) object {
	return object{"anyOf": []any{item, object{"type": "array", "items": item}, object{"type": "null"}}}
}

var dateShape = shape{text: "date, or date and time", schema: func(*Config) object {
	return object{
		"type":     []string{"string", "integer", "null"},
		"examples": []string{"2026-10-01", "2026-10-01T09:00:00+02:00"},
	}
}}

var flagShape = shape{text: "true or false", flag: true, schema: func(*Config) object {
	return object{"enum": []any{true, false, "yes", "no", "on", "off", nil}}
}}

func numberShape(low, high int) shape {
	return shape{text: "whole number", schema: func(*Config) object {
		return object{"type": []string{"integer", "null"}, "minimum": low, "maximum": high}
	}}
}

func choiceShape(words []string) shape {
	return shape{text: "one of " + strings.Join(words, ", "), words: words, schema: func(*Config) object {
		return object{"enum": append(anys(words), nil)}
	}}
}

func patternShape(pattern string) shape {
	return shape{text: "text", schema: func(*Config) object {
		// A pattern is about texts only; a version may be a number for YAML.
		return object{"type": scalarTypes(), "pattern": pattern}
	}}
}

// termSchema is an id of a list, or any text when the list is open, or not known.
func termSchema(c *Config, l termList) object {
	if c == nil {
		return textSchema()
	}
	terms := l.of(c)
	if len(terms) == 0 && !l.closed {
		return object{"type": scalarTypes()}
	}
	var ids []any
	for _, t := range terms {
		ids = append(ids, t.ID)
	}
	return object{"enum": append(ids, nil)}
}

func termShape(l termList) shape {
	return shape{text: "id of the site's " + l.name, schema: func(c *Config) object { return termSchema(c, l) }}
}

func termsShape(l termList) shape {
	return shape{
		text:   "list of ids of the site's " + l.name,
		list:   true,
		schema: func(c *Config) object { return listOf(termSchema(c, l)) },
	}
}

var actionsShape = shape{text: "mapping of audiences to texts", schema: func(c *Config) object {
	if c == nil {
		return object{"type": []string{"object", "null"}, "additionalProperties": textSchema()}
	}
	properties := object{}
	for _, a := range c.Audiences {
		properties[a.ID] = object{"type": scalarTypes(), "description": "What " + a.Title + " is to do."}
	}
	return object{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
}}

var silenceShape = shape{text: "mapping of rules to reasons", schema: func(*Config) object {
	properties := object{}
	for _, id := range silenceable() {
		rule, _ := diag.Lookup(id)
		properties[id] = object{"type": "string", "minLength": 1, "description": rule.Doc}
	}
	return object{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
}}

func mappingShape[T any](fields []field[T]) shape {
	return shape{text: "mapping", fields: docs(fields), schema: func(c *Config) object {
		properties := object{}
		for _, f := range fields {
			s := f.shape.schema(c)
			s["description"] = f.doc
			properties[f.name] = s
		}
		return object{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
	}}
}

func mappingsShape(item shape) shape {
	return shape{
		text:   "list of mappings",
		list:   true,
		fields: item.fields,
		schema: func(c *Config) object { return listOf(item.schema(c)) },
	}
}

func anys(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

package content

import (
	"slices"
	"sync"

	"headsup/generator/diag"
	"headsup/generator/paths"
)

// SchemaFile is one of the schemas for editors.
type SchemaFile struct {
	Name string // "headsup", "release-note", "release-note.translation"
	Path string // where a build writes it
	Data func() []byte
}

// Schemas returns the schemas that a site has for editors: of headsup.yaml, of each
// kind and, when there are languages, of its translations.
func Schemas(cfg *Config) []SchemaFile {
	out := []SchemaFile{{"headsup", paths.Schemas + "headsup.json", ConfigSchema}}
	for _, k := range Kinds() {
		out = append(out, SchemaFile{string(k), SchemaPath(k, false), func() []byte { return Schema(cfg, k) }})
		if len(cfg.Languages) > 0 {
			out = append(out, SchemaFile{
				string(k) + ".translation", SchemaPath(k, true), func() []byte { return TranslationSchema(cfg, k) },
			})
		}
	}
	return out
}

// ConfigSchema returns the JSON Schema (2020-12) of headsup.yaml, for editors. It is
// the same for all sites: an owner that the file lists is known at once. It is a
// little stricter than ParseConfig, which also forgives the case of keys.
func ConfigSchema() []byte { return slices.Clone(configSchema()) }

// configSchema is made once a process, which may build many times.
var configSchema = sync.OnceValue(func() []byte {
	s := mappingShape(configFields).schema(nil)
	s["$schema"] = draft
	s["title"] = "headsup.yaml"
	s["description"] = "The configuration of a site made by headsup."
	return encodeSchema(s)
})

// orMapping is a value, or a mapping that says more.
func orMapping[T any](value shape, fields []field[T]) shape {
	more := mappingShape(fields)
	return shape{text: value.text + ", or mapping", fields: more.fields, schema: func(c *Config) object {
		return object{"anyOf": []any{value.schema(c), more.schema(c)}}
	}}
}

// entriesShape is a list whose entries are ids, or mappings with one.
func entriesShape[T any](fields []field[T]) shape {
	more := mappingShape(fields)
	return shape{text: "list of ids or mappings", list: true, fields: more.fields, schema: func(c *Config) object {
		entry := more.schema(c)
		entry["required"] = []string{"id"}
		return object{
			"type":  []string{"array", "null"},
			"items": object{"anyOf": []any{object{"type": scalarTypes()}, entry}},
		}
	}}
}

// keysShape is a mapping whose keys are these words, any when there are none.
func keysShape(keys []string, value func() object) shape {
	return shape{text: "mapping", schema: func(*Config) object {
		s := object{"type": []string{"object", "null"}}
		if keys == nil {
			s["additionalProperties"] = value()
			return s
		}
		properties := object{}
		for _, key := range keys {
			properties[key] = value()
		}
		s["properties"], s["additionalProperties"] = properties, false
		return s
	}}
}

func textSchema() object { return textShape.schema(nil) }

func textsSchema() object { return textsShape.schema(nil) }

// checksShape is a severity for each rule that has no fixed one.
var checksShape = shape{text: "mapping of rules to severities", schema: func(*Config) object {
	properties := object{}
	for _, r := range diag.Rules() {
		if !r.Fixed {
			// Editors that read YAML 1.1 take off for false.
			properties[r.ID] = object{"enum": []any{"error", "warn", "warning", "off", false, nil}, "description": r.Doc}
		}
	}
	return object{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
}}

var requiresShape = shape{text: "mapping of stages to lists of pieces", schema: func(*Config) object {
	properties := object{}
	for _, stage := range Stages() {
		properties[string(stage)] = textsSchema()
	}
	return object{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
}}

// kindsShape is what the site says about its kinds: which fields and defaults there
// are depends on the kind.
var kindsShape = shape{text: "mapping of kinds", fields: docs(kindFields), schema: func(*Config) object {
	kinds := object{}
	for _, k := range Kinds() {
		s := mappingShape(kindFields).schema(nil)
		mapped, defaults := object{}, object{}
		for _, f := range fieldsOf(k) {
			if f.name == "kind" {
				mapped[f.name] = describe(object{"const": noField}, f.doc)
			} else {
				mapped[f.name] = describe(wayToRead(&f), f.doc)
			}
			if !f.once {
				defaults[f.name] = describe(schemaOfField(nil, &f), f.doc)
			}
		}
		properties := s["properties"].(object)
		for name, own := range map[string]object{"fields": mapped, "defaults": defaults} {
			at := properties[name].(object)
			at["properties"], at["additionalProperties"] = own, false
		}
		kinds[string(k)] = s
	}
	return object{"type": []string{"object", "null"}, "properties": kinds, "additionalProperties": false}
}}

// wayToRead is how a field is mapped: a key, what its words mean, or a list of these.
func wayToRead(f *field[Page]) object {
	words := wordsOf(f)
	if words == nil {
		return textsSchema()
	}
	if f.shape.flag {
		words = []string{"is", "not"}
	}
	lists := object{"from": textSchema()}
	for _, w := range words {
		lists[w] = textsSchema()
	}
	reading := object{"type": "object", "properties": lists, "required": []string{"from"}, "additionalProperties": false}
	return listOf(object{"anyOf": []any{textSchema(), reading}})
}

func describe(s object, doc string) object {
	s["description"] = doc
	return s
}

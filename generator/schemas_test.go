package generator_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
	"headsup/generator/tools/npm"
)

// validators compiles schemas with a strict validator and with what editors use, and
// has both judge values.
const validators = `
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
const require = createRequire(import.meta.url);
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const {getLanguageService, TextDocument} = require("vscode-json-languageservice");
const {schemas, values} = JSON.parse(readFileSync(0, "utf8"));
const problems = [];
const strict = {};
for (const [name, text] of Object.entries(schemas)) {
  // A list of types is how JSON Schema says that nothing is a value, too.
  const ajv = new Ajv({strict: true, allowUnionTypes: true, logger: {log: note, warn: note, error: note}});
  function note(...words) { problems.push(name + ": " + words.join(" ")); }
  addFormats(ajv);
  try { strict[name] = ajv.compile(JSON.parse(text)); } catch (error) { note(error.message); }
}
const service = getLanguageService({});
for (const {schema, text, valid} of values) {
  if (strict[schema] && strict[schema](JSON.parse(text)) !== valid) {
    problems.push(schema + ": Ajv says " + !valid + " of " + text + ": " + JSON.stringify(strict[schema].errors));
  }
  const document = TextDocument.create("file:///value.json", "json", 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document), {}, JSON.parse(schemas[schema]));
  if ((found.length === 0) !== valid) {
    problems.push(schema + ": the editor says " + JSON.stringify(found.map((f) => f.message)) + " of " + text);
  }
}
console.log(JSON.stringify(problems));`

// formats are those of draft 2020-12 that all validators know.
var formats = []string{"date-time", "date", "time", "email", "ipv4", "ipv6", "uri", "uri-reference"}

// The schemas are ones for other programs, too.
func TestSchemasElsewhere(t *testing.T) {
	cfg, diags := content.ParseConfig(content.ConfigFile, []byte("products: [crm]\nlanguages: [fr]\nowners: [ana]\n"+
		"kinds: {playbook: {fields: {date: [applied_at, extra.day], draft: '!live', slug: link, summary: link}}}\n"))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	type value struct {
		Schema string `json:"schema"`
		Text   string `json:"text"`
		Valid  bool   `json:"valid"`
	}
	in := struct {
		Schemas map[string]string `json:"schemas"`
		Values  []value           `json:"values"`
	}{Schemas: map[string]string{"feed": string(feed.Schema()), "embed": string(feed.EmbedSchema())}}
	for _, s := range content.Schemas(cfg) {
		in.Schemas[s.Name] = string(s.Data())
	}
	const item = `{"id": "a", "url": "https://büro.example/ü/", "content_html": "", "_headsup": {"kind": "page", "content_hash": "` +
		"0123456789abcdef0123456789abcdef" + `"}}`
	in.Values = []value{
		{"headsup", `{"title": "Site", "checks": {"broken-link": "off"}, "kinds": {"page": {"fields": {"draft": "!live"}}}}`, true},
		{"headsup", `{"titel": "Site"}`, false},
		{"headsup", `{"products": [{"id": "crm", "colour": "red"}]}`, false},
		{"snippet", `{"key": "a.b", "target": {"plans": ["pro"], "versions": {"component": "web"}}, "draft": true}`, true},
		{"snippet", `{"title": "Without a key"}`, false},
		{"playbook", `{"applied_at": "2026-10-01", "extra": {"day": null}, "live": true}`, true},
		{"release-note.translation", `{"visibility": "public"}`, false},
		{"feed", feedWith(item), true},
		{"feed", feedWith(`{"id": "a", "url": "/a/", "content_html": "", "_headsup": {"kind": "page"}}`), false},
		{
			"embed",
			`{"version": 1, "about": "https://a.example/s", "language": "en", "home_page_url": "https://a.example/", "bundles": []}`,
			true,
		},
	}
	compiled := map[string]*jsonschema.Schema{}
	for name, text := range in.Schemas {
		s, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		if err := compiler.AddResource(name, s); err != nil {
			t.Fatal(err)
		}
		if compiled[name], err = compiler.Compile(name); err != nil {
			t.Fatal(err)
		}
		for _, f := range formatsIn(s) {
			if !slices.Contains(formats, f) {
				t.Errorf("%s has the format %s, which not all validators know", name, f)
			}
		}
	}
	for _, v := range in.Values {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(v.Text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled[v.Schema].Validate(value); (err == nil) != v.Valid {
			t.Errorf("%s: the validator of Go says %v of %s", v.Schema, err, v.Text)
		}
	}
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := npm.Run(t.Context(), validators, input)
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	if err := json.Unmarshal(out, &problems); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

func feedWith(item string) string {
	return `{"version": "` + feed.JSONFeedVersion + `", "title": "T", "feed_url": "https://a.example/feed.json", ` +
		`"_headsup": {"about": "https://a.example/s", "withdrawn": [{"id": "b"}]}, "items": [` + item + `]}`
}

// formatsIn returns the formats that a schema names.
func formatsIn(v any) (found []string) {
	switch v := v.(type) {
	case map[string]any:
		if f, ok := v["format"].(string); ok {
			found = append(found, f)
		}
		for _, part := range v {
			found = append(found, formatsIn(part)...)
		}
	case []any:
		for _, part := range v {
			found = append(found, formatsIn(part)...)
		}
	}
	return found
}

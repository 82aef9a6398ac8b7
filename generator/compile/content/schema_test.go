package content

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func compileSchema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("https://schema.example/kind.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://schema.example/kind.json")
	if err != nil {
		t.Fatalf("the schema is not a schema: %v\n%s", err, text)
	}
	return s
}

// instance reads front matter as an editor does: dates are texts.
func instance(t *testing.T, front string) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(front), &n); err != nil {
		t.Fatal(err)
	}
	var untime func(*yaml.Node)
	untime = func(n *yaml.Node) {
		if n.Tag == "!!timestamp" {
			n.Tag = "!!str"
		}
		for _, c := range n.Content {
			untime(c)
		}
	}
	untime(&n)
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSchemaAgreesWithParse(t *testing.T) {
	cfg := config(t, `
base_url: https://enablement.example.com/base
products: [billing, {id: crm, title: CRM}]
plans: [pro]
platforms: [web]
owners: [ana]
kinds:
  playbook: {fields: {date: [applied_at, extra.day], slug: permalink, summary: permalink, tags: extra.deep.tags}}
  launch: {unknown: keep}
`)
	full := strings.Split(everything, "---\n")[1]
	tests := []struct {
		name  string
		kind  Kind
		front string
		valid bool
	}{
		{"every field", Snippet, full, true},
		{
			"numbers and truth values as texts",
			ReleaseNote,
			"title: 2024\nversion: 3.10\nfeature_flag: true\ndate: 20261001\ntags: [1, true]",
			true,
		},
		{"nothing", Plain, "title:\ndate:\ntags:\nactions:\n", true},
		{"a draft that does not say so", Plain, "draft:", false},
		{"no visibility", Plain, "visibility: ~", false},
		{"no day to publish at", Plain, "publish_at: ~", false},
		{"single values", ReleaseNote, "products: billing\naudiences: sales\ntags: x\nplans: pro", true},
		{"foreign keys", Playbook, "applied_at: 2026-10-01\npermalink: /x/\nextra: {day: 2026-10-01, deep: {tags: [a]}}", true},
		{"kept keys", Launch, "whatever: {a: b}\nstage: ga", true},
		{"words of YAML 1.1", Plain, "draft: no", true},
		{"one range of versions", Snippet, "key: x\ntarget: {versions: {component: a, min_inclusive: '1.0'}}", true},
		{"snippet without key", Snippet, "title: x", false},
		{"unknown key", Plain, "titel: x", false},
		{"field of another kind", Plain, "surface: banner", false},
		{"list for text", Plain, "title: [a]", false},
		{"unknown product", Plain, "products: [biling]", false},
		{"unknown audience", Plain, "actions: {everyone: x}", false},
		{"unknown stage", ReleaseNote, "stage: gamma", false},
		{"bad key", Snippet, "key: Not a key", false},
		{"text for a number", Snippet, "key: x\npriority: high", false},
		{"bad version", Snippet, "key: x\ntarget: {versions: [{component: a, min_inclusive: v1}]}", false},
		{"unknown key inside", ReleaseNote, "cta: {label: x, url: /, colour: red}", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			schema := compileSchema(t, Schema(cfg, test.kind))
			err := schema.Validate(instance(t, test.front))
			if (err == nil) != test.valid {
				t.Errorf("the schema says %v", err)
			}
			path := map[Kind]string{
				ReleaseNote: "releases/x.md", Playbook: "playbooks/x.md",
				Snippet: "snippets/x.md", Launch: "launches/x.md", Plain: "x.md",
			}[test.kind]
			_, _, diags := Parse(cfg, path, []byte("---\n"+test.front+"\n---\n"))
			if (len(diags) == 0) != test.valid {
				t.Errorf("Parse says:\n%s", messages(diags, false))
			}
		})
	}
}

func TestSchemaIsDeterministic(t *testing.T) {
	cfg := config(t, "kinds: {playbook: {fields: {date: [b, a.c], tags: [a.d, e], slug: b}}}")
	for _, k := range Kinds() {
		first := Schema(cfg, k)
		if !json.Valid(first) {
			t.Errorf("%s: not JSON", k)
		}
		for range 10 {
			if !bytes.Equal(first, Schema(cfg, k)) {
				t.Fatalf("%s: the schema differs from call to call", k)
			}
		}
		compileSchema(t, first)
	}
}

func TestFieldsAreDocumented(t *testing.T) {
	reference, err := os.ReadFile("../../../content/reference/front-matter.md")
	if err != nil {
		t.Fatal(err)
	}
	var check func(where string, fields []FieldDoc)
	check = func(where string, fields []FieldDoc) {
		seen := map[string]bool{}
		for _, f := range fields {
			if f.Name == "" || f.Shape == "" || !strings.HasSuffix(f.Doc, ".") || seen[f.Name] {
				t.Errorf("%s: incomplete or doubled: %+v", where, f)
			}
			seen[f.Name] = true
			if !regexp.MustCompile(`\b` + f.Name + `\b`).Match(reference) {
				t.Errorf("%s: the reference does not name %s", where, f.Name)
			}
			check(where+"."+f.Name, f.Fields)
		}
	}
	for _, k := range Kinds() {
		check(string(k), Fields(DefaultConfig(), k))
	}
	for _, f := range frontMatter {
		if len(kindsWith(f.name)) == 0 {
			t.Errorf("no kind has %s", f.name)
		}
	}
}

// The schema of a translation takes its words, and nothing that the original
// says.
func TestTranslationSchema(t *testing.T) {
	c := config(t, "languages: [fr]\nkinds: {snippet: {fields: {summary: description}}}\n")
	schema := compileSchema(t, TranslationSchema(c, Snippet))
	for front, ok := range map[string]bool{
		"title: Astuce\ndescription: Court.\ncta: {label: Essayer}\nupdated: 2026-11-23\ndraft: true": true,
		"title: Astuce\nkey: tip":            false,
		"title: Astuce\ntarget: {plans: []}": false,
		"title: Astuce\nwhen: Souvent":       false,
		"visibility: public":                 false,
	} {
		if err := schema.Validate(instance(t, front)); (err == nil) != ok {
			t.Errorf("%q: %v", front, err)
		}
	}
}

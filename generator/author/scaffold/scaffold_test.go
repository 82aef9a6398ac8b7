package scaffold

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func config(t *testing.T, text string) *content.Config {
	t.Helper()
	cfg, diags := content.ParseConfig(content.ConfigFile, []byte(text))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return cfg
}

const lists = `title: Site
products: [{id: billing, title: Billing, owner: pm}, identity]
owners: [lead, pm]
plans: [free, pro]
`

// What is made parses without a finding, also after each of the fields that are
// comments is used.
func TestNew(t *testing.T) {
	cfg := config(t, lists)
	for _, kind := range content.Kinds() {
		f, diags, err := New(cfg, Request{
			Kind:   kind,
			Title:  "Export: \"all\" #1",
			Date:   day,
			Values: map[string][]string{"products": {"billing"}},
		})
		if err != nil || len(diags) > 0 {
			t.Fatalf("%s: %v %v\n%s", kind, err, diags, f.Data)
		}
		page, body, _ := content.Parse(cfg, f.Path, f.Data)
		if page.Title != "Export: \"all\" #1" || page.Kind != kind || page.Date.Format(time.DateOnly) != "2026-11-24" ||
			page.Slug != "export-all-1" || page.Owner != "pm" || len(page.Products) != 1 {
			t.Errorf("%s: %+v", kind, page)
		}
		if len(strings.TrimSpace(string(body))) == 0 {
			t.Errorf("%s: no body", kind)
		}
		for _, field := range content.Fields(cfg, kind) {
			if field.Name == "steps" || field.Name == "items" {
				continue // of one surface each: TestNewTour
			}
			if field.Name == "kind" {
				continue // the folder says it
			}
			if !strings.Contains(string(f.Data), "\n"+field.Name+": ") && !strings.Contains(string(f.Data), "\n# "+field.Name+": ") {
				t.Errorf("%s: the field %s is not explained", kind, field.Name)
			}
			text := strings.Replace(string(f.Data), "\n# "+field.Name+": ", "\n"+field.Name+": ", 1)
			if _, _, diags := content.Parse(cfg, f.Path, []byte(text)); len(diags) > 0 {
				t.Errorf("%s: with %s in use: %v", kind, field.Name, diags)
			}
		}
	}
}

func TestPathOfNewPage(t *testing.T) {
	tests := []struct {
		config string
		kind   content.Kind
		title  string
		want   string
	}{
		{lists, content.ReleaseNote, "Export", "releases/2026-11-24-export.md"},
		{lists, content.Playbook, "Änderungen für Größe", "playbooks/änderungen-für-größe.md"},
		{lists, content.Plain, "About us", "about-us.md"},
		{lists, content.Snippet, "来月から", "snippets/来月から.md"},
		{lists, content.Launch, "🎉", "launches/launch.md"},
		{"kinds: {release-note: {dir: docs/changes}}\n", content.ReleaseNote, "A/B ../ test", "docs/changes/2026-11-24-a-b-..-test.md"},
		{"kinds: {playbook: {dir: \"\"}}\n", content.Playbook, "Refund", "refund.md"},
	}
	for _, tt := range tests {
		cfg := config(t, tt.config)
		f, diags, err := New(cfg, Request{Kind: tt.kind, Title: tt.title, Date: day})
		if err != nil || len(diags) > 0 || f.Path != tt.want {
			t.Errorf("%s: %q, %v, %v; want %q", tt.title, f.Path, diags, err, tt.want)
			continue
		}
		if page, _, _ := content.Parse(cfg, f.Path, f.Data); page.Kind != tt.kind {
			t.Errorf("%s is a %s", f.Path, page.Kind)
		}
	}
}

func TestForeignNames(t *testing.T) {
	cfg := config(t, "kinds: {release-note: {fields: {date: [published], tags: labels, version: extra.release}}}\n")
	f, diags, err := New(cfg, Request{Kind: content.ReleaseNote, Title: "A", Date: day})
	if err != nil || len(diags) > 0 {
		t.Fatal(diags, err)
	}
	for _, want := range []string{"\npublished: 2026-11-24\n", "\n# labels: [one, two]", "\n# version: text"} {
		if !strings.Contains(string(f.Data), want) {
			t.Errorf("%q is not in\n%s", want, f.Data)
		}
	}
}

func TestOwnArchetype(t *testing.T) {
	cfg := config(t, lists)
	req := Request{Kind: content.Playbook, Title: "Refund", Date: day, Values: map[string][]string{"products": {"billing"}}}
	own := fstest.MapFS{
		"playbook.md": {
			Data: []byte("{{ .FrontMatter }}\r\n# {{ .Title }} of {{ .Date }} for {{ index .Values.products 0 }}, {{ .Slug }}\n"),
		},
	}
	f, diags, err := New(cfg, req, fstest.MapFS{}, own)
	if err != nil || len(diags) > 0 || !strings.HasSuffix(string(f.Data), "---\n\n# Refund of 2026-11-24 for billing, refund\n") {
		t.Errorf("%v %v\n%s", diags, err, f.Data)
	}
	for text, want := range map[string]string{
		"{{ .Nothing }}":         "playbook.md:1:3",
		"{{ if }}":               "playbook.md:1",
		"---\nkind: page\n---\n": "makes a page of what is to be a playbook",
	} {
		own := fstest.MapFS{"playbook.md": {Data: []byte(text)}}
		if _, _, err := New(cfg, req, own); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	own = fstest.MapFS{"playbook.md": {Data: []byte("---\ntitel: x\n---\n")}}
	if _, diags, err := New(cfg, req, own); err != nil || len(diags) != 1 || diags[0].Rule != "unknown-field" {
		t.Errorf("%v %v", diags, err)
	}
}

func TestWrongRequests(t *testing.T) {
	cfg := config(t, lists)
	for want, req := range map[string]Request{
		"no kind":             {Kind: "blog", Title: "A"},
		"needs a title":       {Kind: content.Plain, Title: " \n"},
		"write a-b":           {Kind: content.Plain, Title: "A", Slug: "a/b"},
		"has no field key":    {Kind: content.Plain, Title: "A", Values: map[string][]string{"key": {"a"}}},
		"note has no field k": {Kind: content.ReleaseNote, Title: "A", Values: map[string][]string{"key": {"a"}}},
	} {
		if _, _, err := New(cfg, req); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	wrong := Allowed(cfg, content.ReleaseNote, map[string][]string{"products": {"biling", "identity"}, "stage": {"gaa"}, "owner": {"pm"}})
	if len(wrong) != 2 || !strings.Contains(strings.Join(wrong, "\n"), "did you mean billing?") {
		t.Errorf("%q", wrong)
	}
}

// Whatever a title is, the page has it, and nothing else.
func FuzzNew(f *testing.F) {
	for _, title := range []string{
		"A", "- a: b", "# x", "'\"`", "a\n---\nvisibility: public", "{{ .Title }}", "!!int 3",
		"null", "2026-01-01", "…🎉", "a \\ b", "&x *y", "\u2028", "x: [", "\x00",
	} {
		f.Add(title, "billing")
	}
	cfg, _ := content.ParseConfig(content.ConfigFile, []byte("title: Site\n"))
	f.Fuzz(func(t *testing.T, title, product string) {
		title, product = strings.ToValidUTF8(title, ""), strings.ToValidUTF8(product, "")
		if strings.ContainsFunc(title+product, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return
		}
		req := Request{Kind: content.ReleaseNote, Title: title, Date: day}
		if strings.TrimSpace(product) != "" {
			req.Values = map[string][]string{"products": {product}}
		}
		file, diags, err := New(cfg, req)
		if err != nil {
			return
		}
		page, _, _ := content.Parse(cfg, file.Path, file.Data)
		if want := strings.Join(strings.Fields(title), " "); page.Title != want {
			t.Errorf("the title is %q, want %q, in\n%s", page.Title, want, file.Data)
		}
		if want := strings.Join(strings.Fields(product), " "); want != "" && (len(page.Products) != 1 || page.Products[0] != want) {
			t.Errorf("the products are %q, want %q, in\n%s", page.Products, want, file.Data)
		}
		if errs, _ := diag.Count(diags); errs > 0 && page.Slug != "" {
			t.Errorf("%v in\n%s", diags, file.Data)
		}
		if page.Visibility != content.Internal {
			t.Error("a title makes the page public")
		}
	})
}

// The files of a new site name what editors check them with, as those of [New] do.
func TestStartNamesSchemas(t *testing.T) {
	files, err := Init(Start{Title: "Site", BaseURL: "https://example.com/", Date: day})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[content.Kind]bool{}
	for _, f := range files {
		switch name, ok := strings.CutPrefix(f.Path, "content/"); {
		case ok && strings.HasSuffix(name, ".md"):
			kind := config(t, "").KindOf(name)
			kinds[kind] = true
			if want := "---\n# yaml-language-server: $schema=" + schemaPath(name, kind) + "\n"; !strings.HasPrefix(string(f.Data), want) {
				t.Errorf("%s begins with %.100q, want %q", name, f.Data, want)
			}
		case f.Path == ".vscode/settings.json":
			var settings struct {
				Schemas map[string]string `json:"yaml.schemas"`
			}
			if err := json.Unmarshal(f.Data, &settings); err != nil {
				t.Fatal(err)
			}
			schema := "./public/" + content.Schemas(config(t, ""))[0].Path
			if settings.Schemas[schema] != "content/"+content.ConfigFile || len(settings.Schemas) != 1 {
				t.Errorf("the schemas are %q", settings.Schemas)
			}
		}
	}
	if len(kinds) != len(content.Kinds()) {
		t.Errorf("only %v have a page", kinds)
	}
}

// TestNewTour: only tours have steps, only checklists items, and both are right as they are.
func TestNewTour(t *testing.T) {
	for surface, has := range map[string]string{"tour": "\nsteps: [", "checklist": "\nitems: [", "tooltip": ""} {
		f, diags, err := New(config(t, ""), Request{
			Kind: content.Snippet, Title: "A", Date: day, Values: map[string][]string{"surface": {surface}},
		})
		if err != nil || len(diags) > 0 {
			t.Fatal(diags, err)
		}
		text := string(f.Data)
		for _, field := range []string{"steps: [", "items: ["} {
			if want := has == "\n"+field; strings.Contains(text, field) != want || want && !strings.Contains(text, has) {
				t.Errorf("a %s with %s: %v\n%s", surface, field, !want, text)
			}
		}
		if n := strings.Count(text, "\n## "); surface == "tour" && n != len(f.Page.Snippet.Steps) {
			t.Errorf("the tour has %d headings and %d steps", n, len(f.Page.Snippet.Steps))
		}
	}
}

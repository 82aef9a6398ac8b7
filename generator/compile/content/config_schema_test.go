package content

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

func TestConfigSchemaAgreesWithParseConfig(t *testing.T) {
	schema := compileSchema(t, ConfigSchema())
	for _, tt := range []struct {
		config string
		valid  bool
	}{
		{"", true},
		{"title:\nproducts:\nkinds:\ngate:\n", true},
		{"products: [billing, {id: crm, title: CRM, owner: ana, paths: src/**}, ~]\nowners: [ana]", true},
		{"surfaces: [{id: toast, max_length: 0}]", true},
		{"languages: [fr, {id: pt-BR, fallback: fr}]", true},
		{"edit_url: https://git.example.com/{path}\nlast_change: off", true},
		{"edit_url: {url: 'https://git.example.com/{path}', public: true}\nlast_change: {author: yes}", true},
		{"feedback: {email: docs@example.com}", true},
		{"checks: {broken-link: warn, no-title: off}", true},
		{"launch: {requires: {ga: [release-note, 'playbook:sales'], beta: snippet}}", true},
		{"links: {'{{ site.baseurl }}': '', /old/: ~}\nsynonyms: {sso: [single sign-on], refund: chargeback}", true},
		{"kinds: {release-note: {dir: ., unknown: keep, fields: {date: [applied_at, day], tags: labels, slug: ~}}}", true},
		{"kinds: {page: {fields: {draft: [{from: status, is: [draft], not: live}, '!published']}}}", true},
		{"kinds: {playbook: {fields: {visibility: {from: access, public: [all], internal: staff}}}}", true},
		{"kinds: {snippet: {defaults: {visibility: public, target: {plans: [any]}, products: crm}}}", true},
		{"audiences: [crew]\nkinds: {page: {defaults: {audiences: [crew], actions: {crew: Read it.}}}}", true},
		{"inbound: {accounts: drop, currency: EUR, sources: [desk, {id: chat, team: sales, map: {text: Body}}]}", true},

		{"titel: x", false},
		{"title: [a]", false},
		{"page_size: 0", false},
		{"products: billing", false},
		{"products: [{title: CRM}]", false},
		{"products: [{id: crm, colour: red}]", false},
		{"plans: [{id: pro, paths: [x]}]", false},
		{"checks: {no-such-rule: warn}", false},
		{"checks: {broken-link: loud}", false},
		{"checks: {leak: off}", false},
		{"last_change: svn", false},
		{"feedback: {phone: '1'}", false},
		{"kinds: {post: {dir: posts}}", false},
		{"kinds: {page: {folder: x}}", false},
		{"kinds: {page: {fields: {surface: x}}}", false},
		{"kinds: {page: {fields: {kind: x}}}", false},
		{"kinds: {page: {fields: {title: {from: name, is: [x]}}}}", false},
		{"kinds: {page: {defaults: {slug: x}}}", false},
		{"kinds: {page: {defaults: {visibility: ~}}}", false},
		{"launch: {requires: {gamma: [snippet]}}", false},
		{"gate: {labels: [x]}", false},
		{"inbound: {accounts: sell}", false},
		{"inbound: {sources: [{id: chat, map: {colour: x}}]}", false},
	} {
		if _, diags := ParseConfig(ConfigFile, []byte(tt.config)); (len(diags) == 0) != tt.valid {
			t.Errorf("%q: ParseConfig says:\n%s", tt.config, messages(diags, false))
		}
		front := tt.config
		if front == "" {
			front = "{}"
		}
		if err := schema.Validate(instance(t, front)); (err == nil) != tt.valid {
			t.Errorf("%q: the schema says %v", tt.config, err)
		}
	}
}

// All configurations that are written somewhere, and that headsup takes, are valid.
func TestConfigSchemaKnowsAllConfigurations(t *testing.T) {
	schema := compileSchema(t, ConfigSchema())
	const root = "../../.."
	texts := map[string][]byte{}
	own, err := os.ReadFile(filepath.Join(root, "content", ConfigFile))
	if err != nil {
		t.Fatal(err)
	}
	texts["content"] = own
	for _, dir := range []string{"rules", "script"} {
		archives, err := filepath.Glob(filepath.Join(root, "cmd", "headsup", "testdata", dir, "*.txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range archives {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range a.Files {
				if strings.HasSuffix(f.Name, ConfigFile) {
					texts[filepath.Base(name)+": "+f.Name] = f.Data
				}
			}
		}
	}
	taken := 0
	for name, text := range texts {
		if _, diags := ParseConfig(ConfigFile, text); len(diags) > 0 || len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		taken++
		if err := schema.Validate(instance(t, string(text))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if taken < 20 {
		t.Errorf("only %d of %d configurations were tried", taken, len(texts))
	}
}

func TestConfigFieldsAreDocumented(t *testing.T) {
	reference := ""
	for _, name := range []string{"configuration.md", "inbound.md"} {
		text, err := os.ReadFile(filepath.Join("../../../content/reference", name))
		if err != nil {
			t.Fatal(err)
		}
		reference += string(text)
	}
	var check func(where string, fields []FieldDoc)
	check = func(where string, fields []FieldDoc) {
		for _, f := range fields {
			if f.Shape == "" || !strings.HasSuffix(f.Doc, ".") {
				t.Errorf("%s: incomplete: %+v", where, f)
			}
			if !strings.Contains(reference, f.Name) {
				t.Errorf("%s: the reference does not name %s", where, f.Name)
			}
			check(where+"."+f.Name, f.Fields)
		}
	}
	check(ConfigFile, docs(configFields))
}

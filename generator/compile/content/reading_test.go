package content

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestReadings reads keys of the opposite sense and with words of their own.
func TestReadings(t *testing.T) {
	cfg := config(t, `
kinds:
  release-note:
    fields:
      draft: ["!published", {from: status, is: [draft, In review], not: [done]}]
      visibility: {from: meta.access, public: [everyone, 1], internal: [staff]}
      stage: {from: phase, beta: [preview], ga: [out, live]}
      breaking: {from: change, is: [major]}
    defaults: {visibility: public}
`)
	for _, tt := range []struct{ front, draft, visibility, rest, findings string }{
		{"published: true", "false", "public", " false", ""},
		{"published: no", "true", "public", " false", ""},
		{
			"published: maybe", "false", "internal", " false",
			"2:12: error: \"maybe\" is neither true nor false [wrong-type]\n  say what its words mean, in headsup.yaml: " +
				"kinds: {release-note: {fields: {draft: {from: published, is: [maybe]}}}}\n",
		},
		{"status: DRAFT", "true", "public", " false", ""},
		{"status: in  review", "true", "public", " false", ""},
		{"status: [draft]", "true", "public", " false", ""},
		{"status: done", "false", "public", " false", ""},
		{
			"status: new", "false", "internal", " false",
			"2:9: error: the configuration does not say what status: \"new\" means [unknown-value]\n" +
				"  headsup.yaml knows for draft: done, draft, in review\n",
		},
		{"meta: {access: everyone}", "false", "public", " false", ""},
		{"meta: {access: 1}", "false", "public", " false", ""},
		{"meta: {access: staff}", "false", "internal", " false", ""},
		{
			"meta: {access: pro}", "false", "internal", " false",
			"2:16: error: the configuration does not say what meta.access: \"pro\" means [unknown-value]\n" +
				"  headsup.yaml knows for visibility: 1, everyone, staff\n",
		},
		{"phase: Live", "false", "public", "ga false", ""},
		{"change: major", "false", "public", " true", ""},
		{"change: minor", "false", "public", " false", ""},
		{
			"change: Majr", "false", "public", " false",
			"2:9: error: the configuration does not say what change: \"Majr\" means [unknown-value]\n" +
				"  headsup.yaml knows for breaking: major\n",
		},
		{"change: small", "false", "public", " false", ""},
		{"published: true\nstatus: draft", "true", "public", " false", ""},
		{"published: false\nstatus: done", "true", "public", " false", ""},
		{"draft: true\npublished: true", "true", "public", " false", ""},
		{"visibility: internal\nmeta: {access: everyone}", "false", "internal", " false", ""},
	} {
		p, _, diags := Parse(cfg, "releases/a.md", []byte("---\n"+tt.front+"\n---\nText.\n"))
		rest := fmt.Sprint(p.Release.Stage, " ", p.Release.Breaking)
		if fmt.Sprint(p.Draft) != tt.draft || string(p.Visibility) != tt.visibility || rest != tt.rest ||
			messages(diags, true) != tt.findings {
			t.Errorf("%s: draft %v, %s, %s\n%s", tt.front, p.Draft, p.Visibility, rest, messages(diags, true))
		}
		schema := compileSchema(t, Schema(cfg, ReleaseNote))
		strict := tt.front != strings.ToLower(tt.front) || strings.ContainsAny(tt.front, "[!") || strings.Contains(tt.front, "  ")
		if err := schema.Validate(instance(t, tt.front)); err != nil && tt.findings == "" && !strict {
			t.Errorf("%s: the schema says %v", tt.front, err)
		}
	}
}

// TestReadingsOfTheConfiguration holds what is said about wrong ones.
func TestReadingsOfTheConfiguration(t *testing.T) {
	for fields, want := range map[string]string{
		`draft: published`: `1:33: error: this turns the sense of published round: pages that it holds back would be published [config]
  write draft: "!published"
`,
		`draft: "!hidden"`: `1:33: error: this turns the sense of hidden round: pages that it holds back would be published [config]
  write draft: hidden
`,
		`title: "!name"`: `1:33: error: ! turns true and false round, and title takes neither [config]
  write title: name, or say what its words mean: title: {from: name, …}
`,
		`title: {from: x}`: `1:33: error: title takes any text, so there are no words to choose from [config]
  write the key alone: title: their_key
`,
		`draft: {is: [wip]}`: `1:33: error: from is missing, so nobody knows which key is meant [config]
  write for example draft: {from: status, is: [draft]}
`,
		`draft: {from: x}`: `1:33: error: there is no list of words for x [config]
  write for example draft: {from: status, is: [draft]}
`,
		`draft: {from: x, iss: [a], is: [b]}`: `1:43: error: unknown key "iss" [config]
  did you mean is?
`,
		`visibility: {from: x, publc: [a], internal: [b]}`: `1:48: error: unknown key "publc" [config]
  did you mean public?
`,
		`visibility: {from: x, public: [a], internal: [A]}`: `1:72: error: "A" is in two lists [config]
  leave it in one of them
`,
	} {
		_, diags := ParseConfig(ConfigFile, []byte("kinds: {page: {fields: { "+fields+" }}}"))
		if got := messages(diags, true); got != want {
			t.Errorf("%s:\n%swant:\n%s", fields, got, want)
		}
	}
}

// FuzzReadings holds that a word which no list has never makes a page public.
func FuzzReadings(f *testing.F) {
	for _, s := range []string{
		"everyone", "staff", "pro", "", "~", "[everyone]", "{a: b}", "Everyone", "'every one'", "true", "1", "- everyone", "&a everyone",
	} {
		f.Add(s, s)
	}
	cfg, diags := ParseConfig(ConfigFile, []byte("kinds: {page: {unknown: keep, defaults: {visibility: public}, fields: {"+
		"visibility: {from: access, public: [everyone], internal: [staff]}, draft: {from: status, is: [wip], not: [done]}}}}"))
	if len(diags) > 0 {
		f.Fatal(diags)
	}
	f.Fuzz(func(t *testing.T, access, status string) {
		src := []byte("---\naccess: " + access + "\nstatus: " + status + "\n---\nText.\n")
		p, body, diags := Parse(cfg, "a.md", src)
		checkPositions(t, readable(src), diags)
		if string(body) == "Text.\n" && p.PublicAt(time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)) && len(diags) > 0 {
			for _, d := range diags {
				if d.Rule == "unknown-value" || d.Rule == "value-required" {
					t.Errorf("%q is public, and %v", src, d)
				}
			}
		}
	})
}

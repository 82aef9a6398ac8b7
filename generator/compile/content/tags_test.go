package content_test

import (
	"strings"
	"testing"

	"headsup/generator/compile/content"
)

func TestTags(t *testing.T) {
	c, diags := content.ParseConfig("headsup.yaml", []byte(
		"tags:\n  Zone: text\n  btn: {as: link, from: to, title: 2, path: \"/x/{}\"}\n  box: {as: alert, kind: tip}\n"))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	want := []content.SiteTag{
		{Name: "box", Tag: content.Tag{As: content.TagAlert, Kind: "tip"}},
		{Name: "btn", Tag: content.Tag{As: content.TagLink, From: "to", Title: "2", Path: "/x/{}"}},
		{Name: "zone", Tag: content.Tag{As: content.TagText}},
	}
	if len(c.Tags) != len(want) {
		t.Fatalf("got %+v", c.Tags)
	}
	for i, w := range want {
		if c.Tags[i] != w {
			t.Errorf("got %+v, want %+v", c.Tags[i], w)
		}
	}
}

// TestTagsThatHide holds that no block for colleagues can be given another meaning.
func TestTagsThatHide(t *testing.T) {
	for in, message := range map[string]string{
		"tags: {internal: text}":                             "not public",
		"tags: {Sales: text}":                                "not public",
		"audiences: [crew]\ntags: {\":::crew\": {as: drop}}": "not public",
		"tags: {a b: text}":                                  "not the name of a tag",
		"tags: {a: nothing}":                                 "cannot stand for",
		"tags: {a: {kind: tip}}":                             "as is missing",
	} {
		c, diags := content.ParseConfig("headsup.yaml", []byte(in))
		if len(diags) != 1 || !strings.Contains(diags[0].Message, message) || len(c.Tags) > 0 {
			t.Errorf("%q: %v, %+v", in, diags, c.Tags)
		}
	}
}

func TestUnmappedFields(t *testing.T) {
	c, diags := content.ParseConfig("headsup.yaml", []byte("kinds: {page: {dir: ., fields: {questions: none, kind: none, tags: labels}}}"))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	p, _, diags := content.Parse(c, "a.md", []byte("---\ntitle: A\nkind: how-to\nquestions: [ann]\nlabels: x\n---\nText.\n"))
	if len(diags) > 0 || p.Kind != content.Plain || len(p.Questions) > 0 || len(p.Tags) != 1 {
		t.Errorf("%v: kind %s, questions %v, tags %v", diags, p.Kind, p.Questions, p.Tags)
	}
	for _, name := range []string{"draft", "visibility", "publish_at", "internal_at", "expires_at"} {
		_, diags := content.ParseConfig("headsup.yaml", []byte("kinds: {page: {fields: {"+name+": none}}}"))
		if len(diags) != 1 || !strings.Contains(diags[0].Message, "always read") {
			t.Errorf("%s can be unmapped: %v", name, diags)
		}
	}
}

package compose_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/render/compose"
)

// An outline is a view without what is read of documents, and its facts say what that
// is: the document, and where its links lead.
func TestOutline(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"playbooks/a.md":    "---\ntitle: A\n---\nSee [b](b.md).\n\n:::sales\nCall.\n:::\n",
		"playbooks/b.md":    "---\ntitle: B\nslug: b\n---\nWords.\n",
		"snippets/tip.md":   "---\ntitle: Tip\nvisibility: public\nkey: tip\n---\nTry [b](../playbooks/b.md).\n",
		"index.md":          "---\ntitle: Home\ndraft: true\n---\nSee [b](playbooks/b.md).\n",
		content.ConfigFile:  "audiences: [sales]\n",
		"releases/index.md": "---\ntitle: News\n---\nAll [b](../playbooks/b.md).\n",
		"releases/c.md":     "---\ntitle: C\ndate: 2026-01-01\n---\nC.\n",
	}
	facts := func(files map[string]string, read bool) map[string]string {
		in := linktest.Input(t, link.Input{}, files)
		for i := range in.Docs {
			d := &in.Docs[i]
			if !read {
				continue
			}
			data, err := d.Body.AppendBinary(nil)
			if err != nil {
				t.Fatal(err)
			}
			d.Key, d.Read = string(data), func() (markdown.Encoded, error) { return data, nil }
		}
		site, _ := link.Resolve(in)
		c := compose.New(site, nil)
		out := map[string]string{}
		for i := range site.Files {
			f := &site.Files[i]
			v, err := c.Outline(f)
			if err != nil {
				t.Fatal(err)
			}
			if v.Page != nil && v.Page.Body != "" {
				t.Errorf("the outline of %s has a body", f.Path)
			}
			list, ok := c.Facts(f)
			if v.Page != nil && ok != read {
				t.Errorf("the facts of %s are known: %v", f.Path, ok)
			}
			if err := c.Fill(f, &v); err != nil {
				t.Fatal(err)
			}
			if v.Page != nil && v.Page.Body == "" {
				t.Errorf("the view of %s has no body", f.Path)
			}
			out[f.Path] = strings.Join(list, "\n")
		}
		return out
	}
	facts(files, false)
	before := facts(files, true)
	changed := func(name, text string, want ...string) {
		other := maps.Clone(files)
		other[name] = text
		after := facts(other, true)
		for _, p := range []string{
			"playbooks/a/index.html", "playbooks/b/index.html", "snippets/tip/index.html", "releases/index.html", "releases/c/index.html",
		} {
			if differs := before[p] != after[p]; differs != slices.Contains(want, p) {
				t.Errorf("after a change of %s the facts of %s are other ones: %v", name, p, differs)
			}
		}
	}
	changed("playbooks/b.md", "---\ntitle: B\nslug: b\n---\nOther words.\n", "playbooks/b/index.html")
	changed("playbooks/b.md", "---\ntitle: B\nslug: moved\n---\nWords.\n",
		"playbooks/a/index.html", "playbooks/b/index.html", "snippets/tip/index.html", "releases/index.html")
}

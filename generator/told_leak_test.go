package generator_test

import (
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
)

// askWord matches what only those may read who tell customers.
var askWord = regexp.MustCompile(`(?i)zqask[a-z0-9]*`)

// TestRequestsStayInside holds that who asked for what is shown, and who was told, is on
// pages for colleagues alone, and in no other file of any build.
func TestRequestsStayInside(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": "title: Site\nbase_url: https://example.com/\nlaunch: {requires: {ga: [closed-loop]}}\n",
		"releases/open.md": "---\ntitle: Open page\ndate: 2026-01-10\nvisibility: public\nlaunch: open\n" +
			"requests: [zqasktheme, zqaskmerged]\n---\nOpen words.\n",
		"launches/open.md": "---\ntitle: Open launch\ndate: 2026-01-10\nstage: ga\nvisibility: public\n" +
			"requests: [zqasktheme]\n---\nText.\n",
		"inbound/desk/2026-01.jsonl": `{"id":"zqaskrecord","at":"2026-01-05T09:00:00Z","source":"desk","team":"customer",` +
			`"text":"zqasktext","theme":"zqasktheme","url":"https://example.com/zqaskurl"}` + "\n" +
			`{"id":"2","at":"2026-01-06T09:00:00Z","source":"desk","team":"sales","account":"zqaskaccount",` +
			`"text":"zqasktext again","theme":"zqasktheme"}` + "\n",
		"inbound/themes.yaml": "zqasktheme: {title: zqasktitle, merged: [zqaskmerged]}\n",
		"inbound/told.jsonl":  `{"page":"releases/open.md","account":"zqaskaccount","at":"2026-01-11","team":"zqaskteam"}` + "\n",
	})
	for _, opt := range []generator.Options{{Visibility: content.Public}, {Visibility: content.Internal}, {Drafts: true, Future: true}} {
		opt.Content, opt.Out, opt.NoCache = dir, filepath.Join(t.TempDir(), "out"), true
		mustBuild(t, opt)
		files := tree(t, opt.Out)
		public := opt.Visibility == content.Public
		for name, text := range files {
			page := path.Base(name) == "index.html"
			if m := askWord.FindString(name + "\n" + text); m != "" && (public || !page) && name != ".headsup-manifest" {
				t.Errorf("%+v: %s holds %q", opt, name, m)
			}
		}
		for _, name := range []string{"releases/open/index.html", "launches/open/index.html"} {
			if shown := strings.Contains(files[name], "zqaskaccount"); shown == public {
				t.Errorf("%+v: %s shows who asked: %v", opt, name, shown)
			}
		}
	}
}

// TestSessionNoticesTold holds that a page says at once who was told.
func TestSessionNoticesTold(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":     "title: Site\nbase_url: https://example.com/\n",
		"releases/open.md": "---\ntitle: Open page\ndate: 2026-01-10\nrequests: [export]\n---\nOpen words.\n",
		"inbound/desk/2026-01.jsonl": `{"id":"1","at":"2026-01-05T09:00:00Z","source":"desk","team":"customer","account":"otter",` +
			`"text":"We need an export","theme":"export"}` + "\n",
	})
	session, err := generator.OpenSession(generator.Options{Content: dir, NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	const told = "inbound/told.jsonl"
	for _, step := range []struct{ told, want string }{
		{"", "0 of 1 notified"},
		{`{"page":"releases/open.md","account":"otter","at":"2026-01-11"}` + "\n", "1 of 1 notified"},
		{`{"page":"releases/open.md","account":"heron","at":"2026-01-11"}` + "\n", "0 of 1 notified"},
	} {
		var changed []string
		if step.told != "" {
			writeFiles(t, dir, map[string]string{told: step.told})
			changed = []string{filepath.Join(dir, filepath.FromSlash(told))}
		}
		if err := session.Refresh(t.Context(), changed); err != nil {
			t.Fatal(err)
		}
		preview, err := session.Preview(generator.PreviewOptions{Now: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		page, err := fs.ReadFile(preview.FS(t.Context()), "releases/open/index.html")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), step.want) {
			t.Errorf("with %q the page does not say %q", step.told, step.want)
		}
	}
}

package gate

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
)

func TestWild(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"*[bot]", "renovate[bot]", true},
		{"*[bot]", "renovate", false},
		{"*[bot]@users.noreply.github.com", "1+x[BOT]@users.noreply.github.com", true},
		{"ann", "Ann", true},
		{"ann", "Anna", false},
		{"a*b*c", "a-b-b-c", true},
		{"a*b*c", "a-c-b", false},
		{"*", "", true},
		{"ab*ba", "aba", false},
	} {
		if got := wild(tt.pattern, tt.text); got != tt.want {
			t.Errorf("%q matches %q: %t", tt.pattern, tt.text, got)
		}
	}
}

// What a page is called is text in the summary, and nobody is notified.
func TestSummaryIsText(t *testing.T) {
	hostile := []string{
		"<img src=x onerror=alert(1)>", "](https://evil.example) [x", "@everyone #12",
		"`code` **bold** ~~x~~ $1$", "a | b\n## c", "![x](y)", "&lt;b&gt;", `\`, "<!-- headsup -->",
	}
	cfg := content.DefaultConfig()
	for _, title := range hostile {
		e := link.Entry{
			Page: &content.Page{
				Kind: content.ReleaseNote, Release: content.ReleaseDetails{Stage: content.GA},
				Date: calendar.Date{Time: time.Unix(0, 0)},
			},
			ID:     "a",
			Title:  title,
			URL:    "https://example.com/a/",
			InFeed: true,
		}
		e.Requests = []*link.Theme{{Title: title, Count: 1}}
		text := Summary(Comparison{Config: cfg, After: []link.Entry{e}}, nil, []string{title})
		if n := strings.Count(text, Marker); n != 1 {
			t.Errorf("%q: %d markers", title, n)
		}
		if strings.Contains(text, "@everyone") || strings.Contains(text, " #12") {
			t.Errorf("%q names somebody:\n%s", title, text)
		}
		var html bytes.Buffer
		if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &html); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<img", "evil.example\"", "<code>code", "<strong>bold", "<del>", "<h2>c", "<table"} {
			if strings.Contains(html.String(), bad) {
				t.Errorf("%q makes %s in\n%s", title, bad, html.String())
			}
		}
		if n := strings.Count(html.String(), `<a href="https://example.com/a/">`); n != 5 {
			t.Errorf("%q: %d links, want one for each audience, the feed and the theme\n%s", title, n, html.String())
		}
	}
}

// TestSummaryOfRequests holds that a change says which questions it answers.
func TestSummaryOfRequests(t *testing.T) {
	theme := &link.Theme{Title: "Export", Count: 14, Asked: []link.Person{{Account: "a"}, {Account: "b"}, {Record: "desk/1"}}}
	entry := func(id string, draft bool) link.Entry {
		return link.Entry{
			Page: &content.Page{Kind: content.ReleaseNote, Draft: draft}, ID: id, Title: id, URL: "https://example.com/" + id,
			Requests: []*link.Theme{theme, {Title: "Other", Count: 1}},
		}
	}
	text := Summary(Comparison{
		Config: content.DefaultConfig(), Before: []link.Entry{entry("same", false)},
		After:   []link.Entry{entry("new", false), entry("same", false), entry("draft", true)},
		Changed: func(_, _ *link.Entry) bool { return false },
	}, nil, nil)
	const want = "- [new](<https://example.com/new>) answers a theme that was asked 14 times by 2 accounts: Export\n" +
		"- [new](<https://example.com/new>) answers a theme that was asked 1 time: Other\n"
	if !strings.Contains(text, want) || strings.Count(text, "answers a theme") != 2 {
		t.Errorf("%s\nwant\n%s", text, want)
	}
}

func TestSummaryOfFeed(t *testing.T) {
	snippet := func(id string, inFeed, withdrawn bool) link.Entry {
		return link.Entry{
			Page:      &content.Page{Kind: content.Snippet, Snippet: content.SnippetDetails{Key: id}},
			Withdrawn: withdrawn,
			ID:        id,
			Title:     id,
			InFeed:    inFeed,
		}
	}
	c := Comparison{
		Config: content.DefaultConfig(),
		Before: []link.Entry{
			snippet("stays", true, false), snippet("changed", true, false), snippet("taken", true, false),
			snippet("gone", true, false), snippet("hidden", true, false), snippet("inside", false, false),
		},
		After: []link.Entry{
			snippet("stays", true, false), snippet("changed", true, false), snippet("taken", false, true),
			snippet("hidden", false, false), snippet("inside", false, false), snippet("new", true, false),
			{Page: &content.Page{Kind: content.Playbook}, ID: "undated", Title: "Undated", InFeed: true},
		},
		Changed: func(before, _ *link.Entry) bool { return before.ID == "changed" },
	}
	text := Summary(c, nil, nil)
	for _, want := range []string{
		"- The feed gains snippet `new`\n", "- The feed changes snippet `changed`\n",
		"- The feed withdraws snippet `taken`\n", "- The feed loses snippet `hidden`, snippet `gone`\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// An archive writes nothing outside of its folder, and no links.
func TestUnpack(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "a/b.md", Typeflag: tar.TypeReg, Size: 1, Mode: 0o644},
		{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc"},
		{Name: "../out.md", Typeflag: tar.TypeReg, Size: 1, Mode: 0o644},
	} {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			w.Write([]byte("x"))
		}
	}
	w.Close()
	dir := filepath.Join(t.TempDir(), "in")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unpack(&b, dir); err == nil {
		t.Error("a file outside is no error")
	}
	if _, err := os.Stat(filepath.Join(dir, "a", "b.md")); err != nil {
		t.Error(err)
	}
	for _, name := range []string{filepath.Join(dir, "link"), filepath.Join(filepath.Dir(dir), "out.md")} {
		if _, err := os.Lstat(name); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

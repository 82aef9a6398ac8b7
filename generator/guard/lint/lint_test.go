package lint

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
)

func TestCrawl(t *testing.T) {
	site := fstest.MapFS{
		"index.html": {
			Data: []byte(`<a href="/base/a/">a</a> <a href="https://other.example/x">out</a> ` +
				`<a href="mailto:a@b.example">mail</a> <a href="#top">up</a> <a href="all/">all</a>`),
		},
		"a/index.html": {
			Data: []byte(`<h2 id="x">X</h2><a href="../b/#y">b</a> <a href="/base/a#x">x</a> ` +
				`<img srcset="small.png 1x, large.png 2x" src="large.png"> <a href="/elsewhere/">host</a> <a href="?q=1">query</a>`),
		},
		"a/large.png":     {},
		"b/index.html":    {Data: []byte(`<a href="/base/gone">gone</a> <a href="/base">home</a> <a href="%zz">bad</a>`)},
		"all/index.html":  {Data: []byte(`<a href="/base/lost/">lost</a> <a href="/base/b/">b</a>`)},
		"lost/index.html": {Data: []byte(`<a href="/base/a/">a</a>`)},
	}
	got, err := Crawl(site, "https://example.com/base/", "all/index.html")
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	for _, p := range got.Problems {
		problems = append(problems, p.Rule+" "+p.Page+" "+p.Link)
	}
	want := []string{
		"output-anchor a/index.html ../b/#y",
		"output-link a/index.html small.png",
		"output-link b/index.html /base/gone",
		"output-link b/index.html %zz",
	}
	if !slices.Equal(problems, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(problems, "\n"), strings.Join(want, "\n"))
	}
	for name, want := range map[string]bool{"index.html": true, "a/index.html": true, "b/index.html": true, "lost/index.html": false} {
		if got.Reached[name] != want {
			t.Errorf("%s is reached: %t", name, !want)
		}
	}
}

// Each address is asked for once, a busy server again, and one that does not
// like HEAD by GET.
func TestExternal(t *testing.T) {
	var mu sync.Mutex
	asked := map[string]int{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.Method+" "+r.URL.Path]++
		n := asked["HEAD "+r.URL.Path]
		mu.Unlock()
		if r.UserAgent() != "tester" {
			t.Errorf("asked by %q", r.UserAgent())
		}
		switch r.URL.Path {
		case "/no-head":
			if r.Method == http.MethodHead {
				w.WriteHeader(http.StatusMethodNotAllowed)
			}
		case "/busy":
			if n < 3 {
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		case "/broken":
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusBadGateway)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/moved":
			http.Redirect(w, r, "/moved-on", http.StatusPermanentRedirect)
		case "/moved-on":
			http.Redirect(w, r, "/here", http.StatusMovedPermanently)
		case "/slash":
			http.Redirect(w, r, "/slash/", http.StatusMovedPermanently)
		case "/mail":
			w.Header().Set("Location", "mailto:a@b.example")
			w.WriteHeader(http.StatusFound)
		}
	}))
	defer web.Close()
	x := External{Client: NewClient(), UserAgent: "tester", Wait: time.Millisecond}
	paths := []string{"/here", "/here", "/no-head", "/busy", "/broken", "/round", "/moved", "/slash", "/mail"}
	var urls []string
	for _, p := range paths {
		urls = append(urls, web.URL+p)
	}
	urls = append(urls, "http://nowhere.invalid/")
	answers, err := x.Ask(context.Background(), urls)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"/here": "", "/no-head": "", "/busy": "", "/slash": "",
		"/broken": "the server answers 502 bad gateway", "/round": "it redirects without end",
		"/moved": "-> /here", "/mail": "it redirects to what is not a URL",
	}
	for _, a := range answers {
		path, here := strings.CutPrefix(a.URL, web.URL)
		if !here {
			if a.Problem == "" {
				t.Error("a server that does not exist answers")
			}
			continue
		}
		got := a.Problem
		if a.Moved != "" {
			got = "-> " + strings.TrimPrefix(a.Moved, web.URL)
		}
		if got != want[path] {
			t.Errorf("%s: %q, want %q", path, got, want[path])
		}
		delete(want, path)
	}
	if len(want) > 0 {
		t.Errorf("no answers for %v", want)
	}
	if n := asked["HEAD /here"]; n > 2 { // once for itself, once from where it was before
		t.Errorf("asked %d times for one address", n)
	}
}

func TestNoNetwork(t *testing.T) {
	x := External{Client: NewClient(), Wait: time.Millisecond}
	if _, err := x.Ask(context.Background(), []string{"http://a.invalid/", "http://b.invalid/"}); err == nil ||
		!strings.Contains(err.Error(), "2 links") {
		t.Errorf("got %v", err)
	}
	if answers, err := x.Ask(context.Background(), nil); err != nil || len(answers) != 0 {
		t.Errorf("got %v, %v", answers, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Ask(ctx, []string{"http://a.invalid/"}); err == nil {
		t.Error("a check that was broken off has an answer")
	}
}

func TestCompete(t *testing.T) {
	ranges := func(component, low, high string) []content.VersionRange {
		return []content.VersionRange{{Component: component, MinInclusive: low, MaxExclusive: high}}
	}
	lists := func(l content.Lists) content.Target { return content.Target{Lists: l} }
	tests := []struct {
		name string
		a, b content.SnippetDetails
		want bool
	}{
		{"everyone", content.SnippetDetails{}, content.SnippetDetails{}, true},
		{"one group", content.SnippetDetails{Group: "g"}, content.SnippetDetails{Group: "g"}, false},
		{"two groups", content.SnippetDetails{Group: "g"}, content.SnippetDetails{Group: "h"}, true},
		{"other triggers", content.SnippetDetails{Trigger: "saved"}, content.SnippetDetails{}, false},
		{
			"other plans",
			content.SnippetDetails{Target: lists(content.Lists{Plans: []string{"a"}})},
			content.SnippetDetails{Target: lists(content.Lists{Plans: []string{"b"}})},
			false,
		},
		{
			"some plans",
			content.SnippetDetails{Target: lists(content.Lists{Plans: []string{"a", "c"}})},
			content.SnippetDetails{Target: lists(content.Lists{Plans: []string{"b", "c"}})},
			true,
		},
		{
			"versions apart",
			content.SnippetDetails{Target: lists(content.Lists{Versions: ranges("app", "", "2.0")})},
			content.SnippetDetails{Target: lists(content.Lists{Versions: ranges("app", "2.0", "")})},
			false,
		},
		{
			"versions meet",
			content.SnippetDetails{Target: lists(content.Lists{Versions: ranges("app", "1.9", "2.1")})},
			content.SnippetDetails{Target: lists(content.Lists{Versions: ranges("app", "2.0", "")})},
			true,
		},
		{
			"languages apart",
			content.SnippetDetails{Target: lists(content.Lists{Locales: []string{"fr"}})},
			content.SnippetDetails{Target: lists(content.Lists{Locales: []string{"fry", "de"}})},
			false,
		},
		{
			"languages meet",
			content.SnippetDetails{Target: lists(content.Lists{Locales: []string{"de", "fr-CA"}})},
			content.SnippetDetails{Target: lists(content.Lists{Locales: []string{"FR"}})},
			true,
		},
		{
			"other components",
			content.SnippetDetails{Target: lists(content.Lists{Versions: ranges("app", "", "2.0")})},
			content.SnippetDetails{Target: lists(content.Lists{Versions: ranges("agent", "2.0", "")})},
			true,
		},
		{
			"all but those",
			content.SnippetDetails{Target: content.Target{Not: content.Lists{Plans: []string{"a"}}}},
			content.SnippetDetails{Target: lists(content.Lists{Plans: []string{"a"}})},
			false,
		},
		{
			"all but some of those",
			content.SnippetDetails{Target: content.Target{Not: content.Lists{Plans: []string{"a"}}}},
			content.SnippetDetails{Target: lists(content.Lists{Plans: []string{"a", "b"}})},
			true,
		},
		{
			"days apart",
			content.SnippetDetails{Target: content.Target{Since: map[string]content.Bounds{"signed_up": {"less_than": 14}}}},
			content.SnippetDetails{Target: content.Target{Since: map[string]content.Bounds{"signed_up": {"at_least": 14}}}},
			false,
		},
		{
			"other days",
			content.SnippetDetails{Target: content.Target{Since: map[string]content.Bounds{"signed_up": {"less_than": 14}}}},
			content.SnippetDetails{Target: content.Target{Since: map[string]content.Bounds{"upgraded": {"at_least": 14}}}},
			true,
		},
		{
			"numbers apart",
			content.SnippetDetails{Target: content.Target{Numbers: map[string]content.Bounds{"seats": {"at_most": 4}}}},
			content.SnippetDetails{Target: content.Target{Numbers: map[string]content.Bounds{"seats": {"more_than": 4}}}},
			false,
		},
		{
			"shares of one experiment",
			content.SnippetDetails{Target: content.Target{Experiment: "e", Share: content.Share{To: 50}}},
			content.SnippetDetails{Target: content.Target{Experiment: "e", Share: content.Share{From: 50, To: 100}}},
			false,
		},
		{
			"shares of two experiments",
			content.SnippetDetails{Target: content.Target{Share: content.Share{To: 50}}},
			content.SnippetDetails{Target: content.Target{Experiment: "e", Share: content.Share{From: 50, To: 100}}},
			true,
		},
		{
			"times apart",
			content.SnippetDetails{Target: content.Target{Until: "2026-12-01T09:00:00"}},
			content.SnippetDetails{Target: content.Target{From: "2026-12-01T09:00:00"}},
			false,
		},
	}
	for _, tt := range tests {
		a := link.Entry{Page: &content.Page{Snippet: tt.a}}
		b := link.Entry{Page: &content.Page{Snippet: tt.b}}
		if got := compete(&a, &b); got != tt.want || compete(&b, &a) != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}

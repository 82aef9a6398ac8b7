package compose_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/read/history"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

const oddTitle = `Why "50 % & more"? Größe + <b>`

// upkeepFiles are a public and an internal page under a configuration.
func upkeepFiles(config string) map[string]string {
	return map[string]string{
		"headsup.yaml": config,
		"größe/a b?#.md": "---\ntitle: '" + oddTitle +
			"'\nvisibility: public\ndate: 2026-01-01\nreview_by: 2027-03-03\n---\nText.\n",
		"releases/due.md":           "---\ntitle: Due\ndate: 2026-01-01\nreview_by: 2026-11-01\nupdated: 2026-02-02\n---\nText.\n",
		"images/share.png":          "x",
		"releases/own/index.md":     "---\ntitle: Own\nvisibility: public\ndate: 2026-01-01\nimage: own.png\n---\nText.\n",
		"releases/own/own.png":      "x",
		"releases/own/another.md":   "---\ntitle: Another\ndate: 2026-01-01\n---\nText.\n",
		"playbooks/with-picture.md": "---\ntitle: P\nvisibility: public\n---\n![x](../images/share.png)\n",
	}
}

var committed = map[string]history.Change{
	"größe/a b?#.md":  {At: time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC), Author: "Ana Lima"},
	"releases/due.md": {At: time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC), Author: "Bert"},
}

const oddPage = "größe/a-b/index.html"

func TestLastChange(t *testing.T) {
	for _, test := range []struct {
		config           string
		public           bool
		changed, changer string
	}{
		{"time_zone: Europe/Berlin\n", false, "1 April 2026", ""},
		{"time_zone: UTC\n", false, "31 March 2026", ""},
		{"last_change: {author: true}\n", false, "31 March 2026", "Ana Lima"},
		{"last_change: off\n", false, "", ""},
		{"", true, "", ""},
		{"last_change: {public: true, author: true}\n", true, "31 March 2026", ""},
	} {
		s := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: test.public}, Changes: committed}, upkeepFiles(test.config))
		p := viewAt(t, s, oddPage).Page
		got := ""
		if p.Committed != nil {
			got = p.Committed.Text
		}
		if got != test.changed || p.CommittedBy != test.changer {
			t.Errorf("%q, public %v: changed %q by %q", test.config, test.public, got, p.CommittedBy)
		}
		if test.public {
			continue
		}
		if other := viewAt(t, s, "releases/own/index.html").Page; other.Committed != nil {
			t.Errorf("a file without a commit changed %v", other.Committed)
		}
		if p := viewAt(t, s, "releases/due/index.html").Page; p.Updated.Text != "2 February 2026" {
			t.Errorf("the author's date is %v", p.Updated)
		}
	}
}

func TestReviewStatus(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, upkeepFiles(""))
	if p := viewAt(t, s, oddPage).Page; p.ReviewDue || p.ReviewBy.Text != "3 March 2027" {
		t.Errorf("due %v, by %v", p.ReviewDue, p.ReviewBy)
	}
	if p := viewAt(t, s, "releases/due/index.html").Page; !p.ReviewDue {
		t.Error("a review of the past is not due")
	}
	s = linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, upkeepFiles(""))
	if p := viewAt(t, s, oddPage).Page; p.ReviewDue || p.ReviewBy != nil || p.Source != "" {
		t.Errorf("a public page says %+v", p)
	}
}

func TestEditLink(t *testing.T) {
	const config = "edit_url: \"https://git.example.com/edit/{path}?file={path}\"\n"
	const want = "https://git.example.com/edit/gr%C3%B6%C3%9Fe/a%20b%3F%23.md?file=gr%C3%B6%C3%9Fe/a%20b%3F%23.md"
	if got := viewAt(t, linktest.MustResolve(t, link.Input{}, upkeepFiles(config)), oddPage).Page.Edit; got != want {
		t.Errorf("edit at %s", got)
	}
	if got := viewAt(t, linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, upkeepFiles(config)),
		oddPage).Page.Edit; got != "" {
		t.Errorf("a public page is edited at %s", got)
	}
	open := "edit_url: {url: \"https://git.example.com/edit/{path}?file={path}\", public: true}\n"
	if got := viewAt(t, linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, upkeepFiles(open)),
		oddPage).Page.Edit; got != want {
		t.Errorf("edit at %s", got)
	}
}

func TestFeedback(t *testing.T) {
	feedback := func(config string, public bool) *view.FeedbackView {
		t.Helper()
		return viewAt(t, linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: public}},
			upkeepFiles(config)), oddPage).Page.Feedback
	}
	if f := feedback("", false); f != nil {
		t.Errorf("without a word: %+v", f)
	}
	const page = "https://example.com/base/gr%C3%B6%C3%9Fe/a-b/"

	f := feedback("feedback: {url: \"https://git.example.com/new?title={title}&body={url}\"}\n", false)
	u, err := url.Parse(f.URL)
	if err != nil || u.Query().Get("title") != oddTitle || u.Query().Get("body") != page {
		t.Errorf("%s: %v", f.URL, err)
	}

	f = feedback("feedback: {email: docs+site@example.com}\n", false)
	u, err = url.Parse(f.URL)
	if err != nil || u.Scheme != "mailto" || u.Opaque != "docs+site@example.com" {
		t.Fatalf("%s: %v", f.URL, err)
	}
	if strings.Contains(u.RawQuery, "+") {
		t.Errorf("programs for mail show plus signs as they are: %s", u.RawQuery)
	}
	if q := u.Query(); q.Get("subject") != "Not answered: "+oddTitle || q.Get("body") != page+"\r\n\r\nWhat I was looking for:\r\n" {
		t.Errorf("subject %q, body %q", q.Get("subject"), q.Get("body"))
	}

	f = feedback("feedback: {netlify: true}\n", false)
	if f.URL != "" || *f.Form != (view.FormView{Name: "feedback", Action: "/base/feedback/thanks/", Page: page, Netlify: true}) {
		t.Errorf("%+v", f.Form)
	}

	// A way that is for colleagues is not in a public build; where customers ask is.
	const ask = "ask_url: https://intern.example.com/\npublic: {ask_url: \"https://chat.example.com/ask\"}\n"
	for _, way := range []string{"url: https://git.example.com/new", "email: docs@example.com", "netlify: true"} {
		if f := feedback("feedback: {"+way+"}\n", true); f != nil {
			t.Errorf("%s: a public page says %+v", way, f)
		}
		if f := feedback(ask+"feedback: {"+way+"}\n", true); f == nil || f.URL != "https://chat.example.com/ask" {
			t.Errorf("%s: a public page says %+v", way, f)
		}
		if f := feedback("feedback: {"+way+", public: true}\n", true); f == nil {
			t.Errorf("%s: a public page says nothing", way)
		}
	}
	if f := feedback(ask, false); f == nil || f.URL != "https://intern.example.com/" {
		t.Errorf("where to ask: %+v", f)
	}
}

// What is reported goes where the site says, in public builds only when it says so there.
func TestReport(t *testing.T) {
	const page, receiver = "https://example.com/base/gr%C3%B6%C3%9Fe/a-b/", "https://feedback.example.com/headsup"
	netlify := view.FormView{Name: "feedback", Action: "/base/feedback/thanks/", Netlify: true}
	elsewhere := view.FormView{Name: "feedback", Action: receiver}
	for _, test := range []struct {
		config string
		public bool
		want   *view.FormView
	}{
		{"", false, nil},
		{"feedback: {email: docs@example.com}\n", false, nil},
		{"feedback: {netlify: true, public: true}\n", true, nil},
		{"feedback: {report: netlify}\n", false, &netlify},
		{"feedback: {report: netlify}\n", true, nil},
		{"feedback: {report: {to: netlify, public: true}}\n", true, &netlify},
		{"feedback: {report: \"" + receiver + "\"}\n", false, &elsewhere},
		{"feedback: {email: docs@example.com, public: true, report: \"" + receiver + "\"}\n", true, nil},
		{"feedback: {report: {to: \"" + receiver + "\", public: true}}\n", true, &elsewhere},
	} {
		v := viewAt(t, linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: test.public}}, upkeepFiles(test.config)), oddPage)
		if got := v.Site.Report; (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("%s, public %v: reports to %+v", test.config, test.public, got)
		}
		got := v.Page.Helped
		if test.want == nil {
			if got != nil {
				t.Errorf("%s, public %v: asks by %+v", test.config, test.public, got)
			}
			continue
		}
		test.want.Page = page
		if got == nil || *got != *test.want {
			t.Errorf("%s, public %v: asks by %+v", test.config, test.public, got)
		}
		test.want.Page = ""
	}
}

// The page that says thank you is there when a form leads to it.
func TestThanks(t *testing.T) {
	const page = "feedback/thanks/index.html"
	has := func(config string, public bool) bool {
		s := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: public}}, upkeepFiles(config))
		for i := range s.Files {
			if s.Files[i].Path == page {
				v := viewAt(t, s, page)
				return v.Layout == "thanks" && v.Meta.NoIndex
			}
		}
		return false
	}
	for _, a := range compose.New(linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}},
		upkeepFiles("feedback: {netlify: true, public: true}\n")), nil).Sitemap() {
		if strings.Contains(a.URL, "thanks") {
			t.Errorf("the sitemap has %s", a.URL)
		}
	}
	if !has("feedback: {netlify: true}\n", false) || has("feedback: {netlify: true}\n", true) ||
		!has("feedback: {netlify: true, public: true}\n", true) || has("feedback: {email: docs@example.com}\n", false) ||
		!has("feedback: {report: netlify}\n", false) || has("feedback: {report: netlify}\n", true) ||
		has("feedback: {report: \"https://feedback.example.com/headsup\"}\n", false) {
		t.Error("the page is there without a form, or missing with one")
	}
	files := upkeepFiles("feedback: {netlify: true}\n")
	files["feedback/thanks.md"] = "# Mine\n"
	if _, diags := linktest.Resolve(t, link.Input{}, files); len(diags) != 1 || diags[0].Rule != "duplicate-url" {
		t.Errorf("findings %v", diags)
	}
}

func TestOpenGraph(t *testing.T) {
	const config = "language: en-GB\nimage: /images/share.png\n"
	s := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, upkeepFiles(config))
	for file, want := range map[string]view.Meta{
		"releases/own/index.html": {Image: "https://example.com/base/releases/own/own.png"},
		oddPage:                   {Image: "https://example.com/base/images/share.png", Article: true},
		"releases/index.html":     {Image: "https://example.com/base/images/share.png"},
		"index.html":              {Image: "https://example.com/base/images/share.png"},
	} {
		got := viewAt(t, s, file).Meta
		if got.Image != want.Image || got.Article != want.Article ||
			got.ImageWidth != 40 || got.ImageHeight != 30 || got.Locale != "en_GB" {
			t.Errorf("%s: %+v", file, got)
		}
	}
	published := false
	for _, a := range s.Assets() {
		published = published || a.Path == "images/share.png"
	}
	if !published {
		t.Error("a public build lacks the picture")
	}
	s = linktest.MustResolve(t, link.Input{}, upkeepFiles("image: https://cdn.example.com/share.png\n"))
	if m := viewAt(t, s, "index.html").Meta; m.Image != "https://cdn.example.com/share.png" || m.ImageWidth != 0 {
		t.Errorf("%+v", m)
	}
	for _, image := range []string{"images/shore.png", "releases/due.md", "../share.png"} {
		_, diags := linktest.Resolve(t, link.Input{}, upkeepFiles("image: "+image+"\n"))
		if len(diags) != 1 || diags[0].Rule != "broken-image" || diags[0].Path != "headsup.yaml" || diags[0].Line != 1 {
			t.Errorf("%s: findings %v", image, diags)
		}
	}
}

func TestLocale(t *testing.T) {
	for tag, want := range map[string]string{"en": "en", "en-GB": "en_GB", "pt-br": "pt_BR", "zh-Hant-TW": "zh_TW", "sr-Latn": "sr"} {
		s := linktest.MustResolve(t, link.Input{}, map[string]string{"headsup.yaml": "language: " + tag + "\n", "a.md": "# A"})
		if got := viewAt(t, s, "a/index.html").Meta.Locale; got != want {
			t.Errorf("%s is %s, want %s", tag, got, want)
		}
	}
}

package theme

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"

	"headsup/generator/diag"
	"headsup/generator/view"
	"headsup/themes"
)

// defaultFS returns the default theme's files.
func defaultFS(t testing.TB) fs.FS {
	t.Helper()
	fsys, err := fs.Sub(themes.Default, "default")
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// load loads a theme that has nothing wrong with it.
func load(t testing.TB, override fs.FS, opt Options) *Theme {
	t.Helper()
	th, list := Load(defaultFS(t), override, opt)
	for _, d := range list {
		t.Errorf("%v", d)
	}
	if th == nil {
		t.FailNow()
	}
	return th
}

func render(t testing.TB, th *Theme, v *view.View) string {
	t.Helper()
	var b bytes.Buffer
	if err := th.Render(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// textsOf loads a theme and returns what is wrong with it.
func textsOf(t *testing.T, override fs.FS) []string {
	t.Helper()
	_, list := Load(defaultFS(t), override, Options{})
	var out []string
	for _, d := range list {
		out = append(out, d.String())
	}
	return out
}

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

// each calls f for every element of a page.
func each(t *testing.T, page string, f func(*html.Node)) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			f(n)
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// widthsOf returns how many columns the rows of a table fill, each number once.
func widthsOf(table *html.Node) (widths []int) {
	for row := range table.Descendants() {
		if row.Data != "tr" || row.Type != html.ElementNode {
			continue
		}
		n := 0
		for cell := range row.ChildNodes() {
			if cell.Data == "td" || cell.Data == "th" {
				columns, err := strconv.Atoi(cmp.Or(attr(cell, "colspan"), "1"))
				if err != nil {
					columns = 0 // which is no width that other rows have
				}
				n += columns
			}
		}
		if !slices.Contains(widths, n) {
			widths = append(widths, n)
		}
	}
	return widths
}

// checkPage checks what holds for every page of the theme, whatever the view.
func checkPage(t *testing.T, page string) {
	t.Helper()
	h1, ids := 0, map[string]bool{}
	each(t, page, func(n *html.Node) {
		switch n.Data {
		case "h1":
			h1++
		case "style":
			t.Error("inline style sheet")
		case "script":
			if n.FirstChild != nil || !strings.HasPrefix(attr(n, "src"), "/assets/") {
				t.Errorf("inline or foreign script: %v", n.Attr)
			}
		case "nav", "section":
			if attr(n, "aria-label") == "" {
				t.Errorf("%s without a label: %v", n.Data, n.Attr)
			}
		case "table":
			if widths := widthsOf(n); len(widths) > 1 {
				t.Errorf("the rows of %q fill %v columns", text(n), widths)
			}
		case "img":
			if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
				t.Errorf("img without alt: %v", n.Attr)
			}
		case "select", "input", "textarea":
			if n.Parent.Data != "label" && attr(n, "type") != "checkbox" && attr(n, "type") != "hidden" {
				t.Errorf("%s without a label", n.Data)
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && a.Key != "content" && a.Key != "title" {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
	})
	if h1 != 1 {
		t.Errorf("%d h1 elements", h1)
	}
	if strings.Contains(page, "ZgotmplZ") {
		t.Error("a value was refused by the escaper")
	}
}

func TestLayoutsRenderRichViews(t *testing.T) {
	th := load(t, nil, Options{})
	views := richViews()
	for _, name := range view.Layouts() {
		t.Run(name, func(t *testing.T) {
			page := render(t, th, views[name])
			checkPage(t, page)
			if strings.Contains(strings.ReplaceAll(page, string(richBody), "body"), "\n\n") {
				t.Errorf("blank lines in\n%s", page)
			}
		})
	}
}

func TestLayoutsRenderSparseViews(t *testing.T) {
	th := load(t, nil, Options{})
	for _, name := range view.Layouts() {
		t.Run(name, func(t *testing.T) {
			for _, v := range samples(name, "x") {
				v.Site.Nav = nil
				render(t, th, v)
			}
			page := render(t, th, &view.View{Layout: name, Site: &view.Chrome{}})
			checkPage(t, page)
			if strings.Contains(page, "\n\n") {
				t.Errorf("blank lines in\n%s", page)
			}
		})
	}
}

// Every field of the view that a layout is for reaches its page.
func TestLayoutsShowAllFields(t *testing.T) {
	th := load(t, nil, Options{})
	show := map[string][]string{
		"home": {
			"What’s new", "All releases", "214", "Start with what is new", `href="/audiences/sales/"`,
			`href="/products/billing/"`, "Show it at renewals", "What to do", `data-first="2026-11-02"`,
			"All upcoming changes", `href="/reviews/"`, "Playbook for Sales is missing", "And 3 more",
			`<a href="/launches/">See all launches`,
			"Was due", `class="sureness date-likely">Likely`, "updated 23 November 2026",
		},
		"release-note": {
			"3.10", "High", "Pro, Enterprise", "Web, iOS", "billing.export",
			"https://docs.example.com/export", "Try it in your account", "breaking", "Part of this launch",
			"applies_to",
			"2 accounts asked.", `href="/requests/export/"`, "asked 14 times", "asked once", "1 of 3 notified", "and it is there.",
			`data-command="headsup inbound told releases/export.md"`, `data-person="--account quiet-otter-42"`, "12,000 EUR",
			`href="https://desk.example/1"`, "2 March 2026", "24 November 2026", "by Sales", "desk/7", "Customers can’t open this page",
			`data-audiences="success"`, `datetime="2026-11-23"`,
		},
		"playbook": {"A customer asks how", "10 minutes", "0 of 2 done", `href="#how" data-step="show"`},
		"snippet":  {"billing-export-tip", `data-surface="tooltip"`, "/invoices/* at #export", "2 a week"},
		"launch": {
			"Dates may move", "Export invoices as one file 1", `id="group-releases"`, "1 of 3 ready",
			"Likely", "Playbook for Sales (draft)", "until 25 January 2027", "and 2 more", "Ann, Bob",
			"1 June 2027", "Optional", `<section id="sales"`, "first.", "1 more", "Read it, too.",
			"Playbook for Sales is a draft", `href="/launches/export/launch.ics"`, "Target stage",
		},
		"launches": {
			"214 launches", "Page 2 of 3", "March 2027", "Rough", "No date yet", "Missing: Snippet",
			"0 of 1 ready", "Past", "https://enablement.example.com/launches.ics", `aria-current="page"`,
		},
		"coming": {
			`data-products="billing reports" data-audiences="sales" data-stage="planned"`, "Was due", "Search for all",
			"December 2026", `href="#day-2026-12-08">8</a>`, `id="day-2026-12-08"`, "Day to be confirmed",
			"No date yet", `data-key="product" data-value="billing"`, "data-filter", "3 of 5 ready", "Not public yet",
		},
		"reviews": {
			"4 overdue", "1 due in the next 30 days", "120 with a review date", `<a href="#owner-billing-lead">`,
			`<section class="reviews" id="no-owner"`,
			"3 weeks overdue", "asked 14 times in the last 90 days", `lang="fr" dir="ltr">Exporter &lt;toutes&gt; les factures</a>`,
			`datetime="2026-11-03"`, `Edit<span class="visually-hidden"> How to answer`, "<caption", "And 1 more.",
		},
		"inbound": {
			"They still ask how-to.", "Of 98 questions, most are.", "<title>October 2026: How-to 3 (75%)",
			`<text x="25.00%" y="2.3em">2026</text>`,
			"November 2026, so far", "Of 98 questions, 40% had one.", "14 questions, 1 account", "headsup new playbook --theme export",
			"How do I &lt;i&gt;export&lt;/i&gt;?", `href="/requests/export/"`, "Review was due on", "Billing team",
			"https://git.example.com/e",
			"How-to 75%", "Based on 47 questions", "And 3 more", "Overdue", "inbound/desk/2026-11.jsonl</code>, line 7",
			"Tested on 1113 texts", "89%", "31 records are unsure",
			"12 have been corrected", "Stale", "8 of 11 people", "6 days", `href="/products/billing/"`, "asked.",
		},
		"page": {
			"Asked 14 times in the last 90 days", "Bring it up in every renewal", "Questions this page answers", "Which formats are there?",
			"releases/2026-11-23-export.md", "Billing product team", "1 May 2027", "23 November 2027",
			`href="/tags/export/"`, `rel="prev"`, `rel="next"`, `datetime="2026-11-25"`, "Customers see this from",
			`href="#gr%c3%b6%c3%9fe"`,
		},
		"list": {
			"20 minutes", `id="month-2026-11"`, `id="month-2026-10"`, `href="/releases/2026/#month-2026-11"`,
			`href="/releases/versions/"`, "https://enablement.example.com/feed.xml", "November 2026", "October 2026",
			"214 pages", "Page 3 of 11", "Product operations", `href="/feed.xml"`, `aria-current="page"`,
			`href="/releases/page/11/"`,
		},
		"terms": {"12 pages", "1 page<", "Invoices and plans"},
		"search": {
			`href="/releases/export/"`, `datetime="2026-11-23"`, "All release notes", "214", "How we work", "noindex",
			`aria-current="page"`, `href="https://chat.example.com/ask"`, `href="/products/billing/"`,
		},
		"redirect": {`content="0; url=/releases/x/"`, `rel="canonical"`, "noindex"},
		"404":      {"Page not found", `href="/playbooks/"`, "noindex"},
		"thanks":   {"Thank you", `href="/search/"`, "noindex"},
	}
	views := richViews()
	for _, name := range view.Layouts() {
		page := render(t, th, views[name])
		for _, want := range append(show[name], `<html lang="en" dir="ltr">`, "og:title", "headsup") {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		if name == "snippet" && strings.Count(page, "Try it in your account") != 1 {
			t.Error("the snippet has its button twice")
		}
		if name != "redirect" && !strings.Contains(page, `<span class="badge internal">Internal</span>`) {
			t.Errorf("%s does not say that the build is internal", name)
		}
	}
}

func TestPublicBuildHasNoInternalMark(t *testing.T) {
	th := load(t, nil, Options{})
	v := richViews()["page"]
	v.Site.Public = true
	if strings.Contains(render(t, th, v), "Internal</span>") {
		t.Error("a public page says that it is internal")
	}
}

func TestNavigationMarksTheSection(t *testing.T) {
	th := load(t, nil, Options{})
	page := render(t, th, richViews()["page"])
	var current []string
	each(t, page, func(n *html.Node) {
		if attr(n, "aria-current") != "" {
			current = append(current, text(n))
		}
	})
	if !slices.Equal(current, []string{"Releases"}) {
		t.Errorf("current: %v", current)
	}
}

// Whatever stands in the content, a page has no script but its own, no event
// handler, and no link that runs code.
func TestHostileViews(t *testing.T) {
	th := load(t, nil, Options{})
	for _, hostile := range []string{
		`"><script>alert(1)</script>`, `' onclick='alert(1)' x='`, `javascript:alert(1)`, ` JaVaScRiPt:alert(1)`,
		"java\nscript:alert(1)", `data:text/html,<script>alert(1)</script>`,
		`</title><script>alert(1)</script>`, `0;url=javascript:alert(1)`, "-->", "\x00<b>",
	} {
		for _, name := range view.Layouts() {
			for _, v := range samples(name, "x") {
				fill(reflect.ValueOf(v).Elem(), hostile, 0)
				v.Layout, v.Meta.Redirect = name, hostile
				if name == "home" || name == "redirect" || name == "404" {
					v.List = nil
				}
				page := render(t, th, v)
				each(t, page, func(n *html.Node) {
					if n.Data == "script" && (n.FirstChild != nil || !strings.HasPrefix(attr(n, "src"), "/assets/")) {
						t.Errorf("%s: %q became a script", name, hostile)
					}
					for _, a := range n.Attr {
						value := strings.ToLower(strings.Map(func(r rune) rune {
							if r <= ' ' {
								return -1
							}
							return r
						}, a.Val))
						isLink := a.Key == "href" || a.Key == "src" || a.Key == "content" && attr(n, "http-equiv") != ""
						if strings.HasPrefix(a.Key, "on") || a.Key == "style" ||
							isLink && (strings.HasPrefix(value, "javascript:") ||
								strings.HasPrefix(value, "data:") || strings.Contains(value, "url=javascript:")) {
							t.Errorf("%s: %q became <%s %s=%q>", name, hostile, n.Data, a.Key, a.Val)
						}
					}
				})
			}
		}
	}
}

func TestBasePath(t *testing.T) {
	th := load(t, nil, Options{BasePath: "/enable/"})
	page := render(t, th, richViews()["page"])
	if !strings.Contains(page, `<link rel="stylesheet" href="/enable/assets/site.`) {
		t.Error("the style sheet's URL lacks the base path")
	}
	for _, a := range th.Assets() {
		if !strings.HasPrefix(a.Path, "assets/") {
			t.Errorf("asset at %s", a.Path)
		}
	}
}

func TestOverrideFileByFile(t *testing.T) {
	th := load(t, files(
		"layouts/404.html", `{{define "main"}}<h1>Lost</h1>{{template "partials/sign" .Site}}{{end}}`,
		"layouts/partials/sign.html", `<img alt="" src="{{asset "img/sign.png"}}"> {{.Title}}`,
		"assets/img/sign.png", "png",
		".git/config", "not a theme's file",
		"README.md", "nor is this",
	), Options{})
	page := render(t, th, richViews()["404"])
	if !strings.Contains(page, "<h1>Lost</h1>") || !strings.Contains(page, `src="/assets/sign.`) ||
		!strings.Contains(page, "Acme enablement") {
		t.Errorf("the layout was not replaced:\n%s", page)
	}
	if !strings.Contains(render(t, th, richViews()["page"]), "Questions this page answers") {
		t.Error("another layout changed")
	}
}

func TestOverrideTokens(t *testing.T) {
	th := load(t, files("assets/css/tokens.css", ":root { --accent: hotpink }"), Options{})
	for _, a := range th.Assets() {
		if strings.HasPrefix(path.Base(a.Path), "site.") && path.Ext(a.Path) == ".css" && !strings.Contains(string(a.Data), "hotpink") {
			t.Errorf("%s lacks the new token", a.Path)
		}
	}
}

func TestBrokenThemes(t *testing.T) {
	const ok = `{{define "main"}}<h1>x</h1>{{end}}`
	for _, tt := range []struct {
		name  string
		files fstest.MapFS
		want  []string
	}{
		{
			"all layouts at once",
			files("layouts/page.html", "{{define \"main\"}}\n{{if .Page}}\n{{end}}",
				"layouts/list.html", ok, "layouts/home.html", "{{define \"main\"}}{{nosuch}}{{end}}"),
			[]string{
				`layouts/home.html:1: error: function "nosuch" not defined [theme]`,
				`layouts/page.html:3: error: unexpected EOF [theme]`,
			},
		},
		{
			"a field that views do not have",
			files("layouts/page.html", "{{define \"main\"}}\n  <p>é {{.Page.Colour}}</p>{{end}}"),
			[]string{`layouts/page.html:2:15: error: executing "main" at <.Page.Colour>: ` +
				`can't evaluate field Colour in type *view.PageView [theme]`},
		},
		{
			"a field that only some pages have",
			files("layouts/page.html", `{{define "main"}}{{.Page.Date.Text}}{{end}}`),
			[]string{`layouts/page.html:1:25: error: executing "main" at <.Page.Date.Text>: nil pointer evaluating *view.Day.Text [theme]`},
		},
		{
			"a missing asset in a branch that no sample takes",
			files("layouts/page.html", "{{define \"main\"}}\n{{if false}}\n<p>ü {{asset \"css/sit.css\"}}</p>{{end}}{{end}}"),
			[]string{`layouts/page.html:3:14: error: there is no asset "css/sit.css", did you mean "css/site.css"? [theme]`},
		},
		{
			"a missing partial",
			files("layouts/page.html", `{{define "main"}}{{template "partials/nosuch" .}}{{end}}`),
			[]string{`layouts/page.html:1:29: error: no such template "partials/nosuch" [theme]`},
		},
		{
			"an action where HTML cannot have one",
			files("layouts/page.html", "{{define \"main\"}}\n<p {{if .Page}}class=\"a{{end}}>{{end}}"),
			[]string{`layouts/page.html:2:9: error: {{if}} branches end in different contexts`},
		},
		{
			"no block",
			files("layouts/page.html", "<h1>x</h1>"),
			[]string{`layouts/page.html: error: the layout defines no block of base.html, so nothing of it would be shown [theme]`},
		},
		{
			"a layout that nothing uses",
			files("layouts/pages.html", ok, "layouts/_default/single.html", ok, "layouts/x.txt", ""),
			[]string{
				`layouts/_default/single.html: error: no kind of page uses this layout [theme]`,
				`layouts/pages.html: error: no kind of page uses this layout [theme]`,
				`layouts/x.txt: error: a layout's name ends in .html [theme]`,
			},
		},
		{"the wrong folder", files("notes.txt", ""), []string{`error: the theme folder has no file in layouts or assets [theme]`}},
		{"not text", files("assets/css/x.css", "\xff\xfe"), []string{`assets/css/x.css: error: is not UTF-8 text [theme]`}},
		{
			"broken references",
			files("assets/css/x.css", "/* url(no.png) */\na { background: url(\"no.png\") }",
				"assets/js/x.js", "// é\nimport \"./no.js\";"),
			[]string{
				`assets/css/x.css:2:21: error: there is no asset "no.png" [theme]`,
				`assets/js/x.js:2:8: error: there is no asset "./no.js" [theme]`,
			},
		},
		{
			"a circle of imports",
			files("assets/js/a.js", `import "./b.js";`, "assets/js/b.js", "\n export * from './a.js';"),
			[]string{`assets/js/b.js:2:16: error: files refer to each other in a ` +
				`circle: assets/js/a.js > assets/js/b.js > assets/js/a.js [theme]`},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := textsOf(t, tt.files)
			if len(got) != len(tt.want) {
				t.Fatalf("got  %q\nwant %q", got, tt.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tt.want[i]) {
					t.Errorf("got  %s\nwant %s", got[i], tt.want[i])
				}
			}
		})
	}
}

func TestMissingLayouts(t *testing.T) {
	th, list := Load(files("layouts/base.html", `<!doctype html>{{template "main" .}}`), nil, Options{})
	if th != nil || len(list) != len(view.Layouts()) {
		t.Errorf("theme %v, findings %v", th, list)
	}
	if n, _ := diag.Count(list); n != len(list) {
		t.Error("not all findings are errors")
	}
}

func TestUnknownLayout(t *testing.T) {
	err := load(t, nil, Options{}).Render(&bytes.Buffer{}, &view.View{Layout: "nosuch", Path: "x/index.html"})
	if err == nil || !strings.Contains(err.Error(), `"nosuch"`) || !strings.Contains(err.Error(), "x/index.html") {
		t.Errorf("error %v", err)
	}
}

// TestDefaultIsSound tries all layouts of the default theme, which a build does not.
func TestDefaultIsSound(t *testing.T) {
	th := load(t, nil, Options{})
	for _, name := range view.Layouts() {
		if l, err := th.layouts[name](); err != nil || !l.Translated() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLoadedOnce holds that a theme is loaded once, and one with findings each time.
func TestLoadedOnce(t *testing.T) {
	layout := func(text string) fs.FS { return files("layouts/404.html", `{{define "main"}}<h1>`+text+`</h1>{{end}}`) }
	first := load(t, layout("once"), Options{})
	if again := load(t, layout("once"), Options{}); again != first {
		t.Error("the same files are another theme")
	}
	if other := load(t, layout("twice"), Options{}); other == first {
		t.Error("other files are the same theme")
	}
	for range 2 {
		if found := textsOf(t, layout("{{.Nonsense}}")); len(found) != 1 {
			t.Errorf("found %q, want one finding", found)
		}
	}
	for i := range 2 * mostLoaded {
		load(t, nil, Options{BasePath: "/" + strings.Repeat("x", i) + "/"})
	}
	if n := len(loaded.themes); n != mostLoaded {
		t.Errorf("%d themes are kept, want %d", n, mostLoaded)
	}
}

func TestDigest(t *testing.T) {
	base := load(t, nil, Options{}).Digest()
	if again := load(t, nil, Options{BasePath: "/"}).Digest(); again != base {
		t.Error("the digest of one theme differs from load to load")
	}
	for name, other := range map[string]*Theme{
		"base path": load(t, nil, Options{BasePath: "/x/"}),
		"highlight": load(t, nil, Options{Supplied: map[string][]byte{HighlightCSS: []byte(".k{color:red}")}}),
		"layout":    load(t, files("layouts/404.html", `{{define "main"}}<h1>x</h1>{{end}}`), Options{}),
		"partial":   load(t, files("layouts/partials/x.html", "x"), Options{}),
		"asset":     load(t, files("assets/x.txt", "x"), Options{}),
	} {
		if other.Digest() == base {
			t.Errorf("another %s, the same digest", name)
		}
	}
}

func TestConcurrentRender(t *testing.T) {
	th := load(t, nil, Options{})
	views := richViews()
	want := map[string]string{}
	for name, v := range views {
		want[name] = render(t, th, v)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for name, v := range views {
				var b bytes.Buffer
				if err := th.Render(&b, v); err != nil || b.String() != want[name] {
					t.Errorf("%s differs, error %v", name, err)
				}
			}
		})
	}
	wg.Wait()
}

// The weight of a first visit, as a server sends it: what a page loads before
// somebody searches, with the script that shows news. The page of a snippet has
// the whole script of products; its budget holds where a server knows Brotli, as
// all static hosts do, that of the others in any case.
func TestSizeBudget(t *testing.T) {
	scripts := map[string][]byte{}
	for _, asset := range append([]string{EmbedScript, NewsScript}, EmbedParts...) {
		script, err := os.ReadFile(filepath.Join("..", "..", "publish", "embed", "client", "dist", path.Base(asset)))
		if err != nil {
			t.Fatal(err)
		}
		scripts[asset] = script
	}
	th := load(t, nil, Options{Supplied: scripts})
	assets := map[string][]byte{}
	for _, a := range th.Assets() {
		assets["/"+a.Path] = a.Data
		if bytes.Contains(bytes.ReplaceAll(a.Data, []byte("http://www.w3.org/2000/svg"), nil), []byte("://")) {
			t.Errorf("%s leads to another site", a.Path)
		}
	}
	imports := regexp.MustCompile(`(?:\bfrom\s*|\bimport\s*)"\./([^"]+)"`)
	weights := map[string][2]int{} // of assets, which most layouts share: with gzip and with Brotli
	weigh := func(url string) [2]int {
		weight, ok := weights[url]
		if !ok {
			weight = [2]int{gzipped(t, assets[url]), brotlied(t, assets[url])}
			weights[url] = weight
		}
		return weight
	}
	for _, name := range view.Layouts() {
		size, seen := map[string]int{}, map[string]bool{}
		var visit func(url string)
		visit = func(url string) {
			data, ok := assets[url]
			// What a site reports with comes on top, where it is turned on.
			if !ok || seen[url] || strings.HasPrefix(path.Base(url), "report.") {
				return
			}
			seen[url] = true
			weight := weigh(url)
			size[path.Ext(url)] += weight[0]
			size["brotli "+path.Ext(url)] += weight[1]
			if path.Ext(url) == ".js" {
				for _, m := range imports.FindAllSubmatch(data, -1) {
					visit("/assets/" + string(m[1]))
				}
			}
		}
		for _, v := range samples(name, "x") {
			each(t, render(t, th, v), func(n *html.Node) {
				visit(attr(n, "src"))
				if attr(n, "rel") == "stylesheet" {
					visit(attr(n, "href"))
				}
			})
		}
		t.Logf("%s: compressed bytes: %v", name, size)
		if size[".css"] > 15_000 || size[".css"] == 0 && name != "redirect" {
			t.Errorf("%s: CSS: %d bytes", name, size[".css"])
		}
		if name == "search" || name == "redirect" {
			continue // the page of the search loads the search
		}
		most := 10_200
		if name == "snippet" {
			most = 13_600 // it has the product's own script, to show the snippet as it will be
		}
		if size[".js"] > most || size["brotli .js"] > most || size[".js"] == 0 {
			t.Errorf("%s: JavaScript: %d bytes, with Brotli %d", name, size[".js"], size["brotli .js"])
		}
	}
}

func brotlied(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := brotli.NewWriterLevel(&b, brotli.BestCompression)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// A whole sample site on disk has every asset that its pages name. With
// HEADSUP_SAMPLE_DIR set it is written there, to be looked at in a browser.
func TestSampleSite(t *testing.T) {
	dir := os.Getenv("HEADSUP_SAMPLE_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	var highlight []byte
	if name := os.Getenv("HEADSUP_SAMPLE_HIGHLIGHT"); name != "" {
		var err error
		if highlight, err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	th := load(t, nil, Options{Supplied: map[string][]byte{HighlightCSS: highlight}})
	write := func(name string, data []byte) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range th.Assets() {
		write(a.Path, a.Data)
	}
	write("picture.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 400">`+
		`<rect width="1200" height="400" fill="#7aa"/></svg>`))
	for name, v := range richViews() {
		page := render(t, th, v)
		write(name+"/index.html", []byte(page))
		each(t, page, func(n *html.Node) {
			for _, key := range []string{"src", "href"} {
				if u := attr(n, key); strings.HasPrefix(u, "/assets/") {
					if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(u))); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		loaded.themes = nil
		load(b, nil, Options{})
	}
}

package hosting_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"headsup/generator/publish/hosting"
)

// headerRule is one rule of a _headers file as a host reads it.
type headerRule struct {
	pattern string
	headers map[string]string
	match   map[bool]*regexp.Regexp // loose or not
}

// parseHeaders reads a _headers file and fails on what a host would drop.
func parseHeaders(t *testing.T, data []byte) []headerRule {
	t.Helper()
	var rules []headerRule
	for i, line := range strings.Split(string(data), "\n") {
		trimmed := strings.TrimSpace(line)
		if len(line) > 2000 {
			t.Errorf("line %d has %d bytes; hosts read 2000", i+1, len(line))
		}
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case strings.HasPrefix(trimmed, "/"):
			if strings.Count(trimmed, "*") > 1 || strings.ContainsAny(trimmed, " \t") {
				t.Errorf("line %d: pattern %q", i+1, trimmed)
			}
			rules = append(rules, headerRule{trimmed, map[string]string{}, map[bool]*regexp.Regexp{
				true: compile(trimmed, true), false: compile(trimmed, false),
			}})
		default:
			name, value, ok := strings.Cut(trimmed, ": ")
			if !ok || len(rules) == 0 || value == "" || strings.Contains(name, " ") {
				t.Fatalf("line %d: %q is no header", i+1, line)
			}
			headers := rules[len(rules)-1].headers
			if _, twice := headers[name]; twice {
				t.Errorf("line %d: %s twice in one rule", i+1, name)
			}
			headers[name] = value
		}
	}
	return rules
}

var wildcard = regexp.MustCompile(`\\\*|:[a-z]+`)

// compile returns a pattern as hosts read it. Cloudflare Pages goes to the
// letter: * is anything, :name is anything in one segment. So does Netlify, but
// there a slash at the end makes no difference (loose).
func compile(pattern string, loose bool) *regexp.Regexp {
	expr := wildcard.ReplaceAllStringFunc(regexp.QuoteMeta(pattern), func(w string) string {
		if w == `\*` {
			return ".*"
		}
		return "[^/]+"
	})
	if loose {
		if folder, ok := strings.CutSuffix(expr, "/.*"); ok {
			expr = folder + "(/.*)?"
		} else {
			expr = strings.TrimSuffix(expr, "/") + "/?"
		}
	}
	return regexp.MustCompile("^" + expr + "$")
}

// effective returns the headers that a host sends, and fails when two rules set
// the same one to different values.
func effective(t *testing.T, rules []headerRule, path string) map[string]string {
	t.Helper()
	var sent map[string]string
	for _, loose := range []bool{true, false} {
		sent = map[string]string{}
		for _, r := range rules {
			if !r.match[loose].MatchString(path) {
				continue
			}
			for name, value := range r.headers {
				if before, twice := sent[name]; twice && (before != value || !loose) {
					t.Errorf("%s: %s is %q and %q (%s)", path, name, before, value, r.pattern)
				}
				sent[name] = value
			}
		}
	}
	return sent
}

// address returns the address of a file of the output.
func address(base, file string) string { return base + strings.TrimSuffix(file, "index.html") }

func outputFiles(products int) []string {
	files := []string{
		"index.html", "404.html", "about/index.html", "about/photo.png", "robots.txt", "sitemap.xml", "_headers", "_redirects",
		"releases/index.html", "releases/page/2/index.html", "releases/2026/export/index.html", "releases/2026/export/shot.png",
		"playbooks/index.html", "playbooks/a/feed.json", "tags/index.html", "tags/sso/index.html",
		"search/index.html", "search/root.bin", "search/terms/0123456789ab.bin", "search/fragments/456789abcd/12.json",
		"feed.json", "feed.xml", "feed/0001.json", "feed/0002.json",
		"audiences/index.html", "audiences/sales/index.html", "audiences/sales/feed.json", "audiences/sales/feed.xml",
		"products/index.html", "assets/site.0123abcd.css", "assets/js/search.89ef.js",
		"schema/content/release-note.json", "schema/content/playbook.json",
		"embed/v1/manifest.json", "embed/v1/schema.json", "embed/v1/headsup.js",
		"embed/v1/headsup.d.ts", "embed/v1/en.0123abcd.json", "embed/v1/de.4567cdef.json",
	}
	for i := range products {
		dir := fmt.Sprintf("products/p%03d/", i)
		files = append(files, dir+"index.html", dir+"page/2/index.html", dir+"feed.json", dir+"feed.xml", dir+"feed/0001.json")
	}
	return files
}

const (
	revalidate = "public, max-age=0, must-revalidate"
	private    = "private, no-cache"
	forever    = "public, max-age=31536000, immutable"
	shortly    = "public, max-age=300, stale-while-revalidate=3600"
)

// The feeds of a language are feeds; a folder that is none keeps its files.
func TestHeadersOfLanguages(t *testing.T) {
	wants := map[string]string{
		"fr/index.html": revalidate, "fr/releases/a/index.html": revalidate,
		"fr/releases/a/feed.json": revalidate, "fr/assets/a.png": revalidate,
		"fr/feed.json": shortly, "fr/feed.xml": shortly, "fr/feed/0001.json": shortly, "fr/products/p001/feed.json": shortly,
		"fr/audiences/sales/feed/0002.xml": shortly, "pt-br/feed.json": shortly,
		"de/feed.json": revalidate, "de/index.html": revalidate, "free/feed.json": revalidate,
	}
	files := outputFiles(3)
	for file := range wants {
		files = append(files, file)
	}
	rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: true, Languages: []string{"fr/", "pt-br/"}, Files: files}))
	for file, want := range wants {
		sent := effective(t, rules, address("/", file))
		if sent["Cache-Control"] != want {
			t.Errorf("%s: %q, want %q", file, sent["Cache-Control"], want)
		}
		if feed := want == shortly; feed != (sent["Access-Control-Allow-Origin"] == "*") {
			t.Errorf("%s: other origins get %q", file, sent["Access-Control-Allow-Origin"])
		}
	}
}

func TestHeadersOfEachKindOfFile(t *testing.T) {
	type want struct{ cache, mime, origin string }
	wants := map[string]want{
		"index.html":                          {revalidate, "", ""},
		"404.html":                            {revalidate, "", ""},
		"about/photo.png":                     {revalidate, "", ""},
		"releases/2026/export/index.html":     {revalidate, "", ""},
		"releases/2026/export/shot.png":       {revalidate, "", ""},
		"playbooks/a/feed.json":               {revalidate, "", ""}, // an author's file, not a feed
		"products/index.html":                 {revalidate, "", ""},
		"products/p001/index.html":            {revalidate, "", ""},
		"products/p001/page/2/index.html":     {revalidate, "", ""},
		"search/index.html":                   {revalidate, "", ""},
		"search/root.bin":                     {revalidate, "", ""}, // names the others
		"search/terms/0123456789ab.bin":       {forever, "", ""},
		"search/fragments/456789abcd/12.json": {forever, "", ""},
		"robots.txt":                          {revalidate, "", ""},
		"sitemap.xml":                         {revalidate, "", ""},
		"feed.json":                           {shortly, "application/feed+json; charset=utf-8", "*"},
		"feed.xml":                            {shortly, "application/atom+xml; charset=utf-8", "*"},
		"feed/0001.json":                      {shortly, "application/feed+json; charset=utf-8", "*"},
		"products/p002/feed.json":             {shortly, "application/feed+json; charset=utf-8", "*"},
		"products/p002/feed.xml":              {shortly, "application/atom+xml; charset=utf-8", "*"},
		"products/p002/feed/0001.json":        {shortly, "application/feed+json; charset=utf-8", "*"},
		"audiences/sales/feed.xml":            {shortly, "application/atom+xml; charset=utf-8", "*"},
		"assets/js/search.89ef.js":            {forever, "", ""},
		"schema/content/release-note.json":    {"public, max-age=3600", "application/schema+json; charset=utf-8", "*"},
		"embed/v1/schema.json":                {"public, max-age=3600", "application/schema+json; charset=utf-8", "*"},
		"embed/v1/manifest.json":              {"public, max-age=60, must-revalidate", "application/json; charset=utf-8", "*"},
		"embed/v1/en.0123abcd.json":           {forever, "application/json; charset=utf-8", "*"},
		"embed/v1/headsup.js": {
			"public, max-age=3600, stale-while-revalidate=86400",
			"text/javascript; charset=utf-8",
			"*",
		},
		"embed/v1/headsup.d.ts": {
			"public, max-age=3600, stale-while-revalidate=86400",
			"application/typescript; charset=utf-8",
			"*",
		},
	}
	for _, base := range []string{"/", "/enable/", "enable", ""} {
		for _, public := range []bool{true, false} {
			rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: base, Public: public, Files: outputFiles(3)}))
			root := "/" + strings.Trim(base, "/") + "/"
			if root == "//" {
				root = "/"
			}
			for file, w := range wants {
				got := effective(t, rules, address(root, file))
				if !public {
					switch w.cache {
					case revalidate:
						w.cache = private
					case forever:
						if w.origin == "" {
							w.cache = "private, max-age=31536000, immutable"
						}
					}
				}
				if have := (want{got["Cache-Control"], got["Content-Type"], got["Access-Control-Allow-Origin"]}); have != w {
					t.Errorf("base %q, public %v, %s:\n got %q\nwant %q", base, public, file, have, w)
				}
			}
		}
	}
}

func TestSecurityHeadersOfEveryFile(t *testing.T) {
	for _, public := range []bool{true, false} {
		rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: public, Files: outputFiles(2)}))
		for _, path := range []string{
			"/", "/releases/x/", "/feed.json", "/assets/a.js", "/embed/v1/manifest.json", "/a/drawing.svg", "/no-such-page",
		} {
			got := effective(t, rules, path)
			for name, want := range map[string]string{
				"X-Content-Type-Options":     "nosniff",
				"X-Frame-Options":            "DENY",
				"Referrer-Policy":            "strict-origin-when-cross-origin",
				"Cross-Origin-Opener-Policy": "same-origin",
				"Strict-Transport-Security":  "max-age=31536000",
				"X-Robots-Tag":               map[bool]string{true: "", false: "noindex, nofollow"}[public],
			} {
				if got[name] != want {
					t.Errorf("%s: %s: %q, want %q", path, name, got[name], want)
				}
			}
			if got["Permissions-Policy"] == "" {
				t.Errorf("%s has no Permissions-Policy", path)
			}
			policy := got["Content-Security-Policy"]
			for _, part := range []string{
				"default-src 'none'", "script-src 'self'", "style-src 'self'",
				"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
			} {
				if !strings.Contains("; "+policy+";", "; "+part+";") {
					t.Errorf("%s: the policy lacks %q: %s", path, part, policy)
				}
			}
			for _, part := range []string{"unsafe", "*", "http:", "upgrade-insecure-requests"} {
				if strings.Contains(policy, part) {
					t.Errorf("%s: the policy has %q: %s", path, part, policy)
				}
			}
		}
	}
}

func TestNoHeaderIsSetTwice(t *testing.T) {
	for _, products := range []int{0, 1, 2, 40} {
		for _, public := range []bool{true, false} {
			files := outputFiles(products)
			rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: public, Files: files}))
			if len(rules) > 100 {
				t.Errorf("%d products: %d rules; a host reads 100", products, len(rules))
			}
			for _, f := range files {
				if strings.HasPrefix(f, "_") {
					continue
				}
				if got := effective(t, rules, address("/", f)); got["Cache-Control"] == "" {
					t.Errorf("%d products, public %v: %s has no Cache-Control", products, public, f)
				}
			}
		}
	}
}

func TestHeadersWithMoreRulesThanHostsRead(t *testing.T) {
	files := outputFiles(3)
	for i := range 150 {
		files = append(files, fmt.Sprintf("page-%03d/index.html", i))
	}
	public := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: true, Files: files}))
	internal := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Files: files}))
	tests := []struct{ path, public, internal, mime string }{
		{"/page-001/", "", private, ""}, // both hosts revalidate by themselves
		{"/assets/site.0123abcd.css", forever, private, ""},
		{"/products/p001/feed.json", shortly, private, "application/feed+json; charset=utf-8"},
	}
	for _, tt := range tests {
		got := effective(t, public, tt.path)
		if got["Cache-Control"] != tt.public || got["Content-Type"] != tt.mime {
			t.Errorf("public %s: %q", tt.path, got)
		}
		got = effective(t, internal, tt.path)
		if got["Cache-Control"] != tt.internal || got["Content-Type"] != tt.mime {
			t.Errorf("internal %s: %q", tt.path, got)
		}
	}
	for i := range 150 {
		files = append(files, fmt.Sprintf("embed/v1/b%03d.0123abcd.json", i))
	}
	full := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: true, Files: files}))
	if got := effective(t, full, "/assets/site.0123abcd.css"); got["Cache-Control"] != revalidate {
		t.Errorf("more rules than fit: %q", got)
	}
}

func TestHeadersEscapesPatterns(t *testing.T) {
	data := string(hosting.Headers(hosting.Site{
		BasePath: "/",
		Public:   true,
		Files:    []string{"über uns/index.html", "a*b/index.html", "c:d/index.html", "e#f.png", "100%.png"},
	}))
	for _, want := range []string{"\n/%C3%BCber%20uns/*\n", "\n/a%2Ab/*\n", "\n/c%3Ad/*\n", "\n/e%23f.png\n", "\n/100%25.png\n"} {
		if !strings.Contains(data, want) {
			t.Errorf("%q is not in\n%s", want, data)
		}
	}
}

func TestHeadersDoNotDependOnTheOrderOfFiles(t *testing.T) {
	files := outputFiles(5)
	site := hosting.Site{BasePath: "/x/", Files: files}
	first := string(hosting.Headers(site))
	for range 5 {
		site.Files = append(site.Files[7:len(site.Files):len(site.Files)], site.Files[:7]...)
		if string(hosting.Headers(site)) != first {
			t.Fatal("the same files in another order are other headers")
		}
	}
}

// The Markdown form of a page has a type, and the caching of the page.
func TestHeadersOfMarkdownForms(t *testing.T) {
	files := append(outputFiles(3), "index.md", "about/index.md", "releases/2026/export/index.md",
		"releases/other/index.html", "releases/other/index.md", "products/p001/index.md")
	for _, public := range []bool{true, false} {
		rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/x/", Public: public, Files: files}))
		for _, f := range files {
			if strings.HasPrefix(f, "_") {
				continue
			}
			got, want := effective(t, rules, address("/x/", f)), ""
			if strings.HasSuffix(f, ".md") {
				want = "text/markdown; charset=utf-8"
				cache := revalidate
				if !public {
					cache = private
				}
				if got["Cache-Control"] != cache {
					t.Errorf("%s: %q", f, got["Cache-Control"])
				}
			}
			if (got["Content-Type"] == "text/markdown; charset=utf-8") != (want != "") {
				t.Errorf("public %v, %s: %q", public, f, got["Content-Type"])
			}
		}
	}
	// Where they would take the rules of other files, hosts are left to know them.
	for i := range 80 {
		files = append(files, fmt.Sprintf("page-%03d/index.html", i), fmt.Sprintf("page-%03d/index.md", i))
	}
	rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: true, Files: files}))
	if got := effective(t, rules, "/assets/site.0123abcd.css"); len(rules) > 100 || got["Cache-Control"] != forever {
		t.Errorf("%d rules; assets have %q", len(rules), got["Cache-Control"])
	}
}

// Pages may send to the receiver, exactly, and nothing else becomes possible.
func TestPolicyOfReceiver(t *testing.T) {
	const receiver = "https://feedback.example.com/headsup"
	site := hosting.Site{Files: []string{"index.html"}}
	without := string(hosting.Headers(site))
	site.Receiver = receiver
	with := string(hosting.Headers(site))
	for _, directive := range []string{"connect-src 'self'", "form-action 'self'"} {
		if !strings.Contains(with, directive+" "+receiver+";") || !strings.Contains(without, directive+";") {
			t.Errorf("%s: %s", directive, with)
		}
	}
	if got := strings.ReplaceAll(with, " "+receiver, ""); got != without {
		t.Errorf("the receiver changes more:\n%s\nbefore:\n%s", got, without)
	}
}

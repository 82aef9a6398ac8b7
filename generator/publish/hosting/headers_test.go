package hosting_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/hosting"
)

// headerRule is one rule of a _headers file as a host reads it.
type headerRule struct {
	pattern string
	headers map[string]string
	unset   map[string]bool
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
			rules = append(rules, headerRule{trimmed, map[string]string{}, map[string]bool{}, map[bool]*regexp.Regexp{
				true: compile(trimmed, true), false: compile(trimmed, false),
			}})
		case len(rules) > 0 && strings.HasPrefix(trimmed, "! "):
			rules[len(rules)-1].unset[trimmed[2:]] = true
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
	if len(rules) > 60 {
		t.Errorf("%d rules", len(rules))
	}
	return rules
}

var wildcard = regexp.MustCompile(`\\\*|:[a-z]+`)

// compile returns a pattern as hosts read it. Cloudflare Pages goes to the
// letter: * is anything, :name is anything in one segment. Netlify takes a slash
// at the end, upper and lower case, and what follows "folder/*" without a slash
// for the same (loose).
func compile(pattern string, loose bool) *regexp.Regexp {
	expr := wildcard.ReplaceAllStringFunc(regexp.QuoteMeta(pattern), func(w string) string {
		if w == `\*` {
			return ".*"
		}
		return "[^/]+"
	})
	if loose {
		if folder, ok := strings.CutSuffix(expr, "/.*"); ok {
			expr = folder + "/?.*"
		} else {
			expr = strings.TrimSuffix(expr, "/") + "/?"
		}
		expr = "(?i)" + expr
	}
	return regexp.MustCompile("^" + expr + "$")
}

// effective returns the headers that a host sends, and fails when that depends on
// the host.
func effective(t *testing.T, rules []headerRule, path string) map[string]string {
	t.Helper()
	netlify, cloudflare := map[string]string{}, map[string]string{}
	for _, r := range rules {
		if r.match[true].MatchString(path) {
			maps.Copy(netlify, r.headers)
		}
		if !r.match[false].MatchString(path) {
			continue
		}
		for name := range r.unset {
			delete(cloudflare, name)
		}
		for name, value := range r.headers {
			if before, twice := cloudflare[name]; twice {
				value = before + ", " + value
			}
			cloudflare[name] = value
		}
	}
	if !maps.Equal(netlify, cloudflare) {
		t.Errorf("%s: Netlify sends %q, Cloudflare %q", path, netlify, cloudflare)
	}
	return cloudflare
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
		"embed/v1/headsup.d.ts", "embed/v1/news.js", "embed/v1/news.d.ts", "embed/v1/panel.js",
		"embed/v1/tips.en.parts.0123abcd.json",
		"embed/v1/news.en-GB.0123abcd.json", "embed/v1/tips.de.4567cdef.json", "schema/feed.json",
	}
	for i := range products {
		dir := fmt.Sprintf("products/p%03d/", i)
		files = append(files, dir+"index.html", dir+"page/2/index.html", dir+"feed.json", dir+"feed.xml", dir+"feed/0001.json")
	}
	return files
}

const (
	byHost  = "" // the default of hosts, which is to byHost
	private = "private, no-cache"
	forever = "public, max-age=31536000, immutable"
	shortly = "public, max-age=300, stale-while-revalidate=3600"
)

// The feeds of a language are feeds; a folder that is none keeps its files.
func TestHeadersOfLanguages(t *testing.T) {
	wants := map[string]string{
		"fr/index.html": byHost, "fr/releases/a/index.html": byHost,
		"fr/releases/a/feed.json": byHost, "fr/assets/a.png": byHost,
		"fr/feed.json": shortly, "fr/feed.xml": shortly, "fr/feed/0001.json": shortly, "fr/products/p001/feed.json": shortly,
		"fr/audiences/sales/feed/0002.xml": shortly, "pt-br/feed.json": shortly,
		"de/feed.json": byHost, "de/index.html": byHost, "free/feed.json": byHost,
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
		"index.html":                          {byHost, "", ""},
		"404.html":                            {byHost, "", ""},
		"about/photo.png":                     {byHost, "", ""},
		"releases/2026/export/index.html":     {byHost, "", ""},
		"releases/2026/export/shot.png":       {byHost, "", ""},
		"playbooks/a/feed.json":               {byHost, "", ""}, // an author's file, not a feed
		"products/index.html":                 {byHost, "", ""},
		"products/p001/index.html":            {byHost, "", ""},
		"products/p001/page/2/index.html":     {byHost, "", ""},
		"search/index.html":                   {byHost, "", ""},
		"search/root.bin":                     {byHost, "", ""}, // names the others
		"search/terms/0123456789ab.bin":       {forever, "", ""},
		"search/fragments/456789abcd/12.json": {forever, "", ""},
		"robots.txt":                          {byHost, "", ""},
		"sitemap.xml":                         {byHost, "", ""},
		"feed.json":                           {shortly, "application/feed+json; charset=utf-8", "*"},
		"feed.xml":                            {shortly, "application/atom+xml; charset=utf-8", "*"},
		"feed/0001.json":                      {shortly, "", "*"},
		"products/p002/feed.json":             {shortly, "", "*"},
		"products/p002/feed.xml":              {shortly, "", "*"},
		"products/p002/feed/0001.json":        {shortly, "", "*"},
		"audiences/sales/feed.xml":            {shortly, "", "*"},
		"assets/js/search.89ef.js":            {forever, "", ""},
		"schema/content/release-note.json":    {"public, max-age=3600", "", "*"},
		"embed/v1/schema.json":                {"public, max-age=3600", "application/schema+json; charset=utf-8", "*"},
		"embed/v1/manifest.json":              {"public, max-age=60, must-revalidate", "application/json; charset=utf-8", "*"},
		"embed/v1/news.en-GB.0123abcd.json":   {forever, "", "*"},
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
					case byHost:
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

// What products show may be embedded by those that are isolated, and nothing internal may.
func TestEmbeddable(t *testing.T) {
	for _, public := range []bool{true, false} {
		rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: public, Files: outputFiles(3)}))
		for path, want := range map[string]bool{
			"/embed/v1/headsup.js": true, "/embed/v1/manifest.json": true, "/feed.json": true,
			"/releases/2026/export/shot.png": public, "/about/": public, "/assets/js/search.89ef.js": public,
		} {
			if got := effective(t, rules, path)["Cross-Origin-Resource-Policy"]; got != map[bool]string{true: "cross-origin"}[want] {
				t.Errorf("public %v, %s: %q, want it to be embeddable: %v", public, path, got, want)
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

// The rules are as many for much content as for little, and long caching is kept.
func TestHeadersDoNotGrowWithTheContent(t *testing.T) {
	for _, public := range []bool{true, false} {
		few := hosting.Headers(hosting.Site{BasePath: "/", Public: public, Files: outputFiles(1)})
		files := outputFiles(40)
		for i := range 900 {
			files = append(files, fmt.Sprintf("page-%03d/index.html", i), fmt.Sprintf("page-%03d/index.md", i),
				fmt.Sprintf("feed/%04d.json", i), fmt.Sprintf("products/p001/feed/%04d.xml", i),
				fmt.Sprintf("launches/l%d/launch.ics", i), fmt.Sprintf("embed/v1/news.x%d.0123abcd.json", i))
		}
		rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: public, Files: files}))
		if few := parseHeaders(t, few); len(rules) > len(few)+2 {
			t.Errorf("%d rules for much content, %d for little", len(rules), len(few))
		}
		for _, f := range files {
			caching := effective(t, rules, address("/", f))["Cache-Control"]
			if strings.Contains(f, "0123abcd") && !strings.Contains(caching, "immutable") {
				t.Errorf("%s has %q", f, caching)
			}
		}
	}
}

// Languages share rules, but where authors have files of the same form.
func TestHeadersOfManyLanguages(t *testing.T) {
	site := hosting.Site{BasePath: "/", Files: []string{"playbooks/a/feed.json"}}
	for i := range 12 {
		dir := fmt.Sprintf("l%d/", i)
		site.Languages = append(site.Languages, dir)
		for _, channel := range []string{"", "products/a/", "products/feed/", "audiences/b/"} {
			for _, name := range []string{"index.html", "feed.json", "feed.xml", "feed/0001.json", "feed/1002.xml"} {
				site.Files = append(site.Files, dir+channel+name)
			}
		}
	}
	for _, own := range []string{"", "about/feed.json", "about/feed/0001.json", "about/FEED.json/index.html"} {
		site := site
		site.Files = append(slices.Clone(site.Files), own)
		rules := parseHeaders(t, hosting.Headers(site))
		for _, f := range site.Files {
			want := private
			if strings.HasPrefix(f, "l") && !strings.HasSuffix(f, ".html") {
				want = shortly
			}
			if sent := effective(t, rules, address("/", f)); sent["Cache-Control"] != want {
				t.Errorf("with %q: %s has %q, want %q", own, f, sent["Cache-Control"], want)
			}
		}
	}
}

// No page gets the headers of another kind of file, whatever it is called.
func TestHeadersOfPagesWithSuchNames(t *testing.T) {
	pages := []string{
		"schemas/index.html", "SCHEMA/a/index.html", "schema-of-things/index.html", "assets-we-have/index.html", "assetsx/a.css",
		"searching/x/a.bin", "embedded/index.html", "feedback/index.html", "feeds/0001.json", "products/p001/feedback/index.html",
		"products/p001/feed/notes.json", "products/p001/feed/0-notes/index.html", "audiences/feed.json/index.html",
		"products/p001/a/feed.json",
	}
	for _, public := range []bool{true, false} {
		rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/", Public: public, Files: append(outputFiles(3), pages...)}))
		for _, f := range pages {
			want := map[bool]string{true: byHost, false: private}[public]
			sent := effective(t, rules, address("/", f))
			if sent["Cache-Control"] != want || sent["Content-Type"] != "" || sent["Access-Control-Allow-Origin"] != "" {
				t.Errorf("public %v, %s: %q", public, f, sent)
			}
		}
	}
}

// A missing file is answered by a page, so only rules for one file say a type.
func TestHeadersGiveNoTypeToWhatIsMissing(t *testing.T) {
	rules := parseHeaders(t, hosting.Headers(hosting.Site{BasePath: "/x/", Files: outputFiles(3)}))
	for _, r := range rules {
		if r.headers["Content-Type"] != "" && strings.ContainsAny(r.pattern, "*:") {
			t.Errorf("%s has %q", r.pattern, r.headers)
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

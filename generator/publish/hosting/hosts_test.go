package hosting_test

import (
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headsup/generator/publish/hosting"
	"headsup/generator/tools/hostrules"
)

// conformance asks Cloudflare's program, too, which make conformance does.
var conformance = flag.Bool("conformance", false, "ask programs that are too large to be installed for each test run")

// askOf writes a site's files and rules to disk and asks the hosts' programs.
func askOf(t *testing.T, site hosting.Site, redirects []hosting.Redirect, paths ...string) hostrules.Answers {
	t.Helper()
	dir, forNetlify := t.TempDir(), t.TempDir()
	write := func(dir, name string, data []byte) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range site.Files {
		write(dir, f, []byte("x"))
	}
	write(dir, "_headers", hosting.Headers(site))
	write(dir, "_redirects", hosting.Redirects(redirects, false))
	write(forNetlify, "_redirects", hosting.Redirects(redirects, true))
	return askIn(t, dir, forNetlify, paths...)
}

// askIn asks them for paths of a folder. Netlify's redirects are in another one.
func askIn(t *testing.T, dir, forNetlify string, paths ...string) hostrules.Answers {
	t.Helper()
	got, complaints, err := hostrules.Ask(t.Context(), dir, forNetlify, *conformance, paths)
	if err != nil {
		t.Fatalf("%.500v", err)
	}
	for _, c := range complaints {
		t.Errorf("a host complains: %s", c)
	}
	return got
}

// What hosts make of the rules is what they are meant for.
func TestHeadersOnHosts(t *testing.T) {
	type want struct{ cache, mime string }
	feed := want{"public, max-age=300, stale-while-revalidate=3600", ""}
	wants := map[string]want{
		"/": {}, "/releases/2026/export/": {}, "/schemas/": {}, "/SCHEMA/content/": {}, "/assets-we-have/": {}, "/about/photo.png": {},
		"/feed.json":      {feed.cache, "application/feed+json; charset=utf-8"},
		"/feed.xml":       {feed.cache, "application/atom+xml; charset=utf-8"},
		"/feed/0002.json": feed, "/products/p001/feed.json": feed, "/products/p001/feed/0001.json": feed, "/fr/products/a/feed.xml": feed,
		"/assets/site.0123abcd.css": {forever, ""}, "/search/terms/0123456789ab.bin": {forever, ""},
		"/search/fragments/456789abcd/12.json": {forever, ""}, "/search/root.bin": {}, "/search/": {},
		"/embed/v1/tips.de.4567cdef.json": {forever, ""},
		"/embed/v1/manifest.json":         {"public, max-age=60, must-revalidate", "application/json; charset=utf-8"},
		"/embed/v1/news.d.ts":             {"public, max-age=3600, stale-while-revalidate=86400", "application/typescript; charset=utf-8"},
		"/schema/feed.json":               {"public, max-age=3600", "application/schema+json; charset=utf-8"},
		"/schema/content/playbook.json":   {"public, max-age=3600", ""},
	}
	missing := []string{
		"/nothing/", "/feed/9999.json", "/products/none/feed.json", "/embed/v1/news.de.ffffffff.json", "/schema/content/none.json",
		"/assets/none.css", "/nothing/index.md", "/launches/none/launch.ics",
	}
	for _, public := range []bool{true, false} {
		site := hosting.Site{BasePath: "/", Public: public, Languages: []string{"fr/", "de/"}, Files: append(outputFiles(30),
			"schemas/index.html", "SCHEMA/content/index.html", "assets-we-have/index.html", "fr/feed.json", "de/feed.json",
			"fr/products/a/feed.xml", "about/index.md", "launches/a/launch.ics")}
		paths := append([]string{"/about/index.md", "/launches/a/launch.ics"}, missing...)
		for path := range wants {
			paths = append(paths, path)
		}
		got := askOf(t, site, nil, paths...)
		for path, w := range wants {
			switch {
			case !public && w.cache == "":
				w.cache = private
			case !public && (strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/search/")):
				w.cache = strings.Replace(w.cache, "public", "private", 1)
			}
			cloudflare, netlify := got[path].Cloudflare, got[path].Netlify
			if netlify.Headers["cache-control"] != w.cache || netlify.Headers["content-type"] != w.mime {
				t.Errorf("public %v, %s: Netlify sends %q", public, path, netlify.Headers)
			}
			if !*conformance {
				continue
			}
			if w.cache == "" {
				w.cache = "public, max-age=0, must-revalidate"
			}
			mime := cloudflare.Headers["content-type"]
			if cloudflare.Status != 200 || cloudflare.Headers["cache-control"] != w.cache || w.mime != "" && mime != w.mime {
				t.Errorf("public %v, %s: Cloudflare sends %q", public, path, cloudflare.Headers)
			}
			if page := strings.HasSuffix(path, "/"); page != strings.HasPrefix(mime, "text/html") {
				t.Errorf("%s is %q", path, mime)
			}
		}
		for path, mime := range map[string]string{"/about/index.md": "text/markdown", "/launches/a/launch.ics": "text/calendar"} {
			if sent := got[path].Cloudflare.Headers["content-type"]; *conformance && sent != mime+"; charset=utf-8" {
				t.Errorf("%s is %q", path, sent)
			}
		}
		for _, path := range missing {
			cloudflare, netlify := got[path].Cloudflare, got[path].Netlify
			mime := cloudflare.Headers["content-type"]
			if *conformance && (cloudflare.Status != 404 || !strings.HasPrefix(mime, "text/html")) ||
				netlify.Headers["content-type"] != "" {
				t.Errorf("public %v, %s: %d %q, %q", public, path, cloudflare.Status, cloudflare.Headers, netlify.Headers)
			}
		}
	}
}

// Hosts find each redirect, whatever letters its address has, and none besides.
func TestRedirectsOnHosts(t *testing.T) {
	var list []hosting.Redirect
	site := hosting.Site{BasePath: "/", Public: true, Files: []string{"index.html", "404.html", "new/index.html"}}
	said := []string{"/plain/", "/café/", "/cafe\u0301/", "/日本語/x/", "/Groß/", "/v1.0/"}
	for _, c := range `!"$&'()+,-.;<=>@[]^_{|}~` + "`" {
		said = append(said, "/a"+string(c)+"b/")
	}
	unsaid := []string{"/a b/", "/100%25/", "/c%23/", "/what%3F/", "/a*/", "/a:b/"}
	for _, from := range append(said, unsaid...) {
		list = append(list, hosting.Redirect{From: from, To: "/new/"})
		dir, err := url.PathUnescape(strings.Trim(from, "/"))
		if err != nil {
			t.Fatal(err)
		}
		site.Files = append(site.Files, dir+"/index.html")
	}
	got := askOf(t, site, list, append(append(said, unsaid...), "/c/", "/what/", "/new/", "/")...)
	for _, path := range said {
		cloudflare, netlify := got[path].Cloudflare, got[path].Netlify
		if *conformance && (cloudflare.Status != 301 || cloudflare.To != "/new/") || netlify.Status != 301 ||
			netlify.To != "/new/" || !netlify.Force {
			t.Errorf("%s: Cloudflare %d to %q, Netlify %d to %q", path, cloudflare.Status, cloudflare.To, netlify.Status, netlify.To)
		}
	}
	for _, path := range append(unsaid, "/new/", "/") {
		if a := got[path]; *conformance && a.Cloudflare.Status != 200 || a.Netlify.Status != 0 {
			t.Errorf("%s: Cloudflare %d, Netlify %d", path, a.Cloudflare.Status, a.Netlify.Status)
		}
	}
	for _, path := range []string{"/c/", "/what/"} {
		if a := got[path]; *conformance && a.Cloudflare.Status != 404 || a.Netlify.Status != 0 {
			t.Errorf("%s: Cloudflare %d, Netlify %d", path, a.Cloudflare.Status, a.Netlify.Status)
		}
	}
}

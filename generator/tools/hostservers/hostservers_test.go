package hostservers_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/publish/hosting"
	"headsup/generator/tools/corpus"
	"headsup/generator/tools/hostservers"
)

var conformance = flag.Bool("conformance", false, "start the programs of hosts, which make conformance does")

// site is the output of a build, and what is known of it without any host's file.
type site struct {
	root, base string
	public     bool
	files      map[string][]byte // by path in the output
	rules      []rule            // of _headers, which other tests ask Netlify and Cloudflare about
	redirects  map[string]string // decoded address to escaped target
}

type rule struct {
	pattern *regexp.Regexp
	headers map[string]string
	unset   []string
}

// shared is a folder for sites that servers with users of their own may read.
func shared(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hosts-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) }) //nolint:errcheck // of a temporary folder
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func built(t *testing.T, folder, base string, public bool, redirects map[string]string) *site {
	t.Helper()
	s := &site{root: shared(t), base: base, public: public, files: map[string][]byte{}}
	out := filepath.Join(s.root, filepath.FromSlash(base))
	visibility := content.Internal
	if public {
		visibility = content.Public
	}
	res, err := generator.Build(t.Context(), generator.Options{
		Content: folder, Out: out, Visibility: visibility, BaseURL: "https://help.example.com" + base,
		NoCache: true, Hosts: hosting.Hosts(),
	})
	if err != nil || res.Failed() {
		t.Fatalf("build: %v %v", err, res.Diagnostics)
	}
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		s.files[name], err = os.ReadFile(filepath.Join(out, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.rules = headerRules(string(s.files["_headers"]))
	s.redirects = maps.Clone(redirects)
	for line := range strings.Lines(string(s.files["_redirects"])) {
		if words := strings.Fields(line); len(words) == 3 && words[2] == "301" {
			if s.redirects == nil {
				s.redirects = map[string]string{}
			}
			s.redirects[words[0]] = words[1]
		}
	}
	if base != "/" {
		// Hosts that look for it at the top of all that they serve.
		if err := os.WriteFile(filepath.Join(s.root, "404.html"), s.files["404.html"], 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

var wildcard = regexp.MustCompile(`\\\*|:[a-z]+`)

func headerRules(text string) (rules []rule) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		name, value, isHeader := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '/':
			expr := wildcard.ReplaceAllStringFunc(regexp.QuoteMeta(line), func(w string) string {
				if w == `\*` {
					return ".*"
				}
				return "[^/]+"
			})
			rules = append(rules, rule{regexp.MustCompile("^" + expr + "$"), map[string]string{}, nil})
		case isHeader:
			rules[len(rules)-1].headers[name] = value
		default:
			rules[len(rules)-1].unset = append(rules[len(rules)-1].unset, strings.TrimPrefix(strings.TrimSpace(line), "! "))
		}
	}
	return rules
}

// sent returns what _headers says of an address. Pages of public builds have what Netlify
// and Cloudflare do by themselves.
func (s *site) sent(address string) map[string]string {
	headers := map[string]string{"Cache-Control": "public, max-age=0, must-revalidate"}
	for _, r := range s.rules {
		if r.pattern.MatchString(address) {
			for _, name := range r.unset {
				delete(headers, name)
			}
			maps.Copy(headers, r.headers)
		}
	}
	return headers
}

func (s *site) address(file string) string {
	parts := strings.Split(strings.TrimPrefix("/"+file, "/"), "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	address := s.base + strings.Join(parts, "/")
	if path.Base(file) == "index.html" {
		address = strings.TrimSuffix(address, "index.html")
	}
	return address
}

// mediaTypes are the types of files by extension; any of several will do.
var mediaTypes = map[string]string{
	".html": "text/html", ".css": "text/css", ".js": "text/javascript application/javascript", ".json": "application/json",
	".md": "text/markdown", ".txt": "text/plain", ".xml": "application/xml text/xml", ".png": "image/png", ".svg": "image/svg+xml",
	".ics": "text/calendar", ".bin": "application/octet-stream",
}

// isText reports whether a type needs its encoding. JSON has one only, and XML says its own.
func isText(mime string) bool {
	return strings.HasPrefix(mime, "text/") || strings.HasSuffix(mime, "script")
}

// may is what a host cannot do otherwise, or does as well in another way.
type may struct {
	hide         []int // status of a file that nobody may read
	page         bool  // answers with the page of a folder also without the slash
	pathHeaders  bool  // sends the headers of the address with the page that tells what is missing, too
	untypedRules bool  // has the types of rules for one file only
	compress     bool  // answers in gzip, and with 304
}

var servers = map[string]may{
	"nginx":    {hide: []int{404}, compress: true},
	"caddy":    {hide: []int{404}, compress: true},
	"apache":   {hide: []int{404, 403}, compress: true},
	"firebase": {hide: []int{404}, pathHeaders: true, untypedRules: true},
	"vercel":   {hide: []int{307}, page: true, pathHeaders: true, untypedRules: true},
	"s3":       {hide: []int{404}},
}

var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true},
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func ask(t *testing.T, address string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return answer{response.StatusCode, response.Header, body}
}

// askFolder asks for an address, and with a slash where the host says that it is a folder's,
// as some do of each name that has no known ending.
func askFolder(t *testing.T, server, address string) answer {
	t.Helper()
	got := ask(t, server+address)
	if got.status == 301 && got.target() == address+"/" {
		return ask(t, server+address+"/")
	}
	return got
}

// target returns the path and what follows it of where a redirect leads.
func (a answer) target() string {
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		return ""
	}
	u.Scheme, u.Host = "", ""
	return u.String()
}

// TestOnHosts asks the program of each host for every kind of address of several sites, and
// compares what it does with what _headers and the files say.
func TestOnHosts(t *testing.T) {
	if !*conformance {
		t.Skip("make conformance starts the programs of hosts")
	}
	for name, build := range map[string]func(t *testing.T) *site{
		"our own": func(t *testing.T) *site { return built(t, filepath.FromSlash("../../../content"), "/", true, nil) },
		"1,000 notes": func(t *testing.T) *site {
			many := filepath.Join(t.TempDir(), "content")
			if err := corpus.Write(many, 2000); err != nil { // half of them are release notes
				t.Fatal(err)
			}
			return built(t, many, "/", true, nil)
		},
		"languages": func(t *testing.T) *site {
			folder, moved := smallSite(t)
			return built(t, folder, "/", true, moved("/"))
		},
		"languages internal": func(t *testing.T) *site {
			folder, moved := smallSite(t)
			return built(t, folder, "/enable/", false, moved("/enable/"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := build(t)
			t.Run("netlify", s.checkNetlify)
			for host, may := range servers {
				t.Run(host, func(t *testing.T) {
					server, err := hostservers.Start(host, s.root, s.base, shared(t))
					if err != nil {
						t.Fatal(err)
					}
					defer server.Stop()
					s.check(t, server.URL, may)
				})
			}
		})
	}
}

// smallSite writes the content of a site with languages, pages that were taken back, and
// aliases of all kinds, and returns where they lead.
func smallSite(t *testing.T) (dir string, moved func(base string) map[string]string) {
	t.Helper()
	dir = t.TempDir()
	aliases := []string{
		"/plain/", "/café/", "/two words/", "/blog/csv.html", "/v1.0/", `/a"b/`, "/a'b/", "/a{b}c/", "/{$HOME}/", "/${HOME}/",
		"/a$uri/", "/a;b/", "/a*b/", "/a(b)/", "/a[b]/", "/a+b/", "/a:b/", "/a|b/", "/a^b/", "/a`b/", "/日本語/x/", "/a=b&c/",
		"/~tilde/", "/a!b/", "/a,b/", "/a@b/", "/<b>/",
	}
	files := map[string]string{
		"headsup.yaml": "title: Small\nlanguages: [fr, pt-BR]\nproducts:\n  - {id: app, title: App}\n",
		"releases/2026-01-02-export.md": "---\ntitle: Export\nsummary: Invoices go out as CSV.\nproducts: [app]\nvisibility: public\n" +
			"date: 2026-01-02\naliases:\n" + func() (lines string) {
			for _, a := range aliases {
				lines += fmt.Sprintf("  - '%s'\n", strings.ReplaceAll(a, "'", "''"))
			}
			return lines
		}() + "---\nChoose it.\n\n![A picture](shot.png)\n",
		"releases/shot.png":                "\x89PNG\r\n\x1a\n",
		"releases/2026-01-02-export.fr.md": "---\ntitle: Exporter\nsummary: Les factures sortent.\n---\nChoisissez.\n",
		"snippets/tip.md": "---\ntitle: Tip\nsummary: A tip.\nvisibility: public\ndate: 2026-01-02\nkey: tip\nproducts: [app]\n" +
			"---\nTry it.\n",
		"snippets/gone.md": "---\ntitle: Gone\nsummary: It was taken back.\nvisibility: public\ndate: 2026-01-02\n" +
			"key: gone\nwithdrawn: true\nproducts: [app]\n---\nOld.\n",
		"launches/2026-03-01-spring.md": "---\ntitle: Spring\nsummary: A launch.\ndate: 2026-03-01\nproducts: [app]\n---\nIt comes.\n",
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, func(base string) map[string]string {
		to := map[string]string{}
		for _, a := range aliases {
			to[base+strings.TrimPrefix(a, "/")] = base + "releases/export/"
		}
		return to
	}
}

func (s *site) check(t *testing.T, server string, may may) {
	aliases := map[string]bool{}
	for from := range s.redirects {
		aliases[strings.TrimPrefix(from, s.base)] = true
	}
	files := slices.Sorted(maps.Keys(s.files))
	step := 1 + len(files)/1500
	for i, file := range files {
		name := strings.TrimSuffix(file, "index.html")
		if i%step != 0 && strings.Count(file, "/") > 1 || aliases[name] {
			continue
		}
		address := s.address(file)
		got := ask(t, server+address)
		hidden := strings.HasPrefix(file, ".") || strings.HasPrefix(file, "_") ||
			slices.Contains(hosting.HostFiles(hosting.Hosts()), file)
		if hidden {
			got = askFolder(t, server, address)
			if !slices.Contains(may.hide, got.status) || len(got.body) > 0 && bytes.Equal(got.body, s.files[file]) {
				t.Errorf("%s is %d; nobody may read it", address, got.status)
			}
			continue
		}
		// Firebase does not take the page for one that is there.
		if got.status != 200 && (file != "404.html" || got.status != 404) || !bytes.Equal(got.body, s.files[file]) {
			t.Errorf("%s: %d, %d bytes of %d", address, got.status, len(got.body), len(s.files[file]))
			continue
		}
		s.compareHeaders(t, address, file, got, may)
		if dir, isPage := strings.CutSuffix(address, "/"); isPage && dir != "" && dir+"/" != s.base {
			got := ask(t, server+dir)
			redirected := got.status == 301 || got.status == 302 || got.status == 307 || got.status == 308
			if !(redirected && got.target() == address) && !(may.page && got.status == 200) {
				t.Errorf("%s: %d to %q", dir, got.status, got.target())
			}
		}
	}
	for from, to := range s.redirects {
		address := (&url.URL{Path: from}).EscapedPath()
		got := ask(t, server+address)
		if got.status != 301 || got.target() != to {
			t.Errorf("%s: %d to %q, want %q", address, got.status, got.header.Get("Location"), to)
		}
	}
	for _, missing := range []string{
		"no-such/", "no-such", "feed/9999.json", "assets/none.0123.css", "assets/", "embed/v1/tips.en.ffffffff.json",
		"releases/none/index.md",
		"plain/child/", "caf%C3%A9/x", "a%00b",
	} {
		got := askFolder(t, server, s.base+missing)
		if missing == "a%00b" {
			if got.status < 400 {
				t.Errorf("%q is %d", missing, got.status)
			}
			continue
		}
		mime := got.header.Get("Content-Type")
		if got.status != 404 || !strings.HasPrefix(mime, "text/html") || !bytes.Equal(got.body, s.files["404.html"]) {
			t.Errorf("%s: %d, %q, %d bytes", missing, got.status, mime, len(got.body))
		}
		if policy := s.sent(s.base)["Content-Security-Policy"]; got.header.Get("Content-Security-Policy") != policy {
			t.Errorf("%s has no policy, want %s", missing, policy)
		}
		if caching := s.sent(s.base)["Cache-Control"]; !may.pathHeaders &&
			(got.header.Get("Cache-Control") != caching || got.header.Get("Access-Control-Allow-Origin") != "") {
			t.Errorf("%s: %v", missing, got.header)
		}
	}
	if may.compress {
		s.checkBytes(t, server)
	}
}

// checkNetlify compares what a build on Netlify reads with what is written.
func (s *site) checkNetlify(t *testing.T) {
	n, err := hostservers.AskNetlify(s.root, s.base)
	if err != nil {
		t.Fatal(err)
	}
	if len(n.Headers) != len(s.rules) {
		t.Errorf("%d rules of %d", len(n.Headers), len(s.rules))
	}
	for i, h := range n.Headers[:min(len(n.Headers), len(s.rules))] {
		for name, want := range s.rules[i].headers {
			if h.Values[name] != want {
				t.Errorf("%s: %s is %q, want %q", h.For, name, h.Values[name], want)
			}
		}
	}
	said := 0
	for line := range strings.Lines(string(s.files["_redirects"])) {
		if strings.HasPrefix(line, "/") {
			said++
		}
	}
	if len(n.Redirects) != said {
		t.Errorf("%d redirects of %d", len(n.Redirects), said)
	}
	for _, r := range n.Redirects {
		if r.Status != 301 || s.redirects[r.From] != r.To {
			t.Errorf("%s leads to %s with %d", r.From, r.To, r.Status)
		}
	}
}

func (s *site) compareHeaders(t *testing.T, address, file string, got answer, may may) {
	t.Helper()
	want := s.sent(address)
	for _, name := range []string{
		"Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
		"Cross-Origin-Opener-Policy", "Strict-Transport-Security", "X-Robots-Tag", "Access-Control-Allow-Origin",
	} {
		if values := got.header.Values(name); len(values) > 1 || got.header.Get(name) != want[name] {
			t.Errorf("%s: %s is %q, want %q", address, name, values, want[name])
		}
	}
	mime, charset, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	expected := mediaTypes[path.Ext(file)]
	if full, ok := want["Content-Type"]; ok {
		expected, _, _ = strings.Cut(full, ";")
	} else if want["Access-Control-Allow-Origin"] != "" && !may.untypedRules {
		// A rule for many files: its type is one that ends in what they are.
		expected += " application/feed+json application/atom+xml application/schema+json"
	}
	if !slices.Contains(strings.Fields(expected), mime) {
		t.Errorf("%s is %q, want %s", address, mime, expected)
	}
	if isText(mime) && !strings.EqualFold(strings.TrimSpace(charset), "charset=utf-8") {
		t.Errorf("%s is %q", address, got.header.Get("Content-Type"))
	}
}

// checkBytes looks at compression, and at what a browser asks that has the file already.
func (s *site) checkBytes(t *testing.T, server string) {
	for _, file := range []string{"index.html", "feed.json", "llms.txt", "embed/v1/headsup.js"} {
		address := server + s.address(file)
		got := ask(t, address, "Accept-Encoding", "gzip")
		if len(s.files[file]) > 2000 {
			if got.header.Get("Content-Encoding") != "gzip" || !strings.Contains(got.header.Get("Vary"), "Accept-Encoding") {
				t.Errorf("%s is not compressed: %v", file, got.header)
				continue
			}
			r, err := gzip.NewReader(bytes.NewReader(got.body))
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			if data, err := io.ReadAll(r); err != nil || !bytes.Equal(data, s.files[file]) {
				t.Errorf("%s compressed has %d bytes, %v", file, len(data), err)
			}
		}
		if again := ask(t, address, "If-None-Match", ask(t, address).header.Get("Etag")); again.status != 304 {
			t.Errorf("%s: %d for the same entity", file, again.status)
		}
	}
}

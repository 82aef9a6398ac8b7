package client_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
)

// site stands in for a headsup site and for the product's own pages: every path
// outside of embed/ is a page of the product.
type site struct {
	*httptest.Server
	mu       sync.Mutex
	files    map[string][]byte
	special  map[string]http.HandlerFunc
	page     string // HTML of the product's pages, after the doctype
	headers  map[string]string
	requests []string // of embed/v1/, without the scripts
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{
		files:   map[string][]byte{},
		special: map[string]http.HandlerFunc{},
		headers: map[string]string{},
		page:    `<title>Product</title>`,
	}
	for name, data := range served() {
		s.files["/embed/v1/"+name] = data
	}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	data, ok := s.files[r.URL.Path]
	special := s.special[r.URL.Path]
	page, headers := s.page, s.headers
	if strings.HasPrefix(r.URL.Path, "/embed/v1/") && path.Ext(r.URL.Path) == ".json" {
		s.requests = append(s.requests, strings.TrimPrefix(r.URL.Path, "/embed/v1/"))
	}
	s.mu.Unlock()
	switch {
	case special != nil:
		special(w, r)
	case ok:
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cache-Control", "no-store") // so that every request is counted
		w.Header().Set("Content-Type", map[string]string{
			".js":   "text/javascript",
			".json": "application/json", ".svg": "image/svg+xml",
		}[path.Ext(r.URL.Path)])
		_, _ = w.Write(data)
	case strings.HasPrefix(r.URL.Path, "/embed/"):
		http.NotFound(w, r)
	default:
		for key, value := range headers {
			w.Header().Set(key, value)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="en"><meta charset="utf-8">`+
			`<meta name="viewport" content="width=device-width"><link rel="icon" href="/icon.svg">`+page)
	}
}

// show makes HTML the product's pages. They load the whole client.
func (s *site) show(html string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.page = `<title>Product</title><script type="module" src="/embed/v1/headsup.js"></script>` + html
}

// answer has a path answered in another way, nil in the usual one.
func (s *site) answer(path string, handler http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.special[path] = handler
}

// asked returns the files that were asked for, and forgets them.
func (s *site) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := s.requests
	s.requests = nil
	return requests
}

// object is a JSON object, written out in a test.
type object = map[string]any

// bundle is what publish writes of one bundle.
type bundle struct {
	Name, Language, Product string
	Items                   []object
}

// publish writes bundles and the manifest that names them, in English.
func (s *site) publish(t testing.TB, bundles ...bundle) {
	t.Helper()
	refs := []object{}
	for _, b := range bundles {
		items := b.Items
		if items == nil {
			items = []object{}
		}
		data := encode(t, object{"version": 1, "name": b.Name, "language": b.Language, "items": items, "withdrawn": []object{}})
		sum := sha256.Sum256(data)
		name := b.Name + "." + b.Product + b.Language + "." + hex.EncodeToString(sum[:8]) + ".json"
		s.put("/embed/v1/"+name, data)
		ref := object{
			"name": b.Name, "language": b.Language, "url": name,
			"integrity": "sha256-" + base64.StdEncoding.EncodeToString(sum[:]),
		}
		if b.Product != "" {
			ref["product"] = b.Product
		}
		refs = append(refs, ref)
	}
	s.put("/embed/v1/manifest.json", encode(t, object{
		"version": 1, "about": s.URL + "/embed/v1/schema.json", "language": "en", "home_page_url": s.URL + "/releases/", "bundles": refs,
	}))
}

func (s *site) put(path string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[path] = data
}

// tips publishes snippets, and news release notes.
func (s *site) tips(t testing.TB, items ...object) {
	t.Helper()
	s.publish(t, bundle{Name: "tips", Language: "en", Items: items}, bundle{Name: "news", Language: "en"})
}

func (s *site) news(t testing.TB, items ...object) {
	t.Helper()
	s.publish(t, bundle{Name: "tips", Language: "en"}, bundle{Name: "news", Language: "en", Items: items})
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// snippet is an item with a key and details over those of every snippet.
func snippet(key, surface string, details object) object {
	d := object{"kind": "snippet", "key": key, "surface": surface, "priority": 0, "dismissible": true}
	for k, v := range details {
		d[k] = v
	}
	return object{
		"id": "snippet:" + key, "url": "https://site.example/snippets/" + key + "/", "title": "Title of " + key,
		"content_html": "<p>Body of <strong>" + key + "</strong></p>\n", "language": "en",
		"date_published": "2020-01-04T00:00:00Z", "_headsup": d,
	}
}

// note is a release note that is so many days old.
func note(key, date string) object {
	return object{
		"id": "release-note:" + key, "url": "https://site.example/releases/" + key + "/", "title": "Title of " + key,
		"content_html": "<p>Body of <strong>" + key + "</strong></p>\n", "language": "en", "date_published": date,
		"_headsup": object{"kind": "release-note", "stage": "beta", "version": "3.10"},
	}
}

func anchor(selector string) object { return object{"selector": selector} }

// Package serve shows a site while it is being written: the pages of the last
// good build, with a bar that tells of mistakes and lets the author look at the
// site as others will see it.
//
// It builds nothing itself. It asks for the site of each [View] that somebody
// looks at, when content has changed since, for the files of it that browsers ask
// for, and tells browsers over server-sent events.
package serve

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"headsup/generator/diag"
	"headsup/generator/paths"
	"headsup/generator/view/words"
)

// View is whose eyes an author looks through.
type View struct {
	Public bool
	Date   string // "2026-11-24", or "" for today, with all that is still to come
}

// Built is a view's site.
type Built struct {
	BasePath    string // of the site's address, "/" or "/enable/"
	Language    string // of the site, a BCP 47 tag
	Audiences   []Audience
	Diagnostics []diag.Diagnostic // sorted
	Err         error             // the machine failed, or the view makes no sense
	Site        Site              // nil when the content has errors
}

// Site makes the files of a site as they are asked for.
type Site interface {
	// Read returns a file, [fs.ErrNotExist] when there is none.
	Read(ctx context.Context, name string) ([]byte, error)
	// Check returns all findings, sorted, also those that take long to find.
	Check(ctx context.Context) ([]diag.Diagnostic, error)
}

// Audience is one of those for whom the site is.
type Audience struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

func (b *Built) failed() bool {
	n, _ := diag.Count(b.Diagnostics)
	return n > 0 || b.Err != nil
}

// Server is an [http.Handler]. Its fields are set before it is used.
type Server struct {
	// Build returns the site of a view as the content is now. It is called from one
	// goroutine at a time. Required.
	Build func(ctx context.Context, v View) Built
	// Product returns a file of a product that embeds the feed of the site at a
	// base path, and what it runs under; nil when there is none to show.
	Product func(name, basePath string) (data []byte, policy string, err error)
	// Hosts are what a request may have as its Host; none allows all. A page of
	// another site could otherwise read the preview under its own name.
	Hosts []string

	once sync.Once
	boot string // tells one run of the server from another

	mu         sync.Mutex
	sites      []*site // the most recently used first
	generation int     // of the content
	styles     bool    // the last change was one of styles only
	clients    map[*client]bool

	building sync.Mutex
}

// site is one view's site.
type site struct {
	view View

	mu         sync.RWMutex // held for writing while it is built
	generation int          // of the content that it was built from, 0: never
	built      Built
	good       Site // the last without errors, nil when there was none
}

// client is an open page.
type client struct {
	view View
	wake chan struct{}
}

const maxSites = 4

func (s *Server) init() {
	s.once.Do(func() {
		s.boot = strings.ToLower(rand.Text()[:8])
		s.generation = 1
		s.clients = map[*client]bool{}
	})
}

// Changed says that files have changed. It builds the views that somebody looks
// at and returns what became of the one that authors see first. The findings that
// take long are those of [Server.Check].
func (s *Server) Changed(ctx context.Context, files []string) Built {
	s.init()
	s.mu.Lock()
	s.generation++
	s.styles = len(files) > 0 && !slices.ContainsFunc(files, func(f string) bool { return path.Ext(filepath.ToSlash(f)) != ".css" })
	s.mu.Unlock()
	var first Built
	for i, v := range s.looked() {
		if st := s.fresh(ctx, v); i == 0 {
			st.mu.RLock()
			first = st.built
			st.mu.RUnlock()
		}
	}
	s.wake()
	return first
}

// Check looks for what takes long to find in the views that somebody looks at, and
// returns all findings in the one that authors see first. Browsers are told of them.
func (s *Server) Check(ctx context.Context) ([]diag.Diagnostic, error) {
	s.init()
	var first []diag.Diagnostic
	for i, v := range s.looked() {
		st := s.fresh(ctx, v)
		st.mu.RLock()
		built, generation := st.built, st.generation
		st.mu.RUnlock()
		if built.Err == nil && built.Site != nil {
			found, err := built.Site.Check(ctx)
			if err != nil {
				return nil, err
			}
			built.Diagnostics = found
			st.mu.Lock()
			if st.generation == generation {
				st.built.Diagnostics = found
			}
			st.mu.Unlock()
		}
		if i == 0 {
			first = built.Diagnostics
		}
	}
	s.wake()
	return first, nil
}

// looked returns the views that somebody looks at, that of authors first.
func (s *Server) looked() []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	views := []View{{}}
	for c := range s.clients {
		if !slices.Contains(views, c.view) {
			views = append(views, c.view)
		}
	}
	return views
}

// wake has open pages asked for again.
func (s *Server) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		select {
		case c.wake <- struct{}{}:
		default:
		}
	}
}

// fresh returns a view's site, built from the content as it is now.
func (s *Server) fresh(ctx context.Context, v View) *site {
	s.init()
	s.mu.Lock()
	i := slices.IndexFunc(s.sites, func(st *site) bool { return st.view == v })
	var st *site
	if i >= 0 {
		st = s.sites[i]
		s.sites = slices.Delete(s.sites, i, i+1)
	} else {
		st = &site{view: v}
	}
	s.sites = slices.Insert(s.sites, 0, st)
	s.sites = s.sites[:min(len(s.sites), maxSites)]
	generation := s.generation
	s.mu.Unlock()
	st.mu.RLock()
	current := st.generation == generation
	st.mu.RUnlock()
	if current {
		return st
	}
	s.building.Lock()
	defer s.building.Unlock()
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.generation != generation {
		// Others wait for the build too, so it goes on when this reader leaves.
		built := s.Build(context.WithoutCancel(ctx), v)
		if built.BasePath == "" {
			built.BasePath = "/"
		}
		st.built, st.generation = built, generation
		if built.Site != nil && !built.failed() {
			st.good = built.Site
		}
	}
	return st
}

// contentSecurityPolicy is that of the site: nothing inline runs.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self' https: http: data:; media-src 'self' https:; font-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// own is where the server's own files are.
const own = "/_headsup/"

//go:embed assets
var assets embed.FS

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.init()
	h := w.Header()
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if len(s.Hosts) > 0 && !slices.Contains(s.Hosts, strings.ToLower(r.Host)) {
		http.Error(w, "this preview is not available at "+r.Host, http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "the preview only answers GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	v := viewOf(r)
	name, ours := strings.CutPrefix(r.URL.Path, own)
	switch {
	case !ours:
		s.page(w, r, v)
	case name == "events":
		s.events(w, r, v)
	case name == "feed":
		s.feed(w, r, v)
	case s.Product != nil && (name == "product" || strings.HasPrefix(name, "product/")):
		s.product(w, r, v, strings.TrimPrefix(name, "product"))
	case name == "state":
		s.writeState(w, r, v)
	default:
		s.asset(w, r, v, name)
	}
}

func (s *Server) asset(w http.ResponseWriter, r *http.Request, v View, name string) {
	data, err := assets.ReadFile("assets/" + name)
	if err != nil || path.Clean(name) != name {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	if path.Ext(name) == ".js" {
		st := s.fresh(r.Context(), v)
		st.mu.RLock()
		data, _ = words.For(st.built.Language).Script(data)
		st.mu.RUnlock()
	}
	w.Header().Set("Content-Type", typeOf(name))
	w.Write(data) //nolint:errcheck // the reader has gone
}

// product serves a file of the product, and the site's base path to it.
func (s *Server) product(w http.ResponseWriter, r *http.Request, v View, name string) {
	if name == "" {
		http.Redirect(w, r, own+"product/", http.StatusFound)
		return
	}
	st := s.fresh(r.Context(), v)
	st.mu.RLock()
	base := st.built.BasePath
	st.mu.RUnlock()
	name = cmp.Or(strings.TrimPrefix(name, "/"), "index.html")
	data, policy, err := s.Product(name, base)
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", typeOf(name))
	w.Write(data) //nolint:errcheck // the reader has gone
}

// typeOf returns the type of a file by its name; the machine's own list of types
// has no say in those that browsers insist on.
func typeOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".ico":
		return "image/x-icon"
	case ".ics":
		return "text/calendar; charset=utf-8"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// cookie holds the view, as an escaped query: "public=1&date=2027-01-25&audience=sales".
// The audience is the browser's business.
const cookie = "headsup_view"

// viewOf reads the view that the browser asks for. What makes no sense is not
// in it.
func viewOf(r *http.Request) (v View) {
	c, err := r.Cookie(cookie)
	if err != nil {
		return View{}
	}
	text, err := url.PathUnescape(c.Value)
	if err != nil {
		return View{}
	}
	q, err := url.ParseQuery(text)
	if err != nil {
		return View{}
	}
	v.Public = q.Get("public") == "1"
	if _, err := time.Parse(time.DateOnly, q.Get("date")); err == nil {
		v.Date = q.Get("date")
	}
	return v
}

// page serves a file of the site.
func (s *Server) page(w http.ResponseWriter, r *http.Request, v View) {
	st := s.fresh(r.Context(), v)
	st.mu.RLock()
	base, good := st.built.BasePath, st.good != nil
	st.mu.RUnlock()
	rel, inside := strings.CutPrefix(r.URL.Path, base)
	switch {
	case r.URL.Path+"/" == base, r.URL.Path == "/" && base != "/":
		http.Redirect(w, r, base, http.StatusFound)
		return
	case !good:
		s.html(w, st, http.StatusOK, []byte(`<!doctype html><html lang="en"><head><meta charset="utf-8">`+
			`<meta name="viewport" content="width=device-width"><title>headsup</title></head><body></body></html>`))
		return
	case !inside || path.Ext(rel) == "" && rel != "" && !strings.HasSuffix(rel, "/"):
		if inside && st.has(r.Context(), rel+"/index.html") {
			http.Redirect(w, r, base+rel+"/", http.StatusFound)
			return
		}
	}
	if rel == "" || strings.HasSuffix(rel, "/") {
		rel += "index.html"
	}
	data, err := st.read(r.Context(), rel)
	if !inside {
		err = fs.ErrNotExist
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		data, err = st.read(r.Context(), paths.NotFound)
		if err != nil {
			http.Error(w, "not found", http.StatusNotFound)
			return
		}
		s.html(w, st, http.StatusNotFound, data)
	case err != nil:
		s.html(w, st, http.StatusInternalServerError, problem(err))
	case path.Ext(rel) == ".html":
		s.html(w, st, http.StatusOK, data)
	default:
		w.Header().Set("Content-Type", typeOf(rel))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}
}

// problem is a page that says why there is no other.
func problem(err error) []byte {
	return []byte(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<title>headsup</title></head><body><p>` + template.HTMLEscapeString(err.Error()) + `</p></body></html>`)
}

// read returns a file of the last good site.
func (st *site) read(ctx context.Context, name string) ([]byte, error) {
	st.mu.RLock()
	good := st.good
	st.mu.RUnlock()
	if good == nil || !fs.ValidPath(name) || hidden(name) {
		return nil, fs.ErrNotExist
	}
	return good.Read(ctx, name)
}

func (st *site) has(ctx context.Context, name string) bool {
	_, err := st.read(ctx, name)
	return err == nil
}

// hidden reports whether a file of the output is not for readers: a build's own
// notes, and what hosts read.
func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(s string) bool { return s[0] == '.' }) ||
		name == paths.Headers || name == paths.Redirects
}

// html serves a page with the preview's script.
func (s *Server) html(w http.ResponseWriter, st *site, status int, data []byte) {
	head := `<meta name="headsup-preview" content="` + s.stamp(data) + `"><script type="module" src="` +
		own + `preview.js"></script><link rel="stylesheet" href="` + own + `page.css">`
	at := bytes.Index(data, []byte("</head>"))
	if at < 0 {
		at = 0
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(slices.Concat(data[:at], []byte(head), data[at:])) //nolint:errcheck // the reader has gone
}

// stamp tells whether a page is the one that a browser has.
func (s *Server) stamp(page []byte) string {
	sum := sha256.Sum256(page)
	return s.boot + "-" + hex.EncodeToString(sum[:8])
}

// state is what a page has to know.
type state struct {
	Page      string     `json:"page"` // stamp of the page as it is now, "" when there is none
	Failed    bool       `json:"failed"`
	Styles    bool       `json:"styles"` // the last change was one of styles only
	Audiences []Audience `json:"audiences"`
	Findings  []finding  `json:"findings"`
}

type finding struct {
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Source   string `json:"source"`
}

// stateFor describes a view to the page at a path.
func (s *Server) stateFor(ctx context.Context, v View, page string) state {
	st := s.fresh(ctx, v)
	st.mu.RLock()
	built := st.built
	st.mu.RUnlock()
	out := state{Failed: built.failed(), Audiences: built.Audiences, Findings: []finding{}}
	s.mu.Lock()
	out.Styles = s.styles
	s.mu.Unlock()
	if built.Err != nil {
		out.Findings = append(out.Findings, finding{Severity: "error", Message: built.Err.Error()})
	}
	for _, d := range built.Diagnostics {
		out.Findings = append(out.Findings, finding{d.Path, d.Line, d.Column, d.Severity.String(), d.Rule, d.Message, d.Hint, d.Source})
	}
	rel := strings.TrimPrefix(page, built.BasePath)
	if rel == "" || strings.HasSuffix(rel, "/") {
		rel += "index.html"
	}
	data, err := st.read(ctx, rel)
	if err != nil {
		data, err = st.read(ctx, paths.NotFound)
	}
	if err == nil {
		out.Page = s.stamp(data)
	}
	return out
}

func (s *Server) writeState(w http.ResponseWriter, r *http.Request, v View) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(s.stateFor(r.Context(), v, r.URL.Query().Get("page"))) //nolint:errcheck // the reader has gone
}

// events tells a page of changes for as long as it is open.
func (s *Server) events(w http.ResponseWriter, r *http.Request, v View) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "the preview cannot stream events here", http.StatusNotImplemented)
		return
	}
	c := &client{view: v, wake: make(chan struct{}, 1)}
	s.mu.Lock()
	s.clients[c] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.clients, c)
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	page := r.URL.Query().Get("page")
	for {
		data, err := json.Marshal(s.stateFor(r.Context(), v, page))
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "retry: 500\nevent: state\ndata: %s\n\n", data); err != nil {
			return
		}
		flusher.Flush()
		select {
		case <-r.Context().Done():
			return
		case <-c.wake:
		}
	}
}

// LoopbackHosts are the names under which a server on this machine alone may be
// asked.
func LoopbackHosts(port string) []string {
	var out []string
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]"} {
		out = append(out, host+":"+port)
		if port == "80" {
			out = append(out, host)
		}
	}
	return out
}

// errNoFeed says that there is no feed to show.
var errNoFeed = errors.New("no feed yet: fix the errors in the content first")

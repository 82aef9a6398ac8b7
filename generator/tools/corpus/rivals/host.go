package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// mount is a folder that a host serves below a path.
type mount struct {
	path  string // ends in "/"
	files fs.FS
}

// host serves files on this machine as a static host does, and keeps account of
// each request.
type host struct {
	url    string // of its root, without "/" at the end
	mounts []mount
	server *http.Server

	mu       sync.Mutex
	packed   map[string][]byte // by path; compressed once, as hosts do
	requests []request
}

// request is what was asked for and how many bytes went out for it, the header
// among them.
type request struct {
	path  string
	bytes int64
}

// startHost serves folders until it is closed. Of two that have a path, the
// first one is taken.
func startHost(mounts ...mount) (*host, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start server: %w", err)
	}
	h := &host{url: "http://" + listener.Addr().String(), mounts: mounts, packed: map[string][]byte{}}
	h.server = &http.Server{
		Handler:           h,
		ReadHeaderTimeout: time.Minute,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, c)
		},
	}
	go h.server.Serve(countingListener{listener}) //nolint:errcheck // it ends with the server
	return h, nil
}

func (h *host) close() error {
	if err := h.server.Close(); err != nil {
		return fmt.Errorf("stop server: %w", err)
	}
	return nil
}

// mark begins a new account.
func (h *host) mark() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests = nil
}

// account returns what was requested since the last mark.
func (h *host) account() []request {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]request(nil), h.requests...)
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, _ := r.Context().Value(connectionKey{}).(*countingConn)
	before := c.written.Load()
	h.serve(w, r)
	// Without it, the end of the answer would leave after this function.
	if err := http.NewResponseController(w).Flush(); err != nil {
		return // the browser has gone
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests = append(h.requests, request{r.URL.Path, c.written.Load() - before})
}

func (h *host) serve(w http.ResponseWriter, r *http.Request) {
	data, err := h.read(r.URL.Path)
	if errors.Is(err, fs.ErrNotExist) {
		const said = "404 page not found"
		// Without its length, the end of an answer comes in a part of its own.
		w.Header().Set("Content-Length", strconv.Itoa(len(said)))
		w.Header().Set("Content-Type", types[".txt"])
		w.WriteHeader(http.StatusNotFound)
		io.WriteString(w, said) //nolint:errcheck // the browser has gone
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	kind := contentType(r.URL.Path)
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Cache-Control", "public, max-age=0, must-revalidate")
	if compressible(kind) && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if data, err = h.pack(r.URL.Path, data); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		header.Set("Content-Encoding", "gzip")
		header.Set("Vary", "Accept-Encoding")
	}
	header.Set("Content-Length", strconv.Itoa(len(data)))
	w.Write(data) //nolint:errcheck // the browser has gone
}

// read returns the file of a URL's path.
func (h *host) read(name string) ([]byte, error) {
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	for _, m := range h.mounts {
		rest, ok := strings.CutPrefix(name, m.path)
		if !ok || !fs.ValidPath(rest) {
			continue
		}
		data, err := fs.ReadFile(m.files, rest)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return nil, fs.ErrNotExist
}

func (h *host) pack(name string, data []byte) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if packed, ok := h.packed[name]; ok {
		return packed, nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	h.packed[name] = b.Bytes()
	return b.Bytes(), nil
}

// types are the content types of hosts. What they do not know is a stream of
// bytes, which they do not compress.
var types = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".json":        "application/json",
	".webmanifest": "application/manifest+json",
	".txt":         "text/plain; charset=utf-8",
	".xml":         "application/xml",
	".ics":         "text/calendar; charset=utf-8",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".jpg":         "image/jpeg",
	".wasm":        "application/wasm",
}

func contentType(name string) string {
	if strings.HasSuffix(name, "/") {
		return types[".html"]
	}
	if kind, ok := types[path.Ext(name)]; ok {
		return kind
	}
	return "application/octet-stream"
}

func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	switch kind {
	case "application/json", "application/manifest+json", "application/xml", "application/wasm", "image/svg+xml":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}

type connectionKey struct{}

// countingConn counts what is written to it.
type countingConn struct {
	net.Conn
	written atomic.Int64
}

func (c *countingConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.written.Add(int64(n))
	return n, err
}

type countingListener struct{ net.Listener }

func (l countingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countingConn{Conn: c}, nil
}

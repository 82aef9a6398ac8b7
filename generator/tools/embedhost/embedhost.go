// Package embedhost has sites that fail in the ways that hosts do, and the listings by
// which products embed a feed, for tests in any browser.
package embedhost

import (
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"headsup/generator/tools/npm"
)

// Hanging returns the address of a site that accepts connections and never answers.
func Hanging(t testing.TB) string {
	t.Helper()
	// The system accepts what nobody takes.
	l := listen(t)
	t.Cleanup(func() { _ = l.Close() })
	return "http://" + l.Addr().String()
}

// Closed returns the address of a site that refuses connections.
func Closed(t testing.TB) string {
	t.Helper()
	l := listen(t)
	_ = l.Close()
	return "http://" + l.Addr().String()
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Slow returns the address of a site that answers only from the moment on when answer
// is called.
func Slow(t testing.TB, site http.Handler) (address string, answer func()) {
	t.Helper()
	ready := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-ready:
			site.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL, func() { close(ready) }
}

// Recipe returns a listing of the playbook by its title, with the address of a site put
// in, unless that is empty.
func Recipe(t testing.TB, title, site string) string {
	t.Helper()
	// Tests run in the folder of their package, below that of the module.
	root, err := filepath.Abs(".")
	for err == nil {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
		if root == filepath.Dir(root) {
			err = fs.ErrNotExist
		}
		root = filepath.Dir(root)
	}
	if err != nil {
		t.Fatalf("find the folder of the module: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(root, "content", "playbooks", "embed-the-feed", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)\n```\\w+ title=\"" + regexp.QuoteMeta(title) + "\"[^\n]*\n(.*?)\n```\n").FindSubmatch(text)
	if m == nil {
		t.Fatalf("the playbook has no listing %s", title)
	}
	if site == "" {
		return string(m[1])
	}
	return strings.ReplaceAll(string(m[1]), "https://enablement.example.com", site)
}

// Bundle makes a script of a module of TypeScript that may use React, and leaves what
// comes from the site to the browser.
func Bundle(t testing.TB, source, site string) string {
	t.Helper()
	root, err := npm.Root()
	if err != nil {
		t.Fatal(err)
	}
	result := api.Build(api.BuildOptions{
		Stdin:    &api.StdinOptions{Contents: source, ResolveDir: root, Loader: api.LoaderTSX},
		Bundle:   true,
		Format:   api.FormatESModule,
		JSX:      api.JSXAutomatic,
		External: []string{site + "/*"},
		Define:   map[string]string{"process.env.NODE_ENV": `"production"`},
		LogLevel: api.LogLevelSilent,
	})
	for _, e := range result.Errors {
		t.Fatalf("bundle the recipe: %s", e.Text)
	}
	return string(result.OutputFiles[0].Contents)
}

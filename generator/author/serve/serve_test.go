package serve

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"headsup/generator/diag"
)

// fake builds a page that says which view it is of, and how often it was built.
func fake(t *testing.T, broken *bool) (*Server, map[View]int) {
	t.Helper()
	builds := map[View]int{}
	s := &Server{Hosts: LoopbackHosts("1414")}
	s.Build = func(ctx context.Context, v View) Built {
		if err := ctx.Err(); err != nil {
			return Built{Err: err}
		}
		builds[v]++
		if *broken {
			return Built{
				Diagnostics: []diag.Diagnostic{
					diag.New("broken-link", diag.Position{Path: "a.md", Line: 1, Column: 2}, "leads nowhere", ""),
				},
			}
		}
		text := fmt.Sprintf("<html><head></head><body>%+v build %d</body></html>", v, builds[v])
		return Built{Site: page(text)}
	}
	return s, builds
}

// page is a site of one page, with a finding that takes long.
type page string

func (p page) Read(_ context.Context, name string) ([]byte, error) {
	if name != "index.html" {
		return nil, fs.ErrNotExist
	}
	return []byte(p), nil
}

func (page) Check(context.Context) ([]diag.Diagnostic, error) {
	return []diag.Diagnostic{diag.New("bundle-large", diag.Position{}, "it is large", "")}, nil
}

func ask(ctx context.Context, s *Server, view string) string {
	r := httptest.NewRequest(http.MethodGet, "http://localhost:1414/", nil).WithContext(ctx)
	if view != "" {
		r.AddCookie(&http.Cookie{Name: cookie, Value: view})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Body.String()
}

// Each view is built when it is looked at and content has changed, and not
// otherwise; the last good build stays while content is broken.
func TestViews(t *testing.T) {
	broken := false
	s, builds := fake(t, &broken)
	ctx := context.Background()
	for _, step := range []struct{ view, want string }{
		{"", "Public:false Date:} build 1"},
		{"", "build 1"},
		{"public%3D1%26date%3D2027-01-25", "Public:true Date:2027-01-25} build 1"},
		{"public%3D1%26date%3Dtomorrow", "Public:true Date:} build 1"},
		{"%zz", "Public:false Date:} build 1"},
	} {
		if got := ask(ctx, s, step.view); !strings.Contains(got, step.want) || !strings.Contains(got, `src="/_headsup/preview.js"`) {
			t.Errorf("%q: %s, want %s", step.view, got, step.want)
		}
	}
	s.Changed(ctx, []string{"a.md"})
	if builds[View{}] != 2 || builds[View{Public: true}] != 1 {
		t.Errorf("nobody looks at the public view, and the builds are %v", builds)
	}
	broken = true
	if b := s.Changed(ctx, []string{"a.md"}); !b.failed() {
		t.Error("a mistake is no failure")
	}
	if got := ask(ctx, s, ""); !strings.Contains(got, "build 2") {
		t.Errorf("the last good page is gone: %s", got)
	}
	if got := ask(ctx, s, "public%3D1"); !strings.Contains(got, "build 1") {
		t.Errorf("the last good page is gone: %s", got)
	}
}

// A reader who leaves does not end the build that others wait for.
func TestReaderWhoLeaves(t *testing.T) {
	broken := false
	s, _ := fake(t, &broken)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	ask(ctx, s, "")
	if got := ask(context.Background(), s, ""); !strings.Contains(got, "build 1") {
		t.Errorf("got %s", got)
	}
}

// Only a few views are kept.
func TestOldViewsGo(t *testing.T) {
	broken := false
	s, builds := fake(t, &broken)
	for day := range 2 * maxSites {
		ask(context.Background(), s, fmt.Sprintf("date%%3D2027-01-%02d", day+1))
	}
	if len(s.sites) != maxSites {
		t.Errorf("%d views are kept, want %d", len(s.sites), maxSites)
	}
	ask(context.Background(), s, "date%3D2027-01-01")
	if n := builds[View{Date: "2027-01-01"}]; n != 2 {
		t.Errorf("a view that was let go is built %d times", n)
	}
}

// What takes long to find comes after the page, and goes when content has changed.
func TestCheckFollows(t *testing.T) {
	broken := false
	s, _ := fake(t, &broken)
	findings := func() int { return len(s.stateFor(t.Context(), View{}, "/").Findings) }
	if built := s.Changed(t.Context(), nil); len(built.Diagnostics) != 0 || findings() != 0 {
		t.Errorf("findings before they were looked for: %v", built.Diagnostics)
	}
	found, err := s.Check(t.Context())
	if err != nil || len(found) != 1 || findings() != 1 {
		t.Errorf("found %v, %v; pages are told of %d", found, err, findings())
	}
	if s.Changed(t.Context(), []string{"a.md"}); findings() != 0 {
		t.Error("findings of content that is no more")
	}
}

func TestOtherNames(t *testing.T) {
	broken := false
	s, _ := fake(t, &broken)
	for host, want := range map[string]int{
		"localhost:1414":    200,
		"LOCALHOST:1414":    200,
		"[::1]:1414":        200,
		"localhost:80":      421,
		"localhost":         421,
		"evil.example:1414": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
	}
}

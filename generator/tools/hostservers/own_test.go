package hostservers_test

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/tools/hostrules"
)

// fingerprint is a part of a path that changes with the file.
var fingerprint = regexp.MustCompile(`(^|[./])[0-9a-f]{8,}([./]|$)`)

const forever = "public, max-age=31536000, immutable"

// Of our own site each file with a fingerprint is kept for good, and no other one.
func TestOwnFilesOnHosts(t *testing.T) {
	out := t.TempDir()
	res, err := generator.Build(t.Context(), generator.Options{
		Content: filepath.FromSlash("../../../content"), Out: out, Visibility: content.Public, BaseURL: "https://help.example.com/",
		NoCache: true,
	})
	if err != nil || res.Failed() {
		t.Fatalf("build: %v %v", err, res.Diagnostics)
	}
	rules, err := os.ReadFile(filepath.Join(out, "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(rules), "\n/"); n < 20 || n > 60 {
		t.Errorf("%d rules", n)
	}
	var paths []string
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".") {
			paths = append(paths, (&url.URL{Path: "/" + strings.TrimSuffix(name, "index.html")}).EscapedPath())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got, complaints, err := hostrules.Ask(t.Context(), out, out, *conformance, paths)
	if err != nil || len(complaints) > 0 {
		t.Fatalf("%.500v, %q", err, complaints)
	}
	kept := 0
	for _, path := range paths {
		sent := map[string]hostrules.Answer{"Netlify": got[path].Netlify}
		if *conformance {
			sent["Cloudflare"] = got[path].Cloudflare
		}
		fixed := fingerprint.MatchString(path)
		if fixed {
			kept++
		}
		for host, answer := range sent {
			caching := answer.Headers["cache-control"]
			if fixed && caching != forever || !fixed && strings.Contains(caching, "immutable") {
				t.Errorf("%s: %s sends %q", path, host, caching)
			}
		}
	}
	if kept < 100 {
		t.Errorf("only %d files have a fingerprint", kept)
	}
}

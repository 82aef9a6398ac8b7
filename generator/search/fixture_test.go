package search_test

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"headsup/generator/content"
	"headsup/generator/diag"
	"headsup/generator/markdown"
	"headsup/generator/search"
	"headsup/generator/site"
)

// resolve links a content folder, path to text, into a site.
func resolve(t testing.TB, files map[string]string, public bool) (*site.Site, *content.Config) {
	t.Helper()
	cfg := content.DefaultConfig()
	if text, ok := files[content.ConfigFile]; ok {
		var diags []diag.Diagnostic
		if cfg, diags = content.ParseConfig(content.ConfigFile, []byte(text)); len(diags) > 0 {
			t.Fatal(diags)
		}
	}
	compiler := markdown.New(markdown.Options{Audiences: cfg.Audiences})
	in := site.Input{Config: cfg, BaseURL: "https://example.com/", Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Public: public}
	var names []string
	for name := range files {
		if path.Ext(name) == ".md" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		page, body, _ := content.Parse(cfg, name, []byte(files[name]))
		doc := compiler.Compile(markdown.Input{Body: body, Line: page.BodyLine, Title: page.Title, Steps: page.Kind == content.Playbook})
		in.Docs = append(in.Docs, site.Doc{Page: page, Body: &doc})
	}
	s, _ := site.Resolve(in)
	return s, cfg
}

// memory collects the files of an index.
type memory struct {
	mu    sync.Mutex
	files fstest.MapFS
	text  string // what of compressed files is said to be readable
}

func (m *memory) emit(f search.File) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = fstest.MapFS{}
	}
	if m.files[f.Path] != nil {
		return fs.ErrExist
	}
	m.files[f.Path] = &fstest.MapFile{Data: f.Data}
	m.text += f.Text + "\n"
	return nil
}

// build makes the index of a content folder.
func build(t testing.TB, files map[string]string, public bool) *memory {
	t.Helper()
	s, cfg := resolve(t, files, public)
	m := &memory{}
	if err := search.Build(context.Background(), s, search.Options{Language: cfg.Language, Synonyms: cfg.Synonyms}, m.emit); err != nil {
		t.Fatal(err)
	}
	return m
}

// engine opens the index of a content folder.
func engine(t testing.TB, files map[string]string) *search.Engine {
	t.Helper()
	e, err := search.Open(build(t, files, false).files)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// read reads a folder of content from the disk.
func read(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// find returns the addresses of the first results of a query, one in a line.
func find(t testing.TB, e *search.Engine, query string, filters search.Filters, most int) []search.Result {
	t.Helper()
	r, err := e.Search(context.Background(), query, filters)
	if err != nil {
		t.Fatalf("search for %q: %v", query, err)
	}
	list, err := r.Load(0, most)
	if err != nil {
		t.Fatalf("load the results for %q: %v", query, err)
	}
	return list
}

func urls(list []search.Result) string {
	var out []string
	for _, r := range list {
		out = append(out, r.URL)
	}
	return strings.Join(out, " ")
}

// Package searchtest makes search indexes in memory, for tests.
package searchtest

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/publish/search"
)

// Resolve links a content folder, path to text, into a site.
func Resolve(t testing.TB, files map[string]string, public bool) (*link.Site, *content.Config) {
	t.Helper()
	cfg := content.DefaultConfig()
	if text, ok := files[content.ConfigFile]; ok {
		var diags []diag.Diagnostic
		if cfg, diags = content.ParseConfig(content.ConfigFile, []byte(text)); len(diags) > 0 {
			t.Fatal(diags)
		}
	}
	compiler := markdown.New(markdown.Options{Audiences: cfg.Audiences})
	in := link.Input{
		Settings: link.Settings{
			Config:  cfg,
			BaseURL: "https://example.com/",
			Now:     time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
			Public:  public,
		},
	}
	var names []string
	for name := range files {
		if path.Ext(name) == ".md" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		page, body, _ := content.Parse(cfg, name, []byte(files[name]))
		doc := compiler.Compile(markdown.Input{Body: body, Line: page.BodyLine, Title: page.Title, Steps: markdown.StepsOf(page)})
		in.Docs = append(in.Docs, link.Doc{Page: page, Body: &doc})
	}
	s, _ := link.Resolve(in)
	return s, cfg
}

// Index are the files of an index.
type Index struct {
	Files fstest.MapFS
	// Text is what of compressed files is said to be readable.
	Text string

	mu sync.Mutex
}

// Emit adds a file; a name that is there is an error.
func (x *Index) Emit(f search.File) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.Files == nil {
		x.Files = fstest.MapFS{}
	}
	if x.Files[f.Path] != nil {
		return fs.ErrExist
	}
	x.Files[f.Path] = &fstest.MapFile{Data: f.Data}
	x.Text += f.Text + "\n"
	return nil
}

// Build makes the index of a content folder, for everyone or for colleagues.
func Build(t testing.TB, files map[string]string, public bool) *Index {
	t.Helper()
	s, cfg := Resolve(t, files, public)
	x := &Index{}
	if err := search.Build(context.Background(), search.NewPages(s),
		search.Options{Language: cfg.Language, Synonyms: cfg.Synonyms}, x.Emit); err != nil {
		t.Fatal(err)
	}
	return x
}

// Open opens the index for queries.
func (x *Index) Open(t testing.TB) *search.Engine {
	t.Helper()
	e, err := search.Open(x.Files)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Read reads a folder of content from the disk.
func Read(t testing.TB, dir string) map[string]string {
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

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"headsup/generator/paths"
	"headsup/generator/tools/corpus/process"
	"headsup/generator/tools/npm"
)

// site is a built site and those of its pages that have a source and are in the
// language of its home page. Pagefind has an index for each language, and searches
// that of the page from which it is asked.
type site struct {
	out      string // folder
	base     string // path of its URL
	language string
	files    []string          // of the pages, in the output
	sources  map[string]string // by URL
	urls     map[string]string // by source
}

func (s *site) known(url string) bool { return s.sources[url] != "" }

// readSite reads a built site. The pages' text goes to a writer, a JSON object a
// line.
func readSite(out string, documents io.Writer) (*site, error) {
	language, err := languageOf(out)
	if err != nil {
		return nil, err
	}
	s := &site{out: out, language: language, sources: map[string]string{}, urls: map[string]string{}}
	lines := json.NewEncoder(documents)
	err = readPages(out, func(p page) error {
		if p.language != language {
			return nil
		}
		if s.base == "" {
			s.base = p.base
		}
		if p.base != s.base {
			return fmt.Errorf("read page %s: its site is at %s, that of other pages at %s", p.file, p.base, s.base)
		}
		if p.document.Title == "" || p.document.Body == "" && p.document.Headings == "" {
			return fmt.Errorf("read page %s: no title or no text was found in its article", p.file)
		}
		s.files = append(s.files, p.file)
		s.sources[p.url] = p.source
		s.urls[p.source] = p.url
		return lines.Encode(p.document)
	})
	if err != nil {
		return nil, err
	}
	if len(s.files) == 0 {
		return nil, errors.New("no page of the site says what its source is")
	}
	return s, nil
}

// readSiteInto reads a built site and writes the pages' text into a file.
func readSiteInto(name, out string) (s *site, err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("write documents: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	if s, err = readSite(out, w); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("write documents: %w", err)
	}
	return s, nil
}

// copyPages copies the site's pages, and nothing else, to another folder.
func (s *site) copyPages(dir string) error {
	for _, file := range s.files {
		to := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("copy pages: %w", err)
		}
		data, err := os.ReadFile(filepath.Join(s.out, filepath.FromSlash(file)))
		if err != nil {
			return fmt.Errorf("copy pages: %w", err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return fmt.Errorf("copy pages: %w", err)
		}
	}
	return nil
}

// pagefindRoot is the element that Pagefind reads. It ranks better with all of
// it than with the article alone, which is not so for MiniSearch.
const pagefindRoot = "main"

// indexPagefind builds Pagefind's index of a folder.
func indexPagefind(ctx context.Context, dir, out string) (process.Usage, error) {
	program, err := pagefindProgram()
	if err != nil {
		return process.Usage{}, err
	}
	return measureProcess(ctx, program, "--site", dir, "--output-path", out, "--root-selector", pagefindRoot)
}

// Files of the folder that indexMinisearch writes.
const (
	minisearchScript = "minisearch.js"
	minisearchIndex  = "index.json"
)

// indexMinisearch builds MiniSearch's index of documents, and puts it into a
// folder together with the script that reads it.
func indexMinisearch(ctx context.Context, harness, documents, out string) (process.Usage, error) {
	script, err := npm.Read("minisearch/dist/umd/index.js")
	if err != nil {
		return process.Usage{}, err
	}
	module, err := npm.Path("minisearch/dist/es/index.js")
	if err != nil {
		return process.Usage{}, err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return process.Usage{}, fmt.Errorf("make folder of index: %w", err)
	}
	if err := os.WriteFile(filepath.Join(out, minisearchScript), script, 0o644); err != nil {
		return process.Usage{}, fmt.Errorf("copy minisearch: %w", err)
	}
	return measureProcess(ctx, "node", filepath.Join(harness, "minisearch-index.mjs"),
		module, documents, filepath.Join(out, minisearchIndex))
}

// Where a server has the engines that are not part of the site.
const (
	pagefindPath   = "/pagefind/"
	minisearchPath = "/minisearch/"
)

// settings are what the harness needs to know to open an engine.
func settings(id engineID, s *site) (map[string]string, error) {
	switch id {
	case pagefind:
		return map[string]string{"module": pagefindPath + "pagefind.js"}, nil
	case minisearch:
		return map[string]string{"module": minisearchPath + minisearchScript, "index": minisearchPath + minisearchIndex}, nil
	}
	found, err := filepath.Glob(filepath.Join(s.out, "assets", "search-engine.*.js"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("find headsup's engine: there are %d files assets/search-engine.*.js", len(found))
	}
	return map[string]string{"module": "/assets/" + filepath.Base(found[0]), "folder": "/" + paths.Search}, nil
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"headsup/generator/tools/corpus"
	"headsup/generator/tools/corpus/process"
)

// weight compares what the engines cost: the build and the reader.
type weight struct {
	*command

	pages   int
	rounds  int
	queries []string
}

func (w *weight) run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("weight", flag.ContinueOnError)
	flags.IntVar(&w.pages, "pages", 10_000, "number of pages")
	flags.IntVar(&w.rounds, "rounds", 3, "measurements of each figure; the median is printed")
	queries := flags.String("queries", "invoice;export invoices;the", "queries, separated by semicolons")
	if err := w.parse(flags, args); err != nil {
		return err
	}
	if w.pages < 1 || w.rounds < 1 {
		return errors.New("-pages and -rounds have to be positive")
	}
	for q := range strings.SplitSeq(*queries, ";") {
		if q = strings.TrimSpace(q); q != "" {
			w.queries = append(w.queries, q)
		}
	}
	if len(w.queries) == 0 {
		return errors.New("-queries has no query")
	}
	return w.withFolder(func(dir string) error { return w.compare(ctx, dir) })
}

func (w *weight) compare(ctx context.Context, dir string) error {
	program, err := process.Headsup(ctx, w.Stderr)
	if err != nil {
		return err
	}
	l := layoutOf(dir)
	fmt.Fprintf(w.Stderr, "writing %d pages\n", w.pages)
	if err := corpus.Write(l.content, w.pages); err != nil {
		return err
	}
	builds, s, err := w.builds(ctx, program, l)
	if err != nil {
		return err
	}
	loads, err := w.loads(ctx, l, s)
	if err != nil {
		return err
	}
	return w.report(builds, loads)
}

// layout are the places in the temporary folder.
type layout struct {
	content, out, harness, documents, pagefind, minisearch string
}

func layoutOf(dir string) layout {
	return layout{
		content:    filepath.Join(dir, "content"),
		out:        filepath.Join(dir, "out"),
		harness:    filepath.Join(dir, "harness"),
		documents:  filepath.Join(dir, documentsFile),
		pagefind:   filepath.Join(dir, "pagefind"),
		minisearch: filepath.Join(dir, "minisearch"),
	}
}

// indexing is what it takes to build an index, and its size.
type indexing struct {
	engine engineID
	runs   []process.Usage
	files  int
	bytes  int64
}

// builds builds the site, and from it the indexes of the others. The site is
// built even when headsup does not take part.
func (w *weight) builds(ctx context.Context, program string, l layout) ([]indexing, *site, error) {
	var list []indexing
	site := indexing{engine: headsup}
	rounds := 1
	if w.with(headsup) {
		rounds = w.rounds
	}
	for range rounds {
		if err := os.RemoveAll(l.out); err != nil {
			return nil, nil, fmt.Errorf("remove what an earlier run left: %w", err)
		}
		u, err := measureProcess(ctx, program, "build", "--content", l.content, "--out", l.out, "--now", now, "--no-cache")
		if err != nil {
			return nil, nil, err
		}
		fmt.Fprintf(w.Stderr, "headsup builds the site: %.2f s\n", u.Wall.Seconds())
		site.runs = append(site.runs, u)
	}
	if w.with(headsup) {
		var err error
		if site.files, site.bytes, err = size(filepath.Join(l.out, "search")); err != nil {
			return nil, nil, err
		}
		list = append(list, site)
	}
	if w.with(pagefind) {
		p, err := w.repeat(pagefind, l.pagefind, func() (process.Usage, error) { return indexPagefind(ctx, l.out, l.pagefind) })
		if err != nil {
			return nil, nil, err
		}
		list = append(list, p)
	}
	s, err := readSiteInto(l.documents, l.out)
	if err != nil {
		return nil, nil, err
	}
	if w.with(minisearch) {
		if err := writeHarness(l.harness); err != nil {
			return nil, nil, err
		}
		m, err := w.repeat(minisearch, l.minisearch, func() (process.Usage, error) {
			return indexMinisearch(ctx, l.harness, l.documents, l.minisearch)
		})
		if err != nil {
			return nil, nil, err
		}
		list = append(list, m)
	}
	return list, s, nil
}

// repeat builds an index into a folder, round after round.
func (w *weight) repeat(id engineID, out string, build func() (process.Usage, error)) (indexing, error) {
	i := indexing{engine: id}
	for range w.rounds {
		if err := os.RemoveAll(out); err != nil {
			return indexing{}, fmt.Errorf("remove what an earlier run left: %w", err)
		}
		u, err := build()
		if err != nil {
			return indexing{}, err
		}
		fmt.Fprintf(w.Stderr, "%s builds its index: %.2f s\n", id.title(), u.Wall.Seconds())
		i.runs = append(i.runs, u)
	}
	var err error
	i.files, i.bytes, err = size(out)
	return i, err
}

// loads measures all queries in a browser.
func (w *weight) loads(ctx context.Context, l layout, s *site) (list []load, err error) {
	if s.base != "/" {
		return nil, fmt.Errorf("the site is at %s, and the server has it at /", s.base)
	}
	browser, stop, err := startBrowser(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	h, err := startHost(
		mount{harnessPath, harness},
		mount{pagefindPath, os.DirFS(l.pagefind)},
		mount{minisearchPath, os.DirFS(l.minisearch)},
		mount{"/", os.DirFS(l.out)},
	)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	reader := reader{browser: browser, host: h, language: s.language}
	for _, q := range w.queries {
		for _, id := range w.engines {
			options, err := settings(id, s)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(w.Stderr, "%s searches for %q\n", id.title(), q)
			measured, err := w.median(func() (load, error) { return reader.search(id, options, q) })
			if err != nil {
				return nil, fmt.Errorf("search for %q with %s: %w", q, id.title(), err)
			}
			list = append(list, measured)
			if id != headsup {
				continue
			}
			if measured, err = w.median(func() (load, error) { return reader.searchPage(q) }); err != nil {
				return nil, fmt.Errorf("search for %q in headsup's page: %w", q, err)
			}
			list = append(list, measured)
		}
	}
	return list, nil
}

// median measures once for nothing, so that the server has compressed all
// files, and then for the figures.
func (w *weight) median(measure func() (load, error)) (load, error) {
	if _, err := measure(); err != nil {
		return load{}, err
	}
	var runs []load
	for range w.rounds {
		l, err := measure()
		if err != nil {
			return load{}, err
		}
		if l.results == 0 {
			return load{}, errors.New("it finds nothing, and that is no measure")
		}
		runs = append(runs, l)
	}
	return medianLoad(runs), nil
}

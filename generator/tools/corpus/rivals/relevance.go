package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"headsup/generator/tools/corpus/process"
)

// now is the day that sites are built for: what is new or stale does not depend
// on when this runs.
const now = "2026-11-23"

// relevance compares how well the engines rank.
type relevance struct {
	*command

	content string
	labels  string
	corpora string
	verbose bool
}

func (r *relevance) run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("relevance", flag.ContinueOnError)
	flags.StringVar(&r.content, "content", "", "names of content folders, own,rust-releases,…; all that have queries, if empty")
	flags.StringVar(&r.labels, "labels", "generator/tools/corpus/rivals/testdata/queries", "folder of labelled queries")
	flags.StringVar(&r.corpora, "corpora", "bin/corpora", "folder of content folders other than own")
	flags.BoolVar(&r.verbose, "verbose", false, "print each query that the first engine does not answer first")
	if err := r.parse(flags, args); err != nil {
		return err
	}
	names, err := r.names()
	if err != nil {
		return err
	}
	return r.withFolder(func(dir string) error { return r.compare(ctx, dir, names) })
}

// names returns the content folders that are asked for.
func (r *relevance) names() ([]string, error) {
	if r.content != "" {
		return strings.Split(r.content, ","), nil
	}
	files, err := filepath.Glob(filepath.Join(r.labels, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("there are no labelled queries in %s", r.labels)
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	return names, nil
}

func (r *relevance) compare(ctx context.Context, dir string, names []string) error {
	program, err := process.Headsup(ctx, r.Stderr)
	if err != nil {
		return err
	}
	var browser context.Context
	if r.with(pagefind) || r.with(minisearch) {
		started, stop, err := startBrowser(ctx)
		if err != nil {
			return err
		}
		defer stop()
		browser = started
	}
	var all []verdict
	var skipped []string
	for _, name := range names {
		verdicts, err := r.judge(ctx, browser, program, filepath.Join(dir, name), name)
		var missing *missingError
		if errors.As(err, &missing) {
			skipped = append(skipped, missing.Error())
			continue
		}
		if err != nil {
			return fmt.Errorf("compare on %s: %w", name, err)
		}
		all = append(all, verdicts...)
	}
	return r.report(all, skipped)
}

// missingError says that content or its queries are not on this machine.
type missingError struct{ what string }

func (e *missingError) Error() string { return e.what }

// contentFolder returns the folder of a name and its configuration, "" for the
// one in the folder.
func (r *relevance) contentFolder(name string) (content, config string, err error) {
	content = "content"
	if name != "own" {
		content = filepath.Join(r.corpora, name)
		config = filepath.Join("generator", "testdata", "corpora", name, "headsup.yaml")
	}
	if _, err := os.Stat(content); errors.Is(err, fs.ErrNotExist) {
		return "", "", &missingError{name + " (no folder " + content + ")"}
	}
	return content, config, nil
}

// judge asks all engines all queries of one content folder.
func (r *relevance) judge(ctx, browser context.Context, program, dir, name string) ([]verdict, error) {
	labels, err := readLabels(filepath.Join(r.labels, name+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &missingError{name + " (no queries)"}
	}
	if err != nil {
		return nil, err
	}
	s, err := r.build(ctx, program, dir, name)
	if err != nil {
		return nil, err
	}
	if err := labels.unknown(func(source string) bool { return s.urls[source] != "" }); err != nil {
		return nil, err
	}
	fmt.Fprintf(r.Stderr, "%s: %d pages, %d queries\n", name, len(s.files), len(labels.Queries))
	var texts []string
	for _, q := range labels.Queries {
		texts = append(texts, q.Text)
	}
	found := make([][][]string, len(r.engines)) // of each engine, to each query
	for i, id := range r.engines {
		if found[i], err = r.ask(ctx, browser, program, dir, id, s, texts); err != nil {
			return nil, fmt.Errorf("ask %s: %w", id.title(), err)
		}
	}
	list := verdicts(name, labels.Queries, s, found)
	return list, r.unanswered(list)
}

// build builds the site of a content folder and reads it.
func (r *relevance) build(ctx context.Context, program, dir, name string) (*site, error) {
	content, config, err := r.contentFolder(name)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	out := filepath.Join(dir, "out")
	args := []string{"build", "--content", content, "--out", out, "--visibility", "internal", "--now", now, "--no-cache"}
	if config != "" {
		args = append(args, "--config", config)
	}
	if _, err := measureProcess(ctx, program, args...); err != nil {
		return nil, err
	}
	return readSiteInto(filepath.Join(dir, documentsFile), out)
}

const documentsFile = "documents.jsonl"

// ask returns the first pages that an engine finds for each query.
func (r *relevance) ask(ctx, browser context.Context, program, dir string, id engineID, s *site, queries []string) ([][]string, error) {
	base := "/"
	var found [][]string
	var err error
	switch id {
	case headsup:
		base = s.base // it knows where the site will be
		found, err = askHeadsup(ctx, program, s.out, queries)
	case pagefind:
		// All engines get the same pages: a folder of those with a source.
		pages, index := filepath.Join(dir, "pages"), filepath.Join(dir, "pagefind")
		if err := s.copyPages(pages); err != nil {
			return nil, err
		}
		_, err = indexPagefind(ctx, pages, index)
		if err == nil {
			found, err = askInBrowser(browser, id, s, mount{pagefindPath, os.DirFS(index)}, queries)
		}
	case minisearch:
		base = ""
		scripts, index := filepath.Join(dir, "harness"), filepath.Join(dir, "minisearch")
		if err := writeHarness(scripts); err != nil {
			return nil, err
		}
		_, err = indexMinisearch(ctx, scripts, filepath.Join(dir, documentsFile), index)
		if err == nil {
			found, err = askInBrowser(browser, id, s, mount{minisearchPath, os.DirFS(index)}, queries)
		}
	}
	if err != nil {
		return nil, err
	}
	for i, urls := range found {
		for j := range urls {
			urls[j] = stripBase(base, urls[j])
		}
		found[i] = topPages(urls, s.known)
	}
	return found, nil
}

// askAtMost is how many results are asked for: some may be parts of one page,
// or no page of the comparison.
const askAtMost = 3 * depth

func askHeadsup(ctx context.Context, program, out string, queries []string) ([][]string, error) {
	var all [][]string
	for _, q := range queries {
		cmd := exec.CommandContext(ctx, program, "search", "--out", out, "--json", "--limit", strconv.Itoa(askAtMost), "--", q)
		data, err := cmd.Output()
		if err != nil {
			var failed *exec.ExitError
			if errors.As(err, &failed) {
				err = fmt.Errorf("%w\n%s", err, failed.Stderr)
			}
			return nil, fmt.Errorf("search for %q: %w", q, err)
		}
		urls, err := parseHeadsup(data)
		if err != nil {
			return nil, fmt.Errorf("search for %q: %w", q, err)
		}
		all = append(all, urls)
	}
	return all, nil
}

// parseHeadsup returns the URLs in what headsup search --json prints.
func parseHeadsup(data []byte) ([]string, error) {
	var answer struct {
		Results []struct{ URL string }
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("read results: %w", err)
	}
	var urls []string
	for _, r := range answer.Results {
		urls = append(urls, r.URL)
	}
	return urls, nil
}

func askInBrowser(browser context.Context, id engineID, s *site, index mount, queries []string) (found [][]string, err error) {
	h, err := startHost(mount{harnessPath, harness}, index)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	t, stop, err := openHarness(browser, h, s.language)
	if err != nil {
		return nil, err
	}
	defer stop()
	options, err := settings(id, s)
	if err != nil {
		return nil, err
	}
	if found, err = call[[][]string](t, "answers", id, options, queries, askAtMost); err != nil {
		return nil, err
	}
	if len(found) != len(queries) {
		return nil, fmt.Errorf("there are %d answers to %d queries", len(found), len(queries))
	}
	return found, nil
}

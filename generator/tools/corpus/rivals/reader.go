package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"headsup/generator/paths"
)

// shownResults is how many results a reader looks at.
const shownResults = 5

// reader searches in a browser, as somebody who comes for the first time.
type reader struct {
	browser  context.Context
	host     *host
	language string
}

// search measures one query, whole and typed, each in a tab of its own.
func (r *reader) search(id engineID, options map[string]string, query string) (load, error) {
	l := load{engine: id, query: query, hasTyping: true}
	if err := r.whole(&l, options); err != nil {
		return load{}, err
	}
	if err := r.typed(&l, options); err != nil {
		return load{}, err
	}
	return l, nil
}

// found is what the harness says of a search.
type found struct {
	Milliseconds float64
	Results      int
}

func milliseconds(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }

func (r *reader) whole(l *load, options map[string]string) error {
	t, stop, err := openHarness(r.browser, r.host, r.language)
	if err != nil {
		return err
	}
	defer stop()
	r.host.mark()
	f, busy, err := searchIn(t, l.engine, options, l.query)
	if err != nil {
		return err
	}
	l.results, l.ready, l.busy = f.Results, milliseconds(f.Milliseconds), busy
	longest, err := call[float64](t, "longest")
	if err != nil {
		return err
	}
	l.longest = milliseconds(longest)
	l.requests, l.bytes = sum(r.host.account())
	return nil
}

func (r *reader) typed(l *load, options map[string]string) error {
	t, stop, err := openHarness(r.browser, r.host, r.language)
	if err != nil {
		return err
	}
	defer stop()
	r.host.mark()
	var keys []keystroke
	for _, text := range prefixes(l.query) {
		f, busy, err := searchIn(t, l.engine, options, text)
		if err != nil {
			return err
		}
		keys = append(keys, keystroke{milliseconds(f.Milliseconds), busy})
	}
	l.typed = typingOf(keys)
	l.typed.requests, l.typed.bytes = sum(r.host.account())
	return nil
}

// searchIn searches in the harness, and returns how long the main thread worked for
// it.
func searchIn(t *tab, id engineID, options map[string]string, text string) (found, time.Duration, error) {
	before, err := t.busy()
	if err != nil {
		return found{}, 0, err
	}
	f, err := call[found](t, "find", id, options, text, shownResults)
	if err != nil {
		return found{}, 0, err
	}
	after, err := t.busy()
	return f, after - before, err
}

// searchPage measures headsup's own page: all that it loads and no other page
// of the site does. Its time begins with the page's, and its work is that of
// the whole page.
func (r *reader) searchPage(query string) (load, error) {
	l := load{engine: headsup, page: true, query: query}
	everywhere, err := r.visit("/", nil)
	if err != nil {
		return load{}, err
	}
	loaded, err := r.visit(searchPagePath+"?q="+url.QueryEscape(query), func(t *tab) error {
		if _, err := chromedp.Run(t.ctx, chromedp.Poll[float64]("rivals.shown", chromedp.WithPollingTimeout(time.Minute))); err != nil {
			return fmt.Errorf("wait for results: %w", err)
		}
		busy, err := t.busy()
		if err != nil {
			return err
		}
		seen, err := evaluate[seen](t, watched)
		if err != nil {
			return fmt.Errorf("ask the page what it shows: %w", err)
		}
		l.results, l.ready, l.busy, l.longest = seen.Results, milliseconds(seen.Shown), busy, milliseconds(seen.Longest)
		return nil
	})
	if err != nil {
		return load{}, err
	}
	l.requests, l.bytes = sum(own(loaded, everywhere))
	return l, nil
}

const searchPagePath = "/" + paths.Search

// seen is what watch.js saw, as watched reads it.
type seen struct {
	Results        int
	Shown, Longest float64
}

var watched = fmt.Sprintf(`({...rivals, results: Math.min(%d, document.querySelectorAll("ol.hits > li").length)})`, shownResults)

// own returns the requests of the search page that no other page makes, without
// the page itself.
func own(loaded, everywhere []request) []request {
	return slices.DeleteFunc(slices.Clone(loaded), func(a request) bool {
		return a.path == searchPagePath || slices.ContainsFunc(everywhere, func(b request) bool { return a.path == b.path })
	})
}

// visit opens a page of the site, and returns what it loads by the time when it
// loads no more.
func (r *reader) visit(path string, use func(*tab) error) ([]request, error) {
	t, stop, err := openTab(r.browser)
	if err != nil {
		return nil, err
	}
	defer stop()
	watch, err := fs.ReadFile(harness, "watch.js")
	if err != nil {
		return nil, fmt.Errorf("read harness: %w", err)
	}
	script := cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: string(watch)}
	if _, err := chromedp.Call(t.ctx, cdppage.AddScriptToEvaluateOnNewDocument, script); err != nil {
		return nil, fmt.Errorf("watch the page: %w", err)
	}
	r.host.mark()
	if err := t.visit(r.host.url + path); err != nil {
		return nil, err
	}
	if use != nil {
		if err := use(t); err != nil {
			return nil, err
		}
	}
	const quiet = 300 * time.Millisecond
	for before := -1; ; {
		requests := r.host.account()
		if len(requests) == before {
			return requests, nil
		}
		before = len(requests)
		select {
		case <-t.ctx.Done():
			return nil, t.ctx.Err()
		case <-time.After(quiet):
		}
	}
}

func sum(requests []request) (n int, bytes int64) {
	for _, r := range requests {
		bytes += r.bytes
	}
	return len(requests), bytes
}

package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"sync"
	"testing/fstest"
	"time"

	"headsup/generator/inbound/answer"
	"headsup/generator/publish/search"
)

const (
	perPage = 5 // questions of a page
	among   = 5 // pages that may have the right one among them
)

// pages are the documents of a site that has questions only.
type pages []answer.Page

func (p pages) Documents() int { return len(p) }

func (p pages) Document(i int) (search.Document, error) { return p[i].Document, nil }

// choose makes a page of each group.
func choose(train []question, random *rand.Rand) pages {
	var out pages
	texts := map[string][]string{}
	for _, q := range train {
		if texts[q.group] == nil {
			out = append(out, answer.Page{Path: q.group, Document: search.Document{
				ID: q.group, URL: urlOf(q.group), Title: fmt.Sprintf("Page %d", len(out)), Sections: []search.DocumentSection{{}},
			}})
		}
		texts[q.group] = append(texts[q.group], q.text)
	}
	for i := range out {
		list := texts[out[i].Path]
		random.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
		out[i].Document.Questions = list[:min(perPage, len(list))]
	}
	return out
}

func urlOf(group string) string { return "/" + group + "/" }

// open builds the index of pages and opens it.
func open(ctx context.Context, p pages) (*search.Engine, error) {
	files := fstest.MapFS{}
	var mu sync.Mutex
	err := search.Build(ctx, p, search.Options{Language: "en"}, func(f search.File) error {
		mu.Lock()
		defer mu.Unlock()
		files[f.Path] = &fstest.MapFile{Data: f.Data, Mode: fs.ModePerm}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("build the index: %w", err)
	}
	engine, err := search.Open(files)
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	return engine, nil
}

func measureAnswers(out io.Writer, train, asked, strangers []question, rounds int) error {
	ctx := context.Background()
	fmt.Fprintf(out, "round  engine: first  among %[1]d  answers: first  among %[1]d  answered  "+
		"rightly  of no group  for 0.10  0.13  0.15\n", among)
	for round := range rounds {
		p := choose(train, rand.New(rand.NewPCG(uint64(round), 0)))
		engine, err := open(ctx, p)
		if err != nil {
			return err
		}
		finder, err := answer.New(ctx, engine, answer.List(p), "en", nil)
		if err != nil {
			return err
		}
		readers, err := look(ctx, engine, asked)
		if err != nil {
			return err
		}
		own, err := ask(ctx, finder, asked)
		if err != nil {
			return err
		}
		other, err := ask(ctx, finder, strangers)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%5d  %.3f          %.3f    %.3f           %.3f     %.3f    %.3f        "+
			"%.3f     %.3f %.3f %.3f\n", round+1,
			readers.first, readers.among, own.first, own.among, own.answered, own.rightly, other.answered,
			other.least(0.10), other.least(0.13), other.least(0.15))
	}
	return nil
}

// tally is how a list of questions was answered, as shares.
type tally struct {
	first, among, answered, rightly float64
	scores                          []float64 // the highest first
}

// least returns the score that a share of the questions is above.
func (t *tally) least(share float64) float64 {
	if len(t.scores) == 0 {
		return 0
	}
	return t.scores[int(share*float64(len(t.scores)))]
}

// look asks the engine by itself, as readers do.
func look(ctx context.Context, engine *search.Engine, list []question) (tally, error) {
	var t tally
	one := 1 / float64(max(1, len(list)))
	for _, q := range list {
		results, err := engine.Search(ctx, q.text, nil)
		if err != nil {
			return t, fmt.Errorf("search: %w", err)
		}
		urls, err := results.URLs(among)
		if err != nil {
			return t, fmt.Errorf("search: %w", err)
		}
		switch slices.Index(urls, urlOf(q.group)) {
		case -1:
		case 0:
			t.first += one
			t.among += one
		default:
			t.among += one
		}
	}
	return t, nil
}

func ask(ctx context.Context, finder *answer.Finder, list []question) (tally, error) {
	var t tally
	one := 1 / float64(max(1, len(list)))
	for _, q := range list {
		hits, err := finder.Rank(ctx, q.text, "en", time.Time{}, among)
		if err != nil {
			return t, err
		}
		place := slices.IndexFunc(hits, func(h answer.Hit) bool { return h.Page == q.group })
		if place >= 0 {
			t.among += one
		}
		if place == 0 {
			t.first += one
		}
		if len(hits) == 0 {
			continue
		}
		t.scores = append(t.scores, hits[0].Score)
		if hits[0].Score >= answer.Least {
			t.answered += one
			if place == 0 {
				t.rightly += one
			}
		}
	}
	slices.Sort(t.scores)
	slices.Reverse(t.scores)
	return t, nil
}

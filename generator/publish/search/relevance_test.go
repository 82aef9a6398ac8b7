package search_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/search"
	"headsup/generator/publish/search/searchtest"
)

// TestRelevance asks the labelled queries about headsup's own content. The floors
// are a little below what was reached; make relevance prints the figures, beside
// those of other engines.
func TestRelevance(t *testing.T) {
	data, err := os.ReadFile("../../tools/corpus/rivals/testdata/queries/own.json")
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		Queries []struct {
			Query, Class string
			Want         []string
		}
	}
	if err := json.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	files := searchtest.Read(t, "../../../content")
	s, _ := searchtest.Resolve(t, files, false)
	sources := map[string]string{}
	for _, e := range s.Entries() {
		sources["/"+e.Path] = e.Source
	}
	e := searchtest.Build(t, files, false).Open(t)
	type sum struct {
		queries int
		rank    float64 // sum of reciprocal ranks
	}
	classes := map[string]sum{}
	for _, q := range set.Queries {
		r, err := e.Search(context.Background(), q.Query, nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := r.Load(0, 10)
		if err != nil {
			t.Fatal(err)
		}
		rank := slices.IndexFunc(list, func(r search.Result) bool {
			page, _, _ := strings.Cut(r.URL, "#")
			return slices.Contains(q.Want, sources[page])
		})
		c := classes[q.Class]
		c.queries++
		if rank >= 0 {
			c.rank += 1 / float64(rank+1)
		}
		classes[q.Class] = c
	}
	for class, floor := range map[string]float64{
		"known-item": 0.97, "typo": 0.9, "prefix": 0.95, "synonym": 0.75, "question": 0.8, "code": 0.85, "phrase": 0.97,
	} {
		c := classes[class]
		if mrr := c.rank / float64(max(1, c.queries)); mrr < floor {
			t.Errorf("%s: the mean reciprocal rank of %d queries is %.3f, below %.2f", class, c.queries, mrr, floor)
		} else {
			t.Logf("%s: %.3f of %d queries", class, mrr, c.queries)
		}
	}
}

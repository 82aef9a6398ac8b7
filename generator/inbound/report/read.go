package report

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
)

// Known are what people decided and what the site says.
type Known struct {
	Language string // BCP 47, of records that do not say theirs
	Themes   themes.Themes
	Finder   *answer.Finder // nil when answers are not asked for
	// Keep says which records are to be counted, all when it is nil. The others have a
	// say in themes and kinds all the same, so that these are what they always are.
	Keep func(*record.Record) bool
}

// Read finds out what is to be known of records, and returns those that are to be counted
// in the order of their time, with all themes.
func Read(ctx context.Context, records []record.Record, known Known) ([]Item, themes.Themes, error) {
	records = slices.Clone(records)
	slices.SortStableFunc(records, func(a, b record.Record) int {
		return cmp.Or(record.Compare(a, b), cmp.Compare(a.Source, b.Source))
	})
	var kept []int
	for i := range records {
		if known.Keep == nil || known.Keep(&records[i]) {
			kept = append(kept, i)
		}
	}
	items := make([]Item, len(kept))
	var all themes.Themes
	var assigned []themes.Assignment
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		all, assigned = themes.Assign(records, known.Themes, themes.Options{Language: known.Language})
		return nil
	})
	g.Go(func() error {
		classifier := classify.Train(slices.Concat(classify.Seed(), classify.Corrected(records)))
		return eachPart(ctx, len(items), func(ctx context.Context, i int) error {
			it := &items[i]
			it.Record = &records[kept[i]]
			it.Kind = KindOf(classifier, it.Record)
			if known.Finder == nil || !Asks(it.Kind) {
				return nil
			}
			then, now, err := known.Finder.ThenAndNow(ctx, it.Record)
			it.Then, it.Now = Hit{then.Page, then.Score}, Hit{now.Page, now.Score}
			return err
		})
	})
	if err := g.Wait(); err != nil {
		return nil, nil, fmt.Errorf("read what was asked: %w", err)
	}
	for i, at := range kept {
		items[i].Theme = assigned[at].Theme
	}
	return items, all, nil
}

// KindOf returns the name of the kind of a record.
func KindOf(c *classify.Classifier, r *record.Record) string {
	kind, _, sure := c.Record(r)
	if !sure {
		return Unsure
	}
	return string(kind)
}

// eachPart calls a function for each of n places, on all cores.
func eachPart(ctx context.Context, n int, do func(context.Context, int) error) error {
	g, ctx := errgroup.WithContext(ctx)
	parts := runtime.GOMAXPROCS(0)
	for part := range parts {
		g.Go(func() error {
			for i := part; i < n; i += parts {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(ctx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

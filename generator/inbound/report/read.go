package report

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"headsup/generator/inbound/answer"
	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
)

// Sort finds out of which kind and theme records are, and returns them in the order of
// their time, with all themes, and how good the judgement of kinds is. Records that do not say
// their language are in the one given.
func Sort(
	records []*record.Record, language string, known themes.Themes, kept record.Kept,
) ([]Item, themes.Themes, classify.Accuracy) {
	records = record.Sorted(records)
	parts := record.Parts(records)
	items := make([]Item, len(records))
	var all themes.Themes
	var assigned []themes.Assignment
	var wait sync.WaitGroup
	wait.Go(func() {
		all, assigned = themes.Assign(records, known, themes.Options{Language: language, Kept: kept, Parts: parts})
	})
	for i, r := range records {
		items[i].Record = r
	}
	classifier := classify.Learn(classify.Corrected(records), kept)
	sortKinds(items, parts, classifier, kept)
	wait.Wait()
	for i := range items {
		items[i].Theme = assigned[i].Theme
	}
	return items, all, classifier.Accuracy()
}

// FindAnswers finds the pages that answer items, then and now. What was found before is taken
// from what is kept, where nothing has changed that it depends on. The program then says what
// the engine of the finder depends on, too.
func FindAnswers(ctx context.Context, items []Item, finder *answer.Finder, known record.Kept) error {
	if known.Cache == nil {
		return findAnswers(ctx, items, finder)
	}
	return keepAnswers(ctx, items, finder, known)
}

func findAnswers(ctx context.Context, items []Item, finder *answer.Finder) error {
	err := eachPart(ctx, len(items), func(ctx context.Context, i int) error {
		it := &items[i]
		if !Asks(it.Kind) {
			return nil
		}
		then, now, err := finder.ThenAndNow(ctx, it.Record)
		it.Then, it.Now = Hit{then.Page, then.Score}, Hit{now.Page, now.Score}
		if it.Found = it.Now; err == nil && it.Record.Answer != "" {
			alone := *it.Record
			alone.Answer = ""
			_, now, err = finder.ThenAndNow(ctx, &alone)
			it.Found = Hit{now.Page, now.Score}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("find answers to what was asked: %w", err)
	}
	return nil
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

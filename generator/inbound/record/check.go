package record

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// Check reports what records say that the site does not know: a source, team, product
// or plan, and a page that is not there. A value that many records have is reported
// once, at the first of them. HasPage reports whether a path is that of a page, and moved
// where a page is now, or "".
func Check(records []Record, cfg *content.Config, hasPage func(string) bool, moved func(string) string) []diag.Diagnostic {
	c := checker{of: map[[2]string]*unknown{}}
	teams := append(terms(cfg.Audiences), Customer)
	plans := terms(cfg.Plans)
	var sources, products []string
	for _, s := range cfg.Inbound.Sources {
		sources = append(sources, s.ID)
	}
	for _, p := range cfg.Products {
		products = append(products, p.ID)
	}
	for i := range records {
		r := &records[i]
		c.check(r, "source", r.Source, sources, "inbound.sources")
		c.check(r, "team", r.Team, teams, "audiences")
		c.check(r, "product", r.Product, products, "products")
		c.check(r, "plan", r.Plan, plans, "plans")
		if page := path.Clean(strings.TrimPrefix(r.Answer, "/")); r.Answer != "" && !hasPage(page) {
			c.add(r, "answer", r.Answer, func() (message, hint string) {
				hint = "write its path from the content folder, such as playbooks/export.md"
				if now := moved(page); now != "" {
					hint = "it is " + now + " now"
				}
				return "the answer " + diag.Quote(r.Answer) + " is no page of the content folder", hint
			})
		}
	}
	return c.found()
}

// CheckDates reports records that are dated at or after a time, the end of today: as many
// as there are, at the first of them.
func CheckDates(records []Record, end time.Time) []diag.Diagnostic {
	var first *Record
	count := 0
	for i := range records {
		if !records[i].At.Before(end) {
			first = cmp.Or(first, &records[i])
			count++
		}
	}
	if first == nil {
		return nil
	}
	message := "the record is dated " + first.At.UTC().Format(time.DateOnly) + ", a day that is still to come"
	if count > 1 {
		message += fmt.Sprintf(", as %d records are", count)
	}
	return []diag.Diagnostic{diag.New(rule, first.Position(), message, "correct at; until that day, charts leave it out")}
}

func terms(list []content.Term) []string {
	ids := make([]string, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	return ids
}

// checker collects values that the site does not know.
type checker struct {
	of    map[[2]string]*unknown // by field and value
	order []*unknown
}

// unknown is a value that at least one record has.
type unknown struct {
	field   string
	at      diag.Diagnostic
	records int
}

// check notes a value that is not in a list of the site. An empty list allows any.
func (c *checker) check(r *Record, field, value string, known []string, list string) {
	if value == "" || len(known) == 0 || slices.Contains(known, value) {
		return
	}
	c.add(r, field, value, func() (message, hint string) {
		if hint = diag.DidYouMean(value, known); strings.HasPrefix(hint, "allowed: ") {
			hint += "; or add it under " + list + " in headsup.yaml"
		}
		return "there is no " + field + " " + diag.Quote(value), hint
	})
}

func (c *checker) add(r *Record, field, value string, say func() (message, hint string)) {
	u := c.of[[2]string{field, value}]
	if u == nil {
		message, hint := say()
		u = &unknown{field: field, at: diag.New(rule, r.Position(), message, hint)}
		c.of[[2]string{field, value}] = u
		c.order = append(c.order, u)
	}
	u.records++
}

// found returns the findings in the order of records. Of one field only the first are
// told: there are more where a column was taken for another.
func (c *checker) found() (list []diag.Diagnostic) {
	values := map[string]int{}
	for _, u := range c.order {
		if values[u.field]++; values[u.field] > maxReported {
			continue
		}
		if u.records > 1 {
			u.at.Message += fmt.Sprintf(", which %d records have", u.records)
		}
		list = append(list, u.at)
	}
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if left := values[field] - maxReported; left > 0 {
			list = append(list, diag.New(rule, diag.Position{Path: Folder},
				fmt.Sprintf("%d more values of %s are unknown", left, field),
				"if another column was taken for it, name the right one under map in headsup.yaml"))
		}
	}
	return list
}

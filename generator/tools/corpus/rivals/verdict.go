package main

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// verdict is how the engines answered one query.
type verdict struct {
	content string
	query   query
	ranks   []int  // of each engine, 0: not among those that count
	first   string // source of what the first engine has on top, "" when it finds nothing
}

// verdicts ranks what the engines found: the pages of each engine, for each
// query.
func verdicts(content string, queries []query, s *site, found [][][]string) []verdict {
	var out []verdict
	for i, q := range queries {
		var want []string
		for _, source := range q.Want {
			want = append(want, s.urls[source])
		}
		v := verdict{content: content, query: q}
		for n, answers := range found {
			v.ranks = append(v.ranks, rank(answers[i], want))
			if n == 0 && len(answers[i]) > 0 {
				v.first = s.sources[answers[i][0]]
			}
		}
		out = append(out, v)
	}
	return out
}

// unanswered returns an error that names the engines that answer none of a
// content folder's queries. No search is that bad: they were asked wrongly.
func (r *relevance) unanswered(list []verdict) error {
	var wrong []error
	for i, id := range r.engines {
		if len(list) > 0 && !slices.ContainsFunc(list, func(v verdict) bool { return v.ranks[i] > 0 }) {
			wrong = append(wrong, fmt.Errorf("%s finds no wanted page for any of %d queries", id.title(), len(list)))
		}
	}
	return errors.Join(wrong...)
}

// report prints the table: a row for each class, for each content folder, and
// for all.
func (r *relevance) report(all []verdict, skipped []string) error {
	if len(skipped) > 0 {
		fmt.Fprintf(r.Stdout, "Skipped: %s.\n\n", strings.Join(skipped, ", "))
	}
	if len(all) == 0 {
		return errors.New("there is nothing to compare")
	}
	versions, err := r.versions()
	if err != nil {
		return err
	}
	fmt.Fprintf(r.Stdout, "%d queries%s; %s/%s\n\n", len(all), versions, runtime.GOOS, runtime.GOARCH)
	if r.verbose {
		r.explain(all)
	}
	return writeTable(r.Stdout, 1, r.rows(all))
}

func (r *relevance) rows(all []verdict) [][]string {
	head := []string{"", "queries"}
	for _, id := range r.engines {
		head = append(head, id.title()+" success@1", "MRR@10")
	}
	rows := [][]string{head}
	add := func(title string, match func(verdict) bool) {
		ranks := make([][]int, len(r.engines))
		for _, v := range all {
			if match(v) {
				for i, rank := range v.ranks {
					ranks[i] = append(ranks[i], rank)
				}
			}
		}
		if len(ranks[0]) == 0 {
			return
		}
		row := []string{title, fmt.Sprint(len(ranks[0]))}
		for i := range r.engines {
			s := scoreOf(ranks[i])
			row = append(row, fmt.Sprintf("%.3f", s.first), fmt.Sprintf("%.3f", s.reciprocal))
		}
		rows = append(rows, row)
	}
	for _, class := range classes {
		add(class, func(v verdict) bool { return v.query.Class == class })
	}
	var contents []string
	for _, v := range all {
		if !slices.Contains(contents, v.content) {
			contents = append(contents, v.content)
		}
	}
	for _, name := range contents {
		add("on "+name, func(v verdict) bool { return v.content == name })
	}
	add("all", func(verdict) bool { return true })
	return rows
}

// explain prints the queries that the first engine does not answer first.
func (r *relevance) explain(all []verdict) {
	for _, v := range all {
		if v.ranks[0] == 1 {
			continue
		}
		fmt.Fprintf(r.Stdout, "%s, %s: %s\n ", v.content, v.query.Class, v.query.Text)
		for i, id := range r.engines {
			place := "–"
			if v.ranks[i] > 0 {
				place = fmt.Sprint(v.ranks[i])
			}
			fmt.Fprintf(r.Stdout, " %s %s", id.title(), place)
		}
		first := v.first
		if first == "" {
			first = "nothing"
		}
		fmt.Fprintf(r.Stdout, "\n  wanted %s\n  %s found %s first\n\n", strings.Join(v.query.Want, " or "), r.engines[0].title(), first)
	}
}

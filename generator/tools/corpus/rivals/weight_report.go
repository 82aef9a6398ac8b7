package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"headsup/generator/tools/corpus/process"
)

// report prints what indexes take to build and what searches cost.
func (w *weight) report(builds []indexing, loads []load) error {
	versions, err := w.versions()
	if err != nil {
		return err
	}
	fmt.Fprintf(w.Stdout, "%d pages%s; %s/%s, %d processors, %s; median of %d runs\n\n",
		w.pages, versions, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), w.rounds)
	if err := writeTable(w.Stdout, 1, buildRows(builds)); err != nil {
		return err
	}
	fmt.Fprintln(w.Stdout)
	if err := writeTable(w.Stdout, 2, loadRows(loads)); err != nil {
		return err
	}
	fmt.Fprintf(w.Stdout, "\nBytes with headers, as a host sends them that compresses what it knows by its content type; "+
		"the first %d results.\n", shownResults)
	if notes := fewResults(loads); notes != "" {
		fmt.Fprintf(w.Stdout, "\n%s\n", notes)
	}
	return nil
}

func (i indexing) title() string {
	if i.engine == headsup {
		return "headsup: the whole site with its index"
	}
	return i.engine.title() + ": the index alone"
}

// buildRows has a row for each engine, then the ratios to Pagefind.
func buildRows(list []indexing) [][]string {
	rows := [][]string{{"build", "wall s", "CPU s", "peak MiB", "index files", "index MiB"}}
	var figures [][]float64
	for _, i := range list {
		f := []float64{
			of(i.runs, func(u process.Usage) time.Duration { return u.Wall }).Seconds(),
			of(i.runs, func(u process.Usage) time.Duration { return u.CPU }).Seconds(),
			mebibytes(of(i.runs, func(u process.Usage) int64 { return u.Peak })),
			float64(i.files), mebibytes(i.bytes),
		}
		figures = append(figures, f)
		rows = append(rows, append([]string{i.title()}, format(f, "%.2f", "%.2f", "%.0f", "%.0f", "%.2f")...))
	}
	base := slices.IndexFunc(list, func(i indexing) bool { return i.engine == pagefind })
	for n, i := range list {
		if base >= 0 && n != base {
			rows = append(rows, append([]string{i.engine.title() + " ÷ Pagefind"}, ratios(figures[n], figures[base])...))
		}
	}
	return rows
}

func (l load) title() string {
	if l.page {
		return l.engine.title() + ", search page"
	}
	return l.engine.title()
}

// figures are the quantities of a load in the order of the table. Those of
// typing are missing where nothing was typed.
func (l load) figures() []float64 {
	f := []float64{float64(l.requests), kibibytes(l.bytes), ms(l.ready), ms(l.busy), ms(l.longest)}
	if l.hasTyping {
		t := l.typed
		f = append(f, float64(t.requests), kibibytes(t.bytes), ms(t.middle), ms(t.slowest), ms(t.later), ms(t.busiest), ms(t.working))
	}
	return f
}

// loadRows has, for each query, a row for each engine and the ratios to
// Pagefind.
func loadRows(list []load) [][]string {
	rows := [][]string{{
		"query", "search", "requests", "KiB", "results ms", "busy ms", "longest task ms",
		"typed: requests", "KiB", "median letter ms", "slowest", "slowest but the first", "busiest", "busiest but the first",
	}}
	width := len(rows[0])
	row := func(query, title string, cells []string) {
		r := append([]string{query, title}, cells...)
		for len(r) < width {
			r = append(r, "–")
		}
		rows = append(rows, r)
	}
	for len(list) > 0 {
		n := slices.IndexFunc(list, func(l load) bool { return l.query != list[0].query })
		if n < 0 {
			n = len(list)
		}
		group := list[:n]
		list = list[n:]
		for _, l := range group {
			row(l.query, l.title(), format(l.figures(), "%.0f", "%.1f", "%.1f", "%.1f",
				"%.0f", "%.0f", "%.1f", "%.1f", "%.1f", "%.1f", "%.1f", "%.1f"))
		}
		base := slices.IndexFunc(group, func(l load) bool { return l.engine == pagefind })
		for i, l := range group {
			if base >= 0 && i != base {
				row(l.query, l.title()+" ÷ Pagefind", ratios(l.figures(), group[base].figures()))
			}
		}
	}
	return rows
}

// fewResults names the searches that did not have all the results that a reader
// looks at: they loaded less than others.
func fewResults(list []load) string {
	var out []string
	for _, l := range list {
		if l.results < shownResults {
			out = append(out, fmt.Sprintf("%s found %d for %s", l.title(), l.results, l.query))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return fmt.Sprintf("Fewer than %d results: %s.", shownResults, strings.Join(out, "; "))
}

// format formats each figure with the pattern of its column.
func format(figures []float64, patterns ...string) []string {
	var out []string
	for i, f := range figures {
		out = append(out, fmt.Sprintf(patterns[i], f))
	}
	return out
}

// ratios divides figures by those of another, as far as there are any.
func ratios(a, b []float64) []string {
	var out []string
	for i := range min(len(a), len(b)) {
		switch r := a[i] / b[i]; {
		case b[i] == 0:
			out = append(out, "–")
		case r > 0 && r < 0.1:
			out = append(out, fmt.Sprintf("%.3f", r))
		default:
			out = append(out, fmt.Sprintf("%.2f", r))
		}
	}
	return out
}

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

func kibibytes(n int64) float64 { return float64(n) / (1 << 10) }

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

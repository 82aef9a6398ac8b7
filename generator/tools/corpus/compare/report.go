package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"headsup/generator/tools/corpus/process"
)

// result is what all runs of one contender used.
type result struct {
	name string
	runs []measurement // one or more
}

// median returns the middle of what the runs say about one quantity; of two
// middles, the smaller.
func median[T int | int64 | time.Duration](runs []measurement, of func(measurement) T) T {
	all := make([]T, len(runs))
	for i, run := range runs {
		all[i] = of(run)
	}
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

func (r result) median() measurement {
	return measurement{
		wall:  median(r.runs, func(m measurement) time.Duration { return m.wall }),
		cpu:   median(r.runs, func(m measurement) time.Duration { return m.cpu }),
		peak:  median(r.runs, func(m measurement) int64 { return m.peak }),
		files: median(r.runs, func(m measurement) int { return m.files }),
		bytes: median(r.runs, func(m measurement) int64 { return m.bytes }),
	}
}

// report prints the table, and how the first contender compares with the last
// one when there are several.
func (c *command) report(content string, results []result) error {
	files, bytes, err := process.Size(content, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "%d pages, %d files, %.1f MiB of content; %s/%s, %d processors, %s; median of %d runs\n\n",
		c.pages, files, mebibytes(bytes), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), c.rounds)
	return table(c.Stdout, results)
}

// table prints one line for each result and then the ratios.
func table(w io.Writer, results []result) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "build\twall s\tfrom–to s\tCPU s\tpeak MiB\tfiles\toutput MiB\t")
	for _, r := range results {
		m := r.median()
		least := slices.MinFunc(r.runs, byWall).wall
		most := slices.MaxFunc(r.runs, byWall).wall
		fmt.Fprintf(t, "%s\t%.2f\t%.2f–%.2f\t%.2f\t%.0f\t%d\t%.1f\t\n", r.name, m.wall.Seconds(),
			least.Seconds(), most.Seconds(), m.cpu.Seconds(), mebibytes(m.peak), m.files, mebibytes(m.bytes))
	}
	last := results[len(results)-1]
	for _, r := range results[:len(results)-1] {
		a, b := r.median(), last.median()
		fmt.Fprintf(t, "%s ÷ %s\t%s\t\t%s\t%s\t%s\t%s\t\n", r.name, last.name, ratio(a.wall, b.wall),
			ratio(a.cpu, b.cpu), ratio(a.peak, b.peak), ratio(a.files, b.files), ratio(a.bytes, b.bytes))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("print table: %w", err)
	}
	return nil
}

func byWall(a, b measurement) int { return int(a.wall - b.wall) }

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

// ratio returns a/b, or a dash when there is nothing to divide by.
func ratio[T int | int64 | time.Duration](a, b T) string {
	if b == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", float64(a)/float64(b))
}

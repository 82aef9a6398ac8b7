package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
)

func measureThemes(out io.Writer, list []question, rounds int) {
	fmt.Fprintln(out, "order      themes  V-measure  homogeneity  completeness  seconds")
	for round := range rounds + 1 {
		name, order := "of file", make([]int, len(list))
		for i := range order {
			order[i] = i
		}
		if round > 0 {
			name = fmt.Sprintf("random %d", round)
			order = rand.New(rand.NewPCG(uint64(round), 0)).Perm(len(list))
		}
		records, groups := make([]record.Record, len(list)), make([]string, len(list))
		for i, j := range order {
			at := time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC)
			records[i] = record.Record{ID: strconv.Itoa(j), At: at, Source: "questions", Text: list[j].text}
			groups[i] = list[j].group
		}
		start := time.Now()
		found, assigned := themes.Assign(record.Pointers(records), nil, themes.Options{Language: "en"})
		took := time.Since(start)
		ids := make([]string, len(assigned))
		for i, a := range assigned {
			ids[i] = a.Theme
		}
		h, c, v := vMeasure(groups, ids)
		fmt.Fprintf(out, "%-9s  %6d  %9.3f  %11.3f  %12.3f  %7.1f\n", name, len(found), v, h, c, took.Seconds())
	}
}

// vMeasure compares two ways to put the same things into groups (Rosenberg and
// Hirschberg, 2007).
func vMeasure(want, got []string) (homogeneity, completeness, v float64) {
	wanted, given, both := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range want {
		wanted[want[i]]++
		given[got[i]]++
		both[want[i]+"\x00"+got[i]]++
	}
	hw, hg, hb := entropy(wanted, len(want)), entropy(given, len(want)), entropy(both, len(want))
	shared := hw + hg - hb
	return shared / hw, shared / hg, 2 * shared / (hw + hg)
}

func entropy(counts map[string]int, n int) float64 {
	sum := 0.0
	for _, count := range counts {
		p := float64(count) / float64(n)
		sum -= p * math.Log(p)
	}
	return sum
}

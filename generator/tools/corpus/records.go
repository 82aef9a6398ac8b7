package corpus

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"headsup/generator/inbound/record"
)

// frames are sentences about a matter, as customers and colleagues begin them.
var frames = []string{
	"How do I %s %s?", "How can we %s %s for all users?", "Where do I find %[2]s to %[1]s it?", "Can it %s %s?",
	"Is there a way to %s several %s at once?", "Does %[2]s work when I %[1]s?", "When will it %s %s?",
	"We need to %s %s every month.", "Customer asks whether we can %s %s.", "It would help to %s %s from the phone.",
	"Cannot %s %s since yesterday.", "Error after trying to %s %s.", "Love how easy it is to %s %s!", "Question about %[2]s: %[1]s or not?",
}

// matters is how many things people ask about.
const matters = 600

var sources = []string{"chat", "desk", "survey"}

// Records returns records of three years, the last one on the day given, in order.
// The same number gives the same records on every machine.
func Records(count int, last time.Time) []record.Record {
	const years = 3
	m := newMaker(0)
	r := newRandom(0, forRecords)
	type matter struct{ verb, noun, product string }
	list := make([]matter, matters)
	for i := range list {
		list[i] = matter{m.vocabulary.noun(r), m.vocabulary.noun(r) + " " + m.vocabulary.noun(r), pick(r, products)}
	}
	first := last.AddDate(-years, 0, 0)
	span := last.Sub(first)
	records := make([]record.Record, count)
	for i := range records {
		about := list[min(r.below(matters), r.below(matters))] // some are asked about more often
		it := record.Record{
			ID: fmt.Sprintf("r%07d", i), At: first.Add(span / time.Duration(count) * time.Duration(i)).UTC().Truncate(time.Second),
			Source: pick(r, sources), Team: record.Customer, Product: about.product, Account: fmt.Sprintf("account-%d", r.below(900)),
		}
		it.Text = fmt.Sprintf(pick(r, frames), about.verb, about.noun)
		if r.chance(30) {
			it.Text += " " + m.sentence(r, r.between(3, 20))
		}
		if r.chance(40) {
			it.Value = float64(1000 * r.between(1, 90))
		}
		if r.chance(25) {
			it.Team = pick(r, audiences)
		}
		if it.Source == "survey" {
			score := r.below(record.MaxScore + 1)
			it.Score = &score
		}
		records[i] = it
	}
	return records
}

// WriteRecords writes records into a content folder, as headsup inbound add does.
func WriteRecords(dir string, records []record.Record) error {
	files := map[string][]record.Record{}
	for _, r := range records {
		files[record.File(&r)] = append(files[record.File(&r)], r)
	}
	for name, list := range files {
		slices.SortFunc(list, func(a, b record.Record) int { return cmp.Or(record.Compare(a, b), cmp.Compare(a.ID, b.ID)) })
		data, err := record.Append(nil, list)
		if err != nil {
			return fmt.Errorf("make records: %w", err)
		}
		name = filepath.Join(dir, filepath.FromSlash(path.Clean(name)))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fmt.Errorf("make folder of records: %w", err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return fmt.Errorf("write records: %w", err)
		}
	}
	return nil
}

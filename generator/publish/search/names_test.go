package search_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/publish/search/index"
	"headsup/generator/publish/search/searchtest"
)

// dated returns pages of made words, a note a day, of which an index has a few
// dozen shards.
func dated(pages int) map[string]string {
	r := rand.New(rand.NewPCG(3, 4))
	files := map[string]string{}
	for i := range pages {
		var words []string
		for range 300 {
			words = append(words, made5000(int(5000*r.Float64()*r.Float64())))
		}
		day := time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC)
		files[noteOn(day)] = note(day, strings.Join(words, " "))
	}
	return files
}

func noteOn(day time.Time) string { return day.Format("releases/2006-01-02.md") }

func note(day time.Time, text string) string {
	return fmt.Sprintf("---\ntitle: Note\ndate: %s\n---\n%s\n", day.Format(time.DateOnly), text)
}

// made5000 returns one of 5,000 words of different beginnings.
func made5000(n int) string {
	const consonants, vowels = "bdfgklmnpr", "aeiou"
	var b strings.Builder
	for n = n*7919%5000 + 5000; n > 0; n /= 50 {
		b.WriteByte(consonants[n%10])
		b.WriteByte(vowels[n/10%5])
	}
	return b.String()
}

// renamed returns the files of an index that another has not, by folder.
func renamed(from, to *searchtest.Index) map[string][]string {
	out := map[string][]string{}
	for name := range maps.Keys(to.Files) {
		if from.Files[name] == nil {
			folder, _, _ := strings.Cut(name, "/")
			out[folder] = append(out[folder], name)
		}
	}
	return out
}

// TestEditsKeepNames wants that a browser that has searched before an edit loads
// anew only what is about the words that are other, and one block of fragments.
func TestEditsKeepNames(t *testing.T) {
	const pages = 600
	before := dated(pages)
	edited := time.Date(2020, 1, 1+200, 0, 0, 0, 0, time.UTC)
	word := strings.Fields(strings.Split(before[noteOn(edited)], "---\n")[2])[100]
	added := time.Date(2020, 1, 1+pages, 0, 0, 0, 0, time.UTC)
	old := searchtest.Build(t, before, false)
	count := func(x *searchtest.Index, folder string) (n int) {
		for name := range x.Files {
			if strings.HasPrefix(name, folder+"/") {
				n++
			}
		}
		return n
	}
	shards := count(old, "terms")
	if shards < 20 {
		t.Fatalf("%d shards are too few to test anything", shards)
	}
	for name, edit := range map[string]struct {
		file, text string
		terms      []string // whose postings are other, at most
		fragments  int      // with new names
		facets     int
	}{
		"a word": {
			noteOn(edited), strings.Replace(before[noteOn(edited)], " "+word+" ", " bababa ", 1),
			[]string{word, "bababa"},
			index.BlockSize, 0,
		},
		"a newest page": {
			noteOn(added), note(added, "bababa "+word), []string{"bababa", word, "note", "release"}, pages%index.BlockSize + 1, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			after := maps.Clone(before)
			after[edit.file] = edit.text
			x := searchtest.Build(t, after, false)
			changed := renamed(old, x)
			others := 0
			for _, file := range changed["terms"] {
				s, err := index.ParseShard(x.Files[file].Data, len(after))
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(edit.terms, func(term string) bool { return slices.Contains(s.Terms, term) }) {
					others++
				}
			}
			// The end of a shard may move, which is the beginning of the next.
			if others > 1 {
				t.Errorf("%d shards of other terms have new names", others)
			}
			for folder, most := range map[string]int{
				"terms": len(edit.terms) + 1, "positions": len(edit.terms) + 1, "spelling": len(edit.terms),
				"fragments": edit.fragments, "facets": edit.facets, index.RootFile: 0,
			} {
				if got := len(changed[folder]); got > most {
					t.Errorf("%d of %d files of %s have new names, at most %d are wanted", got, count(x, folder), folder, most)
				}
			}
			if got := len(changed["fragments"]); got != edit.fragments {
				t.Errorf("%d fragments have new names, want %d", got, edit.fragments)
			}
			folders := map[string]bool{}
			for _, file := range changed["fragments"] {
				folders[path.Dir(file)] = true
			}
			if len(folders) != 1 {
				t.Errorf("%d blocks of fragments have new names", len(folders))
			}
		})
	}
}

package index_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"headsup/generator/publish/search/analysis"
	"headsup/generator/publish/search/index"
)

// page is one page of a hand-made index.
type page []index.Text

// collect reads pages with so many collectors.
func collect(pages []page, collectors int) []*index.Collector {
	list := make([]*index.Collector, collectors)
	for w := range list {
		list[w] = index.NewCollector(true)
		for i := w * len(pages) / collectors; i < (w+1)*len(pages)/collectors; i++ {
			list[w].Add(i, pages[i])
		}
	}
	return list
}

// encode returns the files of an index. A file that comes twice is an error, and
// so is one that comes behind the root.
func encode(t testing.TB, in index.Input, collectors []*index.Collector) (files map[string][]byte, text string) {
	t.Helper()
	files = map[string][]byte{}
	var mu sync.Mutex
	err := index.Encode(t.Context(), in, collectors, func(f index.File) error {
		mu.Lock()
		defer mu.Unlock()
		if files[f.Path] != nil || files[index.RootFile] != nil {
			return fmt.Errorf("%s comes twice, or behind the root", f.Path)
		}
		files[f.Path] = f.Data
		text += f.Text + "\n"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, text
}

func folder(files map[string][]byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

func open(t testing.TB, files map[string][]byte) *index.Reader {
	t.Helper()
	r, err := index.NewReader(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shards reads all shards.
func shards(t testing.TB, r *index.Reader) []*index.Shard {
	t.Helper()
	_, n := r.Shards("")
	list := make([]*index.Shard, n)
	for i := range list {
		var err error
		if list[i], err = r.Shard(i); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// posting is what an index says of a term on a page.
type posting struct {
	Page  int
	Lines []index.Line
	At    []uint32
}

// postings reads all postings back.
func postings(t testing.TB, r *index.Reader) map[string][]posting {
	t.Helper()
	out := map[string][]posting{}
	for _, s := range shards(t, r) {
		p, err := r.Positions(s)
		if err != nil {
			t.Fatal(err)
		}
		for i, term := range s.Terms {
			for j := s.Starts[i]; j < s.Starts[i+1]; j++ {
				out[term] = append(out[term], posting{
					int(s.Pages[j]), slices.Clone(s.Lines[s.LineStarts[j]:s.LineStarts[j+1]]), p.At[p.Starts[j]:p.Starts[j+1]],
				})
			}
		}
	}
	return out
}

// between is how many positions are left out between two texts, at least as many
// as the longest phrase that anybody types by accident.
const between = 16

// want works out the postings of pages in the simplest way.
func want(pages []page) map[string][]posting {
	kinds := map[index.Field]index.LineKind{
		index.Title: index.TitleLine, index.Question: index.QuestionLine, index.Heading: index.HeadingLine, index.Name: index.NameLine,
	}
	out := map[string][]posting{}
	var scanner analysis.Scanner
	for number, texts := range pages {
		of := map[string]*posting{}
		start := 0
		for _, text := range texts {
			kind, isLine := kinds[text.Field]
			line := index.Line{Kind: kind, Index: text.Index, Length: content(text.Text)}
			positions, _ := scanner.Scan(text.Text, func(token analysis.Token) {
				p := of[string(token.Text)]
				if p == nil {
					p = &posting{Page: number}
					of[string(token.Text)] = p
				}
				p.At = append(p.At, uint32(start+token.Position))
				if isLine && !slices.Contains(p.Lines, line) && len(p.Lines) < 12 {
					p.Lines = append(p.Lines, line)
				}
			})
			start += positions + between
		}
		for term, p := range of {
			slices.Sort(p.At)
			p.At = slices.Compact(p.At)
			out[term] = append(out[term], *p)
		}
	}
	return out
}

// content counts the words of a text, without stop words if it has others.
func content(text string) int {
	words := strings.Fields(text)
	n := 0
	for _, w := range words {
		if !analysis.IsStopWord(strings.ToLower(w)) {
			n++
		}
	}
	return cmp.Or(n, len(words))
}

var few = []page{
	{
		{Field: index.Title, Text: "Export the invoices"},
		{Field: index.Question, Text: "How do I export", Index: 0},
		{Field: index.Question, Text: "What is it", Index: 1},
		{Field: index.Heading, Text: "Single sign on", Index: 3},
		{Field: index.Body, Text: "Invoices and invoices and billing.export"},
	},
	{},
	{
		{Field: index.Body, Text: "検索エンジン Export v2.14.0 MaybeUninit"},
		{Field: index.Name, Text: "invoices"},
		{Field: index.Tag, Text: "C++"},
	},
	{{Field: index.Title, Text: ""}, {Field: index.Summary, Text: "...", Index: 4}, {Field: index.Body, Text: "export"}},
}

// many returns pages of so many words that their index has several shards.
func many(pages int) []page {
	r := rand.New(rand.NewPCG(5, 6))
	syllables := strings.Fields("ba be ko ke la lu mi mo na ne ру ту ß st")
	word := func() string {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		return b.String()
	}
	text := func(n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = word()
		}
		return strings.Join(words, " ")
	}
	list := make([]page, pages)
	for i := range list {
		list[i] = page{
			{Field: index.Title, Text: text(4)},
			{Field: index.Body, Text: text(300)},
			{Field: index.Heading, Text: text(3), Index: 1},
			{Field: index.Body, Text: text(200)},
		}
	}
	return list
}

// input is what belongs to pages besides their texts.
func input(pages int) index.Input {
	in := index.Input{Stems: true, Pages: pages, Synonyms: []string{"sso", "single sign-on", "", "alone", ""}}
	kinds := index.Facet{ID: "kind", Values: []index.FacetValue{{ID: "a", Title: "A & Ä"}, {ID: "b", Title: "B"}, {ID: "", Title: ""}}}
	for number, block := range blocks(pages) {
		_, h := index.Fragments(number, block)
		in.Blocks = append(in.Blocks, h)
	}
	for i := range pages {
		kinds.Pages = append(kinds.Pages, [][]int{{0}, {}, {1, 0}, {2}}[i%4])
	}
	in.Facets = []index.Facet{kinds, {ID: "none", Values: []index.FacetValue{}, Pages: slices.Repeat([][]int{{}}, pages)}}
	return in
}

// blocks returns fragments of pages by their blocks.
func blocks(pages int) [][][]byte {
	var list [][]byte
	for i := range pages {
		list = append(list, fmt.Appendf(nil, `{"page":%d}`, i))
	}
	return slices.Collect(slices.Chunk(list, index.BlockSize))
}

// withFragments adds the files that [input] names.
func withFragments(files map[string][]byte, pages int) map[string][]byte {
	for number, block := range blocks(pages) {
		list, _ := index.Fragments(number, block)
		for _, f := range list {
			files[f.Path] = f.Data
		}
	}
	return files
}

func TestRoundTrip(t *testing.T) {
	for name, pages := range map[string][]page{"none": nil, "few": few, "many": many(70)} {
		t.Run(name, func(t *testing.T) {
			in := input(len(pages))
			files, _ := encode(t, in, collect(pages, 1))
			r := open(t, withFragments(files, len(pages)))
			if r.Pages != len(pages) || !r.Stems {
				t.Errorf("%d pages, stems %v", r.Pages, r.Stems)
			}
			if want := [][]string{{"sso", "single sign-on"}, {"alone"}}; !reflect.DeepEqual(r.Synonyms, want) {
				t.Errorf("synonyms %q, want %q", r.Synonyms, want)
			}
			got, want := postings(t, r), want(pages)
			if len(got) != len(want) {
				t.Errorf("%d terms, want %d", len(got), len(want))
			}
			for term, list := range want {
				if !slices.EqualFunc(got[term], list, same) {
					t.Fatalf("%q:\n%+v, want\n%+v", term, got[term], list)
				}
			}
			wantSpelling(t, r, want)
			wantHot(t, r, want)
			if _, err := r.Questions(); err != nil {
				t.Error(err)
			}
			facets, err := r.Facets()
			if err != nil || fmt.Sprint(facets) != fmt.Sprint(in.Facets) {
				t.Errorf("facets %+v, %v", facets, err)
			}
			for i := range pages {
				data, err := index.ReadFragment(r, i, func(data []byte) (string, error) { return string(data), nil })
				if want := fmt.Sprintf(`{"page":%d}`, i); err != nil || data != want {
					t.Errorf("the fragment of page %d is %s, %v", i, data, err)
				}
			}
			for _, i := range []int{-1, len(pages)} {
				if _, err := index.ReadFragment(r, i, func([]byte) (int, error) { return 0, nil }); !errors.Is(err, index.ErrDamaged) {
					t.Errorf("the fragment of page %d: %v", i, err)
				}
			}
		})
	}
}

// The vectors of pages are of the stems in their titles and questions, the stop words, pairs of
// these and groups of equivalents. All but the stems have postings. What stands elsewhere does not count.
func TestQuestions(t *testing.T) {
	pages := []page{
		{
			{Field: index.Title, Text: "Exports"},
			{Field: index.Lead, Text: "When", Index: 1},
			{Field: index.Question, Text: "How do I export?"},
			{Field: index.Question, Text: "How long is an export?", Index: 1},
			{Field: index.Heading, Text: "What now", Index: 1},
			{Field: index.Body, Text: "Where are they?"},
		},
		{{Field: index.Title, Text: "Set out how"}},
		{{Field: index.Body, Text: "Why?"}},
	}
	files, _ := encode(t, input(len(pages)), collect(pages, 1))
	q, err := open(t, files).Questions()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, word := range q.Traits {
		from, to := q.Find(word)
		got[word] = fmt.Sprint(q.Pages[from:to], q.Counts[from:to])
	}
	group := q.Groups("export")
	if len(group) != 1 || !slices.Equal(q.Groups("download"), group) || len(q.Groups("whale")) > 0 {
		t.Fatalf("export is in the groups %q, download in %q, whale in %q", group, q.Groups("download"), q.Groups("whale"))
	}
	want := map[string]string{
		"how": "[0 1] [2 1]", "do": "[0] [1]", "i": "[0] [1]", "is": "[0] [1]", "an": "[0] [1]",
		"how do": "[0] [1]", "do i": "[0] [1]", "is an": "[0] [1]", group[0]: "[0] [3]",
	}
	for _, name := range q.Groups("set") {
		want[name] = "[1] [1]"
	}
	if !maps.Equal(got, want) {
		t.Errorf("traits %v, want %v", got, want)
	}
	sum := 0.0
	add := func(lines, having int, trait index.Trait) {
		sum += math.Pow(index.Frequency(lines)*index.Rarity(len(pages), having, trait), 2)
	}
	add(3, 1, index.Stem) // export
	add(1, 1, index.Stem) // long
	add(2, 2, index.Stop) // how
	for range 4 {
		add(1, 1, index.Stop)
	}
	for range 3 {
		add(1, 1, index.Pair)
	}
	add(3, 1, index.Group)
	if got, want := q.Length(0), math.Sqrt(sum); math.Abs(math.Log(got/want)) > 0.07 {
		t.Errorf("the first page has the length %g, want %g", got, want)
	}
	if got := q.Length(2); got != 1 {
		t.Errorf("a page without a title has the length %g", got)
	}
}

func same(a, b posting) bool {
	return a.Page == b.Page && slices.Equal(a.Lines, b.Lines) && slices.Equal(a.At, b.At)
}

// wantSpelling wants every word under its length, with how many pages have it.
func wantSpelling(t *testing.T, r *index.Reader, want map[string][]posting) {
	t.Helper()
	listed := map[string]byte{}
	for length := range 40 {
		s, err := r.Spelling(length)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(s.Words) || len(s.Words) != len(s.Sizes) {
			t.Errorf("words of length %d: %q", length, s.Words)
		}
		for i, w := range s.Words {
			if len([]rune(w)) != length {
				t.Errorf("%q is among the words of length %d", w, length)
			}
			listed[w] = s.Sizes[i]
		}
	}
	for term, list := range want {
		size, ok := listed[term]
		n := len([]rune(term))
		if is := analysis.IsWord(term) && n >= 3 && n <= 24; ok != is {
			t.Errorf("%q can be meant by a mistyped word: %v", term, ok)
		}
		if ok && (len(list) < 1<<(size-1) || len(list) >= 1<<size) {
			t.Errorf("%q is on %d pages: size %d", term, len(list), size)
		}
		delete(listed, term)
	}
	if len(listed) > 0 {
		t.Errorf("words of no page: %v", listed)
	}
}

// wantHot wants that no word that is left out is in more lines than one of the
// root's frequent words.
func wantHot(t *testing.T, r *index.Reader, want map[string][]posting) {
	t.Helper()
	lines := func(term string) (n int) {
		for _, p := range want[term] {
			n += len(p.Lines)
		}
		return n
	}
	if !slices.IsSorted(r.Hot) || len(r.Hot) > 400 {
		t.Errorf("%d frequent words, sorted: %v", len(r.Hot), slices.IsSorted(r.Hot))
	}
	least := 0
	if len(r.Hot) == 400 {
		least = slices.Min(slices.Collect(func(yield func(int) bool) {
			for _, term := range r.Hot {
				if !yield(lines(term)) {
					return
				}
			}
		}))
	}
	for term := range want {
		_, hot := slices.BinarySearch(r.Hot, term)
		may := analysis.IsWord(term) && !analysis.IsStopWord(term) && len([]rune(term)) > 2 && lines(term) > 0
		if hot && !may || !hot && may && lines(term) > least {
			t.Errorf("%q is in %d lines; among the frequent words: %v", term, lines(term), hot)
		}
	}
}

// TestEncodeIsDeterministic wants the same bytes each time, however many
// collectors have shared the pages.
func TestEncodeIsDeterministic(t *testing.T) {
	for name, pages := range map[string][]page{"few": few, "many": many(70), "distant": distant(300)} {
		want, wantText := encode(t, input(len(pages)), collect(pages, 1))
		all := []int{1, 2, 3, len(pages)}
		for _, collectors := range all {
			got, gotText := encode(t, input(len(pages)), collect(pages, collectors))
			if !maps.EqualFunc(got, want, bytes.Equal) || len(gotText) != len(wantText) {
				t.Errorf("%s: %d collectors make another index than one", name, collectors)
			}
		}
	}
}

// distant returns pages of few words, so many that their numbers take several bytes.
func distant(pages int) []page {
	list := make([]page, pages)
	for i := range list {
		var words strings.Builder
		for k := range 50 {
			fmt.Fprintf(&words, "word%d ", (i*50+k)%4000)
		}
		list[i] = page{{Field: index.Body, Text: words.String()}}
	}
	return list
}

// TestShards wants every term, and all terms with a prefix, in the shards that
// the root names.
func TestShards(t *testing.T) {
	files, _ := encode(t, input(70), collect(many(70), 2))
	r := open(t, files)
	list := shards(t, r)
	if len(list) < 5 {
		t.Fatalf("%d shards are too few to test anything", len(list))
	}
	var terms []string
	for _, s := range list {
		terms = append(terms, s.Terms...)
	}
	if !slices.IsSorted(terms) {
		t.Error("the terms of the shards are not in order")
	}
	has := func(i int, term string) bool {
		_, ok := slices.BinarySearch(list[i].Terms, term)
		return ok
	}
	prefixes := map[string]bool{"": true, "0": true, "zzz": true, "\U0010ffff": true}
	for _, term := range terms {
		from, to := r.Shards(term)
		if from >= to || !has(from, term) {
			t.Errorf("%q is not in shard %d", term, from)
		}
		for i := range term {
			prefixes[term[:i]] = true
		}
		prefixes[term+"a"] = true
	}
	for prefix := range prefixes {
		from, to := r.Shards(prefix)
		found := 0
		for _, s := range list[from:to] {
			for _, term := range s.Terms {
				if strings.HasPrefix(term, prefix) {
					found++
				}
			}
		}
		at, _ := slices.BinarySearch(terms, prefix)
		all := 0
		for ; at < len(terms) && strings.HasPrefix(terms[at], prefix); at++ {
			all++
		}
		if found != all {
			t.Errorf("%q: the shards from %d to %d have %d of %d terms", prefix, from, to, found, all)
		}
	}
}

// TestWeights wants more weight where a term says more of its page.
func TestWeights(t *testing.T) {
	long := strings.Repeat("other words here ", 200)
	body := func(text string) index.Text { return index.Text{Field: index.Body, Text: text + " " + long} }
	pages := []page{
		{body("invoice invoice"), body("")},
		{body("invoice invoice")},
		{body("invoice invoice invoice invoice")},
		{body(""), {Field: index.Heading, Text: "invoice"}},
		{body(""), {Field: index.Title, Text: "invoice"}},
		{body("invoice"), {Field: index.Title, Text: "invoice"}, {Field: index.Name, Text: "invoice"}},
	}
	files, _ := encode(t, input(len(pages)), collect(pages, 1))
	s := shards(t, open(t, files))[0]
	i, _ := slices.BinarySearch(s.Terms, "invoice")
	for j := s.Starts[i] + 1; j < s.Starts[i+1]; j++ {
		if s.Weight(j) <= s.Weight(j-1) {
			t.Errorf("page %d has the weight %g, page %d %g", s.Pages[j], s.Weight(j), s.Pages[j-1], s.Weight(j-1))
		}
	}
}

// TestSameFragments has a name of its own for each page, also when all pages say
// the same.
func TestSameFragments(t *testing.T) {
	in := index.Input{Pages: 3 * index.BlockSize}
	same := slices.Repeat([][]byte{[]byte("{}")}, index.BlockSize)
	fragments := map[string][]byte{}
	for number := range 3 {
		list, name := index.Fragments(number, same)
		in.Blocks = append(in.Blocks, name)
		for _, f := range list {
			fragments[f.Path] = f.Data
		}
	}
	if len(fragments) != in.Pages {
		t.Errorf("%d pages have %d files", in.Pages, len(fragments))
	}
	files, _ := encode(t, in, nil)
	maps.Copy(files, fragments)
	r := open(t, files)
	for page := range in.Pages {
		if _, err := index.ReadFragment(r, page, func([]byte) (int, error) { return 0, nil }); err != nil {
			t.Error(err)
		}
	}
}

// TestText names what of compressed files people can read.
func TestText(t *testing.T) {
	_, text := encode(t, input(len(few)), collect(few, 1))
	for _, want := range []string{"A & Ä", "single sign-on", "invoices"} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	if strings.Contains(text, "uninit") {
		t.Errorf("words of a page's text are in %q", text)
	}
}

func TestEncodeFails(t *testing.T) {
	full := errors.New("the disk is full")
	files, _ := encode(t, input(70), collect(many(70), 2))
	for failing := range files {
		err := index.Encode(t.Context(), input(70), collect(many(70), 2), func(f index.File) error {
			if f.Path == failing {
				return full
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("%s cannot be written: %v", failing, err)
		}
		if strings.HasPrefix(failing, "terms/") {
			break // one will do, there are many
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := index.Encode(ctx, input(len(few)), collect(few, 1), func(index.File) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

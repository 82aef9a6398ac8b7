package index

import (
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"headsup/generator/publish/search/analysis"
)

// Hash names a file by its bytes. An index has some thousand names at most, of
// which two are the same once in a million indexes; the root, which every search
// loads, is mostly hashes.
type Hash [5]byte

func hashOf(data []byte) (h Hash) {
	sum := sha256.Sum256(data)
	copy(h[:], sum[:])
	return h
}

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// File is one file of the index.
type File struct {
	Path string // in the index's folder
	Data []byte
	// Text is what of a compressed file people can read in the interface: names
	// of facets, synonyms and suggestions. The words of pages are not in it;
	// all of them are in fragments, whose data is text.
	Text string
}

// Input is what an index is made of besides postings.
type Input struct {
	Stems    bool     // words are English and stemmed in queries
	Pages    int      // how many there are
	Blocks   []Hash   // of each block of pages, as [Fragments] gave them
	Facets   []Facet  // in the order in which they are shown
	Synonyms []string // groups: texts that mean the same, one empty text behind each group
}

// Facet is one facet of all pages.
type Facet struct {
	ID     string
	Values []FacetValue
	Pages  [][]int // of each page: indexes into Values
}

// FacetValue is one value of a facet.
type FacetValue struct{ ID, Title string }

// Fragments names the files of what results show of the pages of a block, which
// has a number: those from number*[BlockSize] on.
func Fragments(number int, block [][]byte) ([]File, Hash) {
	all := sha256.New()
	fmt.Fprintln(all, number) // two blocks are never the same files
	for _, json := range block {
		sum := sha256.Sum256(json)
		all.Write(sum[:])
	}
	var h Hash
	copy(h[:], all.Sum(nil))
	files := make([]File, len(block))
	for i, json := range block {
		files[i] = File{Path: fragmentPath(h, i), Data: json}
	}
	return files, h
}

// fragmentPath returns the path of a page's fragment, by its place in the block.
func fragmentPath(block Hash, place int) string {
	return fragmentFolder + block.String() + "/" + strconv.Itoa(place) + ".json"
}

// How large a shard of terms gets before it is compressed, unless one term alone
// is larger. Small shards make the root large and large ones are long to load; with
// a few megabytes in all, this is about the least of both.
const (
	leastShard = 8 << 10
	mostShard  = 24 << 10
)

// hotTerms is how many words of titles and headings the root names, so that the
// first letter or two of a word lead somewhere.
const hotTerms = 400

// Encode gives emit the files of an index, from several goroutines; the root is
// the last. The collectors are in the order of their pages.
func Encode(ctx context.Context, in Input, collectors []*Collector, emit func(File) error) error {
	e := encoder{in: in, emit: emit, collectors: collectors}
	e.merge(collectors)
	shards := e.split()
	e.root.shards = make([]rootShard, len(shards))
	for i := range shards[min(1, len(shards)):] {
		last := shards[i][len(shards[i])-1]
		e.root.shards[i+1].first = separator(last.text, shards[i+1][0].text)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, terms := range shards {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return e.shard(i, terms)
		})
	}
	group.Go(e.spelling)
	group.Go(e.facets)
	group.Go(e.questions)
	if err := group.Wait(); err != nil {
		return err
	}
	e.hot()
	return emit(File{
		Path: RootFile, Data: texts.deflate(e.root.encode(in)),
		Text: strings.Join(in.Synonyms, "\n") + "\n" + strings.Join(e.root.hot, "\n"),
	})
}

type encoder struct {
	in    Input
	emit  func(File) error
	terms []merged

	collectors []*Collector // in the order of their pages

	root  root
	names sync.Map // of files that were emitted
}

// merged is one term of all collectors.
type merged struct {
	text  string
	pages int
	lines int
	from  []*term // in the order of their pages
}

// root is what the first file holds.
type root struct {
	shards    []rootShard
	spelling  []rootSpelling
	facets    Hash
	questions Hash
	hot       []string
	hotSizes  []byte // in how many lines each is, as the length of that number in bits
}

type rootShard struct {
	first string // no term of the shard is before it, and all of those before are; of the first it is ""
	hash  Hash
}

type rootSpelling struct {
	length int
	hash   Hash
}

// merge puts the terms of the collectors together, in the order of their bytes.
func (e *encoder) merge(collectors []*Collector) {
	byText := map[string]int{}
	for _, c := range collectors {
		for i := range c.terms {
			t := &c.terms[i]
			at, ok := byText[t.text]
			if !ok {
				at = len(e.terms)
				byText[t.text] = at
				e.terms = append(e.terms, merged{text: t.text})
			}
			m := &e.terms[at]
			m.pages, m.lines = m.pages+t.pages, m.lines+t.lines
			m.from = append(m.from, t)
		}
	}
	slices.SortFunc(e.terms, func(a, b merged) int { return cmp.Compare(a.text, b.text) })
}

// split cuts the terms into shards. Of the places where a shard may end, it ends
// where the next can be told apart by the fewest letters, and of these where the
// hash of the next term is the least. So words that begin alike are together, what
// the root says of a shard is short, and an edit moves no ends but those beside the
// terms that it is about.
func (e *encoder) split() [][]merged {
	var shards [][]merged
	for start := 0; start < len(e.terms); {
		end := len(e.terms)
		var best [2]uint32
		size := 0
		for i := start; i < len(e.terms); i++ {
			t := &e.terms[i]
			if i > start && size >= leastShard {
				if end < len(e.terms) && size > mostShard {
					break
				}
				sum := sha256.Sum256([]byte(t.text))
				place := [2]uint32{uint32(len(separator(e.terms[i-1].text, t.text))), binary.BigEndian.Uint32(sum[:])}
				if end == len(e.terms) || slices.Compare(place[:], best[:]) < 0 {
					end, best = i, place
				}
			}
			size += 2*t.pages + 3*t.lines + len(t.text) // about
		}
		shards = append(shards, e.terms[start:end])
		start = end
	}
	return shards
}

// separator returns the shortest text that is behind a term and not behind the
// next: it says where a shard begins as well as the whole term does.
func separator(before, next string) string {
	for n := range next {
		if next[:n] > before {
			return next[:n]
		}
	}
	return next
}

// shard writes the terms of one shard and their positions.
func (e *encoder) shard(i int, terms []merged) error {
	var positions []byte
	positions = append(positions, format)
	for _, t := range terms {
		for _, from := range t.from {
			positions = append(positions, from.positions...)
		}
	}
	where, err := e.file(positionFolder, numbers.deflate(positions), "")
	if err != nil {
		return err
	}
	b := append([]byte{format}, where[:]...)
	b = binary.AppendUvarint(b, uint64(len(terms)))
	last := ""
	for _, t := range terms {
		b = appendFrontCoded(b, last, t.text)
		last = t.text
	}
	var c columns
	for _, t := range terms {
		b = binary.AppendUvarint(b, uint64(t.pages))
		c.add(t)
	}
	// Dense postings are mostly runs of 1.
	deltas := numbers.part(c.deltas)
	if dense := texts.part(c.deltas); len(dense) < len(deltas) {
		deltas = dense
	}
	data := slices.Concat(texts.part(b), deltas, numbers.part(c.heads), texts.deflate(c.lines))
	e.root.shards[i].hash, err = e.file(termFolder, data, "")
	return err
}

// columns are the postings of a shard.
type columns struct{ deltas, heads, lines []byte }

func (c *columns) add(t merged) {
	last := -1
	t.each(func(page int, head byte, lines []byte) {
		c.deltas = binary.AppendUvarint(c.deltas, uint64(page-last))
		last = page
		c.heads = append(c.heads, head)
		c.lines = append(c.lines, lines...)
	})
}

// each yields the postings of a term, with their lines as they are written.
func (t *merged) each(yield func(page int, head byte, lines []byte)) {
	for _, from := range t.from {
		page := -1
		for b := from.postings; len(b) > 0; {
			delta, n := binary.Uvarint(b)
			page += int(delta)
			head := b[n]
			b = b[n+1:]
			size := 0
			if head&headLines != 0 {
				count, n := binary.Uvarint(b)
				size = n
				for range 2 * count {
					_, n := binary.Uvarint(b[size:])
					size += n
				}
			}
			yield(page, head, b[:size])
			b = b[size:]
		}
	}
}

// spelling writes the words by their length in code points.
func (e *encoder) spelling() error {
	byLength := map[int][]merged{}
	for _, t := range e.terms {
		if n := utf8.RuneCountInString(t.text); n >= minSpelling && n <= maxSpelling && analysis.IsWord(t.text) {
			byLength[n] = append(byLength[n], t)
		}
	}
	for length := minSpelling; length <= maxSpelling; length++ {
		words := byLength[length]
		if len(words) == 0 {
			continue
		}
		b := binary.AppendUvarint([]byte{format}, uint64(len(words)))
		last := ""
		for _, w := range words {
			b = appendFrontCoded(b, last, w.text)
			last = w.text
		}
		for _, w := range words {
			b = append(b, byte(bits.Len(uint(w.pages))))
		}
		h, err := e.file(spellingFolder, texts.deflate(b), "")
		if err != nil {
			return err
		}
		e.root.spelling = append(e.root.spelling, rootSpelling{length, h})
	}
	return nil
}

// Lengths of words, in code points, that are corrected.
const (
	minSpelling = 3
	maxSpelling = 24
)

// facets writes the facets of all pages: of each facet its values, then how many
// each page has, then which.
func (e *encoder) facets() (err error) {
	var text []string
	head := binary.AppendUvarint([]byte{format}, uint64(len(e.in.Facets)))
	for _, f := range e.in.Facets {
		head = appendText(head, f.ID)
		head = binary.AppendUvarint(head, uint64(len(f.Values)))
		for _, v := range f.Values {
			head = appendText(appendText(head, v.ID), v.Title)
			text = append(text, v.Title)
		}
	}
	parts := [][]byte{head}
	for _, f := range e.in.Facets {
		var counts, ids []byte
		for _, values := range f.Pages {
			counts = binary.AppendUvarint(counts, uint64(len(values)))
			for _, v := range values {
				ids = binary.AppendUvarint(ids, uint64(v))
			}
		}
		parts = append(parts, counts, ids)
	}
	e.root.facets, err = e.file(facetFolder, texts.deflate(parts...), strings.Join(text, "\n"))
	return err
}

// hot picks the words that titles and headings have most often.
func (e *encoder) hot() {
	var words []merged
	for _, t := range e.terms {
		if t.lines > 0 && utf8.RuneCountInString(t.text) > 2 && analysis.IsWord(t.text) && !analysis.IsStopWord(t.text) {
			words = append(words, t)
		}
	}
	slices.SortStableFunc(words, func(a, b merged) int { return cmp.Compare(b.lines, a.lines) })
	words = words[:min(len(words), hotTerms)]
	slices.SortFunc(words, func(a, b merged) int { return cmp.Compare(a.text, b.text) })
	for _, t := range words {
		e.root.hot = append(e.root.hot, t.text)
		e.root.hotSizes = append(e.root.hotSizes, byte(bits.Len(uint(t.lines))))
	}
}

// encode returns the bytes of the root.
func (r *root) encode(in Input) []byte {
	flags := byte(0)
	if in.Stems {
		flags |= flagStems
	}
	b := append([]byte(magic), format, flags)
	b = binary.AppendUvarint(b, uint64(in.Pages))
	b = binary.AppendUvarint(b, uint64(len(r.shards)))
	last := ""
	for _, s := range r.shards {
		b = appendFrontCoded(b, last, s.first)
		last = s.first
	}
	b = binary.AppendUvarint(b, uint64(len(r.hot)))
	last = ""
	for _, t := range r.hot {
		b = appendFrontCoded(b, last, t)
		last = t
	}
	b = append(b, r.hotSizes...)
	b = binary.AppendUvarint(b, uint64(len(in.Synonyms)))
	for _, t := range in.Synonyms {
		b = appendText(b, t)
	}
	b = binary.AppendUvarint(b, uint64(len(r.spelling)))
	for _, s := range r.spelling {
		b = binary.AppendUvarint(b, uint64(s.length))
	}
	for _, s := range r.shards {
		b = append(b, s.hash[:]...)
	}
	for _, s := range r.spelling {
		b = append(b, s.hash[:]...)
	}
	for _, h := range in.Blocks {
		b = append(b, h[:]...)
	}
	return slices.Concat(b, r.facets[:], r.questions[:])
}

// magic are the first bytes of a root, so that a host's page about a missing
// file is not taken for one.
const magic = "husx"

const flagStems = 1

// file emits a file and returns its hash. Two files with the same bytes are one.
func (e *encoder) file(folder string, data []byte, text string) (Hash, error) {
	h := hashOf(data)
	name := folder + h.String() + ".bin"
	if _, twice := e.names.LoadOrStore(name, true); twice {
		return h, nil
	}
	if err := e.emit(File{Path: name, Data: data, Text: text}); err != nil {
		return Hash{}, fmt.Errorf("write the search index: %w", err)
	}
	return h, nil
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendFrontCoded appends a text that comes behind another in a sorted list.
func appendFrontCoded(b []byte, last, s string) []byte {
	n := 0
	for n < len(last) && n < len(s) && last[n] == s[n] {
		n++
	}
	return appendText(binary.AppendUvarint(b, uint64(n)), s[n:])
}

// deflater compresses at one level, with compressors that it keeps.
type deflater struct{ writers sync.Pool }

// In most columns of numbers nothing repeats that would be worth looking for.
var (
	texts   = newDeflater(flate.BestCompression)
	numbers = newDeflater(flate.HuffmanOnly)
)

func newDeflater(level int) *deflater {
	return &deflater{sync.Pool{New: func() any {
		w, err := flate.NewWriter(nil, level)
		if err != nil {
			panic(err) // the level is a constant
		}
		return w
	}}}
}

// part compresses a part of a file, whose other parts are compressed behind it.
func (d *deflater) part(data []byte) []byte {
	var out bytes.Buffer
	w := d.writers.Get().(*flate.Writer)
	defer d.writers.Put(w)
	w.Reset(&out)
	// A buffer takes everything.
	_, _ = w.Write(data)
	_ = w.Flush()
	return out.Bytes()
}

// worthBlock is how many bytes are worth a block of their own, with its own code.
const worthBlock = 512

// deflate compresses parts, one behind the other. Large ones are blocks of their
// own, so that the numbers of each column get the code that suits them.
func (d *deflater) deflate(parts ...[]byte) []byte {
	var out bytes.Buffer
	w := d.writers.Get().(*flate.Writer)
	defer d.writers.Put(w)
	w.Reset(&out)
	// A buffer takes everything.
	for i, part := range parts {
		_, _ = w.Write(part)
		if i+1 < len(parts) && len(part) > worthBlock {
			_ = w.Flush()
		}
	}
	_ = w.Close()
	return out.Bytes()
}

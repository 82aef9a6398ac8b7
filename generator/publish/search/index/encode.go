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
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"headsup/generator/publish/search/analysis"
)

// Hash names a file by its bytes.
type Hash [6]byte

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
	Stems     bool     // words are English and stemmed in queries
	Fragments []Hash   // of each page, as [Fragment] gave them
	Facets    []Facet  // in the order in which they are shown
	Synonyms  []string // groups: texts that mean the same, one empty text behind each group
}

// Facet is one facet of all pages.
type Facet struct {
	ID     string
	Values []FacetValue
	Pages  [][]int // of each page: indexes into Values
}

// FacetValue is one value of a facet.
type FacetValue struct{ ID, Title string }

// Fragment names the file of what a result shows of one page.
func Fragment(json []byte) (File, Hash) {
	h := hashOf(json)
	return File{Path: fragmentFolder + h.String() + ".json", Data: json}, h
}

// shardBytes is how large a shard of terms gets before it is compressed, unless
// one term alone is larger. Small shards make the root large and large ones are
// long to load; with a few megabytes in all, this is about the least of both.
const shardBytes = 20 << 10

// hotTerms is how many words of titles and headings the root names, so that the
// first letter or two of a word lead somewhere.
const hotTerms = 400

// Encode gives emit the files of an index, from several goroutines; the root is
// the last. The collectors are in the order of their pages.
func Encode(ctx context.Context, in Input, collectors []*Collector, emit func(File) error) error {
	e := encoder{in: in, emit: emit}
	e.merge(collectors)
	shards := e.split()
	e.root.shards = make([]rootShard, len(shards))
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
	group.Go(e.blocks)
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
	root  root
	names sync.Map // of files that were emitted
}

// merged is one term of all collectors.
type merged struct {
	text  string
	pages int
	lines int
	size  int     // bytes of its postings, about
	from  []*term // in the order of their pages
}

// root is what the first file holds.
type root struct {
	shards   []rootShard
	blocks   []Hash
	spelling []rootSpelling
	facets   Hash
	hot      []string
	hotSizes []byte // in how many lines each is, as the length of that number in bits
}

type rootShard struct {
	first string
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
			m.pages, m.lines, m.size = m.pages+t.pages, m.lines+t.lines, m.size+len(t.postings)
			m.from = append(m.from, t)
		}
	}
	slices.SortFunc(e.terms, func(a, b merged) int { return cmp.Compare(a.text, b.text) })
}

// split cuts the terms into shards.
func (e *encoder) split() [][]merged {
	var shards [][]merged
	start, size := 0, 0
	for i := range e.terms {
		own := e.terms[i].size + len(e.terms[i].text)
		if i > start && size+own > shardBytes {
			shards = append(shards, e.terms[start:i])
			start, size = i, 0
		}
		size += own
	}
	if start < len(e.terms) {
		shards = append(shards, e.terms[start:])
	}
	return shards
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
	h, err := e.file(termFolder, numbers.deflate(b, c.deltas, c.heads, c.lines), "")
	e.root.shards[i] = rootShard{first: terms[0].text, hash: h}
	return err
}

// columns are the postings of a shard.
type columns struct{ deltas, heads, lines []byte }

func (c *columns) add(t merged) {
	last := -1
	for _, from := range t.from {
		page := -1
		for b := from.postings; len(b) > 0; {
			delta, n := binary.Uvarint(b)
			b = b[n:]
			page += int(delta)
			c.deltas = binary.AppendUvarint(c.deltas, uint64(page-last))
			last = page
			head := b[0]
			c.heads = append(c.heads, head)
			b = b[1:]
			if head&headLines == 0 {
				continue
			}
			count, n := binary.Uvarint(b)
			size := n
			for range 2 * count {
				_, n := binary.Uvarint(b[size:])
				size += n
			}
			c.lines = append(c.lines, b[:size]...)
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

// blocks writes the names of the fragments.
func (e *encoder) blocks() error {
	for block := range slices.Chunk(e.in.Fragments, blockSize) {
		b := []byte{format}
		for _, h := range block {
			b = append(b, h[:]...)
		}
		h, err := e.file(pageFolder, b, "")
		if err != nil {
			return err
		}
		e.root.blocks = append(e.root.blocks, h)
	}
	return nil
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
	b = binary.AppendUvarint(b, uint64(len(in.Fragments)))
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
	for _, h := range r.blocks {
		b = append(b, h[:]...)
	}
	return append(b, r.facets[:]...)
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

// In columns of numbers nothing repeats that would be worth looking for.
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

package index

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrDamaged is wrapped by errors about files that are not what an index holds.
var ErrDamaged = errors.New("the search index is damaged")

// Root is the first file of an index.
type Root struct {
	Pages    int
	Stems    bool
	Hot      []string // frequent words of titles and headings, sorted
	Synonyms [][]string

	hotSizes []byte
	firsts   []string // where each shard begins: at or before its first term, and behind the last of the one before
	shards   []Hash
	blocks   []Hash
	spelling map[int]Hash
	facets   Hash

	questions Hash
}

// Shards returns the shards that hold the terms with a prefix: from the first up
// to, but not including, the second. The prefix itself is in the first one if it
// is a term.
func (r *Root) Shards(prefix string) (from, to int) {
	// The shard before the first that begins behind the prefix.
	low, high := 0, len(r.firsts)
	for low < high {
		if mid := (low + high) / 2; r.firsts[mid] <= prefix {
			low = mid + 1
		} else {
			high = mid
		}
	}
	from, to = max(0, low-1), low
	for to < len(r.firsts) && len(r.firsts[to]) >= len(prefix) && r.firsts[to][:len(prefix)] == prefix {
		to++
	}
	return from, to
}

// HotWith returns the frequent words that begin with a prefix, at most so many,
// the most frequent first.
func (r *Root) HotWith(prefix string, most int) []string {
	from, _ := slices.BinarySearch(r.Hot, prefix)
	to := from
	for to < len(r.Hot) && strings.HasPrefix(r.Hot[to], prefix) {
		to++
	}
	order := make([]int, to-from)
	for i := range order {
		order[i] = from + i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.hotSizes[b], r.hotSizes[a]) })
	var words []string
	for _, i := range order[:min(len(order), most)] {
		words = append(words, r.Hot[i])
	}
	return words
}

// Shard is a range of terms with their postings, which stand in columns: those
// of Terms[i] from Starts[i] up to Starts[i+1].
type Shard struct {
	Terms  []string
	Starts []int
	Pages  []uint32
	Heads  []byte
	// LineStarts is, by posting, where its lines begin in Lines.
	LineStarts []int
	Lines      []Line

	positions Hash
}

// Weight returns the weight of a posting.
func (s *Shard) Weight(posting int) float64 { return stepWeights[s.Heads[posting]&headStep] }

// Limits of what is read, far above what is ever written: a damaged file must
// not ask for all memory.
const (
	maxFile  = 32 << 20
	maxCount = 1 << 24
)

// inflate decompresses a file.
func inflate(data []byte) ([]byte, error) {
	in := bytes.NewReader(data)
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(in), maxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case len(out) > maxFile:
		return nil, fmt.Errorf("%w: a file is larger than any that is written", ErrDamaged)
	case in.Len() > 0:
		return nil, fmt.Errorf("%w: a file goes on behind its end", ErrDamaged)
	}
	return out, nil
}

// reader reads numbers and texts; after a mistake all that it reads is zero.
type reader struct {
	b   []byte
	err error
}

// open returns a reader of a compressed file.
func open(data []byte) *reader {
	b, err := inflate(data)
	r := &reader{b: b, err: err}
	if r.byte() != format {
		r.fail("its format is another")
	}
	return r
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrDamaged, what)
	}
	r.b = nil
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail("a file is too short")
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) uint32() uint32 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<32-1 {
		r.fail("a number is cut off or too large")
		return 0
	}
	r.b = r.b[n:]
	return uint32(v)
}

// count reads how many of something follow, each at least size bytes.
func (r *reader) count(size int) int {
	n := int(r.uint32())
	if n > maxCount || n*size > len(r.b) {
		r.fail("it promises more than it holds")
		return 0
	}
	return n
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail("a file is too short")
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) hash() (h Hash) {
	copy(h[:], r.bytes(len(h)))
	return h
}

func (r *reader) hashes(n int) []Hash {
	if n > len(r.b)/len(Hash{}) {
		r.fail("a file is too short")
		return nil
	}
	list := make([]Hash, n)
	for i := range list {
		list[i] = r.hash()
	}
	return list
}

func (r *reader) text() string {
	s := string(r.bytes(r.count(1)))
	if !utf8.ValidString(s) {
		r.fail("a text is not UTF-8")
	}
	return s
}

// sorted reads n front-coded texts.
func (r *reader) sorted(n int) []string {
	list := make([]string, 0, n)
	last, total := "", 0
	for range n {
		keep := int(r.uint32())
		rest := r.bytes(r.count(1))
		if keep > len(last) {
			r.fail("a term refers to more than the one before it")
		}
		if r.err != nil {
			return nil
		}
		if total += keep + len(rest); total > maxFile {
			r.fail("its terms are longer than any that are written")
			return nil
		}
		s := last[:keep] + string(rest)
		if !utf8.ValidString(s) || len(list) > 0 && s <= last {
			r.fail("terms are out of order")
			return nil
		}
		list = append(list, s)
		last = s
	}
	return list
}

// ParseRoot reads root.bin.
func ParseRoot(data []byte) (*Root, error) {
	b, err := inflate(data)
	if err != nil {
		return nil, err
	}
	r := &reader{b: b}
	if string(r.bytes(len(magic))) != magic || r.byte() != format {
		return nil, fmt.Errorf("%w: %s is not one that this version can read", ErrDamaged, RootFile)
	}
	root := &Root{spelling: map[int]Hash{}}
	root.Stems = r.byte()&flagStems != 0
	if root.Pages = int(r.uint32()); root.Pages > maxCount {
		r.fail("it has more pages than any site")
	}
	root.firsts = r.sorted(r.count(2))
	root.Hot = r.sorted(r.count(2))
	root.hotSizes = r.bytes(len(root.Hot))
	var group []string
	for range r.count(1) {
		if s := r.text(); s != "" {
			group = append(group, s)
			continue
		}
		root.Synonyms = append(root.Synonyms, group)
		group = nil
	}
	lengths := make([]int, r.count(1))
	for i := range lengths {
		lengths[i] = int(r.uint32())
	}
	root.shards = r.hashes(len(root.firsts))
	for _, n := range lengths {
		root.spelling[n] = r.hash()
	}
	root.blocks = r.hashes((root.Pages + BlockSize - 1) / BlockSize)
	root.facets = r.hash()
	root.questions = r.hash()
	return root, r.end()
}

// end returns the reader's error; bytes that are left are one.
func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail("it is longer than it says")
	}
	return r.err
}

// ParseShard reads a file of terms of an index with so many pages.
func ParseShard(data []byte, pages int) (*Shard, error) {
	r := open(data)
	s := &Shard{positions: r.hash()}
	s.Terms = r.sorted(r.count(2))
	s.Starts = r.starts(len(s.Terms))
	s.Pages = r.pages(s.Starts, pages)
	total := len(s.Pages)
	s.Heads = r.bytes(total)
	if r.err != nil {
		return nil, r.err
	}
	s.LineStarts = make([]int, total+1)
	for i, head := range s.Heads {
		if head&headLines != 0 {
			for range r.count(2) {
				s.Lines = append(s.Lines, r.line())
			}
		}
		s.LineStarts[i+1] = len(s.Lines)
	}
	return s, r.end()
}

func (r *reader) line() Line {
	v := r.uint32()
	return Line{Kind: LineKind(v & 3), Index: int(v >> 2), Length: int(r.uint32())}
}

// starts reads how many postings each of n lists has, and returns where they begin.
func (r *reader) starts(n int) []int {
	starts := make([]int, n+1)
	for i := range n {
		starts[i+1] = starts[i] + int(r.uint32())
		if starts[i+1] > len(r.b) {
			r.fail("it promises more than it holds")
			return []int{0}
		}
	}
	return starts
}

// pages reads the pages of postings, as differences, of an index with so many pages: those
// of each list from one start up to the next.
func (r *reader) pages(starts []int, pages int) []uint32 {
	list := make([]uint32, 0, starts[len(starts)-1])
	for i := range starts[1:] {
		last := int64(-1)
		for range starts[i+1] - starts[i] {
			delta := r.uint32()
			last += int64(delta)
			if delta == 0 || last >= int64(pages) {
				r.fail("it names a page that is not there")
				return nil
			}
			list = append(list, uint32(last))
		}
	}
	return list
}

// Positions are where the terms of a shard stand, by posting.
type Positions struct {
	Starts []int // those of a posting begin here in At
	At     []uint32
}

// ParsePositions reads a file of positions, which belongs to a shard.
func ParsePositions(data []byte, shard *Shard) (*Positions, error) {
	r := open(data)
	p := &Positions{Starts: make([]int, len(shard.Pages)+1)}
	for i := range shard.Pages {
		at := uint32(0)
		for range r.count(1) {
			at += r.uint32()
			p.At = append(p.At, at)
		}
		p.Starts[i+1] = len(p.At)
	}
	return p, r.end()
}

// Spelling are all words of one length.
type Spelling struct {
	Words []string
	// Sizes are how many pages have a word, as the length of that number in
	// bits.
	Sizes []byte
}

// ParseSpelling reads a file of words.
func ParseSpelling(data []byte) (*Spelling, error) {
	r := open(data)
	s := &Spelling{Words: r.sorted(r.count(2))}
	s.Sizes = r.bytes(len(s.Words))
	return s, r.end()
}

// ParseFacets reads the facets of an index with so many pages.
func ParseFacets(data []byte, pages int) ([]Facet, error) {
	r := open(data)
	list := make([]Facet, r.count(2+pages))
	for i := range list {
		f := &list[i]
		f.ID = r.text()
		f.Values = make([]FacetValue, r.count(2))
		for j := range f.Values {
			f.Values[j] = FacetValue{ID: r.text(), Title: r.text()}
		}
	}
	for i := range list {
		f := &list[i]
		if pages > len(r.b) {
			r.fail("it promises more than it holds")
			break
		}
		f.Pages = make([][]int, pages)
		total := 0
		for p := range f.Pages {
			n := r.count(1)
			if total += n; total > len(r.b) {
				r.fail("it promises more than it holds")
				return nil, r.err
			}
			f.Pages[p] = make([]int, n)
		}
		for _, values := range f.Pages {
			for k := range values {
				if values[k] = int(r.uint32()); values[k] >= len(f.Values) {
					r.fail("it names a value that is not there")
				}
			}
			if r.err != nil {
				return nil, r.err
			}
		}
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return list, nil
}

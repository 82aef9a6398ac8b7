package index

import (
	"encoding/binary"
	"iter"
	"maps"
	"slices"

	"headsup/generator/publish/search/analysis"
)

// Collector reads pages and collects their postings. Several can work at once
// when each is given a range of the pages, in rising order; [Encode] puts them
// together. A collector is for one goroutine.
type Collector struct {
	stems   bool
	scanner analysis.Scanner
	ids     map[string]int32
	terms   []term
	asker   *asker

	// Of the page that is being read:
	page     int
	stamp    int32
	touched  []int32
	lengths  [fields]int
	position int
}

// term is what a collector has of one term.
type term struct {
	text      string
	pages     int
	lines     int    // in how many titles, questions and headings it is
	last      int    // the page of the last posting, -1 before the first
	postings  []byte // page, head and lines, one posting behind the other
	positions []byte

	// On the page that is being read:
	stamp  int32
	counts [fields]uint16
	on     []Line
	at     []int32
}

// NewCollector returns a collector without pages. With stems, the pages are
// in a language whose stop words are known, see [analysis.Stems].
func NewCollector(stems bool) *Collector {
	return &Collector{stems: stems, ids: map[string]int32{}, asker: newAsker()}
}

// Text is one text of a page.
type Text struct {
	Field Field
	Text  string
	Index int // of a heading, a question or a name among those of the page
}

// gap is how many positions lie between two texts, so that no phrase reaches
// from one to the next.
const gap = 16

// maxLines is how many lines of a page a posting remembers.
const maxLines = 12

// Add reads the texts of a page, which comes behind all pages before.
func (c *Collector) Add(page int, texts []Text) {
	c.page, c.stamp = page, c.stamp+1
	c.touched, c.lengths, c.position = c.touched[:0], [fields]int{}, 0
	for _, t := range texts {
		c.read(t)
	}
	for _, id := range c.touched {
		c.post(&c.terms[id])
	}
	c.asker.post(page)
}

// read counts the tokens of one text.
func (c *Collector) read(t Text) {
	line, ok := Line{Index: t.Index}, true
	switch t.Field {
	case Title, Lead:
		line.Kind = TitleLine
	case Question:
		line.Kind = QuestionLine
	case Heading:
		line.Kind = HeadingLine
	case Name:
		line.Kind = NameLine
	default:
		ok = false
	}
	if ok {
		line.Length = c.lineLength(t.Text)
	}
	positions, _ := c.scanner.Scan(t.Text, func(token analysis.Token) {
		d := c.touch(token.Text)
		if d.counts[t.Field] < 1<<16-1 {
			d.counts[t.Field]++
		}
		if ok && len(d.on) < maxLines && !slices.Contains(d.on, line) {
			d.on = append(d.on, line)
		}
		d.at = append(d.at, int32(c.position+token.Position))
	})
	if t.Field == Title || t.Field == Question {
		c.asker.read(&c.scanner, t.Text, c.stems)
	}
	c.lengths[t.Field] += positions
	c.position += positions + gap
}

// lineLength returns how many words a line has.
func (c *Collector) lineLength(text string) int {
	content := 0
	all, _ := c.scanner.Scan(text, func(token analysis.Token) {
		if !token.Variant && !(c.stems && analysis.IsStopWord(string(token.Text))) {
			content++
		}
	})
	if content == 0 {
		content = all
	}
	return min(content, 255)
}

// Terms returns the terms that were read, in no order.
func (c *Collector) Terms() iter.Seq[string] { return maps.Keys(c.ids) }

// touch returns a term, ready for the page that is being read.
func (c *Collector) touch(text []byte) *term {
	id, ok := c.ids[string(text)]
	if !ok {
		id = int32(len(c.terms))
		c.terms = append(c.terms, term{text: string(text), last: -1})
		c.ids[c.terms[id].text] = id
	}
	d := &c.terms[id]
	if d.stamp != c.stamp {
		d.stamp, d.counts = c.stamp, [fields]uint16{}
		d.on, d.at = d.on[:0], d.at[:0]
		c.touched = append(c.touched, id)
	}
	return d
}

// post appends the posting of a term on the page that was read.
func (c *Collector) post(d *term) {
	head := stepOf(weigh(&d.counts, &c.lengths))
	if len(d.on) > 0 {
		head |= headLines
	}
	b := binary.AppendUvarint(d.postings, uint64(c.page-d.last))
	b = append(b, head)
	if len(d.on) > 0 {
		b = appendLines(b, d.on)
	}
	d.postings = b
	d.positions = appendPositions(d.positions, d.at)
	d.last = c.page
	d.pages++
	d.lines += len(d.on)
}

func appendLines(b []byte, lines []Line) []byte {
	b = binary.AppendUvarint(b, uint64(len(lines)))
	for _, l := range lines {
		b = binary.AppendUvarint(b, uint64(l.Index)<<2|uint64(l.Kind))
		b = binary.AppendUvarint(b, uint64(l.Length))
	}
	return b
}

// appendPositions appends positions as differences. A term may stand at one
// position twice, as a part and as a whole.
func appendPositions(b []byte, at []int32) []byte {
	if !slices.IsSorted(at) { // variants of a compound stand where it begins
		slices.Sort(at)
	}
	at = slices.Compact(at)
	b = binary.AppendUvarint(b, uint64(len(at)))
	last := int32(0)
	for _, p := range at {
		b = binary.AppendUvarint(b, uint64(p-last))
		last = p
	}
	return b
}

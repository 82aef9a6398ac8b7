package answer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"headsup/generator/inbound/wording"
	"headsup/generator/publish/search"
)

// Page is a page that may be an answer.
type Page struct {
	Path     string    // in the content folder, as in front matter
	Language string    // BCP 47
	Since    time.Time // when it was there for the first time
	Document search.Document
}

// Pages are those that may be answers. They are read one by one, so that not all text is in
// memory at once. They may be read by several goroutines.
type Pages interface {
	Len() int
	Page(i int) (Page, error)
	// Key is equal for pages that are the same in all that is in a Page. It can be compared,
	// and nil is equal to none.
	Key(i int) any
}

// List is pages that have been read.
type List []Page

// Len is that of Pages.
func (l List) Len() int { return len(l) }

// Page is that of Pages.
func (l List) Page(i int) (Page, error) { return l[i], nil }

// Key is that of Pages.
func (l List) Key(int) any { return nil }

// Memory keeps what was read of pages from one finder to the next, and forgets pages that
// the last one did not have. It is safe for concurrent use. Use [NewMemory].
type Memory struct {
	lexicon *wording.Lexicon

	mu    sync.Mutex
	texts map[any]*text
}

// NewMemory returns a memory of nothing.
func NewMemory() *Memory { return &Memory{lexicon: wording.NewLexicon(form), texts: map[any]*text{}} }

// text is what is kept of a page. Its words are not.
type text struct {
	path, url string
	since     time.Time
	lines     []line
	about     []wording.Text // its title and each question
	terms     []wording.Term // of all lines, each once
	digest    [sha256.Size]byte
}

// line is a line of a page that a question may be like.
type line struct {
	terms  []wording.Term
	weight float64
}

// read returns what is to be known of pages, and reads those that are not remembered.
func (m *Memory) read(ctx context.Context, pages Pages, language string) ([]*text, error) {
	out := make([]*text, pages.Len())
	m.mu.Lock()
	for i := range out {
		out[i] = m.texts[pages.Key(i)]
	}
	m.mu.Unlock()
	var failed error
	var once sync.Once
	eachOf(len(out), func() func(int) {
		return func(i int) {
			if out[i] != nil || ctx.Err() != nil {
				return
			}
			p, err := pages.Page(i)
			if err != nil {
				once.Do(func() { failed = err })
				return
			}
			out[i] = m.textOf(p, language)
		}
	})
	if err := cmp.Or(failed, ctx.Err()); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.texts)
	for i, t := range out {
		if key := pages.Key(i); key != nil {
			m.texts[key] = t
		}
	}
	return out, nil
}

func (m *Memory) textOf(p Page, language string) *text {
	t := &text{path: p.Path, url: p.Document.URL, since: p.Since}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %d %d\n", p.Path, p.Document.URL, p.Language, p.Since.Unix(), len(p.Document.Questions))
	add := func(words string, weight float64) wording.Text {
		fmt.Fprintf(h, "%d ", len(words))
		io.WriteString(h, words) //nolint:errcheck // a hash takes all
		read := m.lexicon.Read(words, cmp.Or(p.Language, language))
		t.lines = append(t.lines, line{m.lexicon.Terms(read), weight})
		return read
	}
	t.about = append(t.about, add(p.Document.Title, 1))
	for _, q := range p.Document.Questions {
		t.about = append(t.about, add(q, 1))
	}
	for _, section := range p.Document.Sections {
		add(section.Title, headingWeight)
		add(section.Text, sectionWeight)
	}
	seen := map[wording.Term]bool{}
	for _, l := range t.lines {
		for _, term := range l.terms {
			if !seen[term] {
				seen[term] = true
				t.terms = append(t.terms, term)
			}
		}
	}
	t.terms = slices.Clip(t.terms)
	h.Sum(t.digest[:0])
	return t
}

// eachOf does something for each of n places, on all cores. Begin returns what one
// goroutine does.
func eachOf(n int, begin func() func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wait.Go(func() {
			do := begin()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
}

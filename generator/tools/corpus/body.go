package corpus

import (
	"fmt"
	"strings"
)

// page returns a page's file.
func (m *maker) page(o outline) []byte {
	w := &writer{maker: m, random: newRandom(o.number, forBody), page: o, left: o.words}
	w.b.WriteString(m.frontMatter(o))
	w.body()
	return []byte(w.b.String())
}

// writer writes the body of one page and keeps count of its words.
type writer struct {
	*maker
	*random
	page outline
	left int // words still to be written
	b    strings.Builder
}

// body writes a snippet's few words, or an opening paragraph and a section for
// each heading. Tables and code stand in sections chosen beforehand, so that
// their number does not depend on the page's length.
func (w *writer) body() {
	if w.page.kind == snippet {
		w.section(w.left)
		return
	}
	sections := len(w.page.headings)
	table, code := -1, map[int]int{}
	if w.below(3) == 0 {
		table = w.below(sections)
	}
	if w.chance(60) {
		for range w.between(1, 2) {
			code[w.below(sections)]++
		}
	}
	w.paragraph(min(w.between(20, 45), w.left/2))
	for i, h := range w.page.headings {
		w.left -= strings.Count(h.text, " ") + 1
		fmt.Fprintf(&w.b, "%s %s\n\n", strings.Repeat("#", h.level), h.text)
		// The share of the last section is all that is left.
		w.section(w.left / (sections - i))
		if i == table {
			w.table()
		}
		for range code[i] {
			w.code()
		}
	}
}

// section writes so many words in paragraphs and lists.
func (w *writer) section(words int) {
	for words > 0 {
		n := min(words, w.between(30, 80))
		if words-n < 10 {
			n = words
		}
		words -= n
		// Playbooks are steps more often than prose.
		list := 25
		if w.page.kind == playbook {
			list = 50
		}
		if n >= 24 && w.chance(list) {
			w.list(n)
		} else {
			w.paragraph(n)
		}
	}
}

// paragraph writes so many words in sentences.
func (w *writer) paragraph(words int) {
	for first := true; words > 0; first = false {
		n := w.between(6, 22)
		if words-n < 6 {
			n = words
		}
		words -= n
		if !first {
			w.b.WriteByte(' ')
		}
		w.b.WriteString(w.marked(n))
		w.left -= n
	}
	w.b.WriteString("\n\n")
}

// list writes so many words in the items of a list.
func (w *writer) list(words int) {
	ordered := w.page.kind == playbook || w.chance(20)
	for item := 1; words > 0; item++ {
		n := w.between(5, 12)
		if words-n < 5 {
			n = words
		}
		words -= n
		if ordered {
			fmt.Fprintf(&w.b, "%d. %s\n", item, w.marked(n))
		} else {
			fmt.Fprintf(&w.b, "- %s\n", w.marked(n))
		}
		w.left -= n
	}
	w.b.WriteByte('\n')
}

// table writes a table. Its cells are not counted as words.
func (w *writer) table() {
	columns := w.between(3, 5)
	row := func(cell func() string) {
		for range columns {
			w.b.WriteString("| " + cell() + " ")
		}
		w.b.WriteString("|\n")
	}
	row(func() string { return capital(w.vocabulary.noun(w.random)) })
	row(func() string { return pick(w.random, []string{"---", ":---", "---:", ":---:"}) })
	for range w.between(3, 8) {
		row(func() string {
			switch w.below(4) {
			case 0:
				return fmt.Sprint(w.below(10_000))
			case 1:
				return "`" + w.name("_") + "`"
			default:
				return strings.Join(w.vocabulary.nouns(w.random, w.between(1, 3)), " ")
			}
		})
	}
	w.b.WriteByte('\n')
}

// marked returns a sentence, one in three with something in it that is more
// than text: emphasis, code, or a link to another page.
func (w *writer) marked(words int) string {
	if words < 6 || !w.chance(33) {
		return w.sentence(w.random, words)
	}
	inner := w.between(1, 3)
	before := w.between(1, words-inner-1)
	text := strings.Join(w.vocabulary.nouns(w.random, inner), " ")
	switch kind := w.below(10); {
	case kind < 4:
		if dest, to, ok := w.link(w.random, w.page); ok {
			// The title's beginning is what people write.
			text = "[" + strings.Join(strings.Fields(to.title)[:inner], " ") + "](" + dest + ")"
		}
	case kind < 6:
		text = "**" + text + "**"
	case kind < 8:
		text = "*" + text + "*"
	default:
		text = "`" + strings.Join(strings.Fields(text), "` `") + "`"
	}
	after := words - inner - before
	return capital(w.run(w.random, before)) + " " + text + " " + w.run(w.random, after) + "."
}

// sentence returns so many words as a sentence without any mark-up.
func (m *maker) sentence(r *random, words int) string {
	return capital(m.run(r, words)) + "."
}

// run returns so many words, some with a comma behind them.
func (m *maker) run(r *random, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(m.vocabulary.word(r))
		if i+1 < words && r.chance(6) {
			b.WriteByte(',')
		}
	}
	return b.String()
}

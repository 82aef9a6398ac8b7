// Package layout executes html/template layouts fast, by compiling them to Go
// functions.
//
// html/template decides everything: what a layout may say, how each value is
// escaped, which errors there are. A [Layout] is such a template and, where
// possible, a program that writes the same bytes without interpreting the
// template for each page.
//
// Why own code for something that the standard library does: it takes a tenth
// of the processor time and nearly no memory. A cold build of 1,000 pages that
// executes html/template itself takes a fifth more processor time as a whole.
// Both print one list of cards in
//
//	go test -run ^$ -bench Compare ./generator/render/layout
//
// Why it does not escape less than html/template:
//
//   - The program is made of the trees that html/template has escaped. It
//     prints a value only through the chain of escapers that html/template has
//     put behind that very action. An action without one, or with one that is
//     not known here, is not translated.
//   - The escapers are functions of the value alone. So any other template with
//     the same chain says how a value is written, and that is who is asked. Only
//     text, numbers and HTML, in the places where pages have them most, are
//     written directly.
//   - Whatever else is not known, such as methods, maps, and most functions,
//     leaves the layout or the page to html/template. So does every error.
//   - A program that differs from its template in one byte for one of the
//     samples is dropped.
//
// The tests compare both on templates and values made at random.
package layout

import (
	"bytes"
	"html/template"
)

// Layout is a template that writes pages. It is immutable and safe for
// concurrent use.
type Layout struct {
	page    *template.Template
	program *program
}

// New executes a template on each sample and returns the first error. So what
// would fail on the first page fails here. The samples have to be of the type
// of the values that follow. A template without samples is not translated.
//
// Funcs are the functions that t was parsed with. They must not have effects:
// when a program gives up, they are called again. Nothing else may use t then.
func New(t *template.Template, funcs template.FuncMap, samples ...any) (*Layout, error) {
	wanted := make([]bytes.Buffer, len(samples))
	for i, s := range samples {
		if err := t.Execute(&wanted[i], s); err != nil {
			return nil, err
		}
	}
	l := &Layout{page: t}
	if len(samples) == 0 {
		return l, nil // it is not escaped before its first execution
	}
	p := translate(t, funcs)
	if p == nil {
		return l, nil
	}
	for i, s := range samples {
		var got bytes.Buffer
		if p.run(&got, s) == nil && !bytes.Equal(got.Bytes(), wanted[i].Bytes()) {
			return l, nil
		}
	}
	l.program = p
	return l, nil
}

// Execute appends what the template prints for a value. After an error w holds
// an incomplete page.
func (l *Layout) Execute(w *bytes.Buffer, v any) error {
	start := w.Len()
	if l.program != nil && l.program.run(w, v) == nil {
		return nil
	}
	w.Truncate(start)
	return l.page.Execute(w, v)
}

// Translated reports whether the layout has a program.
func (l *Layout) Translated() bool { return l.program != nil }

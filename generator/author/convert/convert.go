// Package convert makes Markdown of documents that are none: a file of Word, a page in
// HTML, and the exports of Notion, Confluence and Google Docs.
//
//	out, err := convert.Convert("Handbook.docx", file, size)
//	for _, f := range out.Files { … }
//
// A document becomes a tree of HTML first (docx.go, storage.go), which is cleaned of what
// its service put there (clean.go) and then printed (markdown.go). What a reader saw
// stays; comments, deleted text, scripts and styles do not. Nothing is fetched and
// nothing is run.
//
// Exports come from outside, so their size is bounded before they are read, names in
// archives have to stay inside of them, and XML with a document type is refused. An
// error means that there is no result at all.
package convert

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
)

// File is one file of a result.
type File struct {
	Path string // slash-separated, below the folder of the result
	Data []byte
}

// Result is what became of a document or an export.
type Result struct {
	Files []File   // pages first
	Pages int      // how many of them are Markdown
	Notes []string // what was left out, in sentences without a full stop
}

// The bounds of what is read, in bytes and files.
const (
	MaxInput    = 400 << 20 // of the file itself
	maxUnpacked = 512 << 20 // of all that is in an archive
	maxDocument = 32 << 20  // of one page, or one part of a document
	maxEntries  = 20_000
)

var (
	// ErrForm is wrapped by errors about files that are none of those that are read.
	ErrForm = errors.New("not a file that can be read")
	// ErrHostile is wrapped by errors about exports that no service writes.
	ErrHostile = errors.New("refused")
	errTooMuch = fmt.Errorf("%w: it is too large", ErrHostile)
)

// Convert makes Markdown of a file by the ending of its name.
func Convert(name string, r io.ReaderAt, size int64) (*Result, error) {
	if size > MaxInput {
		return nil, fmt.Errorf("%w; at most %d MB are read", errTooMuch, MaxInput>>20)
	}
	return convert(name, r, size, newBudget())
}

func convert(name string, r io.ReaderAt, size int64, b *budget) (*Result, error) {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	out := &Result{}
	switch strings.ToLower(path.Ext(name)) {
	case ".docx", ".docm", ".dotx":
		a, err := openArchive(r, size, b)
		if err != nil {
			return nil, err
		}
		doc, err := readDocx(a)
		if err != nil {
			return nil, err
		}
		out.addPage("index.md", doc, base)
		out.Files = append(out.Files, doc.media...)
	case ".html", ".htm", ".xhtml":
		src, err := readAll(io.NewSectionReader(r, 0, size), b.document)
		if err != nil {
			return nil, err
		}
		doc, err := readHTML(src)
		if err != nil {
			return nil, err
		}
		out.addPage("index.md", doc, base)
	case ".zip":
		if err := out.export(r, size, b); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%w: %s is neither .docx nor .html nor .zip", ErrForm, path.Base(name))
	}
	return out, nil
}

// document is one page between reading and printing.
type document struct {
	title string
	// window says that the title is only that of the window, which often holds more.
	window bool
	tags   []string
	root   *html.Node // what is to be printed is below it
	after  string     // Markdown behind all else, such as footnotes
	media  []File     // pictures that it shows
	notes  map[string]int
}

// note counts something that was left out.
func (d *document) note(what string) {
	if d.notes == nil {
		d.notes = map[string]int{}
	}
	d.notes[what]++
}

// addPage prints a document.
func (r *Result) addPage(name string, d *document, fallback string) {
	clean(d)
	d.takeTitle()
	if d.title == "" {
		d.title = fallback
	}
	body := d.markdown()
	r.Files = append(r.Files, File{name, slices.Concat(frontMatter(d), body)})
	r.Pages++
	for _, what := range sorted(d.notes) {
		r.Notes = append(r.Notes, fmt.Sprintf("%s: left out in %s, %d times", what, name, d.notes[what]))
	}
}

func sorted(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func frontMatter(d *document) []byte {
	head := struct {
		Title string   `yaml:"title"`
		Tags  []string `yaml:"tags,omitempty,flow"`
	}{strings.Join(strings.Fields(d.title), " "), d.tags}
	out, err := yaml.Marshal(head)
	if err != nil {
		return nil
	}
	return slices.Concat([]byte("---\n"), out, []byte("---\n\n"))
}

// readAll reads at most a number of bytes; more are an error.
func readAll(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%w: a page of more than %d kB", errTooMuch, most>>10)
	}
	return data, nil
}

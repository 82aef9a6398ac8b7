// Package scaffold makes the files that authors begin with: a page of a kind,
// whose front matter explains itself, and a whole new site.
//
// It writes nothing. What it makes is judged by the same parser that will read
// it, so a template that would not build is found out before there is a file.
package scaffold

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
)

// Request says what page to make. Kind and Title are required.
type Request struct {
	Kind  content.Kind
	Title string
	Slug  string    // of the file's name; "" is made from the title
	Date  time.Time // in the site's time zone

	// Values are front matter fields and what to write for them: one text, or
	// several where the field is a list. Fields that the kind does not have are
	// an error.
	Values map[string][]string
}

// File is a file to write.
type File struct {
	Path string // slash-separated, relative to the folder that the caller knows
	Data []byte
	Page *content.Page // of a content file, what it says
}

// Page is what an archetype's template is given.
type Page struct {
	Kind        string // "release-note"
	Title       string
	Slug        string
	Date        string // "2026-11-23"
	Surface     string // of a snippet: "tooltip"
	Values      map[string][]string
	FrontMatter string // complete, with its fences
}

//go:embed archetypes
var archetypes embed.FS

// New makes a page's file, its path relative to the content folder. The
// archetype is KIND.md of the first of the file systems that has one, else the
// one that headsup has; it is a text/template for [Page].
//
// The diagnostics are what the file would be told when it is built; with any of
// them it is not fit to be written. The error is about the request or the
// archetype.
func New(cfg *content.Config, req Request, own ...fs.FS) (File, []diag.Diagnostic, error) {
	req.Title = strings.Join(strings.Fields(req.Title), " ")
	switch {
	case !slices.Contains(content.Kinds(), req.Kind):
		return File{}, nil, fmt.Errorf("there is no kind %q", req.Kind)
	case req.Title == "":
		return File{}, nil, errors.New("the page needs a title")
	}
	if req.Slug == "" {
		req.Slug = slugOf(req.Title, req.Kind)
	} else if address.Slug(req.Slug) != req.Slug {
		return File{}, nil, fmt.Errorf("%q cannot be the last part of an address; write %s", req.Slug, address.Slug(req.Slug))
	}
	f := File{Path: req.path(cfg)}
	front, err := frontMatter(cfg, &req, f.Path)
	if err != nil {
		return File{}, nil, err
	}
	tmpl, err := archetype(req.Kind, own)
	if err != nil {
		return File{}, nil, err
	}
	var b bytes.Buffer
	err = tmpl.Execute(&b, Page{
		Kind: string(req.Kind), Title: req.Title, Slug: req.Slug, Date: req.Date.Format(time.DateOnly),
		Surface: surfaceOf(cfg, &req),
		Values:  req.Values, FrontMatter: front,
	})
	if err != nil {
		return File{}, nil, fmt.Errorf("fill in the archetype: %w", err)
	}
	f.Data = b.Bytes()
	page, _, diags := content.Parse(cfg, f.Path, f.Data)
	if len(diags) == 0 && page.Kind != req.Kind {
		return File{}, nil, fmt.Errorf("the archetype makes a %s of what is to be a %s", page.Kind, req.Kind)
	}
	f.Page = page
	return f, diags, nil
}

// slugOf makes a slug of a title, and of one without letters of the kind.
func slugOf(title string, kind content.Kind) string {
	if !strings.ContainsFunc(title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return string(kind)
	}
	return address.Slug(title)
}

// follows reports whether the page takes its date and stage from its launch, so that
// it has none of its own.
func (req *Request) follows() bool {
	return req.Kind != content.Launch && len(req.Values["launch"]) > 0
}

// path is where in the content folder the file belongs.
func (req *Request) path(cfg *content.Config) string {
	name := req.Slug + ".md"
	if req.Kind == content.ReleaseNote && !req.follows() {
		name = req.Date.Format(time.DateOnly) + "-" + name
	}
	return path.Join(cfg.Kinds[req.Kind].Dir, name)
}

// archetype finds and reads the template of a kind.
func archetype(kind content.Kind, own []fs.FS) (*template.Template, error) {
	name := string(kind) + ".md"
	for _, fsys := range own {
		text, err := fs.ReadFile(fsys, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, fmt.Errorf("read the archetype: %w", err)
		}
		return parse(name, string(text))
	}
	text, err := archetypes.ReadFile("archetypes/" + name)
	if err != nil {
		return nil, fmt.Errorf("read the archetype: %w", err)
	}
	return parse(name, string(text))
}

func parse(name, text string) (*template.Template, error) {
	t, err := template.New(name).Option("missingkey=error").Parse(strings.ReplaceAll(text, "\r\n", "\n"))
	if err != nil {
		return nil, fmt.Errorf("read the archetype: %w", err)
	}
	return t, nil
}

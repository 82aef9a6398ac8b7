package link

import (
	"cmp"
	"slices"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
)

// Entry is what checks and comparisons of builds need to know of one page. A
// translation is an entry of its own, with the ID of its original.
type Entry struct {
	*content.Page
	ID       string
	Title    string // of the page, wherever it comes from
	Summary  string // the author's, else the body's beginning
	Path     string // from the site's root, "releases/x/"; "" for the home page
	URL      string // absolute
	Included bool   // in this build
	InFeed   bool   // public and published: in bundles now, and in feeds if it [content.Page.InFeeds]
	// Withdrawn says that feeds have the id of what was in them once, because it
	// was taken back or has expired.
	Withdrawn bool
	List      bool     // the index page of a section or folder
	Requests  []*Theme // that it brings, of an original
	Coming    bool     // about something that has not happened, as [Site.IsComing] says

	page *Page
}

// Outline is the page's compiled body without HTML and passages.
func (e *Entry) Outline() *markdown.Document { return e.page.Doc }

// Passages returns the text of the body: of the form that everyone may see, or
// of the whole. The error is one of reading the compiled body.
func (e *Entry) Passages(public bool) ([]markdown.Passage, error) { return e.page.Passages(public) }

// HTML returns the compiled body of a form, with its links not filled in.
func (e *Entry) HTML(public bool) ([]byte, error) { return e.page.HTML(public) }

// AllFiles returns all pages and their translations, sorted by file.
func (s *Site) AllFiles() []*Page {
	if len(s.translations) == 0 {
		return s.All
	}
	all := slices.Concat(s.All, s.translations)
	slices.SortFunc(all, func(a, b *Page) int { return cmp.Compare(a.Source, b.Source) })
	return all
}

// Entries returns all pages of the content folder, those that are not in this
// build too, in the order of their files.
func (s *Site) Entries() []Entry {
	all := s.AllFiles()
	out := make([]Entry, len(all))
	for i, p := range all {
		out[i] = Entry{
			Page: p.Page, ID: p.ID, Title: p.Title, Summary: p.Summary(), Path: p.Path, URL: s.Absolute(p.Path),
			Included: p.Included, List: p.Landing || p.Branch, Coming: s.IsComing(p), Requests: p.Requests, page: p,
		}
		out[i].InFeed = p.Public && !out[i].List
		out[i].Withdrawn = !out[i].List && s.Retracted(p)
	}
	return out
}

// UnusedAssets returns the files, as paths in the content folder, that no page
// of this build shows or links to.
func (s *Site) UnusedAssets() []string {
	var out []string
	for _, a := range s.in.Assets {
		if !s.assets[a.Path].Used && !a.Hidden {
			out = append(out, a.Path)
		}
	}
	return out
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/paths"
	"headsup/generator/publish/search"
)

// searchFlags are the flags of search.
type searchFlags struct {
	build   buildFlags
	json    bool
	limit   int
	filters search.Filters
}

func (m *mainCmd) search(ctx context.Context, args []string) error {
	f := searchFlags{filters: search.Filters{}}
	fs := m.flags("search", "Search the built site, as its readers do.")
	fs.takes = ` "query"`
	fs.examples = []string{
		`headsup search "export invoices"`,
		`headsup search '"single sign-on" -saml' --kind playbook --kind launch`,
		`headsup search --product billing`,
	}
	fs.StringVar(&f.build.Out, "out", "public", "`folder` of the site")
	fs.StringVar(&f.build.Content, "content", "", "search this `folder` of content, built for the purpose, instead of a site")
	fs.BoolVar(&f.json, "json", false, "print JSON")
	fs.IntVar(&f.limit, "limit", 10, "print at most so `many` results")
	for _, facet := range search.Facets() {
		fs.Func(facet, "only pages of the "+facet+" with this `id`; may be given several times", func(id string) error {
			f.filters[facet] = append(f.filters[facet], id)
			return nil
		})
	}
	words, err := fs.parseWords(args)
	if err != nil {
		return err
	}
	query := strings.Join(words, " ")
	if strings.TrimSpace(query) == "" && len(f.filters) == 0 {
		return fmt.Errorf("%w: what do you want to search for?\nhint: headsup search \"export invoices\"", generator.ErrUsage)
	}
	if f.limit < 1 {
		return fmt.Errorf("%w: --limit is at least 1", generator.ErrUsage)
	}
	site := os.DirFS(f.build.Out)
	if f.build.Content != "" {
		preview, done, err := m.preview(ctx, f.build.Options)
		if err != nil {
			return err
		}
		defer done()
		site = preview.FS(ctx)
	}
	engine, err := openSearch(site, f.build.Out)
	if err != nil {
		return err
	}
	switch mistyped, err := engine.Mistyped(f.filters); {
	case err != nil:
		return fmt.Errorf("%w\nhint: build the site again", err)
	case mistyped != nil:
		return fmt.Errorf("%w: no page has the %s %q\nhint: there are %s",
			generator.ErrUsage, mistyped.Facet, mistyped.ID, strings.Join(mistyped.Known, ", "))
	}
	results, err := engine.Search(ctx, query, f.filters)
	if err != nil {
		return fmt.Errorf("%w\nhint: build the site again", err)
	}
	list, err := results.Load(0, f.limit)
	if err != nil {
		return fmt.Errorf("%w\nhint: build the site again", err)
	}
	if f.json {
		return writeSearchJSON(m.Stdout, results, list)
	}
	return m.writeSearch(results, list)
}

// openSearch opens the index of a site, which is in a folder of this name.
func openSearch(site fs.FS, folder string) (*search.Engine, error) {
	index, err := fs.Sub(site, path.Clean(paths.Search))
	if err != nil {
		return nil, fmt.Errorf("open the search index: %w", err)
	}
	engine, err := search.Open(index)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no search index in %s\nhint: headsup build writes it; --out names another folder", folder)
	}
	if err != nil {
		return nil, fmt.Errorf("%w\nhint: build the site again", err)
	}
	return engine, nil
}

// preview returns the site of a content folder, and what ends it.
func (m *mainCmd) preview(ctx context.Context, opt generator.Options) (site *generator.Preview, done func(), err error) {
	session, err := generator.OpenSession(opt)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			session.Close()
		}
	}()
	if err := session.Refresh(ctx, nil); err != nil {
		return nil, nil, err
	}
	preview, err := session.Preview(generator.PreviewOptions{
		Public: opt.Visibility == content.Public, Drafts: opt.Drafts, Future: opt.Future, Now: opt.Now,
	})
	if err != nil {
		return nil, nil, err
	}
	if res := preview.Result(); res.Failed() {
		if err := m.report(&res, false); err != nil {
			return nil, nil, err
		}
		return nil, nil, errContent
	}
	return preview, session.Close, nil
}

// foundJSON is the form of search --json.
type foundJSON struct {
	Query       string            `json:"query"`
	Total       int               `json:"total"`
	Results     []resultJSON      `json:"results"`
	Partial     bool              `json:"partial,omitempty"`
	Corrections map[string]string `json:"corrections,omitempty"` // word: what was taken for it
	Suggestions []string          `json:"suggestions,omitempty"`
}

type resultJSON struct {
	URL      string        `json:"url"` // of the section, if it is one
	Title    string        `json:"title"`
	Section  string        `json:"section"`
	Kind     string        `json:"kind"`
	Score    float64       `json:"score"`
	Excerpt  string        `json:"excerpt"`
	Date     string        `json:"date,omitempty"`
	Version  string        `json:"version,omitempty"`
	Sections []sectionJSON `json:"sections,omitempty"` // further ones
}

type sectionJSON struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

func writeSearchJSON(w io.Writer, r *search.Results, list []search.Result) error {
	out := foundJSON{Query: r.Query, Total: len(r.Hits), Results: []resultJSON{}, Partial: r.Partial, Suggestions: r.Suggestions}
	for _, c := range r.Corrections {
		if out.Corrections == nil {
			out.Corrections = map[string]string{}
		}
		out.Corrections[c.Word] = strings.Join(c.Terms, ", ")
	}
	for _, res := range list {
		j := resultJSON{
			URL:     res.URL,
			Title:   res.Title,
			Section: res.Section,
			Kind:    res.Kind,
			Score:   res.Score,
			Excerpt: plainExcerpt(res.Excerpt),
			Version: res.Version,
		}
		if res.Date != nil {
			j.Date = res.Date.ISO
		}
		for _, s := range res.More {
			j.Sections = append(j.Sections, sectionJSON{s.URL, s.Title})
		}
		out.Results = append(out.Results, j)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func plainExcerpt(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// writeSearch prints results for people: what was found on standard output, what
// is to be said about the search on standard error.
func (m *mainCmd) writeSearch(r *search.Results, list []search.Result) error {
	for _, c := range r.Corrections {
		fmt.Fprintf(m.Stderr, "no page says %s: searched for %s\n", c.Word, strings.Join(c.Terms, ", "))
	}
	switch {
	case len(list) == 0:
		fmt.Fprintf(m.Stderr, "nothing found for %s\n", r.Query)
		if len(r.Suggestions) > 0 {
			fmt.Fprintf(m.Stderr, "hint: try %s\n", strings.Join(r.Suggestions, ", "))
		}
		return nil
	case r.Partial:
		fmt.Fprintln(m.Stderr, "no page has all of these words; these have the most")
	}
	bold, plain := "", ""
	if m.colorOn(m.Stdout) {
		bold, plain = "\x1b[1m", "\x1b[0m"
	}
	var b strings.Builder
	for _, res := range list {
		b.WriteString(bold + printable(res.Title) + plain)
		if res.Section != "" {
			b.WriteString(" > " + printable(res.Section))
		}
		facts := []string{strings.ToLower(res.KindTitle)}
		if res.Version != "" {
			facts = append(facts, res.Version)
		}
		if res.Date != nil {
			facts = append(facts, res.Date.Text)
		}
		fmt.Fprintf(&b, "  (%s)\n  %s\n", printable(strings.Join(facts, ", ")), printable(res.URL))
		if len(res.Excerpt) > 0 {
			b.WriteString("  ")
			for _, p := range res.Excerpt {
				if p.Mark {
					b.WriteString(bold + printable(p.Text) + plain)
				} else {
					b.WriteString(printable(p.Text))
				}
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n", shown(len(list), len(r.Hits)))
	_, err := io.WriteString(m.Stdout, b.String())
	return err
}

// shown says how many of the results are printed.
func shown(list, total int) string {
	if list == total {
		return count(total, "page")
	}
	return fmt.Sprintf("%d of %s", list, count(total, "page"))
}

// printable leaves out what would steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, s)
}

package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/paths"
	"headsup/generator/publish/search"
	"headsup/generator/read/calendar"
)

// addTools adds the tools. They are few, as many clients read one page of a list only.
func (s *Server) addTools() {
	add(s, sdk.Tool{
		Name: "search", Title: "Search the site",
		Description: "Find pages by words, \"phrases\" and -words, as readers of the site do. Read what you found before you rely on it.",
	}, searchSite)
	add(s, sdk.Tool{
		Name: "read", Title: "Read a page",
		Description: "Read a page or one section of it as Markdown. Each passage says whether customers can read it.",
	}, readPage)
	add(s, sdk.Tool{
		Name: "whats_new", Title: "What’s new",
		Description: "List what has shipped, the newest first.",
	}, whatsNew)
	add(s, sdk.Tool{
		Name: "who_sees", Title: "Who sees it",
		Description: "Say whether the product shows a snippet or a release note to a person, and if not, why.",
	}, whoSees)
	if s.public {
		return // what follows shows plans, of which a public build has no page
	}
	add(s, sdk.Tool{
		Name: "coming", Title: "What is coming",
		Description: "List launches and changes that are ahead, and how sure their dates are. " +
			"It is for colleagues: tell customers none of it.",
	}, coming)
	add(s, sdk.Tool{
		Name: "launch", Title: "Where a launch stands",
		Description: "Say how ready a launch is: its pieces, what is missing, what each audience has to do. " +
			"It is for colleagues: tell customers none of it.",
	}, readiness)
	add(s, sdk.Tool{
		Name: "questions", Title: "What nobody has answered",
		Description: "List what is often asked and no page answers. It is for colleagues: tell customers none of it.",
	}, questions)
}

// SearchInput is what the tool search takes.
type SearchInput struct {
	Scope
	Query string `json:"query,omitempty" jsonschema:"Words to search for. Without them all pages of kind, product and audience are found."`
	Kind  string `json:"kind,omitempty" jsonschema:"Only pages of this kind: release-note, playbook, snippet, launch or page."`
	Limit int    `json:"limit,omitempty" jsonschema:"At most so many results, 1 to 50; 10 by default."`
}

// SearchOutput is what it answers.
type SearchOutput struct {
	State
	Total       int      `json:"total" jsonschema:"How many pages were found; the results are the first of them."`
	Results     []Found  `json:"results"`
	Partial     bool     `json:"partial" jsonschema:"No page has all of the words; these have the most."`
	Corrections []string `json:"corrections" jsonschema:"Words that no page has, and what was searched for."`
	Suggestions []string `json:"suggestions" jsonschema:"Words to search for when nothing was found."`
}

// Found is a page that was found.
type Found struct {
	Page
	Section       string `json:"section,omitempty" jsonschema:"Heading of the section that has most of the query."`
	Excerpt       string `json:"excerpt,omitempty"`
	ExcerptPublic bool   `json:"excerpt_public" jsonschema:"Whether customers can read the section and the excerpt."`
}

// limit returns how many of a list are asked for.
func limit(asked, usual, most int) (int, error) {
	if asked < 0 || asked > most {
		return 0, fmt.Errorf("limit is 1 to %d, not %d", most, asked)
	}
	return cmp.Or(asked, usual), nil
}

func searchSite(ctx context.Context, site *Site, in SearchInput) (out SearchOutput, err error) {
	out = SearchOutput{State: stateOf(site), Results: []Found{}, Corrections: []string{}, Suggestions: []string{}}
	most, err := limit(in.Limit, 10, 50)
	if err != nil {
		return out, err
	}
	filters := search.Filters{}
	for facet, id := range map[string]string{"kind": in.Kind, "product": in.Product, "audience": in.Audience} {
		if id != "" {
			filters[facet] = []string{id}
		}
	}
	if strings.TrimSpace(in.Query) == "" && len(filters) == 0 {
		return out, errors.New("say what to search for, in query, kind, product or audience")
	}
	folder, err := fs.Sub(site.Files, path.Clean(paths.Search))
	if err != nil {
		return out, err
	}
	engine, err := search.Open(folder)
	if err != nil {
		return out, err
	}
	switch mistyped, err := engine.Mistyped(filters); {
	case err != nil:
		return out, err
	case mistyped != nil:
		return out, fmt.Errorf("no page has the %s %s; there are %s",
			mistyped.Facet, diag.Quote(mistyped.ID), strings.Join(mistyped.Known, ", "))
	}
	results, err := engine.Search(ctx, in.Query, filters)
	if err != nil {
		return out, err
	}
	list, err := results.Load(0, most)
	if err != nil {
		return out, err
	}
	out.Total, out.Partial = len(results.Hits), results.Partial
	out.Suggestions = append(out.Suggestions, results.Suggestions...)
	for _, c := range results.Corrections {
		out.Corrections = append(out.Corrections, c.Word+": "+strings.Join(c.Terms, ", "))
	}
	for i := range list {
		found, err := foundOf(site, &list[i])
		if err != nil {
			return out, err
		}
		out.Results = append(out.Results, found)
	}
	return out, nil
}

// foundOf describes a result of the search.
func foundOf(site *Site, r *search.Result) (out Found, err error) {
	p, anchor, err := find(site, r.URL)
	if err != nil {
		return out, err
	}
	out = Found{Page: pageOf(site, p), Section: r.Section}
	if anchor != "" {
		out.Address += "#" + anchor
	}
	var b strings.Builder
	for _, piece := range r.Excerpt {
		b.WriteString(piece.Text)
	}
	out.Excerpt = b.String()
	q := customersPage(site, p)
	if q == nil {
		return out, nil
	}
	passages, err := q.Passages(true)
	if err != nil {
		return out, err
	}
	var texts []string
	for _, passage := range passages {
		texts = append(texts, passage.Text)
	}
	out.ExcerptPublic = within(out.Excerpt, fold(strings.Join(texts, " "))) && (anchor == "" || q.IDs()[anchor])
	return out, nil
}

// ReadInput is what the tool read takes.
type ReadInput struct {
	Page    string `json:"page" jsonschema:"Id, address or path of the page, as other tools give them."`
	Section string `json:"section,omitempty" jsonschema:"Heading of one section to read; without it the whole page."`
}

// ReadOutput is what it answers.
type ReadOutput struct {
	State
	Page     Page      `json:"page"`
	Section  string    `json:"section,omitempty"`
	Passages []Passage `json:"passages" jsonschema:"The text in its order."`
	Sections []string  `json:"sections" jsonschema:"Headings of the whole page."`
}

func readPage(_ context.Context, site *Site, in ReadInput) (out ReadOutput, err error) {
	p, anchor, err := find(site, in.Page)
	if err != nil {
		return out, err
	}
	marked, err := markdownOf(site, p)
	if err != nil {
		return out, err
	}
	out = ReadOutput{State: stateOf(site), Page: pageOf(site, p), Section: cmp.Or(in.Section, anchor)}
	text, customers := marked.text, marked.customers
	out.Sections = headings(text)
	if out.Section != "" {
		var ok bool
		if text, ok = section(text, out.Section); !ok {
			return out, fmt.Errorf("%s has no section %s; it has %s",
				p.Title, diag.Quote(out.Section), cmp.Or(strings.Join(out.Sections, ", "), "none"))
		}
	}
	out.Passages = passages(text, customers)
	return out, nil
}

// markdown is the Markdown form of a page, and the one that customers get of it, "" for none.
type markdown struct{ text, customers string }

func markdownOf(site *Site, p *link.Page) (m markdown, err error) {
	text, err := fs.ReadFile(site.Files, paths.MarkdownOf(p.Path))
	if err != nil {
		return m, err
	}
	m.text = string(text)
	switch {
	case site.Customers == site:
		m.customers = m.text
	case customersPage(site, p) != nil:
		if text, err = fs.ReadFile(site.Customers.Files, paths.MarkdownOf(p.Path)); err != nil {
			return m, err
		}
		m.customers = string(text)
	}
	return m, nil
}

// NewInput is what the tool whats_new takes.
type NewInput struct {
	Scope
	Since string `json:"since,omitempty" jsonschema:"From this day on: a date such as 2026-01-31, or days such as 30d, which is the default."`
	Limit int    `json:"limit,omitempty" jsonschema:"At most so many, 1 to 200; 50 by default."`
}

// NewOutput is what it answers.
type NewOutput struct {
	State
	Since   string    `json:"since" jsonschema:"The day from which on pages are listed."`
	Total   int       `json:"total" jsonschema:"How many there are; the pages are the first of them."`
	Changes []Shipped `json:"changes" jsonschema:"Release notes and launches, the newest first."`
}

// Shipped is a page about something that is there.
type Shipped struct {
	Page
	Shipped string `json:"shipped" jsonschema:"Day from which on it was there."`
}

func whatsNew(_ context.Context, site *Site, in NewInput) (out NewOutput, err error) {
	out = NewOutput{State: stateOf(site), Changes: []Shipped{}}
	most, err := limit(in.Limit, 50, 200)
	if err != nil {
		return out, err
	}
	if err := in.check(site); err != nil {
		return out, err
	}
	since, err := calendar.ParseSince(cmp.Or(in.Since, "30d"))
	if err != nil {
		return out, fmt.Errorf("since %w", err)
	}
	from := since(site.Now.In(site.Config.TimeZone))
	out.Since = from.Format(time.DateOnly)
	for _, p := range site.Pages {
		if p.Kind != content.ReleaseNote && p.Kind != content.Launch || p.Landing || p.Branch || !in.has(p) {
			continue
		}
		if day := launch.Shipped(site.Site, p); !day.IsZero() && !day.Before(from) {
			out.Changes = append(out.Changes, Shipped{pageOf(site, p), day.In(site.Config.TimeZone).Format(time.DateOnly)})
		}
	}
	slices.SortStableFunc(out.Changes, func(a, b Shipped) int { return cmp.Compare(b.Shipped, a.Shipped) })
	out.Total = len(out.Changes)
	out.Changes = out.Changes[:min(most, out.Total)]
	return out, nil
}

// Package llms writes what programs read in place of HTML pages: a Markdown form
// of each content page, and llms.txt, which leads to all of them
// (https://llmstxt.org/).
//
// Both are made of what the HTML is made of, a [view.View] or what the site
// lists, so nothing is in them that is not on a page of the same build.
package llms

import (
	"strings"

	"headsup/generator/paths"
	"headsup/generator/view"
)

// Path returns where the Markdown form of a view belongs in the output.
func Path(v *view.View) string { return strings.TrimSuffix(v.Path, "index.html") + paths.Markdown }

// AppendPage appends the Markdown form of a view with a page: its title, a short
// list of facts, and the body. Addresses in it are absolute, so that it can be
// taken elsewhere.
func (r *Renderer) AppendPage(b []byte, v *view.View) []byte {
	r.page, r.origin = v.Meta.Canonical, originOf(v.Meta.Canonical)
	p := v.Page
	w := &writer{b: b}
	w.paragraph("# " + escape(p.Title))
	if p.OwnSummary && p.Summary != "" {
		w.paragraph(escape(p.Summary))
	}
	for _, n := range p.Notices {
		w.paragraph("**" + escape(n) + "**")
	}
	w.paragraph(strings.Join(r.facts(v), "\n"))
	w.paragraph(r.body(string(p.Body)))
	for _, g := range p.Pieces {
		w.group(r, g.Title, g.Cards)
	}
	w.group(r, labelRelated, p.Related)
	return append(w.b, '\n')
}

// originOf returns scheme and host of an absolute URL.
func originOf(u string) string {
	i := strings.Index(u, "://")
	if i < 0 {
		return ""
	}
	if j := strings.IndexByte(u[i+3:], '/'); j >= 0 {
		return u[:i+3+j]
	}
	return u
}

// body turns HTML into Markdown.
func (r *Renderer) body(html string) string { return r.join(r.blocks(r.parse(html)), false) }

// writer puts paragraphs one below the other.
type writer struct{ b []byte }

func (w *writer) paragraph(text string) {
	if text == "" {
		return
	}
	if len(w.b) > 0 {
		w.b = append(w.b, "\n\n"...)
	}
	w.b = append(w.b, text...)
}

// group writes a list of pages under a heading.
func (w *writer) group(r *Renderer, title string, cards []view.Card) {
	if len(cards) == 0 {
		return
	}
	w.paragraph("## " + escape(title))
	lines := make([]string, len(cards))
	for i, c := range cards {
		lines[i] = entry(c.Title, r.resolve(c.URL), c.Summary)
	}
	w.paragraph(strings.Join(lines, "\n"))
}

// entry is one line of a list of pages.
func entry(title, url, summary string) string {
	line := "- [" + escape(title) + string(appendDestination([]byte("]"), url, ""))
	if summary != "" {
		line += ": " + string(appendText(nil, oneLine(summary), ' '))
	}
	return line
}

// escape writes plain text as Markdown, in one line.
func escape(text string) string { return string(appendText(nil, oneLine(text), 0)) }

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// The labels of facts.
const (
	labelKind      = "Kind"
	labelAddress   = "Address"
	labelDate      = "Date"
	labelUpdated   = "Updated"
	labelCommitted = "Last changed"
	labelVersion   = "Version"
	labelStage     = "Stage"
	labelImpact    = "Impact"
	labelBreaking  = "Breaking"
	labelYes       = "yes"
	labelPlans     = "Plans"
	labelPlatforms = "Platforms"
	labelFlag      = "Feature flag"
	labelDocs      = "Documentation"
	labelCTA       = "Link"
	labelWhen      = "When to use it"
	labelTakes     = "Takes"
	labelKey       = "Key"
	labelSurface   = "Surface"
	labelProducts  = "Products"
	labelFor       = "For"
	labelTags      = "Tags"
	labelPublic    = "Public from"
	labelExpires   = "Expires"
	labelReview    = "Reviewed until"
	labelDue       = "Review was due on"
	labelOwner     = "Owner"
	labelLaunch    = "Part of the launch"
	labelActions   = "What to do"
	labelQuestions = "This page answers"
	labelRelated   = "Related"
)

// Labels returns the words that the Markdown forms have by themselves.
func Labels() []string {
	return []string{
		labelKind, labelAddress, labelDate, labelUpdated, labelCommitted, labelVersion, labelStage, labelImpact, labelBreaking, labelYes,
		labelPlans, labelPlatforms, labelFlag, labelDocs, labelCTA, labelWhen, labelTakes, labelKey, labelSurface, labelProducts, labelFor,
		labelTags, labelPublic, labelExpires, labelReview, labelDue, labelOwner, labelLaunch, labelActions, labelQuestions, labelRelated,
		paths.Markdown, "NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION",
	}
}

// facts are the lines about a page.
func (r *Renderer) facts(v *view.View) []string {
	p := v.Page
	var out []string
	raw := func(label, markdown string) {
		if markdown != "" {
			out = append(out, "- "+label+": "+markdown)
		}
	}
	say := func(label, value string) {
		if value != "" {
			raw(label, string(appendText(nil, oneLine(value), ' ')))
		}
	}
	day := func(label string, d *view.Day) {
		if d != nil {
			say(label, d.Text)
		}
	}
	say(labelKind, p.KindTitle)
	raw(labelAddress, "<"+v.Meta.Canonical+">")
	day(labelDate, p.Date)
	day(labelUpdated, p.Updated)
	day(labelCommitted, p.Committed)
	if rel := p.Release; rel != nil {
		say(labelVersion, rel.Version)
		say(labelStage, rel.Stage.Text)
		say(labelImpact, rel.Impact)
		if rel.Breaking {
			say(labelBreaking, labelYes)
		}
		say(labelPlans, strings.Join(rel.Plans, ", "))
		say(labelPlatforms, strings.Join(rel.Platforms, ", "))
		say(labelFlag, rel.FeatureFlag)
		raw(labelDocs, r.named(rel.DocsURL, rel.DocsURL))
	}
	if book := p.Playbook; book != nil {
		say(labelWhen, book.When)
		say(labelTakes, book.Duration)
	}
	if s := p.Snippet; s != nil {
		say(labelKey, s.Key)
		say(labelSurface, s.Surface)
		for _, row := range s.Rows {
			say(escape(row.Label), row.Value)
		}
	}
	say(labelProducts, titles(p.Products))
	say(labelFor, titles(p.Audiences))
	say(labelTags, titles(p.Tags))
	say(labelOwner, p.Owner)
	day(labelPublic, p.PublishAt)
	day(labelExpires, p.ExpiresAt)
	if p.ReviewDue {
		day(labelDue, p.ReviewBy)
	} else {
		day(labelReview, p.ReviewBy)
	}
	if p.CTA != nil {
		raw(labelCTA, r.named(p.CTA.Title, p.CTA.URL))
	}
	if p.Launch != nil {
		raw(labelLaunch, r.named(p.Launch.Title, p.Launch.URL))
	}
	for _, row := range p.Extra {
		say(escape(row.Label), row.Value)
	}
	return append(out, r.advice(p)...)
}

// advice says what each audience is to do, and what the page answers.
func (r *Renderer) advice(p *view.PageView) []string {
	var out []string
	for _, a := range p.Actions {
		text := r.body(string(a.Text))
		if text == "" {
			continue
		}
		if len(out) == 0 {
			out = append(out, "- "+labelActions+":")
		}
		out = append(out, indent(escape(a.Audience.Title)+": "+text, "  - ", "    "))
	}
	for i, q := range p.Questions {
		if i == 0 {
			out = append(out, "- "+labelQuestions+":")
		}
		out = append(out, "  - "+escape(q))
	}
	return out
}

func titles(links []view.Link) string {
	names := make([]string, len(links))
	for i, l := range links {
		names[i] = l.Title
	}
	return strings.Join(names, ", ")
}

// named is a link, "" when it leads nowhere.
func (r *Renderer) named(title, url string) string {
	if url = r.resolve(url); url == "" {
		return ""
	}
	if title == url && isAutolink(url) {
		return "<" + url + ">"
	}
	return "[" + escape(title) + string(appendDestination([]byte("]"), url, ""))
}

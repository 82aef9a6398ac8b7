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
	"headsup/generator/view/words"
)

// Path returns where the Markdown form of a view belongs in the output.
func Path(v *view.View) string { return paths.MarkdownOf(paths.Page(v.Path)) }

// AppendPage appends the Markdown form of a view with a page: its title, a short
// list of facts, and the body. Addresses in it are absolute, so that it can be
// taken elsewhere.
func (r *Renderer) AppendPage(b []byte, v *view.View) []byte {
	r.page, r.origin = v.Meta.Canonical, originOf(v.Meta.Canonical)
	p := v.Page
	r.words = words.For(languageOf(v))
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
	w.group(r, r.words.Say("related"), p.Related)
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

// labelKeys are the texts that the Markdown forms have by themselves.
var labelKeys = []string{
	"kind", "address", "date", "updated-label", "last-changed-label", "version", "stage", "impact", "breaking-change",
	"yes", "plans", "platforms", "feature-flag", "documentation", "link",
	"when-to-use", "time-needed", "key", "surface", "products", "for", "tags",
	"public-from", "expires", "review-due", "review-overdue", "owner-head", "of-launch", "what-to-do", "page-answers", "related",
}

// Labels returns the words that the Markdown forms have by themselves.
func Labels(w *words.Words) []string {
	out := []string{paths.Markdown, "NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}
	for _, key := range labelKeys {
		out = append(out, w.Say(key))
	}
	return out
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
	say(r.words.Say("kind"), p.KindTitle)
	raw(r.words.Say("address"), "<"+v.Meta.Canonical+">")
	day(r.words.Say("date"), p.Date)
	day(r.words.Say("updated-label"), p.Updated)
	day(r.words.Say("last-changed-label"), p.Committed)
	if rel := p.Release; rel != nil {
		say(r.words.Say("version"), rel.Version)
		say(r.words.Say("stage"), rel.Stage.Text)
		say(r.words.Say("impact"), rel.Impact)
		if rel.Breaking {
			say(r.words.Say("breaking-change"), r.words.Say("yes"))
		}
		say(r.words.Say("plans"), strings.Join(rel.Plans, ", "))
		say(r.words.Say("platforms"), strings.Join(rel.Platforms, ", "))
		say(r.words.Say("feature-flag"), rel.FeatureFlag)
		raw(r.words.Say("documentation"), r.named(rel.DocsURL, rel.DocsURL))
	}
	if book := p.Playbook; book != nil {
		say(r.words.Say("when-to-use"), book.When)
		say(r.words.Say("time-needed"), book.Duration)
	}
	if s := p.Snippet; s != nil {
		say(r.words.Say("key"), s.Key)
		say(r.words.Say("surface"), s.Surface)
		for _, row := range s.Rows {
			say(escape(row.Label), row.Value)
		}
	}
	say(r.words.Say("products"), titles(p.Products))
	say(r.words.Say("for"), titles(p.Audiences))
	say(r.words.Say("tags"), titles(p.Tags))
	say(r.words.Say("owner-head"), p.Owner)
	day(r.words.Say("public-from"), p.PublishAt)
	day(r.words.Say("expires"), p.ExpiresAt)
	if p.ReviewDue {
		day(r.words.Say("review-overdue"), p.ReviewBy)
	} else {
		day(r.words.Say("review-due"), p.ReviewBy)
	}
	if p.CTA != nil {
		raw(r.words.Say("link"), r.named(p.CTA.Title, p.CTA.URL))
	}
	if p.Launch != nil {
		raw(r.words.Say("of-launch"), r.named(p.Launch.Title, p.Launch.URL))
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
			out = append(out, "- "+r.words.Say("what-to-do")+":")
		}
		out = append(out, indent(escape(a.Audience.Title)+": "+text, "  - ", "    "))
	}
	for i, q := range p.Questions {
		if i == 0 {
			out = append(out, "- "+r.words.Say("page-answers")+":")
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

// languageOf is that of the site, "" for a view without one.
func languageOf(v *view.View) string {
	if v.Site == nil {
		return ""
	}
	return v.Site.Language
}

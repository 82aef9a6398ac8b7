package gate

import (
	"fmt"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/render/portable"
	"headsup/generator/view/label"
)

// Marker begins every summary, so that a workflow finds the comment that it
// wrote before.
const Marker = "<!-- headsup -->"

// Comparison is the content before and after a change.
type Comparison struct {
	Config        *content.Config // as it is now
	Before, After []link.Entry
	// Changed reports whether the file of a page that is there before and after
	// has other bytes.
	Changed func(before, after *link.Entry) bool
	// Renamed returns the name that a file has now, by the history, "" for a file that
	// was not renamed; nil when there is no history.
	Renamed func(source string) string
	// NoBefore says why there is nothing to compare with, or is "".
	NoBefore string
}

// reported are the rules whose findings the summary repeats.
var reported = []string{"address-lost", "id-lost", "note-missing", "publish-past"}

// Summary tells in Markdown what a change means for each audience and for the
// product's feed, with what the gate has found.
func Summary(c Comparison, found []diag.Diagnostic, notices []string) string {
	var b strings.Builder
	b.WriteString(Marker + "\n## What this change means for readers\n\n")
	if c.NoBefore != "" {
		fmt.Fprintf(&b, "%s, so everything counts as new.\n\n", c.NoBefore)
	}
	moves := c.moves()
	empty := true
	for _, a := range c.Config.Audiences {
		if line := news(moves, func(m *move) bool { return m.visible(a.ID) }); line != "" {
			fmt.Fprintf(&b, "- **%s** will see %s\n", portable.Markdown(a.Title), line)
			empty = false
		}
	}
	for _, line := range feedLines(moves) {
		fmt.Fprintf(&b, "- The feed %s\n", line)
		empty = false
	}
	for i := range moves {
		m := &moves[i]
		if m.before != nil && m.after != nil && m.after.Original == "" && m.before.Release.Stage != m.after.Release.Stage {
			fmt.Fprintf(&b, "- %s moves from %s to %s\n", m.link(), stage(m.before), stage(m.after))
			empty = false
		}
	}
	for i := range moves {
		m := &moves[i]
		if m.state() != "new" && m.state() != "changed" {
			continue
		}
		for _, t := range m.after.Requests {
			fmt.Fprintf(&b, "- %s answers a theme that was asked %s: %s\n", m.link(), timesAsked(t),
				portable.Markdown(label.Clip(t.Title, titleMost)))
			empty = false
		}
	}
	approvals := c.approvals(moves)
	if empty && len(approvals) == 0 {
		b.WriteString("Nothing that readers see, and nothing in the feed.\n")
	}
	if len(approvals) > 0 {
		fmt.Fprintf(&b, "\n### Who has to approve this\n\n- %s\n", strings.Join(approvals, "\n- "))
	}
	for _, d := range found {
		if slices.Contains(reported, d.Rule) {
			fmt.Fprintf(&b, "\n> [!CAUTION]\n> %s: %s\n", portable.Markdown(d.Message), portable.Markdown(d.Hint))
		}
	}
	for _, n := range notices {
		fmt.Fprintf(&b, "\n> [!NOTE]\n> %s\n", portable.Markdown(n))
	}
	return b.String()
}

const titleMost = 120 // code points of a theme's title

// timesAsked says how often a theme was asked about, and by how many accounts.
func timesAsked(t *link.Theme) string {
	accounts := 0
	for i := range t.Asked {
		if t.Asked[i].Account != "" {
			accounts++
		}
	}
	text := count(t.Count, "time")
	if accounts > 0 {
		text += " by " + count(accounts, "account")
	}
	return text
}

// move is what becomes of one page.
type move struct {
	before, after *link.Entry // nil when there is none
	changed       bool
}

func (m *move) page() *link.Entry {
	if m.after != nil {
		return m.after
	}
	return m.before
}

// visible reports whether an audience sees the page at all.
func (m *move) visible(audience string) bool {
	p := m.page()
	return !p.Draft && (len(p.Audiences) == 0 || slices.Contains(p.Audiences, audience))
}

// state is what readers see of it: new, changed, removed, or "".
func (m *move) state() string {
	shown := func(e *link.Entry) bool { return e != nil && !e.Draft }
	switch {
	case shown(m.after) && !shown(m.before):
		return "new"
	case !shown(m.after) && shown(m.before):
		return "removed"
	case shown(m.after) && m.changed:
		return "changed"
	}
	return ""
}

func (m *move) link() string {
	p := m.page()
	if m.after == nil {
		return portable.Markdown(p.Title)
	}
	return portable.MarkdownLink(p.Title, p.URL)
}

func stage(e *link.Entry) string {
	switch s := e.Release.Stage; s {
	case "":
		return "no stage"
	case content.GA:
		return "GA"
	default:
		return string(s)
	}
}

// name tells pages and their translations apart.
func name(e *link.Entry) string { return e.ID + " " + e.Language }

// moves pairs the pages before and after by their ids.
func (c *Comparison) moves() []move {
	before := map[string]*link.Entry{}
	for i := range c.Before {
		before[name(&c.Before[i])] = &c.Before[i]
	}
	var out []move
	for i := range c.After {
		m := move{after: &c.After[i], before: before[name(&c.After[i])]}
		delete(before, name(m.after))
		m.changed = m.before != nil && c.Changed(m.before, m.after)
		out = append(out, m)
	}
	for i := range c.Before {
		if e := &c.Before[i]; before[name(e)] == e {
			out = append(out, move{before: e})
		}
	}
	return out
}

// most is how many pages a line names.
const most = 10

// news is "1 new release note: [A](…); 2 changed playbooks: …", or "".
func news(moves []move, of func(*move) bool) string {
	var parts []string
	for _, state := range []string{"new", "changed", "removed"} {
		for _, k := range content.Kinds() {
			var links []string
			for i := range moves {
				if m := &moves[i]; m.page().Kind == k && m.state() == state && of(m) {
					links = append(links, m.link())
				}
			}
			if len(links) == 0 {
				continue
			}
			line := count(len(links), state+" "+strings.ReplaceAll(string(k), "-", " ")) + ": "
			parts = append(parts, line+shorten(links))
		}
	}
	return strings.Join(parts, "; ")
}

func shorten(list []string) string {
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// approvals says who has to approve the change, and why, in the order of the configuration's
// keys. Names are code, so that the summary notifies nobody: GitHub does, by CODEOWNERS.
func (c *Comparison) approvals(moves []move) []string {
	var out []string
	for _, what := range content.Approvable() {
		names := c.Config.Approvals[what]
		if len(names) == 0 {
			continue
		}
		var public, changed []string
		for i := range moves {
			m := &moves[i]
			switch p := m.page(); {
			case m.state() == "":
			case what != content.ApprovePublic:
				if string(p.Kind) == what {
					changed = append(changed, m.link())
				}
			case m.public() && (m.before == nil || m.before.Visibility != content.Public || m.before.Draft):
				public = append(public, m.link())
			case m.public():
				changed = append(changed, m.link())
			}
		}
		var why []string
		if len(public) > 0 {
			why = append(why, becomes(public)+" public: "+shorten(public))
		}
		if len(changed) > 0 && what == content.ApprovePublic {
			why = append(why, "public text changes: "+shorten(changed))
		} else if len(changed) > 0 {
			why = append(why, "it changes "+kindsOf(what, len(changed))+": "+shorten(changed))
		}
		if len(why) > 0 {
			out = append(out, "`"+strings.Join(names, "`, `")+"`, because "+strings.Join(why, "; "))
		}
	}
	return out
}

// public reports whether customers may see the page after the change.
func (m *move) public() bool {
	return m.after != nil && m.after.Visibility == content.Public && !m.after.Draft
}

// kindsOf names so many pages of a kind.
func kindsOf(kind string, n int) string {
	text := strings.ReplaceAll(kind, "-", " ")
	switch {
	case n == 1:
		return "a " + text
	case strings.HasSuffix(text, "ch"):
		return text + "es"
	}
	return text + "s"
}

func becomes(pages []string) string {
	if len(pages) == 1 {
		return "a page becomes"
	}
	return "pages become"
}

// feedLines is what the feed gains, changes, withdraws and loses.
func feedLines(moves []move) []string {
	in := func(e *link.Entry) bool { return e != nil && e.InFeed && e.InFeeds() }
	var out []string
	for _, verb := range []struct {
		name string
		is   func(*move) bool
	}{
		{"gains", func(m *move) bool { return in(m.after) && !in(m.before) }},
		{"changes", func(m *move) bool { return in(m.after) && in(m.before) && m.changed }},
		{"withdraws", func(m *move) bool { return in(m.before) && !in(m.after) && m.after != nil && m.after.Withdrawn }},
		{"loses", func(m *move) bool {
			return in(m.before) && !in(m.after) && (m.after == nil || !m.after.Withdrawn)
		}},
	} {
		var items []string
		for i := range moves {
			if m := &moves[i]; verb.is(m) {
				items = append(items, feedName(m))
			}
		}
		if len(items) > 0 {
			out = append(out, verb.name+" "+shorten(items))
		}
	}
	return out
}

// feedName is what the product calls an item.
func feedName(m *move) string {
	p := m.page()
	kind, in := strings.ReplaceAll(string(p.Kind), "-", " "), ""
	if p.Language != "" {
		in = " in " + portable.Markdown(p.Language)
	}
	if p.Kind == content.Snippet {
		return kind + " `" + p.Snippet.Key + "`" + in
	}
	return kind + " " + m.link() + in
}

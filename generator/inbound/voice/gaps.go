package voice

import (
	"cmp"
	"fmt"
	"slices"

	"headsup/generator/diag"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

const (
	gapsShown = 8
	// repeated is from how many questions on something is asked more than by accident.
	repeated  = 2
	saidShown = 3
)

// Gaps reports what is asked often and no page answers, at the newest of the questions. Least
// is from how many recent questions on; 0 reports nothing.
func Gaps(in Input, least int) []diag.Diagnostic {
	if least == 0 {
		return nil
	}
	c := newCounts(in)
	questions := c.questions()
	var found []diag.Diagnostic
	for _, t := range c.report.Gaps() {
		if t.Questions() < least {
			break // the rest has fewer
		}
		all := questions[t.ID]
		message := fmt.Sprintf("%s about %s in the last %d days, and no page answers them",
			diag.Number(t.Questions(), "question", "questions"), diag.Quote(t.Title), recentDays)
		if n := accounts(all); n > 0 {
			message += "; asked by " + diag.Number(n, "account", "accounts")
		}
		found = append(found, diag.New("gap", all[len(all)-1].Position(), message,
			"start a page with: "+command(t.ID)+"; if a page already answers, set `answer` in the record"))
	}
	return found
}

// command begins a page for a theme.
func command(theme string) string { return "headsup new playbook --theme " + label.Argument(theme) }

// questions returns the recent records that want an answer, by their themes, in the order of
// their time.
func (c *counts) questions() map[string][]*record.Record {
	out := map[string][]*record.Record{}
	for i := range c.recent {
		if it := &c.recent[i]; asks(it) {
			out[it.Theme] = append(out[it.Theme], it.Record)
		}
	}
	return out
}

// accounts counts those who asked.
func accounts(records []*record.Record) int {
	seen := map[string]bool{}
	for _, r := range records {
		if r.Account != "" {
			seen[r.Account] = true
		}
	}
	return len(seen)
}

// gaps returns what is asked often and no page answers.
func (c *counts) gaps() []view.Gap {
	questions := c.questions()
	var out []view.Gap
	for _, t := range c.report.Gaps() {
		if t.Questions() < repeated || len(out) == gapsShown {
			break
		}
		out = append(out, view.Gap{
			Link: c.linkTo(t.ID, t.Title, t.Questions()), Accounts: accounts(questions[t.ID]),
			Command: command(t.ID), Said: c.said(questions[t.ID], saidShown),
		})
	}
	return out
}

// missed returns themes with a page that answers, and questions for which it is not found:
// people had to say that it is the answer, or it is found for other questions of the theme.
func (c *counts) missed() []view.Missed {
	type pair struct{ theme, page string }
	answers := map[string]report.Theme{}
	for _, t := range c.report.Themes {
		answers[t.ID] = t
	}
	records, set := map[pair][]*record.Record{}, map[pair]bool{}
	for i := range c.recent {
		it := &c.recent[i]
		t := answers[it.Theme]
		switch {
		case !asks(it):
		case it.Record.Answer != "" && it.Now.Page != "" && it.Found.Page != it.Now.Page:
			at := pair{it.Theme, it.Now.Page}
			records[at] = append(records[at], it.Record)
			set[at] = true
		case it.Record.Answer == "" && it.Now.Page == "" && t.Answer != nil:
			at := pair{it.Theme, t.Answer.Path}
			records[at] = append(records[at], it.Record)
		}
	}
	var out []view.Missed
	for at, list := range records {
		if p := c.pages[at.page]; p != nil && (len(list) >= repeated || set[at]) {
			out = append(out, view.Missed{
				Link: c.linkTo(at.theme, answers[at.theme].Title, len(list)),
				Page: view.Link{Title: p.Title, URL: c.Site.Href(p.Path)}, Edit: c.Site.EditURL(p.Source), Said: c.said(list, saidShown),
			})
		}
	}
	slices.SortFunc(out, func(a, b view.Missed) int {
		return cmp.Or(
			cmp.Compare(b.Count, a.Count), cmp.Compare(a.Title, b.Title), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Page.URL, b.Page.URL),
		)
	})
	return out[:min(len(out), gapsShown)]
}

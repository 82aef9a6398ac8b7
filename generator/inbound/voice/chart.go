package voice

import (
	"fmt"
	"time"

	"headsup/generator/inbound/report"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

const (
	chartMonths = 24
	// fewMonths are so few that each has room for its name on a phone.
	fewMonths = 12
	barWidth  = 10
	whole     = 1000 // of a bar
)

// firstMonth returns the beginning of the first month that is shown: that of the first
// item, unless it is too long ago.
func (c *counts) firstMonth() time.Time {
	first := c.month(c.today).AddDate(0, 1-chartMonths, 0)
	if len(c.items) == 0 {
		return c.month(c.today)
	}
	if at := c.month(c.items[0].Record.At); at.After(first) {
		first = at
	}
	return first
}

// month returns the beginning of a month.
func (c *counts) month(at time.Time) time.Time {
	at = at.In(c.zone)
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, c.zone)
}

// chart draws months of a report. Parts says what a month is made of.
func (c *counts) chart(months []report.Month, parts func(*report.Month) []view.ChartPart) view.Chart {
	byName := make(map[string]*report.Month, len(months))
	for i := range months {
		byName[months[i].Month] = &months[i]
	}
	first, last := c.firstMonth(), c.month(c.today)
	var out view.Chart
	for at := first; !at.After(last); at = at.AddDate(0, 1, 0) {
		m := view.ChartMonth{Title: label.Month(calendar.Date{Time: at}, c.Site.Config.Language), Left: len(out.Months)*barWidth + 1}
		if at.Equal(last) {
			m.Title = c.Site.Words().Say("so-far", "month", m.Title)
		}
		if counted := byName[at.Format("2006-01")]; counted != nil {
			m.Parts = parts(counted)
			for _, p := range m.Parts {
				m.Count += p.Count
			}
			stack(m.Parts)
			out.Most = max(out.Most, m.Count)
		}
		out.Months = append(out.Months, m)
	}
	n := len(out.Months)
	out.Width = n * barWidth
	labelled := false
	for i := range out.Months {
		m, at := &out.Months[i], first.AddDate(0, i, 0)
		m.Middle = fmt.Sprintf("%.2f", 100*(float64(i)+0.5)/float64(n))
		m.Height = m.Count * whole / max(out.Most, 1)
		if n > fewMonths && at.Month()%3 != time.January {
			continue
		}
		m.Short = label.ShortMonth(c.Site.Words(), at.Month())
		if !labelled || at.Month() == time.January {
			m.Year = at.Format("2006")
		}
		labelled = true
	}
	return out
}

// stack puts parts onto each other, so that they fill the whole.
func stack(parts []view.ChartPart) {
	sum, before := 0, 0
	for _, p := range parts {
		sum += p.Count
	}
	for i := range parts {
		p := &parts[i]
		p.Percent = percent(p.Count, sum)
		p.From = before * whole / max(sum, 1)
		before += p.Count
		p.Size = before*whole/max(sum, 1) - p.From
	}
}

// kinds returns the parts of what was counted by kind, all kinds of them.
func kinds(w *words.Words, counted map[string]int) []view.ChartPart {
	var out []view.ChartPart
	for _, kind := range report.Kinds() {
		out = append(out, view.ChartPart{Badge: view.Badge{Class: "kind-" + kind, Text: label.InboundKind(w, kind)}, Count: counted[kind]})
	}
	return out
}

// answered returns the parts of the questions of a month.
func answered(w *words.Words, questions, answered int) []view.ChartPart {
	return []view.ChartPart{
		{Badge: view.Badge{Class: "kind-answered", Text: w.Say("answered")}, Count: answered},
		{Badge: view.Badge{Class: "kind-open", Text: w.Say("unanswered-badge")}, Count: questions - answered},
	}
}

// charts draws kinds of what came, and how much of it was answered before it was asked.
func (c *counts) charts(v *view.InboundView) {
	w := c.Site.Words()
	shown := report.ByMonth(c.items[c.before(c.firstMonth()):], c.options())
	v.Kinds = c.chart(shown, func(m *report.Month) []view.ChartPart { return kinds(w, m.Kinds) })
	v.Answered = c.chart(shown, func(m *report.Month) []view.ChartPart { return answered(w, m.Questions(), m.Answered) })
	all := map[string]int{}
	for i := range c.recent {
		all[c.recent[i].Kind]++
	}
	v.Kinds.Legend = kinds(w, all)
	asked, known := total(shown)
	recent, recentKnown := total(c.report.ByMonth)
	v.Questions = recent
	v.Answered.Legend = answered(w, recent, recentKnown)
	stack(v.Kinds.Legend)
	stack(v.Answered.Legend)
	if v.AnsweredText = w.Say("no-questions"); asked == 0 {
		return
	}
	v.AnsweredText = w.Count("answered-text", asked, "percent", percent(known, asked))
	if recent > 0 {
		v.AnsweredText += " " + w.Count("answered-recent", recent, "days", recentDays, "percent", percent(recentKnown, recent))
	}
}

// total returns how many questions of months there are, and how many were answered.
func total(months []report.Month) (asked, answered int) {
	for i := range months {
		asked += months[i].Questions()
		answered += months[i].Answered
	}
	return asked, answered
}

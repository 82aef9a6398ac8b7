package compose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

const (
	loopMost   = 12 // people of one team that are seen at once
	nameMost   = 60 // code points of the label of an account
	loopThemes = 90 // of the title of a theme
)

// loopView is who asked for what a page brings; nil when it brings nothing of that.
func (c *Composer) loopView(p *link.Page) *view.LoopView {
	l := launch.NewLoop(c.Site, p)
	if len(l.Themes) == 0 {
		return nil
	}
	v := &view.LoopView{
		ID: launch.AskedID, Text: c.whoAsked(l), Asked: len(l.Asked), Told: l.Told,
		Shipped: label.Day(l.Shipped, c.Interface()), Command: launch.Command(l.Page),
	}
	for _, t := range l.Themes {
		theme := view.Link{Title: label.Clip(t.Title, loopThemes), Count: t.Count}
		if t.Path != "" {
			theme.URL = c.Href(t.Path)
		}
		v.Themes = append(v.Themes, theme)
	}
	if v.Shipped != nil {
		v.Message, v.Open = launch.Message(c.Site, p), p.Public
	}
	for _, team := range l.ByTeam(c.Site) {
		v.Teams = append(v.Teams, c.loopTeam(team, v.Shipped != nil))
	}
	return v
}

// whoAsked counts people and what their accounts are worth.
func (c *Composer) whoAsked(l *launch.Loop) string {
	accounts, value := 0, 0.0
	for i := range l.Asked {
		if l.Asked[i].Account != "" {
			accounts++
			value += l.Asked[i].Value
		}
	}
	var who []string
	if accounts > 0 {
		who = append(who, c.words.Count("accounts", accounts))
	}
	if others := len(l.Asked) - accounts; others > 0 {
		who = append(who, c.words.Count("people-without-account", others))
	}
	switch {
	case len(who) == 0:
		return c.words.Say("nobody-asked-before")
	case value > 0:
		return c.words.Say("who-asked-worth", "who", strings.Join(who, ", "), "value", label.Amount(value, c.Config.Inbound.Currency))
	}
	return c.words.Say("who-asked-text", "who", strings.Join(who, ", "))
}

func (c *Composer) loopTeam(team launch.Team, shipped bool) view.LoopTeam {
	out := view.LoopTeam{Title: team.Title, Text: strconv.Itoa(len(team.Asked))}
	told := 0
	for _, t := range c.Audiences {
		if t.ID == team.ID {
			out.ID = t.Slug()
		}
	}
	slices.SortStableFunc(team.Asked, func(a, b launch.Asker) int { return cmp.Compare(known(a), known(b)) })
	for i, a := range team.Asked {
		told += known(a)
		if person := c.loopPerson(a); i < loopMost {
			out.First = append(out.First, person)
		} else {
			out.More = append(out.More, person)
		}
	}
	if shipped {
		out.Text = c.words.Say("notified-of", "n", told, "total", len(team.Asked))
	}
	return out
}

// known is 1 for who was told.
func known(a launch.Asker) int {
	if a.Told.IsZero() {
		return 0
	}
	return 1
}

func (c *Composer) loopPerson(a launch.Asker) view.LoopPerson {
	lang := c.Interface()
	p := view.LoopPerson{
		Name: label.Clip(a.Account, nameMost), Choice: "--account " + label.Argument(a.Account), URL: label.WebAddress(a.URL),
		Since: label.Date(calendar.Date{Time: a.First.In(c.Config.TimeZone)}, lang), Told: label.Day(a.Told, lang),
		By: label.Term(c.Config.Audiences, a.By),
	}
	if a.Value > 0 {
		p.Value = label.Amount(a.Value, c.Config.Inbound.Currency)
	}
	if a.Account == "" {
		p.Name, p.Choice = label.Clip(a.Record, nameMost), "--record "+label.Argument(a.Record)
	}
	return p
}

package voice

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/report"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// How much of a theme is shown.
const (
	rowQuotes   = 2
	themeQuotes = 30
	themePeople = 60
	rowText     = 160 // code points of a quote in a list
	themeText   = 500
)

// builder makes the views of themes.
type builder struct {
	*counts
	facts   map[string]*report.Theme // by the ids of themes
	byTheme map[string][]*report.Item
	tied    map[*link.Theme][]*link.Page // pages that say that they bring a theme
}

func newBuilder(c *counts) *builder {
	b := &builder{
		counts: c, facts: map[string]*report.Theme{}, byTheme: map[string][]*report.Item{},
		tied: map[*link.Theme][]*link.Page{},
	}
	all := report.ByTheme(c.Items, c.options())
	for i := range all {
		b.facts[all[i].ID] = &all[i]
	}
	for i := range c.Items {
		it := &c.Items[i]
		b.byTheme[it.Theme] = append(b.byTheme[it.Theme], it)
	}
	for _, p := range c.Site.Pages {
		for _, theme := range p.Requests {
			b.tied[theme] = append(b.tied[theme], p)
		}
	}
	return b
}

// requests puts the themes in order: what most accounts asked for first, then what is
// worth most, then what was asked most often and last.
func (b *builder) requests() ([]view.ThemeRow, map[string]*view.ThemeView) {
	pages := map[string]*view.ThemeView{}
	type ordered struct {
		row  view.ThemeRow
		last time.Time
		id   string
	}
	var list []ordered
	for _, t := range b.Site.Themes {
		row, items := b.row(t), b.byTheme[t.ID]
		list = append(list, ordered{row, items[len(items)-1].Record.At, t.ID})
		if t.Path != "" {
			pages[t.ID] = b.theme(t, row, items)
		}
	}
	slices.SortFunc(list, func(x, y ordered) int {
		return cmp.Or(
			cmp.Compare(y.row.Accounts, x.row.Accounts), cmp.Compare(y.row.Amount, x.row.Amount),
			cmp.Compare(y.row.Count, x.row.Count), y.last.Compare(x.last), cmp.Compare(x.id, y.id))
	})
	rows := make([]view.ThemeRow, len(list))
	for i := range list {
		rows[i] = list[i].row
	}
	return rows, pages
}

func (b *builder) row(t *link.Theme) view.ThemeRow {
	items, counts := b.byTheme[t.ID], b.facts[t.ID]
	row := view.ThemeRow{
		Title: t.Title, Kind: b.kindBadge(most(counts.Kinds, report.Kinds())), Count: counts.Count, Accounts: counts.Accounts,
		Value: b.money(counts.Value), Amount: int(math.Round(counts.Value)), Last: b.day(items[len(items)-1].Record.At),
		Score: meanScore(items), Gap: counts.Gap(),
		ProductIDs: strings.Join(t.Products, " "), PlanIDs: strings.Join(t.Plans, " "), TeamIDs: strings.Join(t.Teams, " "),
	}
	if t.Path != "" {
		row.URL = b.Site.Href(t.Path)
	}
	for _, id := range sorted(counts.Sources) {
		row.Sources = append(row.Sources, b.sourceTitle(id))
	}
	if a := counts.Answer; a != nil {
		row.Answer = &view.Link{Title: a.Title, URL: a.URL}
	}
	for _, p := range b.tied[t] {
		row.Tied = append(row.Tied, view.Link{Title: p.Title, URL: b.Site.Href(p.Path)})
	}
	row.Quotes = slices.DeleteFunc(b.quotes(items, rowQuotes, rowText, true), func(q view.Quote) bool { return q.Text == t.Title })
	return row
}

// quotes returns the last things that people said, each once. Short ones name nobody.
func (b *builder) quotes(items []*report.Item, most, clip int, short bool) []view.Quote {
	var out []view.Quote
	said := map[string]bool{}
	for _, it := range slices.Backward(items) {
		r := it.Record
		text := label.Clip(strings.Join(strings.Fields(cmp.Or(r.Text, r.Title)), " "), clip)
		key := strings.ToLower(text)
		if said[key] {
			continue
		}
		said[key] = true
		q := view.Quote{Text: text, Day: b.day(r.At)}
		if r.Lang != "" && r.Lang != b.Site.Config.Language {
			q.Language = r.Lang
		}
		if !short {
			q.Who, q.URL = b.who(it), label.WebAddress(r.URL)
		}
		if out = append(out, q); len(out) == most {
			break
		}
	}
	return out
}

// who says of whom a record is, and of what kind it was taken to be.
func (b *builder) who(it *report.Item) []string {
	r := it.Record
	who := []string{b.kindTitle(it.Kind), b.teamLink(r.Team).Title}
	if r.Account != "" {
		who = append(who, r.Account)
	}
	if r.Product != "" {
		who = append(who, b.productLink(r.Product).Title)
	}
	if r.Score != nil {
		who = append(who, b.Site.Words().Say("n-of", "n", *r.Score, "total", record.MaxScore))
	}
	return append(who, b.sourceTitle(r.Source))
}

func (b *builder) theme(t *link.Theme, row view.ThemeRow, items []*report.Item) *view.ThemeView {
	counts := b.facts[t.ID]
	v := &view.ThemeView{
		ThemeRow: row, ID: t.ID, First: b.day(items[0].Record.At), Months: b.months(items),
		Name:  "headsup inbound themes --name " + label.Argument(t.ID) + ` "What it is about"`,
		Merge: "headsup inbound themes --merge " + label.Argument(t.ID) + " OTHER",
	}
	v.Quotes = b.quotes(items, themeQuotes, themeText, false)
	v.More, v.Since = len(items)-len(v.Quotes), v.Months[0].Title
	if row.Gap {
		v.Begin = command(t.ID)
	}
	for _, kind := range report.Kinds() {
		if n := counts.Kinds[kind]; n > 0 {
			v.Kinds = append(v.Kinds, view.Count{Title: b.kindTitle(kind), Count: n})
		}
	}
	for _, id := range sorted(counts.Teams) {
		v.Teams = append(v.Teams, view.Count{Title: b.teamLink(id).Title, Count: counts.Teams[id]})
	}
	for _, l := range counts.Launches {
		v.Launches = append(v.Launches, view.Link{Title: l.Title, URL: l.URL})
	}
	people := slices.Clone(t.Asked)
	slices.SortStableFunc(people, func(x, y link.Person) int {
		return cmp.Or(cmp.Compare(y.Value, x.Value), y.Last.Compare(x.Last))
	})
	for _, p := range people[:min(len(people), themePeople)] {
		var teams []string
		for _, id := range p.Teams {
			teams = append(teams, b.teamLink(id).Title)
		}
		v.People = append(v.People, view.PersonRow{
			Account: p.Account, Teams: strings.Join(teams, ", "), Value: b.money(p.Value), Last: b.day(p.Last),
			URL: label.WebAddress(p.URL),
		})
	}
	v.MorePeople = len(people) - len(v.People)
	return v
}

// The picture of a theme's months, in units of its own.
const (
	barsWidth  = 720.0
	barsHeight = 90.0
)

// months counts records by month, up to the present one.
func (b *builder) months(items []*report.Item) []view.Bar {
	now := b.local(b.Site.Now)
	first := b.local(items[0].Record.At)
	n := min(chartMonths, max(1, 12*(now.Year()-first.Year())+int(now.Month()-first.Month())+1))
	counts := make([]int, n)
	for _, it := range items {
		at := b.local(it.Record.At)
		if i := n - 1 - (12*(now.Year()-at.Year()) + int(now.Month()-at.Month())); i >= 0 && i < n {
			counts[i]++
		}
	}
	top := float64(max(1, slices.Max(counts)))
	step := barsWidth / float64(n)
	var out []view.Bar
	for i, count := range counts {
		month := time.Date(now.Year(), now.Month()-time.Month(n-1-i), 1, 0, 0, 0, 0, time.UTC)
		height := barsHeight * float64(count) / top
		out = append(out, view.Bar{
			Title: label.Month(calendar.Date{Time: month}, b.Site.Config.Language), Count: count,
			X: round(float64(i)*step + step*0.15), Y: round(barsHeight - height), Width: round(step * 0.7), Height: round(height),
		})
	}
	return out
}

// The picture of the score by month.
const (
	scoreWidth  = 720
	scoreHeight = 220
	scoreZero   = 100
	scoreUnit   = 0.8 // of height for each point
	fewScores   = 10
)

// score is the net promoter score by month, nil without any.
func (b *builder) score() *view.ScoreView {
	var months []view.ScoreMonth
	var starts []time.Time
	for i := range b.items {
		r := b.items[i].Record
		if r.Score == nil {
			continue
		}
		at := b.local(r.At)
		month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		if n := len(starts); n == 0 || !starts[n-1].Equal(month) {
			starts = append(starts, month)
			months = append(months, view.ScoreMonth{Month: label.Month(calendar.Date{Time: month}, b.Site.Config.Language)})
		}
		m := &months[len(months)-1]
		m.Count++
		switch {
		case *r.Score >= 9:
			m.Promoters++
		case *r.Score <= 6:
			m.Critics++
		default:
			m.Passives++
		}
	}
	if len(months) == 0 {
		return nil
	}
	from := max(0, len(months)-chartMonths)
	months, starts = months[from:], starts[from:]
	v := &view.ScoreView{Width: scoreWidth, Height: scoreHeight, Zero: scoreZero}
	step := float64(scoreWidth) / float64(max(6, len(months)))
	for i := range months {
		m := &months[i]
		m.Score = promoterScore(m)
		m.Few = m.Count < fewScores
		m.Short = label.ShortMonth(b.Site.Words(), starts[i].Month())
		if starts[i].Month() == time.January || i == 0 && len(months) <= chartMonths/2 {
			m.Short += starts[i].Format(" 06")
		}
		height := math.Max(1, math.Abs(float64(m.Score))*scoreUnit)
		m.X, m.Width, m.Height = round(float64(i)*step+step*0.2), round(step*0.6), round(height)
		m.LabelX, m.Y, m.Y2 = round(float64(i)*step+step/2), scoreZero-m.Height, scoreZero-m.Height-6
		if m.Score < 0 {
			m.Y, m.Y2 = scoreZero, scoreZero+m.Height+14
		}
	}
	v.Months, v.Text = months, scoreText(b.Site.Words(), months)
	return v
}

// scoreText compares the last month with the ones before.
func scoreText(w *words.Words, months []view.ScoreMonth) string {
	last := &months[len(months)-1]
	text := w.Count("nps-text", last.Count, "month", last.Month, "score", signed(last.Score))
	var before view.ScoreMonth
	for _, m := range months[max(0, len(months)-4) : len(months)-1] {
		before.Promoters, before.Critics, before.Count = before.Promoters+m.Promoters, before.Critics+m.Critics, before.Count+m.Count
	}
	if before.Count > 0 {
		text += " " + w.Count("nps-before", before.Count, "score", signed(promoterScore(&before)))
	}
	if last.Few || before.Count > 0 && before.Count < fewScores {
		text += " " + w.Say("nps-few")
	}
	return text
}

func promoterScore(m *view.ScoreMonth) int {
	return int(math.Round(100 * float64(m.Promoters-m.Critics) / float64(m.Count)))
}

// signed writes a score with its sign.
func signed(score int) string {
	if score == 0 {
		return "0"
	}
	return strings.Replace(fmt.Sprintf("%+d", score), "-", "−", 1)
}

// meanScore is the mean of what was chosen in surveys, "" without any.
func meanScore(items []*report.Item) string {
	sum, n := 0, 0
	for _, it := range items {
		if s := it.Record.Score; s != nil {
			sum += *s
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(sum)/float64(n), 'f', 1, 64)
}

// money writes a value with its currency, "" for none.
func (b *builder) money(value float64) string {
	if value == 0 {
		return ""
	}
	return label.Amount(value, b.Site.Config.Inbound.Currency)
}

func (c *counts) teamLink(id string) view.Link {
	if id == record.Customer {
		return view.Link{Title: c.Site.Words().Say("customers")}
	}
	return c.Site.AudienceLink(id)
}

func (b *builder) sourceTitle(id string) string {
	for _, s := range b.Site.Config.Inbound.Sources {
		if s.ID == id {
			return label.Term([]content.Term{s.Term}, id)
		}
	}
	return label.Title(id)
}

func (b *builder) kindTitle(kind string) string { return label.InboundKind(b.Site.Words(), kind) }

func (b *builder) kindBadge(kind string) view.Badge {
	return view.Badge{Class: "asked-" + kind, Text: b.kindTitle(kind)}
}

// most is the value with the highest count, the first in the order given.
func most(counts map[string]int, order []string) string {
	best := ""
	for _, id := range order {
		if counts[id] > counts[best] {
			best = id
		}
	}
	return best
}

// sorted are ids, the one with the highest count first.
func sorted(counts map[string]int) []string {
	var ids []string
	for id := range counts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(x, y)) })
	return ids
}

func round(v float64) int { return int(math.Round(v)) }

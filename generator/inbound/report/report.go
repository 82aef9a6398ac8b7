// Package report counts what comes back: which kinds of questions, requests and problems
// there are by month, which themes they are about, and which of them the site answers.
//
// [Read] finds out what is to be known of each record, and [New] counts it. Both get plain
// values, so that a page can show the same as the command line. A report is data: it has
// a form as JSON, which other programs may rely on, one for people and one for tables.
package report

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
)

// Unsure is the kind of records that may be of several.
const Unsure = "unsure"

// Kinds returns the names of all kinds, and [Unsure], in the order in which they are shown.
func Kinds() []string {
	var out []string
	for _, k := range record.Kinds() {
		out = append(out, string(k))
	}
	return append(out, Unsure)
}

// Asks reports whether records of a kind want an answer. What is not sure may be a question.
func Asks(kind string) bool {
	switch record.Kind(kind) {
	case record.HowTo, record.Capability, record.Roadmap, record.Problem, Unsure:
		return true
	}
	return false
}

// Item is a record and what is known of it.
type Item struct {
	Record *record.Record
	Kind   string // one of [Kinds]
	Theme  string // id
	// Then is the page that answered it when it came, and Now the one that does today. Found is
	// the one that is found today by words alone: people may have set another.
	Then, Now, Found Hit
}

// Hit is a page that answers a record, the zero value when none does.
type Hit struct {
	Page  string // path in the content folder
	Score float64
}

// Page is what a report says of a page.
type Page struct {
	URL    string
	Title  string
	Launch *Launch // that it is or belongs to
}

// Launch is a launch that answers questions of a theme.
type Launch struct {
	URL   string `json:"url"`
	Title string `json:"title"`
	Date  string `json:"date,omitempty"` // "2026-11-30"
}

// Report is what was counted. Maps hold no zeros; days and months are in UTC.
type Report struct {
	Since   string  `json:"since"` // day from which on records count: as asked for, else that of the first
	Records int     `json:"records"`
	ByMonth []Month `json:"by_month"` // those with records
	Themes  []Theme `json:"themes"`   // the one with the most records first
	// Unanswered are the ids of the records that want an answer and had none when they came.
	Unanswered []string `json:"unanswered"`
	ByRecord   []Line   `json:"by_record,omitempty"` // in the order of their time
}

// Month is what came in one month.
type Month struct {
	Month string         `json:"month"` // "2026-11"
	Count int            `json:"count"`
	Kinds map[string]int `json:"kinds"`
	// Answered is how many of those that want an answer had one when they came.
	Answered int `json:"answered"`
}

// Theme is what is known of a theme.
type Theme struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Count    int    `json:"count"`
	Accounts int    `json:"accounts"`
	// Value is that of all accounts together: of each what its last record says. A record
	// without an account stands for itself.
	Value   float64        `json:"value"`
	Kinds   map[string]int `json:"kinds"`
	Teams   map[string]int `json:"teams"`
	Sources map[string]int `json:"sources"`
	First   string         `json:"first"` // day of its first record
	Last    string         `json:"last"`  // and of its last one
	// Answer is the page that answers most of its questions today. There is none when fewer
	// than half of them have an answer.
	Answer   *Answer  `json:"answer"`
	Launches []Launch `json:"launches"` // that the answers are about, the next one first
}

// Questions returns how many records of the theme want an answer.
func (t *Theme) Questions() int { return questions(t.Kinds) }

// Gap reports whether people ask for something that no page answers.
func (t *Theme) Gap() bool { return t.Answer == nil && t.Questions() > 0 }

// Questions returns how many records of the month want an answer.
func (m *Month) Questions() int { return questions(m.Kinds) }

func questions(kinds map[string]int) int {
	n := 0
	for kind, count := range kinds {
		if Asks(kind) {
			n += count
		}
	}
	return n
}

// Answer is a page that answers.
type Answer struct {
	URL   string  `json:"url"`
	Title string  `json:"title"`
	Score float64 `json:"score"` // how near, 0 to about 1; the best of a theme
	Path  string  `json:"-"`     // in the content folder
}

// Line is one record.
type Line struct {
	ID     string  `json:"id"`
	Kind   string  `json:"kind"`
	Theme  string  `json:"theme"`
	Answer *Answer `json:"answer"` // when it came
}

// Options are what a report is to hold.
type Options struct {
	Themes  themes.Themes                       // their titles
	Page    func(path string) (p Page, ok bool) // what is known of a page
	Since   time.Time                           // the zero time is that of the first record
	Records bool                                // each record, too
	Zone    *time.Location                      // of days and months; nil is UTC
}

// New makes a report of items in the order of their time, all of them at or after since.
func New(items []Item, opt Options) *Report {
	r := &Report{Records: len(items), ByMonth: []Month{}, Themes: []Theme{}, Unanswered: []string{}}
	if opt.Since.IsZero() && len(items) > 0 {
		opt.Since = items[0].Record.At
	}
	if !opt.Since.IsZero() {
		r.Since = opt.day(opt.Since)
	}
	opt.Page = remembered(opt.Page)
	r.ByMonth, r.Themes = ByMonth(items, opt), ByTheme(items, opt)
	for i := range items {
		it := &items[i]
		if Asks(it.Kind) && !opt.onSite(it.Then) {
			r.Unanswered = append(r.Unanswered, it.Record.ID)
		}
		if opt.Records {
			r.ByRecord = append(r.ByRecord, Line{it.Record.ID, it.Kind, it.Theme, opt.answer(it.Then)})
		}
	}
	return r
}

// ByMonth counts items in the order of their time as a report does, by month.
func ByMonth(items []Item, opt Options) []Month {
	opt.Page = remembered(opt.Page)
	months := []Month{}
	var kinds tally
	month, year := time.Month(0), 0
	end := func() {
		if n := len(months); n > 0 {
			months[n-1].Kinds = kinds.counts()
		}
		kinds = kinds[:0]
	}
	for i := range items {
		it := &items[i]
		if at := opt.in(it.Record.At); at.Month() != month || at.Year() != year {
			end()
			month, year = at.Month(), at.Year()
			months = append(months, Month{Month: at.Format("2006-01")})
		}
		m := &months[len(months)-1]
		m.Count++
		kinds.add(it.Kind)
		if Asks(it.Kind) && opt.onSite(it.Then) {
			m.Answered++
		}
	}
	end()
	return months
}

// ByTheme counts items in the order of their time as a report does, by theme.
func ByTheme(items []Item, opt Options) []Theme {
	opt.Page = remembered(opt.Page)
	byTheme := map[string][]*Item{}
	for i := range items {
		it := &items[i]
		byTheme[it.Theme] = append(byTheme[it.Theme], it)
	}
	titles := map[string]string{}
	for _, t := range opt.Themes {
		titles[t.ID] = t.Title
	}
	out := make([]Theme, 0, len(byTheme))
	for id, list := range byTheme {
		t := opt.theme(list)
		t.ID, t.Title = id, cmp.Or(titles[id], id)
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b Theme) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.Value, a.Value), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// tally counts texts of which there are few, which is faster than a map.
type tally []struct {
	text  string
	count int
}

func (t *tally) add(text string) {
	for i := range *t {
		if (*t)[i].text == text {
			(*t)[i].count++
			return
		}
	}
	*t = append(*t, struct {
		text  string
		count int
	}{text, 1})
}

func (t tally) counts() map[string]int {
	out := make(map[string]int, len(t))
	for _, one := range t {
		out[one.text] = one.count
	}
	return out
}

func (opt *Options) in(at time.Time) time.Time { return at.In(cmp.Or(opt.Zone, time.UTC)) }

func (opt *Options) day(at time.Time) string { return opt.in(at).Format(time.DateOnly) }

// answer is nil for no page and for one that is not on the site.
func (opt *Options) answer(h Hit) *Answer {
	if h.Page == "" || opt.Page == nil {
		return nil
	}
	p, ok := opt.Page(h.Page)
	if !ok {
		return nil
	}
	score := math.Round(h.Score*1000) / 1000 // the last digits are not the same on all processors
	return &Answer{URL: p.URL, Title: p.Title, Score: score, Path: h.Page}
}

// onSite reports whether a hit is a page of the site.
func (opt *Options) onSite(h Hit) bool {
	if h.Page == "" || opt.Page == nil {
		return false
	}
	_, ok := opt.Page(h.Page)
	return ok
}

// remembered asks once for each page.
func remembered(page func(path string) (Page, bool)) func(path string) (Page, bool) {
	if page == nil {
		return nil
	}
	type known struct {
		Page
		ok bool
	}
	pages := map[string]known{}
	return func(path string) (Page, bool) {
		k, seen := pages[path]
		if !seen {
			k.Page, k.ok = page(path)
			pages[path] = k
		}
		return k.Page, k.ok
	}
}

// theme counts the items of one theme.
func (opt *Options) theme(items []*Item) Theme {
	t := Theme{
		Count: len(items), First: opt.day(items[0].Record.At), Last: opt.day(items[len(items)-1].Record.At), Launches: []Launch{},
	}
	var kinds, teams, sources tally
	values := map[string]float64{}
	answers := map[string]int{} // pages, and how many items each answers
	scores := map[string]float64{}
	for _, it := range items {
		r := it.Record
		kinds.add(it.Kind)
		teams.add(r.Team)
		sources.add(r.Source)
		if r.Account == "" {
			t.Value += r.Value
		} else if _, ok := values[r.Account]; !ok || r.Value > 0 {
			values[r.Account] = r.Value
		}
		if Asks(it.Kind) && opt.onSite(it.Now) {
			answers[it.Now.Page]++
			scores[it.Now.Page] = max(scores[it.Now.Page], it.Now.Score)
		}
	}
	t.Kinds, t.Teams, t.Sources = kinds.counts(), teams.counts(), sources.counts()
	t.Accounts = len(values)
	for _, account := range sortedKeys(values) { // in this order, since sums are rounded
		t.Value += values[account]
	}
	best, answered := "", 0
	seen := map[string]bool{}
	for _, page := range sortedKeys(answers) {
		answered += answers[page]
		if best == "" || cmp.Or(cmp.Compare(answers[page], answers[best]), cmp.Compare(scores[page], scores[best])) > 0 {
			best = page
		}
		if p, _ := opt.Page(page); p.Launch != nil && !seen[p.Launch.URL] {
			seen[p.Launch.URL] = true
			t.Launches = append(t.Launches, *p.Launch)
		}
	}
	slices.SortFunc(t.Launches, func(a, b Launch) int {
		return cmp.Or(strings.Compare(a.Date, b.Date), strings.Compare(a.URL, b.URL))
	})
	if 2*answered >= t.Questions() {
		t.Answer = opt.answer(Hit{best, scores[best]})
	}
	return t
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Gaps returns the themes of which people ask and which no page answers, the one with the most questions first.
func (r *Report) Gaps() []Theme {
	var out []Theme
	for _, t := range r.Themes {
		if t.Gap() {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b Theme) int { return cmp.Compare(b.Questions(), a.Questions()) })
	return out
}

// Package digest sums up for one role what is new in a time: what changed, what that
// asks of the role, what comes, who is still to be told, and which reviews are due.
// [New] gathers it, [Digest.Render] writes it in a format, and a [Sender] posts it.
//
//	d, err := digest.New(site, digest.Options{Days: 7, Audience: "sales"})
//	if err == nil && !d.Empty() {
//		data, err = d.Render("markdown", digest.Envelope{})
//	}
package digest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/link/reviews"
	"headsup/generator/read/calendar"
	"headsup/generator/render/portable"
	"headsup/generator/view/label"
)

// Ahead is how many days before its date something that comes is in a digest. What was
// written about it in the digest's time is in it however far ahead it is.
const Ahead = 30

// Options say what a digest is of.
type Options struct {
	Days     int    // up to the time of the build, at least 1
	Audience string // id, "" for all
	Product  string // id, "" for all
	// Asked says how often pages were asked for, nil when that is not known.
	Asked map[*link.Page]int
}

// Digest is what is new in a time, as plain text. In its JSON form fields may be added.
type Digest struct {
	Version  int       `json:"version"` // of the form: 1
	Title    string    `json:"title"`
	Site     string    `json:"site"`          // title of the site
	URL      string    `json:"url,omitempty"` // of the site, where it is known
	From     string    `json:"from"`          // first day, 2026-11-23
	To       string    `json:"to"`            // last day
	Period   string    `json:"period"`        // both for people
	Audience string    `json:"audience,omitempty"`
	Product  string    `json:"product,omitempty"`
	Internal bool      `json:"internal"` // for colleagues only
	Language string    `json:"language"`
	Sections []Section `json:"sections"` // only those with items

	made time.Time
	who  [2]string // ids of the audience and the product, as they were asked for
}

// Section is one part of a digest.
type Section struct {
	ID    string `json:"id"` // changed, gone, asks, coming, tell or reviews
	Title string `json:"title"`
	Items []Item `json:"items"`
	More  int    `json:"more,omitempty"` // items that were left out
}

// Item is one thing to know or to do.
type Item struct {
	Title    string   `json:"title"`
	URL      string   `json:"url,omitempty"`
	Facts    []string `json:"facts"`          // kind, products, date and the like
	Text     string   `json:"text,omitempty"` // what it is, or what is to be done
	Internal bool     `json:"internal"`       // customers may not see it
}

// Empty reports whether there is nothing to say.
func (d *Digest) Empty() bool { return len(d.Sections) == 0 }

// Count is how many items there are, those that were left out too.
func (d *Digest) Count() (n int) {
	for _, s := range d.Sections {
		n += len(s.Items) + s.More
	}
	return n
}

// Key identifies the digest of a time for somebody: it stays the same when the content
// changes and the days do not.
func (d *Digest) Key() string {
	parts := []string{d.Site, d.URL, d.From, d.To, d.who[0], d.who[1], fmt.Sprint(d.Internal)}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// errUnknown is that an id is in no list.
type errUnknown struct {
	what, id string
	known    []string
}

func (e *errUnknown) Error() string { return fmt.Sprintf("there is no %s %q", e.what, e.id) }

// Unknown returns the id that [New] did not know and those that it does.
func Unknown(err error) (id string, known []string, ok bool) {
	var e *errUnknown
	if !errors.As(err, &e) {
		return "", nil, false
	}
	return e.id, e.known, true
}

// New gathers the digest of a site. Of a public site it has what customers may see, and
// nothing that is to be done. The error says that there is no such audience or product;
// see [Unknown].
func New(s *link.Site, opt Options) (*Digest, error) {
	zone := cmp.Or(s.Config.TimeZone, time.UTC)
	b := builder{
		s: s, opt: opt, language: s.Config.Language,
		since: s.Now.AddDate(0, 0, -opt.Days), ahead: s.Now.AddDate(0, 0, Ahead),
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	first, last := calendar.Date{Time: b.since.In(zone)}, calendar.Date{Time: s.Now.In(zone)}
	d := &Digest{
		Version: 1, Title: b.title(), Site: line(s.Config.Title), From: first.Format(time.DateOnly), To: last.Format(time.DateOnly),
		Period:   label.Date(first, b.language).Text + " to " + label.Date(last, b.language).Text,
		Internal: !s.Public, Language: b.language,
		made: s.Now, who: [2]string{opt.Audience, opt.Product},
	}
	// What only the site of colleagues names is not named to customers.
	if !s.Public || b.termTitle(s.Audiences, opt.Audience) != "" {
		d.Audience = opt.Audience
	}
	if !s.Public || b.termTitle(s.Products, opt.Product) != "" {
		d.Product = opt.Product
	}
	if s.BaseURL != "" {
		d.URL = s.Absolute("")
	}
	add := func(id, title string, items []Item) {
		for i := range items {
			// What is to be done is internal, whoever may see the page.
			items[i].Internal = items[i].Internal || id != "changed"
		}
		if len(items) > 0 {
			d.Sections = append(d.Sections, Section{ID: id, Title: title, Items: items})
		}
	}
	add("changed", "What changed", b.changed())
	if s.Public {
		return d, nil
	}
	asks := "What you need to do"
	if opt.Audience == "" {
		asks = "What each team needs to do"
	}
	add("gone", "No longer current", b.gone())
	add("asks", asks, b.asks())
	add("coming", "Coming up", b.coming())
	add("tell", "Who to notify", b.tell())
	add("reviews", "Reviews due", b.reviews())
	return d, nil
}

type builder struct {
	s        *link.Site
	opt      Options
	language string
	since    time.Time // what changed after it is new
	ahead    time.Time // what comes until then is soon
}

// check refuses an audience or product that is in no list and on no page.
func (b *builder) check() error {
	audiences, products := map[string]bool{}, map[string]bool{}
	for _, a := range b.s.Config.Audiences {
		audiences[a.ID] = true
	}
	for _, p := range b.s.Config.Products {
		products[p.ID] = true
	}
	for _, p := range b.s.Pages {
		for _, id := range p.Page.Audiences {
			audiences[id] = true
		}
		for _, id := range p.Page.Products {
			products[id] = true
		}
	}
	for _, c := range []struct {
		what, id string
		known    map[string]bool
	}{{"audience", b.opt.Audience, audiences}, {"product", b.opt.Product, products}} {
		if c.id != "" && !c.known[c.id] {
			e := &errUnknown{what: c.what, id: c.id}
			for id := range c.known {
				e.known = append(e.known, id)
			}
			slices.Sort(e.known)
			return e
		}
	}
	return nil
}

// title names whom the digest is for. A public one has names that the public site has.
func (b *builder) title() string {
	title := "What’s new"
	if name := b.termTitle(b.s.Products, b.opt.Product); name != "" {
		title += " in " + name
	}
	if name := b.termTitle(b.s.Audiences, b.opt.Audience); name != "" {
		title += " for " + name
	}
	return title
}

func (b *builder) termTitle(terms []*link.Term, id string) string {
	for _, t := range terms {
		if t.ID == id {
			return line(t.Title)
		}
	}
	return ""
}

// concerns reports whether a page is for those the digest is for: one that names no
// audience is for all, and what asks something of an audience is for it.
func (b *builder) concerns(p *link.Page) bool {
	if p.Landing || p.Branch {
		return false
	}
	if b.opt.Product != "" && !slices.Contains(p.Page.Products, b.opt.Product) {
		return false
	}
	if b.opt.Audience == "" || len(p.Page.Audiences) == 0 || slices.Contains(p.Page.Audiences, b.opt.Audience) {
		return true
	}
	return !b.s.Public && slices.ContainsFunc(p.Actions, func(a content.Action) bool { return a.Audience == b.opt.Audience })
}

// within reports whether a moment is in the time of the digest.
func (b *builder) within(d calendar.Date) bool { return d.After(b.since) && !d.After(b.s.Now) }

// changedAt returns the latest moment in the digest's time at which readers saw
// something new of a page: when it began to be there, was dated, or was updated. A page
// without any date is as new as the last commit of its file.
func (b *builder) changedAt(p *link.Page) (at calendar.Date, ok bool) {
	dates := []calendar.Date{p.Date, p.Updated}
	if b.s.Public {
		dates = []calendar.Date{p.Begins()}
		if p.Updated.After(p.Begins().Time) {
			dates = append(dates, p.Updated)
		}
	} else {
		// A page that was held back is new when it appears, and again when customers see it.
		dates = append(dates, p.Appears())
		if p.Visibility == content.Public {
			dates = append(dates, p.Begins())
		}
	}
	said := false
	for _, d := range dates {
		said = said || !d.IsZero()
		if b.within(d) && d.After(at.Time) {
			at, ok = d, true
		}
	}
	if change, known := b.s.Change(p); !said && known && !b.s.Public {
		at = calendar.Date{Time: change.At.In(cmp.Or(b.s.Config.TimeZone, time.UTC))}
		return at, b.within(at)
	}
	return at, ok
}

// changed lists what is new, the newest first, and of one day what matters most.
func (b *builder) changed() []Item {
	type change struct {
		*link.Page
		at calendar.Date
	}
	var list []change
	for _, p := range b.s.Pages {
		if at, ok := b.changedAt(p); ok && b.concerns(p) && !b.over(p) && !b.s.IsComing(p) {
			list = append(list, change{p, at})
		}
	}
	slices.SortStableFunc(list, func(x, y change) int {
		return cmp.Or(cmp.Compare(y.at.Format(time.DateOnly), x.at.Format(time.DateOnly)), link.ByWeight(x.Page, y.Page))
	})
	var out []Item
	for _, c := range list {
		it := b.item(c.Page, label.Date(calendar.Date{Time: c.at.Time}, b.language).Text)
		it.Text = b.summary(c.Page)
		out = append(out, it)
	}
	return out
}

// summary is what a page is about; of one that customers see, only what they do.
func (b *builder) summary(p *link.Page) string {
	if p.Public {
		return line(cmp.Or(p.Page.Summary, link.PublicForm(p.Doc).Summary))
	}
	return line(p.Summary())
}

// over reports whether a page holds no more.
func (b *builder) over(p *link.Page) bool {
	state := p.State(b.s.Now)
	return state == content.Expired || state == content.Withdrawn
}

// gone lists what expired or was taken back in the digest's time.
func (b *builder) gone() []Item {
	var out []Item
	for _, p := range b.s.Pages {
		if !b.concerns(p) {
			continue
		}
		switch state := p.State(b.s.Now); {
		case state == content.Expired && b.within(p.ExpiresAt):
			out = append(out, b.item(p, "expired on "+label.Date(p.ExpiresAt, b.language).Text))
		case state == content.Withdrawn && b.within(p.Updated):
			out = append(out, b.item(p, "withdrawn on "+label.Date(p.Updated, b.language).Text))
		}
	}
	return out
}

// fresh reports whether a page is one that is new in the digest: it changed, or is about
// something that comes soon.
func (b *builder) fresh(p *link.Page) bool {
	_, changed := b.changedAt(p)
	return !b.over(p) && (changed || b.soon(p))
}

// soon reports whether a page is about something that comes in the next days. A rough
// date is its whole month.
func (b *builder) soon(p *link.Page) bool {
	if !b.s.IsComing(p) || p.Date.IsZero() {
		return false
	}
	from := p.Date.Time
	if p.Release.Confidence == content.Rough {
		from = time.Date(p.Date.Year(), p.Date.Month(), 1, 0, 0, 0, 0, p.Date.Location())
	}
	return p.Date.After(b.s.Now) && !from.After(b.ahead)
}

// asks lists what the role is to do with what is new or comes, and what launches that
// come still lack for it.
func (b *builder) asks() []Item {
	var out []Item
	for _, p := range b.s.Pages {
		if !b.concerns(p) || b.over(p) || !b.fresh(p) && (p.Launch == nil || !b.soon(p.Launch)) {
			continue
		}
		for i, a := range p.Actions {
			if b.opt.Audience != "" && a.Audience != b.opt.Audience {
				continue
			}
			it := b.item(p, b.plan(p)...)
			_, text := portable.Body(b.s.Action(p, i), b.s.Absolute(p.Path))
			it.Text = line(text)
			if b.opt.Audience == "" {
				it.Facts = append(it.Facts, b.audience(a.Audience))
			}
			out = append(out, it)
		}
		if p.Kind != content.Launch || !launch.Current(b.s, p) {
			continue
		}
		for _, todo := range launch.ToDo(b.s, p, launch.Readiness(b.s, p)) {
			if len(todo.Lacks) == 0 || b.opt.Audience != "" && todo.Audience.Title != b.audience(b.opt.Audience) {
				continue
			}
			it := b.item(p, b.plan(p)...)
			it.Text = line("Still to be done: " + strings.Join(todo.Lacks, "; "))
			if b.opt.Audience == "" {
				it.Facts = append(it.Facts, line(todo.Audience.Title))
			}
			out = append(out, it)
		}
	}
	return out
}

func (b *builder) audience(id string) string { return line(label.Term(b.s.Config.Audiences, id)) }

// coming lists what comes in the next days, and what was changed about plans, in the
// order of the page of what is coming.
func (b *builder) coming() []Item {
	var out []Item
	for _, p := range b.s.Upcoming {
		if !b.concerns(p) || !b.fresh(p) {
			continue
		}
		it := b.item(p, b.plan(p)...)
		if p.Kind == content.Launch {
			it.Facts = append(it.Facts, nonEmpty(launch.Readiness(b.s, p).Text)...)
		}
		it.Text = b.summary(p)
		out = append(out, it)
	}
	return out
}

// plan says when something comes and how sure that is, nothing of what is there.
func (b *builder) plan(p *link.Page) []string {
	if !b.s.IsComing(p) {
		return nil
	}
	facts := []string{b.when(p)}
	if p.Date.After(b.s.Now) {
		facts = append(facts, label.Confidence(b.s.Words(), p.Release.Confidence).Text)
	}
	return facts
}

// when says for when something is planned.
func (b *builder) when(p *link.Page) string {
	switch {
	case p.Date.IsZero():
		return "no date yet"
	case p.Release.Confidence == content.Rough:
		return label.Month(p.Date, b.language)
	case p.Date.After(b.s.Now):
		return label.Date(p.Date, b.language).Text
	case p.Release.Stage == content.Planned:
		return "was due on " + label.Date(p.Date, b.language).Text
	}
	return "since " + label.Date(p.Date, b.language).Text
}

// tell lists what people asked for and is there now, with those who do not know. They are
// for the team that asked on their behalf.
func (b *builder) tell() []Item {
	var out []Item
	for _, p := range b.s.Pages {
		if len(p.Requests) == 0 || p.Launch != nil && len(p.Launch.Requests) > 0 || !b.ofProduct(p) {
			continue
		}
		loop := launch.NewLoop(b.s, p)
		if loop.Shipped.IsZero() {
			continue
		}
		for _, team := range loop.ByTeam(b.s) {
			if b.opt.Audience != "" && team.ID != b.opt.Audience {
				continue
			}
			var names []string
			for _, a := range team.Asked {
				if a.Told.IsZero() {
					names = append(names, line(cmp.Or(a.Account, "record "+a.Record)))
				}
			}
			if len(names) == 0 {
				continue
			}
			left := diag.Number(len(names), "person", "people") + " to notify"
			it := b.item(p, left, "available since "+label.Date(loop.Shipped, b.language).Text)
			if b.opt.Audience == "" {
				it.Facts = append(it.Facts, line(team.Title))
			}
			it.Text = people(names)
			out = append(out, it)
		}
	}
	return out
}

// peopleMost is how many people are named; the page has them all.
const peopleMost = 10

func people(names []string) string {
	if left := len(names) - peopleMost; left > 0 {
		return strings.Join(names[:peopleMost], ", ") + fmt.Sprintf(" and %d more", left)
	}
	return strings.Join(names, ", ")
}

func (b *builder) ofProduct(p *link.Page) bool {
	return b.opt.Product == "" || slices.Contains(p.Page.Products, b.opt.Product)
}

// reviews lists the pages for the role that are overdue, and that will be due in a time
// as long as the digest's.
func (b *builder) reviews() []Item {
	var out []Item
	queue := reviews.New(b.s, b.opt.Days, b.opt.Asked)
	for i := range queue.Owners {
		o := &queue.Owners[i]
		for _, r := range o.Pages() {
			if b.concerns(r.Origin()) {
				owner := "no owner"
				if o.ID != "" {
					owner = "owner: " + line(o.Title)
				}
				out = append(out, b.item(r.Page, r.When(b.s.Words()), owner))
			}
		}
	}
	return out
}

// item names a page. Further facts stand behind its kind and products.
func (b *builder) item(p *link.Page, facts ...string) Item {
	it := Item{Title: line(p.Title), Internal: !p.Public, Facts: []string{label.Kind(b.s.Words(), p.Kind)}}
	if b.s.BaseURL != "" {
		it.URL = b.s.Absolute(p.Path)
	}
	for _, t := range p.Products {
		it.Facts = append(it.Facts, line(t.Title))
	}
	if p.Release.Version != "" {
		it.Facts = append(it.Facts, line(p.Release.Version))
	}
	for _, badge := range label.Badges(b.s.Words(), p.Page, nil, b.s.Now, true) {
		if badge.Class != "surface" {
			it.Facts = append(it.Facts, badge.Text)
		}
	}
	for _, f := range facts {
		it.Facts = append(it.Facts, nonEmpty(f)...)
	}
	return it
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// line is a text on one line, without what would steer a terminal or turn the order of
// letters around.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// Made is the time of the digest's site.
func (d *Digest) Made() time.Time { return d.made }

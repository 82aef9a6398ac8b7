// Package reviews finds which pages are to be reviewed, and whose work that is: for
// the page of reviews and for headsup reviews alike.
//
//	queue := reviews.New(site, reviews.Soon, nil)
//	for _, owner := range queue.Owners {
//		fmt.Println(owner.Title, len(owner.Overdue), len(owner.Soon))
//	}
package reviews

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/view/label"
	"headsup/generator/view/words"
)

// Soon is how many days before its date a page is listed, unless somebody says otherwise.
const Soon = 30

// Queue is the pages to be reviewed, by owner.
type Queue struct {
	// Owners are those who have something to review, in the order of headsup.yaml, then
	// by title; last of all the pages that nobody owns.
	Owners        []Owner
	Overdue, Soon int // pages
	Dated         int // pages that have a date to be reviewed by, these and all others
	Within        int // how many days ahead is soon
}

// Owner is who answers for pages, with those that are to be reviewed. Those that nobody
// answers for have an owner without an ID.
type Owner struct {
	ID, Title string
	Name      string // in addresses and marks: no other owner of the queue has it
	GitHub    string // name on GitHub, may be empty
	Overdue   []Review
	Soon      []Review
}

// Review is a page to be reviewed.
type Review struct {
	*link.Page
	Overdue bool
	Days    int // since its date when it is overdue, else until then
	Asked   int // how often it was asked for lately
}

// New returns the pages of a site that were to be reviewed by now, and those that will
// be within some days. Asked says how often a page was asked for in the last 90 days,
// nil when that is not known.
func New(s *link.Site, within int, asked map[*link.Page]int) Queue {
	q := Queue{Within: within}
	byID := map[string]*Owner{}
	today := dayOf(s, s.Now)
	for _, p := range slices.Concat(s.Pages, s.Translated) {
		if !s.Reviewed(p) {
			continue
		}
		q.Dated++
		r := Review{Page: p, Overdue: s.ReviewDue(p), Asked: asked[p.Origin()]}
		r.Days = int(dayOf(s, p.ReviewBy.Time).Sub(today) / (24 * time.Hour))
		if r.Overdue {
			r.Days = -r.Days
		} else if r.Days > within {
			continue
		}
		id := s.OwnerID(p)
		if byID[id] == nil {
			byID[id] = newOwner(s, id)
		}
		if r.Overdue {
			q.Overdue++
			byID[id].Overdue = append(byID[id].Overdue, r)
		} else {
			q.Soon++
			byID[id].Soon = append(byID[id].Soon, r)
		}
	}
	for _, o := range byID {
		slices.SortFunc(o.Overdue, byWeight)
		slices.SortFunc(o.Soon, byDay)
		q.Owners = append(q.Owners, *o)
	}
	slices.SortFunc(q.Owners, func(a, b Owner) int {
		return cmp.Or(cmp.Compare(place(s, &a), place(s, &b)), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	nameOwners(q.Owners)
	return q
}

// dayOf returns the day of a time in the site's time zone, as a time that can be
// compared with that of other days.
func dayOf(s *link.Site, at time.Time) time.Time {
	year, month, day := at.In(cmp.Or(s.Config.TimeZone, time.UTC)).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// byWeight puts first what is overdue for long and asked for often: the days since its
// date, that day too, times how often it was asked for, and once more for those that
// only read.
func byWeight(a, b Review) int {
	weight := func(r Review) int { return (r.Days + 1) * (r.Asked + 1) }
	return cmp.Or(cmp.Compare(weight(b), weight(a)), byDay(a, b))
}

// byDay puts the nearest date first, and of one day what is asked for most.
func byDay(a, b Review) int {
	return cmp.Or(a.ReviewBy.Compare(b.ReviewBy.Time), cmp.Compare(b.Asked, a.Asked), cmp.Compare(a.Source, b.Source))
}

// newOwner returns the owner with an id, who has nothing to review yet.
func newOwner(s *link.Site, id string) *Owner {
	if id == "" {
		return &Owner{Title: s.Words().Say("no-owner")}
	}
	o := &Owner{ID: id, Title: label.Term(s.Config.OwnerTerms(), id)}
	for _, have := range s.Config.Owners {
		if have.ID == id {
			o.GitHub = have.GitHub
		}
	}
	return o
}

// place is that of an owner in headsup.yaml, else behind all of them; pages that nobody
// owns come last.
func place(s *link.Site, o *Owner) int {
	at := slices.IndexFunc(s.Config.Owners, func(have content.Owner) bool { return have.ID == o.ID })
	switch {
	case o.ID == "":
		return len(s.Config.Owners) + 1
	case at < 0:
		return len(s.Config.Owners)
	}
	return at
}

// nameOwners gives each owner a name of its own. Without a list in headsup.yaml any text
// can be an owner, so that several may have one address.
func nameOwners(owners []Owner) {
	taken := map[string]bool{}
	for i := range owners {
		name := None
		if id := owners[i].ID; id != "" {
			name = "owner-" + address.Slug(id)
		}
		owners[i].Name = name
		for n := 2; taken[owners[i].Name]; n++ {
			owners[i].Name = name + "-" + strconv.Itoa(n)
		}
		taken[owners[i].Name] = true
	}
}

// None names the pages that nobody owns.
const None = "no-owner"

// Pages returns the pages of an owner, in the order in which they are to be reviewed.
func (o *Owner) Pages() []Review { return slices.Concat(o.Overdue, o.Soon) }

// When says in words how long a page is overdue, or when it will be due.
func (r Review) When(w *words.Words) string {
	switch {
	case r.Days == 0:
		return w.Say("due-today")
	case r.Overdue:
		return w.Say("overdue-by", "span", span(w, r.Days))
	case r.Days == 1:
		return w.Say("due-tomorrow")
	}
	return w.Say("due-in", "span", span(w, r.Days))
}

// AskedText says how often a page was asked for, "" when it was not.
func (r Review) AskedText(w *words.Words) string {
	if r.Asked == 0 {
		return ""
	}
	return w.Count("review-asked", r.Asked)
}

// span says how long some days are, the less exactly the more they are.
func span(w *words.Words, days int) string {
	switch {
	case days < 14:
		return w.Count("days", days)
	case days < 60:
		return w.Count("weeks", days/7)
	case days < 730:
		return w.Count("months", days/30)
	}
	return w.Count("years", days/365)
}

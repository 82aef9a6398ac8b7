package themes

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/inbound/classify"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/redact"
	"headsup/generator/inbound/wording"
	"headsup/generator/link/address"
	"headsup/generator/publish/search/analysis"
)

// Options are what of a site changes how records are compared.
type Options struct {
	Language string        // BCP 47, of records that do not say theirs
	Least    float64       // how near a record is to a theme that it joins, 0 to 1; 0 means [Least]
	Kept     record.Kept   // what was found out before
	Parts    []record.Part // of the records in order, nil where they are not known
}

// Least is how near a record has to be to a theme to join it. It was chosen with
// generator/tools/corpus/questions.
const Least = 0.2

// Assignment is the theme of a record.
type Assignment struct {
	Theme string  // id
	Near  float64 // how near it was to the theme when it came, 1 for those that began one or were set by people
	Set   bool    // people said so
}

// form is which terms themes are compared by.
var form = wording.Form{Parts: 4}

// Assign returns the theme of each record, in the order of the records, and all themes:
// those that people know first, the others in the order in which they began.
//
// With a cache, only the records of the months from the first change on are read again, and only
// those behind the change compared with all themes. The result is the same.
//
// Records are taken in the order of their time, whatever the order in which they are
// given. Each joins the theme that it is nearest to, or begins one, and only those
// before it have a say: what comes later never changes the theme of a record.
// A theme that people set wins, and the theme learns from the record. Themes that people
// merged go on apart and are called by one id, so a merger moves no other record.
func Assign(records []*record.Record, known Themes, opt Options) (Themes, []Assignment) {
	opt.Least = cmp.Or(opt.Least, Least)
	ordered := record.Sorted(records)
	h := opt.history(ordered)
	a := h.resume()
	a.readAll(ordered, h, opt)
	names := known.names()
	ids := make([]string, len(a.groups))
	for i := range a.groups {
		ids[i] = names.of(a.groups[i].id)
	}
	out := make([]Assignment, len(records))
	for i, r := range ordered {
		d := a.decided[i]
		out[i] = Assignment{Theme: ids[d.at], Near: d.near, Set: r.Theme != ""}
	}
	if !slices.Equal(ordered, records) {
		places := make(map[*record.Record]int, len(records))
		for i, r := range ordered {
			places[r] = i
		}
		given := out
		out = make([]Assignment, len(records))
		for i, r := range records {
			out[i] = given[places[r]]
		}
	}
	return a.titled(known, names), out
}

// termed is what a record says, and the terms of it.
type termed struct {
	text  wording.Text
	terms []wording.Term
}

// readAll decides about the records that are not decided yet. While it does, the next ones are
// read: reading needs no order.
func (a *assigner) readAll(records []*record.Record, h *history, opt Options) {
	type part struct {
		*segment
		texts chan []termed
	}
	parts := make(chan part, runtime.GOMAXPROCS(0))
	decided := len(a.decided)
	go func() {
		defer close(parts)
		for i := range h.segments {
			p := part{&h.segments[i], make(chan []termed, 1)}
			if p.From < decided {
				continue
			}
			parts <- p
			go func() {
				texts := make([]termed, p.To-p.From)
				for n, r := range records[p.From:p.To] {
					text := read(a.lexicon, r, opt.Language)
					texts[n] = termed{text, a.lexicon.Terms(text)}
				}
				p.texts <- texts
			}()
		}
	}()
	for p := range parts {
		if p.begins {
			a.endMonth()
			if p.From > decided {
				h.keepState(p.segment, a)
			}
		}
		known := h.decisions(p.segment)
		for n, t := range <-p.texts {
			d := decision{at: unknown}
			if known != nil {
				d = known[n]
			}
			a.take(records[p.From+n], t, d)
		}
		if known == nil {
			h.keepDecisions(p.segment, a.decided[p.From:p.To])
		}
	}
	a.endMonth()
}

// take decides about a record, unless that has been done: then it only learns from it.
func (a *assigner) take(r *record.Record, t termed, d decision) {
	a.weights.Add(t.terms)
	vector := a.weights.Vector(t.terms)
	switch {
	case r.Theme != "":
		d = decision{a.begin(r.Theme), 1}
	case d.at < 0 || d.at > len(a.groups):
		d.at, d.near = a.nearest(vector)
	case d.at == len(a.groups):
		d.at = unknown
	}
	if d.at < 0 {
		d = decision{a.begin(newID(r, t.text)), 1}
	}
	a.join(d.at, vector)
	a.decided = append(a.decided, d)
	g := a.groups[d.at]
	if len(g.month) == 0 {
		a.grown = append(a.grown, d.at)
	}
	g.month = append(g.month, member{record: r, vector: vector})
}

// read reads what a record says. What it is called counts as what it says does, and
// "hello" does not.
func read(lexicon *wording.Lexicon, r *record.Record, language string) wording.Text {
	return lexicon.Read(redact.Left(r.Title+"\n"+classify.Said(r.Text)), cmp.Or(r.Lang, language))
}

// group is a theme as it grows.
type group struct {
	id     string
	square float64  // of the length of the sum of all records
	middle member   // the nearest to the middle, at the end of the last month that had a record
	month  []member // records of this month
}

// member is a record of a group.
type member struct {
	record *record.Record // nil once its title has been made
	title  string
	vector []wording.Entry
}

// posting is what the records of a group have of a term.
type posting struct {
	group int32
	sum   float64
}

// lookup is how many postings are read in the time in which one is looked up.
const lookup = 16

type assigner struct {
	lexicon  *wording.Lexicon
	weights  wording.Weights
	groups   []*group
	byID     map[string]int
	postings [][]posting // of each term, in the order of groups
	most     []float64   // of each term: the greatest share that it ever had of a group
	lengths  []float64   // of each group: of the sum of all records
	near     []float64   // of each group to the record at hand, else 0
	met      []int       // memory for the groups that have been met
	places   []int       // memory for places of postings
	least    float64
	decided  []decision // of all records so far
	grown    []int      // groups that have records of this month
}

func newAssigner(least float64) *assigner {
	return &assigner{lexicon: wording.NewLexicon(form), byID: map[string]int{}, least: least}
}

// begin returns the group with an id, which is a new one unless there is one.
func (a *assigner) begin(id string) int {
	at, ok := a.byID[id]
	if !ok {
		at = len(a.groups)
		a.byID[id] = at
		a.groups = append(a.groups, &group{id: id})
		a.near = append(a.near, 0)
		a.lengths = append(a.lengths, 0)
	}
	return at
}

// posting returns what a group has of a term, or where it would stand.
func (a *assigner) posting(term wording.Term, group int) (place int, ok bool) {
	postings := a.postings[term.Place()]
	from, to := 0, len(postings)
	for from < to {
		if middle := (from + to) / 2; int(postings[middle].group) < group {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from, from < len(postings) && int(postings[from].group) == group
}

// join adds a vector to a group.
func (a *assigner) join(at int, vector []wording.Entry) {
	g := a.groups[at]
	places := a.places[:0]
	for _, e := range vector {
		for e.Term.Place() >= len(a.postings) {
			a.postings = append(a.postings, nil)
			a.most = append(a.most, 0)
		}
		postings := &a.postings[e.Term.Place()]
		place, ok := a.posting(e.Term, at)
		if !ok {
			*postings = slices.Insert(*postings, place, posting{group: int32(at)})
		}
		places = append(places, place)
		p := &(*postings)[place]
		g.square += e.Weight * (2*p.sum + e.Weight)
		p.sum += e.Weight
	}
	// The shares of the other terms have not grown.
	a.lengths[at] = math.Sqrt(g.square)
	for i, e := range vector {
		a.most[e.Term.Place()] = max(a.most[e.Term.Place()], a.postings[e.Term.Place()][places[i]].sum/a.lengths[at])
	}
	a.places = places
}

// nearest returns the group that a vector is nearest to, and how near, or -1. Terms that
// few groups have are asked first. When what is left of the vector cannot bring a group
// near enough, or nearer than the best that has been met, only groups that have been met
// and may still win go on, so that "how do I" asks nobody.
func (a *assigner) nearest(vector []wording.Entry) (at int, near float64) {
	order := make([]wording.Entry, 0, len(vector))
	square, bound := 0.0, rounding // of what is left of the vector: two ways to say how near it brings a group at most
	for _, e := range vector {
		if e.Term.Place() < len(a.postings) && len(a.postings[e.Term.Place()]) > 0 {
			order = append(order, e)
			square += e.Weight * e.Weight
			bound += e.Weight * a.most[e.Term.Place()]
		}
	}
	slices.SortStableFunc(order, func(x, y wording.Entry) int {
		return cmp.Compare(len(a.postings[x.Term.Place()]), len(a.postings[y.Term.Place()]))
	})
	met := a.met[:0]
	best := a.least
	for _, e := range order {
		postings := a.postings[e.Term.Place()]
		most := min(math.Sqrt(max(0, square))+rounding, bound)
		if len(met) <= len(postings) {
			met, best = a.stay(met, most, best)
		}
		switch enough := most >= best; {
		case !enough && lookup*len(met) < len(postings):
			for _, at := range met {
				if place, ok := a.posting(e.Term, at); ok {
					a.near[at] += e.Weight * postings[place].sum
				}
			}
		case !enough:
			for _, p := range postings {
				if a.near[p.group] > 0 {
					a.near[p.group] += e.Weight * p.sum
				}
			}
		default:
			for _, p := range postings {
				if a.near[p.group] == 0 {
					met = append(met, int(p.group))
				}
				a.near[p.group] += e.Weight * p.sum
			}
		}
		square -= e.Weight * e.Weight
		bound -= e.Weight * a.most[e.Term.Place()]
	}
	at, a.met = -1, met
	for _, m := range met {
		n := a.near[m] / a.lengths[m]
		a.near[m] = 0
		if n >= a.least && (n > near || n == near && m < at) {
			at, near = m, n
		}
	}
	return at, near
}

// rounding is more than all errors of rounding in a sum together.
const rounding = 1e-9

// stay returns those of the groups that have been met which what is left can bring as near
// as the nearest, and how near that one is already.
func (a *assigner) stay(met []int, most, best float64) ([]int, float64) {
	for _, m := range met {
		best = max(best, a.near[m]/a.lengths[m])
	}
	kept := met[:0]
	for _, m := range met {
		if a.near[m]/a.lengths[m]+most >= best {
			kept = append(kept, m)
		} else {
			a.near[m] = 0
		}
	}
	return kept, best
}

// endMonth finds the record of each group that is nearest to the middle: among those of the month
// that ends, and the one that was it before. So a title is steady, and nothing but this has to be
// known of all former records.
func (a *assigner) endMonth() {
	for _, at := range a.grown {
		g := a.groups[at]
		near := -1.0
		if g.middle.title != "" {
			near = a.inMiddle(at, g.middle.vector)
		}
		for _, m := range g.month {
			if n := a.inMiddle(at, m.vector); n > near {
				g.middle, near = m, n
			}
		}
		if g.middle.record != nil {
			g.middle.title, g.middle.record = titleOf(g.middle.record), nil
		}
		g.month = nil
	}
	a.grown = a.grown[:0]
}

// inMiddle returns how near a record of a group is to its middle, as a share of how long the sum
// of all its records is.
func (a *assigner) inMiddle(at int, vector []wording.Entry) (near float64) {
	for _, e := range vector {
		place, _ := a.posting(e.Term, at)
		near += e.Weight * a.postings[e.Term.Place()][place].sum
	}
	return near
}

// titled returns the themes with their titles: what people call them, else what the
// record says that is nearest to the middle.
func (a *assigner) titled(known Themes, names names) Themes {
	out := slices.Clone(known)
	place := map[string]int{}
	for i, t := range out {
		place[t.ID] = i
	}
	for _, g := range a.groups {
		id := names.of(g.id)
		i, ok := place[id]
		if !ok {
			i = len(out)
			place[id] = i
			out = append(out, Theme{ID: id})
		}
		if out[i].Title == "" {
			out[i].Title = g.middle.title
		}
	}
	return out
}

// maxTitle is how many letters a title has that was made of a text.
const maxTitle = 90

// titleOf makes a title of what a record says. Many sources make titles of the beginning of
// the text, and these end anywhere.
func titleOf(r *record.Record) string {
	text := strings.TrimSpace(r.Title)
	if text == "" || strings.HasPrefix(r.Text, strings.TrimRight(text, ".… ")) {
		text = cmp.Or(strings.TrimSpace(classify.Said(r.Text)), text)
	}
	text = strings.Join(strings.Fields(text), " ")
	if i := strings.IndexAny(text, "?!"); i >= 0 {
		text = text[:i+1]
	} else if i := strings.Index(text, ". "); i >= 0 {
		text = text[:i]
	}
	if utf8.RuneCountInString(text) <= maxTitle {
		return text
	}
	text = string([]rune(text)[:maxTitle])
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		text = text[:i]
	}
	return text + "…"
}

const (
	mostTelling = 3 // words of an id
	hashBytes   = 3
)

// maxWords is how many bytes the words of an id have: a folder is called so.
const maxWords = 100

// clip shortens the words of an id that a single long one makes too long.
func clip(slug string) string {
	if len(slug) <= maxWords {
		return slug
	}
	end := maxWords
	for !utf8.RuneStart(slug[end]) {
		end--
	}
	return strings.TrimRight(slug[:end], "-")
}

// newID makes an id of the first record of a theme, and of nothing else: of its rarest
// words in their order, and a hash of which record it is.
func newID(r *record.Record, text wording.Text) string {
	var telling wording.Text
	for i, word := range text {
		if !analysis.IsStopWord(word.Text) && slices.Index(text, word) == i {
			telling = append(telling, word)
		}
	}
	slices.SortStableFunc(telling, func(a, b *wording.Word) int { return cmp.Compare(b.Rarity(), a.Rarity()) })
	telling = telling[:min(mostTelling, len(telling))]
	var words []string
	for i, word := range text {
		if slices.Contains(telling, word) && slices.Index(text, word) == i {
			words = append(words, word.Text)
		}
	}
	hash := sha256.Sum256([]byte(r.Source + "\x00" + r.ID))
	return clip(address.Slug(strings.Join(words, " "))) + "-" + hex.EncodeToString(hash[:hashBytes])
}

package feed

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/read/version"
)

// Viewer is what a product knows of one person at one moment. A fact that is
// not known is left out.
type Viewer struct {
	Plan     string            `json:"plan"`
	Role     string            `json:"role"`
	Platform string            `json:"platform"`
	Segments []string          `json:"segments"`
	Version  string            `json:"version"`  // of the product as a whole
	Versions map[string]string `json:"versions"` // of its components, by name
	Locale   string            `json:"locale"`   // BCP 47, "fr-CA"
	Path     string            `json:"path"`     // of the product's page, "/invoices/7"
	Flags    []string          `json:"flags"`    // feature flags that are on
	User     string            `json:"user"`     // anything that tells people apart
	Zone     string            `json:"zone"`     // IANA name, "Europe/Paris"; UTC when it is not known

	Since   map[string]string  `json:"since"`   // when something was, by its name: a date or RFC 3339
	Numbers map[string]float64 `json:"numbers"` // by their names
}

// History is what one person has seen.
type History struct {
	Session time.Time       `json:"session,omitzero"` // when the session began
	Items   map[string]Seen `json:"items"`            // by an item's id
}

// Seen is what one person has seen of one item. Times later than now count like
// now, as the clocks of a person's devices differ.
type Seen struct {
	Shown     []time.Time `json:"shown"`              // in any order
	Dismissed time.Time   `json:"dismissed,omitzero"` // zero when it was not closed
}

// Reason is why an item is left out; "" when it is shown.
type Reason string

// The reasons, in the order in which [Match] tries them; ByGroup is only known
// to [Select], and Malformed comes instead of those from ByPlan to ByShare.
const (
	TakenBack   Reason = "withdrawn" // it was taken back
	NotYet      Reason = "not-yet"   // its time has not come
	Expired     Reason = "expired"   // its time is over
	ByPlan      Reason = "plan"
	ByRole      Reason = "role"
	ByPlatform  Reason = "platform"
	BySegment   Reason = "segment"
	ByVersion   Reason = "version"
	ByLocale    Reason = "locale"
	ByFlag      Reason = "flag"
	ByNot       Reason = "not"    // it is for all but some, and this is one of them
	BySince     Reason = "since"  // something was too long ago, or not long enough
	ByNumber    Reason = "number" // a number is out of bounds
	ByShare     Reason = "share"  // it is for other people of all
	ByPath      Reason = "path"
	Dismissed   Reason = "dismissed" // this person closed it
	ByFrequency Reason = "frequency" // this person has seen it often enough
	ByGroup     Reason = "group"     // another item of its group comes first
	Malformed   Reason = "malformed" // its rules have something that is not known here
)

// Reasons returns all reasons in order.
func Reasons() []Reason {
	return []Reason{
		TakenBack, NotYet, Expired, ByPlan, ByRole, ByPlatform, BySegment, ByVersion, ByLocale, ByFlag,
		ByNot, BySince, ByNumber, ByShare, ByPath, Dismissed, ByFrequency, ByGroup, Malformed,
	}
}

// Verdict says whether an item is shown.
type Verdict struct {
	Shown  bool
	Reason Reason // the first that holds, "" when shown
	Detail string // for people, "for pro, team"; its words may change
}

// Match says whether a person is to see an item at a time. It depends on its
// arguments alone, and changes none of them. The rules, in this order; the first
// that fails is the reason:
//
//   - withdrawn: the item has neither withdrawn nor withdrawn_at.
//   - not-yet: now is at or after publish_at; without one, date_published. A
//     date that cannot be read never comes.
//   - expired: now is before expires_at. One that cannot be read is over.
//   - plan, role, platform: the viewer's is in the target's list.
//   - segment, flag: one of the viewer's is in the target's list.
//   - version: one of the target's ranges holds. A range is about the viewer's
//     version of its component; without a component, about the product's. It holds
//     from min_inclusive up to, but not including, max_exclusive, in the order
//     of [version.Version.Compare]: parts that are left out are 0, and 4.0.0-beta
//     comes before 4.0.0. The viewer's version may begin with a v. A version or
//     a bound that cannot be read is in no range.
//   - locale: the subtags of an entry of the list begin the viewer's locale: fr
//     matches fr and fr-CA, and not frr. The case of letters does not count, and
//     _ is the same as -.
//   - not: the viewer is in none of the lists of rules.not, by the rules above.
//   - since: of each name in rules.since, the days of 24 hours that have passed keep to
//     the bounds. A date is its midnight in UTC. What is yet to come is less than 0
//     days ago.
//   - number: each number of rules.numbers keeps to its bounds.
//   - share: the viewer's [Place] is in rules.share.
//   - path: the viewer's path matches anchor.path. A * stands for any characters,
//     slashes too; all others stand for themselves, and the whole path has to
//     match. A slash at the end changes nothing, so /invoices/* matches
//     /invoices and all below it. What follows a ? or # in the viewer's path is no
//     part of it.
//   - dismissed: the person has not closed the item.
//   - frequency: the person has seen the item less than max times in what per
//     says: since the session began, or within the last 24 hours (day), 7 times
//     24 hours (week), 30 times 24 hours (month), or ever. What was seen exactly
//     that long ago no longer counts. A session without a beginning, and any other
//     word, is the same as ever. A max below 1 is no limit.
//
// A list that is empty or absent is for everyone, and no anchor.path is every
// page. A viewer without the fact that a list or a path asks for does not match.
// Words are compared exactly.
//
// Of rules, from and until are tried with not-yet and expired. Their times without an
// offset are read off a clock in the viewer's zone. Where rules have a key, or a word
// for a bound, that is not known, the item is malformed and for nobody.
//
// A release note has its target in for. Where that has no plans, or no platforms, those
// that have the change count in their place; they leave nobody out of whom the fact is
// not known.
func Match(it *Item, v Viewer, h History, now time.Time) Verdict {
	d := &it.Headsup
	if verdict, ok := inTime(it, now); !ok {
		return verdict
	}
	if r := d.Rules; r != nil {
		if verdict, ok := r.inTime(v, now); !ok {
			return verdict
		}
	}
	if t := d.target(v); t != nil {
		if verdict, ok := t.match(v); !ok {
			return verdict
		}
	}
	if r := d.Rules; r != nil {
		if verdict, ok := r.match(v, now); !ok {
			return verdict
		}
	}
	if d.Anchor != nil && d.Anchor.Path != "" && !pathMatches(d.Anchor.Path, v.Path) {
		return leftOut(ByPath, "on "+d.Anchor.Path)
	}
	seen := h.Items[it.ID]
	if !seen.Dismissed.IsZero() {
		return leftOut(Dismissed, "at "+seen.Dismissed.Format(time.RFC3339))
	}
	if f := d.Frequency; f != nil && f.Max > 0 {
		if n := seen.within(f.Per, h.Session, now); n >= f.Max {
			return leftOut(ByFrequency, strconv.Itoa(f.Max)+" per "+cmp.Or(f.Per, "ever")+", seen "+strconv.Itoa(n))
		}
	}
	return Verdict{Shown: true}
}

func leftOut(r Reason, detail string) Verdict { return Verdict{Reason: r, Detail: detail} }

// inTime tries the rules about time.
func inTime(it *Item, now time.Time) (v Verdict, ok bool) {
	d := &it.Headsup
	if d.Withdrawn || d.WithdrawnAt != "" {
		return leftOut(TakenBack, ""), false
	}
	if from := cmp.Or(d.PublishAt, it.DatePublished); from != "" {
		if t, err := time.Parse(time.RFC3339, from); err != nil || now.Before(t) {
			return leftOut(NotYet, "from "+from), false
		}
	}
	if d.ExpiresAt != "" {
		if t, err := time.Parse(time.RFC3339, d.ExpiresAt); err != nil || !now.Before(t) {
			return leftOut(Expired, "since "+d.ExpiresAt), false
		}
	}
	return Verdict{}, true
}

// target returns for whom an item is, as far as it matters to a viewer: nil for everyone.
func (d *Details) target(v Viewer) *Target {
	said := d.Target
	if d.Rules != nil {
		said = &d.Rules.Target
	}
	if d.Kind != content.ReleaseNote {
		return said
	}
	said = cmp.Or(said, d.For)
	t := Target{}
	if said != nil {
		t = *said
	}
	if len(t.Plans) == 0 && v.Plan != "" {
		t.Plans = d.Plans
	}
	if len(t.Platforms) == 0 && v.Platform != "" {
		t.Platforms = d.Platforms
	}
	return &t
}

// asked is one of a target's lists, as it is to a viewer.
type asked struct {
	reason Reason
	any    bool   // whether it asks for anything
	words  string // what it asks for, for people
	fits   bool
}

// lists returns all lists of a target, in the order in which they are tried.
func (t *Target) lists(v Viewer) []asked {
	of := func(reason Reason, entries []string, fits func(string) bool) asked {
		return asked{reason, len(entries) > 0, strings.Join(entries, ", "), slices.ContainsFunc(entries, fits)}
	}
	return []asked{
		of(ByPlan, t.Plans, is(v.Plan)),
		of(ByRole, t.Roles, is(v.Role)),
		of(ByPlatform, t.Platforms, is(v.Platform)),
		of(BySegment, t.Segments, isOneOf(v.Segments)),
		{ByVersion, len(t.Versions) > 0, ranges(t.Versions), slices.ContainsFunc(t.Versions, v.inRange)},
		of(ByLocale, t.Locales, v.speaks),
		of(ByFlag, t.Flags, isOneOf(v.Flags)),
	}
}

// match tries the rules about the person.
func (t *Target) match(v Viewer) (verdict Verdict, ok bool) {
	for _, l := range t.lists(v) {
		if l.any && !l.fits {
			return leftOut(l.reason, "for "+l.words), false
		}
	}
	return Verdict{}, true
}

// is returns whether an entry of a list is a fact; one that is not known is none.
func is(fact string) func(string) bool {
	return func(entry string) bool { return fact != "" && entry == fact }
}

func isOneOf(facts []string) func(string) bool {
	return func(entry string) bool { return entry != "" && slices.Contains(facts, entry) }
}

// inRange reports whether the viewer's version is in a range.
func (v Viewer) inRange(r VersionRange) bool {
	text := v.Version
	if r.Component != "" {
		text = v.Versions[r.Component]
	}
	if text != "" && text[0]|0x20 == 'v' {
		text = text[1:]
	}
	has, ok := version.Parse(text)
	if !ok {
		return false
	}
	if r.MinInclusive != "" {
		if low, ok := version.Parse(r.MinInclusive); !ok || has.Compare(low) < 0 {
			return false
		}
	}
	if r.MaxExclusive != "" {
		if high, ok := version.Parse(r.MaxExclusive); !ok || has.Compare(high) >= 0 {
			return false
		}
	}
	return true
}

// ranges writes ranges for people: "web from 3.10 to below 4.0".
func ranges(list []VersionRange) string {
	out := make([]string, len(list))
	for i, r := range list {
		words := []string{cmp.Or(r.Component, "versions")}
		if r.MinInclusive != "" {
			words = append(words, "from", r.MinInclusive)
		}
		if r.MaxExclusive != "" {
			words = append(words, "to below", r.MaxExclusive)
		}
		out[i] = strings.Join(words, " ")
	}
	return strings.Join(out, ", ")
}

// speaks reports whether a language tag begins the viewer's locale.
func (v Viewer) speaks(tag string) bool {
	tag, has := subtags(tag), subtags(v.Locale)
	return tag != "" && (has == tag || strings.HasPrefix(has, tag+"-"))
}

func subtags(tag string) string { return strings.ReplaceAll(strings.ToLower(tag), "_", "-") }

// pathMatches reports whether a path of the product matches a pattern.
func pathMatches(pattern, path string) bool {
	if path == "" {
		return false
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	if !strings.HasSuffix(pattern, "/") && !strings.HasSuffix(pattern, "*") {
		pattern += "/"
	}
	// Each piece between stars is taken where it comes first, so that the work
	// is bounded by the product of both lengths.
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return path == first
	}
	if !strings.HasPrefix(path, first) {
		return false
	}
	path = path[len(first):]
	pieces := strings.Split(rest, "*")
	for _, piece := range pieces[:len(pieces)-1] {
		i := strings.Index(path, piece)
		if i < 0 {
			return false
		}
		path = path[i+len(piece):]
	}
	return strings.HasSuffix(path, pieces[len(pieces)-1])
}

// within counts how often the item was shown in a window that ends now.
func (s Seen) within(per string, session, now time.Time) int {
	const day = 24 * time.Hour
	n := 0
	for _, t := range s.Shown {
		counts := true
		switch per {
		case "session":
			counts = !t.Before(session)
		case "day":
			counts = t.After(now.Add(-day))
		case "week":
			counts = t.After(now.Add(-7 * day))
		case "month":
			counts = t.After(now.Add(-30 * day))
		}
		if counts {
			n++
		}
	}
	return n
}

// Outcome is an item with its verdict.
type Outcome struct {
	Item    *Item // of the list that [Select] was given
	Verdict Verdict
}

// Select returns every item with its verdict, in the order in which a product
// shows them: the highest priority first (without one it is 0), then the newest
// by date_published (without a date last), then by id. Of several items of a
// group that [Match] would show, the first is shown and the others are left out
// by group. Like Match it depends on its arguments alone, and changes none of
// them. The order of the items has no influence.
func Select(items []Item, v Viewer, h History, now time.Time) []Outcome {
	type dated struct {
		Outcome
		at time.Time
	}
	all := make([]dated, len(items))
	for i := range items {
		// A date that cannot be read is none.
		at, _ := time.Parse(time.RFC3339, items[i].DatePublished)
		all[i] = dated{Outcome{&items[i], Match(&items[i], v, h, now)}, at}
	}
	slices.SortStableFunc(all, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.Item.priority(), a.Item.priority()), b.at.Compare(a.at), cmp.Compare(a.Item.ID, b.Item.ID))
	})
	first := map[string]*Item{} // of each group
	out := make([]Outcome, len(all))
	for i, o := range all {
		out[i] = o.Outcome
		group := o.Item.Headsup.Group
		if !o.Verdict.Shown || group == "" {
			continue
		}
		if before := first[group]; before != nil {
			out[i].Verdict = leftOut(ByGroup, group+": "+cmp.Or(before.Headsup.Key, before.ID)+" comes first")
			continue
		}
		first[group] = o.Item
	}
	return out
}

func (it *Item) priority() int {
	if it.Headsup.Priority == nil {
		return 0
	}
	return *it.Headsup.Priority
}

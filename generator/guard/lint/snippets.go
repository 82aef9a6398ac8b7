package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/read/version"
)

func snippetLong(in *Input, report reporter) error {
	room := map[string]int{}
	for _, s := range in.Config.Surfaces {
		room[s.ID] = s.MaxLength
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		most := room[e.Snippet.Surface]
		if e.Kind != content.Snippet || most == 0 {
			continue
		}
		passages, err := e.Passages(true)
		if err != nil {
			return err
		}
		n := longest(e, passages)
		if n > most {
			report(diag.New("snippet-long", in.start(e),
				"the snippet has "+characters(n)+" of text; a "+e.Snippet.Surface+" has room for "+decimal(most),
				"shorten it and link to more, or choose a larger surface"))
		}
	}
	return nil
}

// longest returns how many characters a snippet shows at a time: a tour those of one step.
func longest(e *link.Entry, passages []markdown.Passage) int {
	headings := link.PublicForm(e.Outline()).Headings
	most, n, step := 0, 0, -1
	for _, p := range passages {
		at := p.Heading
		for at >= 0 && at < len(headings) && headings[at].Level > 2 {
			at--
		}
		if e.Snippet.Surface == content.TourSurface && at != step {
			n, step = 0, at
		}
		n += utf8.RuneCountInString(p.Text)
		most = max(most, n)
	}
	return most
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return decimal(n) + " characters"
}

func decimal(n int) string { return strconv.Itoa(n) }

// anchorConflict compares the public snippets that have a place in the product.
func anchorConflict(in *Input, report reporter) {
	type place struct {
		surface string
		anchor  content.Anchor
	}
	at := map[place][]*link.Entry{}
	for i := range in.Entries {
		e := &in.Entries[i]
		d := &e.Snippet
		if e.Kind != content.Snippet || e.Original != "" || e.Visibility != content.Public ||
			e.Draft || !in.live(e) || d.Anchor == (content.Anchor{}) {
			continue
		}
		p := place{d.Surface, d.Anchor}
		for _, other := range at[p] {
			if compete(e, other) {
				report(diag.New("anchor-conflict", e.Position("anchor"),
					"the snippet "+other.Snippet.Key+" ("+other.Source+
						") has the same surface and anchor, for some of the same people at the same time",
					"give both the same group, so that one at a time is shown, or tell their targets or times apart"))
				break
			}
		}
		at[p] = append(at[p], e)
	}
}

// compete reports whether one person may get both snippets at one time.
func compete(a, b *link.Entry) bool {
	x, y := &a.Snippet, &b.Snippet
	switch {
	case x.Group != "" && x.Group == y.Group:
		return false
	case x.Trigger != y.Trigger:
		return false
	case ends(a.ExpiresAt, b.Begins()), ends(b.ExpiresAt, a.Begins()):
		return false
	}
	return targetsMeet(&x.Target, &y.Target)
}

// targetsMeet reports whether both may be about one person.
func targetsMeet(a, b *content.Target) bool {
	return overlap(a.Plans, b.Plans) && overlap(a.Roles, b.Roles) && overlap(a.Platforms, b.Platforms) &&
		overlap(a.Segments, b.Segments) && localesMeet(a.Locales, b.Locales) && rangesMeet(a.Versions, b.Versions) &&
		!bars(&a.Not, &b.Lists) && !bars(&b.Not, &a.Lists) &&
		boundsMeet(a.Since, b.Since) && boundsMeet(a.Numbers, b.Numbers) && sharesMeet(a, b) &&
		!content.Over(a.Until, b.From) && !content.Over(b.Until, a.From)
}

// boundsMeet reports whether one person may keep to the bounds of both.
func boundsMeet(a, b map[string]content.Bounds) bool {
	for name, bounds := range a {
		if other, both := b[name]; both && content.Apart(bounds, other) {
			return false
		}
	}
	return true
}

// sharesMeet reports whether one person may be in both shares. Those of two experiments
// meet.
func sharesMeet(a, b *content.Target) bool {
	none := content.Share{}
	return a.Experiment == "" || a.Experiment != b.Experiment || a.Share == none || b.Share == none ||
		a.Share.From < b.Share.To && b.Share.From < a.Share.To
}

// bars reports whether everybody in a target's lists is left out by another's.
func bars(not, lists *content.Lists) bool {
	all := func(some, list []string) bool {
		return len(list) > 0 && !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(some, s) })
	}
	return all(not.Plans, lists.Plans) || all(not.Roles, lists.Roles) || all(not.Platforms, lists.Platforms) ||
		all(not.Segments, lists.Segments) || all(not.Locales, lists.Locales) || all(not.Flags, lists.Flags)
}

// ends reports whether an end comes before a beginning.
func ends(end, begin calendar.Date) bool {
	return !end.IsZero() && !begin.IsZero() && !end.After(begin.Time)
}

// overlap reports whether two lists have something in common. An empty list is
// everyone.
func overlap(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// localesMeet reports whether one language tag may match both lists: fr and
// fr-CA do.
func localesMeet(a, b []string) bool {
	within := func(tag, of string) bool {
		return strings.HasPrefix(strings.ToLower(tag)+"-", strings.ToLower(of)+"-")
	}
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return within(x, y) || within(y, x) })
	})
}

// rangesMeet reports whether one product may be in a range of either list. As
// one range is enough, ranges of two components meet.
func rangesMeet(a, b []content.VersionRange) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x content.VersionRange) bool {
		return slices.ContainsFunc(b, func(y content.VersionRange) bool {
			return x.Component != y.Component || before(x.MinInclusive, y.MaxExclusive) && before(y.MinInclusive, x.MaxExclusive)
		})
	})
}

// before reports whether a range that begins at low has something below high;
// "" is no bound.
func before(low, high string) bool {
	if low == "" || high == "" {
		return true
	}
	l, okLow := version.Parse(low)
	h, okHigh := version.Parse(high)
	return !okLow || !okHigh || l.Compare(h) < 0
}

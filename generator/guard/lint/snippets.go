package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"headsup/generator/compile/content"
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
		n := 0
		for _, p := range passages {
			n += utf8.RuneCountInString(p.Text)
		}
		if n > most {
			report(diag.New("snippet-long", in.start(e),
				"the snippet has "+characters(n)+" of text; a "+e.Snippet.Surface+" has room for "+decimal(most),
				"shorten it and link to more, or choose a larger surface"))
		}
	}
	return nil
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
	return overlap(x.Target.Plans, y.Target.Plans) && overlap(x.Target.Roles, y.Target.Roles) &&
		overlap(x.Target.Platforms, y.Target.Platforms) && overlap(x.Target.Segments, y.Target.Segments) &&
		localesMeet(x.Target.Locales, y.Target.Locales) && rangesMeet(x.Target.Versions, y.Target.Versions)
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

// Package version reads the numbers of versions and puts them in order.
//
// A [Version] has two to four numeric parts, and a pre-release and a build as
// semantic versioning writes them. Texts stay texts: 3.10 is not 3.1, and no
// number is too large.
//
//	low, ok := version.Parse("4.0.0-beta.1")
//	before := low.Compare(high) < 0
//
// Release notes carry versions as their products write them, which may be
// nothing of the kind: [CompareText] orders any two texts.
package version

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Pattern is the syntax of versions as a regular expression, for JSON Schema.
const Pattern = `^[0-9]+(\.[0-9]+){1,3}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`

// Version is a version number taken apart, for comparison. Its parts are texts
// of digits, so that no number is too large.
type Version struct {
	parts      []string
	prerelease []string
}

// Parse reads two to four numeric parts with an optional pre-release and
// build in semantic versioning's notation.
func Parse(s string) (Version, bool) {
	s, build, hasBuild := strings.Cut(s, "+")
	core, pre, hasPre := strings.Cut(s, "-")
	v := Version{parts: strings.Split(core, ".")}
	if len(v.parts) < 2 || len(v.parts) > 4 || hasBuild && !identifiers(build) || hasPre && !identifiers(pre) {
		return Version{}, false
	}
	for _, p := range v.parts {
		if !numeric(p) {
			return Version{}, false
		}
	}
	if hasPre {
		v.prerelease = strings.Split(pre, ".")
	}
	return v, true
}

func numeric(s string) bool { return s != "" && digits(s) }

// digits reports whether a text has nothing but digits in it.
func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// identifiers reports whether a text is identifiers with dots between.
func identifiers(s string) bool {
	for _, id := range strings.Split(s, ".") {
		if id == "" || strings.IndexFunc(id, func(r rune) bool {
			return r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
		}) >= 0 {
			return false
		}
	}
	return true
}

// Compare orders versions as semantic versioning does: parts that are left out
// are 0, and a pre-release comes before its release.
func (v Version) Compare(w Version) int {
	for i := range max(len(v.parts), len(w.parts)) {
		a, b := "0", "0"
		if i < len(v.parts) {
			a = v.parts[i]
		}
		if i < len(w.parts) {
			b = w.parts[i]
		}
		if c := compareNumbers(a, b); c != 0 {
			return c
		}
	}
	if len(v.prerelease) == 0 || len(w.prerelease) == 0 {
		return cmp.Compare(len(w.prerelease), len(v.prerelease))
	}
	for i := range min(len(v.prerelease), len(w.prerelease)) {
		a, b := v.prerelease[i], w.prerelease[i]
		c := 0
		switch an, bn := numeric(a), numeric(b); {
		case an && bn:
			c = compareNumbers(a, b)
		case an:
			c = -1
		case bn:
			c = 1
		default:
			c = cmp.Compare(a, b)
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.prerelease), len(w.prerelease))
}

// CompareText orders the texts of versions, with or without a v before them, part by
// part: 3.9 < 3.10. A part that is not a number comes after numbers, and a version before
// those that are equal to it and have more parts. A build behind a + does not count.
//
// A pre-release comes before its release as in semantic versioning, and also where its
// word stands without a hyphen: 4.0.0-alpha < 4.0.0-beta2 < 4.0 RC 1 < 4.0.0. Other than
// there, a number behind a hyphen is a revision or a part of a date, and what mends a
// release comes after it: 1.2 < 1.2-3, 2026-9-30 < 2026-11-01, 1.2 < 1.2-hotfix. Numbers
// within words are numbers: beta2 < beta10.
func CompareText(a, b string) int {
	x, y := takeApart(a), takeApart(b)
	for i := range max(len(x.parts), len(y.parts)) {
		if c := compareRuns(x.part(i), y.part(i)); c != 0 {
			return c
		}
	}
	return cmp.Or(compareRuns(x.revision, y.revision), cmp.Compare(x.phase, y.phase),
		compareRuns(x.qualifier, y.qualifier), cmp.Compare(len(x.parts), len(y.parts)))
}

// textual is the text of a version taken apart, in lower case.
type textual struct {
	parts     []string // with dots between
	revision  string   // behind the first hyphen, "3" of 1.2-3
	phase     int      // -1 of a pre-release, 1 of what came after the release
	qualifier string   // the words that say so
}

// early are words of pre-releases, and late are those of what comes after a release.
var (
	early = []string{"alpha", "beta", "canary", "cr", "dev", "milestone", "nightly", "pre", "prerelease", "preview", "rc", "snapshot"}
	late  = []string{"build", "final", "fix", "ga", "hotfix", "lts", "p", "patch", "post", "r", "release", "rev", "sp", "u", "update"}
)

// earlyLetters stand for such a word when a number follows: 3.14a1, 3.14b2, 6.0.M3.
const earlyLetters = "abm"

func takeApart(s string) (t textual) {
	s, _, _ = strings.Cut(strings.ToLower(s), "+")
	head := strings.TrimPrefix(s, "v")
	s = head
	for i := 1; i < len(s); i++ {
		if !digits(s[i-1:i]) || digits(s[i:i+1]) {
			continue
		}
		rest := strings.TrimLeft(s[i:], " ._-~(")
		word := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"))]
		behind := rest[len(word):]
		hyphen := strings.IndexByte("-~", s[i]) >= 0 && rest != "" && !digits(rest[:1])
		switch {
		case slices.Contains(early, word), len(word) == 1 && strings.Contains(earlyLetters, word) && behind != "" && digits(behind[:1]):
			t.phase = -1
		case hyphen && slices.Contains(late, word):
			t.phase = 1
		case hyphen:
			t.phase = -1
		default:
			continue
		}
		head, t.qualifier = s[:i], rest
		break
	}
	core, revision, _ := strings.Cut(head, "-")
	t.parts, t.revision = strings.Split(core, "."), revision
	return t
}

// part returns one of the parts; what is left out is 0.
func (t *textual) part(i int) string {
	if i >= len(t.parts) {
		return "0"
	}
	return cmp.Or(t.parts[i], "0")
}

// run is a number or a word within a part.
var run = regexp.MustCompile(`[0-9]+|[^0-9\s._~()-]+`)

// compareRuns orders texts by their numbers and words, numbers first.
func compareRuns(a, b string) int {
	return slices.CompareFunc(run.FindAllString(a, -1), run.FindAllString(b, -1), func(a, b string) int {
		switch x, y := digits(a), digits(b); {
		case x && y:
			return compareNumbers(a, b)
		case x:
			return -1
		case y:
			return 1
		}
		return cmp.Compare(a, b)
	})
}

func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

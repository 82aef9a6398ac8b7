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

// CompareText orders the texts of versions part by part, with or without a v
// before them: 3.9 < 3.10. A part that is not a number is compared as a text and
// comes after numbers, and a version comes before those that have more parts than it.
func CompareText(a, b string) int {
	as, bs := strings.Split(strings.TrimPrefix(a, "v"), "."), strings.Split(strings.TrimPrefix(b, "v"), ".")
	for i := range min(len(as), len(bs)) {
		c := cmp.Compare(as[i], bs[i])
		switch x, y := digits(as[i]), digits(bs[i]); {
		case x && y:
			c = compareNumbers(as[i], bs[i])
		case x != y && x:
			c = -1
		case x != y:
			c = 1
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}

func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

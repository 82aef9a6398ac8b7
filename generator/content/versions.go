package content

import (
	"cmp"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/frontmatter"

	"go.yaml.in/yaml/v3"
)

const versionPattern = `^[0-9]+(\.[0-9]+){1,3}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`

// version is a version number taken apart, for comparison. Its parts are texts
// of digits, so that no number is too large.
type version struct {
	parts      []string
	prerelease []string
}

// parseVersion reads two to four numeric parts with an optional pre-release and
// build in semantic versioning's notation.
func parseVersion(s string) (version, bool) {
	s, build, hasBuild := strings.Cut(s, "+")
	core, pre, hasPre := strings.Cut(s, "-")
	v := version{parts: strings.Split(core, ".")}
	if len(v.parts) < 2 || len(v.parts) > 4 || hasBuild && !identifiers(build) || hasPre && !identifiers(pre) {
		return version{}, false
	}
	for _, p := range v.parts {
		if !numeric(p) {
			return version{}, false
		}
	}
	if hasPre {
		v.prerelease = strings.Split(pre, ".")
	}
	return v, true
}

func numeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

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

// compare orders versions as semantic versioning does: parts that are left out
// are 0, and a pre-release comes before its release.
func (v version) compare(w version) int {
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
	switch {
	case len(v.prerelease) == 0 || len(w.prerelease) == 0:
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

func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

func versionField(name, doc string, at func(*VersionRange) *string) field[VersionRange] {
	return wordField(name, doc, versionPattern, func(s string) (problem, hint string) {
		if _, ok := parseVersion(s); ok {
			return "", ""
		}
		hint = "versions are two to four numbers with dots between, such as 3.10 or 4.0.0-beta.1"
		if w := strings.TrimLeft(s, "vV"); w != s {
			if _, ok := parseVersion(w); ok {
				hint = "write " + w
			}
		} else if numeric(s) {
			hint = "write " + s + ".0"
		}
		return diag.Quote(s) + " is not a version", hint
	}, at)
}

// checkRange reports whether a range of versions makes sense.
func checkRange(d *decoder, n *yaml.Node, r *VersionRange) bool {
	if r.Component == "" {
		d.report("value-required", d.At(n), "a range of versions has no component", "write {component: app, min_inclusive: 3.2, max_exclusive: 4.0}")
		return false
	}
	low, high := frontmatter.Value(n, "min_inclusive"), frontmatter.Value(n, "max_exclusive")
	if frontmatter.IsNull(low) && frontmatter.IsNull(high) {
		d.report("value-required", d.At(n), "a range of versions has neither min_inclusive nor max_exclusive", "add one of them; without a range the snippet is for every version")
		return false
	}
	a, okA := parseVersion(r.MinInclusive)
	b, okB := parseVersion(r.MaxExclusive)
	if okA && okB && a.compare(b) >= 0 {
		d.report("value-invalid", d.At(high), "the range from "+r.MinInclusive+" to "+r.MaxExclusive+" holds no version", "max_exclusive is the first version behind the range")
		return false
	}
	// A bound that could not be read must not widen the range.
	return okA == !frontmatter.IsNull(low) && okB == !frontmatter.IsNull(high)
}

package content

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
	"headsup/generator/read/version"
)

func versionField(name, doc string, at func(*VersionRange) *string) field[VersionRange] {
	return wordField(name, doc, version.Pattern, func(s string) (problem, hint string) {
		if _, ok := version.Parse(s); ok {
			return "", ""
		}
		hint = "versions are two to four numbers with dots between, such as 3.10 or 4.0.0-beta.1"
		if w := strings.TrimLeft(s, "vV"); w != s {
			if _, ok := version.Parse(w); ok {
				hint = "write " + w
			}
		} else if _, ok := version.Parse(s + ".0"); ok {
			hint = "write " + s + ".0"
		}
		return diag.Quote(s) + " is not a version", hint
	}, at)
}

// checkRange reports whether a range of versions makes sense.
func checkRange(d *decoder, n *yaml.Node, r *VersionRange) bool {
	low, high := frontmatter.Value(n, "min_inclusive"), frontmatter.Value(n, "max_exclusive")
	if frontmatter.IsNull(low) && frontmatter.IsNull(high) {
		d.report("value-required", d.At(n), "a range of versions has neither min_inclusive nor max_exclusive",
			"add one of them; without a range the snippet is for every version")
		return false
	}
	a, okA := version.Parse(r.MinInclusive)
	b, okB := version.Parse(r.MaxExclusive)
	if okA && okB && a.Compare(b) >= 0 {
		d.report("value-invalid", d.At(high),
			"the range from "+r.MinInclusive+" to "+r.MaxExclusive+" holds no version",
			"max_exclusive is the first version behind the range")
		return false
	}
	// A bound that could not be read must not widen the range.
	return okA == !frontmatter.IsNull(low) && okB == !frontmatter.IsNull(high)
}

package source

import (
	"fmt"
	"path"
	"strings"
)

// Ignore makes a function for [Options].Ignored from glob patterns. In one
// segment, *, ? and […] are as in [path.Match]; ** stands for any number of
// segments. A pattern without a slash, other than one at its end, matches a
// name in every folder; one with a slash is relative to the content folder. A
// pattern that matches a folder covers all that is in it. A malformed pattern
// is an error that names it.
func Ignore(patterns []string) (func(path string) bool, error) {
	var globs [][]string
	for _, p := range patterns {
		clean := strings.TrimSuffix(strings.TrimSpace(p), "/")
		anchored := strings.Contains(clean, "/")
		clean = strings.TrimPrefix(strings.TrimPrefix(clean, "./"), "/")
		if clean == "" {
			return nil, fmt.Errorf("read ignore pattern %q: it is empty", p)
		}
		segments := strings.Split(clean, "/")
		for _, s := range segments {
			if _, err := path.Match(s, ""); err != nil {
				return nil, fmt.Errorf("read ignore pattern %q: %w", p, err)
			}
		}
		if !anchored {
			segments = append([]string{"**"}, segments...)
		}
		globs = append(globs, segments)
	}
	return func(name string) bool {
		if len(globs) == 0 {
			return false
		}
		segments := strings.Split(name, "/")
		for _, g := range globs {
			// A prefix of the path that matches is a folder that is ignored.
			for n := 1; n <= len(segments); n++ {
				if matchSegments(g, segments[:n]) {
					return true
				}
			}
		}
		return false
	}, nil
}

// matchSegments matches a path's segments with a pattern's. It remembers only
// the last ** to return to, so its time is bounded by the product of the two.
func matchSegments(pattern, segments []string) bool {
	p, s, star, mark := 0, 0, -1, 0
	for s < len(segments) {
		switch {
		case p < len(pattern) && pattern[p] == "**":
			star, mark = p, s
			p++
		case p < len(pattern) && matchSegment(pattern[p], segments[s]):
			p++
			s++
		case star >= 0:
			mark++
			p, s = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == "**" {
		p++
	}
	return p == len(pattern)
}

func matchSegment(pattern, segment string) bool {
	ok, err := path.Match(pattern, segment)
	return err == nil && ok
}

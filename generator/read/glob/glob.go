// Package glob matches the paths of files and folders against patterns.
//
// Patterns are those of [path.Match], and ** stands for any number of folders. A
// pattern without a slash matches a name anywhere; one with a slash begins at
// the top. A slash at its end changes nothing. What matches a folder matches all
// that is in it.
//
//	drafts         drafts/x.md  a/drafts/x.md
//	*.bak          a/x.bak
//	src/*/old      src/a/old/x.go
//	a/**/z.md      a/z.md  a/b/c/z.md
package glob

import (
	"errors"
	"path"
	"slices"
	"strings"
)

// Match reports whether a path, or a folder above it, matches a pattern.
func Match(pattern, name string) bool {
	names := strings.Split(name, "/")
	if !strings.Contains(strings.TrimSuffix(pattern, "/"), "/") {
		pattern = strings.TrimSuffix(pattern, "/")
		return slices.ContainsFunc(names, func(n string) bool { return segmentMatches(pattern, n) })
	}
	segments := strings.Split(strings.Trim(pattern, "/"), "/")
	for n := 1; n <= len(names); n++ {
		if matchSegments(segments, names[:n]) {
			return true
		}
	}
	return false
}

// matchSegments matches a pattern against a whole path.
func matchSegments(pattern, names []string) bool {
	// Each ** is tried only from where the last one stood, so the work is
	// bounded by the product of both lengths.
	p, n, star, mark := 0, 0, -1, 0
	for n < len(names) {
		switch {
		case p < len(pattern) && pattern[p] == "**":
			star, mark = p, n
			p++
		case p < len(pattern) && segmentMatches(pattern[p], names[n]):
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	return p == len(pattern)
}

func segmentMatches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// Check says what is wrong with a pattern.
func Check(pattern string) error {
	if strings.Trim(pattern, "/") == "" {
		return errors.New("it is empty")
	}
	if strings.Contains(pattern, `\`) {
		return errors.New("it holds a backslash")
	}
	for _, segment := range strings.Split(strings.Trim(pattern, "/"), "/") {
		if segment == ".." || segment == "." {
			return errors.New("it has the part " + segment)
		}
		if _, err := path.Match(segment, ""); err != nil {
			return errors.New("a bracket is not closed")
		}
	}
	return nil
}

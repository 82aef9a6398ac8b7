package content

import (
	"errors"
	"path"
	"strings"
)

// Ignored reports whether a file or folder is not content: it, or a folder that
// it is in, matches one of the patterns in Ignore.
//
// Patterns are those of [path.Match], and ** stands for any number of folders. A
// pattern without a slash matches a name anywhere; one with a slash begins at
// the content folder. A slash at its end changes nothing.
func (c *Config) Ignored(name string) bool {
	for _, pattern := range c.Ignore {
		if matchTree(strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(name, "/"), !strings.Contains(strings.TrimSuffix(pattern, "/"), "/")) {
			return true
		}
	}
	return false
}

// matchTree matches a pattern against a path or any folder above it.
func matchTree(pattern, names []string, anywhere bool) bool {
	if anywhere {
		for _, n := range names {
			if ok, err := path.Match(pattern[0], n); ok && err == nil {
				return true
			}
		}
		return false
	}
	for n := 1; n <= len(names); n++ {
		if matchSegments(pattern, names[:n]) {
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

// checkGlob says what is wrong with a pattern.
func checkGlob(pattern string) error {
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

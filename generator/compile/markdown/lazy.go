package markdown

import (
	"regexp"
	"sync"
)

// lazily compiles a pattern when it is first asked for. There are many of them, most are
// for what few pages have, and together they would take a good part of the time in which
// a command starts.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

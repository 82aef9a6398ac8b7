package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLineLength keeps lines of Go short enough to be read beside one another.
// Go itself has no way to break two kinds of line: a directive, and a field
// whose tag says in words what it is, as a tag is a single literal.
func TestLineLength(t *testing.T) {
	t.Parallel()
	const limit, tab = 140, "    "
	for _, p := range listPackages(t) {
		files, err := filepath.Glob(filepath.Join(p.Dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has the files %q: %v", p.ImportPath, files, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			number := 0
			for line := range strings.Lines(string(data)) {
				number++
				line = strings.TrimRight(strings.ReplaceAll(line, "\t", tab), "\r\n")
				directive := strings.HasPrefix(line, "//go:")
				tag := strings.Contains(line, "`json:\"") && strings.HasSuffix(line, "\"`")
				if n := utf8.RuneCountInString(line); n > limit && !directive && !tag {
					t.Errorf("%s/%s:%d has %d columns, more than %d", p.ImportPath, filepath.Base(file), number, n, limit)
				}
			}
		}
	}
}

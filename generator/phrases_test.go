package generator_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// oldPhrases are what we no longer say; content/design/words.md has what we say now.
var oldPhrases = []string{
	"What is new", "What needs you", "Needs your attention", "All that is coming", "All that people ask", "Reviewed until",
	"Decided, and not to be tried", "On its day, everyone has it", "No change has been written down", "leads nowhere", "stands twice",
	"left out: ", "nobody answers for", "is mended", "one of the two", "Mark all as seen", "Search for all", "still to be told",
	"Some day of the month", "Customers told", "To be told", "launchs", "This did not answer my question", "No release note yet",
}

// phraseExceptions are the files that may have some of them, and why.
var phraseExceptions = map[string]string{
	"content/design/words.md":   "the style sheet lists them",
	"generator/phrases_test.go": "so does this test",
}

func TestNoOldPhrases(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"themes/default/layouts", "themes/default/assets/js", "generator", "cmd", "content"} {
		err := fs.WalkDir(os.DirFS(".."), dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "tools"):
				return fs.SkipDir
			case d.IsDir(), strings.HasSuffix(name, "_test.go"), phraseExceptions[name] != "",
				!slices.Contains([]string{".html", ".js", ".go", ".md", ".json", ".yaml"}, path.Ext(name)):
				return nil
			}
			data, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
			if err != nil {
				return err
			}
			for n, line := range strings.Split(string(data), "\n") {
				for _, phrase := range oldPhrases {
					if strings.Contains(line, phrase) && !isComment(name, line) {
						t.Errorf("%s:%d says %q", name, n+1, phrase)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// isComment reports whether a line is a comment of a program, which nobody but us reads.
func isComment(name, line string) bool {
	ext := path.Ext(name)
	return (ext == ".go" || ext == ".js") && strings.HasPrefix(strings.TrimSpace(line), "//") ||
		ext == ".html" && strings.HasPrefix(strings.TrimSpace(line), "{{/*")
}

package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
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

// TestDocComments holds what a change of a name forgets: that the comment of a function
// begins with its name, or with a word that is no name.
func TestDocComments(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		files, err := filepath.Glob(filepath.Join(p.Dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range parsed.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok || f.Doc == nil || strings.HasSuffix(file, "_test.go") {
					continue
				}
				word, rest, _ := strings.Cut(f.Doc.Text(), " ")
				verb, _, _ := strings.Cut(rest, " ")
				// "setNeeds fills", of a function that is called otherwise.
				if word != f.Name.Name && strings.HasSuffix(verb, "s") && token.IsIdentifier(word) && !strings.HasSuffix(word, "s") &&
					!articles[strings.ToLower(word)] {
					t.Errorf("%s/%s: the comment of %s begins with %s", p.ImportPath, filepath.Base(file), f.Name.Name, word)
				}
			}
		}
	}
}

// articles begin sentences that are not about a name.
var articles = map[string]bool{
	"a": true, "an": true, "the": true, "it": true, "what": true, "of": true, "each": true, "this": true, "that": true,
}

package diag

import (
	"fmt"
	"strings"
	"testing"
)

// many are findings that say the same in so many files, twice in each.
func many(files int) []Diagnostic {
	var list []Diagnostic
	for i := range files {
		for line := range 2 {
			list = append(list, New("broken-link", Position{Path: fmt.Sprintf("%02d.md", i), Line: line + 1},
				fmt.Sprintf("the link target %q does not exist", fmt.Sprint(i)), "mend it"))
		}
	}
	return list
}

func TestPrintBrief(t *testing.T) {
	list := append(many(6), New("no-title", Position{Path: "a.md"}, "no title", ""))
	var b strings.Builder
	if err := PrintBrief(&b, list, false); err != nil {
		t.Fatal(err)
	}
	want := `00.md:1: error: the link target "0" does not exist [broken-link]
  hint: mend it
  and in 5 more files, which --verbose lists
a.md: warning: no title [no-title]
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	// In few files each is shown, and so is what is said in other words.
	for _, list := range [][]Diagnostic{many(5), append(many(5), New("broken-link", Position{Path: "z.md"}, "another", ""))} {
		b.Reset()
		if err := PrintBrief(&b, list, false); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "[broken-link]"); got != len(list) {
			t.Errorf("%d of %d are shown:\n%s", got, len(list), b.String())
		}
	}
}

func TestPrintTable(t *testing.T) {
	list := many(10)
	var b strings.Builder
	if err := PrintTable(&b, list); err != nil || b.Len() > 0 {
		t.Errorf("of %d findings there is %q, %v", len(list), b.String(), err)
	}
	list = append(list, New("alias-loop", Position{}, "x", ""), New("no-content", Position{}, "x", ""))
	if err := PrintTable(&b, list); err != nil {
		t.Fatal(err)
	}
	want := "\n  broken-link     20\n  alias-loop       1\n  no-content       1\n"
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

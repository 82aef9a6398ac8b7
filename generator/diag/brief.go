package diag

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// alikeMost is in how many files one thing is told of file by file.
const alikeMost = 5

// quoted is what messages that say the same differ in.
var quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”`)

// alike is what findings have in common that say the same.
type alike struct {
	severity Severity
	rule     string
	message  string // without what is in quotes
}

func alikeOf(d *Diagnostic) alike {
	return alike{d.Severity, d.Rule, quoted.ReplaceAllString(d.Message, `""`)}
}

// PrintBrief is [Print] for people who want to know what there is to do: of
// findings that say the same in many files it shows the first, and how many files
// there are.
func PrintBrief(w io.Writer, list []Diagnostic, color bool) error {
	files := map[alike]map[string]bool{}
	for i := range list {
		key := alikeOf(&list[i])
		if files[key] == nil {
			files[key] = map[string]bool{}
		}
		files[key][list[i].Path] = true
	}
	shown := map[alike]bool{}
	for i := range list {
		key := alikeOf(&list[i])
		if len(files[key]) <= alikeMost {
			if err := Print(w, list[i:i+1], color); err != nil {
				return err
			}
			continue
		}
		if shown[key] {
			continue
		}
		shown[key] = true
		if err := Print(w, list[i:i+1], color); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "  and in %d more files, which --verbose lists\n", len(files[key])-1); err != nil {
			return err
		}
	}
	return nil
}

// tableLeast is how many findings a reader counts without help.
const tableLeast = 20

// PrintTable says how many findings there are of each rule, the most frequent first,
// when there are many.
func PrintTable(w io.Writer, list []Diagnostic) error {
	if len(list) <= tableLeast {
		return nil
	}
	counts := map[string]int{}
	var ids []string
	width := 0
	for _, d := range list {
		if counts[d.Rule]++; counts[d.Rule] == 1 {
			ids = append(ids, d.Rule)
			width = max(width, len(d.Rule))
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := fmt.Fprintf(w, "  %-*s %6d\n", width, id, counts[id]); err != nil {
			return err
		}
	}
	return nil
}

package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis/analysistest"
)

// scan writes the tokens of a text as analysistest does.
func scan(t testing.TB, text string) string {
	t.Helper()
	var scanner Scanner
	var out strings.Builder
	last := -1
	positions, runs := scanner.Scan(text, func(token Token) {
		if token.Run < last {
			t.Errorf("%q: %q is of run %d, behind run %d", text, token.Text, token.Run, last)
		}
		switch {
		case last < 0:
		case token.Run == last:
			out.WriteByte(' ')
		default:
			out.WriteString(" | ")
		}
		last = token.Run
		out.Write(token.Text)
		if source := text[token.Start:token.End]; source != string(token.Text) {
			fmt.Fprintf(&out, "(%s)", source)
		}
		fmt.Fprintf(&out, "@%d", token.Position)
		if token.Variant {
			out.WriteByte('~')
		}
		if token.Whole {
			out.WriteByte('~')
		}
	})
	if positions < 0 || runs <= last {
		t.Errorf("%q: %d positions and %d runs", text, positions, runs)
	}
	return out.String()
}

func TestScan(t *testing.T) {
	for _, test := range analysistest.Texts {
		t.Run(test.Name, func(t *testing.T) {
			if got := scan(t, test.Text); got != test.Tokens {
				t.Errorf("%q\ngives %s\nwant  %s", test.Text, got, test.Tokens)
			}
		})
	}
}

// TestScanCounts wants as many positions and runs as there are, those without a
// token too.
func TestScanCounts(t *testing.T) {
	tests := []struct {
		text            string
		positions, runs int
	}{
		{"", 0, 0},
		{"a b", 2, 2},
		{"a.b c", 3, 2},
		{"v1.2.3", 1, 1},
		{"検索", 2, 1},
		{"検索 a", 3, 2},
		{strings.Repeat("x", 97) + " a", 1, 2},
		{"\u0301", 0, 1},
	}
	for _, test := range tests {
		var scanner Scanner
		positions, runs := scanner.Scan(test.text, func(Token) {})
		if positions != test.positions || runs != test.runs {
			t.Errorf("%.20q has %d positions and %d runs, want %d and %d", test.text, positions, runs, test.positions, test.runs)
		}
	}
}

func TestStem(t *testing.T) {
	tests := []struct{ token, want string }{
		{"invoices", "invoic"},
		{"invoicing", "invoic"},
		{"running", "run"},
		{"dying", "die"},
		{"as", "as"},
		{"", ""},
		{"exports2", "exports2"},
		{"c++", "c++"},
		{"billing.exports", "billing.exports"},
		{"größen", "größen"},
	}
	for _, test := range tests {
		if got := Stem(test.token); got != test.want {
			t.Errorf("the stem of %q is %q, want %q", test.token, got, test.want)
		}
	}
}

func TestStemPrefixes(t *testing.T) {
	// All forms of a word begin with one of its stem's prefixes, which are what the
	// index is asked for, or are named as irregular.
	for _, forms := range []string{
		"invoice invoices invoiced invoicing", "try tries tried trying", "bill bills billing billed", "sky skies", "die dies dying",
		"lie lying", "tie tied tying", "fly flies flying", "happy happier happiness",
		"control controlled controlling", "note notes noted noting", "hope hopes hoped hoping", "use used using",
		"able ably ability", "possible possibly possibility possibilities",
	} {
		for token := range strings.FieldsSeq(forms) {
			stem := Stem(token)
			prefixes := StemPrefixes(stem)
			begins := slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(token, p) })
			if !begins && !slices.Contains(Irregular[stem], token) {
				t.Errorf("%q has the stem %q, but begins with none of %q", token, stem, prefixes)
			}
			if !slices.IsSorted(prefixes) {
				t.Errorf("%q are not in order", prefixes)
			}
		}
	}
	for _, stem := range []string{"", "a", "be", "c++", "größe", "v1.2", "the", "bill"} {
		if got := StemPrefixes(stem); !slices.Equal(got, []string{stem}) {
			t.Errorf("%q becomes %q", stem, got)
		}
	}
}

func TestWords(t *testing.T) {
	for token, want := range map[string]bool{"the": true, "how": true, "The": false, "invoice": false, "": false, "der": false} {
		if IsStopWord(token) != want {
			t.Errorf("%q is a stop word: %v", token, !want)
		}
	}
	for token, want := range map[string]bool{
		"invoice": true, "größe": true, "жук": true, "𐐨": true,
		"": false, "err402": false, "c++": false, "a.b": false, "検索": false, "ค": false, "검색": false, "हिन्दी": false,
	} {
		if IsWord(token) != want {
			t.Errorf("%q is a word: %v", token, !want)
		}
	}
	for tag, want := range map[string]bool{"en": true, "EN": true, "en-GB": true, "": false, "de": false, "enm": false, "e": false} {
		if Stems(tag) != want {
			t.Errorf("words of %q are stemmed: %v", tag, !want)
		}
	}
}

// kept is a token with a text of its own.
type kept struct {
	Token
	text string
}

func tokens(scanner *Scanner, text string) (list []kept, positions, runs int) {
	positions, runs = scanner.Scan(text, func(token Token) {
		text := string(token.Text)
		token.Text = nil
		list = append(list, kept{token, text})
	})
	return list, positions, runs
}

func FuzzScan(f *testing.F) {
	for _, test := range analysistest.Texts {
		f.Add(test.Text)
	}
	var scanner Scanner
	f.Fuzz(func(t *testing.T, text string) {
		list, positions, runs := tokens(&scanner, text)
		position, run, primaries := -1, 0, 0
		for _, token := range list {
			if token.text == "" || len(token.text) > 96 || !utf8.ValidString(token.text) {
				t.Errorf("token %q", token.text)
			}
			if token.Start < 0 || token.Start >= token.End || token.End > len(text) || !utf8.ValidString(text[token.Start:token.End]) {
				t.Errorf("%q is from %d to %d", token.text, token.Start, token.End)
			}
			if token.Whole && !token.Variant {
				t.Errorf("%q is a whole and no variant", token.text)
			}
			if token.Run < run || token.Run >= runs || token.Position < 0 || token.Position >= positions {
				t.Errorf("%+v of %d positions and %d runs", token, positions, runs)
			}
			run = token.Run
			if token.Variant {
				continue
			}
			if token.Position <= position {
				t.Errorf("%q stands at %d, behind %d", token.text, token.Position, position)
			}
			position = token.Position
			primaries++
		}
		if primaries > positions {
			t.Errorf("%d primary tokens have %d positions", primaries, positions)
		}
		again, positions2, runs2 := tokens(&scanner, text)
		if !slices.EqualFunc(list, again, func(a, b kept) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) ||
			positions != positions2 || runs != runs2 {
			t.Errorf("%v, and the second time %v", list, again)
		}
		for _, token := range list {
			stays(t, token.text)
		}
	})
}

// stays wants that a token is folded to itself.
func stays(t *testing.T, token string) {
	t.Helper()
	name := strings.TrimSuffix(strings.TrimSuffix(token, "++"), "#") // the signs are put behind
	if got := string(appendFolded(nil, name)); got != name {
		t.Errorf("%q becomes %q", name, got)
	}
}

// Each group has several stems, and no two groups the same.
func TestEquivalents(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for stem, groups := range Equivalents() {
		for _, group := range groups {
			members := strings.Split(group, EquivalentSign)
			if len(members) < 2 || !slices.Contains(members, stem) || !slices.IsSorted(members) {
				t.Errorf("%q belongs to the group %q", stem, group)
			}
			seen[group] = true
		}
	}
	if lines := strings.Count(equivalents, "\n"); len(seen) != lines {
		t.Errorf("%d lines make %d groups: one is there twice, or has less than two words", lines, len(seen))
	}
}

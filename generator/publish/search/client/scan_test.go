package client_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"headsup/generator/publish/search/analysis"
	"headsup/generator/publish/search/analysis/analysistest"
	"headsup/generator/publish/search/searchtest"
)

// scanned is what an engine reads in a text. Offsets count bytes in one engine
// and UTF-16 units in the other, so they are compared by what lies between.
type scanned struct {
	Tokens    []token `json:"tokens"`
	Positions int     `json:"positions"`
	Runs      int     `json:"runs"`
}

type token struct {
	Text     string `json:"text"`
	Source   string `json:"source"`
	Position int    `json:"position"`
	Run      int    `json:"run"`
	Variant  bool   `json:"variant"`
	Whole    bool   `json:"whole"`
}

func scan(text string) scanned {
	var s scanned
	var scanner analysis.Scanner
	s.Positions, s.Runs = scanner.Scan(text, func(t analysis.Token) {
		s.Tokens = append(s.Tokens, token{string(t.Text), text[t.Start:t.End], t.Position, t.Run, t.Variant, t.Whole})
	})
	return s
}

// TestScan holds the browser's analysis to the one in Go.
func TestScan(t *testing.T) {
	var texts []string
	for _, test := range analysistest.Texts {
		texts = append(texts, test.Text)
	}
	files := searchtest.Read(t, "../../../../content")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, ".md") {
			texts = append(texts, files[name])
		}
	}
	texts = append(texts, madeTexts(5000)...)
	// JavaScript's texts cannot hold broken UTF-8.
	texts = slices.DeleteFunc(texts, func(text string) bool { return !utf8.ValidString(text) })

	const body = `
		const { scan } = await import("./src/analysis/token.js");
		return input.map((text) => {
			const tokens = [];
			const counts = scan(text, ({ start, end, ...token }) => tokens.push({ ...token, source: text.slice(start, end) }));
			return { tokens, ...counts };
		});`
	got := run[[]scanned](t, nil, body, texts)
	if len(got) != len(texts) {
		t.Fatalf("%d texts are scanned as %d", len(texts), len(got))
	}
	differences := 0
	for i, text := range texts {
		want := scan(text)
		if slices.Equal(got[i].Tokens, want.Tokens) && got[i].Positions == want.Positions && got[i].Runs == want.Runs {
			continue
		}
		if differences++; differences > 20 {
			continue
		}
		at := 0
		for at < len(want.Tokens) && at < len(got[i].Tokens) && got[i].Tokens[at] == want.Tokens[at] {
			at++
		}
		t.Errorf("%.300q: token %d in the browser:\n%+v\nin Go:\n%+v\n(%d positions and %d runs, in Go %d and %d)", text, at,
			got[i].Tokens[at:min(at+3, len(got[i].Tokens))], want.Tokens[at:min(at+3, len(want.Tokens))],
			got[i].Positions, got[i].Runs, want.Positions, want.Runs)
	}
	if differences > 0 {
		t.Errorf("%d of %d texts differ", differences, len(texts))
	}
}

// madeTexts returns texts of characters that mean something to the analysis, and
// of others of all scripts. All of them are in Go's Unicode tables: browsers know
// newer characters, which the two engines do not need to agree on.
func madeTexts(n int) []string {
	r := rand.New(rand.NewPCG(3, 4))
	pieces := strings.Fields(`a b x Z Q é É ß ẞ æ Æ œ ø Ł ð þ ı İ i ﬁ Ǆ ǆ ς Σ σ Ω ж ` +
		`Ж Ё й א ע ש ع ر ی ह ि न ् ค ้ น 検 索 エ ン カ ー が 검 색 기 ᄀ ᅡ ﾃ ﾞ 𠮷 𝐀 𐐀 Ⴀ ა ᲀ Ა Ꭰ ꭰ
		0 1 2 9 12 402 ½ ² ① Ⅷ ⅷ ٣ ३ v V v1.2 2.14.0 . . . : _ - - ' ' ’ ’ 's ’s l' qu’ ` +
		`++ # + 😀 🇩🇪 👩‍👩‍👧 ER ERR Err iP Foo get URL ` + strings.Repeat("long", 12))
	pieces = append(pieces, "\u0301", "\u0308", "\u05bc", "\u064e", "\u3099",
		"\u0345", "\u20dd", "\u200d", "\u00ad", "\ufe0f", "\ufeff", "\ufffd",
		" ", " ", " ", "\n", "\u00a0", "\u2028")
	scripts := slices.Sorted(maps.Keys(unicode.Scripts))
	piece := func() string {
		if r.IntN(6) > 0 {
			return pieces[r.IntN(len(pieces))]
		}
		return string(anyOf(r, unicode.Scripts[scripts[r.IntN(len(scripts))]]))
	}
	texts := make([]string, n)
	for i := range texts {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(piece())
		}
		texts[i] = b.String()
	}
	return texts
}

// anyOf returns a character of a table: one of any of its ranges.
func anyOf(r *rand.Rand, table *unicode.RangeTable) rune {
	i := r.IntN(len(table.R16) + len(table.R32))
	if i < len(table.R16) {
		x := table.R16[i]
		return rune(x.Lo) + rune(x.Stride)*rune(r.IntN(int((x.Hi-x.Lo)/x.Stride)+1))
	}
	x := table.R32[i-len(table.R16)]
	return rune(x.Lo) + rune(x.Stride)*rune(r.IntN(int((x.Hi-x.Lo)/x.Stride)+1))
}

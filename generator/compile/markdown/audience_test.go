package markdown

import (
	"strings"
	"testing"

	"headsup/generator/compile/content"
)

// TestAudienceBlocks writes SECRET where nobody outside may read and OPEN where
// everybody may.
func TestAudienceBlocks(t *testing.T) {
	for _, tt := range []struct {
		name, in, rules string
		open            int // how often OPEN is public
	}{
		{"plain", "OPEN\n\n:::sales\nSECRET\n:::\n\nOPEN\n", "", 2},
		{"internal, upper case, spaces", "::: Internal\nSECRET\n:::\nOPEN\n", "", 1},
		{"title", ":::sales[SECRET]\nx\n:::\n\n:::support SECRET\n:::\nOPEN", "", 1},
		{"attributes", ":::sales {.SECRET #SECRET}\nx\n:::\nOPEN", "", 1},
		{"interrupts a paragraph", "OPEN\n:::sales\nSECRET\n:::\nOPEN\n", "", 2},
		{
			"any block",
			":::sales\n# SECRET\n\n| SECRET |\n|---|\n| SECRET |\n\n> SECRET\n\n" +
				"1. SECRET\n\n```\nSECRET\n```\n\n![SECRET](SECRET)\n:::\nOPEN",
			"",
			1,
		},
		{"nested by length", "::::sales\n:::internal\nSECRET\n:::\nSECRET\n::::\nOPEN", "", 1},
		{"nested of one length", ":::sales\n:::internal\nSECRET\n:::\nSECRET\n:::\nOPEN", "", 1},
		{"short end", "::::sales\nSECRET\n:::\nSECRET", "3:1 block-name, 1:1 block-unclosed", 0},
		{"alert around", ":::note\nOPEN\n\n:::sales\nSECRET\n:::\n\nOPEN\n:::\nOPEN", "", 3},
		{"alert inside", ":::sales\n:::note[SECRET]\nSECRET\n:::\n:::\nOPEN", "", 1},
		{"audience that is named as an alert", ":::tip\nSECRET\n:::\nOPEN", "", 1},
		{"list item", "- OPEN\n\n  :::sales\n  SECRET\n  :::\n\n  OPEN\n- OPEN", "", 3},
		{"list item's first block", "- OPEN\n- :::sales\n  SECRET\n  :::\n- OPEN", "", 2},
		{"ordered item", "1. OPEN\n   :::internal\n   SECRET\n   :::\n2. OPEN\n", "", 2},
		{"quote", "> OPEN\n>\n> :::sales\n> SECRET\n> :::\n>\n> OPEN\n", "", 2},
		{"quote, lazy line", "> :::sales\n> SECRET\nSECRET\n> :::\n\nOPEN\n", "", 1},
		{"quote that ends", "> :::sales\n> SECRET\n\nSECRET\n", "1:3 block-unclosed", 0},
		{"list that ends", "- :::sales\n  SECRET\n\nSECRET\n", "1:3 block-unclosed", 0},
		{"footnote inside", "OPEN\n\n:::sales\nSECRET[^s]\n\n[^s]: SECRET\n:::\n", "", 1},
		{"footnote inside, used outside", "OPEN[^s]\n\n:::sales\n[^s]: SECRET\n\n    SECRET\n:::\n", "", 1},
		{"footnote outside, used inside", "OPEN\n\n:::sales\nSECRET[^s]\n:::\n\n[^s]: x\n", "", 1},
		{"block in a footnote", "OPEN[^s]\n\n[^s]: OPEN\n\n    :::sales\n    SECRET\n    :::\n\n    OPEN\n", "", 3},
		{"reference inside", "OPEN [x][r]\n\n:::sales\n[r]: /SECRET 'SECRET'\n:::\n", "", 1},
		{"reference on both sides", "OPEN [x][r]\n\n:::sales\n[r]: /SECRET\n:::\n\n[r]: /y\n", "", 1},
		{"unclosed", "OPEN\n\n:::sales\nSECRET\n\nSECRET\n", "3:1 block-unclosed", 1},
		{"unknown", "OPEN\n\n:::slaes\nSECRET\n:::\nOPEN", "3:1 block-name", 2},
		{"unknown with more words", ":::sales,support and more\nSECRET\n:::\nOPEN", "1:1 block-name", 1},
		{"end of nothing", "OPEN\n\n:::\nSECRET\n", "3:1 block-name", 1},
		{"raw HTML", "<div>\n:::sales\nSECRET\n:::\nOPEN</div>", "", 1},
		{"raw HTML, indented", "<div>\n      :::sales\n      SECRET\n      :::\n</div>\n\nOPEN", "", 1},
		{"raw pre", "<pre>\nOPEN\n:::sales\nSECRET\n:::\nOPEN</pre>", "", 2},
		{"raw HTML inside", ":::sales\n<div>\nSECRET\n:::\nOPEN", "", 1},
		{"unclosed code inside", ":::sales\n```\nSECRET\n:::\nSECRET", "1:1 block-unclosed, 2:1 code-unclosed", 0},
		{"unclosed comment inside", ":::sales\nSECRET <!--\n:::\nOPEN", "2:8 comment-unclosed", 1},
		{"deep indentation behind text", "- OPEN\n        :::sales\n        SECRET\n        :::\n- OPEN", "", 2},
		{"code inside holds a fence", ":::sales\n```\n:::\nSECRET\n```\nSECRET\n:::\nOPEN", "", 1},
		{"code holds a block", "```\n:::sales\nOPEN\n:::\n```\n", "", 1},
		{"indented code", "    :::sales\n    OPEN\n    :::\n", "1:5 block-lookalike", 1},
		{"no-break space", "\u00a0:::sales\nOPEN\n\u00a0:::\n", "1:2 block-lookalike", 1},
		{"wide colons", "x\n\n：：：sales\nOPEN\n：：：\n", "3:1 block-lookalike", 1},
		{"two colons", "::sales\nOPEN\n::\n", "1:1 block-lookalike", 1},
		{"line separator", "OPEN\u2028:::sales\u2028OPEN\u2028:::\n", "1:6 block-lookalike", 2},
		{"other words", "::: salesforce-like names\nx\n:::\n\nnamespace::sales, ::sales is a name\n", "1:1 block-name", 0},
		{"code span", "`:::sales` OPEN\n\nOPEN :::sales OPEN\n", "3:6 block-lookalike", 3},
		{"escaped", "\\:::sales OPEN", "", 1},
		{"CRLF", "OPEN\r\n\r\n:::sales\r\nSECRET\r\n:::\r\n\r\nOPEN\r\n", "", 2},
		{"CR", "OPEN\r\r:::sales\rSECRET\r:::\r\rOPEN", "", 2},
		{"tabs", "-\tOPEN\n\n\t:::sales\n\tSECRET\n\t:::\n\n\tOPEN", "", 2},
		{"no line at the end", "OPEN\n\n:::sales\nSECRET\n:::", "", 1},
		{"definition", "OPEN\n: :::sales\n  SECRET\n  :::\n\nOPEN", "", 2},
		{"admonition", "!!! note\n    OPEN\n\n    :::sales\n    SECRET\n    :::\n\nOPEN", "", 2},
		{"setext below", "OPEN\n\n:::sales\nSECRET\n---\n:::\nOPEN", "", 2},
		{"table behind", "OPEN\n\n| a |\n|---|\n| OPEN |\n:::sales\n| SECRET |\n:::\n", "", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := compile(tt.in)
			if got := rules(d); got != tt.rules {
				t.Errorf("diagnostics %q, want %q", got, tt.rules)
			}
			f := d.Public
			if f == nil {
				if strings.Contains(tt.in, "SECRET") {
					t.Fatal("no public fragment")
				}
				f = &d.Full
			}
			encoded, _ := (&Document{Title: d.Title, Full: *f}).AppendBinary(nil)
			if strings.Contains(strings.ToLower(string(encoded)), "secret") {
				t.Errorf("leak in %+v\n%s", *f, f.HTML)
			}
			if got := strings.Count(string(f.HTML), "OPEN"); got != tt.open {
				t.Errorf("%d times OPEN, want %d, in\n%s", got, tt.open, f.HTML)
			}
			if got, want := strings.Count(string(d.Full.HTML), "OPEN"), strings.Count(tt.in, "OPEN"); got < want {
				t.Errorf("the full form lost text: %s", d.Full.HTML)
			}
			balanced(t, string(d.Full.HTML))
			balanced(t, string(f.HTML))
		})
	}
}

// TestShapeWithoutBlocks looks at what surrounds a block when the block is gone.
func TestShapeWithoutBlocks(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{
			"text behind",
			"- a\n- :::sales\n  x\n  :::\n\n  b\n- c\n",
			"<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n",
		},
		{"first item", "- :::sales\n  x\n  :::\n\n  b\n", "<ul>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
		{"ordered, wide mark", "10. :::sales\n    x\n    :::\n\n    b\n", "<ol start=\"10\">\n<li>\n<p>b</p>\n</li>\n</ol>\n"},
		{"nothing behind", "- a\n- :::sales\n  x\n  :::\n- c\n", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n"},
		{
			"another block behind",
			"- a\n- :::sales\n  x\n  :::\n  :::support\n  y\n  :::\n- c\n",
			"<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n",
		},
		{"two blocks, then text", "- :::sales\n  x\n  :::\n  :::support\n  y\n  :::\n\n  b\n", "<ul>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
		{"mark on a line of its own", "-\n  :::sales\n  x\n  :::\n\n  b\n", "<ul>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
		{"inner list", "- - :::sales\n    x\n    :::\n  - b\n", "<ul>\n<li>\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"},
		{
			"inner list goes",
			"1. - :::sales\n     x\n     :::\n\n   b\n2. c\n",
			"<ol>\n<li>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>\n",
		},
		{
			"quote in a list",
			"- > :::sales\n  > x\n  > :::\n  >\n  > b\n",
			"<ul>\n<li>\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>\n",
		},
		{
			"list in a quote",
			"> - :::sales\n>   x\n>   :::\n>\n>   b\n",
			"<blockquote>\n<ul>\n<li>\n<p>b</p>\n</li>\n</ul>\n</blockquote>\n",
		},
		{"definition", "A\n: :::sales\n  x\n  :::\n\n  b\n", "<dl>\n<dt>A</dt>\n<dd>b</dd>\n</dl>\n"},
		{
			"heading behind",
			"- :::sales\n  x\n  :::\n  ## b\n",
			"<ul>\n<li>\n<h2 id=\"b\">b<a class=\"anchor\" href=\"#b\" aria-label=\"Link to this section\"></a></h2>\n</li>\n</ul>\n",
		},
		{"inside of another block", ":::internal\n- :::sales\n  x\n  :::\n\n  y\n:::\nb\n", "<p>b</p>\n"},
		{"tabs", "-\t:::sales\n\tx\n\t:::\n\n\tb\n", "<ul>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
	} {
		d := compile(tt.in)
		if d.Public == nil {
			t.Errorf("%s: no public form", tt.name)
			continue
		}
		if got := string(d.Public.HTML); strings.ReplaceAll(got, "\n", "") != strings.ReplaceAll(tt.want, "\n", "") {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
	d := compile("a[^n]\n\n[^n]: :::sales\n    x\n    :::\n\n    b\n")
	if got := string(d.Public.HTML); !strings.Contains(got, "fn:1") || !strings.Contains(got, "<p>b") {
		t.Errorf("footnote: got %s", got)
	}
}

func TestAudienceHTML(t *testing.T) {
	d := compile(":::sales\na\n:::\n\n:::internal\nb\n:::\n")
	want := "<div class=\"audience\" data-audience=\"sales\"><p class=\"audience-label\">For Sales</p>\n<p>a</p>\n" +
		"</div>\n<div class=\"audience\" data-audience=\"internal\"><p class=\"audience-label\">Internal</p>\n" +
		"<p>b</p>\n</div>\n"
	if got := string(d.Full.HTML); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := string(d.Public.HTML); got != "" {
		t.Errorf("public %q", got)
	}
}

func TestUnknownBlockHint(t *testing.T) {
	d := compile(":::slaes\n:::\n")
	if len(d.Diagnostics) != 1 || d.Diagnostics[0].Hint != "did you mean sales?" {
		t.Errorf("got %+v", d.Diagnostics)
	}
}

func TestIDsOfBlocksDoNotLeak(t *testing.T) {
	d := compile(":::sales\n## Plan\n:::\n\n## Plan\n")
	if got := d.Public.Headings; len(got) != 1 || got[0].ID != "plan" {
		t.Errorf("got %+v", got)
	}
}

func TestNoPublicFragmentWithoutBlocks(t *testing.T) {
	if d := compile("a\n\n:::note\nb\n:::\n"); d.Public != nil {
		t.Error("a public fragment of its own")
	}
}

func TestTextBehindAnUnclosedBlockIsInternal(t *testing.T) {
	d := compile("> :::sales\n> a\n\nb\n")
	for _, p := range d.Full.Passages {
		if p.Audience != "sales" {
			t.Errorf("got %+v", p)
		}
	}
}

// TestUnclosedCodeHidesNoBlock holds that one code fence too few cannot turn an
// audience block into public code in silence.
func TestUnclosedCodeHidesNoBlock(t *testing.T) {
	for body, line := range map[string]int{
		"```\ncode\n\n:::internal\nx\n:::\n":                     1,
		"text\n\n````\ncode\n```\n\n:::sales\nx\n:::\n":          3,
		"```\na\n\n:::internal\nx\n:::\n\n```\nb\n```\n\ntext\n": 10,
		"- item\n\n  ```\n  :::internal\n  x\n":                  3,
		"```\n:::internal\nx\n:::\n```\n":                        0,
		"```\nnever closed\n":                                    0,
	} {
		d := New(Options{Audiences: []content.Term{{ID: "sales"}}}).Compile(Input{Body: []byte(body), Line: 1})
		got := 0
		for _, found := range d.Diagnostics {
			if found.Rule == "code-unclosed" {
				got = found.Line
			}
		}
		if got != line {
			t.Errorf("%q: reported at line %d, want %d", body, got, line)
		}
	}
}

package markdown

import (
	"strings"
	"testing"
)

// TestLiteral holds that what looks like Markdown and is shown as text is told,
// at its place.
func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		"See [the guide][guide].":                      "1:5",
		"See [the guide][] and [the text][1].":         "1:5, 1:23",
		"*See [the guide][guide]*":                     "1:6",
		"A note[^missing].":                            "1:7",
		"A note [^1].":                                 "1:8",
		"[x](../a.md “Title”)":                         "1:1",
		"[x](https://example.com/a b)":                 "1:1",
		"- ![x](a b.png „T“)":                          "1:4",
		"[plan] (../plan.md)":                          "1:1",
		"Go to [the plan] (plan.md#x).":                "1:7",
		"a\n\n##Heading\n\nb":                          "3:1",
		"#Release notes":                               "1:1",
		"a\n##Heading":                                 "2:1",
		"> [!SAY]\n> a":                                "1:3",
		"[!NOTE]\na":                                   "1:1",
		"> a\n> [!NOTE]\n> b":                          "2:3",
		"[t]() ![u]()":                                 "1:1, 1:7",
		"```\na":                                       "1:1",
		"- ```\n  a\n- b":                              "1:3",
		"[a]({% page x y %})":                          "1:1",
		"[a]({{ x y }}/b)":                             "1:1",
		"**bold **, a":                                 "1:1",
		"a (**\u00a0bold**)":                           "1:4",
		"| a | b |\n|---|\n| 1 | 2 |":                  "2:1",
		"| a |\n|---|\n| [the b][see c] |":             "3:3",
		"# [the a][the b]\n":                           "1:3",
		":::sales\n[the a][the b]\n:::\n":              "2:1",
		"{% x %} [the a][the b]":                       "1:9",
		"a[^1] b[^2]\n\n[^1]: x [^note]":               "1:8, 3:9",
		"[the x][y z]: a":                              "1:1",
		"Term [a b][c d]\n: text":                      "1:6",
		":::note See [the a][the b]\nx\n:::":           "1:13",
		"![alt text][the picture]":                     "1:2",
		"a\n\n    code\n\n\u00a0[the x][the y]":        "5:2",
		"| [a] (b.md) |\n|---|\n| x |":                 "1:3",
		"[Screen \\[1\\]](a b.md “x”) [ok](<a b.md>) ": "1:1",
	} {
		if got := placesOf("literal-markdown", in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// placesOf returns where a rule finds something.
func placesOf(rule, in string) string {
	var list []string
	for _, d := range compile(in).Diagnostics {
		if d.Rule == rule {
			list = append(list, strings.TrimPrefix(d.Position.String(), ":"))
		}
	}
	return strings.Join(list, ", ")
}

func TestMuchLiteral(t *testing.T) {
	d := compile(strings.Repeat("[a b][c d] ", mostLiteral+3))
	if n := len(d.Diagnostics); n != mostLiteral || !strings.HasSuffix(d.Diagnostics[n-1].Hint, "This page has 3 more of the kind.") {
		t.Errorf("%d findings, the last is %v", n, d.Diagnostics[n-1])
	}
}

// TestNotLiteral holds what teams write that is not meant as Markdown.
func TestNotLiteral(t *testing.T) {
	for _, in := range []string{
		"a[0][1], matrix[i][j], data[name][value], string[][], []string, [][]byte, map[string][]byte{}",
		"Usage: tool [file] [--verbose] [-a][-b], [options...], cmd [name] (optional)",
		"[a-z][0-9]+, [A-Za-z_][A-Za-z0-9_]*, [^a-z], [^/]+, ([^abc]), .[^x]*, [abc][def]+",
		"- [ ] a\n- [x] b\n- [X] c\n\n[ ] (x) [x] done (see plan)",
		"Dear [your name], [Company] will [verb] on [date]. [1] (https://example.com/a)",
		"#1234 is mended. #channel and #Launch #Day",
		"#channel",
		"#Launch",
		"#Release is out. Read on.",
		"#1234",
		"C#, F#, ## Good\n\n##\n",
		"[optional](see the docs) f[T](a, b) [sic] (!) [note] (see below) [a](x)",
		"`[x][y]` and `[^z]` and `[a](b c.md)`\n\n```\n##Heading\n[x][undefined]\n```",
		"\\[the x][the y] \\[^1] [the x\\][the y]",
		"char **argv, int **b; 2 ** 3 ** 4 and a**b**c **bold** **bold** text",
		"| a | b |\n|---|---|\n| 1 | 2 |",
		"a | b\n---\n\na",
		"> [!NOTE]\n> a\n\n> [!success]- Done\n> a\n\n> [sic] a",
		"[the x][The  X]\n\n[the x]: a.md",
		"a[^1]\n\n[^1]: b",
		"~~~\na\n~~~\n\n1. ```\n   a\n   ```",
		"Write {name} or ${name} or $(x)[y z]",
	} {
		if d := compile(in); strings.Contains(rules(d), "literal-markdown") {
			t.Errorf("%q: %v", in, d.Diagnostics)
		}
	}
}

// FuzzLiteral holds that the search for literal Markdown names places that exist,
// and few of them.
func FuzzLiteral(f *testing.F) {
	for _, seed := range []string{
		"[x][y]", "a[^b]", "[x](a b.md)", "##H", "> [!SAY]", "[a](“", "\\[x][y]", "[t]()", "**a **", "| a |\n|--|--|",
		"•\u00a0[a b](c d.md)",
		"{/* a", "%%", "[^a]: b\n[^a]: c", "| a |\n|-|\n| b | c |", "[Q]: Why?", "<?x", "<!--", "<![CDATA[",
	} {
		f.Add([]byte(seed))
	}
	c := testCompiler()
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > 1<<14 {
			return
		}
		found := 0
		lines := strings.Split(string(normalise(body)), "\n")
		for _, d := range c.Compile(Input{Body: body, Line: 1}).Diagnostics {
			if d.Rule == "literal-markdown" {
				found++
			}
			if d.Line < 1 || d.Line > len(lines) || d.Column < 1 || d.Column > len([]rune(lines[d.Line-1]))+1 {
				t.Errorf("%q: %s is nowhere", body, d)
			}
		}
		if found > mostLiteral {
			t.Errorf("%q: %d findings", body, found)
		}
	})
}

package markdown

import (
	"strings"
	"testing"
)

// TestComments holds that no reader sees the comments of any tool.
func TestComments(t *testing.T) {
	for _, in := range []string{
		"OPEN {/* SECRET */}",
		"OPEN {/* SECRET\n\nSECRET */} OPEN",
		"{/*\n```\nSECRET\n```\n*/}\n\nOPEN",
		"OPEN {# SECRET #} OPEN {#SECRET#}",
		"{#- SECRET -#}\n\nOPEN",
		"OPEN {{/* SECRET */}} OPEN",
		"OPEN {{!-- SECRET --}} {{! SECRET }}",
		"OPEN %%SECRET%% OPEN",
		"OPEN %% SECRET %%, 100 %% OPEN",
		"%%\nSECRET\n\nSECRET\n%%\n\nOPEN",
		"{::comment}\nSECRET\n{:/comment}\n\nOPEN",
		"[//]: # (SECRET)\n\n[comment]: <> (SECRET)\n\nOPEN",
		"OPEN <#-- SECRET --> <%# SECRET %> <%-- SECRET --%> OPEN",
		"OPEN <!-- SECRET\n\nSECRET --> OPEN",
		"<div>\n<!-- SECRET\n\nSECRET -->\n</div>\n\nOPEN",
		"> OPEN <!-- SECRET\n\nSECRET -->",
		"- OPEN\n\n    {/* SECRET */}\n\n- OPEN {/* SECRET */}",
		"| a |\n|---|\n| OPEN {/* SECRET */} |",
		"OPEN {/* :::sales SECRET ::: */}",
		"OPEN {/* sales SECRET */}\n\n{/* sales */}",
	} {
		d := compile(in)
		f := &d.Full
		if d.Public != nil {
			f = d.Public
		}
		if out := string(f.HTML); strings.Contains(out, "SECRET") || strings.Count(out, "OPEN") != strings.Count(in, "OPEN") {
			t.Errorf("%q: %s", in, out)
		}
		if rules(d) != "" {
			t.Errorf("%q: %v", in, d.Diagnostics)
		}
	}
}

// TestNoComments holds what only looks like a comment.
func TestNoComments(t *testing.T) {
	for in, want := range map[string]string{
		"`{/* OPEN */}` and `{# OPEN #}`":             "<p><code>{/* OPEN */}</code> and <code>{# OPEN #}</code></p>",
		"100 %% OPEN, 20 %% OPEN":                     "<p>100 %% OPEN, 20 %% OPEN</p>",
		"a%%OPEN%%b and %%Y-%%m":                      "<p>a%%OPEN%%b and %%Y-%%m</p>",
		"## OPEN {#id}":                               "",
		"\\{/* OPEN */}":                              "<p>{/* OPEN */}</p>",
		"<!-- {/* -->OPEN<!-- */} -->":                "OPEN",
		"a {# of OPEN}":                               "<p>a {# of OPEN}</p>",
		"```\n{/* OPEN */}\n%%\nOPEN\n%%\n```\n\n*/}": "",
	} {
		d := compile(in)
		got := strings.TrimSpace(string(d.Full.HTML))
		if want != "" && got != want || strings.Count(got, "OPEN") != strings.Count(in, "OPEN") {
			t.Errorf("%q: %s", in, got)
		}
		if rules(d) != "" {
			t.Errorf("%q: %v", in, d.Diagnostics)
		}
	}
}

func TestUnclosedComments(t *testing.T) {
	for in, want := range map[string]string{
		"a {/* b\n\nc":           "1:3 comment-unclosed",
		"a <!-- b\n\nc":          "1:3 comment-unclosed",
		"a {{!-- b":              "1:3 comment-unclosed",
		"a\n\n{::comment}\nb":    "3:1 comment-unclosed",
		"a\n\n%%\nb":             "3:1 comment-unclosed",
		"a {# b\n":               "1:3 comment-unclosed",
		"a {/* b */} {/* c <%# ": "1:13 comment-unclosed, 1:19 comment-unclosed",
	} {
		if got := rules(compile(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestMeant holds that what was pasted from elsewhere is read as it is meant.
func TestMeant(t *testing.T) {
	for in, want := range map[string]string{
		"#\u00a0A":                            "#&A",
		"##\u00a0A\n\nb":                      "## A\n\nb",
		"-\u00a0a\n-\u00a0b":                  "- a\n- b",
		"1.\u00a0a\n2.\u00a0b":                "1. a\n2. b",
		"Intro:\n• a\n• b":                    "Intro:\n- a\n- b",
		"•\ta\n  ◦ b\n•\u00a0c":               "- a\n  - b\n- c",
		"> [!NOTE]\u00a0\n> a":                "> [!NOTE]\n> a",
		">\u00a0[!NOTE]\n> a":                 "> [!NOTE]\n> a",
		"| A | B |\n|\u00a0---|---|\n| 1 | 2": "| A | B |\n|---|---|\n| 1 | 2",
		"[x](My plan.md)":                     "[x](<My plan.md>)",
		"[x](../My plan (new).md)":            "[x](<../My plan (new).md>)",
		"![x](a\u00a0b c.png)":                "![x](<a\u00a0b c.png>)",
		"a [x](/my files/b) c":                "a [x](</my files/b>) c",
		// Not meant as Markdown, and fine.
		"-\u00a05 °C":                     "-\u00a05 °C",
		"a b\n1.\u00a0May":                "a b\n1.\u00a0May",
		"`#\u00a0a` a • b":                "`#\u00a0a` a • b",
		"[optional](see the docs below)":  "[optional](see the docs below)",
		"[x](a.md \"t u.md\")":            "[x](a.md \"t u.md\")",
		"```\n•\u00a0a\n[x](a b.md)\n```": "```\n•\u00a0a\n[x](a b.md)\n```",
		"    • a":                         "    • a",
	} {
		want = strings.Replace(want, "#&A", "# A", 1)
		got, wanted := compile(in), compile(want)
		if spliced(&got.Full) != spliced(&wanted.Full) {
			t.Errorf("%q:\n%s\nwant\n%s", in, spliced(&got.Full), spliced(&wanted.Full))
		}
	}
	d := compile("- [X](a.md)\n- [x] b\n- [ ] c")
	if got := string(d.Full.HTML); strings.Count(got, "checkbox") != 2 || len(d.Full.Refs) != 1 {
		t.Errorf("a link that is no box: %s", got)
	}
}

func TestMayHaveComments(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "{", "a {/* b", "{{/* b", "{# b", "{{! b", "{{!-- b", "{{ b", "50 % b", "a %% b", "{::comment}", "{::b}",
		"<# b", "<#-- b", "<%# b", "<%-- b", "<%= b", "<!-- b", "<! b", "<!- b", "{ # b", "% %",
	} {
		if got, want := mayHaveComments([]byte(text)), commentStart().MatchString(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

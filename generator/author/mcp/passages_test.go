package mcp

import (
	"strings"
	"testing"
)

const page = `# Export

- Kind: Release note
- Owner: Ann
- What to do:
  - Sales: Call
  - Support: Wait

First words.

> **For Sales**
>
> Discounts.

## How *to* export

` + "````sh" + `
# no heading

## none either
` + "```" + `
- no item
` + "````" + `

### Details

Small print.

## Prices

Low.
`

const customersPageText = `# Export

- Kind: Release note
- What to do:
  - Support: Wait

First words.

## How *to* export

` + "````sh" + `
# no heading

## none either
` + "```" + `
- no item
` + "````" + `

### Details

Other print.

## Prices

Low.
`

func TestPassages(t *testing.T) {
	t.Parallel()
	var all, internal strings.Builder
	for i, p := range passages(page, customersPageText) {
		all.WriteString(p.Markdown)
		if !p.Public {
			internal.WriteString(p.Markdown)
		}
		if i > 8 {
			t.Errorf("there are many passages, the last %q", p.Markdown)
		}
	}
	if all.String() != page {
		t.Errorf("put together, the passages are\n%s", all.String())
	}
	want := "- Owner: Ann\n  - Sales: Call\n> **For Sales**\n>\n> Discounts.\n\nSmall print.\n\n"
	if internal.String() != want {
		t.Errorf("internal is\n%s\nnot\n%s", internal.String(), want)
	}
	for _, p := range passages(page, "") {
		if p.Public {
			t.Errorf("without a page for customers, %q is public", p.Markdown)
		}
	}
}

func TestSection(t *testing.T) {
	t.Parallel()
	if got := strings.Join(headings(page), "|"); got != "How *to* export|Details|Prices" {
		t.Errorf("the sections are %s", got)
	}
	for _, c := range []struct{ name, begins, ends string }{
		{"How to export", "## How", "Small print.\n\n"},
		{"how-to-export", "## How", "Small print.\n\n"},
		{"Details", "### Details", "Small print.\n\n"},
		{"PRICES", "## Prices", "Low.\n"},
	} {
		got, ok := section(page, c.name)
		if !ok || !strings.HasPrefix(got, c.begins) || !strings.HasSuffix(got, c.ends) {
			t.Errorf("%s is %q", c.name, got)
		}
	}
	if got, ok := section(page, "no heading"); ok {
		t.Errorf("a line of code is a section: %q", got)
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	for excerpt, want := range map[string]bool{
		"two  three":     true,
		"… one two …":    true,
		"… one three":    false,
		"one … four":     true,
		"one … five":     false,
		"":               true,
		"… two\nthree …": true,
	} {
		if got := within(excerpt, "one two three four"); got != want {
			t.Errorf("%q: %v", excerpt, got)
		}
	}
}

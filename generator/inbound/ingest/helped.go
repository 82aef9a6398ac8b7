package ingest

import (
	"net/url"
	"path"
	"strings"

	"headsup/generator/inbound/record"
)

// What the pages of a site send in the field "helped": an answer to "Did this help?", or
// that a search found nothing.
const (
	helpedYes     = "yes"
	helpedNo      = "no"
	helpedNothing = "nothing found"
)

// helpedColumn returns the column of what pages of a site send that says what it is, -1 in
// tables of anything else. Netlify puts the fields of a form into an object of their own.
func helpedColumn(header []string) int {
	at := map[string]int{}
	for i, h := range header {
		at[h[strings.LastIndexByte(h, '.')+1:]] = i + 1
	}
	if at["page"] == 0 || at["question"] == 0 {
		return -1
	}
	return at["helped"] - 1
}

// helped completes a record of what a page sent. A search is a question. Words that come with
// an answer speak for themselves; without any, the name of the page stands for them.
func helped(e *entry, value string) {
	most, none := record.MaxScore, 0
	name := pageName(e.URL)
	switch value {
	case helpedNothing:
		e.Kind = record.HowTo
	case helpedYes:
		e.Kind, e.Score = record.Praise, &most
		if e.Text == "" && name != "" {
			e.Text = "Helped: " + name
		}
	case helpedNo:
		e.Score = &none
		if e.Text == "" && name != "" {
			e.Kind, e.Text = record.Problem, "Did not help: "+name
		}
	}
}

// pageName makes words of the last part of an address: "export invoices".
func pageName(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return ""
	}
	if name := path.Base(u.Path); name != "/" {
		return strings.Join(strings.FieldsFunc(name, func(c rune) bool { return c == '-' || c == '_' }), " ")
	}
	return "home page"
}

package theme

import (
	"strings"
	"time"

	"headsup/generator/view"
)

// Month is a run of cards of one month, or of one version, as layouts print them
// under a heading.
type Month struct {
	ID    string // "2026-11", or "" for cards without a date; "3.10"
	Title string // "November 2026", or ""; "3.10"
	Cards []view.Card
}

// months splits cards where the month of their date changes. The order stays.
func months(cards []view.Card) []Month {
	var list []Month
	for i, c := range cards {
		id, title := month(c.Date)
		if n := len(list); n > 0 && list[n-1].ID == id {
			list[n-1].Cards = cards[i-len(list[n-1].Cards) : i+1]
			continue
		}
		list = append(list, Month{ID: id, Title: title, Cards: cards[i : i+1]})
	}
	return list
}

// versions splits cards where their version changes. The order stays.
func versions(cards []view.Card) []Month {
	var list []Month
	for i, c := range cards {
		if n := len(list); n > 0 && list[n-1].Title == c.Version {
			list[n-1].Cards = cards[i-len(list[n-1].Cards) : i+1]
			continue
		}
		// An id has no spaces.
		list = append(list, Month{ID: strings.Join(strings.Fields(c.Version), "-"), Title: c.Version, Cards: cards[i : i+1]})
	}
	return list
}

// month returns the month of a day, "" when there is none.
func month(d *view.Day) (id, title string) {
	const length = len("2006-01")
	if d == nil || len(d.ISO) < length {
		return "", ""
	}
	t, err := time.Parse("2006-01", d.ISO[:length])
	if err != nil {
		return "", ""
	}
	return t.Format("2006-01"), t.Format("January 2006")
}

// rightToLeft are the languages and scripts that are written from right to left.
var rightToLeft = map[string]bool{
	"ar": true, "arc": true, "ckb": true, "dv": true, "fa": true, "he": true, "ks": true, "ps": true,
	"sd": true, "ug": true, "ur": true, "yi": true,
	"arab": true, "hebr": true, "thaa": true, "syrc": true, "nkoo": true, "adlm": true,
}

// direction returns the writing direction of a BCP 47 language tag: that of its
// script if it names one, else that of the language.
func direction(tag string) string {
	parts := strings.FieldsFunc(strings.ToLower(tag), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return "ltr"
	}
	subject := parts[0]
	if len(parts) > 1 && len(parts[1]) == 4 {
		subject = parts[1]
	}
	if rightToLeft[subject] {
		return "rtl"
	}
	return "ltr"
}

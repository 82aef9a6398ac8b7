// Package label holds the words that are the same wherever a page is shown:
// names of kinds and stages, badges, and dates. Labels are in English.
package label

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
)

// Title makes a title of an id: "being_oncall" -> "Being oncall".
func Title(name string) string {
	words := strings.Fields(strings.Map(func(r rune) rune {
		if r == '-' || r == '_' {
			return ' '
		}
		return r
	}, name))
	text := strings.Join(words, " ")
	if text == "" {
		return name
	}
	if r := text[1:]; text[0] == 'v' && r != "" && r[0] >= '0' && r[0] <= '9' {
		return text // a version
	}
	r := []rune(text)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// Sections names kinds in the plural.
var Sections = map[content.Kind]string{
	content.ReleaseNote: "Release notes",
	content.Playbook:    "Playbooks",
	content.Snippet:     "Snippets",
	content.Launch:      "Launches",
	content.Plain:       "Pages",
}

// Kinds names kinds in the singular.
var Kinds = map[content.Kind]string{
	content.ReleaseNote: "Release note",
	content.Playbook:    "Playbook",
	content.Snippet:     "Snippet",
	content.Launch:      "Launch",
	content.Plain:       "Page",
}

// Stage returns the badge of a stage.
func Stage(st content.Stage) view.Badge {
	text := Title(string(st))
	if st == content.GA {
		text = "GA"
	}
	return view.Badge{Class: "stage-" + string(st), Text: text}
}

// Term returns the title of a term of a closed list; the id where the list does not
// have it.
func Term(terms []content.Term, id string) string {
	for _, t := range terms {
		if t.ID == id {
			return cmp.Or(t.Title, Title(id))
		}
	}
	return id
}

// Count writes a number with what it counts: "1 account", "2 people".
func Count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case noun == "person":
		noun = "people"
	default:
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// Amount writes an amount of money, whole and with commas: "12,000 EUR". The currency may
// be "".
func Amount(value float64, currency string) string {
	digits := strconv.FormatFloat(value, 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return strings.TrimSpace(digits + " " + currency)
}

// plainSigns need no quotes on a command line.
const plainSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-"

// Argument writes a text as one word of a command line that no shell takes for more.
func Argument(text string) string {
	switch {
	case text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !strings.ContainsRune(plainSigns, r) }):
		return text
	case strings.ContainsAny(text, "$`\"\\!%"):
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	return `"` + text + `"`
}

// WebAddress returns an address that others wrote if a browser may be led there, else "".
func WebAddress(address string) string {
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}

// Clip shortens a text to a number of code points, at a word's end.
func Clip(text string, most int) string {
	r := []rune(text)
	if len(r) <= most {
		return text
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.–-") + "…"
}

// Badges returns what stands beside a page's title. Surfaces name those of snippets.
// Only the readers of an internal build see how a page is published.
func Badges(p *content.Page, surfaces []content.Term, now time.Time, public bool) []view.Badge {
	var out []view.Badge
	if p.Release.Stage != "" {
		out = append(out, Stage(p.Release.Stage))
	}
	if p.Release.Breaking {
		out = append(out, view.Badge{Class: "breaking", Text: "Breaking"})
	}
	if p.Release.Impact == content.High {
		out = append(out, view.Badge{Class: "impact-high", Text: "High impact"})
	}
	if p.Kind == content.Snippet && p.Snippet.Surface != "" {
		out = append(out, view.Badge{Class: "surface", Text: Term(surfaces, p.Snippet.Surface)})
	}
	if public {
		return out
	}
	if p.Draft {
		out = append(out, view.Badge{Class: "draft", Text: "Draft"})
	}
	if p.Appears().After(now) {
		out = append(out, view.Badge{Class: "embargo", Text: "Held back"})
	}
	if !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(now) {
		out = append(out, view.Badge{Class: "expired", Text: "Expired"})
	}
	if p.Snippet.Withdrawn {
		out = append(out, view.Badge{Class: "withdrawn", Text: "Withdrawn"})
	}
	switch {
	case p.Awaits(now):
		out = append(out, view.Badge{Class: "embargo", Text: "Not public yet"})
	case p.Visibility == content.Public:
		out = append(out, view.Badge{Class: "public", Text: "Public"})
	}
	return out
}

// Day returns a date for people and machines, or nil when there is none.
func Day(d calendar.Date, language string) *view.Day {
	if d.IsZero() {
		return nil
	}
	v := Date(d, language)
	return &v
}

// Month names the month of a date.
func Month(d calendar.Date, language string) string {
	if english(language) {
		return d.Format("January 2006")
	}
	return d.Format("2006-01")
}

// Date writes a date. Months have names in English only; in other languages the
// text is the ISO date, which everyone can read.
func Date(d calendar.Date, language string) view.Day {
	v := view.Day{ISO: d.Format("2006-01-02"), Text: d.Format("2006-01-02")}
	if english(language) {
		v.Text = d.Format("2 January 2006")
	}
	if d.Clock {
		v.ISO = d.Format(time.RFC3339)
		v.Text += d.Format(" 15:04 MST")
	}
	return v
}

func english(language string) bool {
	return language == "" || language == "en" || strings.HasPrefix(language, "en-")
}

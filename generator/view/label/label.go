// Package label holds the words that are the same wherever a page is shown:
// names of kinds and stages, badges, and dates.
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
	"headsup/generator/view/words"
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

// Section names a kind in the plural.
func Section(w *words.Words, k content.Kind) string { return w.Say("section-" + string(k)) }

// Kind names a kind in the singular.
func Kind(w *words.Words, k content.Kind) string { return w.Say("kind-" + string(k)) }

// InboundKind names a kind of what people ask.
func InboundKind(w *words.Words, kind string) string { return w.Say("asked-" + kind) }

// Confidence says how sure a date is, nothing when nobody said.
func Confidence(w *words.Words, c content.Confidence) view.Badge {
	switch c {
	case content.Sure:
		return view.Badge{Class: "date-sure", Text: w.Say("date-sure")}
	case content.Likely:
		return view.Badge{Class: "date-likely", Text: w.Say("date-likely")}
	case content.Rough:
		return view.Badge{Class: "date-rough", Text: w.Say("date-rough")}
	}
	return view.Badge{}
}

// Stage returns the badge of a stage.
func Stage(w *words.Words, st content.Stage) view.Badge {
	return view.Badge{Class: "stage-" + string(st), Text: w.Say("stage-" + string(st))}
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
func Badges(w *words.Words, p *content.Page, surfaces []content.Term, now time.Time, public bool) []view.Badge {
	var out []view.Badge
	if p.Release.Stage != "" {
		out = append(out, Stage(w, p.Release.Stage))
	}
	if p.Release.Breaking {
		out = append(out, view.Badge{Class: "breaking", Text: w.Say("breaking")})
	}
	if p.Release.Impact == content.High {
		out = append(out, view.Badge{Class: "impact-high", Text: w.Say("high-impact")})
	}
	if p.Kind == content.Snippet && p.Snippet.Surface != "" {
		out = append(out, view.Badge{Class: "surface", Text: Term(surfaces, p.Snippet.Surface)})
	}
	if public {
		return out
	}
	if p.Draft {
		out = append(out, view.Badge{Class: "draft", Text: w.Say("draft")})
	}
	if p.Appears().After(now) {
		out = append(out, view.Badge{Class: "embargo", Text: w.Say("held-back")})
	}
	if !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(now) {
		out = append(out, view.Badge{Class: "expired", Text: w.Say("expired")})
	}
	if p.Snippet.Withdrawn {
		out = append(out, view.Badge{Class: "withdrawn", Text: w.Say("withdrawn")})
	}
	switch {
	case p.Awaits(now):
		out = append(out, view.Badge{Class: "embargo", Text: w.Say("not-public")})
	case p.Visibility == content.Public:
		out = append(out, view.Badge{Class: "public", Text: w.Say("public")})
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

// Month names the month of a date; in a language that the catalogue does not have it is
// the ISO month, which everyone can read.
func Month(d calendar.Date, language string) string {
	w := words.For(language)
	if !w.Speaks(language) {
		return d.Format("2006-01")
	}
	return w.Say("month-year", "month", month(w, d), "year", d.Year())
}

// Date writes a date, as [Month] does.
func Date(d calendar.Date, language string) view.Day {
	v := view.Day{ISO: d.Format("2006-01-02"), Text: d.Format("2006-01-02")}
	if w := words.For(language); w.Speaks(language) {
		v.Text = w.Say("date-text", "day", d.Day(), "month", month(w, d), "year", d.Year())
	}
	if d.Clock {
		v.ISO = d.Format(time.RFC3339)
		v.Text += d.Format(" 15:04 MST")
	}
	return v
}

func month(w *words.Words, d calendar.Date) string {
	return w.Say("month-" + strconv.Itoa(int(d.Month())))
}

// ShortMonth abbreviates the name of a month.
func ShortMonth(w *words.Words, m time.Month) string {
	return w.Say("month-short-" + strconv.Itoa(int(m)))
}

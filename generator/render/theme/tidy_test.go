package theme

import (
	"html/template"
	"strings"
	"testing"

	"headsup/generator/view"
)

func TestTidy(t *testing.T) {
	for _, tt := range []struct{ name, layout, want string }{
		{"indentation", "<ul>\n    <li>a</li>\n\n    <li>b  c</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b  c</li>\n</ul>"},
		{"control lines", "<ul>\n  {{range .L}}\n  <li>{{.}}</li>\n  {{end}}\n</ul>", "<ul>\n<li>1</li>\n<li>2</li>\n</ul>"},
		{"comments", "a\n{{/* why */}}\nb", "a\nb"},
		{"a condition that does not hold", "a\n{{if .No}}<b>x</b>{{end}}\n{{with .No}}y{{end}}\nb", "a\nb"},
		{"a condition that holds", "a\n{{if .Yes}}<b>x</b>{{end}}\nb", "a\n<b>x</b>\nb"},
		{"another way out", "a\n{{if .No}}x{{else}}y{{end}}\nb", "a\ny\nb"},
		{"words in a line stay apart", "a {{if .No}}x{{end}} b\n<i>c</i>{{if .Yes}} d{{end}}", "a  b\n<i>c</i> d"},
		{"code keeps its form", "<pre>\n  a\n    b\n</pre>", "<pre>\n  a\n    b\n</pre>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tm, err := template.New("x").Parse(trimControlLines(tt.layout))
			if err != nil {
				t.Fatal(err)
			}
			tidy(tm.Tree.Root, strings.Contains(tt.layout, "<pre"))
			var b strings.Builder
			if err := tm.Execute(&b, map[string]any{"L": []int{1, 2}, "Yes": true, "No": ""}); err != nil {
				t.Fatal(err)
			}
			if b.String() != tt.want {
				t.Errorf("got  %q\nwant %q", b.String(), tt.want)
			}
		})
	}
}

func TestMonths(t *testing.T) {
	card := func(title, iso string) view.Card {
		c := view.Card{Title: title}
		if iso != "" {
			c.Date = &view.Day{ISO: iso}
		}
		return c
	}
	got := ""
	for _, m := range months([]view.Card{
		card("a", "2026-11-23"), card("b", "2026-11-02T10:00:00+01:00"),
		card("c", "2026-10-31"), card("d", ""), card("e", "soon"), card("f", "2026-13-01"),
	}) {
		got += m.ID + "|" + m.Title + ":"
		for _, c := range m.Cards {
			got += c.Title
		}
		got += " "
	}
	if want := "2026-11|November 2026:ab 2026-10|October 2026:c |:def "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{
		"": "ltr", "en": "ltr", "de-CH": "ltr", "ar": "rtl", "he-IL": "rtl", "FA": "rtl",
		"az-Arab": "rtl", "ks-Deva": "ltr", "pa_Arab_PK": "rtl", "zh-Hant-TW": "ltr",
	} {
		if got := direction(tag); got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
}

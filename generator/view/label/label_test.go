package label_test

import (
	"testing"

	"headsup/generator/view/label"
)

func TestClip(t *testing.T) {
	if got := label.Clip("one two three", 9); got != "one two…" {
		t.Error(got)
	}
	if got := label.Clip("ÄÖÜ", 3); got != "ÄÖÜ" {
		t.Error(got)
	}
}

func TestTitle(t *testing.T) {
	for id, want := range map[string]string{
		"being_oncall": "Being oncall",
		"v2.14.0":      "v2.14.0",
		"vacation":     "Vacation",
		"v":            "V",
		"":             "",
	} {
		if got := label.Title(id); got != want {
			t.Errorf("%q is called %q, want %q", id, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{label.Amount(999.6, "EUR"), "1,000 EUR"},
		{label.Amount(1234567, ""), "1,234,567"},
		{label.Amount(12, "USD"), "12 USD"},
		{label.Argument("releases/x.md"), "releases/x.md"},
		{label.Argument("Acme & Sons"), `"Acme & Sons"`},
		{label.Argument("$(id)"), "'$(id)'"},
		{label.Argument("it's `x`"), `'it'\''s ` + "`x`'"},
		{label.WebAddress("https://a.example/1"), "https://a.example/1"},
		{label.WebAddress("javascript:alert(1)"), ""},
		{label.WebAddress("//a.example"), ""},
		{label.WebAddress("https:///x"), ""},
		{label.WebAddress(" http://a"), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

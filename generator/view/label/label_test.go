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

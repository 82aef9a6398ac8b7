package address_test

import (
	"testing"

	"headsup/generator/link/address"
)

func check(t *testing.T, what string, of func(string) string, want map[string]string) {
	t.Helper()
	for in, want := range want {
		if got := of(in); got != want {
			t.Errorf("%s of %q is %q, want %q", what, in, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	check(t, "the slug", address.Slug, map[string]string{
		"Getting Started": "getting-started", "Déjà vu": "déjà-vu", "v3.10.0": "v3.10.0",
		"--a  b--": "a-b", "...": "x", "": "x", "見出し": "見出し", "Other_Name": "other_name",
	})
	check(t, "the slug of the term", address.TermSlug, map[string]string{
		"C": "c", "C++": "c-plus-plus", "C#": "c-sharp", "R & D": "r-and-d", "+": "plus", "\U0001F680": "u1f680",
	})
	check(t, "the path", address.Path, map[string]string{"/2015/Rust 1.0/": "2015/rust-1.0/", "a": "a/"})
	check(t, "the title", address.TitleFromPath, map[string]string{
		"2026-01-05-weekly_update.md": "Weekly update", "guide/index.md": "Guide", "index.md": "Home", "v2.14.0.md": "v2.14.0",
	})
	check(t, "the base path", address.BasePath, map[string]string{
		"https://a.example":     "/",
		"https://a.example/x/":  "/x/",
		"https://a.example/x/y": "/x/y/",
	})
	check(t, "what is escaped", address.Escape, map[string]string{"a/b.html": "a/b.html", "a b/é": "a%20b/%C3%A9"})
}

package generator_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/diag"
)

// A check looks at the moments that pieces take from their launch, of which a draft
// says nothing else.
func TestCheckOfTheLaunchDay(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":       "title: Site\nbase_url: https://example.com/\n",
		"launches/export.md": "---\ntitle: Export\ndraft: true\ninternal_at: 2027-01-25 09:00\n---\nText.\n",
		"releases/a.md":      "---\ntitle: Piece\nlaunch: export\nslug: x\n---\nText.\n",
		"releases/b.md":      "---\ntitle: Other\nslug: x\n---\nText.\n",
	})
	res, err := generator.Check(context.Background(), generator.Options{
		Content: dir, NoCache: true, Now: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
	}, generator.CheckOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(res.Diagnostics, func(d diag.Diagnostic) bool {
		return d.Rule == "duplicate-url" && strings.HasPrefix(d.Message, "from 25 January 2027 09:00 UTC")
	}) {
		t.Errorf("what goes wrong with the launch is not found: %v", res.Diagnostics)
	}
}

// A check looks at the day from which on colleagues see a page, and finds what is
// wrong with one that only customers wait for today.
func TestCheckOfWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml": "title: Site\nbase_url: https://example.com/\n",
		"releases/held.md": "---\ntitle: Held\nvisibility: public\ninternal_at: 2027-01-18 09:00\n" +
			"publish_at: 2027-01-25\n---\n[x](a.md)\n",
		"releases/seen.md": "---\ntitle: Seen\nvisibility: public\npublish_at: 2027-01-25\n---\n[x](b.md)\n[y](open.md)\n",
		"releases/open.md": "---\ntitle: Open\ndate: 2026-01-01\nvisibility: public\n" +
			"expires_at: 2027-02-01\n---\n[h](held.md)\n[s](seen.md)\n",
	})
	res, err := generator.Check(context.Background(), generator.Options{
		Content: dir, NoCache: true, Now: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
	}, generator.CheckOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range res.Diagnostics {
		if d.Rule == "broken-link" || d.Rule == "internal-link" || d.Rule == "unpublished-link" {
			got = append(got, filepath.Base(d.Path)+" "+d.Rule+" "+d.Message)
		}
	}
	want := []string{
		"held.md broken-link from 18 January 2027 09:00 UTC, the link target \"a.md\" does not exist",
		"open.md internal-link this page is public and links to releases/held.md, which is not (under embargo until 25 January 2027); " +
			"its public form shows the text without the link",
		"open.md internal-link this page is public and links to releases/seen.md, which is not (under embargo until 25 January 2027); " +
			"its public form shows the text without the link",
		"open.md unpublished-link releases/held.md is not part of this build (held back until 18 January 2027 09:00 UTC); " +
			"the text is shown without the link",
		"seen.md broken-link the link target \"b.md\" does not exist",
		"seen.md internal-link from 1 February 2027, this page is public and links to releases/open.md, which is not " +
			"(expired on 1 February 2027); its public form shows the text without the link",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

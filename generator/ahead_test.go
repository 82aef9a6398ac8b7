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
	once(t)
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":       "title: Site\nbase_url: https://example.com/\n",
		"launches/export.md": "---\ntitle: Export\ndraft: true\npublish_at: 2027-01-25 09:00\n---\nText.\n",
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

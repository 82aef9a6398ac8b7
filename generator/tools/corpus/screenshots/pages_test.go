package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChoose(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html":              `<body class="layout-home">`,
		"a/index.html":            `<body class="layout-page">`,
		"b/index.html":            `<body class=layout-page>` + strings.Repeat("text ", 9),
		"404.html":                `<body class="layout-404">`,
		"old/index.html":          `<body class="layout-redirect">`,
		"elsewhere/no-class.html": `<body>`,
		"feed.json":               `{"x": "<body class=\"layout-feed\">"}`,
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := choose(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pages {
		got = append(got, p.Layout+" /"+p.Path)
	}
	if want := "404 /404.html, home /, page /b/"; strings.Join(got, ", ") != want {
		t.Errorf("pages %q, want %s", got, want)
	}
	text := string(sheet(pages))
	if n := strings.Count(text, "<img "); n != len(pages)*len(widths)*len(schemes) || !strings.Contains(text, `src="page-360-dark.png"`) {
		t.Errorf("%d pictures in\n%s", n, text)
	}
	if _, err := choose(t.TempDir()); err == nil {
		t.Error("a folder without pages is taken")
	}
}

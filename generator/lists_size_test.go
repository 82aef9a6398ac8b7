package generator_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
)

// TestListsStaySmall holds that no page grows with the number of release notes.
func TestListsStaySmall(t *testing.T) {
	t.Parallel()
	const notes, most = 2_000, 200_000
	dir, out := filepath.Join(t.TempDir(), "content"), filepath.Join(t.TempDir(), "out")
	ids := func(name string, n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf("{id: %s-%d, title: %s number %d}", name, i, name, i))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	files := map[string]string{"headsup.yaml": "title: x\nproducts: " + ids("product", 12) + "\naudiences: " + ids("audience", 6) + "\n"}
	for i := range notes {
		day := time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i/2)
		files[fmt.Sprintf("releases/note-%d.md", i)] = fmt.Sprintf(`---
title: The change with the number %[1]d, and what it is for
summary: %[2]s
date: %[3]s
products: [product-%[4]d, product-%[5]d]
audiences: [audience-%[6]d, audience-%[7]d]
actions: {audience-%[6]d: "%[2]s", audience-%[7]d: "%[2]s"}
tags: [tag-%[8]d]
version: %[9]d.%[10]d
stage: ga
impact: high
---
%[2]s
`, i, strings.Repeat("A sentence about it. ", 10), day.Format(time.DateOnly),
			i%12, (i+1+i/7%11)%12, i%6, (i+1+i/5%5)%6, i%300, i/100, i%100)
	}
	writeFiles(t, dir, files)
	res := mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, BaseURL: "https://example.com/"})
	if n := res.Pages[content.ReleaseNote]; n != notes {
		t.Fatalf("%d release notes", n)
	}
	built := served(t, out)
	for _, name := range []string{
		"releases/2023/page/2/index.html", "releases/versions/page/100/index.html", "products/product-3/page/2/index.html",
	} {
		if built[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	largest := "index.html"
	for name, text := range built {
		if strings.HasSuffix(name, ".html") && len(text) > len(built[largest]) {
			largest = name
		}
	}
	t.Logf("the largest page is %s with %d bytes", largest, len(built[largest]))
	if len(built[largest]) > most {
		t.Errorf("%s has %d bytes", largest, len(built[largest]))
	}
}

package generator_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const manyNotes = 2_000

// manyHost has years of release notes.
var manyHost = sharedHost{content: func(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "content")
	ids := func(name string, n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf("{id: %s-%d, title: %s number %d}", name, i, name, i))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	files := map[string]string{
		"headsup.yaml": "title: x\ndescription: All that has changed.\nproducts: " + ids("product", 12) +
			"\naudiences: " + ids("audience", 6) + "\n",
	}
	for i := range manyNotes {
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

See [another](note-%[11]d.md).

## Details

More of it.
`, i, strings.Repeat("A sentence about it. ", 10), day.Format(time.DateOnly),
			i%12, (i+1+i/7%11)%12, i%6, (i+1+i/5%5)%6, i%300, i/100, i%100, (i+1)%manyNotes)
	}
	writeFiles(t, dir, files)
	return dir
}}

// TestListsStaySmall holds that no page grows with the number of release notes.
func TestListsStaySmall(t *testing.T) {
	t.Parallel()
	const most = 200_000
	built := manyHost.start(t).files
	for i := range manyNotes {
		if name := fmt.Sprintf("releases/note-%d/index.html", i); built[name] == "" {
			t.Fatalf("there is no %s", name)
		}
	}
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

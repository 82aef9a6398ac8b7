package main

import (
	"cmp"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// page is one page to take pictures of.
type page struct {
	Layout string // of the theme
	Path   string // in the site, "releases/x/"
	size   int64
}

// layoutOf finds the layout that a page of the default theme was made with.
var layoutOf = regexp.MustCompile(`<body class="?layout-([\w-]+)`)

// choose picks, for each layout, the largest page: it shows the most.
func choose(dir string) ([]page, error) {
	best := map[string]page{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".html" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		m := layoutOf.FindSubmatch(data)
		if m == nil || string(m[1]) == "redirect" {
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		p := page{Layout: string(m[1]), Path: strings.TrimSuffix(filepath.ToSlash(rel), "index.html"), size: int64(len(data))}
		if known, ok := best[p.Layout]; !ok || p.size > known.size {
			best[p.Layout] = p
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for pages: %w", err)
	}
	var pages []page
	for _, p := range best {
		pages = append(pages, p)
	}
	slices.SortFunc(pages, func(a, b page) int { return cmp.Compare(a.Layout, b.Layout) })
	if len(pages) == 0 {
		return nil, fmt.Errorf("the site has no pages whose layout is known")
	}
	return pages, nil
}

// widths are those of a phone, a tablet and a desk.
var widths = []int64{360, 768, 1440}

var schemes = []string{"light", "dark"}

// pictureOf is the name of a picture.
func pictureOf(layout string, width int64, scheme string) string {
	return fmt.Sprintf("%s-%d-%s.png", layout, width, scheme)
}

var sheetLayout = template.Must(template.New("sheet").Funcs(template.FuncMap{"picture": pictureOf}).Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Screenshots</title>
<style>
body { margin: 2rem; background: #8a9299; color: #111; font: 1rem/1.5 system-ui, sans-serif }
div { display: flex; gap: 1rem; align-items: start; overflow-x: auto; margin-block: 1rem 2rem }
figure { margin: 0; flex: none }
img { display: block; height: 34rem; width: auto; object-fit: cover; object-position: top; border: 1px solid #555 }
</style>
<h1>Screenshots</h1>
{{range $page := .Pages}}<h2>{{.Layout}} <small>/{{.Path}}</small></h2>
{{range $scheme := $.Schemes}}<div>{{range $.Widths}}<figure><a href="{{picture $page.Layout . $scheme}}">` +
	`<img src="{{picture $page.Layout . $scheme}}" alt="{{$page.Layout}}, {{.}} pixels wide, ` +
	`{{$scheme}}" loading="lazy"></a><figcaption>{{.}}, {{$scheme}}</figcaption></figure>{{end}}</div>
{{end}}{{end}}</html>
`))

// sheet is the page that shows all pictures.
func sheet(pages []page) []byte {
	var b strings.Builder
	// Its data is of this package, so that it cannot fail.
	if err := sheetLayout.Execute(&b, map[string]any{"Pages": pages, "Widths": widths, "Schemes": schemes}); err != nil {
		panic(err)
	}
	return []byte(b.String())
}

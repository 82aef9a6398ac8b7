package layout_test

import (
	"bytes"
	"fmt"
	"html/template"
	"testing"

	"headsup/generator/render/layout"
)

// listing is a page as a site has most of them: a frame with navigation around
// a list of cards.
type listing struct {
	Title, Canonical string
	Nav              []entry
	Body             template.HTML
	Cards            []card
}

type entry struct{ ID, Title, URL string }

type card struct {
	Title, URL, Summary string
	Day                 *day
	Badges              []entry
	Products            []entry
	Count               int
}

type day struct{ ISO, Text string }

const listingLayout = `{{define "links"}}{{range $i, $l := .}}{{if $i}}, {{end}}{{if .URL}}` +
	`<a class="chip" href="{{.URL}}">{{.Title}}</a>{{else}}{{.Title}}{{end}}{{end}}{{end}}
{{define "card"}}<li class="card"{{with .Products}} data-products="{{range $i, $p := .}}{{if $i}} {{end}}{{$p.ID}}{{end}}"{{end}}>
<p>{{with .Day}}<time datetime="{{.ISO}}">{{.Text}}</time>{{end}}</p>
<h3><a href="{{.URL}}">{{.Title}}</a></h3>
{{with .Summary}}<p>{{.}}</p>{{end}}
{{if or .Badges .Products .Count}}<p>{{range .Badges}}<span class="badge {{.ID}}">{{.Title}}</span>{{end}}
{{template "links" .Products}}{{with .Count}}{{.}} {{if eq . 1}}page{{else}}pages{{end}}{{end}}</p>{{end}}
</li>{{end}}
<!doctype html><html lang="en"><title>{{.Title}}</title>` +
	`<meta name="description" content="{{.Title}}"><link rel="canonical" href="{{.Canonical}}">
<nav>{{range .Nav}}<a href="{{.URL}}"{{if eq .Title $.Title}} aria-current="page"{{end}}>{{.Title}}</a>{{end}}</nav>
<main><h1>{{.Title}}</h1>{{.Body}}<ul>{{range .Cards}}{{template "card" .}}{{end}}</ul></main></html>`

func sampleListing() *listing {
	l := &listing{Title: "Billing & plans", Canonical: "https://example.com/billing/", Body: "<p>All that is <em>new</em>.</p>"}
	for _, title := range []string{"Releases", "Playbooks", "Launches", "Snippets", "Guide", "Search"} {
		l.Nav = append(l.Nav, entry{Title: title, URL: "/" + title + "/"})
	}
	for i := range 20 {
		c := card{
			Title: fmt.Sprintf("Export a customer's invoices as one file, part %d", i), URL: fmt.Sprintf("/releases/export-%d/", i),
			Summary:  "Finance teams pull a month of invoices in one go, in the format that their accounting tool reads.",
			Day:      &day{"2026-11-23", "23 November 2026"},
			Badges:   []entry{{ID: "stage-ga", Title: "GA"}, {ID: "impact-high", Title: "High impact"}},
			Products: []entry{{ID: "billing", Title: "Billing", URL: "/products/billing/"}, {ID: "reports", Title: "Reports"}},
			Count:    i,
		}
		l.Cards = append(l.Cards, c)
	}
	return l
}

// BenchmarkCompare prints one page with a layout and with the html/template
// that it is made of.
func BenchmarkCompare(b *testing.B) {
	parse := func() *template.Template { return template.Must(template.New("page").Parse(listingLayout)) }
	v := sampleListing()
	l, err := layout.New(parse(), nil, v)
	if err != nil {
		b.Fatal(err)
	}
	if !l.Translated() {
		b.Fatal("the layout is not translated")
	}
	ref := parse()
	for _, engine := range []struct {
		name    string
		execute func(*bytes.Buffer) error
	}{
		{"layout", func(w *bytes.Buffer) error { return l.Execute(w, v) }},
		{"html-template", func(w *bytes.Buffer) error { return ref.Execute(w, v) }},
	} {
		b.Run(engine.name, func(b *testing.B) {
			b.ReportAllocs()
			var w bytes.Buffer
			for b.Loop() {
				w.Reset()
				if err := engine.execute(&w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

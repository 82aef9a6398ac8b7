package compose_test

import (
	"errors"
	"reflect"
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

var askedFiles = map[string]string{
	"headsup.yaml":         "products: [billing]\n",
	"playbooks/exports.md": "---\ntitle: Exports\nvisibility: public\nproducts: [billing]\n---\nText.\n",
	"playbooks/seats.md":   "---\ntitle: Seats\nvisibility: public\nproducts: [billing]\n---\nText.\n",
}

var askedThemes = []link.Theme{{ID: "export", Title: "Export", Count: 3}}

// Pages of a product say what people ask about it, and a page how often it was asked for.
func TestPagesSayWhatPeopleAsk(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{Themes: askedThemes}, askedFiles)
	asks := []view.Ask{{Text: "Export", Count: 3}}
	said := &compose.Voice{
		Inbound: view.InboundView{Records: 3}, Asked: map[*link.Page]int{s.Pages[0]: 3}, Ask: map[*link.Term][]view.Ask{s.Products[0]: asks},
	}
	views := map[string]view.View{}
	c := compose.New(s, func() (*compose.Voice, error) { return said, nil })
	for i := range s.Files {
		v, err := c.View(&s.Files[i])
		if err != nil {
			t.Fatal(err)
		}
		views[v.Path] = v
	}
	if got := views["products/billing/index.html"].Lead.Asks; !reflect.DeepEqual(got, asks) {
		t.Errorf("about the product people ask %+v, want %+v", got, asks)
	}
	if a, b := views["playbooks/exports/index.html"].Page.Asked, views["playbooks/seats/index.html"].Page.Asked; a != 3 || b != 0 {
		t.Errorf("the pages were asked for %d times and %d times, want 3 and 0", a, b)
	}
	if v := views["inbound/index.html"]; v.Inbound == nil || v.Inbound.Records != 3 || v.Meta.Title != "What people ask" || !v.Meta.NoIndex {
		t.Errorf("the page of what people ask is %+v", v)
	}
	if chrome := c.Chrome(); chrome.Inbound != "/base/inbound/" || chrome.Requests != "/base/requests/" {
		t.Errorf("the foot leads to %q and %q", chrome.Inbound, chrome.Requests)
	}
}

// In a public build nobody asks what was said.
func TestPublicPagesSayNothingOfIt(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}, Themes: askedThemes}, askedFiles)
	c := compose.New(s, func() (*compose.Voice, error) { return nil, errors.New("asked") })
	for i := range s.Files {
		v, err := c.View(&s.Files[i])
		if err != nil || v.Site.Inbound != "" || v.Inbound != nil || v.Page != nil && v.Page.Asked != 0 || v.Lead != nil && v.Lead.Asks != nil {
			t.Errorf("%s: %+v, %v", v.Path, v, err)
		}
	}
}

package mcp

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"reflect"
	"slices"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/view/label"
)

// Page is what answers say of a page.
type Page struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Title     string   `json:"title"`
	Address   string   `json:"address" jsonschema:"Cite it."`
	Source    string   `json:"source,omitempty" jsonschema:"Its file in the content folder; for colleagues."`
	Summary   string   `json:"summary,omitempty"`
	Date      string   `json:"date,omitempty" jsonschema:"Day, or month of what is planned roughly, as ISO 8601."`
	Version   string   `json:"version,omitempty"`
	Stage     string   `json:"stage,omitempty"`
	Impact    string   `json:"impact,omitempty"`
	Breaking  bool     `json:"breaking,omitempty"`
	Products  []string `json:"products" jsonschema:"Ids."`
	Audiences []string `json:"audiences" jsonschema:"Ids."`
	Public    bool     `json:"public" jsonschema:"Whether customers can read the page. If not, tell them nothing of it."`
	Internal  []string `json:"internal" jsonschema:"Keys of this object that say more than customers can read, even if the page is public."`
}

// pageOf describes a page.
func pageOf(site *Site, p *link.Page) Page {
	out := facts(site, p)
	if q := customersPage(site, p); q != nil {
		out.Public, out.Internal = true, internalKeys(out, facts(site.Customers, q))
	}
	return out
}

func facts(site *Site, p *link.Page) Page {
	out := Page{
		ID: p.ID, Kind: string(p.Kind), Title: p.Title, Address: site.Absolute(p.Path), Summary: p.Summary(),
		Version: p.Release.Version, Stage: string(p.Release.Stage), Impact: string(p.Release.Impact), Breaking: p.Release.Breaking,
		Products: ids(p.Products), Audiences: ids(p.Audiences), Internal: []string{},
	}
	if day := site.PageDay(p); day != nil {
		out.Date = day.ISO
	}
	if !site.Public {
		out.Source = p.Source
	}
	return out
}

func ids(terms []*link.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.ID
	}
	return out
}

// customersPage returns the page of the customers' site that is made of the same file, or nil.
func customersPage(site *Site, p *link.Page) *link.Page {
	if site.Customers == nil {
		return nil
	}
	if q := site.Customers.PageAt(p.Path); q != nil && q.Included && q.Source == p.Source {
		return q
	}
	return nil
}

// internalKeys returns the keys of what is said to colleagues that is not what customers read.
func internalKeys(said, read Page) []string {
	keys := func(p Page) (m map[string]any) {
		p.Public, p.Internal = false, nil
		data, err := json.Marshal(p)
		if err == nil {
			err = json.Unmarshal(data, &m)
		}
		if err != nil {
			panic(err) // of a struct of texts
		}
		return m
	}
	all, known, out := keys(said), keys(read), []string{}
	for k, v := range all {
		if !reflect.DeepEqual(v, known[k]) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// resourcePrefix begins the URI of a page as a resource; its path on the site follows.
const resourcePrefix = "headsup://page/"

// find returns the page that a name means, and the anchor behind it: its id, its address, its
// path on the site or, for colleagues, in the content folder.
func find(site *Site, name string) (p *link.Page, anchor string, err error) {
	name = strings.TrimSpace(name)
	for _, p := range shown(site) {
		if name == p.EditionID() || !site.Public && name == p.Source {
			return p, "", nil
		}
	}
	at, anchor, _ := strings.Cut(name, "#")
	rest, resource := strings.CutPrefix(at, resourcePrefix)
	switch {
	case resource:
		at = rest
	case strings.Contains(at, "://"):
		rest, ok := strings.CutPrefix(at, site.Absolute(""))
		if !ok {
			return nil, "", fmt.Errorf("the address %s is not one of this site, which is at %s", diag.Quote(name), site.Absolute(""))
		}
		at = rest
	default:
		if rest, ok := strings.CutPrefix(at, site.BasePath()); ok {
			at = rest
		}
	}
	if decoded, err := url.PathUnescape(at); err == nil {
		at = decoded
	}
	if !site.Public {
		for _, p := range shown(site) {
			if at == p.Source {
				return p, anchor, nil
			}
		}
	}
	at = strings.TrimPrefix(path.Clean("/"+strings.TrimSuffix(at, "index.html")), "/")
	for _, p := range shown(site) {
		if strings.TrimSuffix(p.Path, "/") == at {
			return p, anchor, nil
		}
	}
	return nil, "", fmt.Errorf("there is no page %s%s", diag.Quote(name), hint(name, nearby(site)))
}

// hint is what a message adds about a mistyped word, "" when nothing is near.
func hint(word string, known []string) string {
	if text := diag.DidYouMean(word, known); text != "" {
		return "; " + text
	}
	return "; search finds pages"
}

// nearby are the names of pages that a mistyped one may mean.
func nearby(site *Site) (names []string) {
	for _, p := range shown(site) {
		names = append(names, p.EditionID(), p.Path)
		if !site.Public {
			names = append(names, p.Source)
		}
	}
	return names
}

// shown returns the pages and translations that the site has.
func shown(site *Site) (list []*link.Page) {
	for _, p := range site.AllFiles() {
		if p.Included {
			list = append(list, p)
		}
	}
	return list
}

// checkTerm refuses an id of a product or an audience that no page of the site has.
func checkTerm(what, id string, terms []*link.Term) error {
	if id == "" || slices.ContainsFunc(terms, func(t *link.Term) bool { return t.ID == id }) {
		return nil
	}
	return fmt.Errorf("no page has the %s %s; %s", what, diag.Quote(id), diag.DidYouMean(id, ids(terms)))
}

// check refuses ids that are mistyped.
func (w Scope) check(site *Site) error {
	if err := checkTerm("product", w.Product, site.Products); err != nil {
		return err
	}
	return checkTerm("audience", w.Audience, site.Audiences)
}

// Scope chooses among pages.
type Scope struct {
	Product  string `json:"product,omitempty" jsonschema:"Only pages of the product with this id."`
	Audience string `json:"audience,omitempty" jsonschema:"Only pages for the audience with this id, such as sales."`
}

func (w Scope) has(p *link.Page) bool {
	return (w.Product == "" || slices.Contains(ids(p.Products), w.Product)) &&
		(w.Audience == "" || slices.Contains(ids(p.Audiences), w.Audience))
}

// launchOf returns the launch that a name means, itself or by one of its pieces.
func launchOf(site *Site, name string) (*link.Page, error) {
	p, _, err := find(site, name)
	if err != nil {
		return nil, err
	}
	if p = p.Origin(); p.Launch != nil && p.Launch.Included {
		p = p.Launch
	}
	if !slices.Contains(launch.NewOverview(site.Site).Launches, p) {
		return nil, fmt.Errorf("%s is neither a launch nor a part of one; coming lists launches", diag.Quote(label.Clip(name, 200)))
	}
	return p, nil
}

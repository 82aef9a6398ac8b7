// Package product opens a product in a browser and looks for the places in it that
// snippets name. It looks from a world of its own in each page: scripts of the product
// see neither the selectors nor that somebody looks.
package product

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"headsup/generator/diag"
	"headsup/generator/guard/chromium"
	"headsup/generator/publish/feed"
)

// Options say where the product is, and how to look at it.
type Options struct {
	App      *url.URL // its address; paths are below that
	Paths    []string // of pages, for patterns with a * and for selectors of any page
	Browser  string   // path of the program; "" looks for one
	Cookies  string   // "session=abc; theme=dark", sent to the product alone
	Pictures string   // folder for a picture of each page; "" takes none
}

// Place is where a snippet is to appear.
type Place struct {
	Pattern  string // of the product's page, "" for any
	Selector string
	Position diag.Position // of the selector
}

// seen is what became of one selector on one page.
type seen struct {
	Invalid bool     `json:"invalid"`
	Count   int      `json:"count"` // of elements
	Boxes   [][4]int `json:"boxes"` // of those that can be seen: left, top, width, height in CSS pixels
}

// visit is one page of the product.
type visit struct {
	path   string
	places []int // that may be there
}

// Look opens the pages of all places and returns what is wrong with their selectors.
// The notes tell what was not looked for, and where pictures are. The error says that
// there is no browser, or that the product cannot be opened.
func Look(ctx context.Context, opt Options, places []Place) (found []diag.Diagnostic, notes []string, err error) {
	visits, notes := plan(opt.Paths, places)
	if len(visits) == 0 {
		return nil, notes, nil
	}
	program := opt.Browser
	if program == "" {
		if program, err = chromium.Path(); err != nil {
			return nil, nil, fmt.Errorf("open the product: %w, or with --browser", err)
		}
	}
	browser, err := chromium.StartProgram(program)
	if err != nil {
		return nil, nil, err
	}
	defer browser.Close() //nolint:errcheck // the end is the end
	end := context.AfterFunc(ctx, func() { _ = browser.Close() })
	defer end()
	tab, err := browser.Open(func(any) {})
	if err != nil {
		return nil, nil, err
	}
	if err := signIn(tab, opt); err != nil {
		return nil, nil, err
	}
	best := make([]sight, len(places))
	for i, v := range visits {
		sights, err := open(tab, opt.App.JoinPath(v.path).String(), v, places)
		if err != nil {
			return nil, nil, fmt.Errorf("open %s of the product: %w", v.path, err)
		}
		for j, s := range sights {
			best[v.places[j]].join(s)
		}
		if opt.Pictures == "" {
			continue
		}
		name, err := picture(tab, opt.Pictures, i+1, v.path, sights)
		if err != nil {
			return nil, nil, err
		}
		notes = append(notes, "what "+v.path+" looks like is in "+name)
	}
	for i, p := range places {
		if d, ok := best[i].judge(p); ok {
			found = append(found, d)
		}
	}
	return found, notes, ctx.Err()
}

// plan says which pages to open, in the order of their paths, and what is left out.
func plan(examples []string, places []Place) (visits []visit, notes []string) {
	at := map[string][]int{}
	for i, p := range places {
		paths := examples
		switch {
		case p.Pattern == "":
			paths = append([]string{"/"}, examples...)
		case !strings.Contains(p.Pattern, "*"):
			paths = []string{p.Pattern}
		default:
			paths = slices.DeleteFunc(slices.Clone(examples), func(path string) bool { return !fits(p.Pattern, path) })
		}
		if len(paths) == 0 {
			notes = append(notes, fmt.Sprintf("%s: its selector is not looked for: name a page that fits %s with --app-paths",
				p.Position.Path, p.Pattern))
		}
		for _, path := range slices.Compact(slices.Sorted(slices.Values(paths))) {
			at[path] = append(at[path], i)
		}
	}
	for path, indexes := range at {
		visits = append(visits, visit{path, indexes})
	}
	slices.SortFunc(visits, func(a, b visit) int { return strings.Compare(a.path, b.path) })
	return visits, notes
}

// fits reports whether a path of the product fits a pattern, by the rule of the feed.
func fits(pattern, path string) bool {
	item := feed.Item{Headsup: feed.Details{Anchor: &feed.Anchor{Path: pattern}}}
	return feed.Match(&item, feed.Viewer{Path: path}, feed.History{}, time.Time{}).Shown
}

// signIn gives the browser the cookies of somebody, for the product alone.
func signIn(tab *chromium.Tab, opt Options) error {
	if opt.Cookies == "" {
		return nil
	}
	cookies, err := http.ParseCookie(opt.Cookies)
	if err != nil {
		return fmt.Errorf("read the cookies for the product: %w", err)
	}
	for _, c := range cookies {
		params := network.SetCookieParams{Name: c.Name, Value: c.Value, URL: opt.App.String()}
		if err := tab.Do(chromium.Command(network.SetCookie, params)); err != nil {
			return fmt.Errorf("set a cookie for the product: %w", err)
		}
	}
	return nil
}

//go:embed look.js
var script string

// sight is what is known of one place.
type sight struct {
	seen
	path string   // of the page
	near []string // selectors of what is there, when nothing fits
}

// open opens a page and looks for places on it.
func open(tab *chromium.Tab, address string, v visit, places []Place) ([]sight, error) {
	if err := tab.Do(chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	var selectors []string
	for _, i := range v.places {
		selectors = append(selectors, places[i].Selector)
	}
	list, err := json.Marshal(selectors)
	if err != nil {
		return nil, err
	}
	result, err := chromium.Apart[struct {
		Seen []seen   `json:"seen"`
		Near []string `json:"near"`
	}](tab, script+"("+string(list)+")")
	if err != nil {
		return nil, err
	}
	if len(result.Seen) != len(selectors) {
		return nil, fmt.Errorf("%d of %d selectors were looked for", len(result.Seen), len(selectors))
	}
	sights := make([]sight, len(selectors))
	for i, s := range result.Seen {
		sights[i] = sight{s, v.path, result.Near}
	}
	return sights, nil
}

// join keeps the better of two sights: that with something to see, else with anything.
func (s *sight) join(other sight) {
	if s.path == "" || len(s.Boxes) == 0 && (len(other.Boxes) > 0 || s.Count == 0 && other.Count > 0) {
		*s = other
	}
}

// judge says what is wrong with a place, if anything is.
func (s *sight) judge(p Place) (diag.Diagnostic, bool) {
	selector := diag.Quote(p.Selector)
	switch {
	case s.path == "": // not looked for, which is a note
	case s.Invalid:
		return diag.New("selector-not-found", p.Position, selector+" is not a selector", "correct it; the browser cannot read it"), true
	case s.Count == 0:
		hint := "correct the selector, or look at the product as somebody who sees the place (--app-cookie)"
		if near := diag.Suggest(p.Selector, s.near); near != "" {
			hint = "did you mean " + near + "? It is on the page"
		}
		return diag.New("selector-not-found", p.Position, selector+" fits nothing on "+s.path, hint), true
	case len(s.Boxes) == 0:
		return diag.New("selector-hidden", p.Position, fmt.Sprintf("%s fits only what cannot be seen on %s", selector, s.path),
			"choose an element that people see, or set a trigger that comes when they see it"), true
	case len(s.Boxes) > 1:
		return diag.New("selector-ambiguous", p.Position,
			fmt.Sprintf("%s fits %d elements on %s; the first is taken", selector, len(s.Boxes), s.path),
			"make it fit one alone, by an id or a data attribute"), true
	}
	return diag.Diagnostic{}, false
}

// picture writes a picture of the page with outlines around what selectors fit, and
// returns its path.
func picture(tab *chromium.Tab, dir string, number int, path string, sights []sight) (string, error) {
	data, err := chromium.Run(tab, chromedp.FullScreenshot(100))
	if err != nil {
		return "", fmt.Errorf("take a picture of %s: %w", path, err)
	}
	taken, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return "", fmt.Errorf("read the picture of %s: %w", path, err)
	}
	img := image.NewRGBA(taken.Bounds())
	draw.Draw(img, img.Bounds(), taken, taken.Bounds().Min, draw.Src)
	for _, s := range sights {
		for _, b := range s.Boxes {
			outline(img, image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3]).Inset(-4))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return "", fmt.Errorf("write the picture of %s: %w", path, err)
	}
	slug := strings.TrimRight("-"+strings.Map(plain, strings.Trim(path, "/")), "-")
	name := filepath.Join(dir, fmt.Sprintf("%02d%s.png", number, slug))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	return filepath.ToSlash(name), os.WriteFile(name, out.Bytes(), 0o644)
}

// plain leaves letters and digits of a path as they are.
func plain(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return r
	}
	return '-'
}

// outline draws the border of a rectangle, 3 pixels wide.
func outline(img *image.RGBA, r image.Rectangle) {
	ink := image.NewUniform(color.RGBA{214, 0, 110, 255})
	inside := r.Inset(3)
	for _, side := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, inside.Min.Y)},
		{image.Pt(r.Min.X, inside.Max.Y), r.Max},
		{r.Min, image.Pt(inside.Min.X, r.Max.Y)},
		{image.Pt(inside.Max.X, r.Min.Y), r.Max},
	} {
		draw.Draw(img, side, ink, image.Point{}, draw.Src)
	}
}

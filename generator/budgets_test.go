package generator_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"headsup/generator/guard/chromium"
	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/npm"
)

// What pages may weigh: bytes of HTML as they are, and of styles and scripts as a
// server sends them, before somebody searches.
const (
	mostHTML   = 200_000
	mostCSS    = 15_000
	mostScript = 11_100
)

var layoutClass = regexp.MustCompile(`<body class="?layout-([\w-]+)`)

// isRedirect reports whether a page only leads to another.
func isRedirect(text string) bool {
	m := layoutClass.FindStringSubmatch(text)
	return m != nil && m[1] == "redirect"
}

// pageHead is what a page says to browsers and to those who list it.
type pageHead struct {
	lang, title, description string
	unsized                  []string // pictures without width and height
}

func headOf(t *testing.T, text string) pageHead {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var h pageHead
	for n := range root.Descendants() {
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "html":
			h.lang = attrs["lang"]
		case n.Data == "title" && n.FirstChild != nil && n.Parent.Data == "head":
			h.title = n.FirstChild.Data
		case n.Data == "meta" && attrs["name"] == "description":
			h.description = attrs["content"]
		case n.Data == "img" && (attrs["width"] == "" || attrs["height"] == ""):
			h.unsized = append(h.unsized, attrs["src"])
		}
	}
	return h
}

// checkHeads checks what holds for every page on its bytes.
func checkHeads(t *testing.T, files map[string]string) {
	t.Helper()
	titles := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text := files[name]
		if !strings.HasSuffix(name, ".html") || isRedirect(text) {
			continue
		}
		if len(text) > mostHTML {
			t.Errorf("%s has %d bytes", name, len(text))
		}
		h := headOf(t, text)
		if h.lang == "" {
			t.Errorf("%s does not name its language", name)
		}
		if h.description == "" {
			t.Errorf("%s has no description", name)
		}
		if other, taken := titles[h.title]; taken || h.title == "" {
			t.Errorf("%s has the title %q, as has %s", name, h.title, other)
		}
		titles[h.title] = name
		for _, src := range h.unsized {
			t.Errorf("%s: the picture %s has no size, so that what is below it will jump", name, src)
		}
	}
	if len(titles) < 10 {
		t.Errorf("only %d pages", len(titles))
	}
}

// largest returns the largest page of each layout, by its address.
func (h *host) largest() map[string]string {
	best, size := map[string]string{}, map[string]int{}
	for name, text := range h.files {
		m := layoutClass.FindStringSubmatch(text)
		if m == nil || m[1] == "redirect" || !strings.HasSuffix(name, ".html") {
			continue
		}
		if len(text) > size[m[1]] || len(text) == size[m[1]] && name < best[m[1]] {
			best[m[1]], size[m[1]] = name, len(text)
		}
	}
	for layout, name := range best {
		best[layout] = h.URL + "/" + (&url.URL{Path: strings.TrimSuffix(name, "index.html")}).EscapedPath()
	}
	return best
}

// settled gives a page the time to load all that it loads by itself, and tells
// how it turned out.
var settled = `(async () => {
  let shift = 0;
  const moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      shift += entry.value;
      moved.push(...entry.sources.map((s) => s.node?.nodeName + "." + s.node?.className));
    }
  }).observe({ type: "layout-shift", buffered: true });
  await document.fonts.ready;
  await ` + browsertest.Idle + `;
  await ` + browsertest.Frames(9) + `;
  return {
    width: document.documentElement.scrollWidth,
    shift, moved,
    loaded: performance.getEntriesByType("resource").map((e) => e.name),
  };
})()`

type settling struct {
	Width  int      `json:"width"`
	Shift  float64  `json:"shift"`
	Moved  []string `json:"moved"`
	Loaded []string `json:"loaded"`
}

// settle opens a page on a phone and checks it against the budgets.
func (b *browser) settle(t *testing.T, h *host, layout, address string) {
	t.Helper()
	b.Do(t, chromedp.EmulateViewport(360, 740), chromedp.Navigate(address))
	got := browsertest.Ask[settling](t, b.Tab, settled)
	if got.Width > 360 {
		t.Errorf("%s is %d pixels wide on a phone of 360", address, got.Width)
	}
	if got.Shift > 0 {
		t.Errorf("%s moves while it loads, by %.3f: %q", address, got.Shift, got.Moved)
	}
	size := map[string]int{}
	for _, name := range got.Loaded {
		file := strings.TrimPrefix(name, h.URL+"/")
		size[path.Ext(file)] += gzipped(t, h.files[file])
		size["brotli "+path.Ext(file)] += brotlied(t, h.files[file])
	}
	if size[".css"] > mostCSS || size[".css"] == 0 {
		t.Errorf("%s loads %d bytes of styles", address, size[".css"])
	}
	// The page of a snippet shows it with the whole script of products, and with its parts for
	// tips, of which gzip makes more since each is compressed for itself; the page of the
	// search loads the search.
	most, mostBrotli := mostScript, mostScript
	if layout == "snippet" {
		most += 5_600
		mostBrotli += 3_900
	}
	if (size[".js"] > most || size["brotli .js"] > mostBrotli || size[".js"] == 0) && layout != "search" {
		t.Errorf("%s loads %d bytes of scripts, with Brotli %d: %q", address, size[".js"], size["brotli .js"], got.Loaded)
	}
	b.still(t, address)
}

// compressedSizes are those of compressed files that several pages load.
var compressedSizes sync.Map

func compressed(t *testing.T, how, text string, writer func(io.Writer) io.WriteCloser) int {
	t.Helper()
	type key struct{ how, text string }
	if n, ok := compressedSizes.Load(key{how, text}); ok {
		return n.(int)
	}
	var b bytes.Buffer
	z := writer(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	compressedSizes.Store(key{how, text}, b.Len())
	return b.Len()
}

func brotlied(t *testing.T, text string) int {
	t.Helper()
	return compressed(t, "brotli", text, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) })
}

func gzipped(t *testing.T, text string) int {
	t.Helper()
	return compressed(t, "gzip", text, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

// violation is what axe finds.
type violation struct {
	ID    string `json:"id"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// What axe holds a page to: the rules of WCAG 2.2 and good practice, with the size of
// what is touched; and those of them that look at colours.
const everyRule = `{ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
		// The latter is an experiment, and counts what is hidden from all who listen.
		rules: { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: false } } }`

const colorRules = `{ runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } }`

// Of the rules, those that do not look at colours take a third of the time.
const otherRules = `{ ...` + everyRule + `, rules: { ...` + everyRule + `.rules,
		"color-contrast": { enabled: false }, "link-in-text-block": { enabled: false } } }`

// keepLooks keeps what decides whether the text of each element can be read, and changed are
// the elements for which that is not as it was kept.
const (
	lookOf = `(e) => {
		if (!e.checkVisibility({ visibilityProperty: true })) return "";
		const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, textDecorationLine } = getComputedStyle(e);
		// Large text may have less contrast: 18 points, or 14 in bold.
		const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 14 : 18) * 4 / 3;
		return [color, backgroundColor, backgroundImage, opacity, textDecorationLine, large].join();
	}`
	keepLooks = `(globalThis.looks = new Map([...document.querySelectorAll("body, body *")].map((e) => [e, (` + lookOf + `)(e)]))).size`
	changed   = `[...document.querySelectorAll("body, body *")].filter((e) => {
		const now = (` + lookOf + `)(e);
		return now && now !== looks.get(e);
	})`
)

// load loads axe into the page that is open.
func (b *browser) load(t *testing.T, axe []byte) {
	t.Helper()
	browsertest.Ask[bool](t, b.Tab, string(axe)+"\n; true")
}

// violations asks axe about a part of the page that is open: the document, or a list of
// elements, which may be empty.
func (b *browser) violations(t *testing.T, part, rules string) []violation {
	t.Helper()
	return browsertest.Ask[[]violation](t, b.Tab, `(async () => {
		const part = `+part+`;
		if (part.length === 0) return [];
		return (await axe.run(part, { resultTypes: ["violations"], ...`+rules+` })).violations;
	})()`)
}

// audit fails the test for each violation.
func (b *browser) audit(t *testing.T, part, rules, what string) {
	t.Helper()
	for _, v := range b.violations(t, part, rules) {
		for i, n := range v.Nodes {
			if i == 3 {
				t.Errorf("%s: %s: and %d more", what, v.ID, len(v.Nodes)-i)
				break
			}
			t.Errorf("%s: %s: %s\n%s", what, v.ID, n.HTML, n.Summary)
		}
	}
}

// prefersScheme sets the colour scheme of the reader's system. Nothing moves, so
// that colours are measured when they are there.
func prefersScheme(scheme string) chromedp.Action[chromedp.Void] {
	return chromium.Prefers("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
}

// TestBudgets holds our own site to what readers on a phone can bear, and to the
// rules of accessibility in both colour schemes.
func TestBudgets(t *testing.T) {
	t.Parallel()
	axe, err := npm.Read("axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	h := ownHost.open(t, openBrowser(t))
	checkHeads(t, h.files)
	pages := h.largest()
	if len(pages) < 10 {
		t.Fatalf("only the layouts %q", slices.Sorted(maps.Keys(pages)))
	}
	for _, layout := range slices.Sorted(maps.Keys(pages)) {
		t.Run(layout, func(t *testing.T) {
			t.Parallel()
			b := openBrowser(t)
			b.mayAsk(h.URL)
			b.Do(t, prefersScheme("light"))
			b.settle(t, h, layout, pages[layout])
			b.load(t, axe)
			// Nothing but colours is another in the dark, and on a wide screen most things
			// have those that they have on a narrow one.
			for _, scheme := range []string{"light", "dark"} {
				what := layout + ", " + scheme + ", "
				b.Do(t, prefersScheme(scheme), chromedp.EmulateViewport(360, 900))
				narrow := colorRules
				if scheme == "light" {
					narrow = everyRule
				}
				b.audit(t, "document", narrow, what+"360 pixels")
				if n := value[int](t, b, keepLooks); n < 20 {
					t.Errorf("%s has %d elements", layout, n)
				}
				b.Do(t, chromedp.EmulateViewport(1440, 900))
				if scheme == "light" {
					b.audit(t, "document", otherRules, what+"1440 pixels")
				}
				b.audit(t, changed, colorRules, what+"colours at 1440 pixels")
			}
			// What changes is found: a text that is as dark as what is behind it.
			value[int](t, b, keepLooks)
			b.Tell(t, `document.querySelector("h1").style.color = "#333"`)
			if len(b.violations(t, changed, colorRules)) == 0 {
				t.Error("a text that nobody can read was not noticed")
			}
		})
	}
}

// TestBudgetsOfManyNotes holds them for a site with years of release notes.
func TestBudgetsOfManyNotes(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	h := manyHost.open(t, b)
	checkHeads(t, h.files)
	for layout, address := range h.largest() {
		b.settle(t, h, layout, address)
	}
}

package embed

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"headsup/generator/compile/content"
	"headsup/generator/paths"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

const base = "https://enablement.example.com/"

var options = Options{BaseURL: base, HomePageURL: base + "releases/", Products: []string{"billing", "crm"}}

func day(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

func item(kind content.Kind, n int, body string, products ...string) items.Item {
	id := fmt.Sprintf("%s:%04d", kind, n)
	return items.Item{
		ID: id, URL: base + id + "/", Title: "Title " + id, Summary: "In short.", HTML: "<p>" + body + "</p>", Text: body,
		Language: "en", Published: day(n), Modified: day(n), Kind: kind, Products: products,
		Snippet: content.SnippetDetails{Key: id, Dismissible: true},
	}
}

func many(kind content.Kind, n int, body string, products ...string) (items []items.Item) {
	for i := range n {
		items = append(items, item(kind, n-i, body, products...))
	}
	return items
}

// written is what a product finds at the address of the manifest.
type written struct {
	manifest feed.Manifest
	bundles  map[string]feed.Bundle // by name, product and language: "tips", "tips.billing.fr"
	files    map[string][]byte
}

// writeAll writes bundles and reads them again as a product does. It checks what
// holds for all of them.
func writeAll(t *testing.T, catalogs []Catalog) written {
	t.Helper()
	out := written{bundles: map[string]feed.Bundle{}, files: map[string][]byte{}}
	schema := compiledSchema(t)
	last := false
	items := map[string][]string{}
	if err := Bundles(catalogs, options, func(f File) error {
		if last {
			t.Errorf("%s comes after the manifest", f.Path)
		}
		last = f.Bundle == ""
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(f.Data))
		if err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", f.Path, err)
		}
		if bytes.Contains(f.Data, []byte("</")) {
			t.Errorf("%s could end the script element of a page that inlines it", f.Path)
		}
		out.files[f.Path], items[f.Path] = f.Data, f.Items
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if !last {
		t.Error("the manifest is not the last file")
	}
	decode(t, out.files[paths.Embed+"manifest.json"], &out.manifest)
	named := len(out.manifest.Bundles) + 1
	for _, ref := range out.manifest.Parts {
		if ref.URL != "" {
			var index feed.Manifest
			decode(t, out.files[paths.Embed+ref.URL], &index)
			named, ref = named+1, index.Parts[0]
		}
		named += len(ref.Parts)
	}
	if named != len(out.files) {
		t.Errorf("the manifest names %d files of %d", named, len(out.files))
	}
	for _, ref := range out.manifest.Bundles {
		data := out.files[paths.Embed+ref.URL]
		sum := sha256.Sum256(data)
		if ref.Integrity != "sha256-"+base64.StdEncoding.EncodeToString(sum[:]) {
			t.Errorf("%s has the integrity of another file", ref.URL)
		}
		var b feed.Bundle
		decode(t, data, &b)
		if b.Name != ref.Name || b.Language != ref.Language || b.Product != ref.Product {
			t.Errorf("%+v leads to the bundle %s of %q in %s", ref, b.Name, b.Product, b.Language)
		}
		var ids []string
		for _, it := range b.Items {
			ids = append(ids, it.ID)
			if it.ContentText != "" {
				t.Errorf("%s has its plain text", it.ID)
			}
		}
		if !slices.Equal(ids, items[paths.Embed+ref.URL]) {
			t.Errorf("%s holds %q and says %q", ref.URL, ids, items[paths.Embed+ref.URL])
		}
		key := slices.DeleteFunc([]string{b.Name, b.Product, b.Language}, func(s string) bool { return s == "" || s == "en" })
		out.bundles[strings.Join(key, ".")] = b
	}
	return out
}

func decode(t *testing.T, data []byte, v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatal(err)
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(feed.EmbedSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("embed.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("embed.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func names[T any](m map[string]T) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func TestBundles(t *testing.T) {
	gone := item(content.Snippet, 1, "gone")
	gone.Withdrawn, gone.WithdrawnAt = true, gone.Modified
	english := []items.Item{
		item(content.ReleaseNote, 4, "News </script><!--"), item(content.Snippet, 3, "Tip", "billing"),
		item(content.Playbook, 2, "Not for the product"), gone,
	}
	french := slices.Clone(english)
	french[1].Title, french[1].Language = "Astuce", "fr"
	got := writeAll(t, []Catalog{{"en", english}, {"fr", french}})
	if want := []string{"news", "news.fr", "tips", "tips.fr"}; !slices.Equal(names(got.bundles), want) {
		t.Fatalf("wrote %q, want %q", names(got.bundles), want)
	}
	if m := got.manifest; m.Language != "en" || m.HomePageURL != base+"releases/" || m.About != base+"embed/v1/schema.json" {
		t.Errorf("the manifest says %+v", m)
	}
	tips := got.bundles["tips.fr"]
	if len(tips.Items) != 1 || tips.Items[0].Title != "Astuce" || tips.Items[0].Language != "fr" {
		t.Errorf("French tips: %+v", tips.Items)
	}
	if want := []feed.Withdrawal{{ID: "snippet:0001", WithdrawnAt: "2026-01-02T00:00:00Z"}}; !slices.Equal(tips.Withdrawn, want) {
		t.Errorf("withdrawn: %+v, want %+v", tips.Withdrawn, want)
	}
	if news := got.bundles["news.fr"]; len(news.Items) != 1 || news.Items[0].Language != "en" || len(news.Withdrawn) != 0 {
		t.Errorf("French news without a translation: %+v", news)
	}
}

func TestWithoutItems(t *testing.T) {
	got := writeAll(t, []Catalog{{Language: "en"}})
	if want := []string{"news", "tips"}; !slices.Equal(names(got.bundles), want) {
		t.Errorf("wrote %q, want %q", names(got.bundles), want)
	}
}

func TestProductsHaveBundlesOfTheirOwn(t *testing.T) {
	large := strings.Repeat("x", 8000)
	for name, test := range map[string]struct {
		items []items.Item
		want  []string
	}{
		"few": {
			append(many(content.ReleaseNote, maxNews, "x"), many(content.Snippet, 40, "x")...),
			[]string{"news", "tips"},
		},
		"one more":                 {many(content.ReleaseNote, maxNews+1, "x"), []string{"news", "news.billing", "news.crm", "tips"}},
		"large tips":               {many(content.Snippet, 10, large), []string{"news", "tips"}},
		"too much for old scripts": {many(content.Snippet, 260, large), []string{"news", "tips", "tips.billing", "tips.crm"}},
		"large news":               {many(content.ReleaseNote, 10, large), []string{"news", "news.billing", "news.crm", "tips"}},
	} {
		if got := names(writeAll(t, []Catalog{{"en", test.items}}).bundles); !slices.Equal(got, test.want) {
			t.Errorf("%s: wrote %q, want %q", name, got, test.want)
		}
	}
	items := slices.Concat(many(content.ReleaseNote, 50, "x", "crm"), []items.Item{
		item(content.ReleaseNote, 0, "x", "billing", "crm"),
		item(content.ReleaseNote, -1, "x"),
	})
	got := writeAll(t, []Catalog{{"en", items}})
	for name, want := range map[string]int{"news": maxNews, "news.crm": maxNews, "news.billing": 2} {
		if n := len(got.bundles[name].Items); n != want {
			t.Errorf("%s has %d items, want %d", name, n, want)
		}
	}
}

// No bundle of news is larger than promised, whatever the items are.
func TestSizeOfNews(t *testing.T) {
	items := many(content.ReleaseNote, 40, strings.Repeat("x", 7000))
	items[0].HTML = "<p>" + strings.Repeat("x", 100_000) + "</p>"
	got := writeAll(t, []Catalog{{"en", items}})
	for path, data := range got.files {
		if len(data) > maxBundle+2000 {
			t.Errorf("%s has %d bytes", path, len(data))
		}
	}
	first := got.bundles["news"].Items[0]
	if !strings.Contains(first.ContentHTML, first.URL) || len(first.ContentHTML) > 1000 {
		t.Errorf("an item that is too large is %q", first.ContentHTML)
	}
	if want := feed.NewItem(&items[0], base).Headsup.ContentHash; first.Headsup.ContentHash != want {
		t.Errorf("its hash is %s, and in the feed %s", first.Headsup.ContentHash, want)
	}
}

// A bundle's name changes with its bytes, and with nothing else.
func TestNames(t *testing.T) {
	items := many(content.Snippet, 3, "x")
	before := writeAll(t, []Catalog{{"en", items}})
	if again := writeAll(t, []Catalog{{"en", slices.Clone(items)}}); !slices.Equal(names(again.files), names(before.files)) {
		t.Errorf("the same items are in %q and in %q", names(before.files), names(again.files))
	}
	items[1].Title += "!"
	after := writeAll(t, []Catalog{{"en", items}})
	for i, ref := range after.manifest.Bundles {
		if changed := ref.URL != before.manifest.Bundles[i].URL; changed != (ref.Name == Tips) {
			t.Errorf("after a change of a snippet, %s: changed is %v", ref.URL, changed)
		}
	}
}

func TestErrors(t *testing.T) {
	if err := Bundles(nil, options, func(File) error { return nil }); err == nil {
		t.Error("no language is no error")
	}
	broken := errors.New("broken")
	if err := Bundles([]Catalog{{Language: "en"}}, options, func(File) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("emit failed, and the error is %v", err)
	}
	unreadable := item(content.Snippet, 1, "")
	unreadable.Body = func() (string, string, error) { return "", "", broken }
	if err := Bundles([]Catalog{{"en", []items.Item{unreadable}}}, options, func(File) error { return nil }); !errors.Is(err, broken) {
		t.Errorf("a body cannot be read, and the error is %v", err)
	}
}

// live returns so many snippets as large sites have them: each on one of many pages,
// some on all, some of one product.
func live(n int) (all []items.Item) {
	random := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 2000)
	for i := range words {
		words[i] = strconv.FormatInt(random.Int64N(36*36*36*36*36), 36)
	}
	for i := range n {
		var body strings.Builder
		for range 40 {
			body.WriteString(words[random.IntN(random.IntN(len(words))+1)] + " ") // some more often than others
		}
		it := item(content.Snippet, i, body.String())
		switch it.Snippet.Anchor = (content.Anchor{Path: fmt.Sprintf("/area-%d/page-%d/*", i%50, i), Selector: "#a"}); {
		case i%250 == 0:
			it.Snippet.Anchor.Path = ""
		case i%250 == 1:
			it.Snippet.Anchor.Path = fmt.Sprintf("/area-%d/*", i%50)
		case i%250 == 2:
			it.Snippet.Anchor.Path = fmt.Sprintf("/area-%d/page-%d", i%50, i)
		}
		it.Products = [][]string{nil, {"billing"}, {"crm"}, {"billing", "crm"}}[i%4]
		all = append(all, it)
	}
	return all
}

// needed returns the files that a page needs of a manifest and its parts.
func (w written) needed(t *testing.T, product, path string) (files []string) {
	t.Helper()
	folders := []string{""}
	for i, c := range path + "/" {
		if c == '/' {
			folders = append(folders, (path + "/")[:i+1])
		}
	}
	for _, ref := range w.manifest.Parts {
		if ref.URL != "" {
			var index feed.Manifest
			decode(t, w.files[paths.Embed+ref.URL], &index)
			files, ref = append(files, ref.URL), index.Parts[0]
		}
		for _, p := range ref.Parts {
			if (p.Product == "" || p.Product == product) &&
				slices.ContainsFunc(folders, func(folder string) bool { return p.From <= folder && folder <= p.To }) {
				files = append(files, p.URL)
			}
		}
	}
	return files
}

// TestParts: a page finds all that is for it in few parts, also on a site with 5,000
// live snippets, and parts repeat nothing that is about no product.
func TestParts(t *testing.T) {
	all := live(5000)
	got := writeAll(t, []Catalog{{"en", all}})
	seen := map[string]int{}
	for path, data := range got.files {
		var b feed.Bundle
		if json.Unmarshal(data, &b) != nil || b.Name != Tips || slices.ContainsFunc(got.manifest.Bundles, func(r feed.BundleRef) bool {
			return paths.Embed+r.URL == path
		}) {
			continue
		}
		if len(data) > maxPart+2000 {
			t.Errorf("%s has %d bytes", path, len(data))
		}
		for _, it := range b.Items {
			seen[it.ID]++
		}
	}
	for _, it := range all {
		if want := max(1, len(it.Products)); seen[it.ID] != want {
			t.Fatalf("%s of %q is in %d parts", it.ID, it.Products, seen[it.ID])
		}
	}
	weights := map[string]int{paths.Manifest: brotlied(t, got.files[paths.Manifest])}
	if weights[paths.Manifest] > 2000 {
		t.Errorf("the manifest has %d bytes", weights[paths.Manifest])
	}
	for _, page := range []string{"/", "/area-7/page-4007", "/area-7/page-4007/more", "/area-2/page-1002"} {
		for _, product := range []string{"billing", "crm"} {
			there := map[string]bool{}
			weight := weights[paths.Manifest]
			for _, url := range got.needed(t, product, page) {
				data := got.files[paths.Embed+url]
				if weights[url] == 0 {
					weights[url] = brotlied(t, data)
				}
				weight += weights[url]
				var b feed.Bundle
				if err := json.Unmarshal(data, &b); err != nil {
					t.Fatal(err)
				}
				for _, it := range b.Items {
					there[it.ID] = true
				}
			}
			t.Logf("%s of %s loads %d bytes", page, product, weight)
			// With headsup.js and parts.js these are less than 40 kB.
			if weight > 31_200 {
				t.Errorf("%s of %s loads %d bytes", page, product, weight)
			}
			for i := range all {
				full := feed.NewItem(&all[i], base)
				m := feed.Match(&full, feed.Viewer{Path: page}, feed.History{}, day(9999))
				mine := len(all[i].Products) == 0 || slices.Contains(all[i].Products, product)
				if m.Shown && mine && !there[full.ID] {
					t.Errorf("%s of %s lacks %s, which is on %q", page, product, full.ID, all[i].Snippet.Anchor.Path)
				}
			}
		}
	}
}

// TestFewParts: a manifest has room for those of a site that is not so large.
func TestFewParts(t *testing.T) {
	got := writeAll(t, []Catalog{{"en", live(120)}})
	if len(got.manifest.Parts) != 1 || len(got.manifest.Parts[0].Parts) < 3 || got.manifest.Parts[0].URL != "" {
		t.Errorf("the manifest says %+v", got.manifest.Parts)
	}
	// What changes in one part leaves the others as they are.
	changed := live(120)
	changed[100].Title += "!"
	again := writeAll(t, []Catalog{{"en", changed}})
	same := 0
	for i, p := range again.manifest.Parts[0].Parts {
		if p == got.manifest.Parts[0].Parts[i] {
			same++
		}
	}
	if same != len(got.manifest.Parts[0].Parts)-1 {
		t.Errorf("of %d parts %d stay the same", len(got.manifest.Parts[0].Parts), same)
	}
}

func TestFolder(t *testing.T) {
	for pattern, want := range map[string]string{
		"": "", "*": "", "/": "/", "/*": "/", "/a": "/a/", "/a/": "/a/", "/a*": "/", "/a/*": "/a/", "/a/b*/c": "/a/",
		"*/settings": "", "a": "a/",
	} {
		if got := folder(pattern); got != want {
			t.Errorf("%q is in %q, want %q", pattern, got, want)
		}
	}
}

func brotlied(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

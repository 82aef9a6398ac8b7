package syndication

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/items"
)

const base = "https://enablement.example.com/"

var options = Options{BaseURL: base, SiteTitle: "Acme enablement", Generator: "headsup 0.1.0"}

var berlin = time.FixedZone("CET", 3600)

func day(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, berlin).AddDate(0, 0, n) }

func note(n int, body string) items.Item {
	id := fmt.Sprintf("note-%05d", n)
	return items.Item{
		ID: "release-note:" + id, URL: base + "releases/" + id + "/", Path: "releases/" + id + "/",
		Title: "Note " + id, Summary: "What changed in " + id, HTML: "<p>" + body + "</p>\n", Text: body,
		Language: "en", Published: day(n), Modified: day(n), Kind: content.ReleaseNote,
	}
}

func fullSnippet() items.Item {
	return items.Item{
		ID: "snippet:export-tip", URL: base + "snippets/export-tip/", Path: "snippets/export-tip/",
		Title: "Export your invoices", Summary: "One file for your accountant.",
		HTML: "<p>Press <strong>Export</strong> & go.</p>\n<script-like></script-like>", Text: "Press Export & go.",
		Image: base + "snippets/export-tip/shot.png", Language: "en-GB",
		Published: day(3), Modified: day(4), Kind: content.Snippet,
		Products: []string{"billing"}, Audiences: []string{"support"}, Tags: []string{"Export", "R&D"},
		Snippet: content.SnippetDetails{
			Key: "export-tip", Surface: "tooltip",
			Anchor:  content.Anchor{Path: "/invoices/*", Selector: `button[data-x="export"]`},
			Trigger: "page-view",
			Target: content.Target{Lists: content.Lists{
				Plans: []string{"pro"}, Segments: []string{"new"},
				Versions: []content.VersionRange{{Component: "web", MinInclusive: "3.10", MaxExclusive: "4"}},
			}},
			Priority: 10, Frequency: content.Frequency{Max: 2, Per: "week"}, Group: "onboarding", Dismissible: true,
		},
		CTA:       content.CTA{Label: "Try it", URL: "/invoices"},
		PublishAt: day(2), ExpiresAt: day(90),
	}
}

// takenBack is what is left of a note, which was taken back a day after it came.
func takenBack(n int) items.Item {
	it := note(n, "")
	return items.Item{
		ID: it.ID, Kind: it.Kind, Published: it.Published, Modified: day(n + 1),
		Withdrawn: true, WithdrawnAt: day(n + 1),
	}
}

func channel(many ...items.Item) items.Channel {
	return items.Channel{Title: "Everything new", Description: "All that is public", Home: base, Language: "en", Items: many}
}

// newestFirst orders many as a site does.
func newestFirst(many []items.Item) []items.Item {
	slices.SortFunc(many, func(a, b items.Item) int {
		if older(&b, &a) {
			return -1
		}
		return 1
	})
	return many
}

type writer func([]items.Channel, Options, func(File) error) error

func collect(t testing.TB, write writer, opt Options, channels ...items.Channel) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := write(channels, opt, func(f File) error {
		if _, ok := files[f.Path]; ok {
			return fmt.Errorf("%s is written twice", f.Path)
		}
		if len(f.Data) > maxPage {
			return fmt.Errorf("%s has %d bytes", f.Path, len(f.Data))
		}
		many := 0
		for _, beginning := range []string{`{"id":`, "<entry", "<deleted-entry"} {
			many += bytes.Count(f.Data, []byte(beginning))
		}
		if many != len(f.Items) || len(f.Items) != len(slices.Compact(slices.Sorted(slices.Values(f.Items)))) {
			return fmt.Errorf("%s has %d many, and names %q", f.Path, many, f.Items)
		}
		files[f.Path] = f.Data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

type document struct {
	Title   string
	NextURL string `json:"next_url"`
	FeedURL string `json:"feed_url"`
	Items   []struct {
		ID   string
		HTML string `json:"content_html"`
		Text string `json:"content_text"`
		Ext  struct {
			Hash string `json:"content_hash"`
		} `json:"_headsup"`
	}
}

// follow reads a JSON feed as its readers do, from the head by next_url.
func follow(t testing.TB, files map[string][]byte, path string) (ids []string, pages int) {
	t.Helper()
	for path != "" {
		data, ok := files[path]
		if !ok {
			t.Fatalf("%s is linked but not written", path)
		}
		var d document
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, it := range d.Items {
			ids = append(ids, it.ID)
		}
		pages++
		path = strings.TrimPrefix(d.NextURL, base)
	}
	return ids, pages
}

func followAtom(t testing.TB, files map[string][]byte, path string) (ids []string, pages int) {
	t.Helper()
	for path != "" {
		data, ok := files[path]
		if !ok {
			t.Fatalf("%s is linked but not written", path)
		}
		d := parseAtom(t, data)
		for _, e := range d.Entries {
			ids = append(ids, e.Links["alternate"])
		}
		pages++
		path = strings.TrimPrefix(d.Links["next"], base)
		if d.Links["next"] != d.Links["prev-archive"] {
			t.Errorf("next %q, prev-archive %q", d.Links["next"], d.Links["prev-archive"])
		}
	}
	return ids, pages
}

type links map[string]string

func (l *links) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	if *l == nil {
		*l = links{}
	}
	rel, href := "", ""
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "rel":
			rel = a.Value
		case "href":
			href = a.Value
		}
	}
	(*l)[rel] = href
	return d.Skip()
}

type atomDoc struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   links    `xml:"link"`
	Archive *string  `xml:"http://purl.org/syndication/history/1.0 archive"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Links   links  `xml:"link"`
		Content struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
		Categories []struct {
			Term   string `xml:"term,attr"`
			Scheme string `xml:"scheme,attr"`
		} `xml:"category"`
	} `xml:"entry"`
}

func parseAtom(t testing.TB, data []byte) atomDoc {
	t.Helper()
	var d atomDoc
	if err := xml.Unmarshal(data, &d); err != nil {
		t.Fatalf("not well-formed: %v", err)
	}
	if !bytes.HasSuffix(data, []byte("</feed>\n")) {
		t.Fatal("something is behind the feed")
	}
	return d
}

func compile(t testing.TB, name string, data []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate checks JSON pages against the specification and our own schema.
func validate(t testing.TB, files map[string][]byte) {
	t.Helper()
	spec, err := os.ReadFile(filepath.Join("testdata", "jsonfeed-1.1.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"spec.json": spec, "own.json": feed.Schema()} {
		s := compile(t, name, data)
		for path, page := range files {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(page))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if err := s.Validate(doc); err != nil {
				t.Errorf("%s against %s: %v", path, name, err)
			}
		}
	}
}

func TestGolden(t *testing.T) {
	bare := fullSnippet()
	bare.ID, bare.Snippet = "snippet:bare", content.SnippetDetails{Key: "bare", Surface: "banner"}
	bare.HTML, bare.Text, bare.Summary, bare.Image, bare.Tags, bare.CTA = "<p>Hello</p>", "Hello", "", "", nil, content.CTA{}
	gone := fullSnippet()
	gone.ID, gone.Withdrawn, gone.WithdrawnAt, gone.Published = "snippet:gone", true, gone.Modified, day(1)
	over := note(0, "Words of what has expired")
	over.Withdrawn, over.WithdrawnAt, over.Modified = true, day(9), day(9)
	release := note(5, "Bigger exports, see ]]> & <more>")
	release.Release = content.ReleaseDetails{
		Version: "3.10", Stage: content.Beta, Impact: content.High, Breaking: true,
		Plans: []string{"pro"}, Platforms: []string{"web"}, FeatureFlag: "billing-export-v2", DocsURL: "https://docs.example.com/export",
	}
	release.Audiences = []string{"sales", "support"}
	undated := items.Item{ID: "page:terms", URL: base + "terms/", Kind: content.Plain}
	ch := channel(release, fullSnippet(), bare, gone, over, undated)

	files := collect(t, JSON, options, ch)
	validate(t, files)
	maps.Copy(files, collect(t, Atom, options, ch))
	if len(files) != 2 {
		t.Fatalf("wrote %v", slices.Sorted(maps.Keys(files)))
	}
	for path, got := range files {
		if bytes.Contains(got, []byte("billing-export-v2")) {
			t.Errorf("%s has the feature flag", path)
		}
		golden := filepath.Join("testdata", "golden."+path)
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(golden, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from %s (UPDATE_GOLDEN=1 rewrites it):\n%s", path, golden, got)
		}
	}
}

// Readers of feeds meet no item that was taken back; programs find each of them once.
func TestWithdrawn(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	many := randomItems(rng, 40, 9000)
	const gone = 3000
	for i := range gone {
		many = append(many, takenBack(1000+i))
	}
	before := note(1000, "x")
	files := collect(t, JSON, options, channel(newestFirst(many)...))
	validate(t, files)
	folder, pages := fstest.MapFS{}, 0
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
		var d document
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatal(err)
		}
		for _, it := range d.Items {
			if it.Ext.Hash == "" {
				t.Errorf("%s: readers meet %s", name, it.ID)
			}
		}
		pages++
	}
	read, err := feed.Read(folder, "feed.json")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	left := 0
	for _, it := range read {
		if ids[it.ID] {
			t.Errorf("%s is there twice", it.ID)
		}
		ids[it.ID] = true
		if it.Headsup.Withdrawn {
			left++
		}
	}
	if len(ids) != len(many) || left != gone || pages < 3 {
		t.Errorf("%d ids of %d, %d of %d withdrawn, on %d pages", len(ids), len(many), left, gone, pages)
	}

	was := parseAtom(t, collect(t, Atom, options, channel(before))["feed.xml"]).Entries[0]
	data := collect(t, Atom, options, channel(takenBack(1000), note(1, "stays")))["feed.xml"]
	if d := parseAtom(t, data); len(d.Entries) != 1 || d.Updated != feed.Stamp(day(1001)) {
		t.Errorf("%d entries, updated %s", len(d.Entries), d.Updated)
	}
	var tombs struct {
		Deleted []struct {
			Ref  string `xml:"ref,attr"`
			When string `xml:"when,attr"`
		} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	}
	if err := xml.Unmarshal(data, &tombs); err != nil {
		t.Fatal(err)
	}
	if len(tombs.Deleted) != 1 || tombs.Deleted[0].Ref != was.ID || tombs.Deleted[0].When != feed.Stamp(day(1001)) {
		t.Errorf("got %+v, want the id %s", tombs.Deleted, was.ID)
	}
}

func TestEmptyChannel(t *testing.T) {
	ch := items.Channel{Dir: "products/büro/", Home: base + "products/b%C3%BCro/"}
	files := collect(t, JSON, options, ch)
	validate(t, files)
	if !bytes.Contains(files["products/büro/feed.json"], []byte(`"items":[`)) {
		t.Errorf("no many array in %s", files)
	}
	if !bytes.Contains(files["products/büro/feed.json"], []byte(`"feed_url":"`+base+`products/b%C3%BCro/feed.json"`)) {
		t.Errorf("no escaped feed_url in %s", files)
	}
	d := parseAtom(t, collect(t, Atom, options, ch)["products/büro/feed.xml"])
	if d.Title != "Acme enablement" || d.Updated != "1970-01-01T00:00:00Z" || d.Author != "Acme enablement" || len(d.Entries) != 0 {
		t.Errorf("got %+v", d)
	}
}

func TestWrongOptions(t *testing.T) {
	for _, address := range []string{"", "/", "enablement.example.com/", "https://enablement.example.com", "https://a b/", "%"} {
		for _, write := range []writer{JSON, Atom} {
			if err := write(nil, Options{BaseURL: address}, func(File) error { return nil }); err == nil {
				t.Errorf("base URL %q passes", address)
			}
		}
	}
	if err := JSON(nil, options, nil); err == nil {
		t.Error("no emit function passes")
	}
}

func TestEmitError(t *testing.T) {
	want := io.ErrClosedPipe
	for _, write := range []writer{JSON, Atom} {
		if err := write([]items.Channel{channel(note(1, "x"))}, options, func(File) error { return want }); err != want {
			t.Errorf("got %v", err)
		}
	}
}

// Independent readers find what was written.
func TestGofeed(t *testing.T) {
	release := note(7, "Bold <b>move</b>")
	release.Tags = []string{"billing", "R&D"}
	release.Image = base + "x.png"
	many := []items.Item{release, fullSnippet(), note(1, "First")}
	many[2].Modified = day(30)
	ch := channel(many...)
	for name, data := range map[string][]byte{
		"json": collect(t, JSON, options, ch)["feed.json"],
		"atom": collect(t, Atom, options, ch)["feed.xml"],
	} {
		got, err := gofeed.NewParser().Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got.Title != ch.Title || got.Description != ch.Description ||
			got.Link != ch.Home || got.Language != "en" || got.FeedType != name {
			t.Errorf("%s: got feed %+v", name, got)
		}
		if got.FeedLink != base+map[string]string{"json": "feed.json", "atom": "feed.xml"}[name] {
			t.Errorf("%s: feed link %s", name, got.FeedLink)
		}
		if len(got.Items) != len(many) {
			t.Fatalf("%s: %d items", name, len(got.Items))
		}
		for i, it := range got.Items {
			want := many[i]
			if it.Title != want.Title || it.Link != want.URL || it.Content != strings.TrimSpace(want.HTML) &&
				it.Content != want.HTML || it.Description != want.Summary {
				t.Errorf("%s: item %d is %+v", name, i, it)
			}
			if !it.PublishedParsed.Equal(want.Published) || !it.UpdatedParsed.Equal(want.Modified) {
				t.Errorf("%s: item %d has dates %v and %v", name, i, it.PublishedParsed, it.UpdatedParsed)
			}
			if len(it.Categories) < len(want.Tags) || !slices.Equal(it.Categories[:len(want.Tags)], want.Tags) {
				t.Errorf("%s: item %d has categories %q", name, i, it.Categories)
			}
		}
	}
}

func TestAtomIDs(t *testing.T) {
	one := func(opt Options, ch items.Channel) atomDoc {
		d := parseAtom(t, collect(t, Atom, opt, ch)[ch.Dir+"feed.xml"])
		if !strings.HasPrefix(d.ID, "urn:uuid:") || len(d.ID) != len("urn:uuid:")+36 || d.ID[len("urn:uuid:")+14] != '5' {
			t.Errorf("feed id %q", d.ID)
		}
		return d
	}
	before := one(options, channel(note(1, "x")))

	moved := channel(note(1, "y"))
	moved.Title = "Another title"
	moved.Items[0].Title, moved.Items[0].URL = "New", "https://new.example/"
	moved.Items[0].Published, moved.Items[0].Modified = day(9), day(10)
	opt := options
	opt.BaseURL, opt.SiteTitle = "https://elsewhere.example/enable/", "Elsewhere"
	after := one(opt, moved)
	if before.ID != after.ID || before.Entries[0].ID != after.Entries[0].ID {
		t.Error("ids change with title, address or date")
	}

	product := channel(note(1, "x"), note(0, "x"))
	product.Dir = "products/billing/"
	other := one(options, product)
	if other.ID == before.ID || other.Entries[0].ID != before.Entries[0].ID || other.Entries[0].ID == other.Entries[1].ID {
		t.Error("a feed's id is its channel's, an entry's is its item's")
	}
	if want := "urn:uuid:34c48fdb-59a1-54e8-9c03-e754fbbef72b"; before.ID != want {
		t.Errorf("feed id is %s: ids of published feeds must never change, it was %s", before.ID, want)
	}
}

func TestAtomDates(t *testing.T) {
	undated, announced, dated := note(0, "a"), note(0, "b"), note(0, "c")
	undated.Published, undated.Modified = time.Time{}, time.Time{}
	announced.ID, announced.Published, announced.Modified, announced.PublishAt = "b", time.Time{}, time.Time{}, day(5)
	dated.ID, dated.Modified = "c", time.Time{}
	d := parseAtom(t, collect(t, Atom, options, channel(dated, announced, undated))["feed.xml"])
	got := []string{d.Updated, d.Entries[0].Updated, d.Entries[1].Updated, d.Entries[2].Updated}
	want := []string{"2026-01-06T00:00:00+01:00", "2026-01-01T00:00:00+01:00", "2026-01-06T00:00:00+01:00", "1970-01-01T00:00:00Z"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHostileText(t *testing.T) {
	hostile := "</script><!--\u2028\u2029\x00\x08\x1f\ufffe\uffff\"'&amp;<b>]]>\r\n\t\\</title> \xff\xc3 e\u0301 \U0001f600"
	it := fullSnippet()
	it.Title, it.Summary, it.HTML, it.Text = hostile, hostile, hostile, hostile
	it.Tags, it.Products, it.Snippet.Anchor.Selector = []string{hostile}, []string{hostile}, hostile
	it.CTA = content.CTA{Label: hostile, URL: hostile}
	ch := channel(it)
	ch.Title, ch.Description = hostile, hostile

	files := collect(t, JSON, options, ch)
	validate(t, files)
	page := files["feed.json"]
	for _, bad := range []string{"</", "<!", "\u2028", "\u2029", "\x00"} {
		if bytes.Contains(page, []byte(bad)) {
			t.Errorf("JSON has a raw %q", bad)
		}
	}
	var d document
	if err := json.Unmarshal(page, &d); err != nil {
		t.Fatal(err)
	}
	if want := strings.NewReplacer("\xff", "\ufffd", "\xc3", "\ufffd").Replace(hostile); d.Title != want || d.Items[0].HTML != want {
		t.Errorf("JSON has %q, want %q", d.Items[0].HTML, want)
	}

	a := parseAtom(t, collect(t, Atom, options, ch)["feed.xml"])
	want := "</script><!--\u2028\u2029\"'&amp;<b>]]>\r\n\t\\</title> \ufffd\ufffd e\u0301 \U0001f600"
	if a.Title != want || a.Entries[0].Title != want || a.Entries[0].Content.Text != want || a.Entries[0].Categories[0].Term != want {
		t.Errorf("Atom has %q, want %q", a.Entries[0].Content.Text, want)
	}
}

func TestLargeItem(t *testing.T) {
	large := note(2, strings.Repeat("word & <b>word</b> ", 6000))
	large.Summary = strings.Repeat("Sum & <substance>. ", 20000)
	large.Title = strings.Repeat("é", 70000)
	ch := channel(note(3, "new"), large, note(1, "old"))
	files := collect(t, JSON, options, ch)
	validate(t, files)
	var d document
	if err := json.Unmarshal(files["feed.json"], &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Items) != 3 {
		t.Fatalf("%d many in the head", len(d.Items))
	}
	it := d.Items[1]
	target := `<p><a href="` + large.URL + `">Read the full page</a></p>`
	if !strings.Contains(it.HTML, target) || !strings.HasPrefix(it.HTML, "<p>Sum &amp; &lt;substance&gt;.") || len(it.HTML) > 5000 {
		t.Errorf("content is %q", it.HTML)
	}
	if !strings.HasSuffix(it.Text, "Read the full page: "+large.URL) {
		t.Errorf("text is %q", it.Text)
	}
	if it.Ext.Hash != feed.ContentHash(&large, base) {
		t.Error("the hash is not that of the whole page")
	}
	a := parseAtom(t, collect(t, Atom, options, ch)["feed.xml"])
	if got := a.Entries[1].Content.Text; !strings.Contains(got, target) || len(got) > 5000 {
		t.Errorf("Atom content is %q", got)
	}

	endless := fullSnippet()
	endless.Snippet.Anchor.Selector, endless.Tags = strings.Repeat("x", maxPage), []string{strings.Repeat("x", maxPage)}
	for _, write := range []writer{JSON, Atom} {
		err := write([]items.Channel{channel(endless)}, options, func(File) error { return nil })
		if err == nil || !strings.Contains(err.Error(), endless.ID) {
			t.Errorf("front matter larger than a page: %v", err)
		}
	}
}

// For any many, readers that follow the links see each item once, in order.
func TestPagesHoldEachItemOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 8 {
		many := randomItems(rng, rng.IntN(100), 1000*(1+rng.IntN(25)))
		all := channel(many...)
		odd := items.Channel{Title: "Odd", Dir: "products/odd/", Home: base + "products/odd/"}
		for i, it := range many {
			if i%2 == 1 {
				odd.Items = append(odd.Items, it)
			}
		}
		files := collect(t, JSON, options, all, odd)
		if round%8 == 0 {
			validate(t, files)
		}
		pages := 0
		for _, ch := range []items.Channel{all, odd} {
			ids, n := follow(t, files, ch.Dir+"feed.json")
			pages += n
			if want := idsOf(ch.Items); !slices.Equal(ids, want) {
				t.Fatalf("round %d: %d many of %d, or not in order", round, len(ids), len(want))
			}
		}
		if pages != len(files) {
			t.Errorf("round %d: %d pages are linked, %d are written", round, pages, len(files))
		}
		files = collect(t, Atom, options, all, odd)
		urls, n := followAtom(t, files, "feed.xml")
		_, m := followAtom(t, files, "products/odd/feed.xml")
		if len(urls) != len(many) || n+m != len(files) {
			t.Errorf("round %d: %d entries of %d in %d pages of %d", round, len(urls), len(many), n+m, len(files))
		}
		for path, data := range files {
			d := parseAtom(t, data)
			if d.Links["self"] != base+path || (d.Archive != nil) != strings.Contains(path, "feed/") {
				t.Errorf("%s: self %s, archive %v", path, d.Links["self"], d.Archive)
			}
		}
	}
}

// A new item changes the head and adds at most one archive.
func TestArchivesAreStable(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, write := range []writer{JSON, Atom} {
		for range 3 {
			many := randomItems(rng, 24, 1000*(1+rng.IntN(80)))
			var before map[string][]byte
			for n := range len(many) + 1 {
				files := collect(t, write, options, channel(many[len(many)-n:]...))
				added := 0
				for path := range files {
					if _, ok := before[path]; !ok {
						added++
					}
				}
				for path, data := range before {
					if strings.HasPrefix(path, "feed/") && !bytes.Equal(files[path], data) {
						t.Fatalf("item %d changes %s", n, path)
					}
				}
				if before != nil && added > 1 {
					t.Fatalf("item %d adds %d archives", n, added)
				}
				before = files
			}
		}
	}
}

// With small many, a head that has archives behind it is not nearly empty.
func TestHeadIsFull(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	many := randomItems(rng, 300, 2000)
	many = slices.DeleteFunc(many, func(it items.Item) bool { return len(it.HTML) > 2000 })
	for n := 0; n < len(many); n += 3 {
		files := collect(t, JSON, options, channel(many[len(many)-n:]...))
		if len(files) > 1 && len(files["feed.json"]) < maxPage*2/5 {
			t.Errorf("with %d many and %d pages the head has %d bytes", n, len(files), len(files["feed.json"]))
		}
	}
}

// The result does not depend on which channels are written together, nor on
// the zone of the machine.
func TestChannelsAreIndependent(t *testing.T) {
	many := randomItems(rand.New(rand.NewPCG(7, 8)), 90, 5000)
	all, some := channel(many...), channel()
	some.Dir = "audiences/sales/"
	for i := 0; i < len(many); i += 3 {
		some.Items = append(some.Items, many[i])
	}
	// An item that differs between channels is not mixed up.
	odd := slices.Clone(many[30:60])
	for i := range odd {
		odd[i].Title += " for sales"
	}
	odder := channel(odd...)
	odder.Dir = "audiences/odd/"
	for _, write := range []writer{JSON, Atom} {
		together := collect(t, write, options, all, some, odder)
		alone := collect(t, write, options, all)
		maps.Copy(alone, collect(t, write, options, some))
		maps.Copy(alone, collect(t, write, options, odder))
		if !maps.EqualFunc(together, alone, bytes.Equal) {
			t.Error("channels written together differ from channels written alone")
		}
	}
}

func idsOf(many []items.Item) []string {
	var ids []string
	for _, it := range many {
		ids = append(ids, it.ID)
	}
	return ids
}

// randomItems makes many with bodies of up to size bytes; one in 20 is much
// larger, one in 8 has no date.
func randomItems(rng *rand.Rand, n, size int) []items.Item {
	const filler = "Größe <b>words</b> \"quoted\" & more "
	var many []items.Item
	for i := range n {
		length := rng.IntN(size)
		if rng.IntN(20) == 0 {
			length = rng.IntN(150_000)
		}
		it := note(i, strings.Repeat(filler, length/(2*len(filler))))
		switch rng.IntN(8) {
		case 0:
			it.Published, it.Modified = time.Time{}, time.Time{}
		case 1:
			it.Published = day(i - rng.IntN(2))
		}
		many = append(many, it)
	}
	return newestFirst(many)
}

func FuzzFeeds(f *testing.F) {
	f.Add("Title", "<p>Body</p>", "tag", int64(1700000000), uint8(3))
	f.Add("</title>\u2028", "<!-- --></script>]]>\x00\ufffe", "\xff", int64(-1), uint8(7))
	f.Add("", "", "", int64(253402300800), uint8(0))
	f.Add(strings.Repeat("long ", 500), strings.Repeat("&<>\"", 9000), "é", int64(0), uint8(5))
	spec, err := os.ReadFile(filepath.Join("testdata", "jsonfeed-1.1.schema.json"))
	if err != nil {
		f.Fatal(err)
	}
	schemas := []*jsonschema.Schema{compile(f, "spec.json", spec), compile(f, "own.json", feed.Schema())}
	f.Fuzz(func(t *testing.T, title, body, tag string, date int64, n uint8) {
		var many []items.Item
		for i := range int(n % 8) {
			it := note(i, body)
			it.Title, it.Summary, it.Tags, it.Published = title, body, []string{tag}, time.Unix(date, 0).UTC()
			if i%3 == 1 {
				it.Kind = content.Snippet
				it.Snippet.Key, it.Snippet.Trigger = tag, title
			}
			many = append(many, it)
		}
		// A title of more than a page is an error, of less is not.
		if len(tag) > 5000 {
			return
		}
		ch := channel(newestFirst(many)...)
		files := collect(t, JSON, options, ch)
		for path, page := range files {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(page))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			for _, s := range schemas {
				if err := s.Validate(doc); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			if bytes.Contains(page, []byte("</")) {
				t.Errorf("%s: raw </", path)
			}
		}
		if ids, _ := follow(t, files, "feed.json"); len(ids) != len(many) {
			t.Errorf("%d many of %d", len(ids), len(many))
		}
		files = collect(t, Atom, options, ch)
		if ids, _ := followAtom(t, files, "feed.xml"); len(ids) != len(many) {
			t.Errorf("%d entries of %d", len(ids), len(many))
		}
	})
}

func BenchmarkFeeds(b *testing.B) {
	const filler = "<p>Some <strong>words</strong> on what changed, and a <a href=\"https://enablement.example.com/x/\">link</a>.</p>\n"
	many := make([]items.Item, 10_000)
	for i := range many {
		it := note(len(many)-i, "")
		it.HTML, it.Text = strings.Repeat(filler, 5000/len(filler)), strings.Repeat("Some words on what changed. ", 100)
		many[i] = it
	}
	channels := make([]items.Channel, 10)
	for i := range channels {
		channels[i] = channel(many...)
		channels[i].Dir = fmt.Sprintf("products/%d/", i)
	}
	for name, write := range map[string]writer{"json": JSON, "atom": Atom} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				if err := write(channels, options, func(f File) error { n += len(f.Data); return nil }); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(n))
			}
		})
	}
}

// Who has read an entry is not to see it as new because the site has moved: the ids are
// those that entries have had from the beginning.
func TestAtomIDsOutliveTheAddress(t *testing.T) {
	moved := options
	moved.BaseURL = "https://docs.example.org/enablement/"
	for _, opt := range []Options{options, moved} {
		d := parseAtom(t, collect(t, Atom, opt, channel(note(1, "Text")))["feed.xml"])
		got := []string{d.ID, d.Entries[0].ID}
		want := []string{"urn:uuid:34c48fdb-59a1-54e8-9c03-e754fbbef72b", "urn:uuid:f71f0ecd-160a-5454-97e9-de6792c2462b"}
		if !slices.Equal(got, want) {
			t.Errorf("under %s the ids are %q, want %q", opt.BaseURL, got, want)
		}
	}
}

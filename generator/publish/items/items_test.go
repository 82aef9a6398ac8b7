package items_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/publish/items"
)

func TestFeedsStay(t *testing.T) {
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		content.ConfigFile:  "products: [{id: known}, {id: quiet}]\n",
		"releases/gone.md":  "---\ntitle: Gone\nvisibility: public\nproducts: [known]\ndate: 2026-01-01\nexpires_at: 2026-02-01\n---\n",
		"releases/later.md": "---\ntitle: Later\nvisibility: public\nproducts: [quiet]\ndate: 2027-01-01\n---\n",
	})
	var got []string
	for _, ch := range items.Channels(s, 100) {
		got = append(got, ch.Dir)
	}
	if want := []string{"", "products/known/"}; !slices.Equal(got, want) {
		t.Errorf("feeds in %q, want %q", got, want)
	}
}

// An item has what everybody may read, and nothing of a page that was taken back but
// its id.
func TestItems(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, map[string]string{
		"releases/open.md": "---\ntitle: Open\nvisibility: public\ndate: 2026-01-02\n" +
			"feature_flag: secret.flag\n---\nSee [closed](closed.md).\n\n:::sales\nHush.\n:::\n",
		"releases/closed.md": "---\ntitle: Closed\ndate: 2026-01-03\n---\nFor colleagues.\n",
		"releases/gone.md":   "---\ntitle: Gone\nvisibility: public\ndate: 2026-01-01\nexpires_at: 2026-02-01\n---\nOver.\n",
		"releases/later.md":  "---\ntitle: Later\nvisibility: public\ndate: 2027-01-01\n---\nNot yet.\n",
	})
	list := items.Of(s, "en")
	if got, want := ids(list), []string{"release-note:open", "release-note:gone"}; !slices.Equal(got, want) {
		t.Fatalf("items %q, want %q", got, want)
	}
	open, err := list[0].Filled()
	if err != nil {
		t.Fatal(err)
	}
	if open.HTML != "<p>See closed.</p>\n" || open.Text != "See closed." ||
		open.Release.FeatureFlag != "" || open.URL != "https://example.com/base/releases/open/" {
		t.Errorf("the item is %+v", open)
	}
	gone := list[1]
	if !gone.Withdrawn || gone.Title != "" || gone.URL != "" || gone.Body != nil ||
		gone.WithdrawnAt.Format(time.DateOnly) != "2026-02-01" || gone.Kind != content.ReleaseNote {
		t.Errorf("of what has expired is left %+v", gone)
	}
}

// Feeds say since when customers can see an item, and are in that order, whatever day
// the item is about.
func TestFirstAppearance(t *testing.T) {
	page := func(fields string) string { return "---\ntitle: T\nvisibility: public\n" + fields + "---\n" }
	s, _ := linktest.Resolve(t, link.Input{}, map[string]string{
		content.ConfigFile:     "languages: [fr]\n",
		"launches/big.md":      page("date: 2026-06-01\npublish_at: 2026-06-01 09:00\n"),
		"releases/dated.md":    page("date: 2026-01-02\n"),
		"releases/early.md":    page("date: 2026-05-05\npublish_at: 2026-03-03 09:00\n"),
		"releases/early.fr.md": "---\ntitle: T\nupdated: 2026-02-01\n---\n",
		"releases/inside.md":   page("internal_at: 2026-04-04\n"),
		"releases/late.md":     page("date: 2026-01-01\npublish_at: 2026-07-07\nupdated: 2026-08-08\n"),
		"releases/launch.md":   page("launch: big\ndate: 2026-02-02\nupdated: 2026-05-30\n"),
		"releases/month.md":    page("date: 2031-05-17\nconfidence: low\npublish_at: 2026-05-05\n"),
		"releases/undated.md":  page(""),
		"releases/ahead.md":    page("publish_at: 2031-01-01\n"),
		"snippets/gone.md":     page("key: gone\ndate: 2026-01-05\npublish_at: 2026-02-06\nwithdrawn: true\n"),
	})
	for _, language := range s.Languages() {
		var got []string
		for _, it := range items.Of(s, language) {
			got = append(got, it.ID+" "+it.Published.Format(time.RFC3339)+" "+it.Modified.Format(time.DateOnly))
		}
		want := []string{
			"release-note:late 2026-07-07T00:00:00Z 2026-08-08",
			"launch:big 2026-06-01T09:00:00Z 2026-06-01",
			"release-note:launch 2026-06-01T09:00:00Z 2026-06-01",
			"release-note:month 2026-05-05T00:00:00Z 2026-05-05",
			"release-note:inside 2026-04-04T00:00:00Z 2026-04-04",
			"release-note:early 2026-03-03T09:00:00Z 2026-03-03",
			"snippet:gone 2026-02-06T00:00:00Z 2026-02-06",
			"release-note:dated 2026-01-02T00:00:00Z 2026-01-02",
			"release-note:undated 0001-01-01T00:00:00Z 0001-01-01",
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: items\n%q\nwant\n%q", language, got, want)
		}
	}
}

// Feeds have what the site lists, those of one day in the order of the site.
func TestOneOrder(t *testing.T) {
	note := func(front string) string {
		return "---\ntitle: T\nvisibility: public\nproducts: [one]\ndate: 2026-01-02\n" + front + "---\n"
	}
	s, _ := linktest.Resolve(t, link.Input{}, map[string]string{
		"releases/a.md": note("version: '3.9'\n"), "releases/b.md": note("version: '3.10'\n"),
		"releases/c.md": note("version: '2.0'\nimpact: high\n"), "releases/d.md": note("impact: low\n"),
		"releases/e.md": note("version: '3.10'\n"),
	})
	var want []string
	for _, p := range s.Sections[0].Pages {
		want = append(want, p.ID)
	}
	if first := []string{"release-note:c", "release-note:b"}; !slices.Equal(want[:2], first) {
		t.Fatalf("the site begins with %q", want)
	}
	for _, ch := range items.Channels(s, 100) {
		if got := ids(ch.Items); !slices.Equal(got, want) {
			t.Errorf("%q has %q, the site %q", ch.Dir, got, want)
		}
	}
}

// What has no day is no news: feeds have only snippets of it, and those for readers
// nothing. For products all is there.
func TestUndated(t *testing.T) {
	s, _ := linktest.Resolve(t, link.Input{}, map[string]string{
		"terms.md":          "---\ntitle: Terms\nvisibility: public\n---\n",
		"playbooks/p.md":    "---\ntitle: P\nvisibility: public\n---\n",
		"releases/n.md":     "---\ntitle: N\nvisibility: public\n---\n",
		"releases/dated.md": "---\ntitle: D\nvisibility: public\npublish_at: 2026-01-02\n---\n",
		"snippets/tip.md":   "---\ntitle: Tip\nkey: tip\nvisibility: public\n---\n",
		"snippets/old.md":   "---\ntitle: Old\nkey: old\nvisibility: public\nwithdrawn: true\n---\n",
	})
	feed := items.Channels(s, 100)[0].Items
	if got, want := ids(feed), []string{"release-note:dated", "snippet:old", "snippet:tip"}; !slices.Equal(got, want) {
		t.Errorf("the feed has %q, want %q", got, want)
	}
	if got, want := ids(items.News(feed, 100)), []string{"release-note:dated", "snippet:old"}; !slices.Equal(got, want) {
		t.Errorf("readers get %q, want %q", got, want)
	}
	if got := items.Of(s, "en"); len(got) != 6 {
		t.Errorf("products get %q", ids(got))
	}
}

// Atom has room of its own for what was taken back.
func TestNews(t *testing.T) {
	var list []items.Item
	for i := range 10 {
		at := time.Date(2026, 1, 20-i, 0, 0, 0, 0, time.UTC)
		list = append(list, items.Item{ID: strconv.Itoa(i), Published: at, Withdrawn: i%3 == 0, WithdrawnAt: at.AddDate(0, i, 0)})
	}
	if got, want := ids(items.News(list, 2)), []string{"1", "2", "6", "9"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func ids(list []items.Item) []string {
	var out []string
	for _, it := range list {
		out = append(out, it.ID)
	}
	return out
}

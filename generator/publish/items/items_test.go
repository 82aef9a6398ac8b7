package items_test

import (
	"slices"
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
	var ids []string
	for _, it := range list {
		ids = append(ids, it.ID)
	}
	if want := []string{"release-note:open", "release-note:gone"}; !slices.Equal(ids, want) {
		t.Fatalf("items %q, want %q", ids, want)
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

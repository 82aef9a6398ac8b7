package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/author/digest"
	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/read/history"
)

const config = `title: Acme enablement
base_url: https://example.com/base/
audiences: [{id: sales, title: Sales}, {id: support, title: Support}]
products: [{id: billing, title: Billing, owner: ann}, {id: login, title: Login}]
owners: [{id: ann, title: Ann}]
launch: {requires: {ga: ["playbook:sales"]}}
`

// files are a site with something in each section of a digest, on 23 November 2026.
func files() map[string]string {
	return map[string]string{
		content.ConfigFile: config,
		"releases/2026-11-20-export.md": "---\ntitle: Export\nsummary: All in one file.\nvisibility: public\n" +
			"products: [billing]\nversion: '3.1'\nimpact: high\nrequests: [csv]\n" +
			"actions: {sales: 'Show **it** [here](old.md).', support: Read it.}\n---\n",
		"releases/old.md":                "---\ntitle: Old\nvisibility: public\ndate: 2026-11-01\n---\n",
		"releases/2026-11-19-support.md": "---\ntitle: Only support\naudiences: [support]\nproducts: [login]\n---\nFor them.\n",
		"releases/planned.md":            "---\ntitle: Planned\nstage: planned\ndate: 2026-12-05\nconfidence: low\n---\n",
		"playbooks/sell.md": "---\ntitle: Sell\nupdated: 2026-11-22\nreview_by: 2026-11-25\n" +
			"products: [billing]\n---\nAsk first.\n",
		"playbooks/gone.md":               "---\ntitle: Gone\nexpires_at: 2026-11-21\n---\n",
		"playbooks/undated.md":            "---\ntitle: Undated\n---\nNew in the folder.\n",
		"playbooks/late.md":               "---\ntitle: Late\nreview_by: 2026-11-09\naudiences: [support]\n---\n",
		"launches/2026-12-10-big.md":      "---\ntitle: Big\nstage: ga\nconfidence: medium\nactions: {sales: Learn it.}\n---\nIt is big.\n",
		"launches/2027-06-01-far.md":      "---\ntitle: Far\nstage: ga\n---\n",
		"launches/2027-07-01-far-news.md": "---\ntitle: Far news\nstage: beta\nconfidence: high\nupdated: 2026-11-21\n---\n",
	}
}

func input() link.Input {
	asked := func(account, team string) link.Person {
		at := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
		return link.Person{Account: account, Record: "desk/1", Teams: []string{team}, First: at, Last: at}
	}
	return link.Input{
		Themes: []link.Theme{{
			ID: "csv", Title: "CSV", Count: 3, Named: true,
			Asked: []link.Person{asked("Otter", "sales"), asked("Heron", "sales"), asked("Mole", "support")},
		}},
		Changes: map[string]history.Change{"playbooks/undated.md": {At: linktest.Now.AddDate(0, 0, -2), Author: "zqauthor"}},
	}
}

func make7(t testing.TB, opt digest.Options) *digest.Digest {
	t.Helper()
	opt.Days = 7
	d, err := digest.New(linktest.MustResolve(t, input(), files()), opt)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// outline is a line for each item.
func outline(d *digest.Digest) string {
	var b strings.Builder
	for _, s := range d.Sections {
		for _, it := range s.Items {
			fmt.Fprintf(&b, "%s: %s | %s | %s\n", s.ID, it.Title, it.About(), it.Text)
		}
	}
	return b.String()
}

func TestDigest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		opt  digest.Options
		want string
	}{
		{
			"a role",
			digest.Options{Audience: "sales"},
			`changed: Sell | Internal · Playbook · Billing · 22 November 2026 | Ask first.
changed: Undated | Internal · Playbook · 21 November 2026 | New in the folder.
changed: Export | Release note · Billing · 3.1 · High impact · 20 November 2026 | All in one file.
gone: Gone | Internal · Playbook · expired on 21 November 2026 | 
asks: Big | Internal · Launch · GA · 10 December 2026 · Likely | Learn it.
asks: Big | Internal · Launch · GA · 10 December 2026 · Likely | Still to be done: Playbook for Sales is missing
asks: Export | Internal · Release note · Billing · 3.1 · High impact | Show it here.
coming: Big | Internal · Launch · GA · 10 December 2026 · Likely · 0 of 1 ready | It is big.
coming: Planned | Internal · Release note · Planned · December 2026 · Estimate | 
coming: Far news | Internal · Launch · Beta · 1 July 2027 · Confirmed | 
tell: Export | Internal · Release note · Billing · 3.1 · High impact · 2 people to notify · available since 20 November 2026 | Heron, Otter
reviews: Sell | Internal · Playbook · Billing · due in 2 days · owner: Ann | 
`,
		},
		{
			"a role and a product",
			digest.Options{Audience: "support", Product: "login"},
			"changed: Only support | Internal · Release note · Login · 19 November 2026 | For them.\n",
		},
	} {
		if got := outline(make7(t, tt.opt)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	all := outline(make7(t, digest.Options{}))
	for _, want := range []string{
		"| Internal · Release note · Login · 19 November 2026 |", "High impact · Support | Read it.",
		"1 person to notify · available since 20 November 2026 · Support | Mole", "2 weeks overdue · no owner",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the digest for all lacks %q:\n%s", want, all)
		}
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "support", Product: "login"})
	if d.Title != "What’s new in Login for Support" || d.Subtitle() != "Acme enablement, 16 November 2026 to 23 November 2026" {
		t.Errorf("%s / %s", d.Title, d.Subtitle())
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	s := linktest.MustResolve(t, input(), files())
	_, err := digest.New(s, digest.Options{Days: 7, Audience: "sale"})
	id, known, ok := digest.Unknown(err)
	if !ok || id != "sale" || !slices.Equal(known, []string{"sales", "support"}) || err.Error() != `there is no audience "sale"` {
		t.Errorf("%q, %q, %v: %v", id, known, ok, err)
	}
	if _, err := digest.New(s, digest.Options{Days: 7, Product: "x"}); err == nil || err.Error() != `there is no product "x"` {
		t.Error(err)
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	s := linktest.MustResolve(t, link.Input{}, map[string]string{
		"releases/old.md": "---\ntitle: Old\ndate: 2026-11-01\n---\n", "releases/ahead.md": "---\ntitle: Ahead\ndate: 2027-04-01\n---\n",
	})
	d, err := digest.New(s, digest.Options{Days: 7})
	if err != nil || !d.Empty() {
		t.Errorf("%v: %s", err, outline(d))
	}
}

// TestPublic fills each field of what is internal with a word that must not leave.
func TestPublic(t *testing.T) {
	t.Parallel()
	const secret = "zqsecret"
	site := map[string]string{
		content.ConfigFile: `title: Acme
audiences: [{id: sales, title: zqsecret team}, {id: zqsecret-team}]
products: [{id: open, title: Open, owner: ann}, {id: closed, title: zqsecret product, description: zqsecret}]
owners: [{id: ann, title: zqsecret owner}]
launch: {requires: {ga: ["playbook:sales"]}}
`,
		"releases/open.md": "---\ntitle: Open note\nvisibility: public\ndate: 2026-11-20\nproducts: [open]\nowner: ann\n" +
			"feature_flag: zqsecret\nlaunch: big\ndate_differs: zqsecret\nreview_by: 2026-11-01\n" +
			"requests: [zqsecret-theme]\nactions: {sales: zqsecret act}\nquestions: ['Why?']\n---\n" +
			":::sales\nzqsecret block\n:::\n\nOpen words.\n",
		"releases/inside.md": "---\ntitle: zqsecret inside\nsummary: zqsecret\ndate: 2026-11-20\nversion: zqsecret\n" +
			"products: [closed]\ntags: [zqsecret]\naudiences: [sales]\nactions: {sales: zqsecret}\n---\nzqsecret\n",
		"releases/later.md":          "---\ntitle: zqsecret later\nvisibility: public\ndate: 2026-12-01\nupdated: 2026-11-22\n---\nOn.\n",
		"releases/draft.md":          "---\ntitle: zqsecret draft\nvisibility: public\ndate: 2026-11-21\ndraft: true\n---\nzqsecret\n",
		"releases/gone.md":           "---\ntitle: zqsecret gone\nvisibility: public\ndate: 2026-11-01\nexpires_at: 2026-11-21\n---\nGo.\n",
		"launches/2026-11-19-big.md": "---\ntitle: zqsecret launch\nstage: ga\n---\nzqsecret\n",
	}
	in := link.Input{Themes: []link.Theme{{
		ID: "zqsecret-theme", Title: "zqsecret theme", Count: 2, Named: true, Asked: []link.Person{{Account: "zqsecret account"}},
	}}}
	for _, opt := range []digest.Options{
		{Days: 7}, {Days: 7, Audience: "sales"}, {Days: 7, Product: "open"}, {Days: 7, Audience: "zqsecret-team"},
	} {
		in.Public = true
		s, _ := linktest.Resolve(t, in, site)
		d, err := digest.New(s, opt)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := outline(d), "changed: Open note | Release note · Open · 20 November 2026 | Open words.\n"; got != want {
			t.Errorf("%+v: %s", opt, got)
		}
		for _, format := range digest.Formats() {
			data, err := d.Render(format, digest.Envelope{})
			if err != nil {
				t.Fatal(err)
			}
			if text := strings.ToLower(string(data)); strings.Contains(text, secret) || strings.Contains(text, "colleagues only") ||
				!strings.Contains(text, "open words.") {
				t.Errorf("%+v, %s:\n%s", opt, format, data)
			}
		}
	}
	// The words would be found: what is for colleagues has them.
	in.Public = false
	s, _ := linktest.Resolve(t, in, site)
	d, err := digest.New(s, digest.Options{Days: 7, Audience: "sales"})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(outline(d), secret); n < 8 {
		t.Errorf("%d words in\n%s", n, outline(d))
	}
	for l := range strings.Lines(outline(d)) {
		if strings.Contains(l, secret) && !strings.Contains(l, "| Internal · ") {
			t.Errorf("not marked as internal: %s", l)
		}
	}
}

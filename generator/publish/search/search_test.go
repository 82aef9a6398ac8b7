package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/search"
	"headsup/generator/publish/search/searchtest"
)

// site is a small enablement site.
var site = map[string]string{
	"headsup.yaml": "products: [{id: billing, title: Billing}, {id: reports, title: Reports}]\n" +
		"synonyms: {sso: [single sign-on], customer: [client]}\n",
	"releases/csv.md": "---\ntitle: Export invoices as CSV\ndate: 2026-03-01\nstage: ga\n" +
		"version: v2.14.0\nproducts: [billing]\naudiences: [sales]\ntags: [export]\n---\n" +
		"Choose **Invoices**, then **Export**.\n\n## Limits\n\nA file holds ten thousand rows.\n",
	"releases/pdf.md": "---\ntitle: Export invoices as PDF\ndate: 2026-04-01\nstage: retired\n" +
		"products: [billing]\ntags: [export]\n---\nChoose **Invoices**, then **Print**.\n",
	"releases/login.md": "---\ntitle: Log in with your company account\ndate: 2026-02-01\nstage: beta\n" +
		"products: [reports]\naudiences: [support]\n---\n" +
		"Single sign-on is for teams. The error `ERR_402` says that the licence has ended.\n\n" +
		"## Set up the identity provider\n\nAsk for `auth.provider.url`.\n",
	"playbooks/refund.md": "---\ntitle: Give money back\naudiences: [support]\n" +
		"when: A customer was charged twice\nquestions: [How do I refund an invoice that was paid twice?]\n---\n" +
		"1. Open the invoice.\n2. Choose **Refund**.\n",
	"playbooks/invoices.md": "---\ntitle: Talk about invoices\naudiences: [sales]\n---\n" +
		"Invoices are what refunds are about. How do I refund them? Refund an invoice, a paid one, twice if needed.\n",
	"snippets/csv.md": "---\ntitle: Try the export\nkey: invoices.csv-export\nsurface: tooltip\n---\nYour invoices, in a spreadsheet.\n",
	"about.md":        "# About\n\nNothing in particular. München is where we are.\n",
	"guides/long/chapter.md": "# A long guide\n\nIntro.\n\n## Webhooks\n\n" +
		strings.Repeat("Filler text goes on. ", 40) + "The retry interval doubles.\n\n## Quotas\n\nEach team has a quota.\n",
}

func titles(list []search.Result) string {
	var out []string
	for _, r := range list {
		out = append(out, r.Title)
	}
	return strings.Join(out, ", ")
}

// find returns the results of a query.
func find(t *testing.T, e *search.Engine, query string, filters search.Filters) (*search.Results, []search.Result) {
	t.Helper()
	r, err := e.Search(context.Background(), query, filters)
	if err != nil {
		t.Fatalf("search for %q: %v", query, err)
	}
	list, err := r.Load(0, 10)
	if err != nil {
		t.Fatalf("load the results for %q: %v", query, err)
	}
	return r, list
}

// Words that are joined in a query, and apart on the page or the other way round, or have
// characters inside that nobody sees, are found and marked.
func TestJoinedWords(t *testing.T) {
	for _, language := range []string{"en", "de", "fr"} {
		e := searchtest.Build(t, map[string]string{
			"headsup.yaml": "language: " + language + "\n",
			"a.md": "---\ntitle: A\n---\n\nFor CI/CD with Node.js, H.264 video, 1,000,000 rows " +
				"and 250 000 files; an e-mail, a hot‑spot and " +
				"docu\u00admen\u00adta\u00adtion of a data\u2060base, the quick\ufeffstart, max\u200bRetry\u200bCount.\n",
			"b.md": "---\ntitle: B\n---\n\nThe wind of 264 sails; js is a node, 1 of 000.\n",
		}, false).Open(t)
		for query, mark := range map[string]string{
			"nodejs": "Node", "cicd": "CI", "CICD": "CI", "h264": "H", "1000000": "1", "250000": "250",
			"e mail": "e-mail", "email": "e-mail",
			"hotspot": "hot", "documentation": "docu\u00admen\u00adta\u00adtion", "database": "data\u2060base",
			"quickstart":    "quick\ufeffstart",
			"maxRetryCount": "max\u200bRetry\u200bCount",
		} {
			_, list := find(t, e, query+" ", nil)
			if titles(list) != "A" {
				t.Errorf("%s: %q finds %q", language, query, titles(list))
				continue
			}
			if !slices.Contains(list[0].Excerpt, search.Piece{Text: mark, Mark: true}) {
				t.Errorf("%s: %q does not mark %q in %+v", language, query, mark, list[0].Excerpt)
			}
		}
	}
}

// The small words of a question tell it from others that have the same large ones, and a
// page need not have all of its words.
func TestQuestionsAreCompared(t *testing.T) {
	e := searchtest.Build(t, map[string]string{
		"headsup.yaml": "language: en\n",
		"a.md": "---\ntitle: Opening hours\nquestions: [When can I change my plan?, When is the plan renewed?]\n---\n\n" +
			strings.Repeat("Change the plan. ", 20) + "\n",
		"b.md": "---\ntitle: Fees\nquestions: [What must I pay to change the plan?]\n---\n\nText.\n",
		"c.md": "---\ntitle: Steps\nquestions: [How do you change a plan?]\n---\n\nText.\n",
		"d.md": "---\ntitle: Holidays\n---\n\nWhen can I have a day off? Whenever the plan has room for it.\n",
	}, false).Open(t)
	for query, want := range map[string]string{
		"when can I change our plan":  "Opening hours",
		"what do we pay for a plan":   "Fees",
		"how do we change the plan":   "Steps",
		"how do you change to weekly": "Steps",
		"how do they change a -fees":  "Steps",
		"plan":                        "",
	} {
		r, list := find(t, e, query, nil)
		if want != "" && (len(list) == 0 || list[0].Title != want) {
			t.Errorf("%q finds %s, want %s first", query, titles(list), want)
		}
		if want == "" && len(r.Hits) != 4 {
			t.Errorf("%q finds %s", query, titles(list))
		}
	}
	if r, list := find(t, e, "how do I make it quickly", nil); len(r.Hits) > 0 && list[0].Title != "Steps" {
		t.Errorf("small words alone find %s", titles(list))
	}
}

// Who types a title wants the page and no section of it, though a heading has the same words.
func TestTitlesLeadToPages(t *testing.T) {
	t.Parallel()
	e := searchtest.Build(t, map[string]string{
		"a.md": "# Command line\n\nText.\n\n## The command line of the program\n\nThe command line, the command line.\n",
		"b.md": "# Fixing things\n\nText.\n\n## Fixing things\n\nHow fixing things goes.\n",
	}, false).Open(t)
	for query, want := range map[string]string{"command line": "/a/", "Command Line ": "/a/", "Fixing things": "/b/"} {
		if _, list := find(t, e, query, nil); len(list) == 0 || list[0].URL != want || list[0].Section != "" {
			t.Errorf("%q leads to %+v, not %s", query, list, want)
		}
	}
	if _, list := find(t, e, "command line program", nil); list[0].Section == "" {
		t.Error("what a heading says alone leads to the page")
	}
}

// A code comes before pages that have its parts, however often, and a word is no other one that
// begins differently.
func TestCodesComeFirst(t *testing.T) {
	t.Parallel()
	e := searchtest.Build(t, map[string]string{
		"a.md": "# Colours\n\n" + strings.Repeat("Much is said here. ", 60) + "Set NO_COLOR or `env.noColor`.\n",
		"b.md": "# No color\n\nThere is no color, no colour. Color? No. env: no color.\n",
		"c.md": "# Post to Slack\n\nA message.\n",
		"d.md": "# Lack of space\n\nThe lack of disk space.\n",
	}, false).Open(t)
	for query, want := range map[string]string{
		"NO_COLOR": "Colours, No color", "no_color ": "Colours, No color", "noColor": "Colours, No color",
		"slack": "Post to Slack", "lack ": "Lack of space",
	} {
		if _, list := find(t, e, query, nil); titles(list) != want {
			t.Errorf("%q finds %s, want %s", query, titles(list), want)
		}
	}
}

// A compound that no page has is found by the words that it is made of.
func TestCompounds(t *testing.T) {
	t.Parallel()
	e := searchtest.Build(t, map[string]string{
		"headsup.yaml": "language: de\n",
		"a.md":         "# Einstellungen\n\nDie Benachrichtigung und ihre Einstellungen.\n",
		"b.md":         "# Rechnung\n\nDer Export einer Rechnung.\n",
		"c.md":         "# Anderes\n\nNoch eine Benachrichtigung.\n",
	}, false).Open(t)
	for query, want := range map[string]string{
		"Benachrichtigungseinstellungen": "Einstellungen", "Rechnungsexport": "Rechnung", "Exportrechnung ": "Rechnung",
		"Rechnungswesen": "",
	} {
		if _, list := find(t, e, query, nil); titles(list) != want {
			t.Errorf("%q finds %s, want %s", query, titles(list), want)
		}
	}
}

// Everyday words stand for each other where questions are compared, and so do two small words
// together, such as "how much".
func TestEquivalentWords(t *testing.T) {
	t.Parallel()
	e := searchtest.Build(t, map[string]string{
		"headsup.yaml": "language: en\n",
		"a.md":         "---\ntitle: Leaving\nquestions: [How do I cancel my subscription?]\n---\n\nText.\n",
		"b.md":         "---\ntitle: Seats\nquestions: [How do I share my subscription?]\n---\n\nSubscription.\n",
		"c.md":         "---\ntitle: Tidying\nquestions: [Where is a project deleted?]\n---\n\nText.\n",
		"d.md":         "---\ntitle: Moving\nquestions: [Where is a project kept?]\n---\n\nA project.\n",
		"e.md":         "---\ntitle: Seconds\nquestions: [How long may a trial be?]\n---\n\nText.\n",
		"f.md":         "---\ntitle: Sums\nquestions: [How much may a trial be?]\n---\n\nText.\n",
	}, false).Open(t)
	for query, want := range map[string]string{
		"how do I terminate my subscription": "Leaving",
		"how can we end the subscription":    "Leaving",
		"I want to remove a project":         "Tidying",
		"erase old project":                  "Tidying",
		"where are projects stored":          "Moving",
		"may a trial be how much":            "Sums",
	} {
		if _, list := find(t, e, query, nil); len(list) == 0 || list[0].Title != want {
			t.Errorf("%q finds %s, want %s first", query, titles(list), want)
		}
	}
}

// The addresses of the first pages are those that results lead to.
func TestURLs(t *testing.T) {
	r, list := find(t, searchtest.Build(t, site, false).Open(t), "export", nil)
	urls, err := r.URLs(len(list) + 1)
	if err != nil || len(urls) != len(list) {
		t.Fatalf("%d addresses of %d pages, %v", len(urls), len(list), err)
	}
	for i, l := range list {
		if page, _, _ := strings.Cut(l.URL, "#"); page != urls[i] {
			t.Errorf("page %d is %s, not %s", i, urls[i], page)
		}
	}
}

// What people type, and the page that they want on top.
func TestFirst(t *testing.T) {
	e := searchtest.Build(t, site, false).Open(t)
	for _, c := range []struct{ query, first string }{
		{"export invoices csv", "Export invoices as CSV"},
		{"exporting invoice", "Export invoices as CSV"}, // of one stem
		{"invo csv", "Export invoices as CSV"},          // cut short
		{"exprot csv", "Export invoices as CSV"},        // swapped
		{"xport csv", "Export invoices as CSV"},         // the first letter is missing
		{"idnetity providr", "Log in with your company account"},
		{"spraedshet", "Try the export"},            // two mistakes in a long word
		{"sso", "Log in with your company account"}, // a synonym
		{"client charged twice", "Give money back"}, // from the other side
		{"ERR_402", "Log in with your company account"},
		{"402", "Log in with your company account"},
		{"auth.provider.url", "Log in with your company account"},
		{"provider.url", "Log in with your company account"},
		{"invoices.csv-export", "Try the export"},
		{"v2.14.0", "Export invoices as CSV"},
		{"2.14", "Export invoices as CSV"},
		{"munchen", "About"},
		{"MÜNCHEN", "About"},
		{`"ten thousand rows"`, "Export invoices as CSV"},
		{"export -csv -tooltip", "Export invoices as PDF"},
		{"retry interval", "A long guide"},
		{"frob refund", "Give money back"}, // no page has all
	} {
		if _, list := find(t, e, c.query, nil); len(list) == 0 || list[0].Title != c.first {
			t.Errorf("%s: found %q, want %q first", c.query, titles(list), c.first)
		}
	}
}

// A question that a page says it answers comes first, also when it is put a
// little differently, and though another page says the words more often.
func TestQuestionsComeFirst(t *testing.T) {
	e := searchtest.Build(t, site, false).Open(t)
	for _, query := range []string{
		"How do I refund an invoice that was paid twice?",
		"refund invoice paid twice",
		"how can I refund invoices which were paid twice",
		"how to refund an invoice paid twice",
	} {
		if _, list := find(t, e, query, nil); len(list) == 0 || list[0].Title != "Give money back" {
			t.Errorf("%s: found %q", query, titles(list))
		}
	}
}

// An exact word counts more than one of its stem, and that more than a longer
// one.
func TestExactComesFirst(t *testing.T) {
	e := searchtest.Build(t, map[string]string{
		"a.md": "# One\n\nWe report it.\n", "b.md": "# Two\n\nWe reported it.\n", "c.md": "# Three\n\nWe reportage it.\n",
	}, false).Open(t)
	for query, want := range map[string]string{"report": "One, Two, Three", "reported": "Two, One"} {
		if _, list := find(t, e, query, nil); titles(list) != want {
			t.Errorf("%s: found %q, want %q", query, titles(list), want)
		}
	}
}

// What a title begins with before it explains itself is as good as a title.
func TestTitlesWithExplanation(t *testing.T) {
	e := searchtest.Build(t, map[string]string{
		"a.md": "---\ntitle: \"Refunds: when, how, and who has to say yes to what amount\"\n---\nText.\n",
		"b.md": "---\ntitle: Refunds for everybody\n---\nRefunds, refunds.\n",
	}, false).Open(t)
	if _, list := find(t, e, "refunds", nil); !strings.HasPrefix(titles(list), "Refunds: when") {
		t.Errorf("found %q", titles(list))
	}
}

// A number is not the beginning of a longer one, unless there is nothing else.
func TestNumbers(t *testing.T) {
	e := searchtest.Build(t, map[string]string{
		"releases/a.md": "---\ntitle: Faster\nversion: 2.14.0\n---\nText.\n",
		"releases/b.md": "---\ntitle: Slower\nversion: 2.1\n---\nText.\n",
		"releases/c.md": "---\ntitle: Code\n---\nERR_402 and ERR_4021.\n",
	}, false).Open(t)
	for query, want := range map[string]string{"2.1": "Slower", "2.14": "Faster", "2.": "Slower, Faster", "ERR_40": "Code"} {
		if _, list := find(t, e, query, nil); titles(list) != want {
			t.Errorf("%s: found %q, want %q", query, titles(list), want)
		}
	}
}

// Of pages that say the same, the newer one comes first and a retired one last;
// but what a page says weighs more than when.
func TestStandingBreaksTies(t *testing.T) {
	page := "---\ntitle: Weather report\ndate: %s\nstage: %s\n---\nRain.\n"
	e := searchtest.Build(t, map[string]string{
		"releases/old.md":    fmt.Sprintf(page, "2025-01-01", "ga"),
		"releases/new.md":    fmt.Sprintf(page, "2026-01-01", "ga"),
		"releases/gone.md":   fmt.Sprintf(page, "2026-02-01", "retired"),
		"releases/newest.md": "---\ntitle: Sunshine\ndate: 2026-03-01\nstage: ga\n---\nNo rain in this weather report.\n",
	}, false).Open(t)
	_, list := find(t, e, "weather report", nil)
	var got []string
	for _, r := range list {
		got = append(got, r.URL)
	}
	want := []string{"/releases/new/", "/releases/old/", "/releases/gone/", "/releases/newest/"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// Sections are results: the address leads to the heading, and what is marked is
// in the excerpt.
func TestSections(t *testing.T) {
	e := searchtest.Build(t, site, false).Open(t)
	_, list := find(t, e, "retry interval", nil)
	if r := list[0]; r.URL != "/guides/long/chapter/#webhooks" || r.Section != "Webhooks" {
		t.Errorf("found %s, %q", r.URL, r.Section)
	}
	text, marked := "", []string{}
	for _, p := range list[0].Excerpt {
		text += p.Text
		if p.Mark {
			marked = append(marked, p.Text)
		}
	}
	if !strings.HasPrefix(text, "… ") || len([]rune(text)) > 260 || !slices.Equal(marked, []string{"retry", "interval"}) {
		t.Errorf("excerpt %q, marked %q", text, marked)
	}
	// The page's own title is the better place for its words.
	if _, list := find(t, e, "long guide", nil); list[0].URL != "/guides/long/chapter/" || list[0].Section != "" {
		t.Errorf("found %s, %q", list[0].URL, list[0].Section)
	}
}

// A heading that the page repeats says what it is below.
func TestSectionsOfRepeatedHeadings(t *testing.T) {
	e := searchtest.Build(t, map[string]string{
		"log.md": "# Change log\n\n## 4.2.0\n\n### Fixed\n\nThe umlaut bug.\n\n## 4.1.0\n\n### Fixed\n\nThe timezone bug.\n",
	}, false).Open(t)
	for _, query := range []string{"timezone bug", "4.1.0 fixed"} {
		if _, list := find(t, e, query, nil); list[0].URL != "/log/#410-fixed" || list[0].Section != "4.1.0 · Fixed" {
			t.Errorf("%s: found %s, %q", query, list[0].URL, list[0].Section)
		}
	}
}

// Any of a facet's values, and something of every facet. The counts of a facet
// are those without the choice in it.
func TestFacets(t *testing.T) {
	e := searchtest.Build(t, site, false).Open(t)
	for _, c := range []struct {
		query   string
		filters search.Filters
		want    int
		counts  string
	}{
		{
			"",
			search.Filters{},
			8,
			"kind: release-note 3, page 2, playbook 2, snippet 1; product: billing 2, reports 1; " +
				"audience: sales 2, support 2; plan: ; platform: ; stage: ga 1, beta 1, retired 1; tag: export 2",
		},
		{
			"",
			search.Filters{"kind": {"release-note"}},
			3,
			"kind: release-note 3 x, page 2, playbook 2, snippet 1; product: billing 2, reports 1; " +
				"audience: sales 1, support 1; plan: ; platform: ; stage: ga 1, beta 1, retired 1; tag: export 2",
		},
		{
			"",
			search.Filters{"kind": {"release-note", "playbook"}, "audience": {"support"}},
			2,
			"kind: release-note 1 x, playbook 1 x; product: reports 1; audience: sales 2, support 2 x; plan: ; platform: ; " +
				"stage: beta 1; tag: ",
		},
		{
			"export",
			search.Filters{"stage": {"ga", "beta"}},
			1,
			"kind: release-note 1; product: billing 1; audience: sales 1; plan: ; platform: ; " +
				"stage: ga 1 x, retired 1, beta 0 x; tag: export 1",
		},
		{
			"export",
			search.Filters{"stage": {"none"}},
			0,
			"kind: ; product: ; audience: ; plan: ; platform: ; " +
				"stage: ga 1, retired 1; tag: ",
		},
	} {
		r, err := e.Search(context.Background(), c.query, c.filters)
		if err != nil {
			t.Fatal(err)
		}
		var facets []string
		for _, f := range r.Facets {
			var values []string
			for _, v := range f.Values {
				text := fmt.Sprint(v.ID, " ", v.Count)
				if v.Selected {
					text += " x"
				}
				values = append(values, text)
			}
			facets = append(facets, f.ID+": "+strings.Join(values, ", "))
		}
		if got := strings.Join(facets, "; "); len(r.Hits) != c.want || got != c.counts {
			t.Errorf("%q %v: %d pages, want %d\n%s\nwant\n%s", c.query, c.filters, len(r.Hits), c.want, got, c.counts)
		}
	}
}

// What is said about a search beside its results.
func TestRemarks(t *testing.T) {
	e := searchtest.Build(t, site, false).Open(t)
	if r, _ := find(t, e, "exprot", nil); len(r.Corrections) != 1 ||
		r.Corrections[0].Word != "exprot" || !slices.Contains(r.Corrections[0].Terms, "export") {
		t.Errorf("corrections %v", r.Corrections)
	}
	if r, _ := find(t, e, "frob refund", nil); !r.Partial {
		t.Error("it is not said that no page has all words")
	}
	if r, _ := find(t, e, "refund invoice", nil); r.Partial || len(r.Corrections) > 0 {
		t.Errorf("partial %t, corrections %v", r.Partial, r.Corrections)
	}
	r, _ := find(t, e, "invoxxxs", nil)
	if len(r.Hits) > 0 || !slices.Contains(r.Suggestions, "invoices") {
		t.Errorf("%d pages, suggestions %q", len(r.Hits), r.Suggestions)
	}
	if r, _ := find(t, e, `"twice paid"`, nil); len(r.Hits) > 0 {
		t.Errorf("a phrase that no page has is found on %d pages", len(r.Hits))
	}
}

// A word that is on every page excludes every page, and nothing is left of a
// query that asks for nothing else.
func TestNothingLeft(t *testing.T) {
	e := searchtest.Build(t, map[string]string{"a.md": "# A\n\nWord.\n", "b.md": "# B\n\nWord.\n"}, false).Open(t)
	for query, want := range map[string]int{"-word": 0, "word -word": 0, "": 2, "-other": 2, "word": 2, "word -b": 1} {
		if r, _ := find(t, e, query, nil); len(r.Hits) != want {
			t.Errorf("%q: %d pages, want %d", query, len(r.Hits), want)
		}
	}
}

// A site without pages, and one in a language that is not stemmed.
func TestOtherSites(t *testing.T) {
	e := searchtest.Build(t, map[string]string{}, false).Open(t)
	if r, _ := find(t, e, "anything", search.Filters{}); len(r.Hits) > 0 {
		t.Error("a page is found where there is none")
	}
	german := searchtest.Build(t, map[string]string{
		"headsup.yaml": "language: de\n", "a.md": "# Was die Rechnungen sagen\n\nWas ist neu.\n", "b.md": "# Anderes\n\nEine Rechnung.\n",
	}, false).Open(t)
	if _, list := find(t, german, "was die", nil); len(list) == 0 || list[0].Title != "Was die Rechnungen sagen" {
		t.Errorf("found %q", titles(list))
	}
}

// The same content gives the same bytes, whatever the processors do.
func TestSameBytes(t *testing.T) {
	files := made(t, 60)
	first := searchtest.Build(t, files, false)
	for range 3 {
		again := searchtest.Build(t, files, false)
		if len(again.Files) != len(first.Files) {
			t.Fatalf("%d files, then %d", len(first.Files), len(again.Files))
		}
		for name, f := range first.Files {
			if again.Files[name] == nil || string(again.Files[name].Data) != string(f.Data) {
				t.Errorf("%s is another", name)
			}
		}
	}
}

package client_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"headsup/generator/publish/search"
	"headsup/generator/publish/search/analysis"
	"headsup/generator/publish/search/searchtest"
)

// answer is all that an engine says of one query.
type answer struct {
	Query       string              `json:"query"`
	Error       string              `json:"error,omitempty"`
	Total       int                 `json:"total"`
	Hits        []hit               `json:"hits,omitempty"`
	Partial     bool                `json:"partial,omitempty"`
	Corrections []search.Correction `json:"corrections,omitempty"`
	Suggestions []string            `json:"suggestions,omitempty"`
	Facets      []facet             `json:"facets,omitempty"`
	Results     []result            `json:"results,omitempty"`
}

type hit struct {
	Page  int     `json:"page"`
	Score float64 `json:"score"`
}

type facet struct {
	ID     string  `json:"id"`
	Values []value `json:"values,omitempty"`
}

type value struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

type result struct {
	URL      string         `json:"url"`
	Title    string         `json:"title"`
	Kind     string         `json:"kind"`
	Section  string         `json:"section"`
	Badges   []search.Badge `json:"badges,omitempty"`
	Date     *search.Date   `json:"date,omitempty"`
	Excerpt  []search.Piece `json:"excerpt,omitempty"`
	Sections []section      `json:"sections,omitempty"`
}

type section struct {
	URL     string         `json:"url"`
	Title   string         `json:"title"`
	Excerpt []search.Piece `json:"excerpt,omitempty"`
}

// question is one query with its filters.
type question struct {
	Query   string         `json:"query"`
	Filters search.Filters `json:"filters"`
	Facets  bool           `json:"facets"`
}

const shown = 6 // results whose excerpts are compared

// ask asks the engine in Go.
func ask(t *testing.T, e *search.Engine, q question) answer {
	t.Helper()
	filters := q.Filters
	if filters == nil && q.Facets {
		filters = search.Filters{}
	}
	r, err := e.Search(context.Background(), q.Query, filters)
	if err != nil {
		t.Fatal(err)
	}
	list, err := r.Load(0, shown)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{Query: q.Query, Total: len(r.Hits), Partial: r.Partial, Corrections: r.Corrections, Suggestions: r.Suggestions}
	for _, h := range r.Hits {
		a.Hits = append(a.Hits, hit(h))
	}
	for _, f := range r.Facets {
		g := facet{ID: f.ID}
		for _, v := range f.Values {
			g.Values = append(g.Values, value{v.ID, v.Title, v.Count, v.Selected})
		}
		a.Facets = append(a.Facets, g)
	}
	for _, res := range list {
		b := result{
			URL:     res.URL,
			Title:   res.Title,
			Kind:    res.Kind,
			Section: res.Section,
			Badges:  res.Badges,
			Date:    res.Date,
			Excerpt: res.Excerpt,
		}
		for _, s := range res.More {
			b.Sections = append(b.Sections, section(s))
		}
		a.Results = append(a.Results, b)
	}
	return a
}

// served returns the index for the browser.
func served(x *searchtest.Index) map[string][]byte {
	files := map[string][]byte{}
	for name, f := range x.Files {
		files["search/"+name] = f.Data
	}
	return files
}

const askAll = `
	const { open } = await import("./search-worker.js");
	const engine = await open(new URL("search/", location.href).href);
	const out = [];
	for (const q of input) {
		try {
			const { query, total, hits, partial, corrections, suggestions, facets, load } =
				await engine.search(q.query, { filters: q.filters ?? {}, facets: q.facets || q.filters !== null });
			const results = await load(0, ` + "6" + `);
			out.push({ query, total, hits, partial, corrections, suggestions, facets, results });
		} catch (error) {
			out.push({ query: q.query, error: String(error.stack) });
		}
	}
	return out;`

// compare wants the same answers of both engines.
func compare(t *testing.T, files map[string]string, questions []question) {
	t.Helper()
	x := searchtest.Build(t, files, false)
	e := x.Open(t)
	got := run[[]answer](t, served(x), askAll, questions)
	if len(got) != len(questions) {
		t.Fatalf("%d answers to %d questions", len(got), len(questions))
	}
	found := 0
	for i, q := range questions {
		want := ask(t, e, q)
		found += want.Total
		a, b := encode(t, got[i]), encode(t, want)
		if a != b {
			t.Errorf("%q %v: the browser says\n%s\nGo says\n%s", q.Query, q.Filters, around(a, b), around(b, a))
		}
	}
	if found == 0 {
		t.Error("no question has an answer: the test tests nothing")
	}
}

func encode(t *testing.T, a answer) string {
	t.Helper()
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// around returns the part of a text in which it differs from another.
func around(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return "…" + a[max(0, i-160):min(len(a), i+160)] + "…"
}

// odd is content in many scripts and with odd words.
var odd = map[string]string{
	"headsup.yaml": "language: en\nproducts: [{id: billing, title: Billing}, {id: reports, title: Berichte}]\n" +
		"synonyms: {sso: [single sign-on], invoice: [bill, account statement], k8s: [kubernetes]}\n",
	"releases/a.md": "---\ntitle: Export invoices as CSV\ndate: 2026-05-01\nversion: v2.14.0\nstage: beta\n" +
		"products: [billing]\ntags: [Export, C++]\nquestions: [How do I take my invoices to a spreadsheet?]\n---\n" +
		"Choose **Invoices**, then `billing.export`. The code ERR_402 means: ask for MaybeUninit or ERR402.\n\n" +
		"## Single sign-on\n\nSSO works with single sign-on. C++ and C# and F#.\n\n" +
		"## E-mail\n\nAn e-mail address; don't use the customer's, l'équipe, O’Brien’s.\n",
	"releases/b.md": "---\ntitle: Größere Übersicht für Straßen\ndate: 2026-06-01\nstage: ga\nproducts: [reports]\n" +
		"tags: [Export]\n---\nDie Übersicht ist größer. Ærø Łódź naïve café İstanbul ΟΔΟΣ ﬁn ½ ①②.\n",
	"releases/c.md": "---\ntitle: 検索エンジンの改善\ndate: 2026-04-01\nstage: retired\n---\n" +
		"全文検索エンジンを改善しました。iPhone手機で請求書を出力します。한국어 검색 기능. ภาษาไทย ค้นหา.\n\n## 請求書\n\n請求書の出力。𠮷野家 and ﾃｽﾄ.\n",
	"playbooks/d.md": "---\ntitle: Sell the export\n---\nEmbedding and embedded things, skies and dying. " +
		"Kubernetes on k8s. A very long word: " + strings.Repeat("x", 120) + " " + strings.Repeat("y-", 60) +
		"z.\n\n" + strings.Repeat("More words about an account statement. ", 30) + "\n",
	"playbooks/e.md": "---\ntitle: \"<img src=x onerror=alert(1)> & friends\"\n---\n" +
		"Hostile <b>words</b> \"quoted\" and `a<b>c`. pub(crate) fn std::mem::MaybeUninit. " +
		"Version 1.67.0-beta.2 and v1.67. URL https://example.com/a/b?c=d#e.\n",
	"snippets/f.md": "---\ntitle: Try the export\nkey: invoices.csv-export\nsurface: tooltip\n---\n" +
		"Download 10,000 rows. हिन्दी शब्द. עִבְרִית עברית العَرَبِيَّة.\n",
	"empty.md":        "---\ntitle: Empty\n---\n",
	"deep/heading.md": "# Many\n\n" + headings(70),
	"deep/headings.md": "# Many more\n\nIntro.\n\n## Invoices\n\nText.\n\n" +
		"## Invoices again\n\nInvoices and exports.\n\n## Export invoices\n\nOnly here.\n",
}

func headings(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "## Part %d\n\nParagraph %d about export number %d.\n\n", i, i, i*i)
	}
	return b.String()
}

var oddQueries = []string{
	"", " ", "export", "Export ", "exp", "ex", "e", "export invoices", "exporting invoice",
	"invoices export csv", "exprot", "invoicse", "xnvoice", "spreadhseet",
	"sso", "single sign-on", "single sign on", "sign-on", "signon", "bill", "account statement", "kubernetes", "k8s",
	"billing.export", "billing.exp", "ERR_402", "err_4", "402", "ERR402", "MaybeUninit", "maybeuninit", "uninit",
	"v2.14.0", "2.14.0", "2.14", "v2.14", "1.67", "1.67.0-beta.2", "1.67.0",
	"invoices.csv-export", "csv-export", "C++", "c#", "F#", "e-mail", "email", "mail address",
	"don't", "dont", "customer's", "customers", "équipe", "l’équipe", "obrien", "O'Brien", "größer", "grosser",
	"GROSSE", "ubersicht", "Straße", "strasse", "aero", "lodz", "naive", "cafe", "istanbul", "οδος", "fin", "1⁄2",
	"検索", "検索エンジン", "検", "ン", "請求書", "請求書 出力", "검색", "기능", "ค้นหา", "手機", "iphone", "𠮷野", "𠮷", "テスト", "हिन्दी", "עברית", "العربية",
	`"single sign-on"`, `"sign-on works"`, `"export invoices"`, `"invoices export"`, `"choose invoices" csv`,
	`"choose invoices`, `"`, `""`, `"nothing like this"`, `“export invoices”`, `"export"`,
	"export -invoices", `export -"export invoices"`, "-export", "-", "--export", "- export", "-9",
	"export -9", "pub(crate)", "std::mem::MaybeUninit", "/a/b", "https://example.com/a/b?c=d#e",
	"the", "how do I", "how do I take my invoices to a spreadsheet",
	"how can invoices be taken to spreadsheet", "can I take an invoice", `how do I take "my invoices"`,
	"10000", "c++csharp", "F402", "signo\u00adn", "docu\u200bment", "how do I sell -invoices",
	"who are they and what is this", "what is the", "number 49 paragraph", "part 7",
	"heading that is not there", "zzzzzz", "qqqq wwww", "embedding", "embed", "sky", "die",
	strings.Repeat("export ", 40), strings.Repeat("x", 500), strings.Repeat("é", 300),
	strings.Repeat("y-", 60) + "z", "<img src=x>", "onerror=alert(1)", "constructor",
	"__proto__", "toString hasOwnProperty", "toStrin", "exportinvoices", "accountstatement",
	"moreexport", "EXPORT", "eXport", "export\u00a0invoices", "export\tinvoices",
	"export\ufeffinvoices", "export\u0085invoices", "\u202eexport",
	"caf\u0065\u0301", "ﬁn", "Ｅｘｐｏｒｔ", "10,000 rows", "rows 10,000", "many more",
	"errors 402", "invoices as csv-export", "how can we stop a bill", "Many", "Invoices again", "erase csv row",
}

// TestEnginesAgree holds the browser's engine to the one in Go, on content in
// many scripts and queries of every sort.
func TestEnginesAgree(t *testing.T) {
	var questions []question
	for _, q := range oddQueries {
		questions = append(questions, question{Query: q}, question{Query: q, Facets: true})
	}
	for _, f := range []search.Filters{
		{"kind": {"release-note"}},
		{"kind": {"release-note", "playbook"}, "tag": {"export"}},
		{"stage": {"ga", "retired"}},
		{"product": {"billing"}, "stage": {"beta"}, "kind": {"playbook"}},
		{"tag": {"nothing"}},
		{"nothing": {"x"}},
		{"audience": {}},
	} {
		for _, q := range []string{"", "export", `"single sign-on"`, "zzzz", "-export"} {
			questions = append(questions, question{Query: q, Filters: f})
		}
	}
	compare(t, odd, questions)
	compare(t, map[string]string{
		"headsup.yaml": "language: de\n", "a.md": "# Einstellungen\n\nDie Benachrichtigung und der Export der Rechnung.\n",
	}, []question{{Query: "Benachrichtigungseinstellungen "}, {Query: "Rechnungsexport"}, {Query: "Rechnungswesen"}})
}

// TestEnginesAgreeOnOwnContent asks for the product's own words, whole, cut short
// and mistyped.
func TestEnginesAgreeOnOwnContent(t *testing.T) {
	files := searchtest.Read(t, "../../../../content")
	words := map[string]bool{}
	var scanner analysis.Scanner
	for name, text := range files {
		if strings.HasSuffix(name, ".md") {
			scanner.Scan(text, func(token analysis.Token) { words[string(token.Text)] = true })
		}
	}
	list := slices.Sorted(maps.Keys(words))
	r := rand.New(rand.NewPCG(1, 2))
	pick := func() string { return list[r.IntN(len(list))] }
	var questions []question
	for range 50 {
		a, b := pick(), pick()
		letters := []rune(a)
		cut := string(letters[:1+r.IntN(len(letters))])
		i := r.IntN(len(letters))
		mistyped := string(letters[:i]) + string(rune('a'+r.IntN(26))) + string(letters[i:])
		for _, q := range []string{a + " " + b, cut, mistyped, `"` + a + " " + b + `"`, b + " " + cut, a + " -" + b} {
			questions = append(questions, question{Query: q})
		}
	}
	compare(t, files, questions)
}

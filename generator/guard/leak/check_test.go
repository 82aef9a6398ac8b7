package leak

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"headsup/generator/diag"
)

var place = diag.Position{Path: "releases/falcon.md", Line: 7, Column: 3}

func passage(s string) Secret { return Secret{Text: s, Kind: Passage, Position: place} }
func title(s string) Secret   { return Secret{Text: s, Kind: Title, Position: place} }
func address(s string) Secret { return Secret{Text: s, Kind: Address, Position: place} }

func newCheck(public []string, secrets []Secret) *LeakCheck {
	b := NewBuilder()
	for _, s := range secrets {
		b.Secret(s)
	}
	c := b.Check()
	for _, text := range public {
		c.Public(text)
	}
	return c
}

func TestScan(t *testing.T) {
	const prose = "The discount for Globex ends in March, “whatever” they're told."
	tests := []struct {
		name   string
		secret Secret
		file   string
		data   string
		want   string // words that are reported, "" for none
	}{
		{"same words", passage(prose), "a.html", "<p>" + prose + "</p>", "The discount for Globex ends in"},
		{"part of them", passage(prose), "a.txt", "xx globex ends in march whatever they xx", "globex ends in march whatever they"},
		{"five words of many", passage(prose), "a.txt", "xx globex ends in march whatever xx", ""},
		{
			"inline tags",
			passage(prose),
			"a.html",
			`the <a href="/x/">discount</a> for <b class="x y">Glo</b>bex <i>ends</i> in March`,
			"the discount for Globex ends in",
		},
		{
			"rows of a table",
			passage("Acme 40 percent Globex 30 percent Initech 20 percent Umbrella 10 percent"),
			"a.html",
			"<tr><td>Acme<b>\n40</b> percent<tr><td>Globex 30 percent<tr><td>Initech 20 percent<tr><td>Umbrella 10 percent",
			"percent Initech 20 percent Umbrella 10",
		},
		{
			"strung together over elements",
			passage("Acme 40 percent Globex 30 percent Initech 20"),
			"a.html",
			"<li>Acme 40 percent</li><li>Globex 30 percent</li><li>Initech 20</li>",
			"",
		},
		{"strung together over items", title("Export all invoices"), "a.html", "<li>how to export<li>all invoices", ""},
		{"strung over lines of text", title("Export all invoices"), "a.json", `{"content_text":"how to export\nall invoices"}`, ""},
		{"strung over cells of text", title("Export all invoices"), "a.json", `{"content_text":"how to export\tall invoices"}`, ""},
		{"lines of HTML in JSON", title("Export all invoices"), "a.json", `{"x":"<p>how to export\nall invoices"}`, "Export all invoices"},
		{
			"strung together with code",
			passage("a } return count, nil } id of it"),
			"a.json",
			`{"text":"a } return count, nil }"},{"id":"of it"}`,
			"",
		},
		{"strung together over lines", title("Export all invoices"), "_headers", "export\nall invoices", ""},
		{"strung together with a card", title("Export all invoices"), "llms.txt", "- [How to export](/x/): All invoices", ""},
		{"lines of prose", title("Export all invoices"), "a.txt", "how to export\nall invoices", "Export all invoices"},
		{"items of prose", title("Export all invoices"), "a.txt", "- export\n- all invoices", ""},
		{"paragraphs of prose", title("Export all invoices"), "a.vtt", "export\n\nall invoices", ""},
		{"cells", title("Export all invoices"), "a.csv", "export;all invoices\nexport,all invoices\nexport\nall invoices", ""},
		{"cell", title("Export all invoices"), "a.csv", "x,\"So, export all invoices\",y", "Export all invoices"},
		{"tabs", title("Export all invoices"), "a.tsv", "export\tall invoices", ""},
		{"markup inside of one word", title("Nightjar"), "a.html", "<p>Our Night<b>jar</b> flies.", "Nightjar"},
		{"markup before the rest of a word", title("Nightjar"), "a.html", "<p>Our <b>Night</b>jar flies.", "Nightjar"},
		{"a word in marks of Markdown", title("Nightjar"), "index.md", "Our Night**jar** flies.", "Nightjar"},
		{"a link inside of a word", title("Nightjar"), "index.md", "Our [Night](https://x.example/)jar flies.", "Nightjar"},
		{"a word in a feed", title("Nightjar"), "feed.xml", "<c>&lt;p&gt;Night&lt;b id=x&gt;jar&lt;/b&gt; flies.</c>", "Nightjar"},
		{"a word in JSON", title("Nightjar"), "feed.json", `{"x":"<p>Our Night\u003cb>jar<\/b> flies."}`, "Nightjar"},
		{"a word of a drawing", title("Nightjar"), "a.svg", "<text>Night<tspan fill='red'>jar</tspan></text>", "Nightjar"},
		{"a word of a caption", title("Nightjar"), "a.vtt", "00:01 --> 00:02\nOur Night<b>jar</b> flies.", "Nightjar"},
		{"a colour in a caption", title("Nightjar"), "a.vtt", "Our Night<c.red>jar</c> flies.", "Nightjar"},
		{"an entity inside of one word", title("Nightjar"), "a.html", "<p>Night&shy;jar", "Nightjar"},
		{"words over two items", title("Nightjar"), "a.html", "<li><b>Night</b></li><li><b>jar</b>", ""},
		{"words over two elements", title("Nightjar"), "a.html", "<b>Night</b><br><b>jar</b> <p>Night</p><i>jar</i>", ""},
		{"words with white space", title("Nightjar"), "a.html", "<a>Night</a>\n<a>jar</a>", ""},
		{"words over two cells", title("Nightjar"), "index.md", "| **Night**|**jar** |", ""},
		{"words over two captions", title("Nightjar"), "a.vtt", "<b>Night</b>\n\n<b>jar</b>", ""},
		{"other capitals in markup", title("Nightjar"), "a.html", "<p>night<b>jar</b>", ""},
		{"comment", passage(prose), "a.html", "<!-- the discount for globex ends in march -->", "the discount for globex ends in"},
		{
			"attribute",
			passage(prose),
			"a.html",
			`<img src="x.png" alt="The discount for Globex ends in March">`,
			"The discount for Globex ends in",
		},
		{"unclosed tag", passage(prose), "a.html", "if a<b the discount for globex ends in march", "the discount for globex ends in"},
		{
			"entities",
			passage("Größe für alle Kunden – jetzt überall"),
			"a.html",
			"Gr&ouml;&szlig;e f&#252;r alle Kunden &ndash; jetzt&nbsp;&#xFC;berall",
			"Größe für alle Kunden – jetzt überall",
		},
		{
			"JSON escapes",
			passage("Größe für alle Kunden – jetzt überall"),
			"a.json",
			`{"x":"<p>Gr\u00f6\u00dfe\nf\u00fcr <b>alle<\/b>\tKunden \u2013 jetzt \u003cem class=\"x\"\u003e\u00fcberall"}`,
			"Größe für alle Kunden – jetzt überall",
		},
		{
			"JSON in a script",
			passage(prose),
			"a.html",
			`<script type="application/ld+json">{"a":"the\ndiscount for Globex\u0020ends in"}</script><p>x</p>`,
			"the discount for Globex ends in",
		},
		{
			"HTML after a script",
			passage(prose),
			"a.html",
			`<script>if (a<b) {"x"}</script><p>the <a href="#">discount</a> for Globex ends in</p>`,
			"the discount for Globex ends in",
		},
		{
			"HTML in XML",
			passage(prose),
			"feed.xml",
			`<content>&lt;p&gt;the &lt;a href="x y z"&gt;discount&lt;/a&gt; for Globex ends&amp;nbsp;in&lt;/p&gt;</content>`,
			"the discount for Globex ends in",
		},
		{
			"links of Markdown",
			passage(prose),
			"releases/x/index.md",
			`the [discount](https://example.com/a(b "why ) not") for Glo**bex** *ends* in March`,
			"the discount for Globex ends in",
		},
		{
			"escapes of Markdown",
			passage("Größe_1 für * alle <Kunden> [jetzt] überall"),
			"llms.txt",
			`- Größe_1 für \* alle \<Kunden> \[jetzt\] überall`,
			"Größe_1 für * alle <Kunden> [jetzt",
		},
		{
			"code in Markdown",
			passage("SELECT a*b FROM invoices WHERE c < d"),
			"x/index.md",
			"```sql\nSELECT a*b FROM invoices WHERE c < d\n```",
			"SELECT a*b FROM invoices WHERE",
		},
		{"titles in Markdown", title("Project Falcon"), "x/index.md", "Our ![Project Falcon](<a b.png>)", "Project Falcon"},
		{"blocks of Markdown", title("Project Falcon"), "x/index.md", "The end of a project\n\nFalcon is a bird", ""},
		{"cells of Markdown", title("Project Falcon"), "x/index.md", "| a project | falcon |", ""},
		{
			"destinations in Markdown",
			address("launches/project-falcon/"),
			"x/index.md",
			"See [it](https://example.com/launches/project-falcon/).",
			"launches/project-falcon",
		},
		{
			"open ends of Markdown",
			passage(prose),
			"x/index.md",
			"a `` b ](<c \\ \n the discount for Globex ends in March \\",
			"the discount for Globex ends in",
		},
		{
			"escaped markup",
			passage("write &lt; for the sign that <b opens"),
			"a.html",
			"write <code>&amp;lt;</code> for the sign that &lt;b",
			"write &lt; for the sign that",
		},
		{
			"escaped markup in XML",
			passage("write &lt; for the sign that <b opens"),
			"a.xml",
			"write &lt;code&gt;&amp;amp;lt;&lt;/code&gt; for the sign that &amp;lt;b",
			"write &lt; for the sign that",
		},
		{
			"invisible letters",
			passage(prose),
			"a.html",
			"The dis\u00adcount for Glo<wbr>bex\u200b ends&shy; in",
			"The discount for Globex ends in",
		},
		{"image", passage(prose), "a.png", prose, ""},

		{"short text", passage("See the board deck."), "a.html", "<p>x, see the <b>board</b> deck and</p>", "See the board deck"},
		{"short text over elements", passage("See the board deck."), "a.html", "<li>See the</li><li>board deck</li>", ""},
		{"short text over values", passage("See the board deck."), "a.json", `["see the", "board deck"]`, ""},
		{"two words are no passage", passage("See below."), "a.html", "<p>See below.</p>", ""},
		{"numbers say nothing", passage("1 2 3 4 5 6 7 8 9"), "a.html", "1 2 3 4 5 6 7 8 9", ""},
		{"dates say nothing", passage("23 November 2026 14 30 CET"), "a.html", "23 November 2026 14 30 CET", ""},

		{"title", title("Project Falcon"), "a.json", `{"title":"Project Falcon"}`, "Project Falcon"},
		{"title in a sentence", title("Falcon"), "a.html", "<p>x</p>(Falcon's wings)", "Falcon"},
		{"title in another word", title("Falcon"), "a.html", "Falconry Falcons xFalcon", ""},
		{"title without capitals", title("Falcon"), "a.html", `<p class="falcon">a falcon</p>`, ""},
		{"title over elements", title("Project Falcon"), "a.html", "<li>Project</li><li>Falcon</li>", ""},
		{"long title", title("Project Falcon flies"), "a.html", "<title>project falcon flies</title>", "Project Falcon flies"},
		{"title with a reference", title("Falcon R&D"), "a.html", "<h1>Falcon R&amp;D</h1>", "Falcon R&D"},
		{"title of numbers", title("3.10"), "a.html", "3.10", ""},
		{"title of two letters", title("QA"), "a.html", "QA", ""},

		{"address", address("releases/project-falcon/"), "a.html", `<a href="/releases/project-falcon/">x</a>`, "releases/project-falcon"},
		{
			"address of a file",
			address("/releases/project-falcon/index.html"),
			"_redirects",
			"/old/ /releases/project-falcon/ 301",
			"releases/project-falcon",
		},
		{
			"absolute address",
			address("releases/project-falcon/"),
			"sitemap.xml",
			"<loc>https://x.example/releases/project-falcon/</loc>",
			"releases/project-falcon",
		},
		{
			"address in JSON",
			address("releases/project-falcon/"),
			"a.json",
			`{"url":"https:\/\/x.example\/releases\/project-falcon\/#top"}`,
			"releases/project-falcon",
		},
		{"address on a line in JSON", address("falcon/"), "a.json", `"see\n/falcon/\nand"`, "falcon"},
		{"address with a query", address("falcon/"), "a.html", `<a href=/falcon/?x=1>`, "falcon"},
		{"address at the end of a sentence", address("falcon/"), "a.html", `see “https://x.example/falcon/”.`, "falcon"},
		{"escaped address", address("über/falcon/"), "a.html", `<a href="/%C3%BCber/falcon/">`, "über/falcon"},
		{"address with base path", address("/enable/falcon/"), "a.html", `<a href="/enable/falcon/">`, "enable/falcon"},
		{
			"longer address",
			address("falcon/"),
			"a.html",
			`<a href="/products/falcon/"><a href="/falcon/wings/"><a href="/falcon-x/"><a href="/x-falcon/">`,
			"",
		},
		{"address of many words", address("a/b-c-d-e-f-g-h/"), "a.html", `<a href="/a/b-c-d-e-f-g-h/">`, "a/b-c-d-e-f-g-h"},
		{"address of many words, other root", address("a/b-c-d-e-f-g-h/"), "a.html", `<a href="/x/b-c-d-e-f-g-h/">`, ""},
		{"asset", address("releases/falcon/plan.png"), "a.html", `<img src="/releases/falcon/plan.png">`, "releases/falcon/plan.png"},
		{"words of an address", address("releases/project-falcon/"), "a.html", "<p>releases project falcon</p>", ""},

		{"ideographs", passage("来月から価格が上がります"), "a.html", "<p>お客様へ：来月から価格が上が</p>", "来月から価格"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := newCheck(nil, []Secret{test.secret})
			got := c.Scan(test.file, []byte(test.data))
			if test.want == "" {
				if len(got) != 0 {
					t.Fatalf("got %v", got)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("got %d diagnostics: %v", len(got), got)
			}
			d := got[0]
			if !strings.Contains(d.Message, fmt.Sprintf("%q", test.want)) || !strings.HasPrefix(d.Message, test.file+":") {
				t.Errorf("got %s, want %q", d, test.want)
			}
			if d.Rule != "leak" || d.Severity != diag.Error || d.Position != place || d.Hint == "" {
				t.Errorf("got %+v", d)
			}
		})
	}
}

// Words are found as whole words, whatever is done to the signs around and
// within them, and whatever is public.
func TestWords(t *testing.T) {
	tests := []struct{ word, file, data, found string }{
		{"Falcon", "a.html", "Project <b>FAL</b>CON.", "Falcon"},
		{"Falcon", "a.html", "falconry, unfalcon, Falcons, Falcón, Falcon2, 2falcon", ""},
		{"Falcon", "_redirects", "/falcon/ /products/ 301", "Falcon"},
		{"Falcon", "a.html", `<h2 id="the-falcon">`, "Falcon"},
		{"Falcon", "a.html", `<a title="our falcon">`, "Falcon"},
		{"Falcon", "a.html", "fal&shy;c\u200bon", "Falcon"},
		{"Falcon", "a.html", "&#102;alc&#x6f;n", "Falcon"},
		{"Falcon", "a.html", `<a href="/f%61lcon">`, "Falcon"},
		{"Café Zürich", "a.html", "<p>cafe\u0301 zu\u0308rich", "Café Zürich"},
		{"Cafe\u0301", "a.json", `{"x": "a café"}`, "Café"},
		{"customer  zero", "a.html", "our Customer\nzero", "customer  zero"},
		{"customer zero", "a.html", `<a href="?q=customer+zero">`, "customer zero"},
		{"customer zero", "a.html", `<a href="/customer_zero">`, "customer zero"},
		{"customer-zero", "a.html", `<a href="/customer%20zero">`, "customer-zero"},
		{"customer zero", "a.html", "customers zero, customer, zero <li>customer</li><li>zero", "customer zero"},
		{"customer zero", "a.html", "<li>customer</li><li>zero", ""},
		{"Falcon", "a.svg", "<text>Fal<tspan dy='1'>con</tspan></text>", "Falcon"},
		{"C++", "a.txt", "in c++ and more", "C++"},
		{"C++", "a.txt", "in c and c+", ""},
		{" ", "a.txt", "c", ""},
		{"one two three four five six seven eight", "a.txt", "one two three four five six seven eight", "one two three four five six"},
	}
	for _, test := range tests {
		c := newCheck([]string{test.data}, []Secret{{test.word, Word, place}})
		got := c.Scan(test.file, []byte(test.data))
		if (len(got) > 0) != (test.found != "") {
			t.Errorf("%q in %q: got %v", test.word, test.data, got)
		} else if len(got) > 0 && (got[0].Rule != "internal-word" || !strings.Contains(got[0].Message, fmt.Sprintf("%q", test.found))) {
			t.Errorf("%q in %q: got %v", test.word, test.data, got[0])
		}
		if test.file == "a.html" && NewWords(test.word).In(test.data) != (test.found != "") {
			t.Errorf("%q in %q", test.word, test.data)
		}
	}
}

// A finding points at the secret in its file, and says where it shows.
func TestPlaces(t *testing.T) {
	c := newCheck(nil, []Secret{title("Project Falcon"), {"Eagle", Word, place}})
	c.Lines = func(string) []string {
		return []string{"---", "title: Café 'Project  Falcon'", "---", "A Project", "Falcon, an", "e&shy;agle"}
	}
	got := c.Scan("a.txt", []byte("x\nProject Falcon\n\nan eagle"))
	if len(got) != 2 || got[0].Line != 2 || got[0].Column != 14 || got[1].Line != 6 || got[1].Column != 1 {
		t.Errorf("got %v", got)
	}
	for i, where := range []string{"a.txt:2 has", "a.txt:4 says"} {
		if !strings.HasPrefix(got[i].Message, where) {
			t.Errorf("got %v, want %s", got[i], where)
		}
	}
	if got := c.ScanCopied("b.txt", 7, []byte("\nproject falcon flies: Project Falcon")); len(got) != 1 ||
		!strings.HasPrefix(got[0].Message, "b.txt:9 has") {
		t.Errorf("got %v", got)
	}
}

// Titles are found in addresses, ids and names of files. In these and in copied
// files a short one counts if a word of it is in no public text.
func TestNames(t *testing.T) {
	secrets := []Secret{
		title("Project Falcon"), title("Falcon"), title("Export invoices"), title("Overview"), title("How to fly in circles"),
		passage("See the falcon."),
	}
	public := []string{"Export it now. Our invoices fly. How do circles look to you? See it in."}
	tests := []struct {
		data  string
		count int
	}{
		{`<a href="/x/project-falcon/">`, 1},
		{`<a href="/x/falcon/">`, 1},
		{`<a href="/falcons/"><a href="/falcon-wings/"></falcon>`, 0},
		{`<h2 id="a-project-falcon">`, 1},
		{`<a href="#falcon">`, 1},
		{`<a href="/?q=project+falcon">`, 1},
		{`<a href="/?q=project%20falcon">`, 1},
		{`<img src="p_r/project_falcon.png">`, 1},
		{`<img src="export-invoices.png"><a href="/overview/">`, 0},
		{`<img src="how-to-fly-in-circles.png">`, 0},
		{"<p>a project falcon</p>", 0},
		{"<p>how to fly in circles</p>", 1},
		{"<p>Export invoices</p>", 1},
	}
	for _, test := range tests {
		if got := newCheck(public, secrets).Scan("a.html", []byte(test.data)); len(got) != test.count {
			t.Errorf("%s: got %v", test.data, got)
		}
	}
	copied := map[string]int{
		"<text>Export invoices</text>":                  0,
		"<text>Overview</text>":                         0,
		"<text>How to fly in circles</text>":            0,
		"<text>Project Falcon</text>":                   2,
		"<desc>see the falcon</desc>":                   1,
		`<g id="x" data-name="see the falcon"></g>`:     1,
		"<title>Falcon</title>":                         1,
		"<text>Project</text><text>unfalcon it</text>":  0,
		"<text>Get the falcon</text><falcon></falcon>":  0,
		"<!-- made from project-falcon.ai -->":          1,
		"<text>A&#x20;Project&#32;Falcon in it</text>x": 2,
	}
	for data, want := range copied {
		if got := newCheck(public, secrets).ScanCopied("a.svg", 0, []byte(data)); len(got) != want {
			t.Errorf("%s: got %v", data, got)
		}
	}
	names := map[string]int{
		"files/project-falcon.png": 1, "Falcon/index.html": 1, "export-invoices/index.html": 0, "falcon.svg": 1, "falconry.png": 0,
	}
	for name, want := range names {
		if got := newCheck(public, secrets).ScanName(name); len(got) != want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// What public content says is not secret, wherever else it stands.
func TestPublicTextIsNoSecret(t *testing.T) {
	const boilerplate = "Ask in the support channel before you promise a date"
	tests := []struct {
		name   string
		public string
		secret Secret
		data   string
		leaks  bool
	}{
		{"boilerplate", boilerplate, passage(boilerplate + ", Globex pays late for all of it."), "<p>" + boilerplate + "</p>", false},
		{
			"more than boilerplate",
			boilerplate,
			passage(boilerplate + ", Globex pays late for all of it."),
			"<p>" + boilerplate + ", Globex pays</p>",
			true,
		},
		{"theme", `<a href="#main">Skip</a> <b>to</b> content`, title("Skip to content"), `<p>Skip to content</p>`, false},
		{"name", "We built Falcon.", title("Falcon"), "<p>Falcon</p>", false},
		{"part of a name", "We built a project.", title("Project Falcon"), "<p>Project Falcon</p>", true},
		{"address", "See https://x.example/falcon/.", address("falcon/"), `<a href="/falcon/">`, false},
		{"longer address", "See https://x.example/falcon/wings/.", address("falcon/"), `<a href="/falcon/">`, true},
		{"words of an address", "The Falcon.", address("falcon/"), `<a href="/falcon/">`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := newCheck([]string{"", test.public}, []Secret{test.secret}).Scan("a.html", []byte(test.data))
			if (len(got) > 0) != test.leaks {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestReportsAreFew(t *testing.T) {
	var secrets []Secret
	var page strings.Builder
	for i := range 50 {
		s := passage(fmt.Sprintf("Customer number%d pays less than all the others do every year", i))
		s.Line = i + 1
		secrets = append(secrets, s, s)
		page.WriteString("<p>" + s.Text + "</p>")
	}
	got := newCheck(nil, secrets).Scan("a.html", []byte(page.String()))
	if len(got) != maxReports {
		t.Fatalf("got %d", len(got))
	}
	for i, d := range got {
		if d.Line != i+1 {
			t.Errorf("report %d is of line %d", i, d.Line)
		}
	}
}

func TestNothingSecret(t *testing.T) {
	for _, secrets := range [][]Secret{nil, {passage(""), title("  "), address("/"), title("!?")}} {
		c := newCheck([]string{"public words"}, secrets)
		if got := c.Scan("index.html", []byte("<p>public words</p> / !?")); len(got) != 0 {
			t.Errorf("got %v", got)
		}
	}
}

func TestConcurrentScans(t *testing.T) {
	c := newCheck(nil, []Secret{title("Project Falcon"), address("falcon/")})
	data := []byte(`<a href="/falcon/">Project Falcon</a>`)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got := c.Scan("a.html", data); len(got) != 2 {
					t.Errorf("got %v", got)
				}
			}
		})
	}
	wg.Wait()
}

// corpus makes deterministic prose: pages of words from a vocabulary.
func corpus(seed uint64, pages, words int) []string {
	rng := rand.New(rand.NewPCG(seed, seed))
	vocabulary := make([]string, 4000)
	for i := range vocabulary {
		b := make([]byte, 2+rng.IntN(8))
		for j := range b {
			b[j] = byte('a' + rng.IntN(26))
		}
		vocabulary[i] = string(b)
	}
	out := make([]string, pages)
	for i := range out {
		var b strings.Builder
		for j := range words {
			if j > 0 {
				b.WriteByte(" \n,"[min(2, rng.IntN(20))%3])
				b.WriteByte(' ')
			}
			b.WriteString(vocabulary[rng.IntN(len(vocabulary))])
		}
		out[i] = b.String()
	}
	return out
}

// Each secret text is found in each format that a build writes, and nothing is
// found in text that has no part of it.
func TestFindsEachSecretInEachFormat(t *testing.T) {
	texts := corpus(1, 300, 40)
	var secrets []Secret
	for i, text := range texts[:150] {
		secrets = append(secrets, Secret{Text: text, Position: diag.Position{Path: fmt.Sprint(i)}})
	}
	c := newCheck(texts[150:200], secrets)
	write := map[string]func(string) []byte{
		"a.html": func(s string) []byte { return []byte("<!doctype html><p>" + html.EscapeString(s) + "</p>") },
		"a.json": func(s string) []byte {
			b, err := json.Marshal(map[string]string{"html": "<p class=\"x\">" + html.EscapeString(s) + "</p>"})
			if err != nil {
				t.Fatal(err)
			}
			return b
		},
		"a.xml": func(s string) []byte {
			var b bytes.Buffer
			if err := xml.EscapeText(&b, []byte("<p class=\"x\">"+html.EscapeString(s)+"</p>")); err != nil {
				t.Fatal(err)
			}
			return []byte("<feed>" + b.String() + "</feed>")
		},
		"a.txt": func(s string) []byte { return []byte(s) },
	}
	for file, form := range write {
		for i, text := range texts {
			got := c.Scan(file, form(text))
			if want := i < 150; (len(got) == 1) != want || len(got) > 1 || want && got[0].Path != fmt.Sprint(i) {
				t.Fatalf("%s, text %d: got %v", file, i, got)
			}
		}
	}
}

// The same letters make the same word however they are parted, others another.
func TestWord(t *testing.T) {
	const text = "internationalizations0123456789"
	seen := map[uint64]string{}
	for from := range len(text) {
		for to := from + 1; to <= len(text); to++ {
			var sum uint64
			scan([]byte(text[from:to]), plainText, func(st *stream) bool {
				sum = st.last(0).hash &^ numeric
				return true
			})
			if other, had := seen[sum]; had && other != text[from:to] {
				t.Fatalf("%q has the sum of %q", text[from:to], other)
			}
			seen[sum] = text[from:to]
			for cut := from + 1; cut < to; cut++ {
				parted := strings.ToUpper(text[from:cut]) + "<b>\u00ad</b>" + text[cut:to]
				got := uint64(0)
				scan([]byte(parted), htmlText, func(st *stream) bool {
					got = st.last(0).hash &^ numeric
					return true
				})
				if got != sum {
					t.Fatalf("%q is not read as %q", parted, text[from:to])
				}
			}
		}
	}
}

func TestLetters(t *testing.T) {
	for b := range 256 {
		for at := range 8 {
			data := []byte("aZ09zA5m")
			data[at] = byte(b)
			got, k := letters(data, 0)
			want := at
			if strings.IndexByte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", byte(b)) >= 0 {
				want = 8
			}
			var low [8]byte
			copy(low[:], strings.ToLower(string(data[:want])))
			if int(k) != want || got != binary.LittleEndian.Uint64(low[:]) {
				t.Fatalf("letters(%q) = %x, %d", data, got, k)
			}
		}
	}
}

func TestQuote(t *testing.T) {
	tests := []struct {
		data string
		mode mode
		json bool
		want string
	}{
		{"a  <b>bold</b>\n&amp; more</li><li>next", htmlText, false, "a bold & more next"},
		{"&lt;p&gt;it&amp;rsquo;s&lt;/p&gt; a &lt; b", xmlText, false, "it’s a < b"},
		{`gr\u00f6\u00dfer\u003cbr\u003e\n<\/p>than 3 < 4`, jsonText, true, "größer than 3 < 4"},
		{"a < b & c\t<d>", plainText, false, "a < b & c <d>"},
		{"&lt;code> &nosuch; x", htmlText, false, "<code> &nosuch; x"},
		{strings.Repeat("y", 300), plainText, false, strings.Repeat("y", 200) + "…"},
	}
	for _, test := range tests {
		if got := quote([]byte(test.data), test.mode, test.json); got != test.want {
			t.Errorf("quote(%q) = %q, want %q", test.data, got, test.want)
		}
	}
}

// Texts may come from several goroutines, and the reports are the same.
func TestConcurrentBuilding(t *testing.T) {
	texts := corpus(3, 200, 30)
	page := []byte(strings.Join(texts[:20], "\n"))
	build := func(workers int) []diag.Diagnostic {
		b := NewBuilder()
		work := func(add func(i int)) {
			var wg sync.WaitGroup
			for w := range workers {
				wg.Go(func() {
					for i := w; i < 100; i += workers {
						add(i)
					}
				})
			}
			wg.Wait()
		}
		work(func(i int) {
			at := diag.Position{Path: fmt.Sprintf("%03d.md", i), Line: 1}
			b.Secret(Secret{texts[i%50], Passage, at})
			b.Secret(Secret{texts[i%50][:40], Title, at})
			b.Secret(Secret{fmt.Sprintf("releases/%d/", i%50), Address, at})
		})
		c := b.Check()
		work(func(i int) { c.Public(texts[100+i] + " <b>" + texts[i%2]) })
		return c.Scan("a.txt", page)
	}
	want := build(1)
	if len(want) != maxReports || want[0].Path != "002.md" {
		t.Fatalf("got %v", want)
	}
	for range 20 {
		if got := build(4); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

// A finished builder is empty.
func TestEmptyBuilder(t *testing.T) {
	b := NewBuilder()
	b.Secret(title("Project Eagle"))
	if got := b.Check().Scan("a.txt", []byte("Project Eagle")); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if got := b.Check().Scan("a.txt", []byte("Project Eagle")); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

// What is public may be told between scans, and while others scan.
func TestConcurrentPublic(t *testing.T) {
	c := newCheck(nil, []Secret{title("Project Falcon"), title("Project Eagle")})
	page := []byte("Project Falcon and Project Eagle")
	if got := c.Scan("a.txt", page); len(got) != 2 {
		t.Errorf("got %v", got)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			c.Public("We say Project Falcon.")
			if got := c.Scan("a.txt", page); len(got) != 1 {
				t.Errorf("got %v", got)
			}
		})
	}
	wg.Wait()
}

func TestTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	const n = 5000
	tab := newTable(n)
	sums := make([]uint64, n)
	for i := range sums {
		sums[i] = mix(rng.Uint64(), 6)
		if i%7 == 1 {
			sums[i] = sums[i-1]
		}
		tab.insert(sums[i], i)
	}
	for i := 0; i < n; i += 3 {
		tab.remove(sums[i], func(index int) bool { return index == i })
	}
	for i, sum := range sums {
		var found []int
		tab.each(sum, func(index int) { found = append(found, index) })
		if slices.Contains(found, i) != (i%3 != 0) {
			t.Fatalf("entry %d: found %v", i, found)
		}
	}
}

func TestLedger(t *testing.T) {
	for _, n := range []int{0, 1, 50, 200_000} {
		rng := rand.New(rand.NewPCG(9, uint64(n)))
		l := new(ledger)
		sums := make([]uint64, n)
		for i := range sums {
			sums[i] = mix(rng.Uint64(), 6)
			l.insert(sums[i], uint32(i)+10)
		}
		latest := func(i, j uint32) bool { return i > j }
		l.seal(latest)
		for i := 0; i < n; i += 3 {
			l.insert(sums[i], uint32(i)+11)
			l.insert(sums[i], uint32(i)+9)
		}
		l.seal(latest)
		for i := 1; i < n; i += 3 {
			l.remove(sums[i])
		}
		f := l.filter()
		entries := 0
		for i := range l.parts {
			entries += l.parts[i].n
		}
		if entries != n {
			t.Errorf("%d entries for %d sums", entries, n)
		}
		for i, sum := range sums {
			e := l.find(sum)
			if want := uint32([]int{i + 11, 0, i + 10}[i%3]); want == 0 && e != nil || want != 0 && (e == nil || e.index != want) {
				t.Fatalf("entry %d of %d: found %v", i, n, e)
			}
			if !f.maybe(sum) {
				t.Fatalf("the filter does not know entry %d", i)
			}
		}
		for range 1000 {
			if e := l.find(rng.Uint64()); e != nil {
				t.Fatalf("found %v", e)
			}
		}
	}
}

func TestFilter(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for _, n := range []int{0, 1, 1000, 100_000} {
		f := newFilter(n)
		sums := make([]uint64, n)
		for i := range sums {
			sums[i] = rng.Uint64()
			f.add(sums[i])
		}
		for _, sum := range sums {
			if !f.maybe(sum) {
				t.Fatalf("the filter of %d does not know %x", n, sum)
			}
		}
		unknown := 0
		for range 10_000 {
			if f.maybe(rng.Uint64()) {
				unknown++
			}
		}
		if unknown > 500 {
			t.Errorf("the filter of %d lets %d of 10000 unknown sums through", n, unknown)
		}
	}
}

func TestEscapes(t *testing.T) {
	entities := map[string]struct {
		r    rune
		size int
	}{
		"&amp;x": {'&', 5}, "&lt;": {'<', 4}, "&amp;lt;": {'&', 5}, "&nbsp;": {'\u00a0', 6}, "&": {'&', 1}, "&;": {'&', 1},
		"&#228;": {'ä', 6}, "&#xE4;": {'ä', 6}, "& b;": {'&', 1}, "&nosuch;": {'&', 1}, "&lt": {'&', 1},
	}
	for in, want := range entities {
		if r, size := entity([]byte(in), false); r != want.r || size != want.size {
			t.Errorf("entity(%q) = %q, %d", in, r, size)
		}
	}
	if r, size := entity([]byte("&amp;nbsp;"), true); r != '\u00a0' || size != 10 {
		t.Errorf("got %q, %d", r, size)
	}
	if r, size := entity([]byte("&amp;amp;lt;"), true); r != '&' || size != 9 {
		t.Errorf("got %q, %d", r, size)
	}
	escapes := map[string]struct {
		r    rune
		size int
	}{
		`\n`: {' ', 2}, `\"`: {'"', 2}, `\/`: {'/', 2}, `\\`: {'\\', 2}, `\`: {'\\', 1}, `\u00e4x`: {'ä', 6},
		`\ud83d\ude00`: {'😀', 12}, `\ud83d`: {0xd83d, 6}, `\u12`: {' ', 2}, `\uzzzz`: {' ', 2}, "\\é": {'\\', 1},
	}
	for in, want := range escapes {
		if r, size := escape([]byte(in)); r != want.r || size != want.size {
			t.Errorf("escape(%q) = %q, %d", in, r, size)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add("The discount for Globex ends in March", "a.html", "<p>x</p>", "y")
	f.Add("Project Falcon", "a.json", `{"x":"\u003cp`, `\`)
	f.Add("über/falcon/", "a.xml", "&lt;p &amp;lt;", "&")
	f.Add("来月から価格が上がります", "a.txt", "<", "\xff")
	f.Add("a<b>c</b> \"d\" e & f", "_redirects", "<!--", "<script>")
	f.Fuzz(func(t *testing.T, secret, file, before, after string) {
		secrets := []Secret{passage(secret), title(secret), address(secret)}
		data := []byte(before + secret + after)
		c := newCheck(nil, secrets)
		for _, d := range c.Scan(file, data) {
			if d.Rule != "leak" {
				t.Errorf("got %v", d)
			}
		}
		differs(t, nil, slices.Clone(secrets), file, data)
		differs(t, []string{before + after}, slices.Clone(secrets), file, data)
		// Whatever a public text says, it does not leak.
		quiet := newCheck([]string{secret, string(data)}, secrets)
		if got := quiet.Scan("a.txt", data); len(got) != 0 {
			t.Errorf("public text leaks: %v", got)
		}
		// A page that holds a long text, as a writer would write it, is found.
		if got := c.Scan("a.html", []byte("<p>"+html.EscapeString(secret)+"</p>")); len(got) == 0 && len(c.longs) > 0 {
			t.Errorf("%q is not found in HTML", secret)
		}
	})
}

// BenchmarkBuild takes 3 million words of secrets, and as many public ones.
func BenchmarkBuild(b *testing.B) {
	texts := corpus(2, 200_000, 30)
	b.ReportAllocs()
	for b.Loop() {
		c := NewBuilder()
		for i, text := range texts[:100_000] {
			c.Secret(Secret{Text: text, Position: diag.Position{Path: place.Path, Line: i}})
		}
		check := c.Check()
		for _, text := range texts[100_000:] {
			check.Public(text)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	texts := corpus(2, 10_500, 300)
	build := NewBuilder()
	for i, text := range texts[:10_000] {
		build.Secret(Secret{Text: text})
		build.Secret(Secret{Text: fmt.Sprintf("Secret title number%d", i), Kind: Title})
		build.Secret(Secret{Text: fmt.Sprintf("releases/secret-title-%d/", i), Kind: Address})
	}
	c := build.Check()
	var page strings.Builder
	for i, text := range texts[10_000:] {
		for j, sentence := range strings.SplitAfter(text, "\n") {
			fmt.Fprintf(&page,
				"<p>%s See <a href=\"/releases/note-%d/\">this <b>page</b></a>, it&rsquo;s &quot;new&quot;.</p>\n",
				strings.ReplaceAll(sentence, ",,", ","), i*j)
		}
	}
	text := page.String()
	encoded, err := json.Marshal(map[string]string{"content_html": text})
	if err != nil {
		b.Fatal(err)
	}
	var feed bytes.Buffer
	if err := xml.EscapeText(&feed, []byte(text)); err != nil {
		b.Fatal(err)
	}
	for _, file := range []struct {
		name string
		data []byte
	}{{"a.html", []byte(text)}, {"a.json", encoded}, {"a.xml", feed.Bytes()}, {"a.txt", []byte(text)}} {
		b.Run(file.name, func(b *testing.B) {
			b.SetBytes(int64(len(file.data)))
			for b.Loop() {
				if got := c.Scan(file.name, file.data); len(got) > 0 {
					b.Fatal(got)
				}
			}
		})
	}
}

// maybe asks the filter for one sum.
func (f filter) maybe(sum uint64) bool {
	i, mask := f.at(sum)
	return f[i]&mask == mask
}

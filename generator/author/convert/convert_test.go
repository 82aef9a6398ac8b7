package convert

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// zipped makes an archive of names and texts, in turn.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func converted(t *testing.T, name string, data []byte) map[string]string {
	t.Helper()
	out, err := Convert(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	files := map[string]string{}
	for _, f := range out.Files {
		files[f.Path] = string(f.Data)
	}
	return files
}

const (
	wordBegin = `<?xml version="1.0"?><w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:wp="wp"><w:body>`
	wordEnd   = `</w:body></w:document>`
	styles    = `<w:styles xmlns:w="w">` +
		`<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>` +
		`<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>` +
		`<w:style w:styleId="Kapitel"><w:name w:val="Chapter"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>` +
		`<w:style w:styleId="Abschnitt"><w:name w:val="Part"/><w:basedOn w:val="Kapitel"/></w:style>` +
		`<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>` +
		`<w:style w:styleId="Quelltext"><w:name w:val="Source Code"/></w:style>` +
		`<w:style w:styleId="Inhalt"><w:name w:val="toc 1"/></w:style></w:styles>`
	numbering = `<w:numbering xmlns:w="w">` +
		`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>` +
		`<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`
	relations = `<Relationships><Relationship Id="r1" Type="x/image" Target="media/pier.png"/>` +
		`<Relationship Id="r2" Type="x/hyperlink" Target="https://example.com/" TargetMode="External"/>` +
		`<Relationship Id="r3" Type="x/image" Target="media/old.emf"/></Relationships>`
	footnotes = `<w:footnotes xmlns:w="w"><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>` +
		`<w:footnote w:id="1"><w:p><w:r><w:t>Only in summer.</w:t></w:r></w:p></w:footnote></w:footnotes>`
)

// word makes a document of Word with a body.
func word(t testing.TB, body string) []byte {
	t.Helper()
	return zipped(t, "word/document.xml", wordBegin+body+wordEnd, "word/styles.xml", styles, "word/numbering.xml", numbering,
		"word/_rels/document.xml.rels", relations, "word/footnotes.xml", footnotes, "word/media/pier.png", "PNG", "word/media/old.emf",
		"EMF",
		"word/comments.xml", `<w:comments xmlns:w="w"><w:comment w:id="0"><w:p><w:r><w:t>remark</w:t></w:r></w:p></w:comment></w:comments>`)
}

func para(style, runs string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + runs + `</w:p>`
}

func run(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

func item(num, depth, s string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + depth + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr>` + run(s) + `</w:p>`
}

// TestWord reads documents of Word: what styles say in any language, lists that go on,
// and nothing that readers of the document did not see.
func TestWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{
			"headings by the name of the style, then by outline level",
			para("Titel", run("Ferries")) + para("berschrift1", run("Boats")) + para("Abschnitt", run("Big ones")) +
				`<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>` + run("Piers") + `</w:p>` +
				`<w:p><w:r><w:rPr><w:b/><w:sz w:val="40"/></w:rPr><w:t>Only large</w:t></w:r></w:p>`,
			"---\ntitle: Ferries\n---\n\n## Boats\n\n### Big ones\n\n## Piers\n\n**Only large**\n",
		},
		{
			"comments and tracked changes",
			`<w:p><w:commentRangeStart w:id="0"/>` + run("kept") +
				`<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>` +
				`<w:ins w:id="1">` + run(" added") + `</w:ins><w:del w:id="2"><w:r><w:delText> gone</w:delText></w:r></w:del>` +
				`<w:moveFrom w:id="3">` + run(" moved away") + `</w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r></w:p>`,
			"---\ntitle: doc\n---\n\nkept added\n",
		},
		{
			"lists in two depths, and numbers that go on",
			item("1", "0", "a") + item("1", "1", "b") + item("1", "0", "c") + item("2", "0", "one") + `<w:p>` + run("between") + `</w:p>` +
				item("2", "0", "two"),
			"---\ntitle: doc\n---\n\n- a\n  - b\n- c\n\n1. one\n\nbetween\n\n2. two\n",
		},
		{
			"looks of text",
			`<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">bold </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>italic</w:t></w:r>` +
				run(" ") + `<w:r><w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr><w:t>a*b</w:t></w:r>` +
				`<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t> plain</w:t></w:r>` +
				run(" 2*3*4 &lt;b&gt;") + `</w:p>`,
			"---\ntitle: doc\n---\n\n**bold** *italic* `a*b` plain 2\\*3\\*4 &lt;b&gt;\n",
		},
		{
			"quotes, code, contents and links",
			para("Zitat", run("As they say.")) + para("Quelltext", run("a := 1")) + para("Quelltext", run("b := 2")) + para("Inhalt",
				run("Boats 3")) +
				`<w:p><w:hyperlink r:id="r2">` + run("site") + `</w:hyperlink><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`,
			"---\ntitle: doc\n---\n\n> As they say.\n\n```\na := 1\nb := 2\n```\n\n" +
				"[site](https://example.com/)[^1]\n\n[^1]: Only in summer.\n",
		},
		{
			"a simple table, and one with lists, wide and tall cells",
			`<w:tbl><w:tr><w:tc><w:p>` + run("A") + `</w:p></w:tc><w:tc><w:p>` + run("B|C") + `</w:p></w:tc></w:tr></w:tbl><w:p>` +
				run("x") + `</w:p>` +
				`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>` + run("wide") + `</w:p></w:tc></w:tr>` +
				`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>` + run("tall") + `</w:p></w:tc><w:tc>` + item("1", "0",
				"p") +
				`</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p>` + run("q") +
				`</w:p></w:tc></w:tr></w:tbl>`,
			"---\ntitle: doc\n---\n\n| A | B\\|C |\n|---|---|\n\nx\n\n<table>\n<tr><th colspan=\"2\"><p>wide</p></th></tr>\n" +
				"<tr><td rowspan=\"2\"><p>tall</p></td><td><ul><li>p</li></ul></td></tr>\n<tr><td><p>q</p></td></tr>\n</table>\n",
		},
		{
			"text that looks like a block of ours",
			`<w:p>` + run(":::sales") + `</w:p>`,
			"---\ntitle: doc\n---\n\n\\:::sales\n",
		},
		{
			"a picture with its words",
			`<w:p><w:r><w:drawing><wp:docPr descr="The pier"/><a:blip r:embed="r1"/></w:drawing></w:r></w:p>` +
				`<w:p><w:r><w:drawing><a:blip r:embed="r3"/></w:drawing></w:r>` + run("end") + `</w:p>`,
			"---\ntitle: doc\n---\n\n![The pier](image-1.png)\n\nend\n",
		},
	} {
		got := converted(t, "doc.docx", word(t, tt.body))
		if got["index.md"] != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got["index.md"], tt.want)
		}
		if strings.Contains(tt.want, "image-1.png") != (got["image-1.png"] == "PNG") {
			t.Errorf("%s: pictures %v", tt.name, got)
		}
	}
}

// TestHTML reads what services write, as their readers saw it.
func TestHTML(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{
			"code of Confluence", `<p>Run:</p><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">bash</ac:parameter>` +
				`<ac:plain-text-body><![CDATA[make && ./run <x>]]></ac:plain-text-body></ac:structured-macro><p />`,
			"Run:\n\n```bash\nmake && ./run <x>\n```\n",
		},
		{"links of Confluence", `<p>See <ac:link><ri:page ri:content-title="Night duty" /><ac:plain-text-link-body><![CDATA[nights]]>` +
			`</ac:plain-text-link-body></ac:link></p>`, "See [nights](night-duty.md)\n"},
		{"panels of Confluence", `<ac:structured-macro ac:name="warning"><ac:parameter ac:name="title">Stop</ac:parameter>` +
			`<ac:rich-text-body><p>Hot&mdash;very</p>` +
			`</ac:rich-text-body></ac:structured-macro>`, "> [!CAUTION]\n> **Stop**\n>\n> Hot—very\n"},
		{"tasks", `<ac:task-list><ac:task><ac:task-status>complete</ac:task-status>` +
			`<ac:task-body>Call</ac:task-body></ac:task></ac:task-list>`, "- [x] Call\n"},
		{
			"a list in a cell", `<table><tr><th>a</th></tr><tr><td><ul><li>x</li></ul></td></tr></table>`,
			"<table><tbody>\n<tr><th>a</th></tr>\n<tr><td><ul><li>x</li></ul></td></tr>\n</tbody></table>\n",
		},
		{"scripts, styles and comments", `<p>a</p><script>x</script><style>p{}</style><!-- c --><p onclick="x">b</p>`, "a\n\nb\n"},
		{
			"addresses that run", `<p><a href="java&#10;script:x">a</a> <a href="https://example.com">b</a></p>`,
			"a [b](https://example.com)\n",
		},
		{"films", `<iframe src="https://example.com/v"></iframe>`, "[https://example.com/v](https://example.com/v)\n"},
		{"one list in many", `<ol start="1"><li>one</li></ol><ol start="2"><li>two</li></ol>`, "1. one\n2. two\n"},
		{
			"a callout of Notion", `<figure class="callout"><div><span class="icon">!</span></div><div>Remember</div></figure>`,
			"> [!NOTE]\n> Remember\n",
		},
		{"two kinds of emphasis", `<p><b>a</b><i>b</i> <em></em></p>`, "**a***b*\n"},
	} {
		got := converted(t, "p.html", []byte(tt.src))["index.md"]
		if want := "---\ntitle: p\n---\n\n" + tt.want; got != want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, want)
		}
	}
	got := converted(t, "p.html", []byte(`<title>Duty - Acme - Confluence</title><h1>Duty</h1><h2>At night</h2>`))["index.md"]
	if want := "---\ntitle: Duty\n---\n\n## At night\n"; got != want {
		t.Errorf("the title is %s, want %s", got, want)
	}
}

// TestNotionExport reads an archive in an archive: names without ids, links and
// properties, and a database from the file that no filter cut.
func TestNotionExport(t *testing.T) {
	t.Parallel()
	const a, b = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
	inner := zipped(t,
		"Desk "+a+".md", "# Desk\n\nStatus: Live\nTags: ferry, pier\nRelated: U\u0308ber (Desk/U%CC%88ber%20"+b+".md)\n\n"+
			"[Over](Desk/U%CC%88ber%20"+b+".md) ![P](Desk/pier.png)\n",
		"Desk/U\u0308ber "+b+".md", "# Über\n\nNote: text\nwith a second line.\n",
		"Desk/pier.png", "PNG",
		"Desk/Tasks "+a+".csv", "Name\nFirst\n", "Desk/Tasks "+a+"_all.csv", "Name,State\nFirst,Live\nSec|ond,\n",
		"Desk/Tasks/First "+b+".md", "# First\n\nText.\n",
	)
	got := converted(t, "export.zip", zipped(t, "Export-1.zip", string(inner)))
	want := map[string]string{
		"desk.md": "---\ntitle: Desk\ntags: [ferry, pier]\n---\n\n- **Status:** Live\n- **Related:** [Über](desk/über.md)\n\n" +
			"[Over](desk/über.md) ![P](desk/pier.png)\n",
		"desk/über.md":  "---\ntitle: Über\n---\n\nNote: text\nwith a second line.\n",
		"desk/pier.png": "PNG",
		"desk/tasks.md": "---\ntitle: Tasks\n---\n\n| Name | State |\n|---|---|\n" +
			"| [First](tasks/first.md) | Live |\n| Sec\\|ond |  |\n",
		"desk/tasks/first.md": "---\ntitle: First\n---\n\nText.\n",
	}
	for name, text := range want {
		if strings.ReplaceAll(got[name], "U\u0308", "Ü") != text {
			t.Errorf("%s:\n%q\nwant\n%q", name, got[name], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

// TestConfluenceExport gives pages of an export in HTML names without numbers, and links
// between them.
func TestConfluenceExport(t *testing.T) {
	t.Parallel()
	got := converted(t, "space.zip", zipped(t,
		"ACME/index.html", `<title>Acme</title><a href="Night-duty_123456.html">Night duty</a>`,
		"ACME/Night-duty_123456.html", `<title>Acme : Night duty</title><div id="main-content"><p><a href="index.html#x">home</a>`+
			`<img src="attachments/1/2.png"></p></div><div>Menu</div>`,
		"ACME/attachments/1/2.png", "PNG"))
	if want := "---\ntitle: Acme\n---\n\n[Night duty](night-duty.md)\n"; got["index.md"] != want {
		t.Errorf("%s", got["index.md"])
	}
	if want := "---\ntitle: 'Acme : Night duty'\n---\n\n[home](index.md#x)![](attachments/1/2.png)\n"; got["night-duty.md"] != want {
		t.Errorf("%s, want %s", got["night-duty.md"], want)
	}
}

// TestHostile refuses what no program writes, and gives nothing.
func TestHostile(t *testing.T) {
	t.Parallel()
	small := func() *budget { return &budget{document: 10_000, unpacked: 25_000, files: 10} }
	bomb := strings.Repeat("0", 10_001)
	var many, much []string
	for i := range 11 {
		many = append(many, strings.Repeat("a", i+1)+".md", "")
	}
	for i := range 3 {
		much = append(much, strings.Repeat("a", i+1)+".png", bomb)
	}
	for _, tt := range []struct {
		name, file string
		data       []byte
		want       error
		says       string
	}{
		{"a bomb in a document", "a.docx", zipped(t, "word/document.xml", bomb), ErrHostile, "unpacks to more than"},
		{
			"a bomb in an archive in an archive", "a.zip", zipped(t, "b.zip", string(zipped(t, "c.md", bomb))), ErrHostile,
			"unpacks to more than",
		},
		{"a large page", "a.html", []byte(bomb), ErrHostile, "too large"},
		{"too much in all", "a.zip", zipped(t, much...), ErrHostile, "unpacks to more than"},
		{"too many files", "a.zip", zipped(t, many...), ErrHostile, "more than 10 files"},
		{"a name that leads out", "a.zip", zipped(t, "a/../../b.md", "x"), ErrHostile, "leads out"},
		{"an absolute name", "a.zip", zipped(t, "/etc/b.md", "x"), ErrHostile, "leads out"},
		{"a name of Windows", "a.zip", zipped(t, `..\b.md`, "x"), ErrHostile, "leads out"},
		{
			"entities", "a.docx",
			zipped(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>`+wordBegin+"<w:p>&b;</w:p>"+wordEnd),
			ErrHostile, "document type",
		},
		{
			"an entity that nobody defines", "a.docx", zipped(t, "word/document.xml", wordBegin+"<w:p>&file;</w:p>"+wordEnd), ErrForm,
			"entity",
		},
		{
			"elements in elements", "a.docx", zipped(t, "word/document.xml", strings.Repeat("<a>", 500)+strings.Repeat("</a>", 500)),
			ErrHostile, "deep",
		},
		{"half a document", "a.docx", word(t, "<w:p/>")[:300], ErrForm, ""},
		{"no document", "a.docx", zipped(t, "x", "y"), ErrForm, "word/document.xml"},
		{"an export of nothing", "a.zip", zipped(t, "x.exe", "y"), ErrForm, "no page"},
		{"another file", "a.pdf", []byte("%PDF"), ErrForm, "neither"},
	} {
		got, err := convert(tt.file, bytes.NewReader(tt.data), int64(len(tt.data)), small())
		if got != nil || !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, %v; want %v that says %q", tt.name, got, err, tt.want, tt.says)
		}
	}
	if _, err := Convert("a.zip", bytes.NewReader(nil), MaxInput+1); !errors.Is(err, ErrHostile) {
		t.Errorf("a file of %d bytes: %v", MaxInput+1, err)
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		`<ul><li>a</li><ul><li>b</li></ul></ul>`, `<ac:link><ri:page ri:content-title="x"/></ac:link>`, `<table><tr><td><table>`,
		`<b><i>a</b></i>`, `<details><summary>`, `<pre><br>`, `<headsup-raw md="x">`, `<h1><h1>`, `<ol start="-1"><li>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		out, err := Convert("x.html", strings.NewReader(src), int64(len(src)))
		if err == nil && out.Pages != 1 {
			t.Errorf("%d pages", out.Pages)
		}
	})
}

func FuzzWord(f *testing.F) {
	f.Add(para("Titel", run("a")))
	f.Add(item("1", "0", "a") + item("2", "9", "b"))
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:tbl/></w:tc></w:tr></w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		data := word(t, body)
		//nolint:errcheck // it only must not fail in another way
		Convert("x.docx", bytes.NewReader(data), int64(len(data)))
	})
}

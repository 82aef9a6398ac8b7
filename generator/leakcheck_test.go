package generator_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"headsup/generator"
	"headsup/generator/compile/content"
)

// findingsOf builds a folder and returns what the build says of the rules, one
// finding a line.
func findingsOf(t *testing.T, v content.Visibility, files map[string]string, rules ...string) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	writeFiles(t, filepath.Join(dir, "content"), files)
	res, err := generator.Build(t.Context(), generator.Options{
		Content: "content", Out: "out", NoCache: true, Visibility: v, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, d := range res.Diagnostics {
		for _, rule := range rules {
			if d.Rule == rule {
				fmt.Fprintf(&b, "%s:%d:%d: %s\n", d.Path, d.Line, d.Column, d.Message)
			}
		}
	}
	return b.String()
}

// TestCopiedText holds that what files beside the pages say is looked through,
// wherever in them it stands and however large they are.
func TestCopiedText(t *testing.T) {
	const secret = "Falcon nightfall ledger migration"
	wide := "\xff\xfe"
	for _, u := range utf16.Encode([]rune("a\r\n" + secret)) {
		wide += string([]byte{byte(u), byte(u >> 8)})
	}
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">%s</svg>`
	texts := map[string]string{
		"a.svg":  fmt.Sprintf(svg, "\n<text>"+secret+"</text>"),
		"b.svg":  fmt.Sprintf(svg, "\n<desc>"+secret+"</desc>"),
		"c.svg":  fmt.Sprintf(svg, "\n<g aria-label='"+secret+"'/>"),
		"d.txt":  "a\nThe falcon\nnightfall ledger migration is near.",
		"e.json": "{\n" + `"name": "` + secret + `"}`,
		"f.csv":  "a,b\n1,\"" + secret + "\"",
		"g.tsv":  "a\tb\n" + secret + "\t1",
		"h.vtt":  "WEBVTT\n00:00.000 --> 00:01.000 " + secret,
		"i.csv":  wide,
		"j.txt":  strings.Repeat("x", 4<<20-len(secret)) + "\n" + secret,
	}
	for name, text := range texts {
		files := map[string]string{
			"headsup.yaml":     "title: T\nbase_url: https://x.example/\n",
			"releases/i.md":    "---\ndate: 2026-01-01\ntitle: " + secret + "\n---\nx\n",
			"releases/a.md":    "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\n[x](" + name + ")\n",
			"releases/" + name: text,
			// No public page shows it.
			"releases/z.txt": secret,
		}
		want := "content/releases/i.md:3:8: content/releases/" + name + ":2 has words that are not public: "
		if got := findingsOf(t, content.Public, files, "leak"); !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: got %s", name, got)
		}
		if got := findingsOf(t, content.Internal, files, "leak"); got != "" {
			t.Errorf("%s: the internal build says %s", name, got)
		}
	}
}

// TestTextLeftOut holds that what is not copied of a drawing is no leak, and that what
// is copied is found at its place in the file.
func TestTextLeftOut(t *testing.T) {
	const secret = "Falcon nightfall ledger migration"
	const unseen = "<!--\n" + secret + "\n-->\n<metadata>\n" + secret + "</metadata><g data-name='" + secret + "'/>\n"
	drawing := func(words string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">` + unseen + "<text>" + words + "</text></svg>"
	}
	files := map[string]string{
		"headsup.yaml":   "title: T\nbase_url: https://x.example/\n",
		"releases/i.md":  "---\ndate: 2026-01-01\ntitle: " + secret + "\n---\nx\n",
		"releases/a.md":  "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\n![x](a.svg)\n",
		"releases/a.svg": drawing("Words"),
	}
	out := filepath.Join(t.TempDir(), "out")
	dir := t.TempDir()
	writeFiles(t, dir, files)
	mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: content.Public})
	if text := tree(t, out)["releases/a.svg"]; strings.Contains(text, "Falcon") || !strings.Contains(text, "<text>Words</text>") {
		t.Errorf("the drawing is %s", text)
	}
	files["releases/a.svg"] = drawing(secret)
	const want = "content/releases/i.md:3:8: content/releases/a.svg:6 has words that are not public: "
	if got := findingsOf(t, content.Public, files, "leak"); !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 1 {
		t.Errorf("got %s", got)
	}
}

// TestOrdinaryCopiedText holds that diagrams and data may say what internal pages
// are called by chance, and what public pages say.
func TestOrdinaryCopiedText(t *testing.T) {
	files := map[string]string{
		"headsup.yaml": "title: T\nbase_url: https://x.example/\n",
		"releases/a.md": "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\naliases: [/internal-plan/]\n" +
			"tags: [model, scale, input]\n---\n" +
			"The owl flies at night over the ledger. Plans are sent by mail.\n\n" +
			"![x](getting-started.svg) [y](internal-plan.csv)\n",
		"releases/getting-started.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Getting started</title>` +
			`<text>Export</text><text>invoices</text><text>The owl flies at night over the ledger.</text><text>Overview</text></svg>`,
		"releases/internal-plan.csv": "Overview,Plans sent\nGetting started,Export\ninvoices,Sign in\n",
	}
	for i, title := range []string{
		"Overview", "Getting started", "Export invoices", "Internal plan",
		"Plans sent", "Sign in", "Model scale input",
	} {
		files[fmt.Sprintf("playbooks/%d.md", i)] = "---\ntitle: " + title + "\n---\nThe owl flies at night over the ledger.\n"
	}
	if got := findingsOf(t, content.Public, files, "leak"); got != "" {
		t.Errorf("got %s", got)
	}
}

// TestNamesOfFiles holds that internal titles are found in names of copied files.
func TestNamesOfFiles(t *testing.T) {
	files := map[string]string{
		"headsup.yaml":                "title: T\nbase_url: https://x.example/\n",
		"releases/i.md":               "---\ntitle: Project Falcon\ndate: 2026-01-01\n---\nx\n",
		"releases/a.md":               "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\n[x](project-falcon.pdf)\n",
		"releases/project-falcon.pdf": "%PDF",
	}
	got := findingsOf(t, content.Public, files, "leak")
	if !strings.Contains(got, "releases/project-falcon.pdf has a name that is not public") {
		t.Errorf("got %s", got)
	}
}

// TestKeptAddresses holds that a page may go on answering to the address of an
// internal one, and to its name.
func TestKeptAddresses(t *testing.T) {
	files := map[string]string{
		"headsup.yaml": "title: T\nbase_url: https://x.example/\n",
		"releases/a.md": "---\ntitle: A\nid: releases/project-falcon\ndate: 2026-01-01\nvisibility: public\n" +
			"aliases: [/releases/project-falcon/, /falcon/, /releases/export-all-invoices/]\n---\nx\n",
		"releases/i.md":       "---\ntitle: Project Falcon\ndate: 2026-01-01\naliases: [/was/falcon/]\n---\nx\n",
		"playbooks/i.md":      "---\ntitle: Export all invoices\n---\nx\n",
		"playbooks/falcon.md": "---\ntitle: Falcon\n---\nx\n",
	}
	for _, v := range []content.Visibility{content.Public, content.Internal} {
		if got := findingsOf(t, v, files, "leak", "alias-conflict"); got != "" {
			t.Errorf("%s: got %s", v, got)
		}
	}
}

// TestInternalWords holds that no build lets an internal word out, and that what it
// says points at the word in its page.
func TestInternalWords(t *testing.T) {
	page := func(front, body string) map[string]string {
		return map[string]string{
			"headsup.yaml":  "title: T\nbase_url: https://x.example/\ninternal_words: [Falcon, customer zero]\n",
			"releases/a.md": "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\nowner: falcon-lead\n" + front + "---\n" + body + "\n",
			"releases/i.md": "---\ntitle: Falcon\ndate: 2026-01-01\n---\nCustomer zero.\n",
		}
	}
	const says = "content/releases/a.md:%d:%d: the public page says %q, which stays inside\n"
	for _, test := range []struct {
		front, body  string
		line, column int
		word         string
		inFeed       bool
	}{
		{"", "The falcon flies.", 7, 5, "Falcon", true},
		{"aliases: [/falcon/]\n", "x", 6, 12, "Falcon", false},
		{"", "## Wings {#falcon}", 7, 12, "Falcon", false},
		{"", "[x](https://y.example/ \"our falcon\")", 7, 29, "Falcon", true},
		{"", "fal&shy;con", 7, 1, "Falcon", true},
		{"", "For customer-zero.", 7, 5, "customer zero", true},
		{"", "For CUSTOMER\nzero.", 7, 5, "customer zero", true},
		{"", ":::sales\nfalcon\n:::\n\nFalcon", 11, 1, "Falcon", true},
		{"tags: [falcon]\n", "x", 6, 8, "Falcon", true},
	} {
		want := fmt.Sprintf(says, test.line, test.column, test.word)
		for _, v := range []content.Visibility{content.Public, content.Internal} {
			files := page(test.front, test.body)
			got := findingsOf(t, v, files, "internal-word")
			if v == content.Internal && !test.inFeed {
				want = ""
			}
			if got != want {
				t.Errorf("%s build of %q %q: got %s, want %s", v, test.front, test.body, got, want)
			}
		}
	}
	for _, v := range []content.Visibility{content.Public, content.Internal} {
		if got := findingsOf(t, v, page("", "Falcons and customers, zero\n\n:::sales\nfalcon\n:::"), "internal-word"); got != "" {
			t.Errorf("%s: got %s", v, got)
		}
	}
	files := page("", "[x](b.csv)")
	files["releases/b.csv"] = "a\nfalcon"
	if got := findingsOf(t, content.Public, files, "internal-word"); !strings.Contains(got, `content/releases/b.csv:2 says "Falcon"`) {
		t.Errorf("got %s", got)
	}
	files = page("", "x")
	files["headsup.yaml"] += "description: About the Falcon\n"
	if got := findingsOf(t, content.Public, files, "internal-word"); !strings.Contains(got, `says "Falcon"`) {
		t.Errorf("got %s", got)
	}
}

// TestPicturesTellNothing holds that the copy of a picture is without what nobody
// sees in it, has its former address, and is written once.
func TestPicturesTellNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	const comment = "\xff\xfe\x00\x12zqsecret comment"
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":       "title: T\nbase_url: https://x.example/\n",
		"releases/a.md":      "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\n![x](photo.jpg) ![y](note.png)\n",
		"releases/photo.jpg": "\xff\xd8" + comment + "\xff\xd9",
		"releases/note.png":  "no picture",
	})
	for _, v := range []content.Visibility{content.Public, content.Internal} {
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v})
		files := tree(t, out)
		if got := files["releases/photo.jpg"]; got != "\xff\xd8\xff\xd9" {
			t.Errorf("%s build: got %q", v, got)
		}
		if got := files["releases/note.png"]; got != "no picture" {
			t.Errorf("%s build: got %q", v, got)
		}
		if res := mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v}); res.Output.Written != 0 {
			t.Errorf("%s build: %d files were written again", v, res.Output.Written)
		}
	}
}

// TestFormerTerms holds that a product, audience or tag that nothing public names
// any more is in nothing public but the address of its feed, which tells the
// products that have a copy.
func TestFormerTerms(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	front := "---\ntitle: %s\ndate: 2026-01-01\nvisibility: public\nproducts: [gone-%[1]s]\naudiences: [crew-%[1]s]\n" +
		"plans: [plan-%[1]s]\ntags: [Zqtag %[1]s]\n%[2]s---\nText.\n"
	files := map[string]string{
		"releases/open.md": "---\ntitle: Open\ndate: 2026-01-01\nvisibility: public\nproducts: [billing]\n---\nText.\n",
		"headsup.yaml":     "title: T\nbase_url: https://x.example/\nproducts:\n  - {id: billing}\n",
	}
	plans, audiences := "plans:\n", "audiences:\n"
	for name, extra := range map[string]string{
		"withdrawn": "withdrawn: true\n", "expired": "expires_at: 2026-02-01\n",
		"held": "publish_at: 2031-01-01\n", "draft": "draft: true\n",
	} {
		text := fmt.Sprintf(front, name, extra)
		if name == "withdrawn" {
			text = strings.Replace(strings.Replace(text, "plans: [plan-withdrawn]\n", "", 1), "---\n", "---\nkey: a.b\n", 1)
		}
		kind := map[bool]string{true: "snippets/", false: "releases/"}[name == "withdrawn"]
		files[kind+name+".md"] = text
		files["headsup.yaml"] += "  - {id: gone-" + name + ", title: Zqproduct " + name + ", description: About zqproduct}\n"
		plans += "  - {id: plan-" + name + ", title: Zqplan " + name + "}\n"
		audiences += "  - {id: crew-" + name + ", title: Zqcrew " + name + "}\n"
	}
	files["headsup.yaml"] += plans + audiences
	writeFiles(t, dir, files)
	name := regexp.MustCompile(`(?i)zq(product|plan|crew|tag)|gone-(held|draft)|crew-(held|draft)`)
	for _, v := range []content.Visibility{content.Public, content.Internal} {
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v})
		all := tree(t, out)
		for file, text := range all {
			isFeed := strings.HasSuffix(file, "feed.json") || strings.HasSuffix(file, "feed.xml") || strings.HasPrefix(file, "embed/")
			if v == content.Internal && !isFeed {
				continue
			}
			if found := name.FindString(file + "\n" + text); found != "" {
				t.Errorf("%s build: %s says %q", v, file, found)
			}
			if strings.HasSuffix(file, ".html") && strings.Contains(text, "gone-") {
				t.Errorf("%s build: %s names a product that is gone", v, file)
			}
		}
		for _, file := range []string{
			"products/gone-withdrawn/feed.json", "products/gone-expired/feed.json", "audiences/crew-expired/feed.xml",
		} {
			if text, ok := all[file]; !ok || !strings.Contains(text, `"withdrawn":[{"id"`) && !strings.Contains(text, "<deleted-entry") {
				t.Errorf("%s build: %s does not tell what was taken back: %s", v, file, text)
			}
		}
	}
}

// TestRoughDates holds that no output has a day where nobody meant one.
func TestRoughDates(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "content")
	front := "---\ntitle: Rough\ndate: 2031-05-23%s\nvisibility: public\npublish_at: 2026-01-01\nconfidence: low\n---\nText.\n"
	writeFiles(t, dir, map[string]string{
		"headsup.yaml":      "title: T\nbase_url: https://x.example/\n",
		"launches/rough.md": fmt.Sprintf(front, ""),
		"launches/clock.md": fmt.Sprintf(front, " 11:47"),
		"releases/rough.md": fmt.Sprintf(front, ""),
	})
	day := regexp.MustCompile(`2031-?05-?23|23 May|23\. May|May 23|T?11:?47`)
	for _, v := range []content.Visibility{content.Public, content.Internal} {
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, generator.Options{Content: dir, Out: out, NoCache: true, Visibility: v})
		for name, text := range tree(t, out) {
			if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".bin") || strings.HasSuffix(name, ".css") ||
				strings.Contains(name, ".headsup") {
				continue // hashes and code
			}
			if at := day.FindStringIndex(text); at != nil {
				t.Errorf("%s build: %s has a day: …%s…", v, name, text[max(0, at[0]-60):min(len(text), at[1]+20)])
			}
		}
	}
}

// TestCheckOfCopiedText holds that a check finds once what a public build would find
// in a file that it copies, also of a page that will be public, and not what a page
// inside shows.
func TestCheckOfCopiedText(t *testing.T) {
	files := map[string]string{
		"headsup.yaml":  "title: T\nbase_url: https://x.example/\n",
		"releases/i.md": "---\ndate: 2026-01-01\ntitle: Falcon nightfall ledger\n---\n[x](inside.txt)\n",
		"releases/a.md": "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\n![x](plan.svg) [y](owl.json)\n",
		"releases/b.md": "---\ntitle: B\ndate: 2026-01-01\nvisibility: public\npublish_at: 2027-01-25 09:00\n" +
			"---\n[x](b.csv) [y](plan.svg)\n",
		"releases/plan.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\n" +
			"<text>Falcon nightfall ledger</text></svg>",
		"releases/owl.json":   "{\"owl\": \"A\"}\n",
		"releases/b.csv":      "a,b\nFalcon nightfall ledger,1\n",
		"releases/inside.txt": "Falcon nightfall ledger\n",
	}
	dir := t.TempDir()
	t.Chdir(dir)
	writeFiles(t, filepath.Join(dir, "content"), files)
	for _, v := range []content.Visibility{content.Internal, content.Public} {
		res, err := generator.Check(t.Context(), generator.Options{
			Content: "content", NoCache: true, Visibility: v, Now: now,
		}, generator.CheckOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range res.Diagnostics {
			if d.Rule == "leak" {
				got = append(got, d.Message)
			}
		}
		const said = ` has words that are not public: "Falcon nightfall ledger"`
		want := []string{"content/releases/plan.svg:2" + said, "from 25 January 2027 09:00 UTC, content/releases/b.csv:2" + said}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q", v, got)
		}
	}
}

package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"headsup/generator"
	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/npm"
)

// looks is what a theme changes, as a browser computes it.
type looks struct {
	Accent string `json:"accent"`
	Paper  string `json:"paper"`
	Font   string `json:"font"`
	Corner string `json:"corner"`
	Foot   string `json:"foot"`
}

const look = `(() => {
  const body = getComputedStyle(document.body);
  const link = document.querySelector("main a[href]");
  const box = document.querySelector(".neighbours a, .card, .prose pre, .button");
  return {
    accent: link ? getComputedStyle(link).color : "",
    paper: body.backgroundColor, font: body.fontFamily,
    corner: box ? getComputedStyle(box).borderRadius : "",
    foot: document.querySelector(".foot").textContent.trim().replace(/\s+/g, " "),
  };
})()`

func (b *browser) look(t *testing.T, address string) looks {
	t.Helper()
	b.Do(t, prefersScheme("light"), chromedp.EmulateViewport(1440, 900), chromedp.Navigate(address))
	got := browsertest.Ask[looks](t, b.Tab, look)
	b.still(t, address)
	return got
}

// TestSecondTheme builds our own site with a small theme: a file with colours and
// type, one layout and one partial. All else is the default theme's.
func TestSecondTheme(t *testing.T) {
	t.Parallel()
	axe, err := npm.Read("axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	b := openBrowser(t)
	h := newHost(t, b)
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{
		Content: filepath.Join("..", "content"),
		Out:     out,
		NoCache: true,
		BaseURL: h.URL + "/",
		Theme:   filepath.Join("testdata", "theme"),
	})
	h.show(t, out)
	crawl(t, out, h.URL+"/")

	pages := h.largest()
	for _, layout := range []string{"page", "release-note", "home", "list"} {
		got := b.look(t, pages[layout])
		if got.Paper != "rgb(255, 253, 248)" || !strings.HasPrefix(got.Font, "Georgia") || got.Corner != "0px" && got.Corner != "" {
			t.Errorf("%s looks like %+v", layout, got)
		}
		if got.Foot != "The headsup gazette, for colleagues who talk to customers." {
			t.Errorf("below %s stands %q", layout, got.Foot)
		}
		b.load(t, axe)
		b.audit(t, "document", everyRule, layout)
	}
	essay := func(address string) bool {
		b.Visit(t, address)
		return browsertest.Ask[bool](t, b.Tab,
			`document.querySelector("article.essay h1") !== null && document.querySelector(".rail") === null`)
	}
	if !essay(pages["page"]) || essay(pages["release-note"]) {
		t.Error("the layout of plain pages is not the theme's, or others are, too")
	}
}

// A theme may be one file: its colours, all tokens, a partial, or a module.
func TestThemesOfOneFile(t *testing.T) {
	t.Parallel()
	tokens, err := os.ReadFile(filepath.Join("..", "themes", "default", "assets", "css", "tokens.css"))
	if err != nil {
		t.Fatal(err)
	}
	const white = "--paper: light-dark(#ffffff"
	if !strings.Contains(string(tokens), white) {
		t.Fatal("the default paper is not white")
	}
	b := openBrowser(t)
	h := newHost(t, b)
	plain := looks{}
	for _, test := range []struct {
		name, file, text string
		want             func(got looks) bool
	}{
		{"none", "", "", func(got looks) bool { plain = got; return got.Paper == "rgb(255, 255, 255)" }},
		{"brand", "assets/css/brand.css", ":root { --paper: #abcdef }", func(got looks) bool {
			return got.Paper == "rgb(171, 205, 239)" && got.Accent == plain.Accent && got.Font == plain.Font && got.Foot == plain.Foot
		}},
		{"tokens", "assets/css/tokens.css", strings.Replace(string(tokens), white, "--paper: light-dark(#fedcba", 1), func(got looks) bool {
			return got.Paper == "rgb(254, 220, 186)" && got.Accent == plain.Accent && got.Foot == plain.Foot
		}},
		{"footer", "layouts/partials/footer.html", `<footer class="foot">Our foot</footer>`, func(got looks) bool {
			return got.Foot == "Our foot" && got.Paper == plain.Paper && got.Accent == plain.Accent && got.Corner == plain.Corner
		}},
		// One module of a bundle: the page loads all of them, each for itself.
		{
			"script",
			"assets/js/print.js",
			`export const openForPrint = () => document.querySelector(".foot").append(document.querySelector("[data-scheme]").hidden);`,
			func(got looks) bool {
				return strings.HasSuffix(got.Foot, "false") && !strings.HasSuffix(plain.Foot, "false") && got.Paper == plain.Paper
			},
		},
	} {
		dir := t.TempDir()
		writeFiles(t, filepath.Join(dir, "content"), map[string]string{
			"headsup.yaml": "title: Site\n", "a.md": "# A\n\n[B](b.md)\n\n```\ncode\n```\n", "b.md": "# B\n",
		})
		opt := generator.Options{
			Content: filepath.Join(dir, "content"),
			Out:     filepath.Join(dir, "out"),
			NoCache: true,
			BaseURL: h.URL + "/",
		}
		if test.file != "" {
			opt.Theme = filepath.Join(dir, "theme")
			writeFiles(t, opt.Theme, map[string]string{test.file: test.text})
		}
		mustBuild(t, opt)
		h.show(t, opt.Out)
		if got := b.look(t, h.URL+"/a/"); !test.want(got) {
			t.Errorf("%s: it looks like %+v, and without a theme like %+v", test.name, got, plain)
		}
	}
}

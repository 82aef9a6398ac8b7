package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headsup/generator"
)

// TestAdoptedPages looks at pages of folders that were made for other tools:
// title, date, links and pictures are those that the author meant.
func TestAdoptedPages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		folder, page string
		want         []string
	}{
		{"hugo-blog", "releases/rake/index.html", []string{
			"Rakes: a &#34;wider&#34; head</h1>", `datetime="2021-03-01T10:00:00-07:00"`, `datetime="2021-04-01"`, "Owner: Jo, Al",
			`href="/releases/spade/#handle">the spade`, `href="/releases/barrow/">the barrow`, `href="/releases/spade/">we said`,
			`href="/releases/spade/#handle">say again`, `class="alert alert-tip"`, `data-lang="sh"`,
		}},
		{"hugo-blog", "releases/spade/index.html", []string{`href="https://video.example/spade"`, `href="/releases/rake/">rakes`}},
		{"hugo-blog", "blog/rake/index.html", []string{"/releases/rake/"}},
		{"hugo-blog", "index.html", []string{`src="/static/pictures/rake.svg"`, `alt="A rake"`}},
		{"jekyll-blog", "releases/opening-day/index.html", []string{
			"Doors open!</h1>", `datetime="2020-01-02T15:32:14-03:00"`, "Owner: Mei", `src="/files/assets/cup.svg"`, `width="40"`,
			`href="/releases/menu/">the menu`, `href="/about/">about us`, `href="/about/">again`, `href="/about/">there`,
			`href="#gr%C3%B6%C3%9Fe-der-tassen">here`, "{{ page.title }} {% not a tag %}",
		}},
		{
			"jekyll-blog",
			"releases/menu/index.html",
			[]string{"The menu</h1>", `datetime="2020-02-03"`, `href="/releases/opening-day/">promised`},
		},
		{"wiki-vault", "start-here/index.html", []string{
			"Start here</h1>", `datetime="2022-03-05"`, `href="/second-note/">Second note`, `href="/second-note/#what-next">what next`,
			`href="/deep/third/">deep/Third`, `src="/files/plan.svg"`, `width="120"`, `href="/deep/third/">third`,
		}},
		{"wiki-vault", "second-note/index.html", []string{"Second: a note</h1>", `datetime="2022-03-06T10:20:00Z"`, `href="/tags/two/"`}},
		{"wiki-vault", "deep/third/index.html", []string{
			"三番目</h1>", `datetime="2022-03-07"`, `datetime="2022-03-08T10:20:30Z"`, "Owner: Ai, Bo", `href="/tags/three/"`,
			`href="/start-here/">up`, `href="#%E8%A6%8B%E5%87%BA%E3%81%97">here`,
		}},
		{"wiki-vault", "changes/v2.14.0/index.html", []string{"v2.14.0 (2022-03-04)</h1>"}},
	} {
		out := adoptedSite(t, tt.folder)
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(tt.page)))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, want := range tt.want {
			text := strings.NewReplacer(` rel="external noopener"`, "").Replace(string(data))
			if !strings.Contains(text, want) {
				t.Errorf("%s: %s does not hold %s", tt.folder, tt.page, want)
			}
		}
	}
}

func adoptedSite(t *testing.T, folder string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{
		Content: filepath.Join("testdata", "adopted", folder),
		Config:  filepath.Join("testdata", "corpora", folder, "headsup.yaml"),
		Out:     out, NoCache: true,
	})
	return out
}

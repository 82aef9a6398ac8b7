package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRank(t *testing.T) {
	ten := strings.Split("a b c d e f g h i j k", " ")
	for _, tc := range []struct {
		results, want []string
		rank          int
	}{
		{nil, []string{"a"}, 0},
		{ten, []string{"a"}, 1},
		{ten, []string{"c", "b"}, 2},
		{ten, []string{"j"}, 10},
		{ten, []string{"k"}, 0}, // too far down
		{ten, nil, 0},
	} {
		if got := rank(tc.results, tc.want); got != tc.rank {
			t.Errorf("rank of %v in %v is %d, want %d", tc.want, tc.results, got, tc.rank)
		}
	}
}

func TestScore(t *testing.T) {
	for _, tc := range []struct {
		ranks             []int
		first, reciprocal float64
	}{
		{nil, 0, 0},
		{[]int{1, 1}, 1, 1},
		{[]int{0, 0}, 0, 0},
		{[]int{1, 2, 4, 0}, 0.25, 1.75 / 4},
	} {
		got := scoreOf(tc.ranks)
		if math.Abs(got.first-tc.first) > 1e-9 || math.Abs(got.reciprocal-tc.reciprocal) > 1e-9 {
			t.Errorf("score of %v is %+v", tc.ranks, got)
		}
	}
}

func TestTopPages(t *testing.T) {
	var many []string
	for i := range 20 {
		many = append(many, string(rune('a'+i)))
	}
	known := func(url string) bool { return url != "" && url != "tags/x/" }
	got := topPages(append([]string{"x/", "tags/x/", "", "x/", "y/"}, many...), known)
	if want := append([]string{"x/", "y/"}, many[:8]...); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseLabels(t *testing.T) {
	good := `{"content":"own","queries":[{"query":"csv export","class":"known-item","want":["playbooks/x.md"]}]}`
	l, err := parseLabels([]byte(good))
	if err != nil || l.Content != "own" || len(l.Queries) != 1 || l.Queries[0].Text != "csv export" {
		t.Fatalf("read %+v, %v", l, err)
	}
	err = l.unknown(func(source string) bool { return source == "playbooks/y.md" })
	if err == nil || !strings.Contains(err.Error(), "playbooks/x.md") {
		t.Errorf("a page that is not there: %v", err)
	}
	for _, change := range [][2]string{
		{`csv export`, ` `},
		{`known-item`, `guess`},
		{`"playbooks/x.md"`, ``},
		{`"class"`, `"kind"`},
	} {
		if _, err := parseLabels([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%q instead of %q is no error", change[1], change[0])
		}
	}
}

// The queries for the content of this repository name pages that it has.
func TestLabels(t *testing.T) {
	files, err := filepath.Glob("testdata/queries/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are %d files of queries: %v", len(files), err)
	}
	for _, file := range files {
		l, err := readLabels(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if l.Content != "own" {
			continue
		}
		content := os.DirFS("../../../../content")
		if err := l.unknown(func(source string) bool { _, err := fs.Stat(content, source); return err == nil }); err != nil {
			t.Error(err)
		}
	}
}

func TestParseHeadsup(t *testing.T) {
	urls, err := parseHeadsup([]byte(`{"query":"x","total":2,"results":[
		{"url":"/enable/a/#part","title":"A","section":"Part","kind":"page","score":2},
		{"url":"/enable/b/","title":"B","section":"","kind":"page","score":1}]}`))
	if err != nil || !slices.Equal(urls, []string{"/enable/a/#part", "/enable/b/"}) {
		t.Errorf("got %q, %v", urls, err)
	}
	if _, err := parseHeadsup([]byte("A\n  /a/\n")); err == nil {
		t.Error("text is no error")
	}
}

func TestVerdicts(t *testing.T) {
	s := &site{
		sources: map[string]string{"a/": "a.md", "b/": "b.md"},
		urls:    map[string]string{"a.md": "a/", "b.md": "b/"},
	}
	queries := []query{
		{"one", "typo", []string{"a.md"}},
		{"two", "code", []string{"b.md"}},
		{"three", "code", []string{"b.md"}},
	}
	all := verdicts("own", queries, s, [][][]string{
		{{"a/", "b/"}, {"a/", "b/"}, nil},
		{nil, {"b/"}, {"b/"}},
	})
	var out bytes.Buffer
	r := relevance{command: &command{Stdout: &out, engines: []engineID{headsup, pagefind}}, verbose: true}
	if err := r.report(all, []string{"other (no queries)"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Skipped: other (no queries).",
		"own, code: two\n  headsup 2 Pagefind 1\n  wanted b.md\n  headsup found a.md first\n",
		"own, code: three\n  headsup – Pagefind 1\n  wanted b.md\n  headsup found nothing first\n",
		"|        | queries | headsup success@1 | MRR@10 | Pagefind success@1 | MRR@10 |\n|--------|--------:|",
		"| typo   |       1 |             1.000 |  1.000 |              0.000 |  0.000 |\n",
		"| code   |       2 |             0.000 |  0.250 |              1.000 |  1.000 |\n",
		"| on own |       3 |             0.333 |  0.500 |              0.667 |  0.667 |\n",
		"| all    |       3 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), ": one\n") {
		t.Errorf("a query that is answered first is explained:\n%s", out.String())
	}
}

// A score of 0 for all queries is a fault of the comparison.
func TestUnanswered(t *testing.T) {
	r := relevance{command: &command{Stdout: io.Discard, engines: []engineID{headsup, pagefind}}}
	for _, tc := range []struct {
		ranks [][]int // of each query
		want  string
	}{
		{nil, ""},
		{[][]int{{1, 0}, {0, 9}}, ""},
		{[][]int{{1, 0}, {2, 0}}, "Pagefind finds no wanted page for any of 2 queries"},
		{[][]int{{0, 3}}, "headsup finds no wanted page for any of 1 queries"},
	} {
		var list []verdict
		for _, ranks := range tc.ranks {
			list = append(list, verdict{ranks: ranks})
		}
		got := ""
		if err := r.unanswered(list); err != nil {
			got = err.Error()
		}
		if got != tc.want {
			t.Errorf("ranks %v: error %q, want %q", tc.ranks, got, tc.want)
		}
	}
	if err := r.report(nil, []string{"own (no queries)"}); err == nil {
		t.Error("a report on nothing is no error")
	}
}

func TestContentFolder(t *testing.T) {
	r := relevance{command: &command{}, corpora: t.TempDir()}
	if err := os.Mkdir(filepath.Join(r.corpora, "there"), 0o755); err != nil {
		t.Fatal(err)
	}
	content, config, err := r.contentFolder("there")
	if err != nil || content != filepath.Join(r.corpora, "there") ||
		!strings.HasSuffix(filepath.ToSlash(config), "corpora/there/headsup.yaml") {
		t.Errorf("%s, %s, %v", content, config, err)
	}
	if _, _, err := r.contentFolder("elsewhere"); err == nil || !strings.Contains(err.Error(), "elsewhere") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// The whole command with a few queries; the working folder is the root of the
// repository, where it runs.
func TestRelevance(t *testing.T) {
	t.Chdir("../../../..")
	labels := t.TempDir()
	queries := `{"content":"own","queries":[
		{"query":"embargo","class":"known-item","want":["playbooks/handle-an-embargo.md",` +
		`"releases/2026-11-23-drafts-embargo-and-expiry.md"]},
		{"query":"footnotes","class":"known-item","want":["reference/markdown.md"]},
		{"query":"exit codes","class":"known-item","want":["reference/command-line.md"]}]}`
	if err := os.WriteFile(filepath.Join(labels, "own.json"), []byte(queries), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, progress bytes.Buffer
	c := command{Stdout: &out, Stderr: &progress}
	// It fails when an engine finds nothing that is wanted.
	if err := c.run(context.Background(), []string{"relevance", "-labels", labels}); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{
		"3 queries; pagefind 1.", "; minisearch 7.",
		"|            | queries | headsup success@1 | MRR@10 | Pagefind success@1 | MRR@10 | MiniSearch success@1 | MRR@10 |",
		"| on own     |       3 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// Without the others it needs no browser and no package.
func TestRelevanceOfHeadsup(t *testing.T) {
	t.Chdir("../../../..")
	labels := t.TempDir()
	for name, data := range map[string]string{
		"own": `{"content":"own","queries":[{"query":"--no-cache",` +
			`"class":"code","want":["reference/command-line.md"]}` +
			`,{"query":"zzzzqqqq","class":"typo","want":["reference/glossary.md"]}]}`,
		"elsewhere": `{"content":"elsewhere","queries":[]}`,
	} {
		if err := os.WriteFile(filepath.Join(labels, name+".json"), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out, progress bytes.Buffer
	c := command{Stdout: &out, Stderr: &progress}
	if err := c.run(context.Background(), []string{"relevance", "-only", "headsup", "-verbose", "-labels", labels}); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	for _, want := range []string{
		"Skipped: elsewhere (no folder bin/corpora/elsewhere).",
		"2 queries; ", "own, typo: zzzzqqqq\n  headsup –\n", "|        | queries | headsup success@1 | MRR@10 |", "| on own |       2 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{
		nil,
		{"rank"},
		{"relevance", "-only", "lunr"},
		{"relevance", "more"},
		{"relevance", "-labels", t.TempDir()},
		{"weight", "-pages", "0"},
		{"weight", "-rounds", "-1"},
		{"weight", "-queries", " ; "},
	} {
		c := command{Stdout: io.Discard, Stderr: io.Discard}
		if err := c.run(context.Background(), args); err == nil {
			t.Errorf("%v is no error", args)
		}
	}
	got, err := parseEngines("minisearch,headsup")
	if err != nil || !slices.Equal(got, []engineID{headsup, minisearch}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestPlatform(t *testing.T) {
	for want, system := range map[string][2]string{
		"linux-x64": {"linux", "amd64"}, "darwin-arm64": {"darwin", "arm64"}, "windows-x64": {"windows", "amd64"},
	} {
		if got := platform(system[0], system[1]); got != want {
			t.Errorf("%v is %s, want %s", system, got, want)
		}
	}
}

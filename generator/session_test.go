package generator_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// editor changes a content folder and a theme at random, as people and programs do,
// and tells what a watcher would: the paths of what has changed.
type editor struct {
	t     *testing.T
	r     *rand.Rand
	dir   string // with the folders content and theme
	count int
	now   time.Time
}

// words are different at each call.
func (e *editor) words() string {
	e.count++
	return fmt.Sprintf("These are words number %d of nobody in particular.", e.count)
}

func (e *editor) write(name, text string) string {
	e.t.Helper()
	file := filepath.Join(e.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		e.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		e.t.Fatal(err)
	}
	return file
}

// some returns the path of one of the folder's files with an ending, from the folder
// content.
func (e *editor) some(ending string) string {
	e.t.Helper()
	var list []string
	err := fs.WalkDir(os.DirFS(e.dir), "content", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, ending) {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		e.t.Fatal(err)
	}
	if len(list) == 0 {
		return ""
	}
	return list[e.r.IntN(len(list))]
}

// original returns the path of a page that is no translation.
func (e *editor) original() string {
	name := e.some(".md")
	for strings.HasSuffix(name, ".fr.md") {
		name = e.some(".md")
	}
	return name
}

func (e *editor) read(name string) string {
	e.t.Helper()
	text, err := os.ReadFile(filepath.Join(e.dir, filepath.FromSlash(name)))
	if err != nil {
		e.t.Fatal(err)
	}
	return string(text)
}

// retitle puts a line in the place of that of a page's title.
func (e *editor) retitle(name, line string) string {
	lines := strings.Split(e.read(name), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "title:") {
			lines[i] = line
			break
		}
	}
	return e.write(name, strings.Join(lines, "\n"))
}

// snippetFields are those that a snippet has to have.
func snippetFields(name string, number int) string {
	if path.Dir(name) != "content/snippets" {
		return ""
	}
	return fmt.Sprintf("key: a.b%d\nsurface: banner\n", number)
}

// edits are what may happen. Each returns what a watcher tells of it.
var edits = map[string]func(e *editor) []string{
	"words at the end": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, e.read(name)+"\n"+e.words()+"\n")}
	},
	"words at the top": func(e *editor) []string {
		name := e.some(".md")
		head, body, _ := strings.Cut(e.read(name), "\n---\n")
		return []string{e.write(name, head+"\n---\n"+e.words()+"\n\n"+body)}
	},
	"a heading": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, fmt.Sprintf("%s\n## Part %d\n\n%s\n", e.read(name), e.r.IntN(3), e.words()))}
	},
	"a link to a heading": func(e *editor) []string {
		name, to := e.some(".md"), e.some(".md")
		link := fmt.Sprintf("/%s#part-%d", strings.TrimPrefix(to, "content/"), e.r.IntN(3))
		return []string{e.write(name, e.read(name)+"\nSee [that]("+link+").\n")}
	},
	"a block for an audience": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, e.read(name)+"\n:::sales\n"+e.words()+"\n:::\n")}
	},
	"a field": func(e *editor) []string {
		name := e.original()
		fields := []string{
			"title: Title of " + e.words(), "date: 2026-11-2" + fmt.Sprint(e.r.IntN(9)), "visibility: public", "visibility: internal",
			"draft: true", "publish_at: 2026-11-2" + fmt.Sprint(e.r.IntN(9)), "expires_at: 2026-11-2" + fmt.Sprint(e.r.IntN(9)),
			"internal_at: 2026-11-2" + fmt.Sprint(e.r.IntN(9)),
			"products: [billing]", "tags: [one]", "launch: big", fmt.Sprintf("aliases: [/old-%d/]", e.count), "owner: ana",
			"summary: In short, " + e.words(), "nonsense: true", "silence: {no-title: it has none}",
			"related: [/" + strings.TrimPrefix(e.some(".md"), "content/") + "]", fmt.Sprintf("slug: slug-%d", e.r.IntN(9)),
			"requests: [one]", "stage: beta", "confidence: low", "questions: [How do I get a refund?]", "actions: {sales: Call them.}",
			"review_by: 2026-11-2" + fmt.Sprint(e.r.IntN(9)), "updated: 2026-11-1" + fmt.Sprint(e.r.IntN(9)), "tags: [one, two]",
			"version: 3.10", "audiences: [sales]", "kind: page", "products: [reports, billing]",
		}
		_, rest, _ := strings.Cut(e.read(name), "\n")
		field := fields[e.r.IntN(len(fields))]
		key, _, _ := strings.Cut(field, ":")
		var lines []string
		for line := range strings.SplitSeq(rest, "\n") {
			if !strings.HasPrefix(line, key+":") {
				lines = append(lines, line)
			}
		}
		return []string{e.write(name, "---\n"+field+"\n"+strings.Join(lines, "\n"))}
	},
	"another title": func(e *editor) []string {
		e.count++
		title := fmt.Sprintf("title: %c title %d", 'A'+rune(e.r.IntN(26)), e.count) + []string{"", "", " (2026-11-05)"}[e.r.IntN(3)]
		return []string{e.retitle(e.some(".md"), title)}
	},
	"the title of another page": func(e *editor) []string {
		_, title, _ := strings.Cut(e.read(e.some(".md")), "title: ")
		title, _, _ = strings.Cut(title, "\n")
		return []string{e.retitle(e.some(".md"), "title: "+title)}
	},
	"no title": func(e *editor) []string {
		name := e.some(".md")
		e.retitle(name, "summary: It has none.")
		return []string{e.write(name, strings.Replace(e.read(name), "\n---\n", fmt.Sprintf("\n---\n# Heading %d\n\n", e.r.IntN(5)), 1))}
	},
	"another first heading": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, strings.Replace(e.read(name), "\n# Heading ", "\n# Heading 1", 1))}
	},
	"titles change places": func(e *editor) []string {
		a, b := e.original(), e.original()
		title := func(name string) string {
			for line := range strings.Lines(e.read(name)) {
				if strings.HasPrefix(line, "title:") {
					return strings.TrimSpace(line)
				}
			}
			return "title: None"
		}
		first, second := title(a), title(b)
		return []string{e.retitle(a, second), e.retitle(b, first)}
	},
	"a translation without a title": func(e *editor) []string {
		name := strings.TrimSuffix(e.original(), ".md") + ".fr.md"
		return []string{e.write(name, "---\nsummary: Bref\n---\nMots "+e.words()+"\n")}
	},
	"line ends of Windows": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, strings.ReplaceAll(strings.ReplaceAll(e.read(name), "\r", ""), "\n", "\r\n"))}
	},
	"a file of the same bytes": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, e.read(name))}
	},
	"customers were told": func(e *editor) []string {
		e.count++
		line := fmt.Sprintf(`{"page":%q,"account":"otter-%d","at":"2026-11-%02d"}`, strings.TrimPrefix(e.some(".md"), "content/"),
			e.r.IntN(3), 1+e.r.IntN(9))
		return []string{e.write("content/inbound/told.jsonl", line+"\n")}
	},
	"themes have titles": func(e *editor) []string {
		e.count++
		return []string{e.write("content/inbound/themes.yaml", fmt.Sprintf("one: {title: One %d}\ntwo: {title: Two}\n", e.count))}
	},
	"a link to a title": func(e *editor) []string {
		name, to := e.some(".md"), e.some(".md")
		_, title, _ := strings.Cut(e.read(to), "title: ")
		title, _, _ = strings.Cut(title, "\n")
		anchor := strings.ReplaceAll(strings.ToLower(title), " ", "-")
		return []string{e.write(name, e.read(name)+"\nSee [that](/"+strings.TrimPrefix(to, "content/")+"#"+anchor+").\n")}
	},
	"a new page": func(e *editor) []string {
		e.count++
		folder := []string{"releases", "playbooks", "snippets", "launches", "", "releases/deep/down"}[e.r.IntN(6)]
		file := fmt.Sprintf("page-%d.md", e.count)
		if e.r.IntN(4) == 0 {
			file = "index.md" // of the list of its folder
		}
		name := path.Join("content", folder, file)
		return []string{e.write(name, fmt.Sprintf("---\ntitle: Page %d\n%svisibility: public\ndate: 2026-11-01\n---\n%s\n",
			e.count, snippetFields(name, e.count), e.words()))}
	},
	"a page is gone": func(e *editor) []string {
		name := e.some(".md")
		file := filepath.Join(e.dir, filepath.FromSlash(name))
		if err := os.Remove(file); err != nil {
			e.t.Fatal(err)
		}
		return []string{file}
	},
	"a page has another name": func(e *editor) []string {
		e.count++
		from := filepath.Join(e.dir, filepath.FromSlash(e.some(".md")))
		to := filepath.Join(filepath.Dir(from), fmt.Sprintf("renamed-%d.md", e.count))
		if err := os.Rename(from, to); err != nil {
			e.t.Fatal(err)
		}
		return []string{from, to}
	},
	"folders change places": func(e *editor) []string {
		a, b, c := filepath.Join(e.dir, "content", "releases"), filepath.Join(e.dir, "content", "playbooks"), filepath.Join(e.dir, "aside")
		for _, move := range [][2]string{{a, c}, {b, a}, {c, b}} {
			if err := os.Rename(move[0], move[1]); err != nil {
				e.t.Fatal(err)
			}
		}
		return []string{a, b}
	},
	"a translation": func(e *editor) []string {
		name := e.original()
		name = strings.TrimSuffix(name, ".md") + ".fr.md"
		return []string{e.write(name, "---\ntitle: Titre\n---\nMots "+e.words()+"\n")}
	},
	"a picture": func(e *editor) []string {
		name := e.some(".md")
		picture := fmt.Sprintf("shot-%d.svg", e.r.IntN(4))
		drawing := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="9"/>`, 10+e.r.IntN(80))
		return []string{
			e.write(path.Join(path.Dir(name), picture), drawing),
			e.write(name, e.read(name)+"\n![A picture]("+picture+")\n"),
		}
	},
	"a picture is gone": func(e *editor) []string {
		name := e.some(".svg")
		if name == "" {
			return nil
		}
		file := filepath.Join(e.dir, filepath.FromSlash(name))
		if err := os.Remove(file); err != nil {
			e.t.Fatal(err)
		}
		return []string{file}
	},
	"a change log": func(e *editor) []string {
		e.count++
		log := "# Changelog\n\n## [Unreleased]\n\n- " + e.words() + "\n"
		for v := 1 + e.r.IntN(4); v > 0; v-- {
			log += fmt.Sprintf("\n## [1.%d] - 2026-10-%02d\n\n### Fixed\n\n- %s\n", v, v, e.words())
		}
		entries := fmt.Sprintf("- title: Entry %d\n  date: 2026-11-02\n  body: %s\n", e.r.IntN(3), e.words())
		return []string{e.write("content/CHANGELOG.md", log), e.write("content/new/a.yml", entries)}
	},
	"a mistake": func(e *editor) []string {
		name := e.some(".md")
		return []string{e.write(name, e.read(name)+"\n[Gone](nowhere.md)\n\n:::nobody\n"+e.words()+"\n")}
	},
	"mistakes are mended": func(e *editor) []string {
		var changed []string
		err := fs.WalkDir(os.DirFS(e.dir), "content", func(name string, _ fs.DirEntry, err error) error {
			switch {
			case err != nil:
			case strings.HasSuffix(name, ".fr.md"):
				changed = append(changed, filepath.Join(e.dir, filepath.FromSlash(name)))
				err = os.Remove(changed[len(changed)-1])
			case strings.HasSuffix(name, ".md"):
				changed = append(changed, e.write(name, fmt.Sprintf("---\ntitle: Mended %d\n%s---\n%s\n",
					len(changed), snippetFields(name, len(changed)), e.words())))
			}
			return err
		})
		if err != nil {
			e.t.Fatal(err)
		}
		return changed
	},
	"the configuration": func(e *editor) []string {
		more := fmt.Sprintf("description: %s\npage_size: %d\n", e.words(), 2+e.r.IntN(3))
		return []string{e.write("content/headsup.yaml", sessionConfig+more)}
	},
	"a style": func(e *editor) []string {
		return []string{e.write("theme/assets/css/extra.css", fmt.Sprintf("@layer x { h1 { width: %dpx; } }\n", e.r.IntN(99)))}
	},
	"all may have changed": func(e *editor) []string {
		name := e.some(".md")
		e.write(name, e.read(name)+"\n"+e.words()+"\n")
		return nil
	},
	"records": func(e *editor) []string {
		e.count++
		record := fmt.Sprintf(`{"id":"%d","at":"2026-11-%02dT09:00:00Z","source":"desk","team":"sales","text":%q,"answer":%q}`,
			e.count, 1+e.r.IntN(9), e.words(), strings.TrimPrefix(e.some(".md"), "content/"))
		name := fmt.Sprintf("content/inbound/desk/2026-1%d.jsonl", 1+e.r.IntN(2))
		return []string{e.write(name, record+"\n"), e.write("content/inbound/README.md", "# "+e.words()+"\n")}
	},
	"themes": func(e *editor) []string {
		merged := []string{"one", "two"}[e.r.IntN(2)] // the first is a mistake
		return []string{e.write("content/inbound/themes.yaml", fmt.Sprintf("one: {title: %s, merged: [%s]}\n", e.words(), merged))}
	},
	"questions": func(e *editor) []string {
		e.count++
		about := []string{"Refund", "The big one", "Note 1", "Part 0", "Title of these"}
		var lines strings.Builder
		for i := range 1 + e.r.IntN(6) {
			fmt.Fprintf(&lines, `{"id":"q%d-%d","at":"2026-11-%02dT09:00:00Z","source":"desk","team":"sales","text":%q}`+"\n",
				e.count, i, 1+e.r.IntN(19), "How do I "+about[e.r.IntN(len(about))]+"? "+e.words())
		}
		return []string{e.write("content/inbound/desk/2026-11.jsonl", lines.String())}
	},
	"records are gone": func(e *editor) []string {
		name := filepath.Join(e.dir, "content", "inbound")
		if err := os.RemoveAll(name); err != nil {
			e.t.Fatal(err)
		}
		return []string{name}
	},
	"time passes": func(e *editor) []string {
		e.now = e.now.Add(time.Duration(e.r.IntN(40)) * time.Hour)
		return []string{}
	},
}

const sessionConfig = "title: Site\nbase_url: https://example.com/hub/\nlanguages: [fr]\nproducts: [billing, reports]\n" +
	"audiences: [sales, support]\nowners: [ana]\nsurfaces: [banner]\n" +
	"changelog: CHANGELOG.md\nentries: new/*.yml\n"

// TestSession wants of a session, whatever it has been through, the bytes and the
// findings of a fresh build.
func TestSession(t *testing.T) {
	t.Parallel()
	steps, seeds := 25, 2
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			if good := testSession(t, uint64(seed), steps); good < steps/3 {
				t.Errorf("only %d of %d sites had files to compare", good, 2*steps)
			}
		})
	}
}

// FuzzSession does the same for as long as it is let.
func FuzzSession(f *testing.F) {
	f.Add(uint64(100))
	f.Fuzz(func(t *testing.T, seed uint64) { testSession(t, seed, 4) })
}

// newEditor returns an editor of a small site, and the options of its builds.
func newEditor(t *testing.T, seed uint64) (*editor, generator.Options) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{t: t, r: rand.New(rand.NewPCG(seed, 14)), dir: dir, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	e.write("content/headsup.yaml", sessionConfig)
	e.write("theme/assets/css/extra.css", "@layer x { h1 { width: 1px; } }\n")
	e.write("content/launches/big.md", "---\ntitle: The big one\ndate: 2026-11-25\nstage: ga\n---\nIt is big.\n")
	e.write("content/playbooks/refund.md", "---\ntitle: Refund\nvisibility: public\n---\n1. Ask why.\n2. Pay.\n")
	for i := range 5 {
		e.write(fmt.Sprintf("content/releases/2026-11-0%d-note-%d.md", i+1, i),
			fmt.Sprintf("---\ntitle: Note %d\nvisibility: public\nproducts: [reports]\n---\n%s\n\n## Part 0\n\nMore.\n", i, e.words()))
	}
	return e, generator.Options{
		Content: filepath.Join(dir, "content"), Theme: filepath.Join(dir, "theme"), CacheDir: filepath.Join(dir, "cache"),
	}
}

// testSession returns how many sites had files to compare.
func testSession(t *testing.T, seed uint64, steps int) (good int) {
	e, opt := newEditor(t, seed)
	session, err := generator.OpenSession(opt)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Refresh(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(edits))
	// As most edits are.
	names = append(names, "words at the end", "words at the top", "words at the end", "words at the top")
	var history []string
	bad := 0
	for range steps {
		for range 1 + e.r.IntN(2) {
			name := names[e.r.IntN(len(names))]
			if bad > 2 {
				name, bad = "mistakes are mended", 0
			}
			history = append(history, name)
			if err := session.Refresh(t.Context(), edits[name](e)); err != nil {
				t.Fatal(err)
			}
		}
		for _, public := range []bool{false, true} {
			if compareWithBuild(t, session, opt, public, e.now) {
				good++
			} else {
				bad++
			}
			if t.Failed() {
				t.Fatalf("public: %t, after %q", public, history)
			}
		}
	}
	return good
}

// compareWithBuild compares a preview of a session with a fresh build, and reports
// whether the content had no errors, so that there were files to compare.
func compareWithBuild(t *testing.T, session *generator.Session, opt generator.Options, public bool, now time.Time) (good bool) {
	t.Helper()
	opt.Out, opt.NoCache, opt.Now, opt.Drafts = filepath.Join(t.TempDir(), "out"), true, now, !public
	if public {
		opt.Visibility = content.Public
	}
	want, err := generator.Build(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	preview, err := session.Preview(generator.PreviewOptions{Public: public, Drafts: !public, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	found, err := preview.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lines(found), lines(want.Diagnostics); got != want {
		t.Errorf("the findings are\n%s\nand those of a build\n%s", got, want)
	}
	if want.Failed() {
		return false
	}
	files := served(t, opt.Out)
	for name, text := range files {
		got, err := preview.Read(t.Context(), name)
		if err != nil || string(got) != text {
			t.Errorf("%s: %v\n%s\nand that of a build is\n%s", name, err, got, text)
			break
		}
	}
	return true
}

// TestSessionNoticesRecords changes records while a session is open: what is found follows
// each change, also one of a page that a record names and one that keeps the size.
func TestSessionNoticesRecords(t *testing.T) {
	t.Parallel()
	e, opt := newEditor(t, 5)
	session, err := generator.OpenSession(opt)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Refresh(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	const file = "content/inbound/desk/2026-11.jsonl"
	record := func(team string) string {
		return `{"id":"1","at":"2026-11-03T09:00:00Z","source":"desk","team":"` + team + `","text":"How?","answer":"answer.md"}` + "\n"
	}
	remove := func(name string) string {
		place := filepath.Join(e.dir, filepath.FromSlash(name))
		if err := os.Remove(place); err != nil {
			t.Fatal(err)
		}
		return place
	}
	page, team := "the answer \"answer.md\" is not a page in the content folder", `there is no team "slaes"`
	for _, step := range []struct {
		what   string
		change func() string
		want   []string
	}{
		{"a record", func() string { return e.write(file, record("sales")) }, []string{page}},
		{"its page", func() string { return e.write("content/answer.md", "---\ntitle: Answer\n---\nSo.\n") }, nil},
		{"another team", func() string { return e.write(file, record("slaes")) }, []string{team}},
		{"a day to come", func() string {
			return e.write(file, strings.Replace(record("slaes"), "11-03", "11-29", 1))
		}, []string{"the record is dated 2026-11-29", team}},
		{"another team again", func() string { return e.write(file, record("slaes")) }, []string{team}},
		{"words of the page", func() string { return e.write("content/answer.md", "---\ntitle: Answer\n---\nThus.\n") }, []string{team}},
		{"the page is gone", func() string { return remove("content/answer.md") }, []string{page, team}},
		{"the record is gone", func() string { return remove(file) }, nil},
		{"no record", func() string { return e.write(file, "{\n") }, []string{"the line is no JSON object"}},
	} {
		if err := session.Refresh(t.Context(), []string{step.change()}); err != nil {
			t.Fatal(err)
		}
		preview, err := session.Preview(generator.PreviewOptions{Now: e.now})
		if err != nil {
			t.Fatal(err)
		}
		found, err := preview.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range found {
			if d.Rule == "inbound-record" {
				got = append(got, d.Message)
			}
		}
		if !slices.EqualFunc(got, step.want, strings.HasPrefix) {
			t.Errorf("%s: found %q, want %q", step.what, got, step.want)
		}
	}
}

// TestSessionAnswersFollow edits the words of pages that answer questions: a page is shown at
// once, as often asked for as before, and the check brings what is so now.
func TestSessionAnswersFollow(t *testing.T) {
	t.Parallel()
	e, opt := newEditor(t, 6)
	page := func(about string) string {
		return "---\ntitle: Moving\n---\n" + about + "\n"
	}
	e.write("content/playbooks/moving.md", page("Press the arrow."))
	e.write("content/inbound/desk/2026-11.jsonl",
		`{"id":"1","at":"2026-11-03T09:00:00Z","source":"desk","team":"sales","text":"Where do I keep the zebra stripes?"}`+"\n"+
			`{"id":"2","at":"2026-11-04T09:00:00Z","source":"desk","team":"sales","text":"How do I get a refund?"}`+"\n")
	session, err := generator.OpenSession(opt)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	const asked = "in the last 90 days"
	for i, step := range []struct {
		about       string
		first, then bool // whether the page says that it was asked for
	}{
		{"Press the arrow.", false, false},
		{"Where do I keep the zebra stripes? Where do I keep the zebra stripes?", false, true},
		{"Where do I keep the zebra stripes? Keep the zebra stripes here.", true, true},
		{"Press the arrow.", true, false},
	} {
		if err := session.Refresh(t.Context(), []string{e.write("content/playbooks/moving.md", page(step.about))}); err != nil {
			t.Fatal(err)
		}
		preview, err := session.Preview(generator.PreviewOptions{Drafts: true, Now: e.now})
		if err != nil {
			t.Fatal(err)
		}
		for when, want := range []bool{step.first, step.then} {
			data, err := preview.Read(t.Context(), "playbooks/moving/index.html")
			if err != nil || !strings.Contains(string(data), step.about[:9]) {
				t.Fatalf("edit %d is not seen: %v", i, err)
			}
			if got := strings.Contains(string(data), asked); got != want {
				t.Errorf("edit %d, look %d: asked for: %t, want %t\n%s", i, when, got, want, data)
			}
			if _, err := preview.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		compareWithBuild(t, session, opt, false, e.now)
	}
}

func lines(list []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%+v\n", d)
	}
	return b.String()
}

// TestConcurrentReaders reads a site while it is changed and checked: whatever a reader
// gets is a whole page, of before or after a change.
// TestSessionRetitles changes titles: a site is linked again for those only that more
// than lists depends on, and is as a build makes it in any case.
func TestSessionRetitles(t *testing.T) {
	t.Parallel()
	e, opt := newEditor(t, 8)
	page := func(name, title, body string) {
		e.write("content/"+name, "---\ntitle: "+title+"\nvisibility: public\n---\n"+body+"\n")
	}
	page("playbooks/alone.md", "Alone", "Words.")
	page("playbooks/asked.md", "Who is it", "Words.")
	page("playbooks/asks.md", "Asks", "See [it](asked.md#who-is-it).")
	page("playbooks/deep/index.md", "Deep", "Words.")
	page("playbooks/deep/below.md", "Below", "Words.")
	page("about.md", "About", "Words.")
	page("legal.md", "Legal", "Words.")
	page("releases/undated.md", "Undated", "Words.")
	page("snippets/tip.md", "Tip\nkey: a.b\nsurface: banner", "Words.")
	page("playbooks/spoken.md", "Spoken", "Words.")
	e.write("content/playbooks/spoken.fr.md", "---\nsummary: Bref\n---\nMots.\n")
	session, err := generator.OpenSession(opt)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Refresh(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, title string
		linked      bool // again
	}{
		{"playbooks/alone.md", "Zoo", false},
		{"playbooks/deep/below.md", "Above", false},
		{"about.md", "Zebra", false},
		{"releases/undated.md", "A note", false},
		{"snippets/tip.md", "Hint", false},
		{"launches/big.md", "The small one", false},
		{"releases/undated.md", "A note (2026-11-05)", true},
		{"releases/undated.md", "Another note (2026-11-05)", false},
		{"playbooks/deep/index.md", "Shallow", true},
		{"playbooks/spoken.md", "Said", true},
		{"playbooks/asked.md", "Who is that", true},
	} {
		preview := func() *generator.Preview {
			p, err := session.Preview(generator.PreviewOptions{Drafts: true, Now: e.now})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		before := preview()
		if err := session.Refresh(t.Context(), []string{e.retitle("content/"+c.name, "title: "+c.title)}); err != nil {
			t.Fatal(err)
		}
		if again := preview() != before; again != c.linked {
			t.Errorf("%s, %q: linked again is %t", c.name, c.title, again)
		}
		compareWithBuild(t, session, opt, false, e.now)
	}
}

func TestConcurrentReaders(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	const page = "---\ntitle: Note\nvisibility: public\ndate: 2026-01-01\n---\nEdit number %d.\n"
	file := filepath.Join(dir, "releases", "note.md")
	writeFiles(t, dir, map[string]string{"headsup.yaml": sessionConfig, "releases/note.md": fmt.Sprintf(page, 0)})
	session, err := generator.OpenSession(generator.Options{Content: dir, NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if err := session.Refresh(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	site, err := session.Preview(generator.PreviewOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				name := []string{"releases/note/index.html", "feed.json", "search/root.bin", "embed/v1/manifest.json"}[i]
				data, err := site.Read(ctx, name)
				if ctx.Err() == nil && (err != nil || len(data) == 0) {
					t.Errorf("%s: %d bytes, %v", name, len(data), err)
				}
				if _, err := site.Check(ctx); i == 0 && err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			}
		})
	}
	for edit := range 20 {
		writeFiles(t, dir, map[string]string{"releases/note.md": fmt.Sprintf(page, edit)})
		if err := session.Refresh(t.Context(), []string{file}); err != nil {
			t.Fatal(err)
		}
		again, err := session.Preview(generator.PreviewOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if again != site {
			t.Fatal("an edit of words makes another site, and this test tests nothing")
		}
		data, err := site.Read(t.Context(), "releases/note/index.html")
		if want := fmt.Sprintf("Edit number %d.", edit); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%q is not on the page: %v", want, err)
		}
	}
	stop()
	readers.Wait()
}

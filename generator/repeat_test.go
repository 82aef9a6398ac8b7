package generator_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/inbound/record"
)

// age makes all that was changed since the last time look as if that was long ago, each
// time at another time.
func age(t *testing.T, dir string, step int) {
	t.Helper()
	then := time.Now().Add(time.Duration(step)*time.Minute - 24*time.Hour)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil && time.Since(info.ModTime()) < time.Hour {
			err = os.Chtimes(name, then, then)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// repeated reports whether a build ended without compiling anything.
func repeated(res generator.Result) bool {
	return !slices.ContainsFunc(res.Timings, func(s generator.Timing) bool { return s.Step == "compiling" })
}

// TestRecordsAreKept builds a folder again and again while records, decisions and pages change
// at random, and wants what a build without a cache makes each time.
func TestRecordsAreKept(t *testing.T) {
	t.Parallel()
	e, opt := newEditor(t, 11)
	opt.Theme = ""
	w := &inboundWriter{editor: e}
	for range 60 {
		w.more()
	}
	names := slices.Sorted(maps.Keys(inboundEdits))
	e.r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for i, name := range names {
		inboundEdits[name](w)
		w.write()
		opt.Out, opt.Now = filepath.Join(e.dir, "out"), e.now
		got, err := generator.Build(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		fresh := opt
		fresh.NoCache, fresh.Out = true, filepath.Join(t.TempDir(), "out")
		want, err := generator.Build(t.Context(), fresh)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := summaryOf(got), summaryOf(want); got != want {
			t.Fatalf("after %q, the result is\n%s\nand that of a fresh build\n%s", names[:i+1], got, want)
		}
		if want.Failed() || !maps.Equal(served(t, opt.Out), served(t, fresh.Out)) {
			t.Fatalf("after %q, a fresh build makes another site", names[:i+1])
		}
	}
}

// inboundWriter edits records of several months and sources.
type inboundWriter struct {
	*editor
	records []record.Record
	count   int
	written []string // files
	desk    string   // id of a source
}

// more adds a record, most of them at the end.
func (w *inboundWriter) more() {
	w.count++
	about := []string{"a refund", "the big one", "invoices as a spreadsheet", "the calendar on a phone", "single sign-on"}
	ask := []string{"How do I get %s?", "Can it do %s?", "When will there be %s?", "%s does not work, an error comes up", "We need %s"}
	r := record.Record{
		ID: fmt.Sprint("q", w.count), Source: "chat", Team: "sales", Account: fmt.Sprint("a", w.r.IntN(7)), Value: float64(w.r.IntN(9)),
		At:   time.Date(2025, 10, 1+3*w.count+w.r.IntN(20), 9, w.r.IntN(60), 0, 0, time.UTC),
		Text: fmt.Sprintf(ask[w.r.IntN(len(ask))], about[w.r.IntN(len(about))]) + " " + w.words(),
	}
	if w.r.IntN(2) == 0 {
		r.Source = cmp.Or(w.desk, "desk")
	}
	w.records = append(w.records, r)
}

// any is one of the records, more often than not one of the last.
func (w *inboundWriter) any() *record.Record {
	from := w.r.IntN(len(w.records))
	return &w.records[from+w.r.IntN(len(w.records)-from)]
}

func (w *inboundWriter) write() {
	files := map[string][]record.Record{}
	for _, r := range record.Merge(nil, w.records...) {
		files[record.File(&r)] = append(files[record.File(&r)], r)
	}
	for _, name := range w.written {
		if err := os.Remove(filepath.Join(w.dir, "content", name)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.written = slices.Sorted(maps.Keys(files))
	for _, name := range w.written {
		text, err := record.Append(nil, files[name])
		if err != nil {
			w.t.Fatal(err)
		}
		w.editor.write("content/"+name, string(text))
	}
}

// inboundEdits are what happens to records, and to what is found out about them.
var inboundEdits = map[string]func(*inboundWriter){
	"a record more":           func(w *inboundWriter) { w.more() },
	"another record more":     func(w *inboundWriter) { w.more() },
	"an old record more":      func(w *inboundWriter) { w.more(); w.records[len(w.records)-1].At = w.any().At.Add(time.Minute) },
	"a record says otherwise": func(w *inboundWriter) { w.any().Text = "How do I get a refund? " + w.words() },
	"a record comes again": func(w *inboundWriter) {
		r := *w.any()
		r.At = r.At.AddDate(0, 1, 0)
		w.records = append(w.records, r)
	},
	"a record is gone":          func(w *inboundWriter) { w.records = slices.Delete(w.records, 50, 51) },
	"people say the kind":       func(w *inboundWriter) { w.any().Kind = record.Problem },
	"people say the theme":      func(w *inboundWriter) { w.any().Theme = "one" },
	"people say the answer":     func(w *inboundWriter) { w.any().Answer = "playbooks/refund.md" },
	"a source has another name": func(w *inboundWriter) { w.rename("help") },
	"a page answers": func(w *inboundWriter) {
		w.editor.write("content/playbooks/invoices.md", "---\ntitle: Get invoices as a spreadsheet\n---\n"+w.words()+"\n")
	},
	"themes have names": func(w *inboundWriter) {
		w.editor.write("content/inbound/themes.yaml", fmt.Sprintf("one: {title: %s, merged: [two]}\n", w.words()))
	},
}

func (w *inboundWriter) rename(source string) {
	for i := range w.records {
		if r := &w.records[i]; r.Source != "chat" {
			r.Source = source
		}
	}
	w.desk = source
}

// TestRepeat builds a folder again and again that changes at random, or not at all, and
// wants what a fresh build makes each time.
func TestRepeat(t *testing.T) {
	t.Parallel()
	e, opt := newEditor(t, 3)
	names := slices.Sorted(maps.Keys(edits))
	again, builds := 0, 0
	var history []string
	bad := false
	for step := range 12 {
		if step%2 == 1 || bad {
			name := names[e.r.IntN(len(names))]
			if bad {
				name = "mistakes are mended"
			}
			history = append(history, name)
			edits[name](e)
		}
		age(t, opt.Content, step)
		age(t, opt.Theme, step)
		for _, visibility := range []content.Visibility{content.Internal, content.Public} {
			opt := opt
			opt.Visibility, opt.Now, opt.Out = visibility, e.now, filepath.Join(e.dir, string(visibility))
			got, err := generator.Build(t.Context(), opt)
			if err != nil {
				t.Fatal(err)
			}
			opt.NoCache, opt.Out = true, filepath.Join(t.TempDir(), "out")
			want, err := generator.Build(t.Context(), opt)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := summaryOf(got), summaryOf(want); got != want {
				t.Errorf("the result is\n%s\nand that of a fresh build\n%s", got, want)
			}
			if bad = want.Failed(); !bad && !maps.Equal(served(t, filepath.Join(e.dir, string(visibility))), served(t, opt.Out)) {
				t.Error("the files are not those of a fresh build")
			}
			if t.Failed() {
				t.Fatalf("%s, after %q", visibility, history)
			}
			if builds++; repeated(got) {
				again++
			}
		}
	}
	if again < 3 || again > builds/2 {
		t.Errorf("%d of %d builds did nothing", again, builds)
	}
}

// summaryOf is what of a result is the same however it came about.
func summaryOf(res generator.Result) string {
	return fmt.Sprintf("%s%v %v %v %q %d files", lines(res.Diagnostics), res.Silenced, res.Pages, res.Omitted, res.Notes,
		res.Output.Written+res.Output.Kept)
}

// A build does nothing when all that it depends on is as before, and everything that it
// depends on counts.
func TestRepeatable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	writeFiles(t, dir, map[string]string{
		"content/headsup.yaml":          "title: Site\nbase_url: https://example.com/\n",
		"content/releases/note.md":      "---\ntitle: Note\nvisibility: public\ndate: 2026-01-01\n---\nWords of a note.\n",
		"content/releases/later.md":     "---\ntitle: Later\nvisibility: public\ndate: 2026-01-01\npublish_at: 2026-03-02\n---\nLater.\n",
		"content/playbooks/onclick.md":  "---\ntitle: Marked up\nvisibility: public\n---\nIt has <b onclick=\"x()\">a finding</b>.\n",
		"theme/assets/css/headings.css": "@layer x { h1 { width: 1px; } }\n",
	})
	opt := generator.Options{
		Content: file("content"), Theme: file("theme"), CacheDir: file("cache"), Out: file("out"),
		Visibility: content.Public, Now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC),
	}
	other := func(change func(*generator.Options)) func(*generator.Options) { return change }
	same := other(func(*generator.Options) {})
	var kept string
	for i, step := range []struct {
		name   string
		change func(*generator.Options)
		again  bool
	}{
		{"the first build", same, false},
		{"nothing changed", same, true},
		{"an hour later", func(o *generator.Options) { o.Now = o.Now.Add(time.Hour) }, true},
		{"a page appears", func(o *generator.Options) { o.Now = o.Now.Add(24 * time.Hour) }, false},
		{"a page has appeared", same, true},
		{"an earlier day", func(o *generator.Options) { o.Now = o.Now.Add(-24 * time.Hour) }, false},
		{"of the site for colleagues", func(o *generator.Options) { o.Visibility = content.Internal }, false},
		{"with drafts", func(o *generator.Options) { o.Drafts = true }, false},
		{"the same for colleagues", same, true},
		{"of another address", func(o *generator.Options) { o.BaseURL = "https://example.org/" }, false},
		{"the same of another address", same, true},
		{"without a cache", func(o *generator.Options) { o.NoCache = true }, false},
		{"with one", func(o *generator.Options) { o.NoCache = false }, true},
		{"words", func(*generator.Options) {
			writeFiles(t, dir, map[string]string{
				"content/releases/note.md": "---\ntitle: Note\nvisibility: public\ndate: 2026-01-01\n---\nOther words.\n",
			})
		}, false},
		{"the same words", same, true},
		{"the theme", func(*generator.Options) {
			writeFiles(t, dir, map[string]string{"theme/assets/css/headings.css": "@layer x { h1 { width: 2px; } }\n"})
		}, false},
		{"the same theme", same, true},
		{"the configuration", func(*generator.Options) {
			writeFiles(t, dir, map[string]string{"content/headsup.yaml": "title: Hub\nbase_url: https://example.com/\n"})
		}, false},
		{"a file of the site", func(o *generator.Options) {
			writeFiles(t, dir, map[string]string{"out/index.html": "something else"})
		}, false},
		{"no file of the site", func(o *generator.Options) {
			if err := os.Remove(file("out/releases/note/index.html")); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"a file of somebody else", func(o *generator.Options) {
			writeFiles(t, dir, map[string]string{"out/CNAME": "example.com"})
		}, true},
		{"a page gone", func(o *generator.Options) {
			if err := os.Remove(file("content/releases/later.md")); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"nothing changed again", same, true},
		{"a record", func(*generator.Options) {
			writeFiles(t, dir, map[string]string{"content/inbound/desk/2026-03.jsonl": "{}\n"})
		}, false},
		{"the same record", same, true},
		{"another one", func(*generator.Options) {
			writeFiles(t, dir, map[string]string{"content/inbound/desk/2026-03.jsonl": "[]\n"})
		}, false},
		{"the same of the other", same, true},
	} {
		step.change(&opt)
		age(t, opt.Content, i)
		if step.name == "an hour later" {
			kept = strings.Join(slices.Sorted(maps.Keys(served(t, opt.Out))), " ")
		}
		res, err := generator.Build(t.Context(), opt)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if repeated(res) != step.again {
			t.Errorf("%s: did nothing: %t, want %t", step.name, repeated(res), step.again)
		}
		if step.again && res.Output.Written+res.Output.Removed+res.Compiled+res.Rendered > 0 {
			t.Errorf("%s: %+v", step.name, res)
		}
		if len(res.Diagnostics) == 0 {
			t.Errorf("%s: the finding is gone", step.name)
		}
	}
	if strings.Contains(kept, "later") {
		t.Error("a page appeared before its time")
	}
}

// A theme that is broken is a finding, also of a folder that has not changed for long.
func TestRepeatWithBrokenTheme(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"content/note.md": "---\ntitle: Note\n---\nWords.\n", "theme/layouts/page.html": "{{ if }}\n",
	})
	age(t, dir, 0)
	res, err := generator.Build(t.Context(), generator.Options{
		Content: filepath.Join(dir, "content"), Theme: filepath.Join(dir, "theme"),
		CacheDir: filepath.Join(dir, "cache"), Out: filepath.Join(dir, "out"), Now: now,
	})
	if err != nil || !slices.ContainsFunc(res.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == "theme" }) {
		t.Errorf("found %v, %v", res.Diagnostics, err)
	}
}

// What was changed a moment ago may change again without another time.
func TestRepeatNeedsTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"content/note.md": "---\ntitle: Note\n---\nWords.\n"})
	opt := generator.Options{
		Content: filepath.Join(dir, "content"), CacheDir: filepath.Join(dir, "cache"), Out: filepath.Join(dir, "out"), Now: now,
	}
	for range 2 {
		soon := time.Now().Add(time.Minute)
		if err := os.Chtimes(filepath.Join(opt.Content, "note.md"), soon, soon); err != nil {
			t.Fatal(err)
		}
		if res, err := generator.Build(t.Context(), opt); err != nil || repeated(res) {
			t.Errorf("a file that has just changed is not looked at: %v", err)
		}
	}
}

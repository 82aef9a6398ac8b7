package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator/paths"
)

// tree is the files of a folder by path: their text.
type tree map[string]string

// build writes a whole site into dir and fails the test if it cannot.
func build(t testing.TB, dir string, site tree) Result {
	t.Helper()
	result, err := tryBuild(dir, site)
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	return result
}

func tryBuild(dir string, site tree) (Result, error) {
	w, err := Open(dir)
	if err != nil {
		return Result{}, err
	}
	return finishBuild(w, site)
}

func finishBuild(w *Writer, site tree) (Result, error) {
	for i, path := range slices.Sorted(maps.Keys(site)) {
		if err := w.Put(Stage(i%stages), path, "", []byte(site[path])); err != nil {
			return Result{}, errors.Join(err, w.Abort())
		}
	}
	return w.Commit()
}

// read returns all of dir but the manifest: files with their text, folders with
// a slash at the end, links with an arrow before what they say.
func read(t testing.TB, dir string) tree {
	t.Helper()
	got := tree{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case rel == ManifestName:
		case d.IsDir():
			got[rel+"/"] = ""
		case d.Type()&fs.ModeSymlink != 0:
			to, err := os.Readlink(path)
			got[rel] = "-> " + to
			return err
		default:
			text, err := os.ReadFile(path)
			got[rel] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// withFolders adds to a tree the folders that its files are in.
func (site tree) withFolders() tree {
	all := maps.Clone(site)
	for path := range site {
		for dir := paths.Parent(strings.TrimSuffix(path, "/")); dir != ""; dir = paths.Parent(dir) {
			all[dir+"/"] = ""
		}
	}
	return all
}

func same(t testing.TB, got, want tree) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if text, ok := got[path]; !ok {
			t.Errorf("%s is missing", path)
		} else if text != want[path] {
			t.Errorf("%s is %q, want %q", path, text, want[path])
		}
	}
	for _, path := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[path]; !ok {
			t.Errorf("%s is left over", path)
		}
	}
}

// snapshot is everything about a folder: names, bytes, modes and times.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	shot := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == dir {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return err
		}
		text := ""
		if info.Mode().IsRegular() {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = string(b)
		}
		shot[path] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano(), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return shot
}

// place puts files that are no build's into dir.
func place(t testing.TB, dir string, files tree) {
	t.Helper()
	for path, text := range files {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch to, link := strings.CutPrefix(text, "-> "); {
		case strings.HasSuffix(path, "/"):
			err = os.MkdirAll(name, 0o755)
		case link:
			err = os.Symlink(to, name)
		default:
			err = os.WriteFile(name, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func open(t testing.TB, dir string) *Writer {
	t.Helper()
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func text(s string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
}

func TestBuilds(t *testing.T) {
	site := tree{"index.html": "home", "assets/a.css": "a", "releases/1/index.html": "one", "feed.json": "{}"}
	cases := []struct {
		name                   string
		foreign, before, after tree
		want                   Result
	}{
		{name: "into nothing", after: site, want: Result{Written: 4, Bytes: 10}},
		{name: "the same again", before: site, after: site, want: Result{Kept: 4}},
		{
			name: "one page changed", before: site,
			after: tree{"index.html": "Home", "assets/a.css": "a", "releases/1/index.html": "one", "feed.json": "{}"},
			want:  Result{Written: 1, Kept: 3, Bytes: 4},
		},
		{
			name: "one page gone, its folder too", before: site,
			after: tree{"index.html": "home", "assets/a.css": "a", "feed.json": "{}"},
			want:  Result{Kept: 3, Removed: 1},
		},
		{name: "everything gone", before: site, after: tree{}, want: Result{Removed: 4}},
		{name: "nothing from nothing", after: tree{}},
		{
			name: "a file becomes a folder", before: tree{"a": "1"}, after: tree{"a/b/c": "2"},
			want: Result{Written: 1, Removed: 1, Bytes: 1},
		},
		{
			name: "a folder becomes a file", before: tree{"a/b/c": "1", "a/d": "2"}, after: tree{"a": "3"},
			want: Result{Written: 1, Removed: 2, Bytes: 1},
		},
		{
			name: "a name changes case", before: tree{"Tags/SSO.html": "1", "Ä": "2"}, after: tree{"tags/sso.html": "1", "ä": "2"},
			want: Result{Written: 2, Removed: 2, Bytes: 2},
		},
		{
			name: "foreign files stay", foreign: tree{".gitkeep": "", "releases/1/note.txt": "mine", "CNAME": "example.com"},
			before: site, after: tree{"index.html": "home"}, want: Result{Kept: 1, Removed: 3},
		},
		{
			name: "foreign files with our bytes are adopted", foreign: tree{"index.html": "home", "feed.json": "{}"},
			after: site, want: Result{Written: 2, Kept: 2, Bytes: 4},
		},
		{
			name: "foreign empty folders stay", foreign: tree{"empty/": "", "releases/": "", "assets/deep/": ""},
			before: site, after: tree{"index.html": "home"}, want: Result{Kept: 1, Removed: 3},
		},
		{
			name: "foreign links stay", foreign: tree{"link": "-> /etc", "assets/up": "-> .."},
			before: site, after: site, want: Result{Kept: 4},
		},
		{name: "empty files", before: tree{"a": ""}, after: tree{"a": "", "b": ""}, want: Result{Written: 1, Kept: 1}},
		{
			name: "unusual names", after: tree{"über uns/日本/index.html": "x", "a b": "y", `say "hi"`: "z", ".well-known/x": "w"},
			want: Result{Written: 4, Bytes: 4},
		},
		{
			name: "neighbours of a folder in sort order", before: tree{"a/x": "1"},
			after: tree{"a/b": "1", "a-b/c": "2", "a.b": "3", "a0": "4", "a/c/d": "5"}, want: Result{Written: 5, Removed: 1, Bytes: 5},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "deep", "public")
			place(t, dir, c.foreign)
			if c.before != nil {
				build(t, dir, c.before)
			}
			got := build(t, dir, c.after)
			if got != c.want {
				t.Errorf("result is %+v, want %+v", got, c.want)
			}
			if len(c.after)+len(c.before)+len(c.foreign) == 0 {
				if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("an empty build made the folder: %v", err)
				}
				return
			}
			want := tree{}
			maps.Copy(want, c.foreign)
			maps.Copy(want, c.after)
			same(t, read(t, dir), want.withFolders())

			// Another build finds nothing to do, and does nothing.
			shot := snapshot(t, dir)
			if again := build(t, dir, c.after); again != (Result{Kept: len(c.after)}) {
				t.Errorf("a second build does %+v", again)
			}
			if !maps.Equal(shot, snapshot(t, dir)) {
				t.Error("a second build touches the folder")
			}
		})
	}
}

func TestConflictsAreListedAndNothingChanges(t *testing.T) {
	cases := []struct {
		name            string
		before, foreign tree
		after           tree
		want            []string
	}{
		{
			name: "other bytes", foreign: tree{"index.html": "mine", "a/b": "mine", "c": "ours"},
			after: tree{"index.html": "ours", "a/b": "ours", "c": "ours", "d": "ours"}, want: []string{"a/b", "index.html"},
		},
		{name: "a file where a folder is needed", foreign: tree{"a": "mine"}, after: tree{"a/b": "1", "a/c/d": "2"}, want: []string{"a"}},
		{name: "a folder where a file is needed", foreign: tree{"a/b": "mine"}, after: tree{"a": "1"}, want: []string{"a"}},
		{name: "an empty folder where a file is needed", foreign: tree{"a/": ""}, after: tree{"a": "1"}, want: []string{"a"}},
		{
			name: "our folder with a foreign file", before: tree{"a/b": "1"}, foreign: tree{"a/c": "mine", "a/d/e": "mine"},
			after: tree{"a": "2"}, want: []string{"a/c", "a/d"},
		},
		{name: "a link, whatever it leads to", foreign: tree{"real": "1", "a": "-> real"}, after: tree{"a": "1"}, want: []string{"a"}},
		{name: "a link to a folder outside", foreign: tree{"a": "-> ../outside"}, after: tree{"a/b": "1"}, want: []string{"a"}},
		{name: "a link to a folder inside", foreign: tree{"real/": "", "a": "-> real"}, after: tree{"a/b": "1"}, want: []string{"a"}},
		{name: "a link that leads nowhere", foreign: tree{"a": "-> nowhere"}, after: tree{"a": "1"}, want: []string{"a"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			base := t.TempDir()
			dir := filepath.Join(base, "public")
			place(t, base, tree{"outside/": "", "public/": ""})
			if c.before != nil {
				build(t, dir, c.before)
			}
			place(t, dir, c.foreign)
			shot := snapshot(t, base)
			_, err := tryBuild(dir, c.after)
			var conflict *ConflictError
			if !errors.As(err, &conflict) {
				t.Fatalf("error is %v, want a conflict", err)
			}
			if !slices.Equal(conflict.Paths, c.want) {
				t.Errorf("conflicts are %q, want %q", conflict.Paths, c.want)
			}
			if !strings.Contains(err.Error(), "move it") || !strings.Contains(err.Error(), c.want[0]) {
				t.Errorf("the message gives no way out: %v", err)
			}
			if !maps.Equal(shot, snapshot(t, base)) {
				t.Error("the folder has changed")
			}
		})
	}
}

func TestConflictErrorStaysReadable(t *testing.T) {
	var paths []string
	for i := range 25 {
		paths = append(paths, fmt.Sprintf("p%02d", i))
	}
	text := (&ConflictError{Dir: "public", Paths: paths}).Error()
	if !strings.Contains(text, "p09 and 15 more") || strings.Contains(text, "p10") {
		t.Errorf("message is %q", text)
	}
}

func TestOurFileThatAPersonChanged(t *testing.T) {
	cases := []struct {
		name   string
		change func(path string) error
		after  tree
		want   Result
		left   tree
	}{
		{
			"edited, and the build differs: replaced", func(p string) error { return os.WriteFile(p, []byte("edit"), 0o644) },
			tree{"a/b": "new!"},
			Result{Written: 1, Bytes: 4},
			tree{"a/b": "new!"},
		},
		{
			"edited, and the build says what it said: replaced", func(p string) error { return os.WriteFile(p, []byte("edit"), 0o644) },
			tree{"a/b": "old!"},
			Result{Written: 1, Bytes: 4},
			tree{"a/b": "old!"},
		},
		{
			"edited to what the build says: kept", func(p string) error { return os.WriteFile(p, []byte("new!"), 0o644) },
			tree{"a/b": "new!"},
			Result{Kept: 1},
			tree{"a/b": "new!"},
		},
		{
			"touched: kept", func(p string) error { return os.Chtimes(p, time.Time{}, time.Unix(1, 0)) },
			tree{"a/b": "old!"},
			Result{Kept: 1},
			tree{"a/b": "old!"},
		},
		{
			"edited and stale: removed, for it may be internal by now",
			func(p string) error { return os.WriteFile(p, []byte("edit"), 0o644) },
			tree{"c": "x"},
			Result{Written: 1, Removed: 1, Bytes: 1},
			tree{"c": "x"},
		},
		{"removed: written again", os.Remove, tree{"a/b": "old!"}, Result{Written: 1, Bytes: 4}, tree{"a/b": "old!"}},
		{"removed and stale", os.Remove, tree{"c": "x"}, Result{Written: 1, Bytes: 1}, tree{"c": "x"}},
		{
			"replaced by a link and stale: the link stays",
			func(p string) error { return errors.Join(os.Remove(p), os.Symlink("/etc", p)) },
			tree{"c": "x"},
			Result{Written: 1, Bytes: 1},
			tree{"c": "x", "a/b": "-> /etc"},
		},
		{"its folder replaced by a link and stale: the link stays", func(p string) error {
			return errors.Join(os.RemoveAll(filepath.Dir(p)), os.Symlink("/etc", filepath.Dir(p)))
		}, tree{"c": "x"}, Result{Written: 1, Bytes: 1}, tree{"c": "x", "a": "-> /etc"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			build(t, dir, tree{"a/b": "old!"})
			if err := c.change(filepath.Join(dir, "a", "b")); err != nil {
				t.Fatal(err)
			}
			if got := build(t, dir, c.after); got != c.want {
				t.Errorf("result is %+v, want %+v", got, c.want)
			}
			same(t, read(t, dir), c.left.withFolders())
			shot := snapshot(t, dir)
			build(t, dir, c.after)
			if !maps.Equal(shot, snapshot(t, dir)) {
				t.Error("another build touches the folder")
			}
		})
	}
}

func TestUnchanged(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	for path, input := range map[string]string{
		"same":       "1",
		"edited":     "1",
		"other":      "1",
		"none":       "",
		"gone":       "1",
		`odd " name`: "\x00\n\" ü",
	} {
		if err := w.Put(Pages, path, input, []byte("text")); err != nil {
			t.Fatal(err)
		}
	}
	if w.Unchanged("same", "1") {
		t.Error("a file of this very build is not unchanged")
	}
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	place(t, dir, tree{"edited": "edit", "foreign": "text"})
	if err := os.Chtimes(filepath.Join(dir, "edited"), time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}

	w = open(t, dir)
	for _, c := range []struct {
		path, input string
		want        bool
	}{
		{"same", "1", true},
		{"edited", "1", false},
		{"other", "2", false},
		{"none", "", false},
		{"gone", "1", false},
		{"foreign", "", false},
		{"never", "1", false},
		{"../same", "1", false},
		{`odd " name`, "\x00\n\" ü", true},
		{"same", "1", false}, // is part of this build already
	} {
		if got := w.Unchanged(c.path, c.input); got != c.want {
			t.Errorf("Unchanged(%q, %q) = %v", c.path, c.input, got)
		}
	}
	if err := w.Put(Pages, "same", "1", nil); err == nil {
		t.Error("a path that is unchanged can be put as well")
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}

	// What is unchanged stays; what is neither unchanged nor put is stale.
	w = open(t, dir)
	if !w.Unchanged("same", "1") {
		t.Fatal("an aborted build changed the folder")
	}
	result, err := w.Commit()
	if err != nil || result != (Result{Kept: 1, Removed: 4}) {
		t.Errorf("Commit = %+v, %v", result, err)
	}
	same(t, read(t, dir), tree{"same": "text", "foreign": "text"})
}

func TestNewInputIsRememberedForOldBytes(t *testing.T) {
	dir := t.TempDir()
	for _, input := range []string{"1", "2"} {
		w := open(t, dir)
		if err := w.Put(Pages, "a", input, []byte("text")); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	w := open(t, dir)
	defer w.Abort()
	if w.Unchanged("a", "1") || !w.Unchanged("a", "2") {
		t.Error("the manifest has the first build's input")
	}
}

func TestRefusedPaths(t *testing.T) {
	for _, path := range []string{
		"", ".", "..", "../a", "a/../b", "a/..", "/a", "//a", "a//b", "a/", "./a", `a\b`, "a\x00b", "a\nb", "a\x7fb", "a\xffb",
		ManifestName, ".headsup-lock", ".headsup-staging/0/a", ".HEADSUP-new",
	} {
		dir := filepath.Join(t.TempDir(), "public")
		w := open(t, dir)
		if err := w.Put(Pages, path, "", nil); err == nil {
			t.Errorf("Put accepts %q", path)
		}
		if err := w.PutFile(Pages, path, "", text("")); err == nil {
			t.Errorf("PutFile accepts %q", path)
		}
		if _, err := w.Commit(); err == nil {
			t.Errorf("Commit accepts a build without %q", path)
		}
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the folder was made for %q", path)
		}
	}
	w := open(t, t.TempDir())
	defer w.Abort()
	for _, stage := range []Stage{-1, 3} {
		if err := w.Put(stage, "a", "", nil); err == nil {
			t.Errorf("Put accepts stage %d", stage)
		}
	}
}

func TestPathsThatCannotLiveTogether(t *testing.T) {
	for _, c := range []struct{ first, second, says string }{
		{"a/b", "a/b", "twice"},
		{"a/b", "a/B", "only in upper and lower case"},
		{"a/b", "A/c", "only in upper and lower case"},
		{"straße", "STRAßE", "only in upper and lower case"},
		{"K", "\u212a", "only in upper and lower case"}, // the sign for kelvin
		{"σ", "ς", "only in upper and lower case"},
		{"é", "e\u0301", "the way its accents are stored"},
		{"Ǆ", "ǅ", "only in upper and lower case"},
		{"a", "a/b", `"a" is a file`},
		{"a/b", "a", "is a folder"},
		{"a/b/c/d", "a/b", "is a folder"},
		{"a", "A/b", "is a file"},
	} {
		w := open(t, filepath.Join(t.TempDir(), "public"))
		if err := w.Put(Assets, c.first, "", nil); err != nil {
			t.Fatal(err)
		}
		err := w.Put(Feeds, c.second, "", nil)
		if err == nil {
			t.Errorf("%q and %q can both be written", c.first, c.second)
		} else if s := err.Error(); !strings.Contains(s, c.says) ||
			!strings.Contains(s, fmt.Sprintf("%q", c.first)) || !strings.Contains(s, fmt.Sprintf("%q", c.second)) {
			t.Errorf("%q and %q: message is %q", c.first, c.second, s)
		}
		if err := w.Abort(); err != nil {
			t.Error(err)
		}
	}
	// And some that can.
	site := tree{"strasse": "1", "straße": "2", "a/b": "3", "a.b": "4", "a/b.c": "5", "ı": "6", "i": "7"}
	dir := t.TempDir()
	build(t, dir, site)
	same(t, read(t, dir), site.withFolders())
}

func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	plain := filepath.Join(t.TempDir(), "plain")
	build(t, dir, tree{"a/b": "x"})
	if err := os.Mkdir(plain, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(plain, "b"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for ours, theirs := range map[string]string{"": "", "a": "", "a/b": "b", ManifestName: "b"} {
		got, err := os.Stat(filepath.Join(dir, ours))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.Stat(filepath.Join(plain, theirs))
		if err != nil {
			t.Fatal(err)
		}
		if got.Mode() != want.Mode() {
			t.Errorf("%q has mode %v, want %v", ours, got.Mode(), want.Mode())
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	base := t.TempDir()
	place(t, base, tree{"file": "", "nowhere": "-> gone", "bad/" + ManifestName: "x", "folder/" + ManifestName + "/": ""})
	for _, name := range []string{"file", "file/public", "nowhere", "bad", "folder"} {
		if w, err := Open(filepath.Join(base, name)); err == nil {
			t.Errorf("Open accepts %s", name)
			w.Abort()
		}
	}
	if _, err := Open(""); err == nil {
		t.Error("Open accepts no name")
	}
}

func TestOutputFolderMayBeALink(t *testing.T) {
	base := t.TempDir()
	place(t, base, tree{"real/CNAME": "x", "public": "-> real"})
	build(t, filepath.Join(base, "public"), tree{"a/b": "1"})
	build(t, filepath.Join(base, "public"), tree{"a/b": "2"})
	same(t, read(t, filepath.Join(base, "real")), tree{"CNAME": "x", "a/": "", "a/b": "2"})
	same(t, tree{"public": read(t, base)["public"]}, tree{"public": "-> real"})
}

func TestPutFile(t *testing.T) {
	dir := t.TempDir()
	big := strings.Repeat("0123456789abcdef", 1<<18)
	steps := []struct {
		text string
		want Result
	}{
		{big, Result{Written: 1, Bytes: int64(len(big))}},
		{big, Result{Kept: 1}},
		{big[1:] + "x", Result{Written: 1, Bytes: int64(len(big))}},
		{"", Result{Written: 1}},
	}
	for i, step := range steps {
		w := open(t, dir)
		source := &chunks{text: step.text}
		if err := w.PutFile(Assets, "media/film.mp4", "", source.open); err != nil {
			t.Fatal(err)
		}
		got, err := w.Commit()
		if err != nil || got != step.want {
			t.Errorf("step %d: Commit = %+v, %v", i, got, err)
		}
		if source.largest > 1<<20 {
			t.Errorf("step %d: %d bytes were asked for at once", i, source.largest)
		}
		if source.opened != source.closed {
			t.Errorf("step %d: opened %d times, closed %d times", i, source.opened, source.closed)
		}
		same(t, read(t, dir), tree{"media/": "", "media/film.mp4": step.text})
	}
	// Foreign files are compared, and edits seen, just as with Put.
	place(t, dir, tree{"logo.svg": "svg"})
	w := open(t, dir)
	if err := w.PutFile(Assets, "logo.svg", "", text("svg")); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Commit(); err != nil || got != (Result{Kept: 1, Removed: 1}) {
		t.Errorf("Commit = %+v, %v", got, err)
	}
}

// chunks is a source that notes how it is read, and may fail halfway.
type chunks struct {
	text                    string
	fails                   bool
	opened, closed, largest int
}

func (c *chunks) open() (io.ReadCloser, error) {
	c.opened++
	return &chunkReader{c, strings.NewReader(c.text)}, nil
}

type chunkReader struct {
	*chunks
	rest *strings.Reader
}

func (r *chunkReader) Read(p []byte) (int, error) {
	r.largest = max(r.largest, len(p))
	n, err := r.rest.Read(p)
	if err != nil && r.fails {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (r *chunkReader) Close() error { r.closed++; return nil }

func TestDataIsNotRetained(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	data := []byte("right")
	if err := w.Put(Pages, "a", "", data); err != nil {
		t.Fatal(err)
	}
	copy(data, "WRONG")
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	same(t, read(t, dir), tree{"a": "right"})
}

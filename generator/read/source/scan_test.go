package source_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"headsup/generator/diag"
	"headsup/generator/read/source"
)

func paths(t source.Tree) []string {
	var list []string
	for _, f := range t.Files {
		list = append(list, f.Path)
	}
	return list
}

func lines(list []diag.Diagnostic) []string {
	var out []string
	for _, d := range list {
		out = append(out, d.String())
	}
	return out
}

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }

func TestScanSortsFilesIntoPagesAndAssets(t *testing.T) {
	fsys := fstest.MapFS{
		"headsup.yaml":              text("title: x"),
		"releases/2026-01-02-a.md":  text("# A"),
		"releases/b/index.MARKDOWN": text("# B"),
		"releases/b/shot.PNG":       text("png"),
		"releases-old/c.mkd":        text("# C"),
		"d.mdown":                   text("# D"),
		"data/prices.csv":           text("a,b"),
		"data/headsup.yaml":         text("a: b"),
		"Ünï/ça va.md":              text("# E"),
		"LICENSE.md":                text("# Licence"),
		"notice-of-change.pdf":      text("pdf"),
	}
	tree, list := source.Scan(fsys, source.Options{})
	want := []string{
		"LICENSE.md", "d.mdown", "data/prices.csv", "notice-of-change.pdf",
		"releases-old/c.mkd", "releases/2026-01-02-a.md", "releases/b/index.MARKDOWN", "releases/b/shot.PNG", "Ünï/ça va.md",
	}
	if got := paths(tree); !slices.Equal(got, want) {
		t.Errorf("files\n got %q\nwant %q", got, want)
	}
	for _, f := range tree.Files {
		if markdown := source.IsMarkdown(f.Path); f.Markdown != markdown {
			t.Errorf("%s: Markdown = %v", f.Path, f.Markdown)
		}
		if int(f.Size) != len(fsys[f.Path].Data) {
			t.Errorf("%s: Size = %d", f.Path, f.Size)
		}
		data, err := tree.Read(fsys, f.Path)
		if err != nil || string(data) != string(fsys[f.Path].Data) {
			t.Errorf("Read(%s) = %q, %v", f.Path, data, err)
		}
	}
	wantLines := []string{"data/headsup.yaml: warning: " +
		"this file is not read: the configuration is headsup.yaml at the top of the content folder [config-unread]"}
	if got := lines(list); !slices.Equal(got, wantLines) {
		t.Errorf("diagnostics\n got %q\nwant %q", got, wantLines)
	}
}

func TestScanSkipsWithoutAWord(t *testing.T) {
	for _, name := range []string{
		".git/config", ".gitignore", ".DS_Store", "a/.DS_Store", "Thumbs.db", "desktop.ini", ".hidden/a.md", ".env",
		"a.md~", ".#a.md", "#a.md#", ".a.md.swp", "a.swp", "node_modules/x/readme.md",
		"headsup.yaml", "LICENSE", "LICENSE-MIT", "LICENSE.txt", "licence", "COPYING", "COPYING.LESSER", "NOTICE", "CODEOWNERS", "AUTHORS",
		"skipped/a.md", "deep/er/b.draft.md",
	} {
		ignored := func(p string) bool { return p == "skipped" || strings.HasSuffix(p, ".draft.md") }
		tree, list := source.Scan(fstest.MapFS{name: text("---\ntitle: x\n---\n")}, source.Options{Ignored: ignored})
		if len(tree.Files) != 0 || len(list) != 0 {
			t.Errorf("%s: files %v, diagnostics %v", name, paths(tree), lines(list))
		}
	}
}

// What is Markdown is never left out silently.
func TestScanTellsLeftOutMarkdown(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"a.md", "_drafts/b.md", "_drafts/b.png", "_c.md", "d/_index.md", ".hidden.md", "e.md~", "node_modules/x/readme.md",
		".obsidian/app.json",
		".obsidian/templates/note.md", ".github/x.yml", ".git/description.md", ".#f.md", "#f.md#", ".f.md.swp", "._f.md", "g.txt~",
		"gone/.h.md",
	} {
		fsys[name] = text("# A")
	}
	tree, list := source.Scan(fsys, source.Options{
		Ignored: func(p string) bool { return p == "gone" },
		LeftOut: func(p string) bool { return strings.HasPrefix(p, "_") },
	})
	if want := []string{"_drafts/b.png", "a.md", "d/_index.md"}; !slices.Equal(paths(tree), want) || len(list) > 0 {
		t.Errorf("files %q, diagnostics %q", paths(tree), lines(list))
	}
	want := []string{".hidden.md", ".obsidian/", "_c.md", "_drafts/b.md", "e.md~", "node_modules/"}
	if !slices.Equal(tree.LeftOut, want) {
		t.Errorf("left out %q, want %q", tree.LeftOut, want)
	}
}

// The folder of records is no content, whatever else is in it, once a record is in it.
func TestScanLeavesRecordsOut(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"a.md", "inbound/desk/2026-11.jsonl", "inbound/desk/export.csv", "inbound/desk/README.md", "inbound/themes.yaml",
		"inbound/.desk/2026-11.jsonl", "inbound/shot.png", "guides/inbound/b.md", "guides/inbound/x.jsonl",
	} {
		fsys[name] = text("# A")
	}
	inbound := func(tree source.Tree) (names []string) {
		for _, f := range tree.Inbound {
			names = append(names, f.Path)
		}
		return names
	}
	tree, list := source.Scan(fsys, source.Options{})
	if want := []string{"a.md", "guides/inbound/b.md"}; !slices.Equal(paths(tree), want) {
		t.Errorf("files %q, want %q", paths(tree), want)
	}
	if len(list) != 1 || list[0].Path != "guides/inbound/x.jsonl" {
		t.Errorf("diagnostics %q", lines(list))
	}
	want := []string{"inbound/desk/2026-11.jsonl", "inbound/desk/export.csv", "inbound/shot.png", "inbound/themes.yaml"}
	if !slices.Equal(inbound(tree), want) || !slices.Equal(tree.LeftOut, []string{"inbound/desk/README.md"}) {
		t.Errorf("records %q, left out %q", inbound(tree), tree.LeftOut)
	}
	// A folder that is ignored, or is called so for another reason, is as any other.
	tree, _ = source.Scan(fsys, source.Options{Ignored: func(p string) bool { return p == "inbound" }})
	if len(tree.Inbound)+len(tree.LeftOut) > 0 {
		t.Errorf("of an ignored folder: records %q, left out %q", inbound(tree), tree.LeftOut)
	}
	tree, _ = source.Scan(fstest.MapFS{"inbound/sales.md": text("# A"), "inbound/x/shot.png": text("")}, source.Options{})
	if want := []string{"inbound/sales.md", "inbound/x/shot.png"}; !slices.Equal(paths(tree), want) || len(tree.Inbound) > 0 {
		t.Errorf("of pages: files %q, records %q", paths(tree), inbound(tree))
	}
}

func TestScanReportsWhatIsNotPublished(t *testing.T) {
	tests := []struct {
		name, data string
		want       string
		hint       string
	}{
		{
			"stakeholder-influence-mapping",
			"---\nwhat: A map\n---\n",
			"warning: this file begins like a page, but its name does not end in .md; it is not on the site [not-markdown]",
			"rename it to stakeholder-influence-mapping.md",
		},
		{
			"notes.rst",
			"+++\r\ntitle = \"x\"\r\n+++\r\n",
			"warning: this file begins like a page, but its name does not end in .md; it is not on the site [not-markdown]",
			"rename it to notes.md",
		},
		{
			"v1.2",
			"\ufeff---\n# comment\n\n\"title\": x\n",
			"warning: this file begins like a page, but its name does not end in .md; it is not on the site [not-markdown]",
			"rename it to v1.2.md",
		},
		{
			"page.html",
			"---\nlayout: x\n---\n<p>",
			"warning: this file begins like a page, but its name does not end in .md; it is not on the site [not-markdown]",
			"rename it to page.md",
		},
		{
			"a.html",
			"<p>",
			"warning: files that end in .html are not published [asset-type]",
			"write it as Markdown, or name it under ignore in headsup.yaml",
		},
		{
			"a.JS",
			"alert(1)",
			"warning: files that end in .js are not published [asset-type]",
			"remove it, or name it under ignore in headsup.yaml",
		},
		{
			"a.swf",
			"x",
			"warning: files that end in .swf are not published [asset-type]",
			"remove it, or name it under ignore in headsup.yaml",
		},
		{"a.heic", "x", "warning: files that end in .heic are not published [asset-type]", "save the picture as PNG, JPEG, WebP or SVG"},
		{"a.doc", "x", "warning: files that end in .doc are not published [asset-type]", "save it as PDF"},
		{
			"Makefile",
			"all:\n",
			"warning: a file without an ending is not published [asset-type]",
			"give its name an ending, or name it under ignore in headsup.yaml",
		},
		{
			"rule",
			"---\nno key here\n",
			"warning: a file without an ending is not published [asset-type]",
			"give its name an ending, or name it under ignore in headsup.yaml",
		},
		{
			"headsup.yml",
			"title: x",
			"warning: this file is not read: the configuration is headsup.yaml [config-unread]",
			"rename it to headsup.yaml",
		},
		{
			"p.md.bak",
			"---\ntitle: x\n---\n",
			"warning: this is a backup copy, which is not published [asset-type]",
			`remove it, or add "*.bak" to ignore in headsup.yaml`,
		},
		{
			".Headsup.yaml",
			"title: x",
			"warning: this file is not read: the configuration is headsup.yaml [config-unread]",
			"rename it to headsup.yaml",
		},
		{
			"content/headsup.yaml",
			"title: x",
			"warning: this file is not read: the configuration is headsup.yaml at the top of the content folder [config-unread]",
			"move it there",
		},
		{
			"big.md",
			strings.Repeat("x", 3000),
			"error: the file has 2.9 KiB; a Markdown file may have 2 KiB [file-size]",
			"split it, or move data and pictures to files of their own",
		},
		{`a\b.md`, "x", "error: the name has a backslash [file-name]", "rename it: it becomes part of an address"},
		{"a\xff.md", "x", "error: the name is not valid UTF-8 [file-name]", "rename it: it becomes part of an address"},
		{"a\x1b[31m.md", "x", "error: the name has a control character [file-name]", "rename it: it becomes part of an address"},
	}
	for _, tt := range tests {
		tree, list := source.Scan(fstest.MapFS{tt.name: text(tt.data)}, source.Options{MaxMarkdown: 2048})
		if len(tree.Files) != 0 || len(list) != 1 {
			t.Errorf("%s: files %v, diagnostics %v", tt.name, paths(tree), lines(list))
			continue
		}
		if got, want := list[0].String(), strings.ToValidUTF8(tt.name, "\uFFFD")+": "+tt.want; got != want || list[0].Hint != tt.hint {
			t.Errorf("%s:\n got %s\nwant %s\nhint %s", tt.name, got, want, list[0].Hint)
		}
	}
}

func TestScanOfADirectoryReportsAllAtOnce(t *testing.T) {
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret.md")
	write(t, secret, "secret")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "real/page.md"), "# Page")
	write(t, filepath.Join(dir, ".git/config"), "token")
	link(t, secret, filepath.Join(dir, "absolute.md"))
	relative, err := filepath.Rel(dir, secret)
	if err != nil {
		t.Fatal(err)
	}
	link(t, relative, filepath.Join(dir, "escape.md"))
	link(t, outside, filepath.Join(dir, "escape-folder"))
	link(t, "real", filepath.Join(dir, "folder"))
	link(t, "folder/page.md", filepath.Join(dir, "through.md"))
	link(t, "../inside.md", filepath.Join(dir, "real/up.md"))
	link(t, "real/page.md", filepath.Join(dir, "inside.md"))
	link(t, "missing.md", filepath.Join(dir, "dangling.md"))
	link(t, "circle.md", filepath.Join(dir, "circle.md"))
	link(t, ".git/config", filepath.Join(dir, "hidden.txt"))

	fsys, closer, err := source.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	for name, fsys := range map[string]fs.FS{"OpenDir": fsys, "os.DirFS": os.DirFS(dir)} {
		tree, list := source.Scan(fsys, source.Options{})
		wantFiles := []string{"inside.md", "real/page.md", "real/up.md", "through.md"}
		if got := paths(tree); !slices.Equal(got, wantFiles) {
			t.Errorf("%s: files\n got %q\nwant %q", name, got, wantFiles)
		}
		for _, f := range tree.Files {
			data, err := tree.Read(fsys, f.Path)
			if err != nil || string(data) != "# Page" || f.Size != 6 {
				t.Errorf("%s: Read(%s) = %q, %v; Size %d", name, f.Path, data, err, f.Size)
			}
		}
		want := []string{
			"absolute.md: error: the symbolic link to " + secret + " leads out of the content folder [symlink]",
			"circle.md: error: the symbolic link to circle.md leads in a circle [symlink]",
			"dangling.md: error: the symbolic link to missing.md is broken [symlink]",
			"escape-folder: error: the symbolic link to " + outside + " leads out of the content folder [symlink]",
			"escape.md: error: the symbolic link to " + filepath.ToSlash(relative) + " leads out of the content folder [symlink]",
			"folder: error: the symbolic link to real leads to a folder; linked folders are not followed [symlink]",
			"hidden.txt: error: the symbolic link to .git/config leads to a hidden file [symlink]",
		}
		if got := lines(list); !slices.Equal(got, want) {
			t.Errorf("%s: diagnostics\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

func TestOpenDirReachesNothingOutside(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret")
	write(t, outside, "secret")
	link(t, outside, filepath.Join(dir, "link.md"))
	fsys, closer, err := source.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	for _, name := range []string{"link.md", "../secret", "/etc/passwd", outside} {
		if data, err := fs.ReadFile(fsys, name); err == nil {
			t.Errorf("ReadFile(%s) = %q", name, data)
		}
	}
	if _, _, err := source.OpenDir(filepath.Join(dir, "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing folder: %v", err)
	}
	if _, _, err := source.OpenDir(outside); err == nil {
		t.Error("a file was opened as a folder")
	}
}

func TestScanReportsWhatIsNoRegularFile(t *testing.T) {
	fsys := fstest.MapFS{
		"pipe.md":    {Mode: fs.ModeNamedPipe | 0o644},
		"socket.png": {Mode: fs.ModeSocket | 0o644},
		"disk":       {Mode: fs.ModeDevice | 0o644},
	}
	tree, list := source.Scan(fsys, source.Options{})
	want := []string{
		"disk: error: is not a regular file but a device [file-unreadable]",
		"pipe.md: error: is not a regular file but a named pipe [file-unreadable]",
		"socket.png: error: is not a regular file but a socket [file-unreadable]",
	}
	if got := lines(list); len(tree.Files) != 0 || !slices.Equal(got, want) {
		t.Errorf("files %q, diagnostics\n got %q\nwant %q", paths(tree), got, want)
	}
}

// denied is a file system in which some names cannot be opened.
type denied struct {
	fstest.MapFS
	names []string
}

func (d denied) Open(name string) (fs.File, error) {
	if slices.Contains(d.names, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func (d denied) ReadDir(name string) ([]fs.DirEntry, error) {
	if slices.Contains(d.names, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.ReadDir(name)
}

func TestScanReportsUnreadableFilesAndFolders(t *testing.T) {
	fsys := denied{fstest.MapFS{
		"a.md":       {Data: []byte("a"), Mode: 0o600},
		"b.png":      {Data: []byte("b"), Mode: 0},
		"c/d.md":     {Data: []byte("d")},
		"e":          {Data: []byte("e"), Mode: 0o600},
		"f/ok.md":    {Data: []byte("f"), Mode: 0o600},
		"f/open.txt": {Data: []byte("f"), Mode: 0o644},
	}, []string{"a.md", "b.png", "c", "e"}}
	tree, list := source.Scan(fsys, source.Options{})
	if got, want := paths(tree), []string{"f/ok.md", "f/open.txt"}; !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	want := []string{
		"a.md: error: cannot read this file: permission denied [file-unreadable]",
		"b.png: error: cannot read this file: permission denied [file-unreadable]",
		"c: error: cannot read this folder: permission denied [file-unreadable]",
		"e: error: cannot read this file: permission denied [file-unreadable]",
	}
	if got := lines(list); !slices.Equal(got, want) {
		t.Errorf("diagnostics\n got %q\nwant %q", got, want)
	}
	_, list = source.Scan(denied{fstest.MapFS{}, []string{"."}}, source.Options{})
	if got := lines(list); len(got) != 1 || got[0] != ".: error: cannot read this folder: permission denied [file-unreadable]" {
		t.Errorf("diagnostics of the content folder itself: %q", got)
	}
}

func TestPathsAreInNormalFormC(t *testing.T) {
	decomposed, composed := "Re\u0301sume\u0301/a\u0308.md", "R\u00e9sum\u00e9/\u00e4.md"
	fsys := fstest.MapFS{decomposed: text("x")}
	tree, list := source.Scan(fsys, source.Options{})
	if len(list) != 0 || len(tree.Files) != 1 || tree.Files[0].Path != composed {
		t.Fatalf("files %+q, diagnostics %v", paths(tree), lines(list))
	}
	if data, err := tree.Read(fsys, composed); err != nil || string(data) != "x" {
		t.Errorf("Read = %q, %v", data, err)
	}
	f, err := tree.Open(fsys, composed)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()

	fsys["R\u00e9sum\u00e9/b.md"] = text("y")
	tree, list = source.Scan(fsys, source.Options{})
	if len(tree.Files) != 1 || len(list) != 1 || list[0].Rule != "file-name" {
		t.Errorf("two spellings of a folder: files %+q, diagnostics %v", paths(tree), lines(list))
	}
}

func TestReadHoldsTheLimit(t *testing.T) {
	fsys := fstest.MapFS{"a.md": text("1234"), "a.txt": text("1234567890")}
	tree, list := source.Scan(fsys, source.Options{MaxMarkdown: 4})
	if len(list) != 0 {
		t.Fatal(lines(list))
	}
	fsys["a.md"] = text("12345")
	if _, err := tree.Read(fsys, "a.md"); err == nil || err.Error() != "read content file a.md: file is larger than 4 bytes" {
		t.Errorf("a file that grew: %v", err)
	}
	if data, err := tree.Read(fsys, "a.txt"); err != nil || len(data) != 10 {
		t.Errorf("an asset has no limit: %q, %v", data, err)
	}
	if _, err := tree.Read(fsys, "gone.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that went: %v", err)
	}
}

func TestAssetType(t *testing.T) {
	for name, want := range map[string]string{
		"a.png": "image/png", "A.JPG": "image/jpeg", "x/y.svg": "image/svg+xml",
		"a.tar.gz": "application/gzip", "v.vtt": "text/vtt; charset=utf-8",
		"a.html": "", "a.htm": "", "a.xhtml": "", "a.js": "", "a.mjs": "",
		"a.wasm": "", "a.exe": "", "png": "", "a": "", "a.md": "", "": "",
	} {
		if got, ok := source.AssetType(name); got != want || ok != (want != "") {
			t.Errorf("AssetType(%s) = %q, %v", name, got, ok)
		}
	}
}

func FuzzScanNames(f *testing.F) {
	for _, s := range []string{"a.md", "LICENSE", "#x#", "a\\b", "e\u0301.png", "x.mdx", "..a"} {
		f.Add(s, "---\ntitle: x\n")
	}
	f.Fuzz(func(t *testing.T, name, data string) {
		if !fs.ValidPath(name) || name == "." {
			return
		}
		fsys := fstest.MapFS{name: text(data)}
		tree, list := source.Scan(fsys, source.Options{})
		if len(tree.Files)+len(list) > 1 {
			t.Errorf("%q: files %q, diagnostics %q", name, paths(tree), lines(list))
		}
		for _, file := range tree.Files {
			if got, err := tree.Read(fsys, file.Path); err != nil || string(got) != data {
				t.Errorf("Read(%q) = %q, %v", file.Path, got, err)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	dir := b.TempDir()
	for i := range 20_000 {
		name := filepath.Join(dir, fmt.Sprintf("folder-%03d/page-%05d.md", i%100, i))
		write(b, name, "# Page\n")
	}
	fsys, closer, err := source.OpenDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer closer.Close()
	for b.Loop() {
		if tree, list := source.Scan(fsys, source.Options{}); len(tree.Files) != 20_000 || len(list) != 0 {
			b.Fatal(len(tree.Files), list)
		}
	}
}

func write(tb testing.TB, name, data string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		tb.Fatal(err)
	}
}

func link(tb testing.TB, target, name string) {
	tb.Helper()
	if err := os.Symlink(target, name); err != nil {
		tb.Fatal(err)
	}
}

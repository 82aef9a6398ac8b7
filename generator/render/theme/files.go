package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/diag"
)

// rule is the id of the rule that all findings of this package are of.
const rule = "theme"

// maxFile is the size in bytes above which a theme's file is refused: a page
// would not want to load it, and a mistaken folder is found early.
const maxFile = 16 << 20

// file is one file of a theme.
type file struct {
	data     []byte
	override bool // from the override, not from the default theme
	finished bool // minified already
	bundled  bool // in a bundle that another file is
}

// fileSet is a theme's files by path: those under layouts and assets.
type fileSet map[string]file

// paths returns the paths in order.
func (s fileSet) paths() []string { return slices.Sorted(maps.Keys(s)) }

// under returns the paths in a folder ("assets/"), in order.
func (s fileSet) under(folder string) []string {
	all := s.paths()
	return slices.DeleteFunc(all, func(p string) bool { return !strings.HasPrefix(p, folder) })
}

// fail returns a finding about a file, with a hint that tells which of two
// folders the file is in when there is a choice.
func (s fileSet) fail(pos diag.Position, message, hint string) diag.Diagnostic {
	if f, ok := s[pos.Path]; ok && f.override && hint == "" {
		hint = "the file is in the theme folder that replaces parts of the default theme"
	}
	return diag.New(rule, pos, message, hint)
}

// readFiles reads the default theme and lays the override over it.
func readFiles(def, override fs.FS, supplied map[string][]byte) (fileSet, []diag.Diagnostic) {
	set := fileSet{}
	list := set.read(def, false)
	if override == nil {
		return set, append(list, set.bundle(def, supplied)...)
	}
	before := len(list)
	list = append(list, set.read(override, true)...)
	used := false
	for _, f := range set {
		used = used || f.override
	}
	if !used && len(list) == before {
		list = append(list, diag.New(rule, diag.Position{}, "the theme folder has no file in layouts or assets",
			"put files at the paths of those that they replace, such as layouts/base.html or assets/css/tokens.css"))
	}
	return set, append(list, set.bundle(def, supplied)...)
}

// The folder with the default theme's scripts and style sheets as go generate
// bundles and minifies them, and its list of what each is made of: the SHA-256 of
// the sources by path, by the path of the bundle.
const (
	distRoot    = "dist/"
	distSources = distRoot + "sources.json"
)

// bundle puts bundles of the default theme in place of the files that they are
// made of. One of whose files the override or the generator has another version
// stays a set of single files. What the generator supplies stays a file as well,
// since scripts of an override may import it.
func (s fileSet) bundle(def fs.FS, supplied map[string][]byte) []diag.Diagnostic {
	fail := func(p string, err error) []diag.Diagnostic {
		return []diag.Diagnostic{diag.New(rule, diag.Position{Path: p}, "cannot be read: "+err.Error(), "")}
	}
	text, err := fs.ReadFile(def, distSources)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var bundles map[string]map[string]string
	if err := errors.Join(err, json.Unmarshal(text, &bundles)); err != nil {
		return fail(distSources, err)
	}
	current := maps.Clone(s)
	for name, sources := range bundles {
		if !current.match(sources, supplied) {
			continue
		}
		data, err := fs.ReadFile(def, distRoot+name)
		if err != nil {
			return fail(distRoot+name, err)
		}
		for source := range sources {
			if f, ok := s[assetRoot+source]; ok {
				f.bundled = f.bundled || source != name
				s[assetRoot+source] = f
			}
		}
		f := s[assetRoot+name]
		f.data, f.finished = data, true
		s[assetRoot+name] = f
	}
	return nil
}

// match reports whether all files of a bundle are those that it was made of.
func (s fileSet) match(sources map[string]string, supplied map[string][]byte) bool {
	for name, want := range sources {
		data := supplied[name]
		if f, ok := s[assetRoot+name]; ok {
			data = f.data
		}
		sum := sha256.Sum256(data)
		if hex.EncodeToString(sum[:]) != want {
			return false
		}
	}
	return true
}

// read adds the files of one folder. Names that begin with a dot or end in a
// tilde are what editors and version control leave behind.
func (s fileSet) read(fsys fs.FS, override bool) []diag.Diagnostic {
	var list []diag.Diagnostic
	fail := func(p, message string) {
		list = append(list, diag.New(rule, diag.Position{Path: p}, message, ""))
	}
	for _, root := range []string{"layouts", "assets"} {
		err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && p == root && errors.Is(err, fs.ErrNotExist):
				return fs.SkipDir
			case err != nil:
				fail(p, "cannot be read: "+err.Error())
				return nil
			case strings.HasPrefix(d.Name(), ".") || strings.HasSuffix(d.Name(), "~"):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.IsDir():
				return nil
			}
			info, err := fs.Stat(fsys, p)
			switch {
			case err != nil:
				fail(p, "cannot be read: "+err.Error())
				return nil
			case !info.Mode().IsRegular():
				fail(p, "is not a regular file")
				return nil
			case info.Size() > maxFile:
				fail(p, "is larger than 16 MiB")
				return nil
			}
			data, err := fs.ReadFile(fsys, p)
			if err != nil {
				fail(p, "cannot be read: "+err.Error())
				return nil
			}
			if isText(p) && !utf8.Valid(data) {
				fail(p, "is not UTF-8 text")
				return nil
			}
			s[p] = file{data: data, override: override}
			return nil
		})
		if err != nil {
			fail(root, "cannot be read: "+err.Error())
		}
	}
	return list
}

// isText reports whether this package reads a file as text.
func isText(p string) bool {
	return strings.HasSuffix(p, ".html") || strings.HasSuffix(p, ".css") || isScript(p)
}

// position returns a place in a text from a byte offset.
func position(p string, text []byte, offset int) diag.Position {
	head := text[:min(offset, len(text))]
	line := 1 + strings.Count(string(head), "\n")
	start := 1 + strings.LastIndexByte(string(head), '\n')
	return diag.Position{Path: p, Line: line, Column: 1 + utf8.RuneCount(head[start:])}
}

// sourceLine returns a line of a text without its line break, 1-based.
func sourceLine(text []byte, line int) string {
	for i, l := range strings.Split(string(text), "\n") {
		if i+1 == line {
			return strings.TrimSuffix(l, "\r")
		}
	}
	return ""
}

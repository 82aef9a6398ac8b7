package theme

import (
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
func readFiles(def, override fs.FS) (fileSet, []diag.Diagnostic) {
	set := fileSet{}
	list := set.read(def, false)
	if override == nil {
		return set, list
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
	return set, list
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

package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/diag"
)

// Scan walks a content folder. It reads folders, not files, except for the
// first bytes of files whose ending it does not know.
//
// Left out without a finding are hidden files and folders, but for pictures and other assets
// in them, to which pages can link; what editors and
// systems leave behind, node_modules, licences, headsup.yaml at the top, and
// what opt.Ignored names; what of it is Markdown, and is not ignored, is in
// Tree.LeftOut, with what opt.LeftOut names. All else is in the tree or has a diagnostic that says
// why it is not: a link that leads out or to a folder (symlink), an unreadable
// file or folder (file-unreadable), a Markdown file that is too large
// (file-size), a name that cannot be part of an address (file-name), a page
// without a Markdown ending (not-markdown), and a file of a type that is not
// published (asset-type).
//
// The result does not depend on the order in which the system lists a folder.
func Scan(fsys fs.FS, opt Options) (Tree, []diag.Diagnostic) {
	if opt.MaxMarkdown <= 0 {
		opt.MaxMarkdown = DefaultMaxMarkdown
	}
	s := scanner{fsys: fsys, opt: opt, tree: Tree{maxMarkdown: opt.MaxMarkdown, data: opt.Data}}
	s.folder(".", ".")
	// Stable, so that of two files with one path the first in the walk stays.
	slices.Sort(s.tree.LeftOut)
	slices.SortStableFunc(s.tree.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return s.tree, diag.Sort(s.diagnostics)
}

// Refresh looks at a file again that a scan of fsys has found, and takes its new
// size. It is false when only another scan can tell what has become of the file:
// when it is not in the tree, is gone, or would have a finding now.
func (t *Tree) Refresh(fsys fs.FS, name string) bool {
	i, found := slices.BinarySearchFunc(t.Files, name, func(f File, name string) int { return strings.Compare(f.Path, name) })
	if _, respelled := t.names[name]; !found || respelled || t.Files[i].Linked {
		return false
	}
	info, err := fs.Lstat(fsys, name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	s := scanner{fsys: fsys, tree: Tree{maxMarkdown: t.maxMarkdown}, opt: Options{MaxMarkdown: t.maxMarkdown, Data: t.data}}
	s.file(info, name, name)
	if len(s.diagnostics) > 0 || len(s.tree.Files) != 1 {
		return false
	}
	hidden := t.Files[i].Hidden
	t.Files[i] = s.tree.Files[0]
	t.Files[i].Hidden = hidden
	return true
}

type scanner struct {
	fsys        fs.FS
	opt         Options
	tree        Tree
	diagnostics []diag.Diagnostic
}

func (s *scanner) report(rule, name, message, hint string) {
	pos := diag.Position{Path: strings.ToValidUTF8(name, "\uFFFD")}
	s.diagnostics = append(s.diagnostics, diag.New(rule, pos, message, hint))
}

// unreadable reports what the system says about a file or folder.
func (s *scanner) unreadable(name, what string, err error) {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err // the path is the diagnostic's position already
	}
	s.report("file-unreadable", name, fmt.Sprintf("cannot read this %s: %v", what, err),
		"give headsup the right to read it, or name it under ignore in "+ConfigFile)
}

// folder scans one folder: disk is its path on the disk, name the same in
// normal form C.
func (s *scanner) folder(disk, name string) {
	entries, err := fs.ReadDir(s.fsys, disk)
	if err != nil {
		// What could be listed before the failure is scanned all the same.
		s.unreadable(name, "folder", err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	seen := make(map[string]string, len(entries))
	for _, e := range entries {
		base := e.Name()
		if disk == "." && base == ConfigFile {
			continue
		}
		if isConfig(base) && e.Type().IsRegular() {
			s.config(join(name, base))
			continue
		}
		if Skipped(base) {
			s.skip(e, disk, name)
			if e.IsDir() && holdsAssets(base) && (s.opt.Ignored == nil || !s.opt.Ignored(join(name, base))) {
				budget := mostHidden
				s.hidden(join(disk, base), join(name, norm.NFC.String(base)), &budget)
			}
			continue
		}
		entryDisk := join(disk, base)
		normal := base
		if !norm.NFC.IsNormalString(base) {
			normal = norm.NFC.String(base)
		}
		entryName := join(name, normal)
		if entryDisk == InboundFolder && e.IsDir() && (s.opt.Ignored == nil || !s.opt.Ignored(entryName)) && s.inbound() {
			continue
		}
		if fault := nameFault(base); fault != "" {
			s.report("file-name", entryName, "the name "+fault, "rename it: it becomes part of an address")
			continue
		}
		if s.opt.Ignored != nil && s.opt.Ignored(entryName) {
			continue
		}
		if other, ok := seen[normal]; ok && other != base {
			s.report("file-name", entryName, "two names differ only in how their accents are encoded", "rename one of them")
			continue
		}
		seen[normal] = base
		s.entry(e, entryDisk, entryName)
	}
}

// config reports a file that is meant as the configuration and is not read as such.
func (s *scanner) config(name string) {
	if s.opt.Ignored != nil && s.opt.Ignored(name) {
		return
	}
	message, hint := "this file is not read: the configuration is "+ConfigFile, "rename it to "+ConfigFile
	if path.Dir(name) != "." {
		message += " at the top of the content folder"
		hint = "move it there"
	}
	if _, err := fs.Stat(s.fsys, ConfigFile); err == nil {
		hint = "move its settings to " + ConfigFile + ", and remove it"
	}
	s.report("config-unread", name, message, hint)
}

// skip notes an entry that is left out for its name, if it is Markdown or a
// folder with Markdown in it.
func (s *scanner) skip(e fs.DirEntry, disk, name string) {
	base := e.Name()
	path := strings.ToValidUTF8(join(name, base), "\uFFFD")
	switch {
	case s.opt.Ignored != nil && s.opt.Ignored(path):
	case e.IsDir():
		budget := 1000 // entries: node_modules is large
		if !versionControl(base) && s.hasMarkdown(join(disk, base), &budget) {
			s.tree.LeftOut = append(s.tree.LeftOut, path+"/")
		}
	case isMarkdownAside(base):
		s.tree.LeftOut = append(s.tree.LeftOut, path)
	}
}

// mostHidden is how many entries of a hidden folder are looked at.
const mostHidden = 20_000

// hidden takes the assets of a hidden folder into the tree. Nothing is said of what is no
// asset: it is nobody's content.
func (s *scanner) hidden(disk, name string, budget *int) {
	entries, err := fs.ReadDir(s.fsys, disk)
	if err != nil {
		return
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		if *budget--; *budget < 0 {
			return
		}
		base := e.Name()
		entryName := join(name, norm.NFC.String(base))
		if Skipped(base) || nameFault(base) != "" || s.opt.Ignored != nil && s.opt.Ignored(entryName) {
			continue
		}
		if e.IsDir() {
			s.hidden(join(disk, base), entryName, budget)
			continue
		}
		if _, asset := AssetType(base); !asset || isLegal(base) || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue
		}
		known := len(s.tree.Files)
		s.file(info, join(disk, base), entryName)
		if len(s.tree.Files) > known {
			s.tree.Files[known].Hidden = true
		}
	}
}

// hasMarkdown reports whether a folder has Markdown somewhere, as far as the
// budget of entries goes.
func (s *scanner) hasMarkdown(disk string, budget *int) bool {
	entries, err := fs.ReadDir(s.fsys, disk)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if *budget--; *budget < 0 {
			return false
		}
		if e.Type().IsRegular() && IsMarkdown(e.Name()) || e.IsDir() && s.hasMarkdown(join(disk, e.Name()), budget) {
			return true
		}
	}
	return false
}

// entry scans one entry of a folder.
func (s *scanner) entry(e fs.DirEntry, disk, name string) {
	switch kind := e.Type(); {
	case kind.IsDir():
		s.folder(disk, name)
	case kind&fs.ModeSymlink != 0:
		if info, ok := s.link(disk, name); ok {
			known := len(s.tree.Files)
			s.file(info, disk, name)
			if len(s.tree.Files) > known {
				s.tree.Files[known].Linked = true
			}
		}
	case kind.IsRegular():
		if info, err := e.Info(); err != nil {
			s.unreadable(name, "file", err)
		} else {
			s.file(info, disk, name)
		}
	default:
		s.report("file-unreadable", name, "is not a regular file but "+special(kind), "remove it from the content folder")
	}
}

// file puts a regular file into the tree, or says why not.
func (s *scanner) file(info fs.FileInfo, disk, name string) {
	base := path.Base(name)
	f := File{Path: name, Size: info.Size(), Modified: info.ModTime(), Markdown: IsMarkdown(base)}
	_, asset := AssetType(base)
	switch {
	case f.Markdown:
		if s.opt.LeftOut != nil && s.opt.LeftOut(name) {
			s.tree.LeftOut = append(s.tree.LeftOut, name)
			return
		}
		if f.Size > s.opt.MaxMarkdown {
			s.report("file-size", name, fmt.Sprintf("the file has %s; a Markdown file may have %s",
				byteSize(f.Size), byteSize(s.opt.MaxMarkdown)),
				"split it, or move data and pictures to files of their own")
			return
		}
	case s.opt.Data != nil && s.opt.Data(name):
		f.Data = true
		if f.Size > s.opt.MaxMarkdown {
			s.report("file-size", name, fmt.Sprintf("the file has %s; a file of notes may have %s",
				byteSize(f.Size), byteSize(s.opt.MaxMarkdown)), "split it")
			return
		}
	case isLegal(base):
		return
	case !asset:
		s.foreign(disk, name)
		return
	}
	// A file that some users may not read is tried now, so that all of them
	// are reported at once and not when the first is opened.
	if info.Mode().Perm()&0o444 != 0o444 {
		if err := s.try(disk); err != nil {
			s.unreadable(name, "file", err)
			return
		}
	}
	if disk != name {
		if s.tree.names == nil {
			s.tree.names = make(map[string]string)
		}
		s.tree.names[name] = disk
	}
	s.tree.Files = append(s.tree.Files, f)
}

// foreign reports a file that is neither Markdown nor a known asset.
func (s *scanner) foreign(disk, name string) {
	ext := extension(name)
	head, err := s.head(disk)
	switch {
	case err != nil:
		s.unreadable(name, "file", err)
	case isBackup(ext):
		s.report("asset-type", name, "this is a backup copy, which is not published",
			"remove it, or add \"*."+ext+"\" to ignore in "+ConfigFile)
	case hasFrontMatter(head):
		s.report("not-markdown", name, "this file begins like a page, but its name does not end in .md; it is not on the site",
			"rename it to "+path.Base(withMarkdownEnding(name)))
	case ext == "":
		s.report("asset-type", name, "a file without an ending is not published",
			"give its name an ending, or name it under ignore in "+ConfigFile)
	default:
		hint := "remove it, or name it under ignore in " + ConfigFile
		switch ext {
		case "html", "htm", "xhtml":
			hint = "write it as Markdown, or name it under ignore in " + ConfigFile
		case "tif", "tiff", "heic", "heif", "psd", "ai", "eps":
			hint = "save the picture as PNG, JPEG, WebP or SVG"
		case "doc", "xls", "ppt", "key", "pages", "numbers":
			hint = "save it as PDF"
		}
		s.report("asset-type", name, "files that end in ."+ext+" are not published", hint)
	}
}

// try opens a file and closes it again.
func (s *scanner) try(disk string) error {
	f, err := s.fsys.Open(disk)
	if err != nil {
		return err
	}
	return f.Close()
}

// head returns the first bytes of a file.
func (s *scanner) head(disk string) ([]byte, error) {
	f, err := s.fsys.Open(disk)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	return head[:n], nil
}

// join is path.Join without cleaning, which costs time on large folders.
func join(dir, base string) string {
	if dir == "." {
		return base
	}
	return dir + "/" + base
}

// special names a file type that is neither file, folder nor link.
func special(kind fs.FileMode) string {
	switch {
	case kind&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case kind&fs.ModeSocket != 0:
		return "a socket"
	case kind&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

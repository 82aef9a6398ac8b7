// Package source finds the files of a content folder.
//
// Its nouns are the [File], one regular file that can become a page or be
// published as it is, and the [Tree], all files of a folder in the order of
// their paths. [OpenDir] opens a folder so that nothing outside it can be
// reached; [Scan] walks it.
//
//	fsys, closer, err := source.OpenDir("content")
//	…
//	defer closer.Close()
//	tree, diagnostics := source.Scan(fsys, source.Options{})
//	for _, f := range tree.Files {
//		data, err := tree.Read(fsys, f.Path)
//		…
//	}
//
// What a file means is no matter of this package: it looks at names, types and
// sizes, and into a file only to tell a page with a missing ending from a file
// that is none.
package source

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// ConfigFile is the name of the site's configuration at the top of the folder;
// it is no content.
const ConfigFile = "headsup.yaml"

// DefaultMaxMarkdown is how large a Markdown file may be unless [Options] says
// otherwise, in bytes.
const DefaultMaxMarkdown = 8 << 20

// File is one file of the content folder.
type File struct {
	Path     string    // slash-separated, relative to the content folder, in Unicode normal form C
	Size     int64     // bytes
	Modified time.Time // when its bytes were last written
	Markdown bool      // a page; else an asset that [AssetType] knows
	Data     bool      // neither: it holds notes
	Linked   bool      // by a symbolic link, so that it changes with another file
	Hidden   bool      // an asset in a folder whose name begins with a dot: for pages that link to it
}

// Tree is the files of a content folder.
type Tree struct {
	Files []File // sorted by Path, byte by byte; each Path once
	// LeftOut is Markdown that is not in Files because of its name or because it is in
	// [InboundFolder], and skipped folders with Markdown in them, "node_modules/"; sorted.
	LeftOut []string
	// Inbound is the files of [InboundFolder] that hold records or what people decided
	// about them, in the order of their paths folder by folder. They are not in Files.
	Inbound []File

	// names holds the paths that are spelled otherwise on the disk.
	names map[string]string
	// data repeats what the scan was told.
	data func(path string) bool
	// maxMarkdown repeats the limit of the scan, for files that grow later.
	maxMarkdown int64
}

// Options say what a scan leaves out.
type Options struct {
	// Ignored reports whether a file, or a folder with all that is in it, is
	// not content. Paths are as in [File]. Nil ignores nothing.
	Ignored func(path string) bool
	// LeftOut reports whether a Markdown file is no content because of its name.
	// Nil leaves out none.
	LeftOut func(path string) bool
	// Data reports whether a file that is not Markdown holds notes. Nil is for none.
	Data func(path string) bool
	// MaxMarkdown is how large a Markdown file may be, in bytes; 0 means
	// DefaultMaxMarkdown.
	MaxMarkdown int64
}

// OpenDir opens a folder for reading. Through the file system that it returns
// nothing outside the folder can be read: a symbolic link that leads out fails
// when it is opened. Close the closer when nothing is read any more.
func OpenDir(dir string) (fs.FS, io.Closer, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open content folder: %w", err)
	}
	return root.FS(), root, nil
}

// Read returns the bytes of a file of the tree. fsys is the file system that
// was scanned. A Markdown file that has grown beyond the limit of the scan is
// an error.
func (t Tree) Read(fsys fs.FS, name string) ([]byte, error) {
	disk := name
	if n, ok := t.names[name]; ok {
		disk = n
	}
	f, err := fsys.Open(disk)
	if err != nil {
		return nil, fmt.Errorf("read content file: %w", err)
	}
	defer f.Close()
	if t.maxMarkdown <= 0 || !IsMarkdown(name) && (t.data == nil || !t.data(name)) {
		data, err := io.ReadAll(f)
		if err != nil {
			return nil, fmt.Errorf("read content file: %w", err)
		}
		return data, nil
	}
	var size int64
	if info, err := f.Stat(); err == nil {
		size = min(info.Size(), t.maxMarkdown)
	}
	data, err := readUpTo(f, size, t.maxMarkdown)
	if err != nil {
		return nil, fmt.Errorf("read content file %s: %w", name, err)
	}
	return data, nil
}

// Open opens a file of the tree, for assets that are copied as a stream.
func (t Tree) Open(fsys fs.FS, name string) (fs.File, error) {
	if n, ok := t.names[name]; ok {
		name = n
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open content file: %w", err)
	}
	return f, nil
}

// readUpTo reads all of r into one buffer of the expected size; more than
// limit bytes are an error.
func readUpTo(r io.Reader, expected, limit int64) ([]byte, error) {
	// One byte more than expected, so that the end shows without a larger buffer.
	data := make([]byte, 0, expected+1)
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if int64(len(data)) > limit {
			return nil, fmt.Errorf("file is larger than %s", byteSize(limit))
		}
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// byteSize prints a size for people: "8 MiB", "1.5 MiB", "300 bytes".
func byteSize(n int64) string {
	units := []struct {
		name string
		size int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}
	for _, u := range units {
		if n >= u.size {
			s := fmt.Sprintf("%.1f", float64(n)/float64(u.size))
			return strings.TrimSuffix(s, ".0") + " " + u.name
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// extension returns a name's ending in lower case, without the dot.
func extension(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(path.Base(name)), "."))
}

package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"headsup/generator/diag"
	"headsup/generator/disk/cache"
	"headsup/generator/read/source"
)

// maxFile is how large a file may be, in bytes.
const maxFile = 64 << 20

// maxReported is how many lines of one file are reported.
const maxReported = 20

// Load reads all records of a content folder, in the order of their files, and reports
// each file and line that holds none. A folder without records has none. Hidden files
// and Markdown are passed over, as by who lists the content folder.
//
// What a file with the same bytes held before is taken from what is kept.
func Load(fsys fs.FS, kept Kept) (records []Record, found []diag.Diagnostic) {
	files := list(fsys)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range files {
		if f := &files[i]; len(f.found) == 0 {
			group.Go(func() error { f.load(fsys, kept); return nil })
		}
	}
	group.Wait() //nolint:errcheck // there are none
	count := 0
	for _, f := range files {
		count += len(f.records)
	}
	records = make([]Record, 0, count)
	for _, f := range files {
		records, found = append(records, f.records...), append(found, f.found...)
	}
	return records, found
}

// file is a file of records, or one that should be.
type file struct {
	name    string
	records []Record
	found   []diag.Diagnostic
}

func (f *file) report(message, hint string) {
	f.found = append(f.found, diag.New(rule, diag.Position{Path: f.name}, message, hint))
}

// list returns the files that hold records, and those that should and do not, with what
// is wrong with them.
func list(fsys fs.FS) (files []file) {
	walk := func(name string, e fs.DirEntry, err error) error {
		hidden := source.Skipped(path.Base(name))
		f := file{name: name}
		switch {
		case name == Folder && errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			f.report("cannot be read: "+reasonOf(err), "give headsup the right to read it")
			files = append(files, f)
			return nil
		case hidden && e.IsDir():
			return fs.SkipDir
		case hidden, e.IsDir(), name == source.ThemesFile, name == ToldFile, source.IsMarkdown(name):
			return nil
		}
		if problem, hint := unreadable(name, e); problem != "" {
			f.report(problem, hint)
		}
		files = append(files, f)
		return nil
	}
	if err := fs.WalkDir(fsys, Folder, walk); err != nil {
		f := file{name: Folder}
		f.report("cannot be read: "+reasonOf(err), "give headsup the right to read it")
		files = append(files, f)
	}
	return files
}

func (f *file) load(fsys fs.FS, kept Kept) {
	text, err := Read(fsys, f.name)
	if err != nil {
		f.report("cannot be read: "+reasonOf(err), "split it, or give headsup the right to read it")
		return
	}
	var key cache.Key
	if kept.Cache != nil {
		sum := sha256.Sum256(text)
		key = kept.Key("records", []byte(f.name), sum[:])
		if data, ok := kept.Cache.Get(key); ok {
			if f.records, ok = unpacked(string(text), data); ok {
				return
			}
			kept.Cache.Forget(key)
		}
	}
	var wrong []diag.Diagnostic
	f.records, wrong = Parse(f.name, text)
	if kept.Cache != nil && len(wrong) == 0 {
		kept.Cache.Put(key, packed(string(text), f.records))
	}
	f.found = append(f.found, first(wrong, "are no records", "correct the lines above first, or add the export again")...)
}

// first returns the first findings about the lines of a file, and how many more there are.
func first(found []diag.Diagnostic, what, hint string) []diag.Diagnostic {
	left := len(found) - maxReported
	if left <= 0 {
		return found
	}
	more := diag.New(found[0].Rule, diag.Position{Path: found[0].Path}, fmt.Sprintf("%d more lines %s", left, what), hint)
	return append(found[:maxReported:maxReported], more)
}

// unreadable says why a file is no file of records by its name and kind.
func unreadable(name string, e fs.DirEntry) (problem, hint string) {
	const place = "inbound/SOURCE/YYYY-MM" + Ending
	_, err := time.Parse("2006-01", strings.TrimSuffix(path.Base(name), Ending))
	switch {
	case path.Ext(name) != Ending:
		return "the file holds no records, so it is not read",
			"move it out of the content folder: an export may hold personal data; headsup inbound add makes records of it"
	case !e.Type().IsRegular():
		return "is no regular file, so it is not read", "put a copy of the file in its place"
	case strings.Count(name, "/") != 2:
		return "records lie in the folder of their source", "move the file to " + place
	case err != nil:
		return "the name of the file is no month, so it is not read", "records lie in " + place
	}
	return "", ""
}

// Read reads a file of the folder of records, which may have 64 MB.
func Read(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var b bytes.Buffer
	if info, err := f.Stat(); err == nil {
		b.Grow(int(min(info.Size(), maxFile)) + bytes.MinRead)
	}
	_, err = b.ReadFrom(io.LimitReader(f, maxFile+1))
	text := b.Bytes()
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("it is larger than %d MB", maxFile>>20)
	}
	return text, err
}

// reasonOf is what the system says, without the path that findings have anyway.
func reasonOf(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

package record

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"headsup/generator/diag"
	"headsup/generator/disk/cache"
	"headsup/generator/disk/compact"
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
	for i := range files {
		f := &files[i]
		f.from = count
		count += f.count
	}
	// All records are at one place, so that those of the files need not be copied there.
	records = make([]Record, count)
	for i := range files {
		f := &files[i]
		group.Go(func() error { f.fill(records[f.from:][:f.count], kept); return nil })
	}
	group.Wait() //nolint:errcheck // there are none
	damaged := slices.ContainsFunc(files, func(f file) bool { return f.damaged })
	if damaged {
		records = nil
	}
	for i := range files {
		if f := &files[i]; damaged {
			records = append(records, f.records...)
		}
		found = append(found, files[i].found...)
	}
	return records, found
}

// file is a file of records, or one that should be.
type file struct {
	name    string
	records []Record
	found   []diag.Diagnostic

	text        string
	key         cache.Key
	packed      *compact.Reader // its records, nil when they are not kept
	from, count int             // of its records among all
	damaged     bool            // packed is not what it should be
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

// load reads the file, or what it held when that is kept.
func (f *file) load(fsys fs.FS, kept Kept) {
	hash := sha256.New()
	var err error
	if f.text, err = readText(fsys, f.name, hash); err != nil {
		f.report("cannot be read: "+reasonOf(err), "split it, or give headsup the right to read it")
		return
	}
	if kept.Cache != nil {
		f.key = kept.Key("records", []byte(f.name), hash.Sum(nil))
		if data, ok := kept.Cache.Get(f.key); ok {
			f.packed = compact.NewReader(data)
			f.count = f.packed.Uint()
			if f.count <= len(data)/leastPacked {
				return
			}
			f.packed = nil
		}
	}
	f.parse(kept)
	f.count = len(f.records)
}

// parse reads the lines of the file, and keeps what they hold.
func (f *file) parse(kept Kept) {
	var wrong []diag.Diagnostic
	f.records, wrong = Parse(f.name, []byte(f.text))
	f.found = append(f.found, first(wrong, "are no records", "correct the lines above first, or add the export again")...)
	if kept.Cache != nil && len(wrong) == 0 {
		kept.Cache.Forget(f.key) // it is not there, or damaged
		kept.Cache.Put(f.key, packed(f.text, f.records))
	}
}

// fill puts the records of the file into their place among all.
func (f *file) fill(to []Record, kept Kept) {
	if f.packed == nil {
		copy(to, f.records)
		f.records = to
		return
	}
	if f.records = to; !unpack(f.text, f.packed, to) {
		f.damaged = true
		f.parse(kept)
	}
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
	text, err := readText(fsys, name, io.Discard)
	return []byte(text), err
}

// readText reads a file as a text, and writes it to another place, too.
func readText(fsys fs.FS, name string, also io.Writer) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var text strings.Builder
	if info, err := f.Stat(); err == nil {
		text.Grow(int(min(info.Size(), maxFile)))
	}
	_, err = io.Copy(io.MultiWriter(&text, also), io.LimitReader(f, maxFile+1))
	if err == nil && text.Len() > maxFile {
		err = fmt.Errorf("it is larger than %d MB", maxFile>>20)
	}
	return text.String(), err
}

// reasonOf is what the system says, without the path that findings have anyway.
func reasonOf(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

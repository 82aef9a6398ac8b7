package convert

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// budget is what an export may still unpack to. Archives in archives share it.
type budget struct {
	document, unpacked int64 // bytes that one page, and all files, may have
	files              int   // that there may be

	used    int64
	entries int
}

func newBudget() *budget {
	return &budget{document: maxDocument, unpacked: maxUnpacked, files: maxEntries}
}

// archive is a zip file whose names are known to stay inside of it.
type archive struct {
	files  map[string]*zip.File // by path, in normal form C
	names  []string             // in the order of the archive
	budget *budget
}

func openArchive(r io.ReaderAt, size int64, b *budget) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if b.entries += len(z.File); b.entries > b.files {
		return nil, fmt.Errorf("%w: more than %d files", errTooMuch, b.files)
	}
	a := &archive{files: map[string]*zip.File{}, budget: b}
	for _, f := range z.File {
		name := norm.NFC.String(f.Name)
		if !inside(name) {
			return nil, fmt.Errorf("%w: the name %q leads out of the archive", ErrHostile, f.Name)
		}
		if f.FileInfo().IsDir() || !f.Mode().IsRegular() || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		if _, twice := a.files[name]; !twice {
			a.names = append(a.names, name)
		}
		a.files[name] = f
	}
	return a, nil
}

// inside reports whether a name of an archive stays in the folder that it is unpacked to.
func inside(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\\x00") || path.IsAbs(name) || len(name) > 1 && name[1] == ':' {
		return false
	}
	for _, part := range strings.Split(name, "/") {
		if part == ".." {
			return false
		}
	}
	return true
}

// page unpacks a page, or a part of a document.
func (a *archive) page(name string) ([]byte, error) { return a.read(name, a.budget.document) }

// file unpacks any other file.
func (a *archive) file(name string) ([]byte, error) { return a.read(name, a.budget.unpacked) }

// read unpacks a file. What its header says about its size is not believed.
func (a *archive) read(name string, most int64) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("%w: there is no %s in it", ErrForm, name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	defer r.Close()
	most = min(most, a.budget.unpacked-a.budget.used)
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%w: %s unpacks to more than there is room for", errTooMuch, path.Base(name))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrForm, path.Base(name), err)
	}
	a.budget.used += int64(len(data))
	return data, nil
}

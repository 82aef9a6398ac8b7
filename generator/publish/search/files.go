package search

import (
	"io/fs"

	"headsup/generator/disk/memfile"
)

// Files is the files of an index in memory, by their paths.
type Files map[string][]byte

var _ fs.ReadFileFS = Files(nil)

// ReadFile is that of [fs.ReadFileFS]; what it returns must not be changed.
func (f Files) ReadFile(name string) ([]byte, error) {
	data, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return data, nil
}

// Open is that of [fs.FS].
func (f Files) Open(name string) (fs.File, error) {
	data, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return memfile.New(name, data), nil
}

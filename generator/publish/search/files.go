package search

import (
	"bytes"
	"io/fs"
	"time"
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
	return &openFile{name: name, size: int64(len(data)), Reader: bytes.NewReader(data)}, nil
}

type openFile struct {
	name string
	size int64
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *openFile) Close() error               { return nil }
func (f *openFile) Name() string               { return f.name }
func (f *openFile) Size() int64                { return f.size }
func (f *openFile) Mode() fs.FileMode          { return 0o444 }
func (f *openFile) ModTime() time.Time         { return time.Time{} }
func (f *openFile) IsDir() bool                { return false }
func (f *openFile) Sys() any                   { return nil }

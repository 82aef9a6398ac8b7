// Package memfile makes open files of bytes in memory, for file systems that have their
// files there.
package memfile

import (
	"bytes"
	"io/fs"
	"path"
	"time"
)

// New returns an open file, to be read only, whose bytes are data; they must not change
// while it is used.
func New(name string, data []byte) fs.File {
	return &file{Reader: bytes.NewReader(data), name: path.Base(name)}
}

type file struct {
	*bytes.Reader
	name string
}

func (f *file) Stat() (fs.FileInfo, error) { return f, nil }
func (f *file) Close() error               { return nil }
func (f *file) Name() string               { return f.name }
func (f *file) Mode() fs.FileMode          { return 0o444 }
func (f *file) ModTime() time.Time         { return time.Time{} }
func (f *file) IsDir() bool                { return false }
func (f *file) Sys() any                   { return nil }

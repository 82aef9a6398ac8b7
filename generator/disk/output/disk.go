package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"headsup/generator/paths"
)

// disk is the output folder as the build found it. It looks and never follows
// a link: a path is looked at only after each of its parents was seen to be a
// folder in its own right.
type disk struct {
	dir    string // absolute, without links
	exists bool

	mu      sync.Mutex
	folders map[string]folder
}

// folder is what is known of a path that some file needs to be a folder.
type folder struct {
	kind    kind
	blocker string // for isFile and isOther: the path that is not a folder, itself or above
}

// kind is what a path is on the disk.
type kind uint8

const (
	isAbsent kind = iota
	isFile        // a regular file
	isFolder
	isOther // a link, a device, a socket
)

// spot is what is at the path of an output file.
type spot struct {
	kind    kind
	info    fs.FileInfo // for isFile
	blocked *folder     // a parent is no folder
}

// look returns what is at path.
func (d *disk) look(path string) (spot, error) {
	up, err := d.folder(paths.Parent(path))
	if err != nil {
		return spot{}, err
	}
	switch up.kind {
	case isAbsent:
		return spot{}, nil
	case isFile, isOther:
		return spot{blocked: &up}, nil
	}
	info, k, err := d.stat(path)
	return spot{kind: k, info: info}, err
}

// folder returns what is at path, which some file needs to be a folder. The
// answer is remembered.
func (d *disk) folder(path string) (folder, error) {
	if path == "" {
		if d.exists {
			return folder{kind: isFolder}, nil
		}
		return folder{}, nil
	}
	d.mu.Lock()
	known, ok := d.folders[path]
	d.mu.Unlock()
	if ok {
		return known, nil
	}
	found, err := d.folder(paths.Parent(path))
	if err != nil {
		return folder{}, err
	}
	if found.kind == isFolder {
		_, k, err := d.stat(path)
		if err != nil {
			return folder{}, err
		}
		found = folder{kind: k}
		if k == isFile || k == isOther {
			found.blocker = path
		}
	}
	d.mu.Lock()
	d.folders[path] = found
	d.mu.Unlock()
	return found, nil
}

// stat returns what is at path, whose parents are folders.
func (d *disk) stat(path string) (fs.FileInfo, kind, error) {
	info, err := os.Lstat(d.path(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, isAbsent, nil
	}
	if err != nil {
		return nil, isAbsent, fmt.Errorf("look at output file: %w", err)
	}
	return info, kindOf(info.Mode()), nil
}

// kindOf returns the kind of a file with a mode.
func kindOf(mode fs.FileMode) kind {
	switch {
	case mode.IsRegular():
		return isFile
	case mode.IsDir():
		return isFolder
	}
	return isOther
}

// path returns the system's path of a file in the folder.
func (d *disk) path(path string) string {
	return d.dir + string(filepath.Separator) + filepath.FromSlash(path)
}

// asRecorded reports whether a file looks like what the manifest says of it.
func asRecorded(info fs.FileInfo, e entry) bool {
	return info.Size() == e.size && info.ModTime().UnixNano() == e.mtime
}

// sameBytes reports whether two streams are equal.
func sameBytes(a, b io.Reader) (bool, error) {
	bufA, bufB := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errA := io.ReadFull(a, bufA)
		m, errB := io.ReadFull(b, bufB)
		if errA != nil && !errors.Is(errA, io.EOF) && !errors.Is(errA, io.ErrUnexpectedEOF) {
			return false, errA
		}
		if errB != nil && !errors.Is(errB, io.EOF) && !errors.Is(errB, io.ErrUnexpectedEOF) {
			return false, errB
		}
		if !bytes.Equal(bufA[:n], bufB[:m]) {
			return false, nil
		}
		if errA != nil && errB != nil {
			return true, nil
		}
	}
}

package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// maxLinks is how many symbolic links one path may lead through, as on Linux.
const maxLinks = 40

var (
	errOutside = errors.New("leads out of the content folder")
	errCircle  = errors.New("leads in a circle")
	errHidden  = errors.New("leads to a hidden file")
)

// link follows a symbolic link. It returns what the link leads to when that is
// a regular file inside the folder; else it reports why not.
//
// The way is checked here, link by link, besides what the file system itself
// refuses: not every file system does.
func (s *scanner) link(disk, name string) (fs.FileInfo, bool) {
	to := "unknown"
	if target, err := fs.ReadLink(s.fsys, disk); err == nil {
		to = target
	}
	report := func(what, hint string) (fs.FileInfo, bool) {
		s.report("symlink", name, fmt.Sprintf("the symbolic link to %s %s", to, what), hint)
		return nil, false
	}
	const copyHint = "put a copy of the file in its place"
	real, err := s.resolve(disk)
	switch {
	case errors.Is(err, errOutside), errors.Is(err, errHidden), errors.Is(err, errCircle):
		return report(err.Error(), copyHint)
	case errors.Is(err, fs.ErrNotExist):
		return report("is broken", "remove it, or restore the file")
	case err != nil:
		s.unreadable(name, "symbolic link", err)
		return nil, false
	}
	info, err := fs.Stat(s.fsys, real)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return report("is broken", "remove it, or restore the file")
	case err != nil:
		s.unreadable(name, "symbolic link", err)
		return nil, false
	case info.IsDir():
		return report("leads to a folder; linked folders are not followed", "move the folder here, or link to its files")
	case !info.Mode().IsRegular():
		return report("leads to "+special(info.Mode().Type()), "remove it from the content folder")
	}
	return info, true
}

// resolve returns the path behind a symbolic link, with no link left in it.
func (s *scanner) resolve(disk string) (string, error) {
	links := 0
	done, rest := ".", disk
	for rest != "" {
		part, tail, _ := strings.Cut(rest, "/")
		rest = tail
		switch part {
		case "", ".":
			continue
		case "..":
			if done == "." {
				return "", errOutside
			}
			done = path.Dir(done)
			continue
		}
		if links > 0 && Skipped(part) {
			return "", errHidden
		}
		next := join(done, part)
		if !fs.ValidPath(next) {
			return "", errOutside
		}
		info, err := fs.Lstat(s.fsys, next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		if links++; links > maxLinks {
			return "", errCircle
		}
		target, err := fs.ReadLink(s.fsys, next)
		if err != nil {
			return "", err
		}
		target = strings.ReplaceAll(target, `\`, "/")
		// An absolute target is tied to one machine, wherever it leads.
		if path.IsAbs(target) || len(target) > 1 && target[1] == ':' {
			return "", errOutside
		}
		rest = target + "/" + rest
	}
	return done, nil
}

// Package watch tells when files change: once for many changes that come
// together, and never too early for a program that is still writing.
//
// It follows folders that are made, renamed, removed and made again. It leaves
// out what editors write for themselves, and does not follow symbolic links.
package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How long nothing has to happen before changes are told, and how long they are
// held back while something goes on happening.
const (
	quiet  = 30 * time.Millisecond
	atMost = 500 * time.Millisecond
)

// Watcher watches files and folders.
type Watcher struct {
	notify  *fsnotify.Watcher
	roots   []string // absolute
	changes chan []string
	errs    chan error
	done    chan struct{}
}

// New watches paths, folders with all that is in them. A path need not exist,
// its parent folder has to. Close ends it.
func New(paths ...string) (*Watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch files: %w", err)
	}
	w := &Watcher{notify: notify, changes: make(chan []string), errs: make(chan error, 1), done: make(chan struct{})}
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			notify.Close()
			return nil, fmt.Errorf("watch %s: %w", p, err)
		}
		// Events name files by the path that is watched.
		if parent, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
			abs = filepath.Join(parent, filepath.Base(abs))
		}
		w.roots = append(w.roots, abs)
		// What becomes of the path itself, its folder tells.
		if err := notify.Add(filepath.Dir(abs)); err != nil {
			notify.Close()
			return nil, fmt.Errorf("watch %s: %w", p, err)
		}
		w.add(abs)
	}
	go w.run()
	return w, nil
}

// Changes gives the absolute paths that changed, sorted, each list once. While
// nobody takes it, later changes join it.
func (w *Watcher) Changes() <-chan []string { return w.changes }

// Errors gives what keeps the watcher from seeing changes, such as too many
// folders for the system.
func (w *Watcher) Errors() <-chan error { return w.errs }

// Close ends the watcher and closes Changes.
func (w *Watcher) Close() error {
	close(w.done)
	return w.notify.Close()
}

// add watches a folder and those in it. A link to a folder is not one of them.
func (w *Watcher) add(root string) {
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return
	}
	// A folder that is gone again before it is looked at is no error.
	_ = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case entry.IsDir() && name != root && ignored(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || name == root:
			if err := w.notify.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				w.fail(fmt.Errorf("watch %s: %w", name, err))
			}
		}
		return nil
	})
}

// remove ends the watch of a folder that is gone and of those in it. After a
// renaming they would tell of changes under the former name.
func (w *Watcher) remove(root string) {
	for _, name := range w.notify.WatchList() {
		if name == root || strings.HasPrefix(name, root+string(filepath.Separator)) {
			_ = w.notify.Remove(name) // gone is what it is to be
		}
	}
}

func (w *Watcher) fail(err error) {
	select {
	case w.errs <- err:
	default:
	}
}

// run gathers events and hands them on when it is quiet.
func (w *Watcher) run() {
	defer close(w.changes)
	changed := map[string]bool{}
	var first time.Time // of the changes that wait
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	var ready chan []string // w.changes when it is time
	for {
		var list []string
		if ready != nil {
			for name := range changed {
				list = append(list, name)
			}
			slices.Sort(list)
		}
		select {
		case <-w.done:
			return
		case ready <- list:
			clear(changed)
			ready = nil
		case <-timer.C:
			ready = w.changes
		case err, ok := <-w.notify.Errors:
			if !ok {
				return
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				// Something was missed: look at everything again.
				for _, root := range w.roots {
					w.add(root)
					changed[root] = true
				}
				timer.Reset(quiet)
				continue
			}
			w.fail(fmt.Errorf("watch files: %w", err))
		case e, ok := <-w.notify.Events:
			if !ok {
				return
			}
			if !w.concerns(e) {
				continue
			}
			if e.Has(fsnotify.Rename) || e.Has(fsnotify.Remove) {
				w.remove(e.Name)
			}
			if e.Has(fsnotify.Create) {
				// What is in a new folder may have been there before the watch.
				w.add(e.Name)
			}
			if len(changed) == 0 {
				first = time.Now()
			}
			changed[e.Name] = true
			if ready == nil {
				timer.Reset(min(quiet, max(0, atMost-time.Since(first))))
			}
		}
	}
}

// concerns reports whether an event is about content: in one of the watched
// paths, more than a change of mode, and not an editor's own file.
func (w *Watcher) concerns(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod || ignored(filepath.Base(e.Name)) {
		return false
	}
	return slices.ContainsFunc(w.roots, func(root string) bool {
		return e.Name == root || strings.HasPrefix(e.Name, root+string(filepath.Separator))
	})
}

// ignored reports whether a name is one that editors and version control use
// for themselves.
func ignored(name string) bool {
	switch {
	case name == ".git", name == ".hg", name == ".svn", name == ".DS_Store", name == "4913", name == "node_modules":
		return true
	case strings.HasSuffix(name, "~"), strings.HasPrefix(name, ".#"), strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	case strings.HasPrefix(name, ".goutputstream-"), strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"):
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".swp", ".swo", ".swx", ".tmp", ".crdownload":
		return true
	}
	return false
}

package output

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"headsup/generator/paths"
)

// plan is what a Commit will do, decided before anything changes.
type plan struct {
	next      manifest
	during    manifest         // of both builds, for as long as both may be visible
	write     [stages][]string // staged paths for new folders, sorted
	single    [stages][]string // staged paths for folders that are there, sorted
	obstacles []string         // stale paths to remove before writing, sorted
	stale     []string         // stale paths to remove at the end, sorted
	result    Result
}

// Commit makes the build visible: assets, then pages, then feeds; then it
// removes what earlier builds wrote and this one did not. If it fails with a
// [ConflictError], with [ErrConcurrent] or because a Put failed, the folder is
// as it was. If the system fails it halfway, each file is whole, old or new,
// and the next build puts the rest right.
func (w *Writer) Commit() (Result, error) {
	if !w.finish() {
		return Result{}, fmt.Errorf("commit output: %w", errFinished)
	}
	p, idle, err := w.decide()
	if err != nil || idle {
		if cleanErr := w.discard(); err == nil {
			err = cleanErr
		}
		if err != nil {
			return Result{}, fmt.Errorf("commit output: %w", err)
		}
		return p.result, nil
	}
	err = w.apply(&p)
	if err = errors.Join(err, w.letGo(), w.root.Close()); err != nil {
		return p.result, fmt.Errorf("commit output: %w", err)
	}
	w.oldText = p.text()
	return p.result, nil
}

// decide makes the plan and takes hold of the folder. idle: there is nothing
// to do, and nothing on the disk was touched for it.
func (w *Writer) decide() (p plan, idle bool, err error) {
	if w.failed != nil {
		return p, false, fmt.Errorf("the build is incomplete: %w", w.failed)
	}
	if p, err = w.plan(); err != nil {
		return p, false, err
	}
	if p.result.Written+len(p.stale)+len(p.obstacles) == 0 && bytes.Equal(p.text(), w.oldText) {
		leftover := isAbsent
		if w.disk.exists {
			if _, leftover, err = w.disk.stat(stagingName); err != nil {
				return p, false, err
			}
		}
		if leftover == isAbsent && w.root == nil {
			return p, true, w.unmoved()
		}
		return p, true, w.prepare()
	}
	return p, false, w.prepare()
}

// text returns the manifest to leave behind; none if no build wrote anything.
func (p *plan) text() []byte {
	if len(p.next.files) == 0 {
		return nil
	}
	return p.next.encode()
}

// plan decides what to do, and fails with a ConflictError if it cannot be done.
func (w *Writer) plan() (plan, error) {
	p := plan{next: manifest{files: make(map[string]entry, len(w.files))}}
	for path, f := range w.files {
		p.next.files[path] = f.entry
		if f.staged == "" {
			p.result.Kept++
			continue
		}
		if f.folder {
			if err := w.lookInto(path); err != nil {
				return p, err
			}
		}
		list := &p.write[f.stage]
		if strings.HasPrefix(f.staged, singles) {
			list = &p.single[f.stage]
		}
		*list = append(*list, path)
		p.result.Written++
		p.result.Bytes += f.entry.size
	}
	for i := range p.write {
		slices.Sort(p.write[i])
		slices.Sort(p.single[i])
	}
	if len(w.conflicts) > 0 {
		return p, &ConflictError{Dir: w.given, Paths: slices.Sorted(maps.Keys(w.conflicts))}
	}
	p.during.files = maps.Clone(p.next.files)
	for path, e := range w.old.files {
		if _, kept := p.next.files[path]; kept {
			continue
		}
		p.during.files[path] = e
		if w.inTheWay(path) {
			p.obstacles = append(p.obstacles, path)
		} else {
			p.stale = append(p.stale, path)
		}
	}
	slices.Sort(p.obstacles)
	slices.Sort(p.stale)
	foreign, err := w.foreignFolders(p.next)
	p.next.foreign, p.during.foreign = foreign, foreign
	return p, err
}

// inTheWay reports whether a stale file must go before the new files come: it
// is where a new folder will be, its folder is where a new file will be, or a
// new file has its name in another case.
func (w *Writer) inTheWay(path string) bool {
	if _, taken := w.names[paths.Fold(path)]; taken {
		return true
	}
	for dir := paths.Parent(path); dir != ""; dir = paths.Parent(dir) {
		if n, taken := w.names[paths.Fold(dir)]; taken && !n.Folder {
			return true
		}
	}
	return false
}

// lookInto records what the folder at path, where a file is to be, holds that
// is not ours to remove.
func (w *Writer) lookInto(path string) error {
	ours := w.oldFolders()
	return fs.WalkDir(os.DirFS(w.disk.dir), path, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("look into output folder: %w", err)
		}
		if d.IsDir() && !ours[paths.Fold(at)] || !d.IsDir() && (!d.Type().IsRegular() || !w.wrote(at)) {
			w.conflict(at)
			if d.IsDir() {
				return fs.SkipDir
			}
		}
		return nil
	})
}

// foreignFolders returns the folders that hold files of the next manifest and
// that were there before any build of ours used them.
func (w *Writer) foreignFolders(next manifest) (map[string]bool, error) {
	ours := make(map[string]bool)
	for path := range w.old.files {
		for dir := paths.Parent(path); dir != "" && !ours[dir]; dir = paths.Parent(dir) {
			ours[dir] = true
		}
	}
	foreign := map[string]bool{}
	seen := map[string]bool{}
	for path := range next.files {
		for dir := paths.Parent(path); dir != "" && !seen[dir]; dir = paths.Parent(dir) {
			seen[dir] = true
			if ours[dir] && !w.old.foreign[dir] {
				continue
			}
			at, err := w.disk.folder(dir)
			if err != nil {
				return nil, err
			}
			if at.kind == isFolder {
				foreign[dir] = true
			}
		}
	}
	return foreign, nil
}

// apply does what was planned. Each step leaves a folder that its manifest
// covers: first a manifest of old and new files, last one of the new.
func (w *Writer) apply(p *plan) error {
	// Without new files the old manifest covers all.
	if p.result.Written > 0 {
		if err := w.writeManifest(p.during.encode()); err != nil {
			return err
		}
	}
	if err := w.remove(p, p.obstacles); err != nil {
		return err
	}
	for i := range stages {
		for _, path := range p.single[i] {
			err := w.move(w.files[path].staged, path)
			if errors.Is(err, fs.ErrNotExist) {
				// The folder went with its last stale file, under another spelling.
				if err = w.root.MkdirAll(paths.Parent(path), folderMode); err == nil {
					err = w.move(w.files[path].staged, path)
				}
			}
			if err != nil {
				return err
			}
		}
		if err := w.place(strconv.Itoa(i), "", p.write[i]); err != nil {
			return err
		}
	}
	if err := w.remove(p, p.stale); err != nil {
		return err
	}
	if p.result.Written > 0 && len(p.obstacles)+len(p.stale) == 0 {
		return nil // the manifest of both is that of the new
	}
	return w.writeManifest(p.text())
}

// change does one visible change.
func (w *Writer) change(op, path string, do func() error) error {
	if w.step != nil {
		if err := w.step(op, path); err != nil {
			return fmt.Errorf("%s %s: %w", op, path, err)
		}
	}
	if err := do(); err != nil {
		return fmt.Errorf("%s output file: %w", op, err)
	}
	return nil
}

// writeManifest replaces the manifest; without text it removes it.
func (w *Writer) writeManifest(text []byte) error {
	if text == nil {
		return w.change("remove", ManifestName, func() error {
			if err := w.root.Remove(ManifestName); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		})
	}
	const staged = "manifest"
	if err := w.root.WriteFile(stagingName+"/"+staged, text, fileMode); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return w.move(staged, ManifestName)
}

// move makes what is at staged, below the staging folder, visible at path.
func (w *Writer) move(staged, path string) error {
	return w.change("rename", path, func() error { return w.root.Rename(stagingName+"/"+staged, path) })
}

// place moves the staged files of a stage that are below dir, "" for all, to
// where they belong. A folder that is not there yet is moved as a whole.
func (w *Writer) place(top, dir string, files []string) error {
	for len(files) > 0 {
		name, _, below := strings.Cut(strings.TrimPrefix(files[0][len(dir):], "/"), "/")
		path := name
		if dir != "" {
			path = dir + "/" + name
		}
		n := 1
		if below {
			// Sorted by bytes, the paths below one folder follow each other.
			inside := path + "/"
			for n < len(files) && strings.HasPrefix(files[n], inside) {
				n++
			}
			_, err := w.root.Lstat(path)
			if err == nil {
				if err := w.place(top, path, files[:n]); err != nil {
					return err
				}
				files = files[n:]
				continue
			}
			if !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("look at output folder: %w", err)
			}
		}
		if err := w.move(top+"/"+path, path); err != nil {
			return err
		}
		files = files[n:]
	}
	return nil
}

// remove removes stale files, and the folders of ours that this empties. What
// is no regular file by now is no longer ours and stays.
func (w *Writer) remove(p *plan, files []string) error {
	emptied := map[string]bool{}
	for _, path := range files {
		for dir := paths.Parent(path); dir != "" && !emptied[dir]; dir = paths.Parent(dir) {
			emptied[dir] = true
		}
		at, err := w.disk.look(path)
		if err != nil {
			return err
		}
		if at.kind != isFile {
			continue
		}
		err = w.change("remove", path, func() error {
			if err := w.root.Remove(path); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		})
		if err != nil {
			return err
		}
		p.result.Removed++
	}
	// Deepest first.
	dirs := slices.SortedFunc(maps.Keys(emptied), func(a, b string) int { return cmp.Compare(b, a) })
	for _, dir := range dirs {
		if err := w.removeFolder(p, dir); err != nil {
			return err
		}
	}
	return nil
}

// removeFolder removes a folder of ours if it is empty and no longer needed.
func (w *Writer) removeFolder(p *plan, dir string) error {
	if n := w.names[paths.Fold(dir)]; n.Folder && n.Path == dir || w.old.foreign[dir] || p.next.foreign[dir] {
		return nil
	}
	at, err := w.disk.folder(dir)
	if err != nil || at.kind != isFolder {
		return err
	}
	return w.change("remove", dir, func() error {
		err := w.root.Remove(dir)
		if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
			return nil // in use, or gone
		}
		return err
	})
}

package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// prepare makes the output folder, locks it, and makes an empty staging folder
// in it. Only the first call does anything; all return its error.
func (w *Writer) prepare() error {
	w.prepared.Do(func() { w.prepareErr = w.takeHold() })
	return w.prepareErr
}

func (w *Writer) takeHold() error {
	if !w.disk.exists {
		if err := w.createFolder(); err != nil {
			return err
		}
	}
	var err error
	if w.root, err = os.OpenRoot(w.disk.dir); err != nil {
		return fmt.Errorf("open output folder: %w", err)
	}
	info, err := w.root.Stat(".")
	if err != nil {
		return fmt.Errorf("open output folder: %w", err)
	}
	w.touched = info.ModTime()
	if w.lock, err = acquire(w.root, w.given); err != nil {
		return err
	}
	if err := w.unmoved(); err != nil {
		return err
	}
	// What is there now was left by a build that crashed: a running one has the lock.
	if err := w.root.RemoveAll(stagingName); err != nil {
		return fmt.Errorf("clear staging folder: %w", err)
	}
	if err := w.root.Mkdir(stagingName, folderMode); err != nil {
		return fmt.Errorf("make staging folder: %w", err)
	}
	tops := []string{singles}
	for i := range stages {
		tops = append(tops, strconv.Itoa(i))
	}
	for _, top := range tops {
		if err := w.root.Mkdir(stagingName+"/"+top, folderMode); err != nil {
			return fmt.Errorf("make staging folder: %w", err)
		}
	}
	return nil
}

// unmoved fails if a build has written into the folder since Open.
func (w *Writer) unmoved() error {
	now, err := w.readManifest()
	if err != nil {
		return err
	}
	if !bytes.Equal(now, w.oldText) {
		return w.overtaken()
	}
	return nil
}

func (w *Writer) overtaken() error {
	return fmt.Errorf("another build wrote into %s since this one began; build again: %w", w.given, ErrConcurrent)
}

// createFolder makes the output folder and those above it that are missing.
func (w *Writer) createFolder() error {
	var missing []string
	for dir := w.disk.dir; ; dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("make output folder: %w", err)
		}
		missing = append(missing, dir)
	}
	slices.Reverse(missing)
	for _, dir := range missing {
		err := os.Mkdir(dir, folderMode)
		switch {
		case err == nil:
			w.created = append(w.created, dir)
		case !errors.Is(err, fs.ErrExist):
			return fmt.Errorf("make output folder: %w", err)
		}
	}
	// All that this build knows is that the folder was not there.
	if len(w.created) == 0 || w.created[len(w.created)-1] != w.disk.dir {
		return w.overtaken()
	}
	resolved, err := filepath.EvalSymlinks(w.disk.dir)
	if err != nil {
		return fmt.Errorf("make output folder: %w", err)
	}
	w.disk.dir = resolved
	return nil
}

// Abort forgets the build and leaves the folder exactly as it was. After Commit
// or Abort it does nothing.
func (w *Writer) Abort() error {
	if !w.finish() {
		return nil
	}
	return w.discard()
}

// finish ends the build; false if it had ended before.
func (w *Writer) finish() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := w.done
	w.done = true
	return !was
}

// discard undoes prepare. Nothing that was visible has changed.
func (w *Writer) discard() error {
	if w.root == nil {
		return w.removeCreated()
	}
	var errs []error
	held := w.lock != nil
	errs = append(errs, w.letGo())
	if held && len(w.created) == 0 {
		errs = append(errs, w.root.Chtimes(".", time.Time{}, w.touched))
	}
	errs = append(errs, w.root.Close(), w.removeCreated())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("clean up output folder: %w", err)
	}
	return nil
}

// letGo removes the staging folder and the lock, if they are this build's.
func (w *Writer) letGo() error {
	if w.lock == nil {
		return nil
	}
	err := errors.Join(w.root.RemoveAll(stagingName), w.lock.release())
	w.lock = nil
	return err
}

// removeCreated removes the folders above the staging folder that are this
// build's and still empty.
func (w *Writer) removeCreated() error {
	for _, dir := range slices.Backward(w.created) {
		err := os.Remove(dir)
		if errors.Is(err, fs.ErrExist) {
			return nil // somebody uses it by now
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

package record

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// WriteFiles writes files of one folder by their names: all of them or, where one cannot
// be written, none. A file without content is removed.
func WriteFiles(dir string, files map[string][]byte) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(files))
	before := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case err == nil:
			before[name] = data
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	staged := func(name string) string { return filepath.Join(dir, "."+name+".new") }
	defer func() {
		for _, name := range names {
			err = errors.Join(err, remove(staged(name)))
		}
	}()
	for _, name := range names {
		if err := os.WriteFile(staged(name), files[name], 0o644); err != nil {
			return err
		}
	}
	for i, name := range names {
		place := filepath.Join(dir, name)
		if len(files[name]) == 0 {
			err = remove(place)
		} else {
			err = os.Rename(staged(name), place)
		}
		if err != nil {
			return errors.Join(err, restore(dir, names[:i], before))
		}
	}
	return nil
}

// restore writes files as they were.
func restore(dir string, names []string, before map[string][]byte) (err error) {
	for _, name := range names {
		place := filepath.Join(dir, name)
		if data, ok := before[name]; ok {
			err = errors.Join(err, os.WriteFile(place, data, 0o644))
		} else {
			err = errors.Join(err, remove(place))
		}
	}
	return err
}

// remove removes a file that may be gone already.
func remove(name string) error {
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

package output

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

const benchFiles = 10_000

// benchSite is the paths of a site, a folder a page, and one page of 20 kB.
func benchSite() (paths []string, page []byte) {
	for i := range benchFiles {
		paths = append(paths, fmt.Sprintf("%s/page-%05d/index.html", []string{"releases", "playbooks", "snippets", "pages"}[i%4], i))
	}
	return paths, []byte(strings.Repeat("<p>Twenty bytes.</p>", 1000))
}

// each calls do for every path, from two goroutines.
func each(b *testing.B, paths []string, do func(i int, path string) error) {
	b.Helper()
	var group errgroup.Group
	const workers = 2
	for worker := range workers {
		group.Go(func() error {
			for i := worker; i < len(paths); i += workers {
				if err := do(i, paths[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkPlain is what the same files cost without this package.
func BenchmarkPlain(b *testing.B) {
	paths, page := benchSite()
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		b.StartTimer()
		each(b, paths, func(i int, path string) error {
			name := filepath.Join(dir, path)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				return err
			}
			return os.WriteFile(name, page, 0o644)
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	paths, page := benchSite()
	run := func(b *testing.B, dir, version string, every int) {
		w := open(b, dir)
		each(b, paths, func(i int, path string) error {
			input := "same"
			data := page
			if i%every == 0 {
				input = version
				data = append([]byte(version), page...)
			}
			if w.Unchanged(path, input) {
				return nil
			}
			return w.Put(Pages, path, input, data)
		})
		if _, err := w.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			dir := filepath.Join(b.TempDir(), "public")
			b.StartTimer()
			run(b, dir, "1", 1)
		}
	})
	for _, every := range []int{100, 1} {
		b.Run(fmt.Sprintf("changed=1-in-%d", every), func(b *testing.B) {
			dir := filepath.Join(b.TempDir(), "public")
			run(b, dir, "0", every)
			for n := 0; b.Loop(); n++ {
				run(b, dir, fmt.Sprint(n+1), every)
			}
		})
	}
	b.Run("unchanged", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "public")
		run(b, dir, "1", 1)
		for b.Loop() {
			run(b, dir, "1", 1)
		}
	})
}

package generator_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"headsup/generator"
	"headsup/generator/tools/corpus"
)

// BenchmarkBuild measures whole builds, as a user's: from the content folder to
// the output folder on disk.
//
//	cold      no cache, no earlier output
//	warm      nothing has changed since the last build
//	one edit  one page has
func BenchmarkBuild(b *testing.B) {
	for _, pages := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			dir := b.TempDir()
			opt := generator.Options{
				Content:  filepath.Join(dir, "content"),
				Out:      filepath.Join(dir, "out"),
				CacheDir: filepath.Join(dir, "cache"),
				Now:      now,
			}
			if err := corpus.Write(opt.Content, pages); err != nil {
				b.Fatal(err)
			}
			b.Run("cold", func(b *testing.B) {
				cold := opt
				cold.NoCache = true
				benchmark(b, cold, pages, func() {
					if err := os.RemoveAll(cold.Out); err != nil {
						b.Fatal(err)
					}
				})
			})
			buildOrFail(b, opt)
			b.Run("warm", func(b *testing.B) {
				benchmark(b, opt, pages, func() {})
			})
			b.Run("one edit", func(b *testing.B) {
				name, text := firstPlaybook(b, opt.Content)
				edit := 0
				benchmark(b, opt, pages, func() {
					edit++
					changed := fmt.Appendf(nil, "%s\nEdit number %d.\n", text, edit)
					if err := os.WriteFile(name, changed, 0o644); err != nil {
						b.Fatal(err)
					}
				})
			})
		})
	}
}

// benchmark measures builds, each after a preparation that is not measured.
func benchmark(b *testing.B, opt generator.Options, pages int, prepare func()) {
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		prepare()
		b.StartTimer()
		buildOrFail(b, opt)
	}
	b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	b.StopTimer()
	b.ReportMetric(float64(written(b, opt.Out))/(1<<20), "MiB-written")
}

func buildOrFail(b *testing.B, opt generator.Options) {
	b.Helper()
	result, err := generator.Build(context.Background(), opt)
	if err != nil {
		b.Fatal(err)
	}
	// A build that complains measures complaints.
	for i, d := range result.Diagnostics {
		if i == 20 {
			break
		}
		b.Error(d)
	}
	if b.Failed() {
		b.FailNow()
	}
}

// written returns the bytes in a folder.
func written(b *testing.B, dir string) (total int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return total
}

// firstPlaybook returns a page to edit: its file and text.
func firstPlaybook(b *testing.B, dir string) (name string, text []byte) {
	b.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "playbooks", "*.md"))
	if err != nil || len(names) == 0 {
		b.Fatalf("find a playbook: %d files, %v", len(names), err)
	}
	if text, err = os.ReadFile(names[0]); err != nil {
		b.Fatal(err)
	}
	return names[0], text
}

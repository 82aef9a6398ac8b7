package generator_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/inbound/record"
	"headsup/generator/tools/corpus"
)

// BenchmarkBuild measures whole builds, as a user's: from the content folder to
// the output folder on disk.
//
//	cold      no cache, no earlier output
//	warm      nothing has changed since the last build
//	one-edit  one page has
func BenchmarkBuild(b *testing.B) {
	for _, pages := range sizes(b) {
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
			b.Run("one-edit", func(b *testing.B) {
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

// BenchmarkEdit measures what an author waits for in a preview after a file is saved:
// the change is read, and the page made anew.
//
//	body   words of the page have changed
//	title  its title has, so that lists and links are others
//	asked  words of the page, while people ask questions that pages answer
//	answered  the same, until it is known again which pages answer them
func BenchmarkEdit(b *testing.B) {
	for _, pages := range sizes(b) {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			dir := b.TempDir()
			opt := generator.Options{Content: filepath.Join(dir, "content"), CacheDir: filepath.Join(dir, "cache")}
			if err := corpus.Write(opt.Content, pages); err != nil {
				b.Fatal(err)
			}
			session, err := generator.OpenSession(opt)
			if err != nil {
				b.Fatal(err)
			}
			defer session.Close()
			name, text := firstPlaybook(b, opt.Content)
			changed, err := filepath.Abs(name)
			if err != nil {
				b.Fatal(err)
			}
			rel, err := filepath.Rel(opt.Content, name)
			if err != nil {
				b.Fatal(err)
			}
			page := strings.TrimSuffix(filepath.ToSlash(rel), ".md") + "/index.html"
			see := func(files []string, want string) {
				if err := session.Refresh(b.Context(), files); err != nil {
					b.Fatal(err)
				}
				site, err := session.Preview(generator.PreviewOptions{Now: now})
				if err != nil {
					b.Fatal(err)
				}
				data, err := site.Read(b.Context(), page)
				if err != nil || !strings.Contains(string(data), want) {
					b.Fatalf("%q is not on the page: %v", want, err)
				}
			}
			see(nil, "")
			title := regexp.MustCompile(`(?m)^title:.*$`)
			edits := 0
			body := func(n string) []byte { return fmt.Appendf(nil, "%s\nEdit number %s.\n", text, n) }
			answered := func() {
				site, err := session.Preview(generator.PreviewOptions{Now: now})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := site.Check(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			for _, edit := range []struct {
				name  string
				text  func(number string) []byte
				begin func() // before the first
				after func() // each
			}{
				{"body", body, nil, nil},
				{"title", func(n string) []byte { return title.ReplaceAll(text, []byte("title: Edit number "+n)) }, nil, nil},
				{"asked", body, func() {
					if err := corpus.WriteRecords(opt.Content, corpus.Records(*recordsFlag/20, now)); err != nil {
						b.Fatal(err)
					}
					if err := os.WriteFile(name, text, 0o644); err != nil {
						b.Fatal(err)
					}
					see(nil, "")
				}, nil},
				{"answered", body, nil, answered},
			} {
				b.Run(edit.name, func(b *testing.B) {
					if edit.begin != nil {
						edit.begin()
					}
					b.ReportAllocs()
					for b.Loop() {
						edits++
						number := strconv.Itoa(edits)
						if err := os.WriteFile(name, edit.text(number), 0o644); err != nil {
							b.Fatal(err)
						}
						see([]string{changed}, "Edit number "+number)
						if edit.after != nil {
							edit.after()
						}
					}
				})
			}
		})
	}
}

// BenchmarkInbound measures what records of what comes back add to a build of a hundred
// pages.
//
//	without  no records
//	cold     no cache, no earlier output
//	one-more one record is new since the last build
//	one-kind people have set the kind of one record, which teaches
func BenchmarkInbound(b *testing.B) {
	const pages = 100
	dir := b.TempDir()
	opt := generator.Options{
		Content: filepath.Join(dir, "content"), Out: filepath.Join(dir, "out"), CacheDir: filepath.Join(dir, "cache"), Now: now,
	}
	if err := corpus.Write(opt.Content, pages); err != nil {
		b.Fatal(err)
	}
	cold := opt
	cold.NoCache = true
	clean := func() {
		if err := os.RemoveAll(cold.Out); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("without", func(b *testing.B) { benchmark(b, cold, pages, clean) })
	records := corpus.Records(*recordsFlag, now)
	if err := corpus.WriteRecords(opt.Content, records); err != nil {
		b.Fatal(err)
	}
	b.Run(fmt.Sprintf("records=%d/cold", *recordsFlag), func(b *testing.B) { benchmark(b, cold, pages, clean) })
	buildOrFail(b, opt)
	more := records[len(records)-1]
	b.Run(fmt.Sprintf("records=%d/one-more", *recordsFlag), func(b *testing.B) {
		benchmark(b, opt, pages, func() {
			more.ID, more.At = more.ID+"x", more.At.Add(time.Second)
			records = append(records, more)
			if err := corpus.WriteRecords(opt.Content, records); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run(fmt.Sprintf("records=%d/one-kind", *recordsFlag), func(b *testing.B) {
		benchmark(b, opt, pages, func() {
			r := &records[len(records)-1]
			r.Kind, r.Text = record.Problem, r.Text+"!"
			if err := corpus.WriteRecords(opt.Content, records); err != nil {
				b.Fatal(err)
			}
		})
	})
}

var recordsFlag = flag.Int("records", 100_000, "the number of records of BenchmarkInbound")

var pagesFlag = flag.String("pages", "1000,10000", "the numbers of pages of BenchmarkBuild")

// sizes returns the numbers of pages to measure.
func sizes(b *testing.B) (list []int) {
	for text := range strings.SplitSeq(*pagesFlag, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			b.Fatalf("-pages %s is not a list of numbers", *pagesFlag)
		}
		list = append(list, n)
	}
	return list
}

// TestBenchmarks runs the benchmark at a small size, as make bench and make profile
// do.
func TestBenchmarks(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	profile := filepath.Join(t.TempDir(), "cpu.pprof")
	cmd := exec.CommandContext(t.Context(), program, "-test.run", "^$", "-test.bench", "Benchmark(Build|Inbound)",
		"-test.benchtime", "1x", "-test.count", "1", "-test.cpuprofile", profile, "-pages", "60", "-records", "200")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// The format that benchstat reads: a name without spaces, then numbers with units.
	for _, mode := range []string{"cold", "warm", "one-edit"} {
		line := regexp.MustCompile(`(?m)^BenchmarkBuild/pages=60/` + mode + `(-\d+)?\s+1(\s+[\d.e+]+ \S+)+$`).Find(out)
		for _, unit := range []string{" ns/op", " pages/s", " MiB-written", " allocs/op"} {
			if !bytes.Contains(line, []byte(unit)) {
				t.Errorf("no%s of a build that is %s in\n%s", unit, mode, out)
			}
		}
	}
	for _, mode := range []string{"without", "records=200/cold", "records=200/one-more", "records=200/one-kind"} {
		if !bytes.Contains(out, []byte("BenchmarkInbound/"+mode)) {
			t.Errorf("no measurement of %s in\n%s", mode, out)
		}
	}
	if info, err := os.Stat(profile); err != nil || info.Size() == 0 {
		t.Errorf("there is no profile: %v", err)
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

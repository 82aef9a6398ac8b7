package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"headsup/generator/tools/corpus/process"
)

// contender is one way of building the corpus.
type contender struct {
	name    string // "headsup, cold"
	command []string
	dir     string   // working folder, "" for the present one
	out     string   // where it writes
	pages   int      // of HTML that it has to write at least
	remove  []string // files and folders that must not be there when it starts
}

// measurement is what one run used and left.
type measurement struct {
	wall  time.Duration
	cpu   time.Duration // of all threads, in the program and in the kernel
	peak  int64         // resident memory in bytes, 0 where the system does not tell
	files int           // written to the output, all together
	bytes int64
}

// measure runs a contender once. What the program prints is shown only when it
// fails.
func (c contender) measure(ctx context.Context, stderr io.Writer) (measurement, error) {
	for _, name := range c.remove {
		if err := os.RemoveAll(name); err != nil {
			return measurement{}, fmt.Errorf("remove what an earlier run left: %w", err)
		}
	}
	cmd := exec.CommandContext(ctx, c.command[0], c.command[1:]...)
	cmd.Dir = c.dir
	used, err := process.Run(cmd)
	if err != nil {
		return measurement{}, err
	}
	m := measurement{wall: used.Wall, cpu: used.CPU, peak: used.Peak}
	if m.files, m.bytes, err = process.Size(c.out, nil); err != nil {
		return measurement{}, err
	}
	html, _, err := process.Size(c.out, func(name string) bool { return filepath.Ext(name) == ".html" })
	if err != nil {
		return measurement{}, err
	}
	if html < c.pages {
		return measurement{}, fmt.Errorf("it wrote %d pages of %d", html, c.pages)
	}
	fmt.Fprintf(stderr, "  %.2f s, %d MiB\n", m.wall.Seconds(), m.peak>>20)
	return m, nil
}

// touch reads every file of a folder once.
func touch(dir string) error {
	buffer := make([]byte, 64<<10)
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		for err == nil {
			_, err = f.Read(buffer)
		}
		if err == io.EOF {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read content: %w", err)
	}
	return nil
}

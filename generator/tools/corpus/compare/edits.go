package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"headsup/generator/tools/corpus/process"
)

// preview is a program that shows a site while it is written.
type preview struct {
	name    string
	command []string
	dir     string // working folder
	// address is where the site is; "" when the program prints it as its first line.
	address string
}

// seen is how long a reader of a preview waits.
type seen struct {
	start time.Duration   // from the program's start to the first page
	edits []time.Duration // from a saved file to its words on the page
}

// previews returns what is to be measured, in the order of the runs.
func (c *command) previews(ctx context.Context, dir, content string) ([]preview, error) {
	var list []preview
	if c.only != "hugo" {
		program, err := process.Headsup(ctx, c.Stderr)
		if err != nil {
			return nil, err
		}
		list = append(list, preview{
			name: "headsup serve", dir: dir,
			command: []string{
				program, "serve", "--content", content, "--addr", "127.0.0.1:0",
				"--cache-dir", filepath.Join(dir, "headsup-cache"),
			},
		})
	}
	if c.only != "headsup" {
		program, err := c.findHugo(ctx)
		if err != nil {
			return nil, err
		}
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		list = append(list, preview{
			name: "hugo server", dir: dir, address: "http://127.0.0.1:" + port + "/",
			command: []string{
				program, "server", "--source", filepath.Join(dir, "site"), "--contentDir", content, "--bind", "127.0.0.1", "--port", port,
				"--cacheDir", filepath.Join(dir, "hugo-cache"), "--noBuildLock",
			},
		})
	}
	return list, nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, errors.Join(err, l.Close())
}

// How long the first page of a preview may take, and how long an edit.
const (
	startTime = 5 * time.Minute
	editTime  = 2 * time.Minute
)

// watch starts a preview, edits the words of a playbook so many times, and returns how
// long each took to be on the page. Before each there is a pause, in which a program
// may finish what it does besides. The file is in the end as it was.
func (p preview) watch(ctx context.Context, content string, edits int, pause time.Duration) (s seen, err error) {
	names, err := filepath.Glob(filepath.Join(content, "playbooks", "*.md"))
	if err != nil || len(names) == 0 {
		return s, fmt.Errorf("find a playbook: %d files, %w", len(names), err)
	}
	text, err := os.ReadFile(names[0])
	if err != nil {
		return s, fmt.Errorf("read a playbook: %w", err)
	}
	defer func() { err = errors.Join(err, os.WriteFile(names[0], text, 0o644)) }()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	cmd.Dir = p.dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return s, fmt.Errorf("run %s: %w", p.name, err)
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return s, fmt.Errorf("run %s: %w", p.name, err)
	}
	defer func() {
		stop()
		_ = cmd.Wait() // it was stopped
	}()
	lines := bufio.NewReader(out)
	address := p.address
	if address == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			return s, fmt.Errorf("run %s: no address is printed: %w", p.name, err)
		}
		address = strings.TrimSpace(line)
	}
	go io.Copy(io.Discard, lines) //nolint:errcheck // nothing else is of interest
	page := address + "playbooks/" + strings.ToLower(strings.TrimSuffix(filepath.Base(names[0]), ".md")) + "/"
	if err := until(ctx, page, "<body", startTime); err != nil {
		return s, fmt.Errorf("run %s: %w", p.name, err)
	}
	s.start = time.Since(begin)
	for n := range edits {
		time.Sleep(pause)
		words := fmt.Sprintf("Edit number %d of these words.", n)
		if err := os.WriteFile(names[0], fmt.Appendf(nil, "%s\n%s\n", text, words), 0o644); err != nil {
			return s, fmt.Errorf("edit a playbook: %w", err)
		}
		saved := time.Now()
		if err := until(ctx, page, words, editTime); err != nil {
			return s, fmt.Errorf("run %s: %w", p.name, err)
		}
		s.edits = append(s.edits, time.Since(saved))
	}
	return s, nil
}

// until asks for a page again and again until it has a text.
func until(ctx context.Context, page, text string, most time.Duration) error {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	for {
		if body, err := get(ctx, page); err == nil && strings.Contains(body, text) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s never has %q", page, text)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func get(ctx context.Context, page string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return "", err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return string(body), err
}

// edits measures all previews, one after the other, and prints how long a reader waits.
func (c *command) edits(ctx context.Context, dir, content string) error {
	list, err := c.previews(ctx, dir, content)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.Stdout)
	var medians []time.Duration
	for _, p := range list {
		fmt.Fprintf(c.Stderr, "edits with %s\n", p.name)
		s, err := p.watch(ctx, content, max(3, 2*c.rounds), c.pause)
		if err != nil {
			return err
		}
		slices.Sort(s.edits)
		middle := s.edits[(len(s.edits)-1)/2]
		medians = append(medians, middle)
		fmt.Fprintf(c.Stdout, "%s: first page after %.2f s; words of a page, saved to seen: %d ms (%d to %d, %d edits)\n", p.name,
			s.start.Seconds(), middle.Milliseconds(), s.edits[0].Milliseconds(), s.edits[len(s.edits)-1].Milliseconds(), len(s.edits))
	}
	if len(medians) == 2 {
		fmt.Fprintf(c.Stdout, "%s ÷ %s, saved to seen: %s\n", list[0].name, list[1].name, ratio(medians[0], medians[1]))
	}
	return nil
}

package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Change is the last commit that changed a file.
type Change struct {
	At     time.Time // when it was committed, in seconds
	Author string    // the name of who wrote it
}

// Head identifies what the history of a folder depends on.
type Head struct {
	Commit  string // that is checked out, "" when there is none yet
	Prefix  string // of the folder in the repository, "docs/content/", "" for its root
	Shallow bool   // the clone lacks older commits
}

// ErrNone says that a folder has no history: it is in no repository, nothing is
// committed, or git is not installed.
var ErrNone = errors.New("there is no history")

// ErrShallow says that a clone lacks older commits, so that what seems to be
// the last change of a file may only be the oldest commit that is there.
var ErrShallow = errors.New("the clone lacks older commits")

// HeadOf returns what the history of a folder depends on. It wraps [ErrNone]
// when there is none.
func HeadOf(ctx context.Context, dir string) (Head, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return Head{}, fmt.Errorf("%w: %w", ErrNone, ErrNoGit)
	}
	out, err := run(command(ctx, dir, "rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD"))
	lines := strings.SplitN(strings.TrimSuffix(string(out), "\n"), "\n", 3)
	if ctx.Err() != nil {
		return Head{}, ctx.Err()
	}
	if err != nil && untrusted(err) {
		return Head{}, errUntrusted(dir)
	}
	if err != nil || len(lines) != 3 {
		return Head{}, fmt.Errorf("%w of %s", ErrNone, dir)
	}
	// A prefix may hold line breaks; the commit is the last line.
	prefix, commit := lines[1], lines[2]
	if i := strings.LastIndexByte(commit, '\n'); i >= 0 {
		prefix, commit = prefix+"\n"+commit[:i], commit[i+1:]
	}
	return Head{Commit: commit, Prefix: prefix, Shallow: lines[0] == "true"}, nil
}

// LastChanges returns, for files of a folder, the last commit that changed each.
// Names are slash-separated and relative to the folder, in the result too. Files
// that no commit has are not in it. A file that was only moved keeps its change.
//
// It is one call of git, which ends as soon as every file is known. It wraps
// [ErrNone] and [ErrShallow], and returns the error of a context that ends: a
// part of the truth would be wrong.
func LastChanges(ctx context.Context, dir string, files []string) (map[string]Change, error) {
	head, err := HeadOf(ctx, dir)
	if err != nil {
		return nil, err
	}
	if head.Shallow {
		return nil, ErrShallow
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := command(ctx, dir,
		// What the user's configuration could change, of this one call.
		"-c", "log.follow=false", "-c", "log.showSignature=false",
		"log", "--no-ext-diff", "--root", "--find-renames=100%", "--name-status", "-z", "--relative",
		"--format=%x01%ct%x02%an", head.Commit, "--", ".")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("git log: %w", err)
	}
	found, complete, err := readLog(pipe, files)
	if complete {
		stop()
		cmd.Wait() //nolint:errcheck // it was stopped
		return found, nil
	}
	io.Copy(io.Discard, pipe) //nolint:errcheck // git is not to wait for us
	waited := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case waited != nil:
		return nil, fmt.Errorf("git log: %w: %s", waited, strings.TrimSpace(stderr.String()))
	}
	return found, err
}

// readLog reads what git log writes, newest first, and stops when it knows all
// files: complete is true then.
func readLog(r io.Reader, files []string) (found map[string]Change, complete bool, err error) {
	found = make(map[string]Change, len(files))
	// open are the files that no commit was seen of, by the name that they had
	// at the time of the commits that are read.
	open := make(map[string][]string, len(files))
	for _, f := range files {
		open[f] = []string{f}
	}
	fields := fieldReader{bufio.NewReaderSize(r, 1<<16)}
	var now Change
	for len(open) > 0 {
		field, err := fields.next()
		if errors.Is(err, io.EOF) {
			return found, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		if head, ok := strings.CutPrefix(field, "\x01"); ok {
			if now, err = parseHead(head); err != nil {
				return nil, false, err
			}
			continue
		}
		// Git puts a line break between the head of a commit and its files.
		status := strings.TrimPrefix(field, "\n")
		if status == "" {
			continue
		}
		name, err := fields.next()
		if err != nil {
			return nil, false, fmt.Errorf("git log ends within a commit: %w", err)
		}
		if status[0] == 'R' || status[0] == 'C' { // from and to
			to, err := fields.next()
			if err != nil {
				return nil, false, fmt.Errorf("git log ends within a commit: %w", err)
			}
			if was := open[to]; status[0] == 'R' && was != nil {
				delete(open, to)
				open[name] = append(open[name], was...)
				continue
			}
			name = to
		}
		if status[0] != 'D' { // what is there now is not what was removed
			for _, f := range open[name] {
				found[f] = now
			}
		}
		delete(open, name)
	}
	return found, true, nil
}

// parseHead reads the time and author of a commit.
func parseHead(s string) (Change, error) {
	at, author, ok := strings.Cut(s, "\x02")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if !ok || err != nil {
		return Change{}, fmt.Errorf("git log begins a commit with %q", s)
	}
	return Change{At: time.Unix(seconds, 0).UTC(), Author: strings.ToValidUTF8(author, "\uFFFD")}, nil
}

// fieldReader reads fields that end in a zero byte.
type fieldReader struct{ *bufio.Reader }

func (r fieldReader) next() (string, error) {
	s, err := r.ReadString(0)
	if err != nil {
		if errors.Is(err, io.EOF) && s != "" {
			err = io.ErrUnexpectedEOF
		}
		return "", err
	}
	return s[:len(s)-1], nil
}

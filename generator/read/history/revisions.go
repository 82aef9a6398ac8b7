package history

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Revision tells one state of a file from others, and which of two is the newer.
type Revision struct {
	At      time.Time // of the latest commit that changed the file or its name, in seconds
	Commits int       // so many have, under the name that it has now; 0 when some are not known
}

// Revisions returns the revisions of files of a folder. Names are as of [LastChanges].
//
// A commit that is added to a history makes no revision older, and those newer that it
// changes, wherever branches meet and whatever clocks say. A clone that lacks older
// commits takes the oldest that it has for the one that changed all that was there: no
// time is too early then, and the error wraps [ErrShallow]. It wraps [ErrNone] when
// there is no history.
func Revisions(ctx context.Context, dir string, files []string) (map[string]Revision, error) {
	head, err := HeadOf(ctx, dir)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, f := range files {
		folders = append(folders, path.Dir(f))
	}
	slices.Sort(folders)
	// Merges are among the commits where they are not what one of their sides was.
	out, err := run(command(ctx, dir, append([]string{
		"--literal-pathspecs", "-c", "log.follow=false", "-c", "log.showSignature=false", "-c", "diff.relative=false",
		"log", "--no-ext-diff", "--root", "--full-history", "-c", "--no-renames", "--name-only", "-z",
		"--format=%x01%ct", head.Commit, "--",
	}, slices.Compact(folders)...)...))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, err
	}
	found, err := readRevisions(strings.NewReader(string(out)), head.Prefix, files)
	if err != nil || !head.Shallow {
		return found, err
	}
	for f, r := range found {
		found[f] = Revision{At: r.At}
	}
	return found, ErrShallow
}

// readRevisions reads what git log writes of files in a folder of the repository.
func readRevisions(r io.Reader, prefix string, files []string) (map[string]Revision, error) {
	wanted := make(map[string]bool, len(files))
	for _, f := range files {
		wanted[f] = true
	}
	found := make(map[string]Revision, len(files))
	fields := fieldReader{bufio.NewReader(r)}
	var now time.Time
	for {
		field, err := fields.next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, fmt.Errorf("git log ends within a commit: %w", err)
		}
		if at, ok := strings.CutPrefix(field, "\x01"); ok {
			seconds, err := strconv.ParseInt(at, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("git log begins a commit with %q", at)
			}
			now = time.Unix(seconds, 0).UTC()
			continue
		}
		// Git puts a line break between the head of a commit and its files.
		name, inside := strings.CutPrefix(strings.TrimLeft(field, "\n"), prefix)
		if !inside || !wanted[name] {
			continue
		}
		rev := found[name]
		rev.Commits++
		if now.After(rev.At) {
			rev.At = now
		}
		found[name] = rev
	}
}

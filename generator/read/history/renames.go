package history

import (
	"context"
	"errors"
	"strings"
)

// Renames returns, for names that files of a folder had, the names that they have
// now, as far as commits and the index tell. Names are slash-separated and relative
// to the folder. A file that was renamed several times is there under each name.
//
// Git compares files for it, which takes time where many were removed at once. When
// the context ends, the result is what git has said until then, the latest renames.
// It wraps [ErrNone] when there is no history.
func Renames(ctx context.Context, dir string) (map[string]string, error) {
	if _, err := HeadOf(ctx, dir); err != nil {
		return nil, err
	}
	options := []string{"--no-ext-diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--relative"}
	now := map[string]string{}
	for _, args := range [][]string{
		append([]string{"diff", "--cached"}, options...),
		append([]string{"-c", "log.follow=false", "-c", "log.showSignature=false", "log", "--format="}, options...),
	} {
		var out strings.Builder
		cmd := command(ctx, dir, append(args, "--", ".")...)
		cmd.Stdout = &out
		if err := cmd.Run(); err != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, err
		}
		readRenames(out.String(), now)
	}
	return now, nil
}

// readRenames adds renames that git lists, the latest first, to those that came later.
func readRenames(list string, now map[string]string) {
	fields := strings.Split(list, "\x00")
	for ; len(fields) > 3; fields = fields[3:] { // behind the last zero byte is a field, too
		from, to := fields[1], fields[2]
		if _, later := now[from]; later {
			continue // the name was another file's once
		}
		if last, again := now[to]; again {
			to = last
		}
		now[from] = to
	}
}

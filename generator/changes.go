package generator

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/disk/cache"
	"headsup/generator/read/history"
)

// historyTime is how long git may take. A build does without the dates then.
const historyTime = 10 * time.Second

// renamesTime is how long git may look for renames. The hints of broken links do
// without those that it has not found until then.
const renamesTime = 3 * time.Second

// Renames returns a function from the former names of a folder's files to those that
// they have now, "" for others, as [renames].
func Renames(dir string) func(file string) string {
	ask := renames(dir)
	return func(file string) string { return ask()[file] }
}

// renames returns a function that returns the names that a folder's files have now by
// those that they had. Git is asked once, when somebody calls it; without a history
// there are none.
func renames(dir string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		ctx, stop := context.WithTimeout(context.Background(), renamesTime)
		defer stop()
		renames, err := history.Renames(ctx, dir)
		if err != nil {
			return nil // a hint says less
		}
		return renames
	})
}

// lastChanges is when the Markdown files were last committed, as of a commit and the
// names of the files.
type lastChanges struct {
	known   bool
	key     cache.Key
	changes map[string]history.Change
}

// showChanges reports whether a build shows when pages were last changed.
func (in *inputs) showChanges() bool {
	cfg := in.cfg.LastChange
	return !cfg.Off && (in.opt.Visibility != content.Public || cfg.Public)
}

// changes starts to read when the Markdown files were last committed, and returns
// a function that waits for it: with nothing, when the build shows no such dates or
// there is no whole history, and a note when that can be put right. What was read
// before is used again where it still holds.
func (in *inputs) changes(ctx context.Context, before lastChanges, wanted bool) func() (lastChanges, string) {
	if !wanted || !in.showChanges() {
		return func() (lastChanges, string) { return lastChanges{}, "" }
	}
	type outcome struct {
		last lastChanges
		note string
	}
	done := make(chan outcome, 1)
	go func() {
		last, err := in.readChanges(ctx, before)
		if ctx.Err() != nil {
			err = nil // nobody waits for it
		}
		done <- outcome{last, historyNote("pages do not say when they were last changed",
			"; last_change: off in headsup.yaml does without", err)}
	}()
	return sync.OnceValues(func() (lastChanges, string) {
		o := <-done
		return o.last, o.note
	})
}

// historyNote says what a build does without because of an error, and what helps when git
// takes too long; nothing when there is no history.
func historyNote(without, slow string, err error) string {
	switch {
	case err == nil, errors.Is(err, history.ErrNone):
		return ""
	case errors.Is(err, history.ErrShallow):
		return without + ": the clone lacks older commits; git fetch --unshallow brings them, and fetch-depth: 0 for actions/checkout"
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("%s: git took longer than %v%s", without, historyTime, slow)
	}
	return without + ": " + err.Error()
}

// readChanges takes the last changes from what was read before or from the cache, as
// they depend on a commit and the names of the files only, or from git.
func (in *inputs) readChanges(ctx context.Context, before lastChanges) (lastChanges, error) {
	ctx, stop := context.WithTimeout(ctx, historyTime)
	defer stop()
	head, err := history.HeadOf(ctx, in.opt.Content)
	if err != nil {
		return lastChanges{}, err
	}
	var names []string
	for _, f := range in.tree.Files {
		if f.Markdown {
			names = append(names, f.Path)
		}
	}
	now := lastChanges{known: true, key: historyKey("last changes", head, names)}
	if before.known && before.key == now.key && !head.Shallow {
		return before, nil
	}
	if data, ok := in.cache.Get(now.key); ok && !head.Shallow && json.Unmarshal(data, &now.changes) == nil {
		return now, nil
	}
	if now.changes, err = history.LastChanges(ctx, in.opt.Content, names); err != nil {
		return lastChanges{}, err
	}
	if data, err := json.Marshal(now.changes); err == nil {
		in.cache.Put(now.key, data)
	}
	return now, nil
}

// revisions are those of the files of launches, as of a commit and their names.
type revisions struct {
	key cache.Key
	of  map[string]history.Revision
}

// readRevisions returns the revisions of launches, which calendars say, and a note when
// they may be wrong. What was read before is used again where it still holds.
func (in *inputs) readRevisions(ctx context.Context, before revisions) (revisions, string) {
	var names []string
	for i := range in.outcomes {
		for _, d := range in.outcomes[i].docs() {
			if name := d.Page.InFile(); d.Page.Kind == content.Launch && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 || in.opt.Visibility == content.Public {
		return revisions{}, ""
	}
	ctx, stop := context.WithTimeout(ctx, historyTime)
	defer stop()
	head, err := history.HeadOf(ctx, in.opt.Content)
	now := revisions{key: historyKey("revisions", head, names)}
	data, kept := in.cache.Get(now.key)
	switch {
	case err != nil:
	case before.key == now.key && !head.Shallow:
		return before, ""
	case kept && !head.Shallow && json.Unmarshal(data, &now.of) == nil:
		return now, ""
	default:
		now.of, err = history.Revisions(ctx, in.opt.Content, names)
	}
	switch {
	case err == nil:
		if data, err := json.Marshal(now.of); err == nil {
			in.cache.Put(now.key, data)
		}
	case !errors.Is(err, history.ErrShallow):
		now = revisions{}
	}
	return now, historyNote("calendars cannot tell for sure which launches have changed", "", err)
}

// historyKey is that of what the history at a commit says of files.
func historyKey(what string, head history.Head, names []string) cache.Key {
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return cache.NewKey(Version+" "+what, []byte(head.Commit), []byte(head.Prefix), sum[:])
}

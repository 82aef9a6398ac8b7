package generator

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
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
		const without = "pages do not say when they were last changed: "
		note := ""
		switch {
		case err == nil, errors.Is(err, history.ErrNone), ctx.Err() != nil:
		case errors.Is(err, history.ErrShallow):
			note = without + "the clone lacks older commits; git fetch --unshallow brings them, and fetch-depth: 0 for actions/checkout"
		case errors.Is(err, context.DeadlineExceeded):
			note = fmt.Sprintf("%sgit took longer than %v; last_change: off in headsup.yaml does without", without, historyTime)
		default:
			note = without + err.Error()
		}
		done <- outcome{last, note}
	}()
	return sync.OnceValues(func() (lastChanges, string) {
		o := <-done
		return o.last, o.note
	})
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
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	now := lastChanges{known: true, key: cache.NewKey(Version+" last changes", []byte(head.Commit), []byte(head.Prefix), sum[:])}
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

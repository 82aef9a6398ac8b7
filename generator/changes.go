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

// changes starts to read when the Markdown files were last committed, and returns
// a function that waits for it: with nil, when the build shows no such dates or
// there is no whole history, and a note when that can be put right.
func (in *inputs) changes(ctx context.Context) func() (map[string]history.Change, string) {
	cfg := in.cfg.LastChange
	if in.opt.Out == "" || cfg.Off || in.opt.Visibility == content.Public && !cfg.Public {
		return func() (map[string]history.Change, string) { return nil, "" }
	}
	type outcome struct {
		changes map[string]history.Change
		note    string
	}
	done := make(chan outcome, 1)
	go func() {
		changes, err := in.readChanges(ctx)
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
		done <- outcome{changes, note}
	}()
	return sync.OnceValues(func() (map[string]history.Change, string) {
		o := <-done
		return o.changes, o.note
	})
}

// readChanges takes the last changes from the cache, as they depend on a commit
// and the names of the files only, or from git.
func (in *inputs) readChanges(ctx context.Context) (map[string]history.Change, error) {
	ctx, stop := context.WithTimeout(ctx, historyTime)
	defer stop()
	head, err := history.HeadOf(ctx, in.opt.Content)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range in.tree.Files {
		if f.Markdown {
			names = append(names, f.Path)
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	key := cache.NewKey(Version+" last changes", []byte(head.Commit), []byte(head.Prefix), sum[:])
	var changes map[string]history.Change
	if data, ok := in.cache.Get(key); ok && !head.Shallow && json.Unmarshal(data, &changes) == nil {
		return changes, nil
	}
	if changes, err = history.LastChanges(ctx, in.opt.Content, names); err != nil {
		return nil, err
	}
	if data, err := json.Marshal(changes); err == nil {
		in.cache.Put(key, data)
	}
	return changes, nil
}

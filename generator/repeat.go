package generator

import (
	"bytes"
	"cmp"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/disk/cache"
	"headsup/generator/disk/output"
	"headsup/generator/link"
	"headsup/generator/link/address"
	"headsup/generator/read/history"
)

// earlierBuild is what is kept of a build that wrote its site, under the key of all
// that it depends on, the day, and what it left in the output folder. A build with the
// same key need not be done again when its time is between these two.
type earlierBuild struct {
	From, Until time.Time

	Diagnostics  []diag.Diagnostic
	Silenced     []diag.Silenced
	Pages        map[content.Kind]int
	Translations int
	Omitted      []link.Omission
	Notes        []string
}

// settled is how long a file must not have changed before a build looks at it, so that
// its time tells any later change: the clocks of some file systems are that coarse.
const settled = 2 * time.Second

// repeatable is a build that can tell whether it has been done before. That of nil
// cannot.
type repeatable struct {
	in     *inputs
	inputs []byte // all that its result depends on, but for the time of day
}

// key is that of a build that leaves something in the output folder.
func (r *repeatable) key(left string) cache.Key {
	return cache.NewKey(Version+" build "+program(), r.inputs, []byte(left))
}

// repeatable returns what tells whether the build has been done before. Files are known
// by their size and the time of their last change, as git knows them.
func (in *inputs) repeatable(ctx context.Context) (*repeatable, error) {
	if in.cache.temporary != "" || program() == "" {
		return nil, nil
	}
	out, err := realPath(in.opt.Out)
	if err != nil {
		return nil, fmt.Errorf("find the output folder: %w", err)
	}
	var files bytes.Buffer
	for _, f := range slices.Concat(in.tree.Files, in.tree.Inbound) {
		if in.scanned.Sub(f.Modified) < settled {
			return nil, nil
		}
		fmt.Fprintf(&files, "%q %d %d %t %t\n", f.Path, f.Size, f.Modified.UnixNano(), f.Markdown, f.Linked)
	}
	commit, ok := in.commit(ctx)
	if !ok {
		return nil, nil
	}
	theme := ""
	if in.opt.Theme != "" && in.opt.Theme != "default" {
		th, _, err := in.loadTheme(address.BasePath(in.baseURL))
		if err != nil {
			return nil, err
		}
		if th == nil {
			return nil, nil // it is broken, which the build reports
		}
		theme = th.Digest()
	}
	opt := in.opt
	day := opt.Now.In(cmp.Or(in.cfg.TimeZone, time.UTC)).Format(time.DateOnly)
	rest, err := json.Marshal([]any{
		day, out, opt.Content, opt.Config, opt.Theme, in.baseURL, opt.Visibility, opt.Drafts, opt.Future, opt.Strict, opt.Netlify,
		opt.Hosts,
		in.cfg.Lines(), in.diags, in.tree.LeftOut, theme, commit,
	})
	if err != nil {
		return nil, fmt.Errorf("describe the build: %w", err)
	}
	return &repeatable{in, append(files.Bytes(), rest...)}, nil
}

// commit returns the commit on which the dates of last changes and what calendars say
// depend, as text, "" when there are none in this build; it is not ok when they may differ
// with the same commit.
func (in *inputs) commit(ctx context.Context) (text string, ok bool) {
	if !in.showChanges() && in.opt.Visibility == content.Public {
		return "", true
	}
	ctx, stop := context.WithTimeout(ctx, historyTime)
	defer stop()
	head, err := history.HeadOf(ctx, in.opt.Content)
	switch {
	case errors.Is(err, history.ErrNone):
		return "", true
	case err != nil || head.Shallow:
		return "", false
	}
	return head.Commit + " " + head.Prefix, true
}

// program identifies the program itself, "" when it cannot be told.
var program = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	id := fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
	if build, ok := debug.ReadBuildInfo(); ok {
		id += "\n" + build.String()
	}
	return id
})

// repeat returns the result of the build if it has been done before, and what it wrote
// is still there.
func (r *repeatable) repeat() (res Result, ok bool, err error) {
	if r == nil {
		return res, false, nil
	}
	defer r.in.steps.begin("comparing with the last build", 0).end()
	out, err := output.Open(r.in.opt.Out)
	if err != nil {
		return res, false, nil //nolint:nilerr // who writes reports it
	}
	data, ok := r.in.cache.Get(r.key(out.Left()))
	var e earlierBuild
	now := r.in.opt.Now
	if !ok || gob.NewDecoder(bytes.NewReader(data)).Decode(&e) != nil ||
		now.Before(e.From) || !now.Before(e.Until) || !out.KeepAll() {
		return res, false, out.Abort()
	}
	res = Result{
		Diagnostics: e.Diagnostics, Silenced: e.Silenced, Pages: e.Pages, Translations: e.Translations,
		Omitted: e.Omitted, Notes: e.Notes,
	}
	if res.Output, err = out.Commit(); err != nil {
		return res, false, fmt.Errorf("write the site: %w", err)
	}
	return res, true, nil
}

// keep keeps the result of the build, which has written its site, for the next time.
func (r *repeatable) keep(in *inputs, s *link.Site, res *Result) {
	// What went wrong with the history may go right the next time.
	if r == nil || res.Failed() || len(in.historyNotes) > 0 {
		return
	}
	e := earlierBuild{
		From: in.opt.Now, Until: s.ChangesAfter(in.opt.Now),
		Diagnostics: res.Diagnostics, Silenced: res.Silenced, Pages: res.Pages, Translations: res.Translations,
		Omitted: res.Omitted, Notes: res.Notes,
	}
	var data bytes.Buffer
	if err := gob.NewEncoder(&data).Encode(e); err == nil {
		r.in.cache.Put(r.key(in.left), data.Bytes())
	}
}

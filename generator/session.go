package generator

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/read/source"
	"headsup/generator/render/theme"
)

// Session builds one content folder again and again. It remembers the configuration,
// what the folder holds and what became of each file, and reads only what has
// changed. Whatever it has been through, it makes what a fresh build makes.
type Session struct {
	opt     Options
	taken   steps
	cache   buildCache
	notes   []string
	undated bool // pages need not say when they were last changed

	mu         sync.Mutex
	folder     *inputs // as it was read last, nil before
	generation int     // how often the folder was read
	steps      []step  // what the last times have changed, for previews to follow
	themes     map[string]loadedTheme
	previews   []*Preview // the most recently used first
}

// step is what reading the folder again has changed.
type step struct {
	generation int
	relink     bool     // more than words and titles of pages
	files      []string // whose words or titles have changed
}

// loadedTheme is the theme of a site at a base path.
type loadedTheme struct {
	theme *theme.Theme
	diags []diag.Diagnostic
}

// The steps and previews that a session remembers.
const (
	maxSteps    = 64
	maxPreviews = 4
)

// OpenSession opens the cache for a content folder; Refresh then reads the folder.
func OpenSession(opt Options) (*Session, error) {
	opt, err := opt.complete()
	if err != nil {
		return nil, err
	}
	s := &Session{opt: opt, themes: map[string]loadedTheme{}}
	s.taken.progress = opt.Progress
	if s.cache, s.notes, err = openBuildCache(opt); err != nil {
		return nil, err
	}
	return s, nil
}

// Close saves what the next session can use, and lets go of the folder.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder != nil {
		s.folder.close()
	}
	s.cache.close()
}

// Keep saves what was compiled for the next session.
func (s *Session) Keep() error { return s.cache.keep() }

// Config returns the configuration as it was read last, nil when it could not be read.
func (s *Session) Config() *content.Config {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == nil {
		return nil
	}
	return s.folder.cfg.Config
}

// result begins the result of a build of the folder.
func (s *Session) result() Result {
	res := Result{Notes: slices.Concat(s.notes, s.folder.leftOut())}
	res.Notes = append(res.Notes, s.folder.historyNotes...)
	for i := range s.folder.outcomes {
		if s.folder.outcomes[i].fresh {
			res.Compiled++
		}
	}
	return res
}

// look reads the configuration and lists the files of the folder.
func (s *Session) look() (*inputs, error) {
	defer s.taken.begin("files", 0).end()
	cfg, err := content.LoadConfig(s.opt.Content, s.opt.Config)
	if err != nil {
		return nil, err
	}
	return s.scan(cfg)
}

func (s *Session) scan(cfg *content.LoadedConfig) (*inputs, error) {
	in, err := read(s.opt, cfg)
	if err != nil {
		return nil, err
	}
	in.cache, in.steps = s.cache, &s.taken
	return in, nil
}

// start takes the folder as it was looked at, the first time.
func (s *Session) start(ctx context.Context, looked *inputs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.compile(ctx, nil, looked, nil, true)
}

// Refresh reads the folder again. Changed are the absolute paths of files and folders
// that may have changed since the last time; nil is all. The error says that the
// folder, or the configuration, cannot be read at all.
func (s *Session) Refresh(ctx context.Context, changed []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.folder
	s.folder = nil // after a failure all is read again
	if before == nil {
		changed = nil
	}
	s.taken.taken()
	reading := s.taken.begin("files", 0)
	names, themed, known := s.namesOf(changed)
	if themed {
		clear(s.themes)
	}
	cfg, err := content.LoadConfig(s.opt.Content, s.opt.Config)
	if err != nil {
		return err
	}
	anew := before == nil || !known || !slices.Equal(cfg.Lines(), before.cfg.Lines())
	next := before
	switch {
	case anew:
		if next, err = s.scan(cfg); err != nil {
			return err
		}
	case !before.lookAgain(names):
		next = before.scanAgain(names)
	}
	reading.end()
	return s.compile(ctx, before, next, names, anew || themed)
}

// compile compiles what of the next folder is not known. Before is the folder as it was,
// and the next one, if only files of these names have changed in it.
func (s *Session) compile(ctx context.Context, before, next *inputs, names []string, relink bool) error {
	now := step{generation: s.generation + 1, relink: relink || next != before}
	if next == before {
		now.files = names
	}
	ctx, stop := context.WithCancel(ctx)
	var last lastChanges
	var lastRevisions revisions
	if before != nil {
		last, lastRevisions = before.lastChanges, before.revisions
	}
	changes := next.changes(ctx, last, !s.undated)
	defer func() { stop(); changes() }() // it uses the cache
	var old []outcome
	if next == before {
		old = slices.Clone(before.outcomes)
		before.forget(names)
	}
	if err := next.compile(ctx); err != nil {
		return err
	}
	next.readInbound(names)
	if next == before {
		now.relink = now.relink || !onlyWords(old, next.outcomes)
	}
	waiting := s.taken.begin("last changes", 0)
	next.historyNotes = nil
	noted := func(note string) {
		if note != "" {
			next.historyNotes = append(next.historyNotes, note)
		}
	}
	var note string
	next.lastChanges, note = changes()
	noted(note)
	if !s.undated {
		next.revisions, note = next.readRevisions(ctx, lastRevisions)
		noted(note)
	}
	waiting.end()
	now.relink = now.relink || next.lastChanges.key != last.key || next.revisions.key != lastRevisions.key
	// A former folder stays open for previews of it, until nobody has it any more.
	s.folder, s.generation = next, now.generation
	s.steps = append(s.steps, now)
	s.steps = s.steps[max(0, len(s.steps)-maxSteps):]
	return nil
}

// namesOf returns the paths in the content folder of what has changed, whether the
// theme has, and whether it is known what each path is.
func (s *Session) namesOf(changed []string) (names []string, themed, known bool) {
	if changed == nil {
		return nil, true, false
	}
	inside := func(dir, file string) (string, bool) {
		for _, root := range spellings(dir) {
			if within(root, file) {
				rel, err := filepath.Rel(root, file)
				return filepath.ToSlash(rel), err == nil
			}
		}
		return "", false
	}
	for _, file := range changed {
		if s.opt.Config != "" && slices.Contains(spellings(s.opt.Config), file) {
			continue // it is read in any case
		}
		name, ok := inside(s.opt.Content, file)
		switch {
		case ok && name == ".":
			return nil, true, false
		case ok:
			names = append(names, norm.NFC.String(name))
		default:
			if _, ok := inside(s.opt.Theme, file); !ok || s.opt.Theme == "" {
				return nil, true, false
			}
			themed = true
		}
	}
	return names, themed, true
}

// spellings are the absolute paths by which a file or folder may be called.
func spellings(name string) []string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return nil
	}
	list := []string{abs}
	if parent, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		list = append(list, filepath.Join(parent, filepath.Base(abs)))
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		list = append(list, real)
	}
	return list
}

// lookAgain takes the new sizes of files, and is false when the folder has to be
// scanned to learn what has changed.
func (in *inputs) lookAgain(names []string) bool {
	for _, name := range names {
		if name == content.ConfigFile || in.cfg.Ignored(name) {
			continue
		}
		if !in.tree.Refresh(in.fsys, name) && !in.passing(name) {
			return false
		}
	}
	return true
}

// passing reports whether a file has come and gone since the folder was scanned, as
// those of editors do.
func (in *inputs) passing(name string) bool {
	if _, err := fs.Lstat(in.fsys, name); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	is := func(other string) bool { return other == name || strings.HasPrefix(other, name+"/") }
	known := func(f source.File) bool { return is(f.Path) }
	return !slices.ContainsFunc(in.diags, func(d diag.Diagnostic) bool { return is(d.Path) }) &&
		!slices.ContainsFunc(in.tree.LeftOut, func(other string) bool { return is(strings.TrimSuffix(other, "/")) }) &&
		!slices.ContainsFunc(in.tree.Files, known) && !slices.ContainsFunc(in.tree.Inbound, known)
}

// scanAgain scans the folder, and keeps what became of the files that have neither
// changed nor are in a folder that has.
func (in *inputs) scanAgain(names []string) *inputs {
	next := *in
	tree, diags := in.scan()
	next.renames = renames(in.opt.Content)
	next.tree, next.diags = tree, append(slices.Clone(in.read), diags...)
	next.outcomes = make([]outcome, len(tree.Files))
	known := make(map[string]int, len(in.tree.Files))
	for i, f := range in.tree.Files {
		known[f.Path] = i
	}
	for i, f := range tree.Files {
		if at, ok := known[f.Path]; ok && in.tree.Files[at].Size == f.Size {
			next.outcomes[i] = in.outcomes[at]
		}
	}
	// What is new or gone is an original of translations, perhaps.
	gone := slices.Clone(names)
	for i := range next.outcomes {
		if name := tree.Files[i].Path; !next.outcomes[i].known {
			gone = append(gone, name)
		}
		delete(known, tree.Files[i].Path)
	}
	for name := range known {
		gone = append(gone, name)
	}
	next.forget(gone)
	return &next
}

// forget forgets what became of files, of all in folders, of links to others, and
// of translations of these.
func (in *inputs) forget(names []string) {
	changed := make(map[string]bool, len(names))
	for _, name := range names {
		changed[name] = true
	}
	has := func(name string) bool {
		for {
			if changed[name] {
				return true
			}
			i := strings.LastIndexByte(name, '/')
			if i < 0 {
				return false
			}
			name = name[:i]
		}
	}
	for i, f := range in.tree.Files {
		original, _, translated := in.cfg.Translation(f.Path)
		if f.Linked || has(f.Path) || translated && has(original) {
			in.outcomes[i] = outcome{}
		}
		in.outcomes[i].fresh = false
	}
}

// onlyWords reports whether all that linking uses of each file has stayed.
func onlyWords(before, now []outcome) bool {
	return slices.EqualFunc(before, now, func(a, b outcome) bool {
		if a.page != b.page || a.keep != b.keep || a.asset != b.asset || !slices.Equal(a.redirects, b.redirects) ||
			!reflect.DeepEqual(a.nav, b.nav) {
			return false
		}
		return slices.EqualFunc(a.docs(), b.docs(), func(x, y link.Doc) bool {
			return x.Body == y.Body || !b.toDo && link.SameToOthers(x, y) && !hasErrors(a.diags) && !hasErrors(b.diags)
		})
	})
}

func hasErrors(list []diag.Diagnostic) bool {
	n, _ := diag.Count(list)
	return n > 0
}

// as returns what a build with other options reads of the same folder.
func (in *inputs) as(opt Options) *inputs {
	out := *in
	out.opt, out.diags = opt, slices.Clone(in.diags)
	out.outside = maps.Clone(in.outside)
	out.silences, out.linked = nil, nil
	if !out.showChanges() {
		out.lastChanges = lastChanges{}
	}
	return &out
}

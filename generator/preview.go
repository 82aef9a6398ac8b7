package generator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/disk/memfile"
	"headsup/generator/disk/output"
	"headsup/generator/inbound/answer"
	"headsup/generator/link"
	"headsup/generator/paths"
	"headsup/generator/render/compose"
	"headsup/generator/render/llms"
	"headsup/generator/view"
)

// PreviewOptions say through whose eyes a preview looks at the folder of a session.
type PreviewOptions struct {
	Public bool      // as the public; else as colleagues
	Drafts bool      // with drafts; not for the public
	Future bool      // with pages that are held back from everyone; not for the public
	Now    time.Time // the zero time is the clock's
}

// Preview is the site of a session, made file by file as it is asked for. It is safe
// for concurrent use.
type Preview struct {
	session *Session
	opt     PreviewOptions

	mu         sync.RWMutex // held for writing while the site is renewed
	in         *inputs
	site       *link.Site
	res        Result
	shown      Result // as readers see it
	outputs    *outputs
	generation int
	until      time.Time      // from when on another site is right, zero for never
	texts      *answer.Memory // that were read to find answers

	checks  sync.Mutex
	renewal sync.Mutex
}

// Preview returns the site of the folder as it was read last. With errors in the
// content it has findings and no files. A site of which only the words of pages have
// changed is the one before, renewed.
func (s *Session) Preview(opt PreviewOptions) (*Preview, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == nil {
		return nil, errors.New("the content has not been read")
	}
	i := slices.IndexFunc(s.previews, func(p *Preview) bool { return p.opt == opt })
	var p *Preview
	if i >= 0 {
		p = s.previews[i]
		s.previews = slices.Delete(s.previews, i, i+1)
	}
	if p == nil || !p.follow() {
		var err error
		if p, err = s.newPreview(opt); err != nil {
			return nil, err
		}
	}
	s.previews = slices.Insert(s.previews, 0, p)
	s.previews = s.previews[:min(len(s.previews), maxPreviews)]
	return p, nil
}

func (s *Session) newPreview(opt PreviewOptions) (*Preview, error) {
	o := s.opt
	if o.Visibility = content.Internal; opt.Public {
		o.Visibility = content.Public
	}
	o.Drafts, o.Future = !opt.Public && opt.Drafts, !opt.Public && opt.Future
	if o.Now = opt.Now; o.Now.IsZero() {
		o.Now = time.Now()
	}
	p := &Preview{session: s, opt: opt, texts: answer.NewMemory(), in: s.folder.as(o), res: s.result(), generation: s.generation}
	var err error
	if p.site, err = p.in.link(&p.res); err != nil {
		return nil, err
	}
	if opt.Now.IsZero() {
		p.until = p.site.ChangesAfter(o.Now)
	}
	return p, p.open()
}

// open loads the theme, and prepares what makes files.
func (p *Preview) open() error {
	s, base := p.session, p.site.BasePath()
	key := strings.Join(append([]string{base, p.in.cfg.Language}, languageIDs(p.in.cfg.Config)...), " ")
	th, known := s.themes[key]
	if !known {
		var err error
		if th.theme, th.diags, err = p.in.loadTheme(base); err != nil {
			return err
		}
		s.themes[key] = th
	}
	p.in.add(&p.res, th.diags)
	if !p.res.Failed() {
		p.outputs = newOutputs(p.in, p.site, th, p.texts)
	}
	p.shown = p.in.finished(p.res)
	return nil
}

// follow brings the preview to what the session has read, and is false when that
// takes another preview.
func (p *Preview) follow() bool {
	s := p.session
	if !p.until.IsZero() && !time.Now().Before(p.until) {
		return false
	}
	if p.generation == s.generation {
		return true
	}
	if p.outputs == nil || len(s.steps) == 0 || s.steps[0].generation > p.generation+1 {
		return false
	}
	words := map[string]bool{}
	for _, step := range s.steps {
		if step.generation <= p.generation {
			continue
		}
		if step.relink {
			return false
		}
		for _, name := range step.files {
			words[name] = true
		}
	}
	// The places of these findings may have moved.
	if slices.ContainsFunc(p.in.linked, func(d diag.Diagnostic) bool { return words[p.in.fileOf(d.Path)] }) {
		return false
	}
	var docs []link.Doc
	for i, f := range s.folder.tree.Files {
		if words[f.Path] {
			docs = append(docs, s.folder.outcomes[i].docs()...)
		}
	}
	if slices.ContainsFunc(docs, func(d link.Doc) bool { return !p.site.Renewable(d) }) {
		return false
	}
	p.renewal.Lock()
	defer p.renewal.Unlock()
	p.outputs.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	linked := p.in.linked
	p.in = s.folder.as(p.in.opt)
	p.in.linked = linked
	p.site.Renew(docs)
	p.res, p.generation = s.result(), s.generation
	p.in.summarise(p.site, p.in.compiled(), &p.res)
	// Which page answers what may be another now. It takes long to find out, so that
	// follows with the check.
	last := p.outputs.w.last()
	if err := p.open(); err != nil {
		return false
	}
	p.outputs.w.before = last
	return true
}

// Result is what is known of the site without its files being made. The findings are
// all but those of [Preview.Check].
func (p *Preview) Result() Result {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.shown
}

// BasePath returns the path of the site's address, with slashes at both ends.
func (p *Preview) BasePath() string { return p.site.BasePath() }

// Site returns the linked site, to be read only. It is nil when the content has errors.
func (p *Preview) Site() *link.Site {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.outputs == nil {
		return nil
	}
	return p.site
}

// Asked says how often pages were asked for in the last 90 days.
func (p *Preview) Asked() (map[*link.Page]int, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	said, err := p.said()
	if said == nil {
		return nil, err
	}
	return said.Asked, nil
}

// Gaps returns what is asked often and no page answers.
func (p *Preview) Gaps() ([]view.Gap, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	said, err := p.said()
	if said == nil {
		return nil, err
	}
	return said.Inbound.Gaps, nil
}

// said is what people said, nil without records or with errors in the content.
func (p *Preview) said() (*compose.Voice, error) {
	if p.outputs == nil || !p.in.heard() {
		return nil, nil
	}
	w := p.outputs.w
	return w.voice.get(w.ctx)
}

// Read returns a file of the site by its path, as a build would write it;
// [fs.ErrNotExist] when the site has none. After a change of words, pages say as they did before
// how often they were asked for, until [Preview.Check] has counted again.
func (p *Preview) Read(ctx context.Context, name string) ([]byte, error) {
	for {
		p.mu.RLock()
		o := p.outputs
		if o == nil {
			p.mu.RUnlock()
			return nil, fs.ErrNotExist
		}
		data, err := o.read(ctx, name)
		p.mu.RUnlock()
		if err == nil || !o.stopped() || ctx.Err() != nil || !p.renewed(o) {
			return data, err
		}
	}
}

// renewed waits for the end of a renewal, and reports whether other outputs have come
// of it.
func (p *Preview) renewed(o *outputs) bool {
	p.renewal.Lock()
	defer p.renewal.Unlock()
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.outputs != o
}

// Check makes the files whose making has findings, and what pages say of what people asked,
// and returns all findings.
func (p *Preview) Check(ctx context.Context) ([]diag.Diagnostic, error) {
	p.checks.Lock()
	defer p.checks.Unlock()
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.outputs == nil {
		return p.shown.Diagnostics, nil
	}
	found, err := p.outputs.check(ctx)
	if err != nil {
		return nil, err
	}
	res := p.res
	res.Diagnostics, res.Silenced = slices.Clone(res.Diagnostics), slices.Clone(res.Silenced)
	p.in.add(&res, found)
	p.in.finish(&res)
	return res.Diagnostics, nil
}

// FS returns the site as a file system; a folder cannot be listed.
func (p *Preview) FS(ctx context.Context) fs.FS { return previewFS{ctx, p} }

type previewFS struct {
	ctx     context.Context //nolint:containedctx // a file system has none
	preview *Preview
}

// Open is that of [fs.FS].
func (f previewFS) Open(name string) (fs.File, error) {
	data, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return memfile.New(name, data), nil
}

// ReadFile is that of [fs.ReadFileFS].
func (f previewFS) ReadFile(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	data, err := f.preview.Read(f.ctx, name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return data, nil
}

// outputs makes the files of a linked site one by one.
type outputs struct {
	w        *writer
	made     *memory
	pages    map[string]int // index of a site's file, by its path
	groups   []*outputGroup
	themed   bool // by more than the default theme
	stopping context.Context
	stop     context.CancelFunc
}

// outputGroup is files that are made together.
type outputGroup struct {
	has  func(name string) bool // nil: any
	make func(context.Context) error

	mu   sync.Mutex
	done bool
}

func newOutputs(in *inputs, s *link.Site, th loadedTheme, texts *answer.Memory) *outputs {
	made := &memory{files: map[string]func() ([]byte, error){}}
	o := &outputs{
		made: made, w: in.newWriter(s, th.theme, made), pages: make(map[string]int, len(s.Files)),
		themed: in.opt.Theme != "" && in.opt.Theme != "default",
	}
	o.stopping, o.stop = context.WithCancel(context.Background())
	o.w.ctx, o.w.memory = o.stopping, texts
	for i := range s.Files {
		o.pages[s.Files[i].Path] = i
	}
	below := func(folder string) func(string) bool {
		return func(name string) bool { return strings.HasPrefix(name, folder) }
	}
	last := &outputGroup{make: o.hostFiles}
	o.groups = []*outputGroup{
		{make: o.w.assets},
		{has: below(paths.Search), make: o.w.search},
		{has: below(paths.EmbedRoot), make: o.w.embed},
		{has: func(name string) bool { return path.Ext(name) == ".ics" }, make: o.w.calendars},
		{has: func(name string) bool { return path.Ext(name) == ".json" || path.Ext(name) == ".xml" }, make: o.w.feeds},
		last,
	}
	return o
}

// hostFiles are made of the names of all others.
func (o *outputs) hostFiles(ctx context.Context) error {
	for _, g := range o.groups[:len(o.groups)-1] {
		if err := o.run(ctx, g); err != nil {
			return err
		}
	}
	for name, i := range o.pages {
		o.w.note(name, nil)
		if o.w.site.PageOf(&o.w.site.Files[i]) != nil {
			o.w.note(paths.MarkdownOf(paths.Page(name)), nil)
		}
	}
	return o.w.hostFiles(ctx)
}

// run makes the files of a group, unless they are made.
func (o *outputs) run(ctx context.Context, g *outputGroup) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.done {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(o.stopping, cancel)()
	err := g.make(ctx)
	g.done = err == nil
	return err
}

func (o *outputs) stopped() bool { return o.stopping.Err() != nil }

// read returns a file of the site.
func (o *outputs) read(ctx context.Context, name string) ([]byte, error) {
	if i, ok := o.pages[name]; ok {
		return o.page(i)
	}
	if path.Ext(name) == ".md" {
		if i, ok := o.pages[paths.OfMarkdown(name)]; ok && o.w.site.PageOf(&o.w.site.Files[i]) != nil {
			return o.markdown(i)
		}
	}
	for _, g := range o.groups {
		if g.has != nil && !g.has(name) {
			continue
		}
		// Others may wait for it, so it goes on when this reader leaves.
		if err := o.run(context.WithoutCancel(ctx), g); err != nil {
			return nil, err
		}
		if data, err := o.made.read(name); !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return nil, fs.ErrNotExist
}

func (o *outputs) page(i int) ([]byte, error) {
	v, err := o.w.views.View(&o.w.site.Files[i])
	if err != nil {
		return nil, err
	}
	return o.w.render(new(bytes.Buffer), &v)
}

func (o *outputs) markdown(i int) ([]byte, error) {
	v, err := o.w.views.View(&o.w.site.Files[i])
	if err != nil {
		return nil, err
	}
	var forms llms.Renderer
	return forms.AppendPage(nil, &v), nil
}

// check makes what can have findings: what products load; of a site for the public
// all of it, and all pages when a layout of the author's own may fail. It returns
// the findings.
func (o *outputs) check(ctx context.Context) ([]diag.Diagnostic, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(o.stopping, cancel)()
	if o.w.in.heard() {
		if _, err := o.w.voice.get(ctx); err != nil {
			return nil, err
		}
	}
	// A writer of its own, as each says once what it has found.
	w := o.w.in.newWriter(o.w.site, o.w.theme, nowhere{})
	w.answers = o.w.answers
	if o.w.public || o.themed {
		_, err := w.all(ctx)
		return w.found, err
	}
	if err := w.embed(ctx); err != nil {
		return nil, err
	}
	err := w.internalWords()
	return w.found, err
}

// memory is a sink that keeps files until they are asked for.
type memory struct {
	mu    sync.Mutex
	files map[string]func() ([]byte, error)
}

// Put is that of a sink.
func (m *memory) Put(_ output.Stage, name, _ string, data []byte) error {
	data = bytes.Clone(data) // the caller uses its memory again
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = func() ([]byte, error) { return data, nil }
	return nil
}

// PutFile is that of a sink.
func (m *memory) PutFile(_ output.Stage, name, _ string, open func() (io.ReadCloser, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = func() ([]byte, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // only read from
		return io.ReadAll(f)
	}
	return nil
}

// Unchanged is that of a sink.
func (m *memory) Unchanged(string, string) bool { return false }

func (m *memory) read(name string) ([]byte, error) {
	m.mu.Lock()
	read := m.files[name]
	m.mu.Unlock()
	if read == nil {
		return nil, fs.ErrNotExist
	}
	return read()
}

// nowhere is a sink that keeps nothing.
type nowhere struct{}

// Put is that of a sink.
func (nowhere) Put(output.Stage, string, string, []byte) error { return nil }

// PutFile is that of a sink.
func (nowhere) PutFile(_ output.Stage, _, _ string, open func() (io.ReadCloser, error)) error {
	f, err := open()
	if err != nil {
		return err
	}
	return f.Close()
}

// Unchanged is that of a sink.
func (nowhere) Unchanged(string, string) bool { return false }

package generator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"headsup/generator/compile/content"
	"headsup/generator/compile/highlight"
	"headsup/generator/compile/media"
	"headsup/generator/diag"
	"headsup/generator/disk/output"
	"headsup/generator/guard/leak"
	"headsup/generator/inbound/voice"
	"headsup/generator/link"
	"headsup/generator/paths"
	"headsup/generator/publish/embed"
	embedclient "headsup/generator/publish/embed/client"
	"headsup/generator/publish/feed"
	"headsup/generator/publish/hosting"
	"headsup/generator/publish/icalendar"
	"headsup/generator/publish/items"
	"headsup/generator/publish/search"
	"headsup/generator/publish/search/client"
	"headsup/generator/publish/search/index"
	"headsup/generator/publish/syndication"
	"headsup/generator/read/source"
	"headsup/generator/render/compose"
	"headsup/generator/render/llms"
	"headsup/generator/render/theme"
	"headsup/generator/view"
	"headsup/themes"
)

// writer writes one build's files, checks those that outsiders may read, and
// collects what it found.
type writer struct {
	in     *inputs
	site   *link.Site
	views  *compose.Composer
	theme  *theme.Theme
	out    sink
	public bool
	// leaks is made when the first file that outsiders may read is written, and
	// told all that is public when a file seems to hold what is not.
	leaks    func() (*leak.LeakCheck, error)
	released func() error
	answers

	mu    sync.Mutex
	found []diag.Diagnostic
	names []string // of all files of the build
}

// sink takes the files of a build.
type sink interface {
	// Put takes a file and what it was made of, "" when that is not known.
	Put(stage output.Stage, path, input string, data []byte) error
	// PutFile takes a copy of a file.
	PutFile(stage output.Stage, path, input string, open func() (io.ReadCloser, error)) error
	// Unchanged reports whether a file that was made of the same need not be made
	// again, and takes it if so.
	Unchanged(path, input string) bool
}

// newWriter returns what makes the files of a site.
func (in *inputs) newWriter(s *link.Site, th *theme.Theme, out sink) *writer {
	w := &writer{in: in, site: s, theme: th, out: out, public: in.opt.Visibility == content.Public}
	w.leaks = sync.OnceValues(func() (*leak.LeakCheck, error) { return newLeakCheck(in, s) })
	w.released = sync.OnceValue(w.release)
	w.answers = answers{
		ctx: context.Background(), index: &kept[search.Files]{make: w.makeIndex},
		said: &kept[voice.Input]{make: w.answer}, voice: &kept[*compose.Voice]{make: w.hear},
	}
	w.views = compose.New(s, func() (*compose.Voice, error) { return w.heard() })
	return w
}

// write renders and writes the whole site, or nothing.
func (in *inputs) write(ctx context.Context, s *link.Site, res *Result) (err error) {
	step := in.steps.begin("theme", 0)
	th, diags, err := in.loadTheme(s.BasePath())
	if step.end(); err != nil {
		return err
	}
	if len(diags) > 0 {
		in.add(res, diags)
		if res.Failed() {
			return nil
		}
	}
	out, err := output.Open(in.opt.Out)
	if err != nil {
		return fmt.Errorf("open the output folder: %w", err)
	}
	if in.opt.NoCache {
		out.Distrust()
	}
	committed := false
	defer func() {
		if !committed {
			err = errors.Join(err, out.Abort())
		}
	}()
	w := in.newWriter(s, th, out)
	res.Rendered, err = w.all(ctx)
	var clash *paths.NameError
	switch {
	case errors.As(err, &clash):
		// A name is the content's, also where linking did not foresee it.
		in.add(res, []diag.Diagnostic{link.PathConflict(clash, diag.Position{})})
		return nil
	case err != nil:
		return err
	}
	found, err := in.lint.questions(w)
	if err != nil {
		return err
	}
	if in.add(res, slices.Concat(w.found, found)); res.Failed() {
		return nil
	}
	step = in.steps.begin("putting in place", 0)
	result, err := out.Commit()
	if step.end(); err != nil {
		return fmt.Errorf("write the site: %w", err)
	}
	committed = true
	res.Output, in.left = result, out.Left()
	return nil
}

// all makes every file of the site, and returns how many HTML files were rendered.
func (w *writer) all(ctx context.Context) (rendered int, err error) {
	in := func(step string, make func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error {
			defer w.in.steps.begin(step, 0).end()
			return make(ctx)
		}
	}
	if err := in("copied files", w.assets)(ctx); err != nil {
		return 0, err
	}
	// By itself, since the index is in memory as a whole until it is written.
	if err := in("search index", w.search)(ctx); err != nil {
		return 0, err
	}
	// Neither pages nor feeds leave all processors something to do, so both are
	// made at once.
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error {
		rendered, err = w.pages(groupCtx)
		return err
	})
	for _, make := range []func(context.Context) error{
		in("bundles", w.embed), in("calendars", w.calendars), in("feeds", w.feeds),
	} {
		group.Go(func() error { return make(groupCtx) })
	}
	if err := group.Wait(); err != nil {
		return rendered, err
	}
	if err := in("files for hosts", w.hostFiles)(ctx); err != nil {
		return rendered, err
	}
	return rendered, w.internalWords()
}

func (in *inputs) loadTheme(basePath string) (*theme.Theme, []diag.Diagnostic, error) {
	def, err := fs.Sub(themes.Default, "default")
	if err != nil {
		return nil, nil, fmt.Errorf("open the default theme: %w", err)
	}
	var override fs.FS
	if in.opt.Theme != "" && in.opt.Theme != "default" {
		if info, err := os.Stat(in.opt.Theme); err != nil || !info.IsDir() {
			return nil, nil, fmt.Errorf("%w: --theme is \"default\" or a folder, and %s is neither", ErrUsage, in.opt.Theme)
		}
		override = os.DirFS(in.opt.Theme)
	}
	var css bytes.Buffer
	if err := highlight.WriteCSS(&css); err != nil {
		return nil, nil, fmt.Errorf("write the highlighting styles: %w", err)
	}
	supplied := map[string][]byte{
		theme.HighlightCSS: css.Bytes(),
		theme.SearchEngine: client.Engine,
		theme.SearchWorker: client.Worker,
	}
	for _, asset := range append([]string{theme.EmbedScript, theme.NewsScript}, theme.EmbedParts...) {
		supplied[asset] = script(path.Base(asset))
	}
	th, diags := theme.Load(def, override, theme.Options{
		BasePath: basePath, Language: in.cfg.Language, Languages: languageIDs(in.cfg.Config), Supplied: supplied,
	})
	for i := range diags {
		diags[i].Path = path.Join(filepath.ToSlash(in.opt.Theme), diags[i].Path)
	}
	return th, diags, nil
}

// languageIDs returns the tags of the languages besides the site's own.
func languageIDs(cfg *content.Config) []string {
	var out []string
	for i := range cfg.Languages {
		out = append(out, cfg.Languages[i].ID)
	}
	return out
}

// put stages one file. One that readers outside may see is checked first; items
// are the ids of the pages that it is made of, if known.
func (w *writer) put(stage output.Stage, name, input string, outside bool, data []byte, items ...string) error {
	var found []diag.Diagnostic
	if outside {
		var err error
		if found, err = w.scan(name, data, items); err != nil {
			return fmt.Errorf("check %s: %w", name, err)
		}
	}
	w.note(name, found)
	return w.out.Put(stage, name, input, data)
}

func (w *writer) note(name string, found []diag.Diagnostic) {
	w.mu.Lock()
	w.names = append(w.names, name)
	w.mu.Unlock()
	w.noteFound(found)
}

func (w *writer) noteFound(found []diag.Diagnostic) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.found = append(w.found, found...)
}

func (w *writer) assets(ctx context.Context) error {
	for _, a := range w.theme.Assets() {
		if err := w.put(output.Assets, a.Path, "", false, a.Data); err != nil {
			return err
		}
	}
	for _, a := range w.site.Assets() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.copy(a); err != nil {
			return fmt.Errorf("copy %s: %w", a.Source, err)
		}
		var found []diag.Diagnostic
		if w.public {
			var err error
			if found, err = w.scanCopied(a); err != nil {
				return fmt.Errorf("check %s: %w", a.Source, err)
			}
		}
		w.note(a.Path, found)
	}
	return nil
}

// maxPicture is how much of a picture is held in memory, in bytes.
const maxPicture = 64 << 20

// copy stages one file of the content folder, a picture without what nobody sees
// in it.
func (w *writer) copy(a link.CopiedAsset) error {
	mime, _ := source.AssetType(a.Source)
	picture := strings.HasPrefix(mime, "image/")
	var once sync.Once
	return w.out.PutFile(output.Assets, a.Path, "", func() (io.ReadCloser, error) {
		if !picture {
			return w.in.tree.Open(w.in.fsys, a.Source)
		}
		data, why, err := w.picture(a.Source, media.Strip)
		if err != nil || data != nil {
			return io.NopCloser(bytes.NewReader(data)), err
		}
		once.Do(func() {
			w.noteFound([]diag.Diagnostic{diag.New("picture-metadata", diag.Position{Path: a.Source},
				"what a camera or an editor has written into this picture, such as a place, is published with it: "+why,
				"save the picture again, or remove it")})
		})
		return w.in.tree.Open(w.in.fsys, a.Source)
	})
}

// picture returns a picture without what nobody sees in it, which strip takes out, or why
// that cannot be done.
func (w *writer) picture(name string, strip func([]byte) ([]byte, error)) (data []byte, why string, err error) {
	file, err := w.in.tree.Open(w.in.fsys, name)
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if data, err = io.ReadAll(io.LimitReader(file, maxPicture+1)); err != nil {
		return nil, "", err
	}
	if len(data) > maxPicture {
		return nil, "it has more than " + strconv.Itoa(maxPicture>>20) + " MB", nil
	}
	stripped, problem := strip(data)
	if problem != nil {
		return nil, problem.Error(), nil
	}
	return stripped, "", nil
}

// pages renders every HTML file whose view or theme has changed, with the Markdown
// form of its page, and returns how many.
func (w *writer) pages(ctx context.Context) (int, error) {
	salt, err := json.Marshal(w.views.Chromes())
	if err != nil {
		return 0, fmt.Errorf("describe the site: %w", err)
	}
	salt = append(salt, Version+w.theme.Digest()...)
	step := w.in.steps.begin("pages", len(w.site.Files))
	var next, rendered atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			var page bytes.Buffer
			var markdown []byte
			var forms llms.Renderer
			digests := digester{salt: salt}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(w.site.Files) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				file := &w.site.Files[i]
				view, err := w.views.Outline(file)
				if err != nil {
					return err
				}
				input := ""
				if facts, ok := w.views.Facts(file); ok {
					input = digests.of(view, facts...)
				}
				fill := sync.OnceValue(func() error { return w.views.Fill(file, &view) })
				if view.Page != nil {
					err = w.made(llms.Path(&view), input, func() ([]byte, error) {
						if err := fill(); err != nil {
							return nil, err
						}
						markdown = forms.AppendPage(markdown[:0], &view)
						return markdown, nil
					})
					if err != nil {
						return err
					}
				}
				err = w.made(view.Path, input, func() ([]byte, error) {
					if err := fill(); err != nil {
						return nil, err
					}
					rendered.Add(1)
					return w.render(&page, &view)
				})
				if err != nil {
					return err
				}
				step.one()
			}
		})
	}
	err = group.Wait()
	step.end()
	return int(rendered.Load()), err
}

// render renders a view in a buffer.
func (w *writer) render(page *bytes.Buffer, v *view.View) ([]byte, error) {
	page.Reset()
	if err := w.theme.Render(page, v); err != nil {
		return nil, fmt.Errorf("render %s: %w", v.Path, err)
	}
	return page.Bytes(), nil
}

// made stages what is made of a view, unless it is up to date. A public file is
// looked through at every build: what must not be in it may have changed when
// the file has not.
func (w *writer) made(name, input string, content func() ([]byte, error)) error {
	if !w.public && w.out.Unchanged(name, input) {
		w.note(name, nil)
		return nil
	}
	data, err := content()
	if err != nil {
		return err
	}
	return w.put(output.Pages, name, input, w.public, data)
}

// search writes the search index. Its root becomes visible last, since it names
// all other files. Of a public build, all that readers can read of it is looked
// through as pages are.
func (w *writer) search(ctx context.Context) error {
	if w.in.heard() {
		return w.keptIndex(ctx)
	}
	return w.buildIndex(ctx, func(f search.File) error {
		name := paths.Search + f.Path
		stage := output.Assets
		if f.Path == index.RootFile {
			stage = output.Feeds
		}
		if f.Page != "" {
			return w.put(stage, name, "", w.public, f.Data, f.Page)
		}
		if w.public && f.Text != "" {
			found, err := w.scan(name, []byte(f.Text), nil)
			if err != nil {
				return fmt.Errorf("check %s: %w", name, err)
			}
			w.noteFound(found)
		}
		return w.put(stage, name, "", false, f.Data)
	})
}

// keptIndex writes the index that questions are answered with.
func (w *writer) keptIndex(ctx context.Context) error {
	files, err := w.index.get(ctx)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		stage := output.Assets
		if name == index.RootFile {
			stage = output.Feeds
		}
		if err := w.put(stage, paths.Search+name, "", false, files[name]); err != nil {
			return err
		}
	}
	return err
}

// makeIndex makes the index in memory.
func (w *writer) makeIndex(ctx context.Context) (search.Files, error) {
	files, mu := search.Files{}, sync.Mutex{}
	err := w.buildIndex(ctx, func(f search.File) error {
		mu.Lock()
		defer mu.Unlock()
		files[f.Path] = bytes.Clone(f.Data)
		return nil
	})
	return files, err
}

func (w *writer) buildIndex(ctx context.Context, emit func(search.File) error) error {
	opt := search.Options{Language: w.in.cfg.Language, Synonyms: w.in.cfg.Synonyms}
	return search.Build(ctx, search.NewPages(w.site), opt, emit)
}

// recentItems is how many items an Atom feed holds, and how many snippets and
// how many others the JSON feed of a product or an audience. The site's own JSON
// feed holds all items there are.
const recentItems = 100

func (w *writer) feeds(ctx context.Context) error {
	opt := syndication.Options{BaseURL: w.in.baseURL, SiteTitle: w.in.cfg.Title, Generator: "headsup " + Version}
	// Feeds are put together one after the other; checking and writing their
	// pages is most of the work, and pages do not wait for one another.
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	emit := func(f syndication.File) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		group.Go(func() error { return w.put(output.Feeds, f.Path, "", true, f.Data, f.Items...) })
		return nil
	}
	channels := items.Channels(w.site, recentItems)
	if err := syndication.JSON(channels, opt, emit); err != nil {
		return errors.Join(group.Wait(), fmt.Errorf("write the JSON feeds: %w", err))
	}
	for i := range channels {
		channels[i].Items = items.News(channels[i].Items, recentItems)
	}
	if err := syndication.Atom(channels, opt, emit); err != nil {
		return errors.Join(group.Wait(), fmt.Errorf("write the Atom feeds: %w", err))
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("write the feeds: %w", err)
	}
	return w.put(output.Feeds, paths.FeedSchema, "", false, feed.Schema())
}

// calendars writes the calendars of launches, which only internal builds have.
func (w *writer) calendars(context.Context) error {
	for _, c := range icalendar.Launches(w.site) {
		if err := w.put(output.Feeds, c.Path, "", w.public, icalendar.Encode(c.Calendar)); err != nil {
			return fmt.Errorf("write %s: %w", c.Path, err)
		}
	}
	return nil
}

// embed writes what the product loads. Bundles become visible before the manifest
// that names them.
func (w *writer) embed(ctx context.Context) error {
	opt := embed.Options{BaseURL: w.in.baseURL, HomePageURL: items.NewsURL(w.site), Products: items.Products(w.site)}
	var catalogs []embed.Catalog
	for _, language := range w.site.Languages() {
		catalogs = append(catalogs, embed.Catalog{Language: language, Items: items.Of(w.site, language)})
	}
	if err := embed.Bundles(catalogs, opt, func(f embed.File) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.Bundle == "" {
			return w.put(output.Feeds, f.Path, "", true, f.Data)
		}
		w.noteFound(tooLarge(f))
		return w.put(output.Assets, f.Path, "", true, f.Data, f.Items...)
	}); err != nil {
		return fmt.Errorf("write the bundles: %w", err)
	}
	for _, f := range embedclient.Files() {
		if err := w.put(output.Assets, paths.Embed+f.Name, "", false, f.Data); err != nil {
			return err
		}
	}
	return w.put(output.Feeds, paths.EmbedSchema, "", false, feed.EmbedSchema())
}

// script returns one of the files that products load.
func script(name string) []byte {
	for _, f := range embedclient.Files() {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// The sizes of what each page of a product loads of a bundle, in bytes: from where on
// it is a burden to each person who uses the product, and from where on it is too much.
const (
	largeBundle = 256_000
	maxBundle   = 2_000_000
)

func tooLarge(f embed.File) []diag.Diagnostic {
	const hint = "set `expires_at`, or `withdrawn: true`, on snippets that have done their work, " +
		"say in `anchor.path` on which pages they are, and shorten long ones"
	kilobytes := strconv.Itoa(f.Load / 1000)
	switch {
	case f.Load > maxBundle:
		return []diag.Diagnostic{
			diag.New("bundle-too-large", diag.Position{}, "each person who uses the product would load "+kilobytes+
				" kB in the bundle "+f.Bundle+", and no more than "+strconv.Itoa(maxBundle/1000)+" are allowed", hint),
		}
	case f.Load > largeBundle:
		return []diag.Diagnostic{
			diag.New("bundle-large", diag.Position{},
				"each person who uses the product loads "+kilobytes+" kB in the bundle "+f.Bundle, hint),
		}
	}
	return nil
}

// indexMost is how many pages of each section llms.txt lists.
const indexMost = 1000

// hostFiles writes what a static host and search engines read, and the schemas
// for editors. The schemas name every product and owner, so a public build has
// none.
func (w *writer) hostFiles(context.Context) error {
	if !w.public {
		for _, f := range content.Schemas(w.in.cfg.Config) {
			if err := w.put(output.Feeds, f.Path, "", false, f.Data()); err != nil {
				return err
			}
		}
	}
	var redirects []hosting.Redirect
	for _, r := range w.site.Redirects() {
		redirects = append(redirects, hosting.Redirect{From: w.site.BasePath() + r.From, To: r.To})
	}
	var urls []hosting.URL
	for _, a := range w.views.Sitemap() {
		u := hosting.URL{Loc: a.URL, LastMod: a.LastMod}
		for _, alt := range a.Alternates {
			u.Alternates = append(u.Alternates, hosting.Alternate{Language: alt.Language, URL: alt.URL})
		}
		urls = append(urls, u)
	}
	files := []hosting.File{
		{Path: paths.Redirects, Data: hosting.Redirects(redirects, w.in.opt.Netlify)},
		{Path: paths.Robots, Data: hosting.Robots(w.in.baseURL, w.public)},
		{Path: paths.LLMs, Data: llms.AppendIndex(nil, llms.Index{
			Title: w.in.cfg.Title, Description: w.in.cfg.Description, Sections: w.views.Contents(indexMost), Words: w.site.Words(),
		})},
	}
	for _, f := range append(files, hosting.Sitemap(w.in.baseURL, urls)...) {
		outside := w.public || f.Path != paths.Redirects && f.Path != paths.LLMs
		if err := w.put(output.Feeds, f.Path, "", outside, f.Data); err != nil {
			return err
		}
	}
	site := hosting.Site{
		BasePath:  w.site.BasePath(),
		Public:    w.public,
		Receiver:  w.receiver(),
		Languages: w.site.LanguageDirs(),
		Files:     slices.Sorted(slices.Values(w.names)),
	}
	files = append(hosting.ForHosts(w.in.hosts(), site, redirects), hosting.File{Path: paths.Headers, Data: hosting.Headers(site)})
	for _, f := range files {
		if err := w.put(output.Feeds, f.Path, "", w.public, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// hosts are the names of those that get files of their own: those of the options, else those
// of the configuration. A preview has none.
func (in *inputs) hosts() []string {
	if len(in.opt.Hosts) > 0 || in.opt.Out == "" {
		return in.opt.Hosts
	}
	return in.cfg.Hosts
}

// droppedFeedback says which ways of readers to answer a public build leaves out although
// the configuration has them.
func (in *inputs) droppedFeedback() (notes []string) {
	feedback := in.cfg.Feedback
	if in.opt.Visibility != content.Public {
		return nil
	}
	if r := feedback.Report; r.To != "" && !r.Public {
		notes = append(notes, "feedback.report does nothing here: this build is public, and its pages report only with `report: {to: "+r.To+
			", public: true}`")
	}
	if !feedback.None() && !feedback.Public {
		notes = append(notes, "feedback is for colleagues only: this build is public, and its pages have it only with `public: true` in it")
	}
	return notes
}

// receiver is the address outside of the site that its pages report to, or "".
func (w *writer) receiver() string {
	if r := w.in.cfg.Feedback.Report; r.In(w.public) && r.To != content.ReportNetlify {
		return r.To
	}
	return ""
}

package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/compile/media"
	"headsup/generator/diag"
	"headsup/generator/disk/cache"
	"headsup/generator/guard/lint"
	"headsup/generator/link"
	"headsup/generator/read/source"
)

// compiled is what became of the content folder's files, in their order.
type compiled struct {
	docs   []link.Doc
	assets []link.Asset
	nav    []content.NavItem
	// redirects are those of headsup.yaml and of the file that it names.
	redirects []content.RedirectRule
}

// outcome is what became of one file.
type outcome struct {
	known     bool // looked at
	doc       link.Doc
	asset     link.Asset
	nav       []content.NavItem      // of the file of another tool
	redirects []content.RedirectRule // of the file of another tool
	parts     []link.Doc             // of a file that holds many pages
	page      bool
	keep      bool
	fresh     bool // compiled, and not found in the cache
	toDo      bool // it may be public and say what is still to be written
	diags     []diag.Diagnostic
}

// compile makes a page and a fragment of each Markdown file, and measures each
// picture, where it is not known what becomes of the file. Files do not depend on
// one another, so all processors work on them; translations come last, as they take
// from their originals all but the words.
func (in *inputs) compile(ctx context.Context) error {
	compiler := markdown.New(markdown.Options{
		Audiences:    in.cfg.Audiences,
		LinkPrefixes: textPrefixes(in.cfg.Links),
		Tags:         in.cfg.Tags,
	})
	ordinary, translations := in.byOrigin()
	step := in.steps.begin("compiling", len(ordinary)+len(translations))
	defer step.end()
	if err := in.compileAll(ctx, compiler, ordinary, nil, step); err != nil {
		return fmt.Errorf("compile the content: %w", err)
	}
	if len(translations) == 0 {
		return nil
	}
	originals := make(map[string]*content.Page, len(translations))
	for _, o := range in.outcomes {
		if o.page && o.doc.Page.Original == "" {
			originals[o.doc.Page.Source] = o.doc.Page
		}
	}
	if err := in.compileAll(ctx, compiler, translations, originals, step); err != nil {
		return fmt.Errorf("compile the translations: %w", err)
	}
	return nil
}

// compiled puts together what became of the files, and adds their findings.
func (in *inputs) compiled() compiled {
	c := compiled{docs: make([]link.Doc, 0, len(in.outcomes))}
	in.diags = slices.Concat(in.diags, in.inboundDiags, in.laterRecords())
	for i := range in.outcomes {
		o := &in.outcomes[i]
		in.diags = append(in.diags, o.diags...)
		switch {
		case o.keep && o.page:
			c.docs = append(c.docs, o.doc)
		case o.parts != nil:
			c.docs = append(c.docs, o.parts...)
		case o.keep:
			c.assets = append(c.assets, o.asset)
		}
	}
	c.nav = in.cfg.Nav
	c.redirects = slices.Clone(in.cfg.Redirects)
	for i := range in.outcomes {
		c.redirects = append(c.redirects, in.outcomes[i].redirects...)
		if in.outcomes[i].nav != nil {
			c.nav = in.outcomes[i].nav
		}
	}
	if name := in.cfg.RedirectFile; name != "" && !slices.ContainsFunc(in.tree.Files, func(f source.File) bool { return f.Path == name }) {
		in.diags = append(in.diags, diag.New("redirect", in.cfg.Start(), "there is no file "+diag.Quote(name)+" with redirects",
			"correct `redirects` in headsup.yaml"))
	}
	if name := in.cfg.NavFile; name != "" && !slices.ContainsFunc(in.tree.Files, func(f source.File) bool { return f.Path == name }) {
		in.diags = append(in.diags, diag.New("nav", in.cfg.Start(), "there is no file "+diag.Quote(name)+" with the navigation",
			"correct `nav` in headsup.yaml"))
	}
	in.parts = partsOf(c.docs)
	slices.SortStableFunc(c.docs, func(a, b link.Doc) int { return strings.Compare(a.Page.Source, b.Page.Source) })
	if len(c.docs) == 0 {
		in.diags = append(in.diags, diag.New("no-content", diag.Position{}, "there is no Markdown file in "+in.opt.Content,
			"write one: a file whose name ends in .md"))
	}
	return c
}

// compileAll fills in what becomes of the files in a list.
func (in *inputs) compileAll(
	ctx context.Context, compiler *markdown.Compiler, list []origin, originals map[string]*content.Page, step *runningStep,
) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		group.Go(func() error {
			var scratch []byte
			for {
				i := int(next.Add(1)) - 1
				if i >= len(list) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				in.outcomes[list[i].file] = in.compileFile(compiler, list[i], originals, &scratch)
				step.one()
			}
		})
	}
	return group.Wait()
}

// compileFile makes a page and a fragment of a Markdown file, and measures any
// other.
func (in *inputs) compileFile(compiler *markdown.Compiler, from origin, originals map[string]*content.Page, scratch *[]byte) (o outcome) {
	file := in.tree.Files[from.file]
	o.known = true
	if file.Path == in.cfg.NavFile {
		text, err := in.tree.Read(in.fsys, file.Path)
		if err != nil {
			o.diags = []diag.Diagnostic{diag.New("file-unreadable", diag.Position{Path: file.Path}, reason(err), "")}
			return o
		}
		o.nav = content.ParseSummary(file.Path, text)
		return o
	}
	of, many := in.cfg.CollectionOf(file.Path)
	many = many && from.original == ""
	if file.Data && file.Path == in.cfg.RedirectFile {
		text, err := in.tree.Read(in.fsys, file.Path)
		if err != nil {
			o.diags = []diag.Diagnostic{diag.New("file-unreadable", diag.Position{Path: file.Path}, reason(err), "")}
			return o
		}
		o.redirects, o.diags = content.ParseRedirects(file.Path, text)
		return o
	}
	if !file.Markdown && !many {
		o.asset, o.keep, o.diags = in.measure(file)
		return o
	}
	text, err := in.tree.Read(in.fsys, file.Path)
	if err != nil {
		o.diags = []diag.Diagnostic{diag.New("file-unreadable", diag.Position{Path: file.Path}, reason(err), "")}
		return o
	}
	if many {
		in.compileParts(compiler, of, file.Path, text, scratch, &o)
		return o
	}
	o.page, o.keep = true, true
	var body []byte
	if from.original != "" {
		o.doc.Page, body, o.diags = content.ParseTranslation(in.cfg.Config, file.Path, text, originals[from.original])
	} else {
		o.doc.Page, body, o.diags = content.Parse(in.cfg.Config, file.Path, text)
	}
	// Titles and summaries are inline Markdown in other tools; lists, feeds and search want text.
	o.doc.Page.Title, o.doc.Page.Summary = markdown.PlainInline(o.doc.Page.Title), markdown.PlainInline(o.doc.Page.Summary)
	o.toDo = lint.MayHaveToDo(o.doc.Page, text)
	in.compileBody(compiler, &o.doc, body, scratch, &o)
	return o
}

// compileBody completes a document that has its page.
func (in *inputs) compileBody(compiler *markdown.Compiler, d *link.Doc, body []byte, scratch *[]byte, o *outcome) {
	unit := markdown.Input{
		Body: body, Line: d.Page.BodyLine, Title: d.Page.Title,
		Steps: markdown.StepsOf(d.Page), MDX: source.IsMDX(d.Page.InFile()),
	}
	doc, key, cached := in.document(compiler, unit, scratch)
	o.fresh = o.fresh || !cached
	for _, f := range doc.Diagnostics {
		f.Path = d.Page.InFile()
		o.diags = append(o.diags, f)
	}
	d.Body = doc
	d.Key = string(key[:])
	kept := in.cache // and not in, which a session replaces
	d.Read = func() (markdown.Encoded, error) { return kept.document(key) }
}

// origin is a file of the content folder, by its index, and the file that it is
// a translation of, or "".
type origin struct {
	file     int
	original string
}

// byOrigin lists the files of which it is not known what becomes of them,
// translations apart from all others.
func (in *inputs) byOrigin() (ordinary, translations []origin) {
	for i, f := range in.tree.Files {
		if in.outcomes[i].known {
			continue
		}
		if f.Markdown {
			if original, _, ok := in.cfg.Translation(f.Path); ok {
				translations = append(translations, origin{i, original})
				continue
			}
		}
		ordinary = append(ordinary, origin{file: i})
	}
	return ordinary, translations
}

// document compiles one body, or takes it from the cache, and puts it there.
// It returns the outline. Scratch is memory to encode in, for one call after
// the other.
func (in *inputs) document(
	compiler *markdown.Compiler, unit markdown.Input, scratch *[]byte,
) (doc *markdown.Document, key cache.Key, cached bool) {
	key = keyOf(compiler, unit)
	if data, err := in.cache.document(key); err == nil {
		if doc, err := data.Outline(); err == nil {
			return doc, key, true
		}
		in.cache.Forget(key) // it is not a document of this version
	}
	d := compiler.Compile(unit)
	if data, err := d.AppendBinary((*scratch)[:0]); err == nil {
		in.cache.Put(key, data)
		*scratch = data
	}
	return outline(&d), key, false
}

// textPrefixes returns the replacements that are made in the text of a page. An
// address with a scheme is not: site decides, once it knows whether the page
// behind it exists.
func textPrefixes(links []content.LinkPrefix) []content.LinkPrefix {
	return slices.DeleteFunc(slices.Clone(links), func(l content.LinkPrefix) bool {
		return strings.HasPrefix(l.From, "http://") || strings.HasPrefix(l.From, "https://")
	})
}

// measure looks at one file that is not a page. keep is false when it must not
// be published.
func (in *inputs) measure(f source.File) (a link.Asset, keep bool, diags []diag.Diagnostic) {
	a.Path, a.Hidden = f.Path, f.Hidden
	mime, ok := source.AssetType(f.Path)
	if !ok {
		return a, false, nil // source has said so
	}
	if !strings.HasPrefix(mime, "image/") {
		return a, true, nil
	}
	pos := diag.Position{Path: f.Path}
	file, err := in.tree.Open(in.fsys, f.Path)
	if err != nil {
		return a, false, []diag.Diagnostic{diag.New("file-unreadable", pos, reason(err), "")}
	}
	defer file.Close() //nolint:errcheck // only read from
	if mime == source.SVG {
		if err := media.CheckSVG(file); err != nil {
			return a, false, unsafe(pos, err)
		}
		if file, err = in.tree.Open(in.fsys, f.Path); err != nil {
			return a, false, []diag.Diagnostic{diag.New("file-unreadable", pos, reason(err), "")}
		}
		defer file.Close() //nolint:errcheck // only read from
	}
	// A picture whose size is not known is shown all the same.
	if w, h, err := media.Size(f.Path, file); err == nil {
		a.Width, a.Height = w, h
	}
	return a, true, nil
}

// unsafe reports each thing in a drawing that could run code or load something.
func unsafe(pos diag.Position, err error) []diag.Diagnostic {
	var findings media.UnsafeSVG
	if !errors.As(err, &findings) {
		return []diag.Diagnostic{diag.New("file-unreadable", pos, reason(err), "")}
	}
	var out []diag.Diagnostic
	for _, f := range findings {
		pos.Line, pos.Column = f.Line, f.Column
		hint := "export it as plain SVG, without scripts and without links to other files"
		if strings.HasPrefix(f.Message, "is not well-formed") {
			hint = "export it again, or correct this place; browsers show no drawing that is not well-formed"
		}
		out = append(out, diag.New("asset-unsafe", pos, "the drawing is not published: it "+f.Message, hint))
	}
	return out
}

// reason says why a file could not be read, without the path that the
// diagnostic already has.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return "cannot be read: " + pe.Err.Error()
	}
	return "cannot be read: " + err.Error()
}

// refused are the files that are not published.
func (in *inputs) refused() map[string]bool {
	out := map[string]bool{}
	for _, d := range in.diags {
		switch d.Rule {
		case "asset-type", "asset-unsafe", "not-markdown":
			out[d.Path] = true
		}
	}
	return out
}

// link makes a site of what was compiled and completes the diagnostics.
func (in *inputs) link(res *Result) (*link.Site, error) {
	step := in.steps.begin("linking", 0)
	c := in.compiled()
	s, diags := in.resolve(c)
	step.end()
	more, err := in.lint.pages(in, s)
	if err != nil {
		return nil, err
	}
	if in.lint == nil {
		more = in.toDoInPublic(s)
	}
	in.linked = slices.Concat(diags, more)
	in.summarise(s, c, res)
	return s, nil
}

// toDoInPublic looks into the files that may say in public what is to be written.
func (in *inputs) toDoInPublic(s *link.Site) []diag.Diagnostic {
	files := map[string]bool{}
	for i := range in.outcomes {
		if o := &in.outcomes[i]; o.toDo {
			for _, d := range o.docs() {
				files[d.Page.Source] = true
			}
		}
	}
	if len(files) == 0 {
		return nil
	}
	entries := slices.DeleteFunc(s.Entries(), func(e link.Entry) bool { return !files[e.Source] })
	return lint.ToDoInPublic(lint.Input{Config: in.cfg.Config, Now: in.opt.Now, Entries: entries, Lines: in.lines})
}

// resolve links what was compiled.
func (in *inputs) resolve(c compiled) (*link.Site, []diag.Diagnostic) {
	return link.Resolve(link.Input{
		Settings: link.Settings{
			Config: in.cfg.Config, BaseURL: in.baseURL, Generator: "headsup " + Version, Now: in.opt.Now,
			Public: in.opt.Visibility == content.Public, Drafts: in.opt.Drafts, Future: in.opt.Future,
		},
		Docs: c.docs, Assets: c.assets, Redirects: c.redirects, Nav: c.nav, Refused: in.refused(), Changes: in.lastChanges.changes,
		Revisions: in.revisions.of, Renames: in.renames, Themes: in.asked(), Told: in.told(),
	})
}

// summarise says in the result what was found, and what the site has.
func (in *inputs) summarise(s *link.Site, c compiled, res *Result) {
	in.silences = silencesOf(c.docs)
	in.add(res, slices.Concat(in.diags, in.linked))
	res.Omitted = in.omitted(s, c)
	res.Pages = map[content.Kind]int{}
	for _, k := range content.Kinds() {
		res.Pages[k] = s.Count(k)
	}
	res.Translations = len(s.Translated)
}

// omitted returns the pages that are not part of the build. Of one that is a draft
// because of its errors, and not by its own word, it says so.
func (in *inputs) omitted(s *link.Site, c compiled) []link.Omission {
	faulty := map[string]bool{}
	for _, d := range in.diags {
		if d.Severity == diag.Error {
			faulty[d.Path] = true
		}
	}
	for _, d := range c.docs {
		if !d.Page.Draft || d.Page.Has("draft") {
			delete(faulty, d.Page.InFile())
		}
	}
	list := slices.Clone(s.Omitted())
	for i := range list {
		if faulty[in.fileOf(list[i].Source)] {
			list[i].Reason = "held back until its errors are fixed"
		}
	}
	return list
}

// add takes findings into the result: with the site's severities, those that
// their files silence apart, and those of rules for checks only in a check.
func (in *inputs) add(res *Result, found []diag.Diagnostic) {
	if in.lint == nil {
		found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return diag.CheckOnly(d.Rule) })
	}
	found = in.inFiles(found)
	found, silenced := in.silences.apply(in.cfg.Checks.Apply(found, in.opt.Strict))
	res.Diagnostics = diag.Sort(append(res.Diagnostics, found...))
	res.Silenced = append(res.Silenced, silenced...)
	slices.SortFunc(res.Silenced, func(a, b diag.Silenced) int { return diag.Compare(a.Diagnostic, b.Diagnostic) })
	res.Silenced = slices.Compact(res.Silenced)
}

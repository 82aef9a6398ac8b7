package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/guard/lint"
	"headsup/generator/guard/product"
	"headsup/generator/inbound/voice"
	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/paths"
)

// CheckOptions say what to check beside a build.
type CheckOptions struct {
	// External asks for the pages behind links to other sites; nil does not.
	External *lint.External
	// App is the product in which to look for the places of snippets; nil does not.
	App *product.Options
}

// Check builds a site, applies the rules that builds do without, too, and keeps
// nothing of it: Options.Out is not used. Rules about the finished site run when
// there is one, that is when the content has no errors.
func Check(ctx context.Context, opt Options, check CheckOptions) (res Result, err error) {
	dir, err := TemporaryFolder("check")
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	opt.Out = filepath.Join(dir, "site")
	return build(ctx, opt, &linter{check})
}

// linter applies the rules of package lint. A nil linter applies none.
type linter struct{ CheckOptions }

// pages applies the rules about pages.
func (l *linter) pages(in *inputs, s *link.Site) ([]diag.Diagnostic, error) {
	if l == nil {
		return nil, nil
	}
	found, err := lint.Pages(lint.Input{
		Config: in.cfg.Config, Now: in.opt.Now, Entries: s.Entries(), Lacking: launch.Lacking(s),
		Untold: launch.Untold(s, in.cfg.Inbound.ToldWithin), Unused: s.UnusedAssets(), Lines: in.lines,
	})
	if err != nil {
		return nil, fmt.Errorf("check the pages: %w", err)
	}
	return found, nil
}

// questions finds what people ask often and no page answers.
func (l *linter) questions(w *writer) ([]diag.Diagnostic, error) {
	least := w.in.cfg.Inbound.Gap
	if l == nil || least == 0 || !w.in.heard() {
		return nil, nil
	}
	said, err := w.said.get(w.ctx)
	if err != nil {
		return nil, err
	}
	return voice.Gaps(said, least), nil
}

// output applies the rules about the finished site, and about what is behind
// its links.
func (l *linter) output(ctx context.Context, in *inputs, s *link.Site, res *Result) error {
	if l == nil || res.Failed() {
		return nil
	}
	crawled, err := lint.Crawl(os.DirFS(in.opt.Out), in.baseURL, paths.SearchPage)
	if err != nil {
		return fmt.Errorf("check the site: %w", err)
	}
	entries := s.Entries()
	in.add(res, in.broken(crawled.Problems, entries))
	in.add(res, orphans(crawled.Reached, entries))
	if l.External != nil {
		found, err := l.checkExternal(ctx, entries)
		if err != nil {
			return err
		}
		in.add(res, found)
	}
	if l.App != nil {
		found, notes, err := product.Look(ctx, *l.App, in.places(entries))
		if err != nil {
			return err
		}
		in.add(res, found)
		res.Notes = append(res.Notes, notes...)
	}
	in.add(res, in.silences.unused(func(rule string) bool {
		return (rule != "external-link" || l.External != nil) && (!strings.HasPrefix(rule, "selector-") || l.App != nil)
	}))
	return nil
}

// places are those of the product that snippets name by a selector. Translations have that
// of their original.
func (in *inputs) places(entries []link.Entry) []product.Place {
	var list []product.Place
	for i := range entries {
		e := &entries[i]
		if !e.Included || e.Kind != content.Snippet || e.Original != "" {
			continue
		}
		add := func(at content.Anchor, pos diag.Position) {
			if at.Selector == "" {
				return
			}
			for i, line := range in.lines(e.Source) {
				if column := strings.Index(line, at.Selector); i+1 >= pos.Line && column >= 0 {
					pos.Line, pos.Column = i+1, utf8.RuneCountInString(line[:column])+1
					break
				}
			}
			list = append(list, product.Place{Pattern: at.Path, Selector: at.Selector, Position: pos})
		}
		add(e.Snippet.Anchor, e.Page.Position("anchor"))
		for _, s := range e.Snippet.Steps {
			add(content.Anchor{Path: cmp.Or(s.Path, e.Snippet.Anchor.Path), Selector: s.Selector}, s.Position)
		}
	}
	return list
}

// broken makes findings of what is wrong with links of the finished site: in
// the page that has the link, in the theme's file that writes it, or without a
// place when it is the default theme's.
func (in *inputs) broken(problems []lint.Problem, entries []link.Entry) []diag.Diagnostic {
	bySite := map[string]*link.Entry{}
	for i := range entries {
		if e := &entries[i]; e.Included {
			bySite[paths.HTML(e.Path)] = e
		}
	}
	var found []diag.Diagnostic
	type themed struct{ rule, link string }
	reported := map[themed]bool{}
	for _, p := range problems {
		message := "the link " + diag.Quote(p.Link) + " on " + p.Page + " is broken: " + p.Message
		pos, hint := diag.Position{}, "fix the link; it is written as an address, or a layout of the theme makes it"
		if at, ok := in.inTheme(p.Link); ok {
			if reported[themed{p.Rule, p.Link}] {
				continue
			}
			reported[themed{p.Rule, p.Link}] = true
			pos, hint = at, "fix the layout; every page that uses it may have this link"
		} else if e := bySite[p.Page]; e != nil {
			pos = in.linkIn(e, p.Link)
		} else if at, ok := in.find(content.ConfigFile, p.Link); ok {
			pos, hint = at, "correct the link"
		}
		found = append(found, diag.New(p.Rule, pos, message, hint))
	}
	return found
}

// linkIn returns where a link stands in a page's file, or where its text begins.
func (in *inputs) linkIn(e *link.Entry, link string) diag.Position {
	_, anchor, _ := strings.Cut(link, "#")
	for _, part := range []string{link, "#" + anchor, path.Base(strings.TrimSuffix(link, "/"))} {
		if pos, ok := in.find(e.Source, part); ok {
			return pos
		}
	}
	return diag.Position{Path: e.Source, Line: min(max(e.BodyLine, 1), max(len(in.lines(e.Source)), 1)), Column: 1}
}

// find returns where a file says something of more than one character.
func (in *inputs) find(name, text string) (diag.Position, bool) {
	for i, line := range in.lines(name) {
		if at := strings.Index(line, text); at >= 0 && len(text) > 1 {
			return diag.Position{Path: name, Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1}, true
		}
	}
	return diag.Position{}, false
}

// inTheme returns where a link stands in a file of the theme that overrides the
// default one.
func (in *inputs) inTheme(link string) (pos diag.Position, ok bool) {
	if in.opt.Theme == "" || in.opt.Theme == "default" || link == "" {
		return pos, false
	}
	theme := os.DirFS(in.opt.Theme)
	// A file that cannot be read was an error when the theme was loaded.
	_ = fs.WalkDir(theme, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".html" {
			return nil
		}
		text, err := fs.ReadFile(theme, name)
		if err != nil {
			return nil
		}
		for i, line := range strings.Split(string(text), "\n") {
			if at := strings.Index(line, `"`+link+`"`); at >= 0 {
				pos.Path = path.Join(filepath.ToSlash(in.opt.Theme), name)
				pos.Line, pos.Column = i+1, utf8.RuneCountInString(line[:at])+2
				ok = true
				return fs.SkipAll
			}
		}
		return nil
	})
	if ok {
		in.outside[pos.Path] = true
	}
	return pos, ok
}

// orphans finds pages that nothing leads to.
func orphans(reached map[string]bool, entries []link.Entry) []diag.Diagnostic {
	var found []diag.Diagnostic
	for i := range entries {
		e := &entries[i]
		if e.Included && !e.InFeed && !reached[paths.HTML(e.Path)] {
			found = append(found, diag.New("orphan", diag.Position{Path: e.Source, Line: 1, Column: 1},
				"no list, menu, page or feed leads to this page", "link to it, or put it into a folder that has a list"))
		}
	}
	return found
}

// checkExternal asks for the pages behind links to other sites.
func (l *linter) checkExternal(ctx context.Context, entries []link.Entry) ([]diag.Diagnostic, error) {
	places := map[string][]diag.Position{}
	for i := range entries {
		e := &entries[i]
		if !e.Included {
			continue
		}
		add := func(dest string, pos diag.Position) {
			if low := strings.ToLower(dest); strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") {
				places[dest] = append(places[dest], pos)
			}
		}
		for _, r := range e.Outline().Full.Refs {
			add(r.Dest, e.At(r.Line, r.Column))
		}
		add(e.CTA.URL, e.CTA.Position)
		add(e.Release.DocsURL, e.Page.Position("docs_url"))
	}
	var urls []string
	for u := range places {
		urls = append(urls, u)
	}
	slices.Sort(urls)
	answers, err := l.External.Ask(ctx, urls)
	if err != nil {
		return []diag.Diagnostic{diag.New("external-link", diag.Position{},
			err.Error(), "look at the network, or leave out --external")}, ctx.Err()
	}
	var found []diag.Diagnostic
	for _, a := range answers {
		message, hint := "", ""
		switch {
		case a.Problem != "":
			message, hint = diag.Quote(a.URL)+" cannot be opened: "+a.Problem,
				"link to where the page is now; if the server only refuses programs, silence the rule in this file"
		case a.Moved != "":
			message, hint = diag.Quote(a.URL)+" has moved for good", "write "+a.Moved
		default:
			continue
		}
		for _, pos := range places[a.URL] {
			found = append(found, diag.New("external-link", pos, message, hint))
		}
	}
	return found, nil
}

package theme

import (
	"errors"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
	"unicode/utf8"

	"headsup/generator/diag"
	"headsup/generator/render/layout"
	"headsup/generator/view"
)

const (
	layoutRoot  = "layouts/"
	partialRoot = layoutRoot + "partials/"
	baseName    = "base"
)

// parser parses a theme's layouts and collects what is wrong with them.
type parser struct {
	files  fileSet
	bundle *bundle
	funcs  template.FuncMap
	list   []diag.Diagnostic
}

// trial returns a layout once it was tried on sample views, or what failed there. The
// first call tries it.
type trial func() (*layout.Layout, error)

// parseLayouts returns the layouts and what is wrong with them. With now all are tried.
func parseLayouts(files fileSet, b *bundle, now bool) (map[string]trial, []diag.Diagnostic) {
	p := newParser(files, b)
	templates := p.templates()
	layouts := map[string]trial{}
	for _, name := range view.Layouts() {
		t := templates[name]
		if t == nil {
			continue
		}
		layouts[name] = sync.OnceValues(func() (*layout.Layout, error) { return try(t, p.funcs, name) })
		if now {
			if _, err := layouts[name](); err != nil {
				p.fail(layoutRoot+name+".html", err)
			}
		}
	}
	return layouts, p.list
}

func newParser(files fileSet, b *bundle) *parser {
	return &parser{files: files, bundle: b, funcs: funcs(b)}
}

// templates parses all files and returns a template for each layout that is
// sound; none when the frame or a partial is not.
func (p *parser) templates() map[string]*template.Template {
	p.checkNames()
	frame := template.New(baseName).Funcs(p.funcs)
	whole := p.parse(frame, baseName, layoutRoot+baseName+".html")
	for _, f := range p.files.under(partialRoot) {
		if strings.HasSuffix(f, ".html") {
			whole = p.parse(frame.New(templateName(f)), templateName(f), f) && whole
		}
	}
	templates := map[string]*template.Template{}
	for _, name := range view.Layouts() {
		t, err := frame.Clone()
		if err != nil {
			p.fail(layoutRoot+baseName+".html", err)
			return nil
		}
		if !p.parse(t.New(name), name, layoutRoot+name+".html") {
			continue
		}
		if !definesBlock(t, name) {
			p.list = append(p.list, p.files.fail(diag.Position{Path: layoutRoot + name + ".html"},
				"the layout defines no block of base.html, so nothing of it would be shown",
				`put its content between {{define "main"}} and {{end}}`))
			continue
		}
		if whole {
			templates[name] = t.Lookup(baseName)
		}
	}
	return templates
}

// templateName returns the name of the template in a file:
// layouts/partials/card.html is "partials/card".
func templateName(file string) string {
	return strings.TrimSuffix(strings.TrimPrefix(file, layoutRoot), ".html")
}

// checkNames reports layouts that are missing and files that nothing reads.
func (p *parser) checkNames() {
	names := append(view.Layouts(), baseName)
	for _, name := range names {
		if _, ok := p.files[layoutRoot+name+".html"]; !ok {
			p.list = append(p.list, diag.New(rule, diag.Position{Path: layoutRoot + name + ".html"}, "the layout is missing", ""))
		}
	}
	for _, f := range p.files.under(layoutRoot) {
		name := templateName(f)
		switch {
		case !strings.HasSuffix(f, ".html"):
			p.list = append(p.list, diag.New(rule, diag.Position{Path: f}, "a layout's name ends in .html", ""))
		case strings.HasPrefix(f, partialRoot) || slices.Contains(names, name):
		default:
			hint := diag.DidYouMean(name, names)
			if path.Dir(name) != "." {
				hint = "partials go to layouts/partials/"
			}
			p.list = append(p.list, diag.New(rule, diag.Position{Path: f}, "no kind of page uses this layout", hint))
		}
	}
}

// parse parses one file into t and reports whether it is sound. A file that is
// missing was reported before.
func (p *parser) parse(t *template.Template, name, path string) bool {
	f, ok := p.files[path]
	if !ok {
		return false
	}
	text := string(f.data)
	before := names(t)
	if _, err := t.Parse(trimControlLines(text)); err != nil {
		p.fail(path, err)
		return false
	}
	sound := true
	for _, d := range t.Templates() {
		if d.Tree == nil || d.Tree.ParseName != name || before[d.Name()] == d.Tree {
			continue
		}
		sound = p.checkAssets(d.Tree.Root, path) && p.checkWords(d.Tree.Root, path) && sound
		inlineWords(d.Tree.Root, p.bundle.words)
		tidy(d.Tree.Root, strings.Contains(text, "<pre") || strings.Contains(text, "<textarea"))
	}
	return sound
}

// definesBlock reports whether a layout's file defines a template.
func definesBlock(t *template.Template, name string) bool {
	return slices.ContainsFunc(t.Templates(), func(d *template.Template) bool {
		return d.Tree != nil && d.Tree.ParseName == name && d.Name() != name
	})
}

// names returns the templates that are associated with t.
func names(t *template.Template) map[string]*parse.Tree {
	m := map[string]*parse.Tree{}
	for _, d := range t.Templates() {
		m[d.Name()] = d.Tree
	}
	return m
}

// checkAssets reports each call of asset with a name that no file has, whether
// or not a sample view comes by it, and notes which assets are in use. A name
// that is not known before a page is rendered may be that of any asset.
func (p *parser) checkAssets(root parse.Node, file string) bool {
	sound := true
	walk(root, func(n parse.Node) {
		c, ok := n.(*parse.CommandNode)
		if !ok || c.Args[0].String() != "asset" {
			return
		}
		if len(c.Args) == 2 {
			if s, ok := c.Args[1].(*parse.StringNode); ok {
				if !p.bundle.use(s.Text) {
					pos := position(file, p.files[file].data, p.offset(file, int(s.Pos)))
					p.report(pos, unknownAsset(s.Text, p.bundle.names()))
					sound = false
				}
				return
			}
		}
		for _, name := range p.bundle.names() {
			p.bundle.use(name)
		}
	})
	return sound
}

// unknownAsset is the message about a name that no asset has.
func unknownAsset(name string, known []string) string {
	message := "there is no asset " + quote(name)
	if s := diag.Suggest(name, known); s != "" {
		message += ", did you mean " + quote(s) + "?"
	}
	return message
}

// offset returns the place in a file of a byte of the text that was parsed.
// Only ends of lines differ, so that lines and columns are the same.
func (p *parser) offset(file string, parsed int) int {
	source := string(p.files[file].data)
	text := trimControlLines(source)
	head := text[:min(parsed, len(text))]
	line, start := strings.Count(head, "\n"), strings.LastIndexByte(head, '\n')+1
	at := 0
	for range line {
		at += strings.IndexByte(source[at:], '\n') + 1
	}
	return at + len(head) - start
}

// walk calls f for a node and all nodes in it.
func walk(n parse.Node, f func(parse.Node)) {
	branch := func(b *parse.BranchNode) {
		walk(b.Pipe, f)
		walk(b.List, f)
		if b.ElseList != nil {
			walk(b.ElseList, f)
		}
	}
	f(n)
	switch n := n.(type) {
	case *parse.ListNode:
		for _, c := range n.Nodes {
			walk(c, f)
		}
	case *parse.ActionNode:
		walk(n.Pipe, f)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walk(c, f)
		}
	case *parse.CommandNode:
		for _, c := range n.Args {
			walk(c, f)
		}
	case *parse.TemplateNode:
		if n.Pipe != nil {
			walk(n.Pipe, f)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	}
}

// texts are those of the sample views: an ordinary one, and one that has to be
// escaped.
var texts = []string{"/x/?a=b#c", "j:\"<&'+>é%zz%20(\x00"}

// try executes a layout on sample views, so that what would fail on the first
// page fails here, with its place.
func try(t *template.Template, funcs template.FuncMap, name string) (*layout.Layout, error) {
	var views []any
	for _, text := range texts {
		for _, v := range samples(name, text) {
			views = append(views, v)
		}
	}
	return layout.New(t, funcs, views...)
}

// located splits the place off the errors of the template packages.
var located = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:]+)(?::(\d+))?(?::(\d+))?: (.*)$`)

// fail reports an error of the template packages, at the place that it names or
// else at the file.
func (p *parser) fail(file string, err error) {
	message := strings.TrimSpace(err.Error())
	pos := diag.Position{Path: file}
	if m := located.FindStringSubmatch(message); m != nil {
		if f := layoutRoot + m[1] + ".html"; p.files[f].data != nil {
			pos.Path = f
		}
		pos.Line, _ = strconv.Atoi(m[2])
		message, _, _ = strings.Cut(m[4], ": {state") // what follows is the escaper's own
		if col, err := strconv.Atoi(m[3]); err == nil {
			line := sourceLine(p.files[pos.Path].data, pos.Line)
			// Columns of the template packages are bytes, from 0.
			pos.Column = 1 + utf8.RuneCountInString(line[:min(col, len(line))])
		}
	}
	p.report(pos, message)
}

// report adds a finding, once for all layouts that share a file.
func (p *parser) report(pos diag.Position, message string) {
	d := p.files.fail(pos, strings.TrimSuffix(message, "."), "")
	d.Source = sourceLine(p.files[pos.Path].data, pos.Line)
	if !slices.Contains(p.list, d) {
		p.list = append(p.list, d)
	}
}

// funcs returns what layouts can call.
func funcs(b *bundle) template.FuncMap {
	urls := map[string]template.URL{}
	for _, name := range b.names() {
		if u, ok := b.url(name); ok {
			urls[name] = template.URL(u) // the base path and an escaped file name
		}
	}
	known := b.names()
	return template.FuncMap{
		"asset": func(name string) (template.URL, error) {
			if u, ok := urls[name]; ok {
				return u, nil
			}
			return "", errors.New(unknownAsset(name, known))
		},
		"say":   func(key string, holes ...any) string { return b.words.Say(key, holes...) },
		"count": func(key string, n int, holes ...any) string { return b.words.Count(key, n, holes...) },
		"before": func(key string) string {
			before, _ := b.words.Around(key)
			return before
		},
		"after": func(key string) string {
			_, after := b.words.Around(key)
			return after
		},
		"dir":      direction,
		"join":     strings.Join,
		"months":   months,
		"versions": versions,
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/author/scaffold"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// newFields are the front matter fields that new has a flag for. The flag of
// several takes them with commas between.
var newFields = []struct{ name, usage string }{
	{"products", "`ids` of the products that it is about"},
	{"audiences", "`ids` of the audiences it is for"},
	{"stage", "`stage` of the change: planned, alpha, beta, ga, deprecated or retired"},
	{"owner", "`id` of the owner"},
	{"visibility", "`who` may see it: internal or public"},
	{"version", "`version` that brings the change"},
	{"launch", "`launch` that it belongs to: its id or path"},
	{"key", "`word` by which the product's code knows a snippet"},
	{"surface", "`id` of how the product shows a snippet"},
}

// newFlags are the flags of new.
type newFlags struct {
	content, config, archetypes, slug, now, theme string
	noInput                                       bool
	fields                                        map[string]*string
}

func (m *mainCmd) newPage(ctx context.Context, args []string) error {
	fs := m.flags("new", "Write a file to begin a page with. Its front matter explains itself.\n"+
		"KIND is release-note, playbook, snippet, launch or page.")
	fs.takes = " KIND \"Title\""
	fs.examples = []string{
		`headsup new release-note "Export invoices as CSV" --products billing --audiences sales,support --stage beta`,
		`headsup new playbook "Answer a question about exports"`,
		`headsup new snippet "Try the export" --key billing.export --surface tooltip`,
		`headsup new playbook --theme export-invoices-1f2e3d`,
	}
	fs.positions = [][]string{kindNames()}
	f := newFlags{fields: map[string]*string{}}
	fs.StringVar(&f.content, "content", "content", "`folder` with the content")
	fs.StringVar(&f.config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	fs.StringVar(&f.archetypes, "archetypes", "", "`folder` with templates KIND.md (default archetypes beside the content folder)")
	fs.StringVar(&f.slug, "slug", "", "last `part` of the page's address (default made from the title)")
	fs.StringVar(&f.now, "now", "", "`day` to write as the page's date (default today)")
	fs.StringVar(&f.theme, "theme", "",
		"`id` of a theme that people ask about: begin with its questions and, if no title is given, its title")
	fs.BoolVar(&f.noInput, "no-input", false, "ask nothing, also on a terminal")
	for _, field := range newFields {
		f.fields[field.name] = fs.String(field.name, "", field.usage)
	}
	rest, err := fs.parseWith(args, 2)
	if err != nil {
		return err
	}
	cfg, err := m.loadConfig(f.content, f.config)
	if err != nil {
		return err
	}
	var asked themeQuestions
	if f.theme != "" {
		if asked, err = m.themeQuestions(f.content, f.theme, cfg.Language); err != nil {
			return err
		}
	}
	var ask *prompter
	if !f.noInput {
		ask = m.prompter(ctx)
	}
	req, err := f.request(cfg, rest, asked, ask)
	if err != nil {
		return err
	}
	file, err := f.compose(cfg, req)
	if err != nil {
		return err
	}
	if err := f.free(ctx, &req, file); err != nil {
		return err
	}
	name := filepath.Join(f.content, filepath.FromSlash(file.Path))
	if err := create(name, file.Data); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(m.Stdout, filepath.ToSlash(name)); err != nil {
		return err
	}
	fmt.Fprintln(m.Stderr, "Open the file and follow the comments. headsup check says what is still missing.")
	return nil
}

// listed is a list of findings, a line each with its hint.
func listed(diags []diag.Diagnostic) string {
	var lines []string
	for _, d := range diags {
		line := d.String()
		if d.Hint != "" {
			line += "\n  hint: " + d.Hint
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// request puts together what was said on the command line, and asks for what is
// missing if there is somebody to ask. All mistakes are told at once.
func (f *newFlags) request(cfg *content.Config, args []string, asked themeQuestions, ask *prompter) (scaffold.Request, error) {
	req := scaffold.Request{Slug: f.slug, Date: time.Now().In(cfg.TimeZone), Values: map[string][]string{}}
	if f.now != "" {
		now, err := parseNow(f.now, cfg.TimeZone)
		if err != nil {
			return req, err
		}
		req.Date = now.In(cfg.TimeZone)
	}
	var kinds []string
	for _, k := range content.Kinds() {
		kinds = append(kinds, string(k))
	}
	switch {
	case len(args) > 0 && !slices.Contains(kinds, args[0]):
		return req, fmt.Errorf("%w: there is no kind %q; %s", generator.ErrUsage, args[0], diag.DidYouMean(args[0], kinds))
	case len(args) > 0:
		req.Kind = content.Kind(args[0])
	case ask == nil:
		return req, fmt.Errorf(
			"%w: say what to make and what it is called: headsup new KIND \"Title\", where KIND is %s",
			generator.ErrUsage, strings.Join(kinds, ", "))
	default:
		for req.Kind == "" {
			chosen, err := ask.choose("What do you want to write?", kinds, false)
			if err != nil {
				return req, err
			}
			if len(chosen) == 1 {
				req.Kind = content.Kind(chosen[0])
			}
		}
	}
	var wrong []string
	fields := content.Fields(cfg, req.Kind)
	for name, value := range f.fields {
		i := slices.IndexFunc(fields, func(d content.FieldDoc) bool { return d.Name == name })
		switch {
		case *value == "":
		case i < 0:
			wrong = append(wrong, fmt.Sprintf("--%s: a %s has no such field", name, strings.ReplaceAll(string(req.Kind), "-", " ")))
		case strings.HasPrefix(fields[i].Shape, "list"):
			for _, v := range strings.Split(*value, ",") {
				if v = strings.TrimSpace(v); v != "" {
					req.Values[name] = append(req.Values[name], v)
				}
			}
		default:
			req.Values[name] = []string{*value}
		}
	}
	if len(asked.questions) > 0 {
		req.Values["questions"] = asked.questions
	}
	// A note or launch that begins with a theme is the one that ships it.
	if asked.id != "" && slices.ContainsFunc(fields, func(d content.FieldDoc) bool { return d.Name == "requests" }) {
		req.Values["requests"] = []string{asked.id}
	}
	wrong = append(wrong, scaffold.Allowed(cfg, req.Kind, req.Values)...)
	if len(args) > 1 {
		req.Title = args[1]
	} else if asked.title != "" {
		req.Title = asked.title
	} else if ask == nil {
		wrong = append(wrong, "the title is missing: headsup new "+string(req.Kind)+" \"Title\"")
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		gap := " "
		if len(wrong) > 1 {
			gap = "\n"
		}
		return req, fmt.Errorf("%w:%s%s", generator.ErrUsage, gap, strings.Join(wrong, "\n"))
	}
	if ask != nil {
		return req, f.askFor(&req, fields, ask)
	}
	return req, nil
}

// askFor asks for what most pages need and was not said.
func (f *newFlags) askFor(req *scaffold.Request, fields []content.FieldDoc, ask *prompter) (err error) {
	if req.Title == "" {
		if req.Title, err = ask.text("Title:"); err != nil {
			return err
		}
	}
	for _, d := range fields {
		switch d.Name {
		case "products", "audiences", "stage", "surface":
		default:
			continue
		}
		if len(d.Values) == 0 || len(req.Values[d.Name]) > 0 {
			continue
		}
		chosen, err := ask.choose(strings.TrimSuffix(d.Doc, "."), d.Values, strings.HasPrefix(d.Shape, "list"))
		if err != nil {
			return err
		}
		if len(chosen) > 0 {
			req.Values[d.Name] = chosen
		}
	}
	return nil
}

// compose makes the file, from an archetype of the site if there is one.
func (f *newFlags) compose(cfg *content.Config, req scaffold.Request) (scaffold.File, error) {
	dir := f.archetypes
	if dir == "" {
		dir = filepath.Join(filepath.Dir(filepath.Clean(f.content)), "archetypes")
	} else if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return scaffold.File{}, fmt.Errorf("%w: --archetypes names no folder: %s", generator.ErrUsage, dir)
	}
	file, diags, err := scaffold.New(cfg, req, os.DirFS(dir))
	if err != nil {
		return file, err
	}
	if len(diags) > 0 {
		return file, fmt.Errorf("the file would not be right:\n%s", listed(diags))
	}
	return file, nil
}

// free reports a page that is in the way of the new one: with its file, its
// address or its key.
func (f *newFlags) free(ctx context.Context, req *scaffold.Request, file scaffold.File) error {
	if _, err := os.Stat(f.content); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	res, err := generator.Build(ctx, generator.Options{Content: f.content, Config: f.config, NoCache: true, Drafts: true, Future: true})
	if err != nil {
		return err
	}
	for _, e := range res.Entries {
		switch {
		case e.Source == file.Path:
			return fmt.Errorf("%s is already there", path.Join(filepath.ToSlash(f.content), file.Path))
		case req.Kind == content.Snippet && e.Kind == content.Snippet && e.Snippet.Key == file.Page.Snippet.Key:
			return fmt.Errorf("the key %s is already that of %s; choose another one with --key", e.Snippet.Key, e.Source)
		case e.Kind == req.Kind && path.Base(e.Path) == file.Page.Slug:
			return fmt.Errorf("the address %s is already that of %s; choose another one with --slug", e.URL, e.Source)
		}
	}
	return nil
}

// create writes a file that must not be there yet.
func create(name string, data []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is already there; nothing was written", filepath.ToSlash(name))
	}
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		// Half a file is worse than none.
		return errors.Join(err, f.Close(), os.Remove(name))
	}
	return f.Close()
}

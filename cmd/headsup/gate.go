package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/guard/gate"
	"headsup/generator/link"
)

// words is a flag that may be given several times.
type words []string

func (w *words) String() string { return strings.Join(*w, ",") }

func (w *words) Set(s string) error {
	*w = append(*w, s)
	return nil
}

// gateFlags are the flags of check that are about a change.
type gateFlags struct {
	base    string
	labels  words
	summary string
}

func (f *gateFlags) register(fs flagSet) {
	fs.StringVar(&f.base, "base", "", "`commit` or branch that the change is compared with, such as origin/main")
	fs.Var(&f.labels, "label", "`label` of the pull request; may be given several times")
	fs.StringVar(&f.summary, "summary", "",
		"`file` for what the change means for readers, in Markdown (default: printed after the findings, as text only)")
}

// judged is what the gate says.
type judged struct {
	found   []diag.Diagnostic
	notices []string
	summary string
}

// judge compares the content with that of the base, and looks for notes that are
// missing. The check before it has reported what is wrong with the content and
// its configuration as they are now.
func (f *gateFlags) judge(ctx context.Context, opt generator.Options) (judged, error) {
	repo, where, err := f.repository(ctx, opt.Content)
	if err != nil {
		return judged{}, err
	}
	change, err := repo.Since(ctx, f.base)
	if err != nil {
		return judged{}, err
	}
	loaded, err := content.LoadConfig(opt.Content, opt.Config)
	if err != nil {
		return judged{}, err
	}
	cfg := loaded.Config
	opt.Out, opt.Drafts, opt.Future = "", true, true
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	if opt.Visibility == content.Public {
		opt.Drafts, opt.Future = false, false
	}
	after, err := generator.Build(ctx, opt)
	if err != nil {
		return judged{}, err
	}
	cwd, err := os.Getwd()
	if err != nil {
		return judged{}, err
	}
	if cwd, err = filepath.EvalSymlinks(cwd); err != nil {
		return judged{}, err
	}
	shown := func(name string) string {
		rel, err := filepath.Rel(cwd, filepath.Join(repo.Root, filepath.FromSlash(name)))
		if err != nil {
			return name
		}
		return filepath.ToSlash(rel)
	}
	var out judged
	out.found, out.notices = gate.Judge(gate.Input{
		Config: cfg, Content: where, Change: change, Entries: after.Entries, Labels: f.labels, Shown: shown,
	})
	c := gate.Comparison{Config: cfg, After: after.Entries, Renamed: generator.Renames(opt.Content)}
	dir, err := generator.TemporaryFolder("base")
	if err != nil {
		return judged{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system cleans its temporary folder
	if err := before(ctx, repo, change, where, dir, opt, &c); err != nil {
		return judged{}, err
	}
	source := func(source string) string { return shown(path.Join(where, source)) }
	out.found = append(out.found, c.Lost(source)...)
	out.found = append(out.found, c.Unreachable(source)...)
	out.found = append(out.found, c.Past(opt.Now, source)...)
	out.found = cfg.Checks.Apply(out.found, opt.Strict)
	out.summary = gate.Summary(c, out.found, out.notices)
	return out, nil
}

// repository finds the repository of the content folder, and where in it the
// folder is.
func (f *gateFlags) repository(ctx context.Context, folder string) (*gate.Repository, string, error) {
	abs, err := filepath.Abs(folder)
	if err != nil {
		return nil, "", err
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return nil, "", fmt.Errorf("open the content folder: %w", err)
	}
	repo, err := gate.Open(ctx, abs)
	if err != nil {
		return nil, "", err
	}
	rel, err := filepath.Rel(repo.Root, abs)
	if err != nil {
		return nil, "", err
	}
	return repo, filepath.ToSlash(rel), nil
}

// before adds the content of the base to a comparison. A base whose content
// cannot be read is no failure of this change.
func before(
	ctx context.Context, repo *gate.Repository, change *gate.Change, where, dir string,
	opt generator.Options, c *gate.Comparison,
) error {
	now := opt.Content
	ok, err := repo.Extract(ctx, change.Base, where, dir)
	if err != nil {
		return fmt.Errorf("read the content of the base: %w", err)
	}
	if !ok {
		c.NoBefore = "The base has no content yet"
		return nil
	}
	opt.Content = filepath.Join(dir, filepath.FromSlash(where))
	opt.NoCache = true
	if filepath.Clean(opt.Config) == filepath.Join(now, content.ConfigFile) {
		opt.Config = "" // the base has its own
	}
	res, err := generator.Build(ctx, opt)
	if err != nil {
		return fmt.Errorf("read the content of the base: %w", err)
	}
	if len(res.Entries) == 0 {
		c.NoBefore = "The base has no content yet"
		return nil
	}
	c.Before = res.Entries
	was := opt.Content
	c.Changed = func(before, after *link.Entry) bool {
		a, errA := os.ReadFile(filepath.Join(was, filepath.FromSlash(before.Source)))
		b, errB := os.ReadFile(filepath.Join(now, filepath.FromSlash(after.Source)))
		return errA != nil || errB != nil || !bytes.Equal(a, b)
	}
	return nil
}

// writeSummary writes the summary to the file that was asked for.
func (f *gateFlags) writeSummary(text string) error {
	if err := os.WriteFile(f.summary, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	return nil
}

func (f *gateFlags) valid() error {
	if f.base == "" && (len(f.labels) > 0 || f.summary != "") {
		return fmt.Errorf("%w: --label and --summary are about a change; say with --base what it is compared with", generator.ErrUsage)
	}
	if strings.HasPrefix(f.base, "-") {
		return fmt.Errorf("%w: --base names a commit or a branch, not %q", generator.ErrUsage, f.base)
	}
	return nil
}

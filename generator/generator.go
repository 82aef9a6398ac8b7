// Package generator builds a site: it alone has the stages, their order and the
// cache.
//
//	read     content, source            headsup.yaml, the files of the content folder
//	compile  content, markdown, media   a page and a fragment per file, in parallel, from the cache when it has them
//	link     link                       addresses, links, lists; what is wrong with the content is known from here on
//	render   theme, llms                a view to HTML and Markdown, in parallel, skipped when it has not changed
//	publish  search, syndication, embed, icalendar, hosting
//	                                    the search index, feeds, what products load, calendars, files for hosts
//	check    leak                       what outsiders may read holds nothing internal, while it is written
//	write    output                     all files at once, or none
//
// A build whose content has errors ends after linking. Rendering and publishing
// have findings too, about the theme, leaks and sizes of bundles; with errors
// among them the build ends, too. In both cases the output folder is as it was.
// There is one path: a build with a warm cache over an earlier build's output is
// the same code and gives the same bytes.
package generator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/disk/output"
	"headsup/generator/link"
)

// Version is the program's version. It salts the cache.
const Version = "0.1.0"

// Options say what to build. Content is required.
type Options struct {
	Content string // content folder
	Out     string // output folder; "" writes nothing: the build ends after linking
	Config  string // configuration file; "" is headsup.yaml in the content folder
	Theme   string // "" or "default", or a folder that overrides the default theme file by file
	BaseURL string // overrides base_url, "" does not
	Origin  string // overrides scheme and host of either, as "http://localhost:1414"; "" does not

	Visibility content.Visibility // "" is internal
	Drafts     bool               // drafts too
	Future     bool               // pages that are held back from everyone too
	Strict     bool               // warnings are errors
	Netlify    bool               // redirects as only Netlify reads them
	Hosts      []string           // names of hosts that get files of their own, see hosting.Hosts

	Now      time.Time // the zero time is the clock's
	Progress Progress  // nil when nobody waits
	NoCache  bool
	CacheDir string // "" is the user's cache folder
}

// Result is what a build did.
type Result struct {
	Diagnostics []diag.Diagnostic // sorted, with the site's severities; paths as the caller gave the content folder
	Silenced    []diag.Silenced   // findings that their files silence, sorted
	Pages       map[content.Kind]int
	// Translations is how many there are of these pages.
	Translations int
	Entries      []link.Entry    // all pages, of a build that ends after linking
	Omitted      []link.Omission // pages that are not part of this build
	Compiled     int             // files compiled, the others came from the cache
	Rendered     int             // HTML files rendered, the others were up to date
	Output       output.Result
	Timings      []Timing
	Notes        []string // what went less well than it could, such as a cache that cannot be used
}

// Failed reports whether the content has errors, in which case nothing was
// written.
func (r *Result) Failed() bool {
	n, _ := diag.Count(r.Diagnostics)
	return n > 0
}

// ErrUsage is wrapped by errors about options that make no sense.
var ErrUsage = errors.New("wrong usage")

// Build builds a site. Errors in the content are diagnostics in the result; the
// error says that the machine or the options failed. In both cases the output
// folder is as it was.
func Build(ctx context.Context, opt Options) (Result, error) { return build(ctx, opt, nil) }

// build builds a site, as a session of one step; with a linter it applies the rules
// that builds do without, too.
func build(ctx context.Context, opt Options, lint *linter) (Result, error) {
	s, err := OpenSession(opt)
	if err != nil {
		return Result{}, err
	}
	defer s.Close()
	s.undated = opt.Out == ""
	looked, err := s.look()
	if err != nil {
		return Result{}, err
	}
	var again *repeatable
	if s.opt.Out != "" && lint == nil {
		if again, err = looked.repeatable(ctx); err != nil {
			looked.close()
			return Result{}, err
		}
	}
	if res, ok, err := again.repeat(); ok || err != nil {
		looked.close()
		res.Timings = s.taken.taken()
		return res, err
	}
	if err := s.start(ctx, looked); err != nil {
		return Result{}, err
	}
	res := s.result()
	in := s.folder.as(s.opt)
	in.lint = lint
	linked, err := in.link(&res)
	if err != nil {
		return Result{}, err
	}
	if lint != nil {
		step := in.steps.begin("later days", 0)
		found, note, err := s.folder.as(s.opt).ahead(linked, in.linked)
		if step.end(); err != nil {
			return Result{}, err
		}
		in.add(&res, found)
		if note != "" {
			res.Notes = append(res.Notes, note)
		}
	}
	if s.opt.Out == "" {
		res.Entries = linked.Entries()
	} else if !res.Failed() {
		res.Notes = append(res.Notes, in.droppedFeedback()...)
		if err := in.write(ctx, linked, &res); err != nil {
			return Result{}, err
		}
		if lint != nil {
			step := in.steps.begin("finished site", 0)
			err := in.lint.output(ctx, in, linked, &res)
			if step.end(); err != nil {
				return Result{}, err
			}
		}
	}
	in.finish(&res)
	again.keep(in, linked, &res)
	if err := s.cache.keep(); err != nil {
		res.Notes = append(res.Notes, fmt.Sprintf("the cache was not saved: %v", err))
	}
	res.Timings = in.steps.taken()
	return res, nil
}

// complete fills in defaults and refuses what makes no sense.
func (opt Options) complete() (Options, error) {
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	if opt.Visibility == "" {
		opt.Visibility = content.Internal
	}
	public := opt.Visibility == content.Public
	switch {
	case opt.Content == "":
		return opt, fmt.Errorf("%w: a content folder is needed", ErrUsage)
	case !public && opt.Visibility != content.Internal:
		return opt, fmt.Errorf("%w: visibility is internal or public, not %q", ErrUsage, opt.Visibility)
	case public && opt.Drafts:
		return opt, fmt.Errorf("%w: a public build never holds drafts", ErrUsage)
	case public && opt.Future:
		return opt, fmt.Errorf("%w: a public build never holds what is held back; to see a later day, set the time with --now", ErrUsage)
	}
	return opt, checkFolders(opt)
}

// checkFolders refuses an output folder that would be read as content, or
// that holds it, and a cache in either.
func checkFolders(opt Options) error {
	info, err := os.Stat(opt.Content)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: there is no folder %s here\nhint: go to the folder of your site, or begin one with headsup init NAME",
			ErrUsage, opt.Content)
	}
	if err != nil {
		return fmt.Errorf("open the content folder: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%w: %s is not a folder", ErrUsage, opt.Content)
	}
	from, err := realPath(opt.Content)
	if err != nil {
		return fmt.Errorf("find the content folder: %w", err)
	}
	kept := ""
	if opt.CacheDir != "" {
		if kept, err = realPath(opt.CacheDir); err != nil {
			return fmt.Errorf("find the cache folder: %w", err)
		}
		if within(from, kept) {
			return fmt.Errorf("%w: the cache folder %s must not be inside the content folder %s", ErrUsage, opt.CacheDir, opt.Content)
		}
	}
	if opt.Out == "" {
		return nil
	}
	to, err := realPath(opt.Out)
	if err != nil {
		return fmt.Errorf("find the output folder: %w", err)
	}
	if within(from, to) || within(to, from) {
		return fmt.Errorf("%w: the output folder %s and the content folder %s must not be inside one another",
			ErrUsage, opt.Out, opt.Content)
	}
	// It would be published, with what is internal.
	if kept != "" && within(to, kept) {
		return fmt.Errorf("%w: the cache folder %s must not be inside the output folder %s", ErrUsage, opt.CacheDir, opt.Out)
	}
	return nil
}

// realPath resolves the symbolic links of the part of a path that exists.
func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	for dir, rest := abs, ""; ; {
		real, err := filepath.EvalSymlinks(dir)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return abs, nil
		}
		dir, rest = parent, filepath.Join(filepath.Base(dir), rest)
	}
}

// within reports whether a path is a folder or inside it.
func within(dir, p string) bool {
	rel, err := filepath.Rel(dir, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

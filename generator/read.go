package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/read/source"
)

// inputs is everything that a build reads, opened and listed.
type inputs struct {
	opt     Options
	fsys    fs.FS
	closer  io.Closer
	tree    source.Tree
	scanned time.Time // when the tree was looked for
	cfg     *content.LoadedConfig
	baseURL string
	cache   buildCache
	steps   *steps
	lint    *linter           // nil in a build
	read    []diag.Diagnostic // of the configuration
	diags   []diag.Diagnostic // of all that was done until linking
	linked  []diag.Diagnostic // of linking

	inbound      inbound
	inboundDiags []diag.Diagnostic
	outcomes     []outcome // of the tree's files, by their index
	lastChanges  lastChanges
	revisions    revisions
	historyNotes []string                 // what went wrong with these two
	left         string                   // identifies what the build left in the output folder
	renames      func() map[string]string // from the former names of files to their present ones

	silences silences
	parts    map[string]partOf // pages of files that hold many, by their source
	// outside are paths in findings that are not in the content folder.
	outside map[string]bool
}

// placeholderURL stands in feeds and canonical links when no base URL is set.
const placeholderURL = "http://localhost:1414/"

// read opens the content folder of a configuration and lists the files.
func read(opt Options, cfg *content.LoadedConfig) (_ *inputs, err error) {
	if opt.Visibility == content.Public {
		cfg = cfg.ForPublic()
	}
	in := &inputs{opt: opt, cfg: cfg, diags: slices.Clone(cfg.Diagnostics), outside: map[string]bool{}}
	if err := in.chooseBaseURL(); err != nil {
		return nil, err
	}
	in.findConfigBeside()
	in.fsys, in.closer, err = source.OpenDir(opt.Content)
	if err != nil {
		return nil, fmt.Errorf("open the content folder: %w", err)
	}
	in.read = slices.Clone(in.diags)
	in.scanned = time.Now()
	in.renames = renames(opt.Content)
	tree, diags := in.scan()
	in.tree = tree
	in.outcomes = make([]outcome, len(tree.Files))
	in.diags = append(in.diags, diags...)
	return in, nil
}

// findConfigBeside reports a configuration that is beside the content folder, where
// many tools have theirs, when there is none in it.
func (in *inputs) findConfigBeside() {
	if in.cfg.Text != nil || in.opt.Config != "" {
		return
	}
	for _, name := range source.ConfigNames() {
		file := filepath.Join(in.opt.Content, "..", name)
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			continue
		}
		pos := diag.Position{Path: filepath.ToSlash(file)}
		in.outside[pos.Path] = true
		in.diags = append(in.diags, diag.New("config-unread", pos,
			"this file is not read: the configuration is "+content.ConfigFile+" in the content folder",
			"move it to "+in.cfg.File+", or name it with --config"))
	}
}

// scan lists the files of the folder.
func (in *inputs) scan() (source.Tree, []diag.Diagnostic) {
	return source.Scan(in.fsys, source.Options{Ignored: in.cfg.Ignored, LeftOut: in.cfg.LeftOut, Data: in.cfg.HoldsData})
}

// leftOut tells which Markdown is no content because of its name or its folder, in a
// note for each reason.
func (in *inputs) leftOut() (notes []string) {
	const shown = 8
	tell := func(why string, list []string, hint string) {
		if len(list) == 0 {
			return
		}
		names := strings.Join(list[:min(shown, len(list))], ", ")
		if more := len(list) - shown; more > 0 {
			names += fmt.Sprintf(" and %d more", more)
		}
		notes = append(notes, "left out because "+why+": "+names+"; "+hint)
	}
	var named, beside []string
	for _, name := range in.tree.LeftOut {
		if len(in.tree.Inbound) > 0 && strings.HasPrefix(name, source.InboundFolder+"/") {
			beside = append(beside, name)
		} else {
			named = append(named, name)
		}
	}
	tell("of their names", named, "rename what is to be on the site, or name what begins with _ under include in "+content.ConfigFile)
	tell("they are in the folder of records", beside, "move what is to be on the site")
	return notes
}

func (in *inputs) chooseBaseURL() error {
	in.baseURL = in.cfg.BaseURL
	if in.opt.BaseURL != "" {
		u, err := content.ParseBaseURL(in.opt.BaseURL)
		if err != nil {
			return fmt.Errorf("%w: --base-url: %w", ErrUsage, err)
		}
		in.baseURL = u
	}
	if in.opt.Origin != "" {
		in.baseURL = in.opt.Origin + address.BasePath(in.baseURL)
	}
	if in.baseURL == "" {
		in.baseURL = placeholderURL
		in.diags = append(in.diags, diag.New("no-base-url", in.cfg.Start(),
			"base_url is not set; feeds, the sitemap and canonical links say "+placeholderURL,
			"set base_url to the address at which the site will be, or pass --base-url"))
	}
	in.cfg.BaseURL = in.baseURL
	return nil
}

func (in *inputs) close() {
	if in.closer != nil {
		in.closer.Close() //nolint:errcheck // only read from
	}
}

// finished returns a result for the reader, and leaves the one that it has as it is.
func (in *inputs) finished(res Result) Result {
	res.Diagnostics, res.Silenced = slices.Clone(res.Diagnostics), slices.Clone(res.Silenced)
	in.finish(&res)
	return res
}

// finish completes the diagnostics for the reader: the text of the line that
// each is about, and its path as the caller would type it.
func (in *inputs) finish(res *Result) {
	lines := map[string][]string{}
	all := make([]*diag.Diagnostic, 0, len(res.Diagnostics)+len(res.Silenced))
	for i := range res.Diagnostics {
		all = append(all, &res.Diagnostics[i])
	}
	for i := range res.Silenced {
		all = append(all, &res.Silenced[i].Diagnostic)
	}
	for _, d := range all {
		if d.Path == "" || d.Rule == "theme" || in.outside[d.Path] {
			continue // the theme's files are elsewhere
		}
		if d.Line > 0 && d.Source == "" {
			text, ok := lines[d.Path]
			if !ok {
				text = in.lines(d.Path)
				lines[d.Path] = text
			}
			d.Cite(text)
		}
		d.Path = in.display(d.Path)
	}
}

// lines returns a content file's lines, none when it cannot be read.
func (in *inputs) lines(name string) []string {
	if name == content.ConfigFile {
		return in.cfg.Lines()
	}
	file, part := name, partOf{}
	if of, ok := in.parts[name]; ok {
		file, part = of.file, of
	}
	text, err := in.tree.Read(in.fsys, file)
	if err != nil {
		return nil
	}
	return part.only(strings.Split(strings.ToValidUTF8(string(text), "\uFFFD"), "\n"))
}

// display returns a path in the content folder as seen from where the caller is.
func (in *inputs) display(name string) string {
	if name == content.ConfigFile {
		return in.cfg.File
	}
	return path.Join(filepath.ToSlash(in.opt.Content), name)
}

// folderKey names a content folder's cache.
func folderKey(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	sum := sha256.Sum256([]byte(abs))
	return hex.EncodeToString(sum[:8])
}

package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"headsup/generator/author/adopt"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/source"
)

// Adopted is a configuration for a folder that was made for another tool.
type Adopted struct {
	Config []byte   // headsup.yaml, with a reason for each line
	Tools  []string // what the folder was made for, "MkDocs (mkdocs.yml)"
	Open   []adopt.Open
	// Result is that of a build with the configuration, of which nothing was kept.
	Result Result
	// Markdown is how many Markdown files there are; Ignored of them the
	// configuration leaves out.
	Markdown, Ignored int
	Rounds            int // builds that were made
}

// maxRounds is how many builds a proposal may take. Each adds lines, so it is a bound for
// folders that are odd.
const maxRounds = 24

// Adopt looks at a folder and proposes a configuration with which it builds. It builds
// with the proposal, adds lines for what is found, and goes on until nothing is found that
// a line could settle. Nothing is written into the folder.
func Adopt(ctx context.Context, folder string) (out Adopted, err error) {
	opt := Options{Content: folder}
	if err := checkFolders(opt); err != nil {
		return Adopted{}, err
	}
	fsys, closer, err := source.OpenDir(folder)
	if err != nil {
		return Adopted{}, fmt.Errorf("open the folder: %w", err)
	}
	defer closer.Close()
	p, err := adopt.Look(fsys)
	if err != nil {
		return Adopted{}, fmt.Errorf("look at the folder: %w", err)
	}
	dir, err := TemporaryFolder("check")
	if err != nil {
		return Adopted{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	opt.Config, opt.CacheDir = filepath.Join(dir, content.ConfigFile), filepath.Join(dir, "cache")
	// What only a finished site shows is looked at when linking finds nothing more.
	for {
		out.Rounds++
		if err := os.WriteFile(opt.Config, p.YAML(), 0o600); err != nil {
			return Adopted{}, fmt.Errorf("write the proposal: %w", err)
		}
		if out.Result, err = Build(ctx, opt); err != nil {
			return Adopted{}, err
		}
		found := inFolder(folder, opt.Config, out.Result.Diagnostics)
		if out.Rounds < maxRounds && p.Settle(found) {
			continue
		}
		if opt.Out == "" && !out.Result.Failed() {
			opt.Out = filepath.Join(dir, "site")
			continue
		}
		out.Config, out.Open = p.YAML(), p.Open(found)
		break
	}
	for _, t := range p.Tools {
		out.Tools = append(out.Tools, t.Name+" ("+t.File+")")
	}
	out.Markdown, out.Ignored = p.Markdown, p.Ignored()
	return out, nil
}

// inFolder returns findings with paths in the content folder, as the folder has them.
func inFolder(folder, config string, found []diag.Diagnostic) []diag.Diagnostic {
	prefix := strings.TrimSuffix(filepath.ToSlash(filepath.Clean(folder)), "/") + "/"
	out := make([]diag.Diagnostic, len(found))
	for i, d := range found {
		if d.Path == filepath.ToSlash(config) {
			d.Path = content.ConfigFile
		} else if prefix != "./" {
			d.Path = strings.TrimPrefix(d.Path, prefix)
		}
		out[i] = d
	}
	return out
}

// ErrDifferent says that there is a configuration already, and that it is another one.
var ErrDifferent = errors.New("there is a different configuration already")

// WriteConfig puts the configuration into a folder. It never replaces another one, and
// reports whether there was none.
func (a *Adopted) WriteConfig(folder string) (written bool, err error) {
	name := filepath.Join(folder, content.ConfigFile)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		have, err := os.ReadFile(name)
		switch {
		case err != nil:
			return false, fmt.Errorf("read %s: %w", name, err)
		case !bytes.Equal(have, a.Config):
			return false, fmt.Errorf("%w: %s", ErrDifferent, filepath.ToSlash(name))
		}
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("write the configuration: %w", err)
	}
	_, err = f.Write(a.Config)
	return err == nil, errors.Join(err, f.Close())
}

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/evanw/esbuild/pkg/api"
)

// bundle is one module with what it imports.
type bundle struct {
	entry   string   // as it was given
	code    []byte   // the bundle
	sources []string // absolute paths of the files that it is made of
}

// build bundles modules, each without the others.
func build(entries []string) ([]bundle, error) {
	var paths []string
	for _, entry := range entries {
		path, err := filepath.Abs(entry)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	var bundles []bundle
	for i, path := range paths {
		code, sources, err := bundleModule(path, paths)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entries[i], err)
		}
		bundles = append(bundles, bundle{entries[i], code, sources})
	}
	return bundles, nil
}

// bundleModule bundles one module. Imports of the others stay.
func bundleModule(path string, others []string) (code []byte, sources []string, err error) {
	dir := filepath.Dir(path)
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{path},
		AbsWorkingDir:     dir,
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Metafile:          true,
		Plugins:           []api.Plugin{keepImports(path, others)},
	})
	if err := failed(append(result.Errors, result.Warnings...)); err != nil {
		return nil, nil, err
	}
	var meta struct {
		Inputs map[string]any `json:"inputs"`
	}
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		return nil, nil, fmt.Errorf("read what the bundle is made of: %w", err)
	}
	for name := range meta.Inputs {
		sources = append(sources, filepath.Join(dir, filepath.FromSlash(name)))
	}
	slices.Sort(sources)
	return result.OutputFiles[0].Contents, sources, nil
}

// keepImports leaves the imports of other entries as they are written.
func keepImports(path string, others []string) api.Plugin {
	return api.Plugin{Name: "entries", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^\.`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if target := filepath.Join(args.ResolveDir, args.Path); target == path || !slices.Contains(others, target) {
				return api.OnResolveResult{}, nil
			}
			return api.OnResolveResult{Path: args.Path, External: true}, nil
		})
	}}
}

// listSources returns the sources of bundles as JSON: by the name of the bundle,
// the SHA-256 of each file in hexadecimal, by its path from the entry's folder.
func listSources(bundles []bundle) ([]byte, error) {
	list := map[string]map[string]string{}
	for _, b := range bundles {
		entry, err := filepath.Abs(b.entry)
		if err != nil {
			return nil, err
		}
		sums := map[string]string{}
		for _, source := range b.sources {
			data, err := os.ReadFile(source)
			if err != nil {
				return nil, err
			}
			name, err := filepath.Rel(filepath.Dir(entry), source)
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(data)
			sums[filepath.ToSlash(name)] = hex.EncodeToString(sum[:])
		}
		list[filepath.Base(entry)] = sums
	}
	text, err := json.MarshalIndent(list, "", "  ")
	return append(text, '\n'), err
}

// failed makes one error of esbuild's messages; its warnings are errors, too.
func failed(messages []api.Message) error {
	var errs []error
	for _, m := range messages {
		if m.Location != nil {
			errs = append(errs, fmt.Errorf("%s:%d:%d: %s", m.Location.File, m.Location.Line, m.Location.Column, m.Text))
			continue
		}
		errs = append(errs, errors.New(m.Text))
	}
	return errors.Join(errs...)
}

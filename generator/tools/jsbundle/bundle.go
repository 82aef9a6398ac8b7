package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"headsup/generator/tools/esbuild"
)

// bundle is one module with what it imports.
type bundle struct {
	name    string            // slash-separated path of the module from the base
	code    []byte            // the bundle
	sources map[string]string // SHA-256 of the files that it is made of, by path from the base
}

// build bundles modules, each without the others. Paths begin at base, or at the
// folder of the module when base is empty. Foreign modules are those that stand at
// a path from the base although their file, by that path, is elsewhere.
func build(entries []string, base string, foreign map[string]string) ([]bundle, error) {
	var paths []string
	for _, entry := range entries {
		path, err := filepath.Abs(entry)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	files := map[string]string{} // where the foreign modules are, by where they stand
	for name, file := range foreign {
		path, err := filepath.Abs(filepath.Join(base, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		if files[path], err = filepath.Abs(file); err != nil {
			return nil, err
		}
	}
	var bundles []bundle
	for i, path := range paths {
		root, err := filepath.Abs(cmp.Or(base, filepath.Dir(path)))
		if err != nil {
			return nil, err
		}
		b := bundle{sources: map[string]string{}}
		if b.name, err = relative(root, path); err != nil {
			return nil, err
		}
		code, sources, err := bundleModule(path, paths, files)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entries[i], err)
		}
		b.code = code
		for _, source := range sources {
			data, err := os.ReadFile(source)
			if err != nil {
				return nil, err
			}
			for path, file := range files {
				if source == file {
					source = path
				}
			}
			name, err := relative(root, source)
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(data)
			b.sources[name] = hex.EncodeToString(sum[:])
		}
		bundles = append(bundles, b)
	}
	return bundles, nil
}

// relative returns the path of a file from a folder, slash-separated.
func relative(folder, file string) (string, error) {
	name, err := filepath.Rel(folder, file)
	return filepath.ToSlash(name), err
}

// bundleModule bundles one module. Imports of the others stay.
func bundleModule(path string, others []string, foreign map[string]string) (code []byte, sources []string, err error) {
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
		Plugins:           []api.Plugin{keepImports(path, others, foreign)},
	})
	if err := esbuild.Failed(append(result.Errors, result.Warnings...)); err != nil {
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
	return result.OutputFiles[0].Contents, sources, nil
}

// keepImports leaves the imports of other entries as they are written, and all
// that a style sheet or a foreign module refers to.
func keepImports(path string, others []string, foreign map[string]string) api.Plugin {
	isForeign := func(file string) bool {
		for _, f := range foreign {
			if f == file {
				return true
			}
		}
		return false
	}
	return api.Plugin{Name: "entries", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			style := args.Kind == api.ResolveCSSImportRule || args.Kind == api.ResolveCSSURLToken
			target := filepath.Join(args.ResolveDir, args.Path)
			if file, ok := foreign[target]; ok {
				return api.OnResolveResult{Path: file}, nil
			}
			if style || isForeign(args.Importer) || target != path && strings.HasPrefix(args.Path, ".") && slices.Contains(others, target) {
				return api.OnResolveResult{Path: args.Path, External: true}, nil
			}
			return api.OnResolveResult{}, nil
		})
	}}
}

// listSources returns the sources of bundles as JSON: by the name of the bundle,
// the SHA-256 of each file in hexadecimal, by its path.
func listSources(bundles []bundle) ([]byte, error) {
	list := map[string]map[string]string{}
	for _, b := range bundles {
		list[b.name] = b.sources
	}
	text, err := json.MarshalIndent(list, "", "  ")
	return append(text, '\n'), err
}

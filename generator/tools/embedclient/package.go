package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"headsup/generator/tools/esbuild"
)

// entries are the modules of the package that products import, by what makes them.
var entries = map[string]string{
	"headsup": "src/headsup.js", "news": "src/news.entry.js", "core": "src/core.js", "react": "npm/react.js", "vue": "npm/vue.js",
}

// typesOf are the declarations of the package, by what they are in the client's folder.
var typesOf = map[string]string{
	"dist/headsup.d.ts": "headsup.d.ts", "dist/news.d.ts": "news.d.ts", "dist/core.d.ts": "core.d.ts",
	"dist/svelte.d.ts": "svelte.d.ts", "dist/react.d.ts": "react.elements.d.ts", "dist/vue.d.ts": "vue.elements.d.ts",
	"npm/react.d.ts": "react.d.ts", "npm/vue.d.ts": "vue.d.ts", "npm/README.md": "README.md",
}

// writePackage writes the package for npm into a folder in place of what is there:
// modules that a product's bundler joins with its own, so that what several of them
// need is there once. client is the folder of the client; repository the address of
// the repository that a registry is to find in the package, or "".
func writePackage(client, out, version, repository string) error {
	client, err := filepath.Abs(client)
	if err != nil {
		return err
	}
	files, err := modules(client)
	if err != nil {
		return err
	}
	for from, to := range typesOf {
		if files[to], err = os.ReadFile(filepath.Join(client, filepath.FromSlash(from))); err != nil {
			return err
		}
	}
	if files["LICENSE"], err = license(client); err != nil {
		return err
	}
	if files["package.json"], err = manifest(filepath.Join(client, "npm", "package.json"), version, repository); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(out), os.MkdirAll(out, 0o755)); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// modules makes the package's modules, by their names.
func modules(client string) (map[string][]byte, error) {
	options := api.BuildOptions{
		AbsWorkingDir: client,
		Outdir:        client, // nothing is written
		Bundle:        true,
		Splitting:     true,
		ChunkNames:    "[name]-[hash]",
		Format:        api.FormatESModule,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
		External:      []string{"react", "vue"},
		Plugins:       []api.Plugin{styles, embedded},
		// The package has no address of its own: only the product knows the site's.
		Define: map[string]string{"import.meta.url": "undefined"},
	}
	for name, file := range entries {
		options.EntryPointsAdvanced = append(options.EntryPointsAdvanced, api.EntryPoint{InputPath: file, OutputPath: name})
	}
	result := api.Build(options)
	if err := esbuild.Failed(append(result.Errors, result.Warnings...)); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range result.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	return files, nil
}

// address is how a script finds a part, alone or as what it imports.
var address = regexp.MustCompile(`import\(new URL\(("\./\w+\.js"), import\.meta\.url\)\)|new URL\(("\./\w+\.js"), import\.meta\.url\)`)

// embedded makes parts modules that bundlers find: scripts of a site have them beside
// themselves, which those of a package cannot know.
var embedded = api.Plugin{Name: "embedded", Setup: func(b api.PluginBuild) {
	b.OnResolve(api.OnResolveOptions{Filter: `/part\.js$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: filepath.Join(args.ResolveDir, "..", "npm", "part.js")}, nil
	})
	b.OnLoad(api.OnLoadOptions{Filter: `/src/\w+\.js$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		code, err := os.ReadFile(args.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		text := address.ReplaceAllString(string(code), "import($1$2)")
		return api.OnLoadResult{Contents: &text, ResolveDir: filepath.Dir(args.Path)}, nil
	})
}}

// license returns the licence of the repository that the client is in.
func license(client string) ([]byte, error) {
	for dir := client; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return os.ReadFile(filepath.Join(dir, "LICENSE"))
		}
	}
	return nil, fmt.Errorf("%s is in no module of Go", client)
}

var unset = regexp.MustCompile(`"version": "[^"]*"`)

// manifest returns the package.json with its version, and with a repository, which npm compares with where it is published from.
func manifest(file, version, repository string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	facts := `"version": "` + version + `"`
	if repository != "" {
		quoted, err := json.Marshal("git+" + strings.TrimSuffix(repository, ".git") + ".git")
		if err != nil {
			return nil, err
		}
		facts += ",\n  \"repository\": { \"type\": \"git\", \"url\": " + string(quoted) + " }"
	}
	if !unset.Match(data) {
		return nil, fmt.Errorf("%s has no version", file)
	}
	return unset.ReplaceAllLiteral(data, []byte(facts)), nil
}

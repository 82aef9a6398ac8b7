// Command build bundles the client with esbuild and minifies it with terser, which
// takes Node.js. It is run by go generate, and by a test that compares what it
// writes with the files that are committed.
//
//	go run ./generator/tools/embedclient -src generator/publish/embed/client/src -o generator/publish/embed/client/dist
//
// With -package it writes the package for npm, which takes Go alone:
//
//	go run ./generator/tools/embedclient -src generator/publish/embed/client/src -package bin/npm
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"headsup/generator/tools/esbuild"
	"headsup/generator/tools/npm"
)

func main() {
	src := flag.String("src", "src", "folder of the sources")
	out := flag.String("o", "dist", "folder to write to")
	pack := flag.String("package", "", "write the package for npm into this `folder` instead")
	version := flag.String("version", "0.0.0", "`version` of the package")
	repository := flag.String("repository", "", "`address` of the repository that the package is published from")
	flag.Parse()
	var err error
	if *pack != "" {
		err = writePackage(filepath.Dir(filepath.Clean(*src)), *pack, *version, *repository)
	} else {
		err = run(*src, *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build the client:", err)
		os.Exit(1)
	}
}

// bundle is one file that is written.
type bundle struct {
	name, entry string
	format      api.Format
}

var bundles = []bundle{
	{"core.js", "core.js", api.FormatESModule},
	{"headsup.js", "headsup.js", api.FormatESModule},
	{"news.js", "news.entry.js", api.FormatESModule},
	{"headsup.classic.js", "headsup.classic.js", api.FormatIIFE},
	// Parts, which the scripts above load when they are due.
	{"history.js", "history.js", api.FormatESModule},
	{"panel.js", "panel.js", api.FormatESModule},
	{"ask.js", "ask.js", api.FormatESModule},
	{"rules.js", "rules.js", api.FormatESModule},
	{"words.js", "words.js", api.FormatESModule},
	{"parts.js", "parts.js", api.FormatESModule},
	{"cards.js", "cards.js", api.FormatESModule},
	{"shown.js", "shown.js", api.FormatESModule},
	{"tours.js", "tours.js", api.FormatESModule},
	{"checklist.js", "checklist.js", api.FormatESModule},
}

func run(src, out string) error {
	src, err := filepath.Abs(src)
	if err != nil {
		return err
	}
	var scripts []script
	for _, b := range bundles {
		code, err := b.compile(src)
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		scripts = append(scripts, script{string(code), b.format == api.FormatESModule})
	}
	minified, err := minify(scripts)
	if err != nil {
		return err
	}
	for i, b := range bundles {
		if err := os.WriteFile(filepath.Join(out, b.name), []byte(minified[i]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

//go:embed minify.mjs
var minifier string

// script is what the minifier is given.
type script struct {
	Code   string `json:"code"`
	Module bool   `json:"module"`
}

// minify returns scripts without what only people read.
func minify(scripts []script) ([]string, error) {
	input, err := json.Marshal(scripts)
	if err != nil {
		return nil, err
	}
	output, err := npm.Run(context.Background(), minifier, input)
	if err != nil {
		return nil, err
	}
	var minified []string
	if err := json.Unmarshal(output, &minified); err != nil {
		return nil, fmt.Errorf("read what the minifier wrote: %w", err)
	}
	if len(minified) != len(scripts) {
		return nil, fmt.Errorf("the minifier wrote %d of %d scripts", len(minified), len(scripts))
	}
	return minified, nil
}

// compile puts a script and all that it imports into one.
func (b bundle) compile(src string) ([]byte, error) {
	options := api.BuildOptions{
		EntryPoints:       []string{filepath.Join(src, b.entry)},
		AbsWorkingDir:     src,
		Bundle:            true,
		Format:            b.format,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Plugins:           []api.Plugin{styles},
	}
	if b.format == api.FormatIIFE {
		// Scripts that are no modules find their own address in another way.
		options.Define = map[string]string{"import.meta.url": "addressOfThisScript"}
		options.Inject = []string{filepath.Join(src, "here.js")}
	}
	result := api.Build(options)
	if err := esbuild.Failed(append(result.Errors, result.Warnings...)); err != nil {
		return nil, err
	}
	return result.OutputFiles[0].Contents, nil
}

// spaces are those that esbuild leaves in custom properties.
var spaces = regexp.MustCompile(`(,|--\w+:) `)

// styles gives style sheets to scripts as minified text.
var styles = api.Plugin{Name: "styles", Setup: func(b api.PluginBuild) {
	b.OnLoad(api.OnLoadOptions{Filter: `\.css$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := os.ReadFile(args.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		result := api.Transform(string(data), api.TransformOptions{
			Loader: api.LoaderCSS, MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Charset: api.CharsetUTF8,
		})
		if err := esbuild.Failed(append(result.Errors, result.Warnings...)); err != nil {
			return api.OnLoadResult{}, err
		}
		text := spaces.ReplaceAllString(strings.TrimSpace(string(result.Code)), "$1")
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, nil
	})
}}

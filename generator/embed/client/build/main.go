// Command build bundles and minifies the client. It is run by go generate, and by
// a test that compares what it writes with the files that are committed.
//
//	go run ./generator/embed/client/build -src generator/embed/client/src -o generator/embed/client/dist
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	src := flag.String("src", "src", "folder of the sources")
	out := flag.String("o", "dist", "folder to write to")
	flag.Parse()
	if err := run(*src, *out); err != nil {
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
}

func run(src, out string) error {
	src, err := filepath.Abs(src)
	if err != nil {
		return err
	}
	for _, b := range bundles {
		data, err := b.compile(src)
		if err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
		if err := os.WriteFile(filepath.Join(out, b.name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

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
		options.Plugins = append(options.Plugins, classic)
	}
	result := api.Build(options)
	if err := failed(append(result.Errors, result.Warnings...)); err != nil {
		return nil, err
	}
	return result.OutputFiles[0].Contents, nil
}

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
		if err := failed(append(result.Errors, result.Warnings...)); err != nil {
			return api.OnLoadResult{}, err
		}
		text := strings.TrimSpace(string(result.Code))
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, nil
	})
}}

// classic takes here.classic.js for here.js: scripts that are no modules find
// their own address in another way.
var classic = api.Plugin{Name: "classic", Setup: func(b api.PluginBuild) {
	b.OnResolve(api.OnResolveOptions{Filter: `/here\.js$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: filepath.Join(args.ResolveDir, "here.classic.js")}, nil
	})
}}

// failed makes one error of what esbuild says; its warnings are errors, too.
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

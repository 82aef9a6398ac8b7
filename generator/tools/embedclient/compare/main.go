// Command compare writes a table of what a product loads when it uses the package of
// the embed, and of what it loads with packages of others for tours and hints. All are
// measured in one way: esbuild makes one minified script, and one style sheet where the
// package has one, of a program that only imports what shows something; Brotli
// compresses both. React is left out, as a product that needs it has it.
//
//	go run ./generator/tools/embedclient/compare -package bin/npm
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"

	"headsup/generator/tools/esbuild"
	"headsup/generator/tools/npm"
)

func main() {
	own := flag.String("package", "bin/npm", "folder of the package of the embed")
	flag.Parse()
	if err := run(os.Stdout, *own); err != nil {
		fmt.Fprintln(os.Stderr, "compare packages:", err)
		os.Exit(1)
	}
}

// program is a product that uses one package.
type program struct {
	pack, what string
	code       string // of a module
}

var programs = []program{
	{"@headsup/embed", "news and tips", `import "@headsup/embed";`},
	{"@headsup/embed", "the same in React", `export * from "@headsup/embed/react";`},
	{"@headsup/embed", "news", `import "@headsup/embed/news";`},
	{"@headsup/embed", "functions", `export * from "@headsup/embed/core";`},
	{"driver.js", "tour", `import "driver.js/dist/driver.css"; export { driver } from "driver.js";`},
	{"shepherd.js", "tour", `import "shepherd.js/dist/css/shepherd.css"; export { default } from "shepherd.js";`},
	{"intro.js", "tour and hints", `import "intro.js/introjs.css"; export { default } from "intro.js";`},
	{"react-joyride", "tour in React", `export { Joyride } from "react-joyride";`},
}

func run(w io.Writer, own string) error {
	root, err := npm.Rivals()
	if err != nil {
		return err
	}
	own, err = filepath.Abs(own)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "| Package | Version | For | Script | Styles | Dependencies | Without a browser |")
	fmt.Fprintln(w, "|---|---|---|--:|--:|--:|---|")
	for _, p := range programs {
		line, err := p.measure(root, own)
		if err != nil {
			return fmt.Errorf("%s: %w", p.pack, err)
		}
		fmt.Fprintln(w, line)
	}
	return nil
}

// measure returns the line of a program in the table. root has the packages of others.
func (p program) measure(root, own string) (string, error) {
	folder := filepath.Join(root, "node_modules", p.pack)
	if p.pack == "@headsup/embed" {
		folder = own
	}
	facts, err := describe(folder)
	if err != nil {
		return "", err
	}
	result := api.Build(api.BuildOptions{
		Stdin:            &api.StdinOptions{Contents: p.code, ResolveDir: root},
		Bundle:           true,
		Outdir:           root, // nothing is written
		Format:           api.FormatESModule,
		Target:           api.ES2022,
		Charset:          api.CharsetUTF8,
		LegalComments:    api.LegalCommentsNone,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		External: []string{"react", "react-dom", "react/*"},
		Define:   map[string]string{"process.env.NODE_ENV": `"production"`},
		LogLevel: api.LogLevelSilent,
		Plugins:  []api.Plugin{from(own)},
	})
	if err := esbuild.Failed(result.Errors); err != nil {
		return "", err
	}
	size := map[string]int{}
	for _, f := range result.OutputFiles {
		n, err := compressed(f.Contents)
		if err != nil {
			return "", err
		}
		size[filepath.Ext(f.Path)] += n
	}
	server := "can be imported"
	if !imports(folder, root) {
		server = "fails"
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s | %d | %s |",
		p.pack, facts.Version, p.what, kilobytes(size[".js"]), kilobytes(size[".css"]), len(facts.Dependencies), server), nil
}

// facts are what a package says of itself.
type facts struct {
	Version      string
	Dependencies map[string]string
}

func describe(folder string) (f facts, err error) {
	data, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return f, err
	}
	return f, json.Unmarshal(data, &f)
}

// from resolves our own package in the folder that it was written to.
func from(own string) api.Plugin {
	return api.Plugin{Name: "own", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^@headsup/embed`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			name := strings.TrimPrefix(strings.TrimPrefix(args.Path, "@headsup/embed"), "/")
			if name == "" {
				name = "headsup"
			}
			return api.OnResolveResult{Path: filepath.Join(own, name+".js")}, nil
		})
	}}
}

// imports reports whether Node.js can import a package.
func imports(folder, root string) bool {
	code := "import(" + quote(filepath.Base(folder)) + ")"
	if !strings.HasPrefix(folder, root) {
		code = "import(" + quote(filepath.Join(folder, "headsup.js")) + ")"
	}
	cmd := exec.Command("node", "--input-type=module", "-e", "await "+code)
	cmd.Dir = root
	return cmd.Run() == nil
}

func quote(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text always has one
	}
	return string(data)
}

func compressed(data []byte) (int, error) {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	if _, err := w.Write(data); err != nil {
		return 0, err
	}
	err := w.Close()
	return b.Len(), err
}

// kilobytes writes bytes as the documentation does.
func kilobytes(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f kB", float64(n)/1000)
}

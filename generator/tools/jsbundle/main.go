// Command jsbundle puts ES modules and what they import into one file each, and
// minifies them, with esbuild. It is run by go generate.
//
//	go run headsup/generator/tools/jsbundle -in src/engine.js -out dist/engine.js
//	go run headsup/generator/tools/jsbundle -in js/site.js -in js/search.js -dir dist -sources dist/sources.json
//
// Several modules that are bundled together stay files of their own for each
// other: an import of one by another is kept as it is written. So are references
// of the form new URL("./x.js", import.meta.url). Style sheets are minified alone:
// their imports and addresses stay.
//
// A module that is imported from a path at which it stands only later, such as what
// the generator adds to a theme, is named with -with PATH=FILE. It becomes part of
// the bundle, and its own imports stay.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	var o options
	flag.Func("in", "`module` or style sheet to bundle, or a pattern such as css/*.css, once or more", func(pattern string) error {
		names, err := filepath.Glob(pattern)
		if err == nil && len(names) == 0 {
			err = errors.New("there is no such file")
		}
		o.entries = append(o.entries, names...)
		return err
	})
	flag.Func("with", "`path=file` of a module that is not at its path from -base", func(value string) error {
		path, file, ok := strings.Cut(value, "=")
		if !ok {
			return errors.New("there is no =")
		}
		if o.foreign == nil {
			o.foreign = map[string]string{}
		}
		o.foreign[path] = file
		return nil
	})
	flag.StringVar(&o.out, "out", "", "`file` to write the one bundle to")
	flag.StringVar(&o.dir, "dir", "", "`folder` to write the bundles to, under their paths from -base")
	flag.StringVar(&o.base, "base", "", "`folder` that the paths of bundles and sources begin at, without it that of each module")
	flag.StringVar(&o.sources, "sources", "", "`file` to list the modules in, as JSON, that each bundle is made of, with their SHA-256")
	flag.Parse()
	if err := run(o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	entries                 []string
	out, dir, base, sources string
	foreign                 map[string]string // files by their paths from base
}

func run(o options, args []string) error {
	switch {
	case len(args) > 0:
		return fmt.Errorf("unexpected %q", args)
	case len(o.entries) == 0:
		return errors.New("-in is missing")
	case (o.out == "") == (o.dir == ""):
		return errors.New("give either -out or -dir")
	case o.out != "" && len(o.entries) > 1:
		return errors.New("-out takes one -in; give -dir")
	}
	bundles, err := build(o.entries, o.base, o.foreign)
	if err != nil {
		return err
	}
	for _, b := range bundles {
		file := o.out
		if file == "" {
			file = filepath.Join(o.dir, filepath.FromSlash(b.name))
		}
		if err := write(file, b.code); err != nil {
			return err
		}
	}
	if o.sources == "" {
		return nil
	}
	list, err := listSources(bundles)
	if err != nil {
		return err
	}
	return write(o.sources, list)
}

func write(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

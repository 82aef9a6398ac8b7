package generator_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// layers are the packages of the program from top to bottom: an import may
// only lead to a package further down. A package in a folder below one of these
// is part of it.
var layers = []string{
	"cmd",
	"generator/tools", // what those who work on headsup run; the program knows nothing of it
	"generator",

	"generator/seen", // a server of its own; the compiler knows nothing of it

	"generator/author/sample",
	"generator/author/digest",
	"generator/author/adopt",
	"generator/author/convert",
	"generator/author/scaffold",
	"generator/author/serve",
	"generator/author/mcp",

	"generator/guard/gate",
	"generator/guard/lint",
	"generator/guard/product",
	"generator/guard/chromium",
	"generator/guard/report",
	"generator/guard/secret",
	"generator/guard/leak",

	"generator/inbound/voice",
	"generator/inbound/report",
	"generator/inbound/ingest",
	"generator/inbound/answer",
	"generator/inbound/themes",
	"generator/inbound/classify",
	"generator/inbound/wording",
	"generator/inbound/redact",
	"generator/inbound/record",

	"generator/publish/syndication",
	"generator/publish/embed",
	"generator/publish/feed",
	"generator/publish/items",
	"generator/publish/search",
	"generator/publish/icalendar",
	"generator/publish/hosting",
	"generator/publish/bucket",

	"generator/render/theme",
	"generator/render/layout",
	"generator/render/llms",
	"generator/render/compose",
	"generator/render/portable",

	"generator/link/launch",
	"generator/link/reviews",
	"generator/link/linktest",
	"generator/link",
	"generator/link/address",
	"generator/view/label",
	"generator/view/words",
	"generator/view",

	"generator/compile/markdown",
	"generator/compile/content",
	"generator/compile/highlight",
	"generator/compile/rawhtml",
	"generator/compile/fragment",
	"generator/compile/media",

	"generator/read/source",
	"generator/read/split",
	"generator/read/frontmatter",
	"generator/read/calendar",
	"generator/read/glob",
	"generator/read/history",
	"generator/read/version",

	"generator/disk/output",
	"generator/disk/cache",
	"generator/disk/compact",
	"generator/disk/watch",
	"generator/disk/memfile",

	"generator/paths", // where things are in the output
	"generator/diag",  // findings are the language that all layers speak
	"themes",
}

const module = "headsup"

// listed is what go list says about a package.
type listed struct {
	ImportPath   string
	Dir          string
	Name         string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// packagesOf asks once for all tests; go list takes seconds.
var packagesOf = sync.OnceValues(func() ([]listed, error) {
	cmd := exec.Command("go", "list", "-pgo=off", "-json=ImportPath,Dir,Name,Imports,TestImports,XTestImports", module+"/...")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, stderr.String())
	}
	var own []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return own, nil
		}
		if err != nil {
			return nil, err
		}
		own = append(own, p)
	}
})

func listPackages(t *testing.T) []listed {
	t.Helper()
	packages, err := packagesOf()
	if err != nil {
		t.Fatalf("list packages: %v", err)
	}
	return packages
}

// layer returns the place in layers of the package that an import path is part
// of, and its name there.
func layer(importPath string) (place int, name string, ok bool) {
	name, ok = strings.CutPrefix(importPath, module+"/")
	for ok && name != "." {
		if place = slices.Index(layers, name); place >= 0 {
			// A package in a folder below the driver's has to have a layer
			// of its own.
			return place, name, name != "generator" || importPath == module+"/generator"
		}
		name = path.Dir(name)
	}
	return 0, "", false
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	packages := listPackages(t)
	if len(packages) < 10 {
		t.Fatalf("only %d packages are listed", len(packages))
	}
	lived := map[string]bool{}
	for _, p := range packages {
		at, from, ok := layer(p.ImportPath)
		if !ok {
			t.Errorf("%s has no layer: give it one in this test", p.ImportPath)
			continue
		}
		lived[from] = true
		for _, imported := range p.Imports {
			if imported != module && !strings.HasPrefix(imported, module+"/") {
				continue
			}
			switch place, to, ok := layer(imported); {
			case ok && from != to && to == "generator/tools":
				t.Errorf("%s is part of the program and imports the tool %s", p.ImportPath, imported)
			case ok && place < at:
				t.Errorf("%s imports %s, which is above it", p.ImportPath, imported)
			}
		}
	}
	for _, name := range layers {
		if !lived[name] {
			t.Errorf("no package is in the layer %s", name)
		}
	}
}

// TestOnlyCommandsBuild keeps the driver out of reach of what it drives, in
// tests too.
func TestOnlyCommandsBuild(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		_, from, _ := layer(p.ImportPath)
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if imported == module+"/generator" && from != "cmd" && from != "generator" && from != "generator/tools" {
				t.Errorf("%s imports the driver", p.ImportPath)
			}
		}
	}
}

// TestNames keeps packages named after what they are about.
func TestNames(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		for _, part := range append(strings.Split(p.ImportPath, "/"), strings.TrimSuffix(p.Name, "_test")) {
			switch part {
			case "util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "shared", "base":
				t.Errorf("%s: %s says nothing about what is in it", p.ImportPath, part)
			}
		}
	}
}

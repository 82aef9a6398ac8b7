package generator_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// floors says on which floor of the house each package lives. An import may
// only point down. A package in a folder below one of these is part of it.
var floors = map[string]int{
	"cmd":                   8,
	"generator/corpus":      7, // measures; the program knows nothing of it
	"generator":             7,
	"generator/check":       5,
	"generator/embed":       6,
	"generator/syndication": 6,
	"generator/feed":        5,
	"generator/gate":        5,
	"generator/hosting":     5,
	"generator/lint":        5,
	"generator/llms":        5,
	"generator/scaffold":    5,
	"generator/search":      5,
	"generator/theme":       5,
	"generator/site":        4,
	"generator/markdown":    3,
	"generator/content":     2,
	"generator/highlight":   2,
	"generator/rawhtml":     2,
	"generator/report":      2,
	"generator/cache":       1,
	"generator/calendar":    1,
	"generator/chromium":    1,
	"generator/diag":        1,
	"generator/frontmatter": 1,
	"generator/glob":        1,
	"generator/history":     1,
	"generator/icalendar":   1,
	"generator/layout":      1,
	"generator/licenses":    1,
	"generator/media":       1,
	"generator/npm":         1,
	"generator/output":      1,
	"generator/sample":      1,
	"generator/serve":       1,
	"generator/source":      1,
	"generator/version":     1,
	"generator/watch":       1,
	"themes":                1,
}

// sideways lists the imports between neighbours: findings are the language that
// all floors speak.
var sideways = map[string][]string{
	"generator/calendar":    {"generator/diag"},
	"generator/frontmatter": {"generator/diag"},
	"generator/media":       {"generator/diag"},
	"generator/serve":       {"generator/diag"},
	"generator/source":      {"generator/diag"},
}

const module = "headsup"

// listed is what go list says about a package.
type listed struct {
	ImportPath   string
	Name         string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Module       *struct{ Path string }
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-pgo=off", "-deps", "-json=ImportPath,Name,Imports,TestImports,XTestImports,Module", module+"/...")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("list packages: %v\n%s", err, said.String())
	}
	var own []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return own
		}
		if err != nil {
			t.Fatalf("read the list of packages: %v", err)
		}
		if p.Module != nil && p.Module.Path == module {
			own = append(own, p)
		}
	}
}

// room returns the package with a floor that an import path is part of.
func room(importPath string) (name string, ok bool) {
	name, ok = strings.CutPrefix(importPath, module+"/")
	for ok && name != "." {
		if _, known := floors[name]; known {
			// A package in a folder below the driver's has to have a floor
			// of its own.
			return name, name != "generator" || importPath == module+"/generator"
		}
		name = path.Dir(name)
	}
	return "", false
}

func TestImportsPointDown(t *testing.T) {
	packages := listPackages(t)
	if len(packages) < 10 {
		t.Fatalf("only %d packages are listed", len(packages))
	}
	for _, p := range packages {
		from, ok := room(p.ImportPath)
		if !ok {
			t.Errorf("%s is on no floor: give it one in this test", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if imported != module && !strings.HasPrefix(imported, module+"/") {
				continue
			}
			to, ok := room(imported)
			switch {
			case !ok, from == to, floors[to] < floors[from], slices.Contains(sideways[from], to):
			case floors[to] == floors[from]:
				t.Errorf("%s imports its neighbour %s", p.ImportPath, imported)
			default:
				t.Errorf("%s imports %s, which is above it", p.ImportPath, imported)
			}
		}
	}
}

// TestOnlyCommandsBuild keeps the driver out of reach of what it drives, and
// the means of measuring out of the program, in tests too.
func TestOnlyCommandsBuild(t *testing.T) {
	for _, p := range listPackages(t) {
		from, _ := room(p.ImportPath)
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if imported == module+"/generator" && from != "cmd" && from != "generator" {
				t.Errorf("%s imports the driver", p.ImportPath)
			}
		}
		for _, imported := range p.Imports {
			if to, _ := room(imported); to == "generator/corpus" && from != to {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// TestNames keeps packages named after what they are about.
func TestNames(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, part := range append(strings.Split(p.ImportPath, "/"), strings.TrimSuffix(p.Name, "_test")) {
			switch part {
			case "util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "shared", "base":
				t.Errorf("%s: %s says nothing about what is in it", p.ImportPath, part)
			}
		}
	}
}

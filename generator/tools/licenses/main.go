// Command collect writes the licences of all modules that this module's
// programs are linked from, of Go itself, and of data of others that is part of this
// module's packages, to a file. The licence of data lies beside it as NAME.LICENSE.txt
// and begins with what the data is called.
//
//	go run ./generator/tools/licenses -o cmd/headsup/licenses/third-party.txt
//
// It reads the modules from Go's module cache and needs no network once they
// are there. Packages that only tests use are left out, as no program holds
// them. A module without a licence is an error.
package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	out := flag.String("o", "", "file to write; standard output when there is none")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "collect licences:", err)
		os.Exit(1)
	}
}

// run writes the licences of some packages; of all when none are given.
func run(out string, packages []string) error {
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	modules, err := linked(packages)
	if err != nil {
		return err
	}
	language, err := golang()
	if err != nil {
		return err
	}
	data, err := embedded(packages)
	if err != nil {
		return err
	}
	text, err := compose(slices.Concat([]module{language}, modules, data))
	if err != nil {
		return err
	}
	if out == "" {
		_, err = os.Stdout.WriteString(text)
	} else {
		err = os.WriteFile(out, []byte(text), 0o644)
	}
	if err != nil {
		return fmt.Errorf("write licences: %w", err)
	}
	return nil
}

// module is one module with its files that say how it may be used.
type module struct {
	name  string // path and version
	dir   string
	files []string // full names, sorted
}

// systems are those for which releases are built; each may link other modules.
var systems = []string{"linux", "darwin", "windows"}

// linked returns the modules that some packages are linked from, on any of the
// systems, sorted by name.
func linked(packages []string) ([]module, error) {
	found := map[string]*module{}
	for _, system := range systems {
		args := append([]string{
			"list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "--",
		}, packages...)
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		listed, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("list packages for %s: %w", system, err)
		}
		for line := range strings.Lines(string(listed)) {
			parts := strings.Split(strings.TrimSpace(line), "\t")
			if len(parts) != 3 {
				continue
			}
			m := found[parts[0]]
			if m == nil {
				m = &module{name: parts[0], dir: parts[1]}
				found[m.name] = m
			}
			if err := m.add(parts[2]); err != nil {
				return nil, err
			}
		}
	}
	var out []module
	for _, name := range slices.Sorted(maps.Keys(found)) {
		slices.Sort(found[name].files)
		found[name].files = slices.Compact(found[name].files)
		out = append(out, *found[name])
	}
	return out, nil
}

// embedded returns the data of others that is part of packages of this module, by the
// first lines of its licences.
func embedded(packages []string) ([]module, error) {
	// With a profile, packages would be listed once for each program.
	args := append([]string{"list", "-pgo=off", "-deps", "-f", "{{with .Module}}{{if .Main}}{{$.Dir}}{{end}}{{end}}", "--"}, packages...)
	listed, err := exec.Command("go", args...).Output()
	if err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	var out []module
	for line := range strings.Lines(string(listed)) {
		dir := strings.TrimSpace(line)
		if dir == "" {
			continue
		}
		more, err := data(dir)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	slices.SortFunc(out, func(a, b module) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// data returns the data of others in a folder.
func data(dir string) (out []module, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.LICENSE.txt"))
	if err != nil {
		return nil, fmt.Errorf("find licences of data: %w", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read licence: %w", err)
		}
		name, _, _ := strings.Cut(clean(string(text)), "\n")
		out = append(out, module{name: name, dir: dir, files: []string{file}})
	}
	return out, nil
}

// golang returns Go itself, whose library is part of every program.
func golang() (module, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return module{}, fmt.Errorf("find go: %w", err)
	}
	m := module{name: "Go's standard library", dir: strings.TrimSpace(string(root))}
	if err := m.add(m.dir); err != nil {
		return module{}, err
	}
	if len(m.files) == 0 {
		// Some distributions keep Go's licence beside the toolchain.
		return m, m.add(filepath.Join(m.dir, ".."))
	}
	return m, nil
}

var terms = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|copyright|notice|patents)([.-].*)?$`)

// add adds the licences that apply to a folder of a module: its own, and those
// of all folders above it up to the module's.
func (m *module) add(dir string) error {
	for {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return fmt.Errorf("read folder of %s: %w", m.name, err)
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() && terms.MatchString(entry.Name()) && filepath.Ext(entry.Name()) != ".go" {
				m.files = append(m.files, filepath.Join(dir, entry.Name()))
			}
		}
		if !strings.HasPrefix(dir, m.dir+string(filepath.Separator)) {
			return nil
		}
		dir = filepath.Dir(dir)
	}
}

var rule = strings.Repeat("=", 80) + "\n"

// compose returns the text.
func compose(modules []module) (string, error) {
	var b strings.Builder
	b.WriteString("headsup is linked from the code of others, and holds data of others. These are their licences.\n\n")
	for _, m := range modules {
		if len(m.files) == 0 {
			return "", errors.New("no licence found for " + m.name)
		}
		fmt.Fprintf(&b, "%s%s\n", rule, m.name)
		for _, name := range m.files {
			text, err := os.ReadFile(name)
			if err != nil {
				return "", fmt.Errorf("read licence: %w", err)
			}
			relative, err := filepath.Rel(m.dir, name)
			if err != nil {
				return "", fmt.Errorf("name licence: %w", err)
			}
			fmt.Fprintf(&b, "\n--- %s\n\n%s\n", filepath.ToSlash(relative), clean(string(text)))
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// clean returns a text with plain line ends and nothing at its ends.
func clean(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

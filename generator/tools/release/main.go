// Command release writes the npm packages of the program: one that people install, and one
// for each platform with the program for it, of which npm installs the one that fits:
//
//	go run ./generator/tools/release -dist dist -o bin/npm-cli -version 1.2.3
//
// dist is where goreleaser put its programs.
package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed package
var sources embed.FS

func main() {
	log.SetFlags(0)
	var r release
	dist := flag.String("dist", "dist", "`folder` that goreleaser wrote")
	out := flag.String("o", "", "`folder` to write in place of what is there")
	flag.StringVar(&r.version, "version", "", "`version` of the packages, as npm writes it")
	flag.StringVar(&r.scope, "scope", "@headsup", "`scope` of the packages' names")
	flag.StringVar(&r.repository, "repository", "", "`address` of the repository that the packages are published from")
	flag.Parse()
	if *out == "" || r.version == "" || flag.NArg() != 0 {
		log.Fatal("usage: release -dist FOLDER -o FOLDER -version VERSION")
	}
	programs, err := built(*dist)
	if err == nil {
		err = r.write(*out, programs)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// program is one that was built.
type program struct {
	path     string // of the file, as seen from the working folder
	os, arch string // as Go calls them
}

// built reads what goreleaser built.
func built(dist string) ([]program, error) {
	data, err := os.ReadFile(filepath.Join(dist, "artifacts.json"))
	if err != nil {
		return nil, err
	}
	var artifacts []struct {
		Path, Goos, Goarch, Type string
	}
	if err := json.Unmarshal(data, &artifacts); err != nil {
		return nil, fmt.Errorf("read %s/artifacts.json: %w", dist, err)
	}
	var programs []program
	for _, a := range artifacts {
		if a.Type == "Binary" {
			programs = append(programs, program{filepath.FromSlash(a.Path), a.Goos, a.Goarch})
		}
	}
	if len(programs) == 0 {
		return nil, fmt.Errorf("%s has no programs", dist)
	}
	return programs, nil
}

// release is what all packages of a release have in common.
type release struct {
	version, scope, repository string
}

// manifest is the package.json of a package.
type manifest struct {
	Name                 string            `json:"name"`
	Version              string            `json:"version"`
	Description          string            `json:"description"`
	License              string            `json:"license"`
	Repository           map[string]string `json:"repository,omitempty"`
	Bin                  map[string]string `json:"bin,omitempty"`
	Files                []string          `json:"files"`
	OS                   []string          `json:"os,omitempty"`
	CPU                  []string          `json:"cpu,omitempty"`
	Engines              map[string]string `json:"engines,omitempty"`
	OptionalDependencies map[string]string `json:"optionalDependencies,omitempty"`
	PreferUnplugged      bool              `json:"preferUnplugged,omitempty"` // programs cannot run from within an archive
}

// named are Node's names of systems and processors, by Go's.
var named = map[string]string{"linux": "linux", "darwin": "darwin", "windows": "win32", "amd64": "x64", "arm64": "arm64"}

// numbered is a version as npm takes it, without a "v" before it.
var numbered = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// write writes the packages: cli, and cli-SYSTEM-PROCESSOR for each program.
func (r release) write(out string, programs []program) error {
	if !numbered.MatchString(r.version) {
		return fmt.Errorf("npm takes no version %q; it looks like 1.2.3", r.version)
	}
	license, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	third, err := os.ReadFile(filepath.FromSlash("cmd/headsup/licenses/third-party.txt"))
	if err != nil {
		return err
	}
	common := map[string][]byte{"LICENSE": license, "THIRD-PARTY-LICENSES.txt": third}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	wrapper := r.manifest("cli", "Compiles product enablement content into a site and a feed.")
	wrapper.Bin = map[string]string{"headsup": "headsup.js"}
	wrapper.Files = []string{"headsup.js"}
	wrapper.Engines = map[string]string{"node": ">=18"}
	wrapper.OptionalDependencies = map[string]string{}
	slices.SortFunc(programs, func(a, b program) int { return strings.Compare(a.os+a.arch, b.os+b.arch) })
	for _, p := range programs {
		system, processor := named[p.os], named[p.arch]
		if system == "" || processor == "" {
			return fmt.Errorf("there is no name of Node.js for %s on %s", p.arch, p.os)
		}
		name := "cli-" + system + "-" + processor
		file := "headsup"
		if p.os == "windows" {
			file += ".exe"
		}
		m := r.manifest(name, fmt.Sprintf("headsup for %s on %s. Install %s/cli, which finds it.", system, processor, r.scope))
		m.OS, m.CPU, m.Files, m.PreferUnplugged = []string{system}, []string{processor}, []string{file, "THIRD-PARTY-LICENSES.txt"}, true
		data, err := os.ReadFile(p.path)
		if err != nil {
			return err
		}
		dir := filepath.Join(out, name)
		err = errors.Join(writeAll(dir, m, common), os.WriteFile(filepath.Join(dir, file), data, 0o755))
		if err != nil {
			return err
		}
		wrapper.OptionalDependencies[m.Name] = r.version
	}
	launcher, err := sources.ReadFile("package/headsup.js")
	if err != nil {
		return err
	}
	readme, err := sources.ReadFile("package/README.md")
	if err != nil {
		return err
	}
	scoped := func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("@headsup"), []byte(r.scope)) }
	dir := filepath.Join(out, "cli")
	return errors.Join(
		writeAll(dir, wrapper, map[string][]byte{"LICENSE": license, "README.md": scoped(readme)}),
		os.WriteFile(filepath.Join(dir, "headsup.js"), scoped(launcher), 0o755),
	)
}

func (r release) manifest(name, description string) manifest {
	m := manifest{Name: r.scope + "/" + name, Version: r.version, Description: description, License: "MIT"}
	if r.repository != "" {
		m.Repository = map[string]string{"type": "git", "url": "git+" + r.repository + ".git"}
	}
	return m
}

func writeAll(dir string, m manifest, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), append(data, '\n'), 0o644); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

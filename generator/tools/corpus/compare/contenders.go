package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"headsup/generator/tools/corpus/process"
)

// hugoVersion is the Hugo that headsup is measured against.
const hugoVersion = "v0.165.0"

//go:embed all:testdata/hugo
var testdata embed.FS

// headsup returns the program of this module, with a cold and a warm build.
// The warm one finds what a build before the first round left.
func (c *command) headsup(ctx context.Context, dir, content string) ([]contender, error) {
	program, err := process.Headsup(ctx, c.Stderr)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "headsup")
	warm := contender{
		name: "headsup, warm",
		command: []string{
			program, "build", "--content", content, "--out", out,
			"--cache-dir", filepath.Join(dir, "headsup-cache"), "--now", "2026-01-01",
		},
		out:   out,
		pages: c.pages,
		dir:   dir,
	}
	cold := warm
	cold.name = "headsup, cold"
	cold.command = append(slices.Clone(warm.command), "--no-cache")
	cold.out = out + "-cold"
	cold.command[slices.Index(cold.command, out)] = cold.out
	cold.remove = []string{cold.out}
	fmt.Fprintln(c.Stderr, "filling headsup's cache")
	if _, err := warm.measure(ctx, c.Stderr); err != nil {
		return nil, fmt.Errorf("build with headsup: %w", err)
	}
	return []contender{cold, warm}, nil
}

// hugo returns Hugo with its layouts, always cold: it keeps no pages between
// builds.
func (c *command) hugo(ctx context.Context, dir, content string) (contender, error) {
	program, err := c.findHugo(ctx)
	if err != nil {
		return contender{}, err
	}
	site := filepath.Join(dir, "site")
	layouts, err := fs.Sub(testdata, "testdata/hugo")
	if err != nil {
		return contender{}, fmt.Errorf("find layouts: %w", err)
	}
	if err := os.CopyFS(site, layouts); err != nil {
		return contender{}, fmt.Errorf("write site for hugo: %w", err)
	}
	out, cache := filepath.Join(dir, "hugo"), filepath.Join(dir, "hugo-cache")
	return contender{
		name: "hugo, cold",
		command: []string{
			program, "build", "--source", site, "--contentDir", content,
			"--destination", out, "--cacheDir", cache, "--noBuildLock", "--quiet",
		},
		out:    out,
		pages:  c.pages,
		dir:    dir,
		remove: []string{out, cache, filepath.Join(site, "resources")},
	}, nil
}

// findHugo returns the path of a Hugo of the pinned version, and installs it
// when there is none.
func (c *command) findHugo(ctx context.Context) (string, error) {
	installed := filepath.Join(c.tools, executable("hugo"))
	candidates := []string{installed}
	if program, err := exec.LookPath("hugo"); err == nil {
		candidates = append(candidates, program)
	}
	env, err := exec.CommandContext(ctx, "go", "env", "GOBIN", "GOPATH").Output()
	if err != nil {
		return "", fmt.Errorf("find go's folders: %w", err)
	}
	bin, path, _ := strings.Cut(strings.TrimRight(string(env), "\r\n"), "\n")
	if bin == "" {
		bin = filepath.Join(strings.TrimSpace(path), "bin")
	}
	candidates = append(candidates, filepath.Join(strings.TrimSpace(bin), executable("hugo")))
	for _, program := range candidates {
		if isHugo(ctx, program) {
			return program, nil
		}
	}
	fmt.Fprintf(c.Stderr, "installing hugo %s into %s\n", hugoVersion, c.tools)
	install := exec.CommandContext(ctx, "go", "install", "github.com/gohugoio/hugo@"+hugoVersion)
	install.Env = append(os.Environ(), "CGO_ENABLED=0", "GOBIN="+c.tools)
	install.Stdout, install.Stderr = c.Stderr, c.Stderr
	if err := install.Run(); err != nil {
		return "", fmt.Errorf("install hugo: %w", err)
	}
	if !isHugo(ctx, installed) {
		return "", errors.New("install hugo: the installed program is not hugo " + hugoVersion)
	}
	return installed, nil
}

// isHugo reports whether a program is a Hugo of the pinned version, such as
// "hugo v0.165.0+extended linux/amd64 …" says of itself.
func isHugo(ctx context.Context, program string) bool {
	said, err := exec.CommandContext(ctx, program, "version").Output()
	if err != nil {
		return false
	}
	words := bytes.Fields(said)
	if len(words) < 2 {
		return false
	}
	version, _, _ := strings.Cut(string(words[1]), "-")
	version, _, _ = strings.Cut(version, "+")
	return string(words[0]) == "hugo" && version == hugoVersion
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

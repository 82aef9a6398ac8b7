package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Versions of what headsup is compared with.
const (
	pagefindVersion   = "1.6.0"
	minisearchVersion = "7.2.0"
)

// install puts the pinned packages into the folder for tools, if they are not
// there.
func (c *command) install(ctx context.Context) error {
	if c.installed("pagefind", pagefindVersion) && c.installed("minisearch", minisearchVersion) {
		return nil
	}
	if err := os.MkdirAll(c.tools, 0o755); err != nil {
		return fmt.Errorf("make folder for tools: %w", err)
	}
	fmt.Fprintf(c.Stderr, "installing pagefind %s and minisearch %s into %s\n", pagefindVersion, minisearchVersion, c.tools)
	cmd := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--prefix", c.tools,
		"pagefind@"+pagefindVersion, "minisearch@"+minisearchVersion)
	cmd.Stdout, cmd.Stderr = c.Stderr, c.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("install packages with npm: %w", err)
	}
	return nil
}

// installed reports whether a package is there in a version.
func (c *command) installed(name, version string) bool {
	data, err := os.ReadFile(c.module(name, "package.json"))
	if err != nil {
		return false
	}
	var about struct{ Version string }
	return json.Unmarshal(data, &about) == nil && about.Version == version
}

// module returns the path of a file in an installed package.
func (c *command) module(name ...string) string {
	return filepath.Join(append([]string{c.tools, "node_modules"}, name...)...)
}

// pagefindProgram returns the program that the package runs, which knows more
// languages than the other one that some systems have. Run by npx it would be a
// child whose memory nobody sees.
func (c *command) pagefindProgram() (string, error) {
	for _, name := range []string{"pagefind_extended", "pagefind"} {
		program := c.module("@pagefind", platform(runtime.GOOS, runtime.GOARCH), "bin", executable(name))
		if _, err := os.Stat(program); err == nil {
			return program, nil
		}
	}
	return "", errors.New("find pagefind: its package has no program for this system")
}

// platform is npm's name of a system.
func platform(system, processor string) string {
	if processor == "amd64" {
		processor = "x64"
	}
	return system + "-" + processor
}

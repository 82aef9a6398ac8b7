package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"strings"

	"headsup/generator/tools/npm"
)

// versions returns the other engines that take part with the versions of their
// packages, each after a semicolon.
func (c *command) versions() (string, error) {
	var b strings.Builder
	for _, id := range c.engines {
		if id == headsup {
			continue
		}
		data, err := npm.Read(string(id) + "/package.json")
		if err != nil {
			return "", err
		}
		var about struct{ Version string }
		if err := json.Unmarshal(data, &about); err != nil {
			return "", fmt.Errorf("read the version of %s: %w", id, err)
		}
		fmt.Fprintf(&b, "; %s %s", id, about.Version)
	}
	return b.String(), nil
}

// pagefindProgram returns the program that the package runs, which knows more
// languages than the other one that some systems have. Run by npx it would be a
// child whose memory nobody sees.
func pagefindProgram() (string, error) {
	for _, name := range []string{"pagefind_extended", "pagefind"} {
		program, err := npm.Path(path.Join("@pagefind", platform(runtime.GOOS, runtime.GOARCH), "bin", executable(name)))
		if err != nil {
			return "", err
		}
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

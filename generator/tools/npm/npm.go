// Package npm has what tests, measurements and the build of the client run that
// others wrote for Node.js: a checker of accessibility, readers of feeds and of
// calendars, a compiler of types, a framework, a minifier, two search engines, what a
// host reads rules with, a validator and an editor's service for JSON, a reader of
// mail, and what shows cards of a chat. The program itself needs none of it.
//
// The versions are those of package-lock.json, which is made anew by
// "npm install --package-lock-only" in this folder.
package npm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/lockedfile"
)

//go:embed package.json package-lock.json hosts readers assistants bundlers rivals
var sets embed.FS

// Root returns the folder that has node_modules in it. The first call on a machine
// installs the packages into the user's cache, which takes npm and the network;
// no script of a package runs.
var Root = sync.OnceValues(func() (string, error) { return rootOf(".") })

// Hosts is Root for the programs of hosts, which are large.
var Hosts = sync.OnceValues(func() (string, error) { return rootOf("hosts") })

// Readers is Root for what reads our files and is large: an editor's service for YAML,
// what judges pages, sitemaps and reports.
var Readers = sync.OnceValues(func() (string, error) { return rootOf("readers") })

// Assistants is Root for what assistants ask servers with.
var Assistants = sync.OnceValues(func() (string, error) { return rootOf("assistants") })

// Bundlers is Root for what builds products that install the package of the embed.
var Bundlers = sync.OnceValues(func() (string, error) { return rootOf("bundlers") })

// Rivals is Root for packages that the one of the embed is measured beside.
var Rivals = sync.OnceValues(func() (string, error) { return rootOf("rivals") })

func rootOf(set string) (string, error) {
	var files [2][]byte
	for i, name := range names {
		data, err := sets.ReadFile(path.Join(set, name))
		if err != nil {
			return "", fmt.Errorf("read what to install: %w", err)
		}
		files[i] = data
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a folder for packages: %w", err)
	}
	sum := sha256.Sum256(bytes.Join(files[:], nil))
	parent := filepath.Join(cache, "headsup", "npm")
	root := filepath.Join(parent, hex.EncodeToString(sum[:8]))
	if installed(root) {
		return root, nil
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", fmt.Errorf("make a folder for packages: %w", err)
	}
	// Tests of several packages may be the first at the same time. One of them installs.
	unlock, err := lockedfile.MutexAt(root + ".lock").Lock()
	if err != nil {
		return "", fmt.Errorf("wait for others who install packages: %w", err)
	}
	defer unlock()
	if installed(root) {
		return root, nil
	}
	fresh, err := os.MkdirTemp(parent, "new-")
	if err != nil {
		return "", fmt.Errorf("make a folder for packages: %w", err)
	}
	defer os.RemoveAll(fresh) //nolint:errcheck // gone when all went well
	if err := install(fresh, files); err != nil {
		return "", err
	}
	if err := os.Rename(fresh, root); err != nil {
		return "", fmt.Errorf("place packages: %w", err)
	}
	return root, nil
}

// names are those of the files that say what to install.
var names = [2]string{"package.json", "package-lock.json"}

func installed(root string) bool {
	info, err := os.Stat(filepath.Join(root, "node_modules"))
	return err == nil && info.IsDir()
}

func install(dir string, files [2][]byte) error {
	for i, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), files[i], 0o644); err != nil {
			return fmt.Errorf("describe packages: %w", err)
		}
	}
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("install packages: there is no npm (make node installs it)")
	}
	if err != nil {
		return fmt.Errorf("install packages: %w\n%s", err, out)
	}
	return nil
}

// Path returns the path of a file of a package: "axe-core/axe.min.js".
func Path(file string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	return filepath.Join(root, "node_modules", filepath.FromSlash(file)), nil
}

// Read returns a file of a package.
func Read(file string) ([]byte, error) {
	name, err := Path(file)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read a file of a package: %w", err)
	}
	return data, nil
}

// Run runs an ES module that may import the packages, with the input as its
// standard input, and returns what it writes. The error has what it complains of.
func Run(ctx context.Context, module string, input []byte, args ...string) ([]byte, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	return RunIn(ctx, root, module, input, args...)
}

// RunIn is [Run] with the packages of another root.
func RunIn(ctx context.Context, root, module string, input []byte, args ...string) ([]byte, error) {
	// Packages are looked for from the module's own folder upwards.
	file, err := os.CreateTemp(root, "run-*.mjs")
	if err != nil {
		return nil, fmt.Errorf("write the module: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // in a cache
	_, err = file.WriteString(module)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("write the module: %w", err)
	}
	// A file and not a pipe: where a package has looked at the input, a module that reads a
	// pipe at once is told to try again as soon as it is faster than we are.
	given, err := os.CreateTemp("", "input-")
	if err != nil {
		return nil, fmt.Errorf("write the input of a module: %w", err)
	}
	defer os.Remove(given.Name()) //nolint:errcheck // a temporary file
	defer given.Close()           //nolint:errcheck // it is read
	if _, err := given.Write(input); err != nil {
		return nil, fmt.Errorf("write the input of a module: %w", err)
	}
	if _, err := given.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("write the input of a module: %w", err)
	}
	cmd := exec.CommandContext(ctx, "node", append([]string{file.Name()}, args...)...)
	cmd.Stdin = given
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run a module of Node.js: %w\n%s", err, complaint.String())
	}
	return out, nil
}

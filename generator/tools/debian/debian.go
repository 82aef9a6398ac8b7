// Package debian has programs of Debian that conformance tests ask. One that is
// missing is installed, where that can be done without a person.
package debian

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Install makes sure that a file of a package is there: a program, named as it is
// called, or an absolute path, in which * stands for parts that differ from machine to
// machine. It returns the path. The error says what to install by hand.
func Install(file, pkg string) (string, error) {
	if path, ok := find(file); ok {
		return path, nil
	}
	if err := install(pkg); err != nil {
		return "", fmt.Errorf("there is no %s: please install Debian's package %s (%w)", file, pkg, err)
	}
	path, ok := find(file)
	if !ok {
		return "", fmt.Errorf("there is no %s, although Debian's package %s is installed", file, pkg)
	}
	return path, nil
}

// Version returns the version of a package that is installed.
func Version(pkg string) (string, error) {
	out, err := exec.Command("dpkg-query", "-W", "-f", "${Version}", pkg).Output()
	if err != nil {
		return "", fmt.Errorf("ask for the version of %s: %w", pkg, err)
	}
	return strings.TrimSpace(string(out)), nil
}

func find(file string) (string, bool) {
	if !filepath.IsAbs(file) {
		path, err := exec.LookPath(file)
		return path, err == nil
	}
	matches, err := filepath.Glob(file)
	if err != nil || len(matches) == 0 {
		return "", false
	}
	return matches[len(matches)-1], true
}

// root is what apt-get is called with to be root.
var root = sync.OnceValues(func() ([]string, error) {
	if _, err := exec.LookPath("apt-get"); err != nil {
		return nil, errors.New("there is no apt-get")
	}
	if os.Getuid() == 0 {
		return nil, nil
	}
	if err := exec.Command("sudo", "-n", "true").Run(); err != nil {
		return nil, errors.New("apt-get needs root, or sudo without a password")
	}
	return []string{"sudo", "-n"}, nil
})

// update fetches the list of packages once.
var update = sync.OnceValue(func() error { return aptGet("update", "-q") })

func install(pkg string) error {
	if err := update(); err != nil {
		return err
	}
	return aptGet("install", "-q", "-y", "--no-install-recommends", pkg)
}

// aptGet waits for others that install something.
func aptGet(args ...string) error {
	as, err := root()
	if err != nil {
		return err
	}
	args = append(append(as[:len(as):len(as)], "env", "DEBIAN_FRONTEND=noninteractive",
		"apt-get", "-o", "DPkg::Lock::Timeout=600"), args...)
	if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get: %w\n%s", err, out)
	}
	return nil
}

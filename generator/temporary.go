package generator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// temporaryName is a folder of [TemporaryFolder], with the process that made it.
var temporaryName = regexp.MustCompile(`^headsup-(?:base|cache|check|site)-([0-9]+)-[0-9]+$`)

// temporaryAge is how long a folder is left alone that may be of a process which
// cannot be seen from here, such as one in another container.
const temporaryAge = 24 * time.Hour

var clearOnce sync.Once

// TemporaryFolder makes a temporary folder, for its caller to remove. The name says
// what for: base, cache, check or site. The first call removes what earlier runs
// left behind that were killed.
func TemporaryFolder(name string) (string, error) {
	clearOnce.Do(clearTemporary)
	dir, err := os.MkdirTemp("", fmt.Sprintf("headsup-%s-%d-", name, os.Getpid()))
	if err != nil {
		return "", fmt.Errorf("make a temporary folder: %w", err)
	}
	return dir, nil
}

// clearTemporary removes old temporary folders of processes that are gone. What
// cannot be removed, since it is another user's, stays.
func clearTemporary() {
	entries, err := os.ReadDir(os.TempDir())
	if err != nil {
		return
	}
	for _, e := range entries {
		m := temporaryName.FindStringSubmatch(e.Name())
		if m == nil || !e.IsDir() {
			continue
		}
		info, err := e.Info()
		if err != nil || time.Since(info.ModTime()) < temporaryAge || alive(m[1]) {
			continue
		}
		os.RemoveAll(filepath.Join(os.TempDir(), e.Name())) //nolint:errcheck // the system cleans its temporary folder
	}
}

// alive reports whether there may be a process of a number.
func alive(number string) bool {
	pid, err := strconv.Atoi(number)
	if err != nil {
		return true
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	return !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

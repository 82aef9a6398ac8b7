// Package history reads the history of a folder from git: the repository that
// it is in, and when each of its files was last changed.
//
// It only reads, runs git and nothing else, and fetches nothing.
package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Repository is a git repository with a working tree.
type Repository struct {
	Root string // of the working tree, absolute, links resolved
}

// ErrNoGit says that git is not installed.
var ErrNoGit = errors.New("git is not installed")

// Open finds the repository that a folder is in.
func Open(ctx context.Context, dir string) (*Repository, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, ErrNoGit
	}
	r := &Repository{Root: dir}
	out, err := r.Run(ctx, "rev-parse", "--show-toplevel")
	switch {
	case err == nil:
	case untrusted(err):
		return nil, errUntrusted(dir)
	case strings.Contains(err.Error(), "not a git repository"):
		return nil, fmt.Errorf("%s is not in a git repository", dir)
	default:
		return nil, err
	}
	if r.Root, err = filepath.EvalSymlinks(strings.TrimSuffix(string(out), "\n")); err != nil {
		return nil, err
	}
	return r, nil
}

// ErrUntrusted says that git does not read a repository of somebody else.
var ErrUntrusted = errors.New("git refuses to read the history, because the folder belongs to another user")

// untrusted reports whether git said so.
func untrusted(err error) bool { return strings.Contains(err.Error(), "dubious ownership") }

// errUntrusted says how git is told to read it all the same.
func errUntrusted(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	// The exception has to name the root of the working tree.
	for at := abs; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			abs = at
			break
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	return fmt.Errorf("%w; if you trust it: git config --global --add safe.directory %s", ErrUntrusted, abs)
}

// Run runs git in the root of the working tree and returns what it says.
func (r *Repository) Run(ctx context.Context, args ...string) ([]byte, error) {
	return run(command(ctx, r.Root, args...))
}

// Command returns git with arguments, to be run in the root of the working tree.
func (r *Repository) Command(ctx context.Context, args ...string) *exec.Cmd {
	return command(ctx, r.Root, args...)
}

// ofCaller are variables with which git calls its hooks. They would say that
// the folder is in the repository of the hook.
var ofCaller = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"}

// command returns git with arguments. No language, no hook that calls us and no
// pager changes what it says, and it fetches nothing that a partial clone lacks.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(ofCaller, name)
	}), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_PAGER=cat", "GIT_NO_LAZY_FETCH=1")
	return cmd
}

func run(cmd *exec.Cmd) ([]byte, error) {
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", cmd.Args[1], err, strings.TrimSpace(stderr.String()))
	}
	return out.Bytes(), nil
}

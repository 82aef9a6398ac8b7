package gate

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"headsup/generator/read/history"
)

// Repository is a git repository whose changes are judged.
type Repository struct{ *history.Repository }

// Open finds the repository that a folder is in.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r, err := history.Open(ctx, dir)
	switch {
	case errors.Is(err, history.ErrNoGit):
		return nil, fmt.Errorf("%w, and --base compares with its history", err)
	case errors.Is(err, history.ErrUntrusted):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w, so there is nothing to compare with --base", err)
	}
	return &Repository{r}, nil
}

// Change is what has changed since a commit of another branch.
type Change struct {
	Base    string   // the commit that both have in common
	Files   []File   // sorted by path
	Reasons []string // of no-note trailers
	Empty   bool     // there is a no-note trailer without a reason
}

// File is one file that has changed.
type File struct {
	Path    string   // slash-separated, from the root of the repository
	Deleted bool     // it is not there any more
	Authors []string // of the commits that changed it, as "name <address>"; nil when a change is not committed
}

// Since returns what HEAD and the working tree have changed since they and a
// reference went apart.
func (r *Repository) Since(ctx context.Context, ref string) (*Change, error) {
	commit, err := r.Run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	shallow := false
	if out, err := r.Run(ctx, "rev-parse", "--is-shallow-repository"); err == nil {
		shallow = strings.TrimSpace(string(out)) == "true"
	}
	const deepen = "fetch the history first: git fetch --unshallow, or fetch-depth: 0 for actions/checkout"
	if err != nil {
		hint := "fetch it first: git fetch origin " + strings.TrimPrefix(ref, "origin/")
		if shallow {
			hint = deepen
		}
		return nil, fmt.Errorf("there is no commit %q here; %s", ref, hint)
	}
	base, err := r.Run(ctx, "merge-base", strings.TrimSpace(string(commit)), "HEAD")
	if err != nil {
		if shallow {
			return nil, fmt.Errorf("this clone has no history in which %s and HEAD meet; %s", ref, deepen)
		}
		return nil, fmt.Errorf("%s and HEAD have no commit in common, so nothing can be compared", ref)
	}
	c := &Change{Base: strings.TrimSpace(string(base))}
	files := map[string]*File{}
	if err := r.files(ctx, c.Base, files); err != nil {
		return nil, err
	}
	if err := r.commits(ctx, c, files); err != nil {
		return nil, err
	}
	for _, f := range files {
		c.Files = append(c.Files, *f)
	}
	slices.SortFunc(c.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return c, nil
}

// files lists what differs between a commit and the working tree.
func (r *Repository) files(ctx context.Context, base string, files map[string]*File) error {
	out, err := r.Run(ctx, "diff", "--no-ext-diff", "--no-renames", "--name-status", "-z", base, "--")
	if err != nil {
		return err
	}
	fields := strings.Split(string(out), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		files[fields[i+1]] = &File{Path: fields[i+1], Deleted: fields[i] == "D"}
	}
	out, err = r.Run(ctx, "ls-files", "--others", "--exclude-standard", "-z", "--full-name")
	if err != nil {
		return err
	}
	for _, name := range strings.Split(string(out), "\x00") {
		if name != "" {
			files[name] = &File{Path: name}
		}
	}
	return nil
}

// commits reads who changed what, and what the messages say.
func (r *Repository) commits(ctx context.Context, c *Change, files map[string]*File) error {
	out, err := r.Run(ctx, "log", "--no-renames", "--name-only", "-z", "--no-show-signature",
		"--format=%x01%an <%ae>%x02%(trailers:key=no-note,unfold,separator=%x03)%x02", c.Base+"..HEAD", "--")
	if err != nil {
		return err
	}
	for _, commit := range strings.Split(string(out), "\x01") {
		parts := strings.SplitN(commit, "\x02", 3)
		if len(parts) < 3 {
			continue
		}
		author, trailers, names := parts[0], parts[1], parts[2]
		if trailers != "" {
			for _, trailer := range strings.Split(trailers, "\x03") {
				_, reason, _ := strings.Cut(trailer, ":")
				if reason = strings.TrimSpace(reason); reason != "" {
					c.Reasons = append(c.Reasons, reason)
				} else {
					c.Empty = true
				}
			}
		}
		for _, name := range strings.Split(names, "\x00") {
			if f := files[strings.TrimPrefix(name, "\n")]; f != nil {
				f.Authors = append(f.Authors, author)
			}
		}
	}
	slices.Reverse(c.Reasons) // as they were written
	out, err = r.Run(ctx, "diff", "--no-ext-diff", "--no-renames", "--name-only", "-z", "HEAD", "--")
	if err != nil {
		return err
	}
	for _, name := range strings.Split(string(out), "\x00") {
		if f := files[name]; f != nil {
			f.Authors = nil
		}
	}
	return nil
}

// Extract writes a folder of the repository, as it was at a commit, into dir. ok
// is false when the commit has no such folder.
func (r *Repository) Extract(ctx context.Context, commit, folder, dir string) (ok bool, err error) {
	args := []string{"archive", "--format=tar", commit}
	if folder != "." {
		if _, err := r.Run(ctx, "cat-file", "-e", commit+":"+folder); err != nil {
			return false, ctx.Err()
		}
		args = append(args, "--", folder)
	}
	var stderr bytes.Buffer
	cmd := r.Command(ctx, args...)
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	err = unpack(pipe, dir)
	io.Copy(io.Discard, pipe) //nolint:errcheck // git is not to wait for us
	if waited := cmd.Wait(); waited != nil && err == nil {
		err = fmt.Errorf("git archive: %w: %s", waited, strings.TrimSpace(stderr.String()))
	}
	return err == nil, err
}

// unpack writes the files of an archive. Links are skipped: what they lead to
// is not of this commit.
func unpack(r io.Reader, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // only a handle
	for t := tar.NewReader(r); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the archive: %w", err)
		}
		name := filepath.FromSlash(strings.TrimSuffix(h.Name, "/"))
		switch h.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(name, 0o755)
		case tar.TypeReg:
			if err = root.MkdirAll(filepath.Dir(name), 0o755); err == nil {
				err = put(root, name, t)
			}
		}
		if err != nil {
			return err
		}
	}
}

func put(root *os.Root, name string, from io.Reader) error {
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

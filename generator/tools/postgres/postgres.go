// Package postgres starts a PostgreSQL server of its own for tests and measurements, with
// an empty database in a temporary folder.
package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// ErrNone says that PostgreSQL is not installed.
var ErrNone = errors.New("there is no PostgreSQL: install the package postgresql, or have initdb and postgres on the path")

// Start starts a server, and returns the address of its database. Stop ends it and deletes
// all of it.
func Start(ctx context.Context) (address string, stop func() error, err error) {
	bin, err := find()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp(parent(), "postgres")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	s := &server{bin: bin, dir: dir}
	if err := s.start(ctx); err != nil {
		return "", nil, errors.Join(err, s.stop())
	}
	query := url.Values{"host": {dir}, "user": {"headsup"}}
	return "postgres:///postgres?" + query.Encode(), s.stop, nil
}

// find returns the folder with the newest server's programs.
func find() (string, error) {
	if name, err := exec.LookPath("initdb"); err == nil {
		// The others may not be where a link to this one is.
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return "", fmt.Errorf("find PostgreSQL: %w", err)
		}
		return filepath.Dir(name), nil
	}
	// Debian keeps them where several versions may be.
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", ErrNone
	}
	return filepath.Dir(slices.Max(found)), nil
}

// parent returns the folder for a server's own. Where root has a temporary folder of its
// own, the user who runs PostgreSQL could not get into it.
func parent() string {
	if os.Geteuid() == 0 {
		return "/tmp"
	}
	return ""
}

type server struct {
	bin, dir string
	running  *exec.Cmd
	said     bytes.Buffer  // to be read once it has ended
	ended    chan struct{} // closed then
}

func (s *server) start(ctx context.Context) error {
	uid, gid := os.Geteuid(), os.Getegid()
	if uid == 0 {
		// PostgreSQL refuses to run as root.
		other, err := user.Lookup("postgres")
		if err != nil {
			return fmt.Errorf("run PostgreSQL as somebody else than root: %w", err)
		}
		if uid, err = strconv.Atoi(other.Uid); err != nil {
			return fmt.Errorf("run PostgreSQL as somebody else than root: %w", err)
		}
		if gid, err = strconv.Atoi(other.Gid); err != nil {
			return fmt.Errorf("run PostgreSQL as somebody else than root: %w", err)
		}
		if err := os.Chown(s.dir, uid, gid); err != nil {
			return fmt.Errorf("run PostgreSQL as somebody else than root: %w", err)
		}
	}
	data := filepath.Join(s.dir, "data")
	initialise := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"),
		"--pgdata", data, "--username", "headsup", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
	initialise.Dir = s.dir
	runAs(initialise, uid, gid)
	if out, err := initialise.CombinedOutput(); err != nil {
		return fmt.Errorf("make a database: %w\n%s", err, out)
	}
	// It is stopped by its own means, once all else is done.
	s.running = exec.Command(filepath.Join(s.bin, "postgres"), "-D", data, "-k", s.dir, "-c", "listen_addresses=")
	s.running.Dir, s.running.Stdout, s.running.Stderr = s.dir, &s.said, &s.said
	runAs(s.running, uid, gid)
	if err := s.running.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	s.ended = make(chan struct{})
	go func() {
		defer close(s.ended)
		_ = s.running.Wait() // it ends because it was told to, or says why
	}()
	for {
		var no *exec.ExitError
		ready := exec.CommandContext(ctx, filepath.Join(s.bin, "pg_isready"), "--host", s.dir, "--quiet")
		if err := ready.Run(); err == nil {
			return nil
		} else if !errors.As(err, &no) {
			return fmt.Errorf("ask PostgreSQL whether it is ready: %w", err)
		}
		select {
		case <-s.ended:
			return fmt.Errorf("PostgreSQL has ended:\n%s", s.said.Bytes())
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond): // it tells nobody when it is ready
		}
	}
}

func (s *server) stop() error {
	var err error
	if s.ended != nil {
		// It ends its sessions at once.
		if err = s.running.Process.Signal(os.Interrupt); errors.Is(err, os.ErrProcessDone) {
			err = nil
		}
		<-s.ended
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

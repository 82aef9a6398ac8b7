package readers

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// goProgram returns the path of a program of Go, which is built once for a version.
func goProgram(t *testing.T, pkg, name string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	_, version, _ := strings.Cut(path.Base(pkg), "@")
	dir := filepath.Join(cache, "headsup", "bin", name+"-"+version)
	program := filepath.Join(dir, name)
	if _, err := os.Stat(program); err == nil {
		return program
	}
	cmd := exec.CommandContext(t.Context(), "go", "install", pkg)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GOBIN="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("install %s: %v\n%s", pkg, err, out)
	}
	return program
}

// postgres starts a server of PostgreSQL in a folder of its own, which only listens there,
// and returns how to reach it.
func postgres(t *testing.T) string {
	t.Helper()
	program := need(t, "/usr/lib/postgresql/*/bin/postgres", "postgresql")
	dir, err := os.MkdirTemp("", "readers-") // not below folders that only root can enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) }) //nolint:errcheck // in the folder for such
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	as := func(name string, args ...string) *exec.Cmd { return exec.CommandContext(t.Context(), name, args...) }
	owner := me.Username
	if me.Uid == "0" {
		// It refuses to run as root.
		owner = "postgres"
		account, err := user.Lookup(owner)
		if err != nil {
			t.Fatal(err)
		}
		uid, err := strconv.Atoi(account.Uid)
		if err != nil {
			t.Fatal(err)
		}
		gid, err := strconv.Atoi(account.Gid)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
		as = func(name string, args ...string) *exec.Cmd {
			cmd := exec.CommandContext(t.Context(), "setpriv", append([]string{
				"--reuid=" + account.Uid, "--regid=" + account.Gid, "--clear-groups", name,
			}, args...)...)
			return cmd
		}
	}
	data := filepath.Join(dir, "data")
	init := as(filepath.Join(filepath.Dir(program), "initdb"), "-D", data, "-U", owner, "--auth=trust", "--no-sync", "-E", "UTF8")
	init.Dir = dir
	if out, err := init.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	server := as(program, "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off")
	server.Dir = dir
	var said lockedBuffer
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop(server)
		if t.Failed() {
			t.Logf("PostgreSQL says\n%s", said.String())
		}
	})
	eventually(t, "PostgreSQL to start", func() error {
		if !strings.Contains(said.String(), "ready to accept connections") {
			return errors.New(said.String())
		}
		return nil
	})
	return "user=" + owner + " host=" + dir + " dbname=postgres sslmode=disable"
}

// stop ends a program as a person would, and waits for it.
func stop(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = cmd.Wait()                          // with an error, as it was told to
}

// eventually asks again until there is no error, for a minute at most.
func eventually(t *testing.T, what string, ask func() error) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		err := ask()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited for %s: %v", what, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// lockedBuffer keeps what a program writes while others read it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

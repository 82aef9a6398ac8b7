//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// typist runs headsup on a terminal of its own, and types.
type typist struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	said chan []byte
	text bytes.Buffer // all that was said so far
}

func onTerminal(t *testing.T, dir string, args ...string) *typist {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// A program that is called headsup is headsup; see TestMain.
	cmd := &exec.Cmd{Path: self, Args: append([]string{"headsup"}, args...), Dir: dir}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "CI=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	tty, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	y := &typist{t: t, cmd: cmd, tty: tty, said: make(chan []byte)}
	t.Cleanup(func() { tty.Close(); cmd.Process.Kill(); cmd.Wait() })
	go func() {
		defer close(y.said)
		for {
			b := make([]byte, 4096)
			n, err := tty.Read(b)
			if n > 0 {
				y.said <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	return y
}

// waitFor waits until a text was said after what was waited for before.
func (y *typist) waitFor(text string) {
	y.t.Helper()
	timeout := time.After(30 * time.Second)
	for {
		if _, rest, ok := bytes.Cut(y.text.Bytes(), []byte(text)); ok {
			rest = bytes.Clone(rest)
			y.text.Reset()
			y.text.Write(rest)
			return
		}
		select {
		case b, ok := <-y.said:
			if !ok {
				y.t.Fatalf("%q is not said; it says\n%s", text, y.text.Bytes())
			}
			y.text.Write(b)
		case <-timeout:
			y.t.Fatalf("%q is not said in time; it says\n%s", text, y.text.Bytes())
		}
	}
}

func (y *typist) types(text string) {
	y.t.Helper()
	if _, err := io.WriteString(y.tty, text); err != nil {
		y.t.Fatal(err)
	}
}

// status waits for the end.
func (y *typist) status() int {
	for b := range y.said {
		y.text.Write(b)
	}
	var exit *exec.ExitError
	if err := y.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		y.t.Fatal(err)
	}
	return y.cmd.ProcessState.ExitCode()
}

func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := "title: Site\nbase_url: https://example.com/\nproducts: [billing, identity]\n"
	if err := os.MkdirAll(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "content", "headsup.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// On a terminal headsup asks for what is missing, and again after a wrong answer.
func TestNewAsks(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	y := onTerminal(t, dir, "new", "--now", "2026-11-24")
	y.waitFor("1  release-note")
	y.types("1\n")
	y.waitFor("Title:")
	y.types("\n")
	y.waitFor("Title:")
	y.types("Export invoices\n")
	y.waitFor("2  identity")
	y.types("3\n")
	y.waitFor("There is no number 3.")
	y.types("biling\n")
	y.waitFor("did you mean billing?")
	y.types("2, billing\n")
	y.waitFor("1  sales")
	y.types("\n")
	y.waitFor("3  beta")
	y.types("3 4\n")
	y.waitFor("Only one, please.")
	y.types("beta\n")
	y.waitFor("content/releases/2026-11-24-export-invoices.md")
	if got := y.status(); got != 0 {
		t.Errorf("status %d\n%s", got, y.text.Bytes())
	}
	text, err := os.ReadFile(filepath.Join(dir, "content", "releases", "2026-11-24-export-invoices.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\ntitle: Export invoices\n", "\nproducts: [identity, billing]\n", "\nstage: beta\n", "\n# audiences: "} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// Who breaks off finds nothing written, however it was done.
func TestNewBrokenOff(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*typist){
		"end of input": func(y *typist) { y.types("\x04") },
		"Ctrl-C":       func(y *typist) { y.types("\x03") },
		"signal":       func(y *typist) { y.cmd.Process.Signal(syscall.SIGINT) },
	} {
		dir := newFolder(t)
		y := onTerminal(t, dir, "new", "playbook", "Refund")
		y.waitFor("Enter for none:")
		end(y)
		if got := y.status(); got != exitFailure {
			t.Errorf("%s: status %d\n%s", name, got, y.text.Bytes())
		}
		if !strings.Contains(y.text.String(), "nothing was written") {
			t.Errorf("%s: it says\n%s", name, y.text.Bytes())
		}
		if _, err := os.Stat(filepath.Join(dir, "content", "playbooks")); err == nil {
			t.Errorf("%s: something was written", name)
		}
	}
}

// Nothing is asked when all is said, and never with --no-input.
func TestNewDoesNotAsk(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"new", "playbook", "Refund", "--products", "billing", "--audiences", "support"},
		{"new", "playbook", "Refund", "--no-input"},
	} {
		y := onTerminal(t, newFolder(t), args...)
		y.waitFor("content/playbooks/refund.md")
		if got := y.status(); got != 0 {
			t.Errorf("%q: status %d\n%s", args, got, y.text.Bytes())
		}
	}
	y := onTerminal(t, newFolder(t), "new", "--no-input")
	if got := y.status(); got != exitFailure {
		t.Errorf("status %d\n%s", got, y.text.Bytes())
	}
}

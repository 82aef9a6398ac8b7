package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// program is held while the program runs in this process, whose folder and environment
// are those of one script then.
var program sync.Mutex

// surroundings are the variables that the program, what it imports or git look at.
var surroundings = []string{
	"HOME", "PATH", "PWD", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
	"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE",
	"GIT_CEILING_DIRECTORIES", "GIT_TEST_ASSUME_DIFFERENT_OWNER",
}

// runHere runs the program in this process, as a script's "exec headsup" does in one of
// its own, and returns its exit status and what it prints to standard output. To start a
// process and load a theme takes longer than most of what scripts ask for.
func runHere(ts *testscript.TestScript, t testing.TB, args []string) (status int, printed string) {
	program.Lock()
	defer program.Unlock()
	before, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	defer func() { ts.Check(os.Chdir(before)) }()
	for _, name := range surroundings {
		value := ts.Getenv(name)
		if name == "PWD" {
			value = ts.MkAbs(".")
		}
		was, there := os.LookupEnv(name)
		ts.Check(os.Setenv(name, value))
		defer func() {
			if there {
				ts.Check(os.Setenv(name, was))
			} else {
				ts.Check(os.Unsetenv(name))
			}
		}()
		if value == "" {
			ts.Check(os.Unsetenv(name))
		}
	}
	var out bytes.Buffer
	m := mainCmd{Stdin: strings.NewReader(""), Stdout: &out, Stderr: ts.Stderr(), Getenv: ts.Getenv}
	status = m.Run(t.Context(), args)
	// Archives of scripts have no other ends of lines.
	printed = strings.ReplaceAll(out.String(), "\r\n", "\n")
	_, err = io.WriteString(ts.Stdout(), printed)
	ts.Check(err)
	return status, printed
}

// testdata returns the path of a folder of scripts, which holds wherever the program runs.
func testdata(t testing.TB, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// runCmd runs the program in this process: run headsup ARGUMENT...
func runCmd(t testing.TB) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if len(args) == 0 || args[0] != "headsup" {
			ts.Fatalf("usage: run headsup argument...")
		}
		status, _ := runHere(ts, t, args[1:])
		if failed := status != exitDone; failed != neg {
			ts.Fatalf("headsup ends with the status %d", status)
		}
	}
}

package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"headsup/generator/tools/browsertest"
)

// update rewrites the golden output in the scripts: go test ./cmd/headsup -update
var update = flag.Bool("update", false, "rewrite golden output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(browsertest.M{M: m}, map[string]func(){"headsup": main})
}

// setUp gives a script folders of its own. Programs that it starts collect memory as
// rarely as the tests do.
func setUp(env *testscript.Env) error {
	if often := os.Getenv("GOGC"); often != "" {
		env.Setenv("GOGC", often)
	}
	env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
	env.Setenv("HOME", env.WorkDir)
	return nil
}

// TestScripts runs one behaviour of the command line per file in
// testdata/script. Golden output holds no times and no absolute paths.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           testdata(t, "script"),
		UpdateScripts: *update,
		Setup:         setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"run":     runCmd(t),
			"copies":  copiesCmd,
			"repeat":  repeatCmd,
			"bytes":   bytesCmd,
			"snap":    snapCmd,
			"visible": visibleCmd,
		},
	})
}

// repeatCmd writes a file of a text repeated: repeat FILE COUNT TEXT.
func repeatCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: repeat file count text")
	}
	n := 0
	for _, c := range args[1] {
		n = n*10 + int(c-'0')
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	ts.Check(err)
	_, err = f.WriteString(strings.Repeat(strings.ReplaceAll(args[2], `\n`, "\n"), n))
	ts.Check(err)
	ts.Check(f.Close())
}

// bytesCmd writes a file from a Go-escaped text: bytes FILE TEXT.
func bytesCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: bytes file text")
	}
	text := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t",
		`\xEF\xBB\xBF`, "\xEF\xBB\xBF", `\xE9`, "\xE9", `\x00`, "\x00").Replace(args[1])
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// snapCmd writes what is in a folder (names, modes, times, bytes) to a file:
// snap FOLDER FILE. Two equal snapshots are an untouched folder.
func snapCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: snap folder file")
	}
	var b bytes.Buffer
	root := ts.MkAbs(args[0])
	ts.Check(filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		b.WriteString(rel + " " + info.Mode().String())
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			b.WriteString(" " + info.ModTime().String() + "\n" + string(data))
		}
		b.WriteByte('\n')
		return nil
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o644))
}

// visibleCmd fails if a word is in any file of a folder: ! visible FOLDER WORD,
// or if it is in none: visible FOLDER WORD.
func visibleCmd(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: visible folder word")
	}
	var where []string
	ts.Check(filepath.Walk(ts.MkAbs(args[0]), func(p string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		data, err := os.ReadFile(p)
		if err == nil && bytes.Contains(data, []byte(args[1])) {
			where = append(where, p)
		}
		return err
	}))
	if neg && len(where) > 0 {
		ts.Fatalf("%q is in %s", args[1], strings.Join(where, ", "))
	}
	if !neg && len(where) == 0 {
		ts.Fatalf("%q is in no file", args[1])
	}
}

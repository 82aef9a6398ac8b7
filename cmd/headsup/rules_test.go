package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"headsup/generator/diag"
)

// TestRules runs one bad site per rule and compares all that headsup check says.
// Every place that a finding names has to exist.
func TestRules(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(otherSite))
	t.Cleanup(web.Close)
	testscript.Run(t, testscript.Params{
		Dir:           testdata(t, "rules"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SERVER", web.URL)
			return setUp(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"repeat": repeatCmd,
			"bytes":  bytesCmd,
			"run":    runCmd(t),
			"check":  checkCmd(t),
			"copies": copiesCmd,
			"expand": expandCmd,
		},
	})
}

// otherSite is another site.
func otherSite(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/gone":
		http.NotFound(w, r)
	case "/moved":
		http.Redirect(w, r, "/there", http.StatusMovedPermanently)
	case "/moved-for-a-while":
		http.Redirect(w, r, "/there", http.StatusFound)
	case "/invoices/7":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><title>Invoices</title><button id="export">Export</button><p class="row">1<p class="row">2
<div hidden id="away">Away</div><x-card><template shadowrootmode="open"><b data-test="total">3</b></template></x-card>`)
	case "/login":
		http.Error(w, "who are you?", http.StatusUnauthorized)
	}
}

// Every rule has a case, and the case shows the rule.
func TestEveryRuleHasACase(t *testing.T) {
	for _, rule := range diag.Rules() {
		archive, err := txtar.ParseFile(filepath.Join("testdata", "rules", rule.ID+".txtar"))
		if err != nil {
			t.Errorf("no case for the rule %s: %v", rule.ID, err)
			continue
		}
		shown := false
		for _, f := range archive.Files {
			shown = shown || f.Name == "want" && strings.Contains(string(f.Data), "["+rule.ID+"]\n")
		}
		if !shown {
			t.Errorf("the case of %s does not show it", rule.ID)
		}
	}
}

// finding is the first line of a finding of the text format: where, how bad, and more.
var finding = regexp.MustCompile(`(?m)^(?:(\S[^:\n]*)(?::(\d+):(\d+))?: )?(?:error|warning|note): .*\[([a-z-]+)\]$`)

// checkCmd runs headsup check and looks whether each place that it names exists.
func checkCmd(t testing.TB) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		// It fails when there are errors, which is not the question here.
		_, printed := runHere(ts, t, append([]string{"check"}, args...))
		checkPlaces(ts, printed)
	}
}

// checkPlaces looks whether each place that findings name exists.
func checkPlaces(ts *testscript.TestScript, printed string) {
	found := finding.FindAllStringSubmatch(printed, -1)
	if len(found) == 0 {
		ts.Fatalf("nothing is found")
	}
	for _, f := range found {
		path, line, column, rule := f[1], f[2], f[3], f[4]
		if path == "" {
			continue
		}
		if _, err := os.Lstat(ts.MkAbs(path)); err != nil {
			ts.Fatalf("%s: there is no such file: %v", rule, err)
		}
		if line == "" {
			continue
		}
		text, err := os.ReadFile(ts.MkAbs(path))
		ts.Check(err)
		lines := strings.Split(string(text), "\n")
		y, err := strconv.Atoi(line)
		ts.Check(err)
		x, err := strconv.Atoi(column)
		ts.Check(err)
		if y < 1 || y > len(lines) {
			ts.Fatalf("%s: %s has no line %d", rule, path, y)
		}
		if n := utf8.RuneCountInString(lines[y-1]); x < 1 || x > n+1 {
			ts.Fatalf("%s: line %d of %s has %d characters, and no column %d", rule, y, path, n, x)
		}
	}
}

// copiesCmd makes many files of one: copies FILE COUNT. In its name and its text,
// N is the number of the copy.
func copiesCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: copies file count")
	}
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := ts.ReadFile(args[0])
	ts.Check(os.Remove(ts.MkAbs(args[0])))
	for n := range count {
		number := fmt.Sprintf("%04d", n)
		ts.Check(os.WriteFile(ts.MkAbs(strings.ReplaceAll(args[0], "N", number)), []byte(strings.ReplaceAll(text, "N", number)), 0o644))
	}
}

// expandCmd puts variables into a file: expand FILE.
func expandCmd(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: expand file")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "$SERVER", ts.Getenv("SERVER"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

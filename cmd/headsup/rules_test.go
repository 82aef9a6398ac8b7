package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"headsup/generator/diag"
	"headsup/generator/guard/report"
)

// TestRules runs one bad site per rule and compares all that headsup check says.
// Every place that a finding names has to exist.
func TestRules(t *testing.T) {
	skipShort(t, "what headsup does at the same time is in package generator")
	web := httptest.NewServer(http.HandlerFunc(otherSite))
	t.Cleanup(web.Close)
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "rules"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SERVER", web.URL)
			return setUp(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"repeat": repeatCmd,
			"bytes":  bytesCmd,
			"check":  checkCmd,
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

// checkCmd runs headsup check and looks whether each place that it names exists.
// Its output is then that of the text format.
func checkCmd(ts *testscript.TestScript, _ bool, args []string) {
	// It fails when there are errors, which is not the question here.
	_ = ts.Exec("headsup", append([]string{"check", "--format", "json"}, args...)...)
	var doc report.Document
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &doc))
	for _, f := range doc.Diagnostics {
		if f.Path == "" {
			continue
		}
		if _, err := os.Lstat(ts.MkAbs(f.Path)); err != nil {
			ts.Fatalf("%s: there is no such file: %v", f.Rule, err)
		}
		if f.Line == 0 {
			continue
		}
		text, err := os.ReadFile(ts.MkAbs(f.Path))
		ts.Check(err)
		lines := strings.Split(string(text), "\n")
		if f.Line > len(lines) {
			ts.Fatalf("%s: %s has no line %d", f.Rule, f.Path, f.Line)
		}
		if n := utf8.RuneCountInString(lines[f.Line-1]); f.Column > n+1 {
			ts.Fatalf("%s: line %d of %s has %d characters, and no column %d", f.Rule, f.Line, f.Path, n, f.Column)
		}
	}
	_ = ts.Exec("headsup", append([]string{"check"}, args...)...)
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

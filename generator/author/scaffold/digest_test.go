package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestDigestWorkflow runs what sends digests: one for each audience and place, the others
// too when one fails.
func TestDigestWorkflow(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no bash")
	}
	w := workflows(t)["digest.yml"]
	script := ""
	for _, step := range w.Jobs["digest"].Steps {
		if step.Name == "send" {
			script = step.Run
		}
	}
	const program = `#!/bin/bash
printf '%s|' "$@" >>"$RUNNER_TEMP/calls"; echo >>"$RUNNER_TEMP/calls"
[[ "$*" != *'--audience support'* ]]
`
	const hook, smtp = "HEADSUP_WEBHOOK=https://hooks.example.com/x", "HEADSUP_SMTP=smtp://localhost"
	const digest, rest = "digest|--since|7d|--audience|", "|--post|--state|.digest/posted.json|\n"
	for _, tt := range []struct {
		name string
		env  []string
		fail bool
		want string
	}{
		{"all in one", []string{hook, "HEADSUP_SMTP=", "AUDIENCES=", "FORMAT="}, false, digest + "|--format|slack" + rest},
		{
			"each team",
			[]string{hook, smtp, "AUDIENCES=support $(id)", "FORMAT=teams"},
			true,
			digest + "support|--format|teams" + rest + digest + "support|--format|eml" + rest +
				digest + "$(id)|--format|teams" + rest + digest + "$(id)|--format|eml" + rest,
		},
		{"nowhere", []string{"HEADSUP_WEBHOOK=", "HEADSUP_SMTP=", "AUDIENCES=sales", "FORMAT="}, true, ""},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "headsup"), []byte(program), 0o700); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
		cmd.Dir = dir
		cmd.Env = append([]string{
			"PATH=" + dir + ":" + os.Getenv("PATH"), "RUNNER_TEMP=" + dir, "STATE=.digest/posted.json",
		}, tt.env...)
		if out, err := cmd.CombinedOutput(); (err != nil) != tt.fail {
			t.Errorf("%s: %v: %s", tt.name, err, out)
		}
		calls, err := os.ReadFile(filepath.Join(dir, "calls"))
		if err != nil && tt.want != "" || string(calls) != tt.want {
			t.Errorf("%s: %v, called\n%s\nwant\n%s", tt.name, err, calls, tt.want)
		}
	}
}

package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflow is what tests read of a workflow.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Steps []struct{ Name, Uses, Run string }
	}
}

// workflows are those of a new site, by name.
func workflows(t *testing.T) map[string]workflow {
	t.Helper()
	files, err := Init(Start{Title: "Site", BaseURL: "https://example.com/", Date: day})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]workflow{}
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Path, ".github/workflows/"); ok {
			var w workflow
			if err := yaml.Unmarshal(f.Data, &w); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			out[name] = w
		}
	}
	return out
}

// Nothing that people typed is part of a command, and nothing is allowed that is not
// needed.
func TestWorkflows(t *testing.T) {
	all := workflows(t)
	uses := map[string]bool{}
	for name, w := range all {
		for _, job := range w.Jobs {
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: %s", name, step.Run)
				}
				if name == "content.yml" {
					uses[step.Uses] = true
				}
			}
		}
	}
	if p := all["reviews.yml"].Permissions; len(p) != 2 || p["contents"] != "read" || p["issues"] != "write" {
		t.Errorf("permissions %v", p)
	}
	for _, step := range all["reviews.yml"].Jobs["reviews"].Steps {
		if !uses[step.Uses] {
			t.Errorf("content.yml does not use %s", step.Uses)
		}
	}
}

// fakeGitHub writes down what it is called with, and has two issues that are open.
const fakeGitHub = `#!/bin/bash
printf '%s\n' "$*" >>"$RUNNER_TEMP/calls"
case "$*" in
*--paginate*) printf '7\t<!-- headsup-reviews: owner-ann -->\n9\t<!-- headsup-reviews: owner-an -->\n' ;;
*--input*) cat >>"$RUNNER_TEMP/calls" ;;
esac
`

// The workflow changes the issue that is open, opens one that is not, and closes the
// one with nothing left.
func TestReviewsWorkflow(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no bash")
	}
	script := ""
	for _, step := range workflows(t)["reviews.yml"].Jobs["reviews"].Steps {
		if step.Name == "tell" {
			script = step.Run
		}
	}
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	hostile := `{"title":"$(touch pwned) ` + "`touch pwned`" + `","body":"<!-- -->\n\\ \"'"}`
	write("gh", fakeGitHub, 0o700)
	write("reviews", "<!-- headsup-reviews: owner-ann -->\t"+hostile+"\n<!-- headsup-reviews: no-owner -->\t{\"title\":\"b\"}\n", 0o600)
	cmd := exec.Command(bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "RUNNER_TEMP=" + dir, "GITHUB_REPOSITORY=acme/handbook"}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	calls, err := os.ReadFile(filepath.Join(dir, "calls"))
	if err != nil {
		t.Fatal(err)
	}
	got := string(calls)
	got = got[max(0, strings.Index(got, "api --method")):]
	want := "api --method PATCH repos/acme/handbook/issues/7 --input -\n" + hostile + "\n" +
		"api --method POST repos/acme/handbook/issues --input -\n{\"title\":\"b\"}\n" +
		"issue close 9 --repo acme/handbook --reason completed\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Error("a title was run as a command")
	}
}

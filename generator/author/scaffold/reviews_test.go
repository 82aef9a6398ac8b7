package scaffold

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"headsup/generator/compile/content"
)

// workflow is what tests read of a workflow.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Steps []struct {
			Name, Uses, Run string
			Folder          string `yaml:"working-directory"`
			With            map[string]string
		}
	}
}

// workflows are those of a new site, by name.
func workflows(t *testing.T) map[string]workflow {
	t.Helper()
	files, err := Init(Start{
		Title: "Site", BaseURL: "https://example.com/", Date: day, Repository: "acme/headsup", Version: "1.2.3", Folder: "docs/a site",
	})
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

// pinned is what workflows may use: actions by their commits, which nobody can change, and
// ours by its version.
var pinned = regexp.MustCompile(`^(actions/[a-z/-]+@[0-9a-f]{40}|acme/headsup/\.github/actions/headsup@v1\.2\.3)$`)

// runsHeadsup finds commands that read the site.
var runsHeadsup = regexp.MustCompile(`(?m)^\s*headsup (digest|reviews|check|build)`)

// Nothing that people typed is part of a command, nothing is allowed that is not needed, and
// all work in the folder of the site.
func TestWorkflows(t *testing.T) {
	for name, w := range workflows(t) {
		for _, job := range w.Jobs {
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: %s", name, step.Run)
				}
				if step.Uses != "" && !pinned.MatchString(step.Uses) {
					t.Errorf("%s uses %s", name, step.Uses)
				}
				folder := step.Folder
				if strings.HasPrefix(step.Uses, "acme/") {
					folder = step.With["folder"]
				}
				runs := runsHeadsup.MatchString(step.Run) || strings.HasPrefix(step.Uses, "acme/") && step.With["check"] != "false"
				if runs && folder != "docs/a site" {
					t.Errorf("%s: %q works in another folder", name, step.Name)
				}
			}
		}
		want := map[string]string{"contents": "read"}
		if name == "reviews.yml" {
			want["issues"] = "write"
		}
		if !maps.Equal(w.Permissions, want) {
			t.Errorf("%s: permissions %v", name, w.Permissions)
		}
	}
}

// Code owners are written for folders of kinds, and the folder that holds others first.
func TestCodeOwners(t *testing.T) {
	start := Start{
		BaseURL: "https://example.com/", Folder: "docs/a site",
		Approvals: map[string][]string{"public": {"@acme/legal"}, "launch": {"@jo", "@acme/product"}, "page": {"@ann"}},
	}
	files, err := Init(start)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Path] = string(f.Data)
	}
	want := "\n/docs/a\\ site/content/ @ann\n/docs/a\\ site/content/launches/ @jo @acme/product\n"
	if !strings.Contains(texts[".github/CODEOWNERS"], want) {
		t.Errorf("got %s", texts[".github/CODEOWNERS"])
	}
	cfg, found := content.ParseConfig("headsup.yaml", []byte(texts["content/headsup.yaml"]))
	if len(found) > 0 || !reflect.DeepEqual(cfg.Approvals, start.Approvals) {
		t.Errorf("%v, %v", cfg.Approvals, found)
	}
	start.Approvals = map[string][]string{"public": {"@acme/legal"}}
	if files, err = Init(start); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Path == ".github/CODEOWNERS" {
			t.Errorf("nobody owns a folder: %s", f.Data)
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

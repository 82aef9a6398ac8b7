package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// action is the folder of the action.
const action = "../../../.github/actions/headsup"

// runner is a machine that runs the action: a folder, programs of the test's own, and
// what the scripts may read.
type runner struct {
	t    *testing.T
	dir  string
	bash string
}

func newRunner(t *testing.T) runner {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no bash")
	}
	r := runner{t, t.TempDir(), bash}
	for _, file := range []string{"output", "path", "summary", "calls"} {
		r.write(file, "")
	}
	return r
}

func (r runner) write(name, text string) {
	r.t.Helper()
	name = filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		r.t.Fatal(err)
	}
}

func (r runner) read(name string) string {
	r.t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(data)
}

// run runs one of the scripts, and reports whether it ended well, and what it printed.
func (r runner) run(env []string, script string, args ...string) (ok bool, printed string) {
	r.t.Helper()
	folder, err := filepath.Abs(action)
	if err != nil {
		r.t.Fatal(err)
	}
	cmd := exec.Command(r.bash, append([]string{filepath.Join(folder, script)}, args...)...)
	cmd.Dir = r.dir
	cmd.Env = append([]string{
		"PATH=" + filepath.Join(r.dir, "bin") + ":" + os.Getenv("PATH"), "HOME=" + r.dir, "TMPDIR=" + r.dir,
		"RUNNER_TEMP=" + r.dir, "RUNNER_TOOL_CACHE=" + filepath.Join(r.dir, "tools"), "RUNNER_OS=Linux", "RUNNER_ARCH=ARM64",
		"GITHUB_OUTPUT=" + filepath.Join(r.dir, "output"), "GITHUB_PATH=" + filepath.Join(r.dir, "path"),
		"GITHUB_STEP_SUMMARY=" + filepath.Join(r.dir, "summary"), "GITHUB_REPOSITORY=acme/handbook",
		"GITHUB_ACTION_PATH=" + folder,
	}, env...)
	out, err := cmd.CombinedOutput()
	return err == nil, string(out)
}

// A release is installed when the action is named by one, or one is asked for.
func TestActionPlan(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ version, ref, want string }{
		{"", "v1.2.3", "1.2.3"},
		{"", "v1.2.3-rc.1", "1.2.3-rc.1"},
		{"", "main", "source"},
		{"", "", "source"},
		{"", "de0fac2e4500dabe0009e67214ff5f5447ce83dd", "source"},
		{"v2.0.0", "v1.2.3", "2.0.0"},
		{"source", "v1.2.3", "source"},
		{"latest", "v1.2.3", ""},
		{"1.2.3/../../x", "", ""},
	} {
		r := newRunner(t)
		ok, out := r.run([]string{"VERSION=" + tt.version, "ACTION_REF=" + tt.ref}, "install", "plan")
		if got := r.read("output"); ok != (tt.want != "") || ok && !strings.HasPrefix(got, "version="+tt.want+"\n") {
			t.Errorf("version %q, ref %q: %t, %s%s", tt.version, tt.ref, ok, got, out)
		}
	}
}

// archive is that of a release with a program that prints its version.
func archive(t *testing.T) []byte {
	t.Helper()
	program := []byte("#!/bin/sh\necho headsup 1.2.3\n")
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	files := tar.NewWriter(zipped)
	if err := files.WriteHeader(&tar.Header{Name: "headsup", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write(program); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fakeReleases gives what is in the folder "released" to who downloads a release.
const fakeReleases = `#!/bin/bash
printf '%s\n' "$*" >>"$RUNNER_TEMP/calls"
while (($#)); do
  if [[ "$1" == --dir ]]; then exec cp "$RUNNER_TEMP"/released/* "$2"; fi
  shift
done
`

// What is downloaded is installed only if it is what was released, and only once.
func TestActionInstall(t *testing.T) {
	t.Parallel()
	const name = "headsup_1.2.3_linux_arm64.tar.gz"
	data := archive(t)
	for _, tt := range []struct {
		name, sums string
		fails      string
	}{
		{"released", fmt.Sprintf("%x  %s\n%x  other\n", sha256.Sum256(data), name, sha256.Sum256(nil)), ""},
		{"changed", fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte("x")), name), "checksum differs"},
		{"of another", fmt.Sprintf("%x  other\n", sha256.Sum256(data)), "checksum differs"},
		{"no sums", "", "has no release v1.2.3"},
	} {
		r := newRunner(t)
		r.write("bin/gh", fakeReleases)
		if tt.sums != "" {
			r.write("released/"+name, string(data))
			r.write("released/checksums.txt", tt.sums)
		}
		env := []string{"VERSION=1.2.3", "FOLDER=" + filepath.Join(r.dir, "tools", "headsup"), "REPOSITORY=acme/headsup"}
		ok, out := r.run(env, "install", "install")
		if ok != (tt.fails == "") || !strings.Contains(out, tt.fails) {
			t.Errorf("%s: %t: %s", tt.name, ok, out)
			continue
		}
		if _, err := os.Stat(filepath.Join(r.dir, "tools", "headsup", "headsup")); (err == nil) != ok {
			t.Errorf("%s: installed: %t", tt.name, err == nil)
		}
		if !ok {
			continue
		}
		if r.read("output") != "version=1.2.3\n" || !strings.HasSuffix(r.read("path"), "/tools/headsup\n") {
			t.Errorf("%s: %s%s", tt.name, r.read("output"), r.read("path"))
		}
		// What was kept is used again.
		if ok, out := r.run(env, "install", "install"); !ok || strings.Count(r.read("calls"), "\n") != 1 {
			t.Errorf("again: %t: %s, %s", ok, out, r.read("calls"))
		}
	}
}

// fakeHeadsup writes down what it is called with, a word a line, and writes a summary.
const fakeHeadsup = `#!/bin/bash
printf '<%s>' "$@" >>"$RUNNER_TEMP/calls"; echo >>"$RUNNER_TEMP/calls"
for word in "$@"; do
  if [[ "$word" == sarif ]]; then echo '{"runs":[]}'; fi
done
[[ "$*" != *--summary* ]] || printf '<!-- headsup -->\n@all $(touch pwned)\n' >"$RUNNER_TEMP/headsup.md"
exit "${STATUS:-0}"
`

// Labels and branches are words, whatever they hold; the status is that of the check.
func TestActionCheck(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("there is no jq, which runners have")
	}
	r := newRunner(t)
	r.write("bin/headsup", fakeHeadsup)
	ok, out := r.run([]string{`LABELS=["no-note","$(touch pwned) x"]`, "BASE=4711", "STRICT=true", "STATUS=1"}, "check")
	want := "<check><--format><github><--strict><--base><4711><--summary><" + r.dir + "/headsup.md>" +
		"<--label><no-note><--label><$(touch pwned) x>\n"
	if ok || r.read("calls") != want || !strings.Contains(r.read("summary"), "@all $(touch pwned)") {
		t.Errorf("%t: %s%swant %s", ok, out, r.read("calls"), want)
	}
	if _, err := os.Stat(filepath.Join(r.dir, "pwned")); err == nil {
		t.Error("a label was run as a command")
	}
	r = newRunner(t)
	r.write("bin/headsup", fakeHeadsup)
	if ok, out := r.run([]string{"LABELS=null", "BASE="}, "check"); !ok || r.read("calls") != "<check><--format><github>\n" {
		t.Errorf("outside of a pull request: %t: %s%s", ok, out, r.read("calls"))
	}
}

// fakeComments has one comment of ours, if it is told so, and writes down what is sent.
const fakeComments = `#!/bin/bash
printf '%s\n' "$*" >>"$RUNNER_TEMP/calls"
case "$*" in
*--paginate*) [[ -z "${HAVE:-}" ]] || echo "$HAVE" ;;
*--input*) cat >"$RUNNER_TEMP/sent" ;;
esac
`

// There is one comment, and none where a fork may not write.
func TestActionComment(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		env  []string
		want string
	}{
		{"first", []string{"FORK=false"}, "api --method POST repos/acme/handbook/issues/7/comments"},
		{"again", []string{"FORK=false", "HAVE=99"}, "api --method PATCH repos/acme/handbook/issues/comments/99"},
		{"fork", []string{"FORK=true"}, ""},
	} {
		r := newRunner(t)
		r.write("bin/gh", fakeComments)
		r.write("headsup.md", "<!-- headsup -->\n")
		ok, out := r.run(append(tt.env, "NUMBER=7"), "comment")
		calls := r.read("calls")
		if !ok || tt.want == "" && calls != "" || tt.want != "" && !strings.Contains(calls, tt.want+" -F body=@") {
			t.Errorf("%s: %t: %s%s", tt.name, ok, out, calls)
		}
	}
}

// Findings go to code scanning as it takes them, also those that fail the check.
func TestActionSARIF(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("there is no jq, which runners have")
	}
	r := newRunner(t)
	r.write("bin/headsup", fakeHeadsup)
	r.write("bin/gh", fakeComments)
	ok, out := r.run([]string{"SHA=abc", "REF=refs/pull/7/head", "STATUS=1"}, "sarif")
	if !ok || !strings.Contains(r.read("calls"), "api --method POST repos/acme/handbook/code-scanning/sarifs --input -") {
		t.Fatalf("%t: %s%s", ok, out, r.read("calls"))
	}
	var sent struct {
		Commit string `json:"commit_sha"`
		Ref    string
		SARIF  string
	}
	if err := json.Unmarshal([]byte(r.read("sent")), &sent); err != nil {
		t.Fatal(err)
	}
	packed, err := base64.StdEncoding.DecodeString(sent.SARIF)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil || string(text) != `{"runs":[]}`+"\n" || sent.Commit != "abc" || sent.Ref != "refs/pull/7/head" {
		t.Errorf("%v: %s, %+v", err, text, sent)
	}
	if ok, _ := r.run([]string{"SHA=abc", "REF=x", "STATUS=2"}, "sarif"); ok {
		t.Error("a check that could not be made ends well")
	}
}

// What people typed is no part of a command, and actions of others are named by commits.
func TestActionIsSafe(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(action, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Runs struct {
			Steps []struct{ Uses, Run string }
		}
	}
	if err := yaml.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	workflows, err := filepath.Glob("../../../.github/workflows/*.yml")
	if err != nil || len(workflows) == 0 {
		t.Fatal(err)
	}
	steps := a.Runs.Steps
	for _, file := range workflows {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var w struct {
			Jobs map[string]struct {
				Steps []struct{ Uses, Run string }
			}
		}
		if err := yaml.Unmarshal(data, &w); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, job := range w.Jobs {
			steps = append(steps, job.Steps...)
		}
	}
	pinned := regexp.MustCompile(`^(\./\.github/actions/headsup|actions/[a-z/-]+@[0-9a-f]{40})$`)
	for _, step := range steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("a command has text of others in it: %s", step.Run)
		}
		if step.Uses != "" && !pinned.MatchString(step.Uses) {
			t.Errorf("%s is not named by its commit", step.Uses)
		}
	}
}

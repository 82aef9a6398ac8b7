package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// host is Node's name of a system and a processor.
func host() string { return named[runtime.GOOS] + "-" + named[runtime.GOARCH] }

// packages writes the packages of a release whose programs are shell scripts.
func packages(t *testing.T, script string) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no Node.js")
	}
	t.Chdir("../../..")
	dir := t.TempDir()
	file := filepath.Join(dir, "program")
	if err := os.WriteFile(file, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "packages")
	r := release{version: "1.2.3", scope: "@acme", repository: "https://github.com/acme/headsup"}
	if err := r.write(out, []program{{file, runtime.GOOS, runtime.GOARCH}, {file, "windows", "arm64"}}); err != nil {
		t.Fatal(err)
	}
	return out
}

// Of the packages npm installs the one that fits, by what they say of themselves.
func TestPackages(t *testing.T) {
	out := packages(t, "#!/bin/sh\n")
	var cli, windows manifest
	for name, into := range map[string]*manifest{"cli": &cli, "cli-win32-arm64": &windows} {
		data, err := os.ReadFile(filepath.Join(out, name, "package.json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, into); err != nil {
			t.Fatal(err)
		}
	}
	if cli.Name != "@acme/cli" || cli.OptionalDependencies["@acme/cli-win32-arm64"] != "1.2.3" || len(cli.OptionalDependencies) != 2 ||
		cli.Bin["headsup"] != "headsup.js" || cli.Repository["url"] != "git+https://github.com/acme/headsup.git" {
		t.Errorf("%+v", cli)
	}
	if !slices.Equal(windows.OS, []string{"win32"}) || !slices.Equal(windows.CPU, []string{"arm64"}) ||
		!slices.Contains(windows.Files, "headsup.exe") {
		t.Errorf("%+v", windows)
	}
	for _, name := range []string{
		"cli/LICENSE", "cli/README.md", "cli-win32-arm64/headsup.exe", "cli-win32-arm64/THIRD-PARTY-LICENSES.txt",
	} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	if err := (release{version: "v1"}).write(out, nil); err == nil || !strings.Contains(err.Error(), "1.2.3") {
		t.Errorf("a version that npm does not take: %v", err)
	}
}

// The launcher gives the program its arguments, its streams and its signals, and ends as it
// does; without a program it says what is missing.
func TestLauncher(t *testing.T) {
	out := packages(t, `#!/bin/sh
trap 'echo stopped; exit 7' TERM
printf '<%s>' "$@"
cat
[ "$1" != wait ] || { echo waiting; while :; do sleep 0.05; done; }
exit 3
`)
	modules := filepath.Join(t.TempDir(), "node_modules", "@acme")
	if err := os.MkdirAll(modules, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cli", "cli-" + host()} {
		if err := os.Symlink(filepath.Join(out, name), filepath.Join(modules, name)); err != nil {
			t.Fatal(err)
		}
	}
	launcher := filepath.Join(modules, "cli", "headsup.js")
	node := func(args ...string) *exec.Cmd {
		// npm installs copies, beside each other; here they are links.
		return exec.Command("node", append([]string{"--preserve-symlinks", "--preserve-symlinks-main", launcher}, args...)...)
	}
	cmd := node("build", "a b", "$x")
	cmd.Stdin = strings.NewReader("input")
	printed, err := cmd.Output()
	if cmd.ProcessState.ExitCode() != 3 || string(printed) != "<build><a b><$x>input" {
		t.Errorf("%v: %s", err, printed)
	}

	cmd = node("wait")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	text := make([]byte, 0, 64)
	for buffer := make([]byte, 64); !strings.Contains(string(text), "stopped"); {
		n, err := stdout.Read(buffer)
		if text = append(text, buffer[:n]...); strings.HasSuffix(string(text), "waiting\n") {
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil {
			break
		}
	}
	err = cmd.Wait()
	if cmd.ProcessState.ExitCode() != 7 || !strings.HasSuffix(string(text), "stopped\n") {
		t.Errorf("%v: %s", err, text)
	}

	if err := os.Remove(filepath.Join(modules, "cli-"+host())); err != nil {
		t.Fatal(err)
	}
	cmd = node("build")
	said, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(said), "the package @acme/cli-"+host()+" is not installed") {
		t.Errorf("%v: %s", err, said)
	}
}

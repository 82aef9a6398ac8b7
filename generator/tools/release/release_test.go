package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"headsup/generator"
)

// goreleaser makes TestRelease make a release, which takes minutes: make release-test.
var goreleaser = flag.String("release", "", "make a release that nobody sees with this `program` of Go, and install it")

// shell is a folder that programs run in.
type shell struct {
	t   *testing.T
	dir string
	env []string
}

// run runs a program and returns what it prints. That it fails ends the test.
func (s shell) run(name string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = s.dir, append(os.Environ(), s.env...)
	var failed strings.Builder
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, failed.String())
	}
	return string(out)
}

func (s shell) in(dir string) shell {
	s.t.Helper()
	s.dir = filepath.Join(s.dir, dir)
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// works begins a site with a program that was installed, and builds it.
func (s shell) works(program string) {
	s.t.Helper()
	if got := s.run(program, "version"); got != "headsup "+generator.Version+"\n" {
		s.t.Errorf("%s prints %q", program, got)
	}
	s.run(program, "init", "handbook", "--no-input")
	text := s.run("cat", "handbook/.github/workflows/content.yml")
	if !strings.Contains(text, "uses: acme/headsup/.github/actions/headsup@v"+generator.Version+"\n") {
		s.t.Errorf("%s does not know where it comes from:\n%s", program, text)
	}
	site := s.in("handbook")
	site.run(program, "build", "--no-cache")
	site.run("test", "-s", "public/index.html")
}

// Everything that a release has is made from the commit, and works once it is installed.
func TestRelease(t *testing.T) {
	if *goreleaser == "" {
		t.Skip("make release-test makes a release")
	}
	if runtime.GOOS != "linux" {
		t.Skip("packages are installed on Linux")
	}
	s := shell{t: t, dir: t.TempDir(), env: []string{
		"GITHUB_REPOSITORY=acme/headsup", "GOFLAGS=", "XDG_CACHE_HOME=" + t.TempDir(),
		"GOCACHE=" + goEnv(t, "GOCACHE"), "GOMODCACHE=" + goEnv(t, "GOMODCACHE"),
	}}
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	s.run("git", "clone", "-q", root, "source")
	source := s.in("source")
	// Without a remote, goreleaser takes no notice of the tag.
	source.run("git", "remote", "set-url", "origin", "https://github.com/acme/headsup.git")
	source.run("git", "tag", "-f", "v"+generator.Version)
	source.run("go", "run", *goreleaser, "release", "--snapshot", "--clean")
	dist := filepath.Join(source.dir, "dist")
	name := fmt.Sprintf("headsup_%s_linux_%s", generator.Version, runtime.GOARCH)

	t.Run("checksums", func(t *testing.T) { checksums(t, dist) })
	t.Run("archive", func(t *testing.T) {
		a := shell{t, t.TempDir(), s.env}
		a.run("tar", "-xzf", filepath.Join(dist, name+".tar.gz"))
		a.run("test", "-s", "LICENSE")
		a.run("test", "-s", "THIRD-PARTY-LICENSES.txt")
		a.run("bash", "-n", "completions/bash")
		a.works(filepath.Join(a.dir, "headsup"))
	})
	t.Run("deb", func(t *testing.T) {
		a := shell{t, t.TempDir(), s.env}
		a.run("dpkg-deb", "-x", filepath.Join(dist, name+".deb"), "root")
		a.run("test", "-s", "root/usr/share/doc/headsup/copyright")
		a.run("bash", "-n", "root/usr/share/bash-completion/completions/headsup")
		a.works(filepath.Join(a.dir, "root/usr/bin/headsup"))
	})
	t.Run("apk", func(t *testing.T) {
		a := shell{t, t.TempDir(), s.env}
		a.run("tar", "-xzf", filepath.Join(dist, name+".apk"), "usr/bin/headsup")
		a.works(filepath.Join(a.dir, "usr/bin/headsup"))
	})
	t.Run("parts", func(t *testing.T) {
		data, err := os.ReadFile(filepath.Join(dist, name+".cdx.json"))
		if err != nil || !json.Valid(data) || !strings.Contains(string(data), "pkg:golang/github.com/yuin/goldmark@") {
			t.Errorf("%v: %.200s", err, data)
		}
	})
	t.Run("formula", func(t *testing.T) {
		data, err := os.ReadFile(filepath.Join(dist, "homebrew", "Formula", "headsup.rb"))
		if err != nil {
			t.Fatal(err)
		}
		archive, err := os.ReadFile(filepath.Join(dist, name+".tar.gz"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			fmt.Sprintf("%x", sha256.Sum256(archive)),
			"https://github.com/acme/headsup/releases/download/v" + generator.Version + "/" + name + ".tar.gz",
		} {
			if !strings.Contains(string(data), want) {
				t.Errorf("the formula lacks %s:\n%s", want, data)
			}
		}
	})
	t.Run("npm", func(t *testing.T) {
		source.run("go", "run", "./generator/tools/release", "-dist", "dist", "-o", "bin/npm-cli", "-version", generator.Version)
		a := shell{t, t.TempDir(), append(s.env, "npm_config_update_notifier=false")}
		var tarballs []string
		for _, one := range []string{"cli-" + host(), "cli"} {
			packed := strings.TrimSpace(a.run("npm", "pack", "--silent", filepath.Join(source.dir, "bin", "npm-cli", one)))
			tarballs = append(tarballs, "./"+packed)
		}
		a.run("npm", "init", "--yes", "--silent")
		a.run("npm", append([]string{"install", "--silent", "--offline", "--no-audit", "--no-fund"}, tarballs...)...)
		a.works(filepath.Join(a.dir, "node_modules/.bin/headsup"))
	})
	t.Run("container", func(t *testing.T) { container(t, s, source) })
	t.Run("fork", func(t *testing.T) { fork(t, s, source) })
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// checksums compares what was made with what is said of it: six platforms, three kinds of
// packages and the lists of parts.
func checksums(t *testing.T, dist string) {
	data, err := os.ReadFile(filepath.Join(dist, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for line := range strings.Lines(string(data)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		file, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil || fmt.Sprintf("%x", sha256.Sum256(file)) != sum {
			t.Errorf("%s: %v", name, err)
		}
		kinds[filepath.Ext(name)]++
	}
	if fmt.Sprint(kinds) != "map[.apk:2 .deb:2 .gz:4 .json:6 .rpm:2 .zip:2]" {
		t.Errorf("made %v", kinds)
	}
}

// container runs the program as the image does: alone, in a folder without anything else,
// for a user without rights.
func container(t *testing.T, s, source shell) {
	if os.Getuid() != 0 {
		t.Skip("only root can leave all else behind")
	}
	text, err := os.ReadFile(filepath.Join(source.dir, ".ci", "Containerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"FROM scratch", "USER 65532:65532", "CGO_ENABLED=0", `ENTRYPOINT ["/headsup"]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the image lacks %s", want)
		}
	}
	// The folder is not below one that only its owner may enter.
	dir, err := os.MkdirTemp("/var/tmp", "headsup")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	a := shell{t, dir, s.env}
	a.run("chmod", "755", ".")
	a.run("mkdir", "-m", "1777", "tmp", "site")
	source.run("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, "headsup"), "./cmd/headsup")
	chroot, err := exec.LookPath("chroot")
	if err != nil {
		t.Fatal(err)
	}
	in := func(args ...string) string {
		return a.run("env", append([]string{"-i", "HOME=/tmp", chroot, "--userspec=65532:65532", dir, "/headsup"}, args...)...)
	}
	in("init", "/site/handbook", "--no-input")
	in("build", "--content", "/site/handbook/content", "--out", "/site/handbook/public")
	a.run("test", "-s", "site/handbook/public/index.html")
}

// fork installs the program from a fork as another module does, by one line of its go.mod.
func fork(t *testing.T, s, source shell) {
	a := shell{t, t.TempDir(), s.env}
	version := "v" + generator.Version
	dir := "proxy/example.com/acme/headsup/@v"
	proxy := a.in(dir)
	source.run("git", "archive", "--format=zip", "--prefix=example.com/acme/headsup@"+version+"/",
		"-o", filepath.Join(proxy.dir, version+".zip"), "HEAD")
	proxy.run("cp", filepath.Join(source.dir, "go.mod"), version+".mod")
	if err := os.WriteFile(filepath.Join(proxy.dir, version+".info"), []byte(`{"Version":"`+version+`"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	project := a.in("project")
	project.env = append(project.env, "GOFLAGS=-mod=mod", "GONOSUMDB=*", "GOPROXY=file://"+
		filepath.Join(a.dir, "proxy")+",file://"+filepath.Join(goEnv(t, "GOMODCACHE"), "cache", "download"))
	project.run("go", "mod", "init", "example.com/site")
	project.run("go", "mod", "edit", "-require=headsup@v0.0.0", "-replace=headsup=example.com/acme/headsup@"+version)
	if got := project.run("go", "run", "headsup/cmd/headsup", "version"); got != "headsup "+generator.Version+"\n" {
		t.Errorf("got %q", got)
	}
}

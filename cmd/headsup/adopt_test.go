package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// commandsOf matches a section of the documentation of tools, and its commands.
var commandsOf = regexp.MustCompile("(?m)^## .* \\{#([a-z]+)\\}\n\n```sh\n(headsup adopt ~/.*\n(?:headsup .*\n)*)```$")

// TestComingFrom runs the commands that the documentation has for each tool on a small
// folder of it. They end without an error, the second run changes nothing, and the files
// stay as they were.
func TestComingFrom(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(filepath.Join("..", "..", "content", "reference", "coming-from.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := commandsOf.FindAllSubmatch(doc, -1)
	if len(sections) < 5 {
		t.Fatalf("%d sections with commands", len(sections))
	}
	for _, section := range sections {
		tool, commands := string(section[1]), string(section[2])
		t.Run(tool, func(t *testing.T) {
			t.Parallel()
			sample, err := txtar.ParseFile(filepath.Join("testdata", "coming-from", tool+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			wants := ""
			for _, f := range sample.Files {
				if f.Name == "want" {
					wants = string(f.Data)
					continue
				}
				writeSample(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
			}
			said := ""
			commands = strings.NewReplacer("~/", dir+"/", "/tmp/", dir+"/").Replace(commands)
			for line := range strings.Lines(commands) {
				_, stderr := runProgram(t, strings.Fields(line)[1:]...)
				said += stderr
			}
			_, again := runProgram(t, strings.Fields(strings.SplitN(commands, "\n", 2)[0])[1:]...)
			if !strings.Contains(again, "nothing was changed") {
				t.Errorf("a second run says %s", again)
			}
			for _, f := range sample.Files {
				if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Name))); f.Name != "want" && (err != nil ||
					!bytes.Equal(got, f.Data)) {
					t.Errorf("%s is not as it was: %v", f.Name, err)
				}
			}
			checkSample(t, filepath.Join(dir, "new-site"), said, wants)
		})
	}
}

// checkSample checks what a sample says about the site that comes of it.
func checkSample(t *testing.T, site, said, wants string) {
	t.Helper()
	var files []string
	err := filepath.WalkDir(site, func(name string, e fs.DirEntry, err error) error {
		files = append(files, filepath.ToSlash(strings.TrimPrefix(name, site)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	has := func(end string) bool {
		return slices.ContainsFunc(files, func(name string) bool { return strings.Contains(strings.ToLower(name), strings.ToLower(end)) })
	}
	for line := range strings.Lines(wants) {
		what, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch what {
		case "made for":
			if !strings.Contains(said, "made for: "+value) {
				t.Errorf("made for %s: %s", value, said)
			}
		case "no page":
			if has("/" + value + "/index.html") {
				t.Errorf("there is a page %s", value)
			}
		case "picture":
			if !has("/" + value) {
				t.Errorf("there is no picture %s", value)
			}
		default:
			if !has("/"+value+"/index.html") && !has("/"+value+".html") {
				t.Errorf("there is no page %s among %v", value, files)
			}
		}
	}
}

func writeSample(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// runProgram runs a command that has to succeed.
func runProgram(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := mainCmd{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}
	if status := m.Run(t.Context(), args); status != exitDone {
		t.Fatalf("headsup %s: %d\n%s%s", strings.Join(args, " "), status, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// TestAdoptRefusesHostileFiles ends with a message and writes nothing, not even the
// folder.
func TestAdoptRefusesHostileFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("../../out.md")
	if err == nil {
		_, err = io.WriteString(f, "x")
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	name, large := filepath.Join(dir, "export.zip"), filepath.Join(dir, "large.zip")
	writeSample(t, name, b.Bytes())
	writeSample(t, large, nil)
	if err := os.Truncate(large, 500<<20); err != nil { // takes no room on the disk
		t.Fatal(err)
	}
	for file, says := range map[string]string{name: "leads out of the archive", large: "too large"} {
		var out, errs bytes.Buffer
		m := mainCmd{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}
		status := m.Run(t.Context(), []string{"adopt", file, "-o", filepath.Join(dir, "out")})
		if status != exitFailure || !strings.Contains(errs.String(), says) || !strings.Contains(errs.String(), "nothing was written") {
			t.Errorf("%s: %d, %s", file, status, errs.String())
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}

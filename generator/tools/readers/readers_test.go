package readers

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"headsup/generator"
	"headsup/generator/tools/debian"
	"headsup/generator/tools/npm"
)

// conformance asks programs, too, that are not installed for each test run.
var conformance = flag.Bool("conformance", false, "ask programs that are too large to be installed for each test run")

// baseURL is the address of the site, which is served on loopback by a [host].
const baseURL = "https://enablement.example.com/"

// builds are the days of the builds, each after a change of the content.
var builds = []time.Time{
	time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), time.Date(2026, 3, 16, 8, 0, 0, 0, time.UTC), time.Date(2026, 4, 6, 8, 0, 0, 0, time.UTC),
}

// history is what is written before each build, a folder for each. An empty file is removed.
//
//go:embed testdata/history.txtar
var history []byte

// scratch is a folder of this run.
var scratch string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "readers-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // in the folder for such
	return m.Run()
}

// site holds what was built for customers and for colleagues, a folder for each build.
type site struct{ public, internal []string }

// sites builds the site on each of its days, once for all tests.
var sites = sync.OnceValues(func() (site, error) {
	var s site
	dir := filepath.Join(scratch, "repository")
	for i, day := range builds {
		prefix := fmt.Sprintf("%d/", i+1)
		for _, f := range txtar.Parse(history).Files {
			name, ok := strings.CutPrefix(f.Name, prefix)
			if !ok {
				continue
			}
			if err := put(filepath.Join(dir, filepath.FromSlash(name)), f.Data); err != nil {
				return s, err
			}
		}
		if err := commit(dir, day.Add(-time.Hour)); err != nil {
			return s, err
		}
		for _, public := range []bool{true, false} {
			opt := generator.Options{
				Content: filepath.Join(dir, "content"), Out: filepath.Join(scratch, fmt.Sprintf("out-%d-%v", i+1, public)),
				NoCache: true, Now: day,
			}
			if public {
				opt.Visibility = "public"
			}
			res, err := generator.Build(context.Background(), opt)
			if err != nil {
				return s, err
			}
			if len(res.Diagnostics) > 0 {
				return s, fmt.Errorf("build %d: %v", i+1, res.Diagnostics)
			}
			if public {
				s.public = append(s.public, opt.Out)
			} else {
				s.internal = append(s.internal, opt.Out)
			}
		}
	}
	return s, nil
})

func put(name string, data []byte) error {
	if len(data) == 0 {
		return os.Remove(name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

func commit(dir string, at time.Time) error {
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"},
		{"add", "-A"},
		{"-c", "user.name=Ana Lima", "-c", "user.email=ana@example.com", "commit", "-q", "-m", "Change"},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
			"GIT_COMMITTER_DATE="+at.Format(time.RFC3339), "GIT_AUTHOR_DATE="+at.Format(time.RFC3339))
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("git %q: %w\n%s", args, err, out)
		}
	}
	return nil
}

func mustSites(t *testing.T) site {
	t.Helper()
	s, err := sites()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read returns a file of a build.
func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// host serves the folder of one build at a time, as hosts do: with an ETag.
type host struct {
	*httptest.Server
	dir   atomic.Pointer[string]
	asked atomic.Int64 // how often it was asked for a file
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := &host{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked.Add(1)
		name := filepath.Join(*h.dir.Load(), filepath.FromSlash(strings.TrimPrefix(r.URL.Path, "/")))
		data, err := os.ReadFile(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		sum := sha256.Sum256(data)
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
		switch filepath.Ext(name) {
		case ".xml":
			w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
		case ".json":
			w.Header().Set("Content-Type", "application/feed+json; charset=utf-8")
		case ".ics":
			w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(h.Close)
	return h
}

// need returns the path of a file of a package of Debian, which is installed when it is
// missing.
func need(t *testing.T, file, pkg string) string {
	t.Helper()
	path, err := debian.Install(file, pkg)
	if err != nil {
		t.Fatal(err)
	}
	if version, err := debian.Version(pkg); err == nil {
		t.Logf("%s %s", pkg, version)
	}
	return path
}

// command runs a program and returns what it writes to its standard output.
func command(t *testing.T, home string, input []byte, name string, args ...string) []byte {
	t.Helper()
	out, _ := output(t, home, input, name, args...)
	return out
}

// output runs a program and returns what it writes, and what it says beside that. Its home
// is a folder of its own.
func output(t *testing.T, home string, input []byte, name string, args ...string) (out, said []byte) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stdin = bytes.NewReader(input)
	cmd.Dir = home
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home,
		"LC_ALL=C.UTF-8", "TZ=UTC")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out, complaint.Bytes())
	}
	return out, complaint.Bytes()
}

// script runs a program of testdata on a value in JSON, and decodes what it writes.
func script(t *testing.T, interpreter, name string, in, out any, args ...string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, command(t, t.TempDir(), input, interpreter, append([]string{path}, args...)...), out)
}

// node runs a module of testdata, as [script] does.
func node(t *testing.T, name string, in, out any, args ...string) {
	t.Helper()
	module, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	data, err := npm.Run(t.Context(), string(module), input, args...)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, data, out)
}

func decode(t *testing.T, data []byte, out any) {
	t.Helper()
	if err := json.Unmarshal(data, out); err != nil {
		t.Fatalf("%v in %.2000s", err, data)
	}
}

// equal reports what differs between two lists.
func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

package generator

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// What killed runs left is removed, and nothing that is somebody's.
func TestClearTemporary(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	if os.TempDir() != tmp {
		t.Skip("this system has another way to name its temporary folder")
	}
	const gone = "999999999" // larger than any process has
	old := time.Now().Add(-2 * temporaryAge)
	keep := []string{
		"headsup-check-" + strconv.Itoa(os.Getpid()) + "-1", // of a process that runs
		"headsup-check-" + gone + "-1-notes", "headsup-notes", "headsup-notes-" + gone + "-1", "other",
	}
	for _, name := range append(keep, "headsup-check-"+gone+"-1", "headsup-cache-"+gone+"-2", "headsup-check-"+gone+"-3") {
		dir := filepath.Join(tmp, name)
		if err := os.MkdirAll(filepath.Join(dir, "site"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, old, old); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	young := "headsup-check-" + gone + "-3"
	if err := os.Chtimes(filepath.Join(tmp, young), now, now); err != nil {
		t.Fatal(err)
	}
	clearTemporary()
	entries, err := os.ReadDir(tmp)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	want := slices.Sorted(slices.Values(append(keep, young)))
	if !slices.Equal(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
}

package chromium

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPath(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("CHROME", "")
	if p, err := Path(); err == nil && !filepath.IsAbs(p) {
		t.Errorf("%s is found where there is none", p)
	}
	for _, name := range []string{"google-chrome", "chromium"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := Path(); err != nil || filepath.Base(p) != "chromium" {
		t.Errorf("found %q, %v", p, err)
	}
	t.Setenv("CHROME", "mine")
	if p, err := Path(); err != nil || p != "mine" {
		t.Errorf("found %q, %v", p, err)
	}
}

// The script that installs a browser must not when one of these is there.
func TestScriptLooksForTheSame(t *testing.T) {
	script, err := os.ReadFile("../../../.ci/browser")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.Contains(string(script), name) {
			t.Errorf(".ci/browser does not look for %s", name)
		}
	}
}

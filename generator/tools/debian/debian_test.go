package debian_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headsup/generator/tools/debian"
)

// What is there is found without apt-get, and what is not is asked for by name.
func TestInstall(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"reader", "1.2.so"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	for file, want := range map[string]string{"reader": "reader", filepath.Join(dir, "*.so"): "1.2.so"} {
		if path, err := debian.Install(file, "readers"); path != filepath.Join(dir, want) || err != nil {
			t.Errorf("%s is %q (%v)", file, path, err)
		}
	}
	for _, file := range []string{"writer", filepath.Join(dir, "*.h")} {
		_, err := debian.Install(file, "writers")
		if err == nil || !strings.Contains(err.Error(), "please install Debian's package writers (there is no apt-get)") {
			t.Errorf("%s: %v", file, err)
		}
	}
	if _, err := debian.Version("readers"); err == nil {
		t.Error("what is not installed has a version")
	}
}

package process

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	used, err := Run(exec.Command("go", "version"))
	if err != nil || used.Wall <= 0 || used.CPU <= 0 {
		t.Errorf("go version used %+v, %v", used, err)
	}
	if _, err := Run(exec.Command("go", "no-such-command")); err == nil || !strings.Contains(err.Error(), "no-such-command") {
		t.Errorf("the error of a program that fails is %v", err)
	}
}

func TestSize(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.html": "12345", "b.bin": "123", "deep/c.bin": "12"} {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if files, bytes, err := Size(dir, nil); err != nil || files != 3 || bytes != 10 {
		t.Errorf("%d files, %d bytes, %v", files, bytes, err)
	}
	onlyBin := func(name string) bool { return filepath.Ext(name) == ".bin" }
	if files, bytes, err := Size(dir, onlyBin); err != nil || files != 2 || bytes != 5 {
		t.Errorf("%d files, %d bytes, %v", files, bytes, err)
	}
	if _, _, err := Size(filepath.Join(dir, "none"), nil); err == nil {
		t.Error("a folder that is not there has a size")
	}
}

package content

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"headsup/generator/diag"
)

func TestLoadConfig(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, ConfigFile)
	load := func(name string) *LoadedConfig {
		t.Helper()
		c, err := LoadConfig(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}

	c := load("")
	if !reflect.DeepEqual(c.Config, DefaultConfig()) || c.Text != nil ||
		c.Start() != (diag.Position{}) || c.File != filepath.ToSlash(file) {
		t.Errorf("without a file: %+v", c)
	}
	if _, err := LoadConfig(folder, file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is named and is not there: %v", err)
	}

	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if c := load(""); !reflect.DeepEqual(c.Config, DefaultConfig()) || c.Text == nil ||
		c.Start() != (diag.Position{Path: ConfigFile, Line: 1, Column: 1}) {
		t.Errorf("of an empty file: %+v", c)
	}

	// In the order of the file, with lines that end as on Windows.
	other := filepath.Join(folder, "other.yaml")
	if err := os.WriteFile(other, []byte("title: Site\r\npage_size: 0\r\nbase_url: example.com\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c = load(other)
	if c.Title != "Site" || c.PageSize != 20 || len(c.Diagnostics) != 2 || c.Diagnostics[0].Path != ConfigFile {
		t.Errorf("of a file with mistakes: %+v", c)
	}
	found := c.Findings()
	for i, want := range []diag.Diagnostic{
		{Position: diag.Position{Path: filepath.ToSlash(other), Line: 2, Column: 12}, Source: "page_size: 0"},
		{Position: diag.Position{Path: filepath.ToSlash(other), Line: 3, Column: 11}, Source: "base_url: example.com"},
	} {
		if len(found) != 2 || found[i].Position != want.Position || found[i].Source != want.Source || found[i].Severity != diag.Error {
			t.Errorf("findings: %+v", found)
		}
	}

	if _, err := LoadConfig(folder, folder); err == nil {
		t.Error("a folder is read as a configuration")
	}
}

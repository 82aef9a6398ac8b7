package readers

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/author/scaffold"
	"headsup/generator/tools/npm"
)

// newSite writes what headsup init does, builds it once, and returns the folder and its
// release note.
func newSite(t *testing.T) (dir, note string) {
	t.Helper()
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	files, err := scaffold.Init(scaffold.Start{Title: "Site", BaseURL: baseURL, Date: day})
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for _, f := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(f.Path)), string(f.Data))
		if strings.HasPrefix(f.Path, "content/releases/") {
			note = f.Path
		}
	}
	res, err := generator.Build(t.Context(), generator.Options{
		Content: filepath.Join(dir, "content"), Out: filepath.Join(dir, "public"), NoCache: true, Now: day,
	})
	if err != nil || len(res.Diagnostics) > 0 {
		t.Fatal(err, res.Diagnostics)
	}
	return dir, note
}

// Editors complete, explain and check headsup.yaml with the settings that a new site has,
// and front matter where they are given it alone.
func TestEditors(t *testing.T) {
	t.Parallel()
	if !*conformance {
		t.Run("settings", func(t *testing.T) {
			dir, _ := newSite(t)
			if s := settingsOf(t, dir)["schemas"].(map[string]any); len(s) != 1 {
				t.Errorf("the schemas are %v", s)
			}
		})
		return
	}
	t.Run("yaml-language-server", func(t *testing.T) {
		dir, note := newSite(t)
		config, text := string(read(t, dir, "content/headsup.yaml")), string(read(t, dir, note))
		front, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
		if !ok {
			t.Fatalf("%s has no front matter", note)
		}
		type file struct {
			Path   string   `json:"path"`
			Text   string   `json:"text"`
			Offers []string `json:"offers,omitempty"`
			Hovers []string `json:"hovers,omitempty"`
		}
		// In an editor that knows only files, each is one of its own.
		alone := strings.TrimSuffix(note, ".md") + ".front.md"
		wrong := strings.TrimSuffix(note, ".md") + ".wrong.md"
		in := struct {
			Settings map[string]any `json:"settings"`
			Files    []file         `json:"files"`
		}{
			map[string]any{"yaml": settingsOf(t, dir)},
			[]file{
				{"content/headsup.yaml", config, []string{""}, []string{"time_zo"}},
				{alone, front + "\n", []string{"stage: ", ""}, []string{"stag"}},
				{wrong, strings.Replace(front, "stage: planned", "stage: planed\ntitel: A", 1) + "\n", nil, nil},
				{note, "---\n" + front + "\n---\n" + body + "\n- A list: with a colon\n", []string{"stage: "}, nil},
			},
		}
		root, err := npm.Readers()
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]struct {
			Findings []string
			Offers   map[string][]string
			Hovers   map[string]string
		}
		script(t, "node", "editor.mjs", in, &got, root, dir)
		if c := got["content/headsup.yaml"]; len(c.Findings) > 0 || !slices.Contains(c.Offers[""], "feedback") ||
			!strings.Contains(c.Hovers["time_zo"], "headsup.json") {
			t.Errorf("of headsup.yaml it says %+v", c)
		}
		stages := []string{"planned", "alpha", "beta", "ga", "deprecated", "retired"}
		if f := got[alone]; len(f.Findings) > 0 || !slices.Contains(f.Offers[""], "breaking") ||
			len(f.Offers["stage: "]) < len(stages) || !slices.Equal(f.Offers["stage: "][:len(stages)], stages) ||
			!strings.Contains(f.Hovers["stag"], "Where in its life the change is.") {
			t.Errorf("of front matter it says %+v", f)
		}
		if f := strings.Join(got[wrong].Findings, "\n"); !strings.Contains(f, `"planned"`) || !strings.Contains(f, "titel") {
			t.Errorf("of front matter that is wrong it says %q", f)
		}
		// It takes prose for YAML, which is why it must not be given whole pages.
		if f := got[note]; len(f.Findings) == 0 || !slices.Contains(f.Offers["stage: "], "beta") {
			t.Errorf("of a page it says %+v", f)
		}
	})
}

// settingsOf returns what .vscode/settings.json says to the extension for YAML. Schemas are
// fetched from nowhere.
func settingsOf(t *testing.T, dir string) map[string]any {
	t.Helper()
	var file map[string]any
	if err := json.Unmarshal(read(t, dir, ".vscode/settings.json"), &file); err != nil {
		t.Fatal(err)
	}
	settings := map[string]any{"validate": true, "hover": true, "completion": true, "schemaStore": map[string]any{"enable": false}}
	for name, value := range file {
		if key, ok := strings.CutPrefix(name, "yaml."); ok {
			settings[key] = value
		}
	}
	return settings
}

package content

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/read/source"
)

// ConfigFile is the configuration's path in the content folder.
const ConfigFile = source.ConfigFile

// LoadedConfig is a configuration and the file that it comes from.
type LoadedConfig struct {
	*Config
	// File is the path of the file as its user writes it, slash-separated:
	// "content/headsup.yaml".
	File string
	// Text is the bytes of the file, nil without one.
	Text []byte
	// Diagnostics are what is wrong with the file. Their path is [ConfigFile],
	// whatever the file is called, as other findings have paths in the content
	// folder; [LoadedConfig.Findings] has them in the form for people.
	Diagnostics []diag.Diagnostic
}

// LoadConfig reads the configuration of a content folder, from its [ConfigFile]
// or, unless file is "", from another file. A folder without the file has the
// default configuration; a file that is named has to be there. The error says
// that the file cannot be read; what is wrong in it is in the result.
func LoadConfig(folder, file string) (*LoadedConfig, error) {
	name := file
	if name == "" {
		name = filepath.Join(folder, ConfigFile)
	}
	loaded := &LoadedConfig{File: filepath.ToSlash(name)}
	// A pipe could make a build wait for ever, and a device has no end.
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read the configuration: %s is not a file", name)
	}
	text, err := os.ReadFile(name)
	switch {
	case err == nil:
		loaded.Text = append([]byte{}, text...) // an empty file is a file
		loaded.Config, loaded.Diagnostics = ParseConfig(ConfigFile, text)
	case errors.Is(err, fs.ErrNotExist) && file == "":
		loaded.Config = DefaultConfig()
	default:
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	return loaded, nil
}

// Lines returns the lines of the file, without the line feeds.
func (c *LoadedConfig) Lines() []string {
	return strings.Split(string(c.Text), "\n")
}

// Start returns the beginning of the file, and no position without one.
func (c *LoadedConfig) Start() diag.Position {
	if c.Text == nil {
		return diag.Position{}
	}
	return diag.Position{Path: ConfigFile, Line: 1, Column: 1}
}

// Findings returns the diagnostics as a build reports them: sorted, with the path
// of the file as its user writes it and the text of each line.
func (c *LoadedConfig) Findings() []diag.Diagnostic {
	lines := c.Lines()
	found := diag.Sort(slices.Clone(c.Diagnostics))
	for i := range found {
		found[i].Cite(lines)
		found[i].Path = c.File
	}
	return found
}

// ForPublic returns the configuration with what a public build says instead.
func (c *LoadedConfig) ForPublic() *LoadedConfig {
	loaded, cfg := *c, *c.Config
	cfg.Title, cfg.Description = cmp.Or(cfg.Public.Title, cfg.Title), cmp.Or(cfg.Public.Description, cfg.Description)
	loaded.Config = &cfg
	return &loaded
}

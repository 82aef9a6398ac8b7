package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
	"time"
)

// Start says what a new site is called and where it will be.
type Start struct {
	Title   string
	BaseURL string // absolute, with a slash at the end
	Date    time.Time
}

//go:embed all:start
var start embed.FS

// Init makes the files of a new site, in the order of their paths: the
// configuration, a page of each kind, and what a repository and a host need.
func Init(s Start) ([]File, error) {
	root, err := fs.Sub(start, "start")
	if err != nil {
		return nil, fmt.Errorf("read the files of a new site: %w", err)
	}
	data := map[string]string{"BaseURL": scalar(s.BaseURL), "Date": s.Date.Format(time.DateOnly)}
	var files []File
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		// A title is YAML in front matter and configuration, and Markdown elsewhere.
		data["Title"] = scalar(s.Title)
		if name == "README.md" {
			data["Title"] = strings.NewReplacer("<", "&lt;", "&", "&amp;", "\n", " ").Replace(s.Title)
		}
		t, err := template.New(name).Parse(string(text))
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, data); err != nil {
			return err
		}
		if rest, ok := strings.CutPrefix(name, "content/releases/"); ok {
			name = "content/releases/" + data["Date"] + "-" + rest
		}
		files = append(files, File{Path: name, Data: b.Bytes()})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("make the files of a new site: %w", err)
	}
	return files, nil
}

package scaffold

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
	"time"

	"headsup/generator/compile/content"
)

// Start says what a new site is called and where it will be.
type Start struct {
	Title      string
	BaseURL    string // absolute, with a slash at the end
	Date       time.Time
	Repository string // on GitHub that releases the program, such as acme/headsup, whose action workflows use
	Version    string // of the program that the site is built with
	// Folder is where the site is in its repository, with slashes; "." for the root.
	Folder string
	// Approvals are who has to approve changes, see [content.Config].
	Approvals map[string][]string
}

// npmPackage is what the program is called on npm.
const npmPackage = "@headsup/cli"

// AtRoot reports whether a file belongs to the root of the repository, wherever the site
// is in it: GitHub reads it only there.
func AtRoot(path string) bool { return strings.HasPrefix(path, ".github/") }

//go:embed all:start
var start embed.FS

// Init makes the files of a new site, in the order of their paths: the
// configuration, a page of each kind, and what a repository and a host need.
func Init(s Start) ([]File, error) {
	root, err := fs.Sub(start, "start")
	if err != nil {
		return nil, fmt.Errorf("read the files of a new site: %w", err)
	}
	date := s.Date.Format(time.DateOnly)
	data := map[string]any{
		"BaseURL": scalar(s.BaseURL), "Date": date,
		"Repository": s.Repository, "Version": s.Version, "Package": npmPackage,
		"Action": s.Repository + "/.github/actions/headsup@v" + s.Version,
		"Folder": scalar(cmp.Or(s.Folder, ".")), "Approvals": s.approvals(), "Owned": s.owned(),
	}
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
		if path.Base(name) == "CODEOWNERS" && len(s.owned()) == 0 {
			return nil
		}
		// Workflows have braces of their own.
		t, err := template.New(name).Delims("<%", "%>").Parse(string(text))
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, data); err != nil {
			return err
		}
		if rest, ok := strings.CutPrefix(name, "content/releases/"); ok {
			name = "content/releases/" + date + "-" + rest
		}
		files = append(files, File{Path: name, Data: b.Bytes()})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("make the files of a new site: %w", err)
	}
	return files, nil
}

// approval is a line of the configuration: what changes, and who approves it.
type approval struct{ Key, Who string }

func (s Start) approvals() []approval {
	var out []approval
	for _, key := range content.Approvable() {
		var names []string
		for _, name := range s.Approvals[key] {
			names = append(names, `"`+name+`"`)
		}
		if len(names) > 0 {
			out = append(out, approval{key, strings.Join(names, ", ")})
		}
	}
	return out
}

// owned is a line of CODEOWNERS: a folder, from the root of the repository, and who
// approves changes in it.
type owned struct{ Folder, Who string }

// owned returns the folders of kinds that have to be approved. The last line that fits a
// file counts, so the folder that holds the others comes first.
func (s Start) owned() []owned {
	var out []owned
	for _, kind := range content.Kinds() {
		who := strings.Join(s.Approvals[string(kind)], " ")
		if who == "" {
			continue
		}
		folder := path.Join(s.Folder, "content", content.DefaultConfig().Kinds[kind].Dir) + "/"
		line := owned{strings.ReplaceAll(folder, " ", `\ `), who}
		if kind == content.Plain {
			out = append([]owned{line}, out...)
		} else {
			out = append(out, line)
		}
	}
	return out
}

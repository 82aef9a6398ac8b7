package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"headsup/generator"
	"headsup/generator/author/scaffold"
)

// exampleURL stands for a site's address until it is known.
const exampleURL = "https://enablement.example.com/"

func (m *mainCmd) initSite(ctx context.Context, args []string) error {
	flags := m.flags("init", "Write the files of a new site: a configuration, a page of each kind, and what a repository needs.")
	flags.takes = " DIR"
	flags.examples = []string{`headsup init handbook --title "Handbook" --base-url https://handbook.example.com/`, "headsup init ."}
	title := flags.String("title", "", "the site's `title` (default made from the folder's name)")
	baseURL := flags.String("base-url", "", "`URL` at which the site will be (default "+exampleURL+")")
	now := flags.String("now", "", "`day` to write as the pages' date (default today)")
	noInput := flags.Bool("no-input", false, "ask nothing, also on a terminal")
	rest, err := flags.parseWith(args, 1)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: say in which folder: headsup init DIR, or headsup init . for this one", generator.ErrUsage)
	}
	start := scaffold.Start{Title: *title, Date: time.Now().UTC()}
	if *now != "" {
		if start.Date, err = parseNow(*now, time.UTC); err != nil {
			return err
		}
	}
	if start.Title == "" {
		start.Title = titleOfFolder(rest[0])
	}
	if *baseURL == "" && !*noInput {
		if ask := m.prompter(ctx); ask != nil {
			if *baseURL, err = ask.line("Address of the site, Enter for " + exampleURL + ":"); err != nil {
				return err
			}
		}
	}
	if *baseURL == "" {
		*baseURL = exampleURL
	}
	if start.BaseURL, err = parseBaseURL(*baseURL); err != nil {
		return err
	}
	files, err := scaffold.Init(start)
	if err != nil {
		return err
	}
	files, kept := withoutSettings(rest[0], files)
	if err := absent(rest[0], files); err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(rest[0], filepath.FromSlash(f.Path))
		if err := create(name, f.Data); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(m.Stdout, filepath.ToSlash(name)); err != nil {
			return err
		}
	}
	next := "headsup serve"
	if filepath.Clean(rest[0]) != "." {
		next = "cd " + rest[0] + " && " + next
	}
	fmt.Fprintf(m.Stderr, "Next: %s. Then put your products and people into content/headsup.yaml.\n", next)
	if start.BaseURL == exampleURL {
		fmt.Fprintln(m.Stderr, "The site's address is a placeholder; set base_url in content/headsup.yaml.")
	}
	for _, f := range kept {
		name := path.Join(filepath.ToSlash(rest[0]), f.Path)
		fmt.Fprintf(m.Stderr, "%s is yours and stays as it is. For help with headsup.yaml in VS Code, add to it:\n%s", name, f.Data)
	}
	return nil
}

// withoutSettings parts the files to write from the settings of an editor that are already
// there, and say something else: a folder that people work in may well have its own.
func withoutSettings(dir string, files []scaffold.File) (write, kept []scaffold.File) {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if _, err := os.Lstat(name); err != nil || !strings.HasPrefix(f.Path, ".vscode/") {
			write = append(write, f)
		} else if data, err := os.ReadFile(name); err != nil || !bytes.Equal(data, f.Data) {
			kept = append(kept, f)
		}
	}
	return write, kept
}

// absent reports all files of a new site that are already there, before any is
// written.
func absent(dir string, files []scaffold.File) error {
	var there []string
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := folders(dir, path.Dir(f.Path)); err != nil {
			return err
		}
		if _, err := os.Lstat(name); err == nil {
			there = append(there, filepath.ToSlash(name))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("nothing was written, because these files are already there:\n%s", strings.Join(there, "\n"))
	}
	return nil
}

// folders reports what is in the way of a folder below dir: a file, or a link to nothing.
func folders(dir, below string) error {
	name := dir
	for part := range strings.SplitSeq("./"+below, "/") {
		name = filepath.Join(name, part)
		if _, err := os.Lstat(name); err != nil {
			return nil // it is to be made
		}
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			return fmt.Errorf("nothing was written, because %s is not a folder", filepath.ToSlash(name))
		}
	}
	return nil
}

// titleOfFolder makes a title from a folder's name: "product-handbook" becomes
// "Product handbook".
func titleOfFolder(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	name := strings.Join(strings.FieldsFunc(filepath.Base(abs),
		func(r rune) bool { return r == '-' || r == '_' || r == ' ' || r == '/' }), " ")
	if name == "" || name == "." {
		return "Enablement"
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToTitle(first)) + name[size:]
}

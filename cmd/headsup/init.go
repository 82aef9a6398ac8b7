package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"headsup/generator"
	"headsup/generator/author/scaffold"
	"headsup/generator/compile/content"
)

// exampleURL stands for a site's address until it is known.
const exampleURL = "https://enablement.example.com/"

func (m *mainCmd) initSite(ctx context.Context, args []string) error {
	flags := m.flags("init", "Write the files of a new site: a configuration, a page of each kind, and what a repository needs.")
	flags.takes = " DIR"
	flags.examples = []string{
		`headsup init handbook --title "Handbook" --base-url https://handbook.example.com/`,
		"headsup init . --approval public=@acme/legal --approval launch=@acme/product",
	}
	title := flags.String("title", "", "the site's `title` (default made from the folder's name)")
	baseURL := flags.String("base-url", "", "`URL` at which the site will be (default "+exampleURL+")")
	now := flags.String("now", "", "`day` to write as the pages' date (default today)")
	from := flags.String("repository", cmp.Or(repository, exampleRepository),
		"`OWNER/NAME` of the repository on GitHub that releases headsup, for workflows")
	var approvals words
	flags.Var(&approvals, "approval", "`KEY=@NAME`: who has to approve changes of a kind, or of what is public; may be given several times")
	noInput := flags.Bool("no-input", false, "ask nothing, also on a terminal")
	rest, err := flags.parseWith(args, 1)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%w: say in which folder: headsup init DIR, or headsup init . for this one", generator.ErrUsage)
	}
	start := scaffold.Start{Title: *title, Date: time.Now().UTC(), Repository: *from, Version: generator.Version, Folder: "."}
	if !gitHubRepository.MatchString(*from) {
		return fmt.Errorf("%w: --repository takes a name on GitHub such as acme/headsup, not %q", generator.ErrUsage, *from)
	}
	if start.Approvals, err = parseApprovals(approvals); err != nil {
		return err
	}
	root := rootOf(rest[0])
	if root != "" {
		if start.Folder, err = within(root, rest[0]); err != nil {
			return err
		}
	}
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
	all := place(files, rest[0], root)
	all, kept := withoutOwn(all)
	if err := absent(all); err != nil {
		return err
	}
	for _, f := range all {
		if err := create(f.name(), f.Data); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(m.Stdout, filepath.ToSlash(f.name())); err != nil {
			return err
		}
	}
	if root != "" && start.Folder != "." {
		fmt.Fprintf(m.Stderr, "The folder is part of the repository in %s. GitHub reads .github/ only at its root, "+
			"so that is where workflows went.\n", filepath.ToSlash(root))
	}
	next := "headsup serve"
	if filepath.Clean(rest[0]) != "." {
		next = "cd " + rest[0] + " && " + next
	}
	fmt.Fprintf(m.Stderr, "Next: %s. Then put your products and people into content/headsup.yaml.\n", next)
	if start.BaseURL == exampleURL {
		fmt.Fprintln(m.Stderr, "The site's address is a placeholder; set base_url in content/headsup.yaml.")
	}
	if *from == exampleRepository {
		fmt.Fprintf(m.Stderr, "Workflows look for headsup in %s, which is a placeholder: "+
			"replace it with the repository that releases it, or they fail.\n", exampleRepository)
	}
	for _, f := range kept {
		name := filepath.ToSlash(f.name())
		if f.owners() {
			fmt.Fprintf(m.Stderr, "%s is yours and stays as it is. For GitHub to ask for the approvals, add to it:\n%s", name, f.Data)
			continue
		}
		fmt.Fprintf(m.Stderr, "%s is yours and stays as it is. For help with headsup.yaml in VS Code, add to it:\n%s", name, f.Data)
	}
	return nil
}

// exampleRepository stands for the one that releases headsup until it is known.
const exampleRepository = "your-company/headsup"

// repository is that of the release, which sets it when it is built.
var repository string

var gitHubRepository = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$`)

// parseApprovals reads what --approval says: KEY=@NAME.
func parseApprovals(flags []string) (map[string][]string, error) {
	var lines []string
	for _, f := range flags {
		key, name, ok := strings.Cut(f, "=")
		if !ok {
			return nil, fmt.Errorf("%w: --approval takes for example launch=@acme/product, not %q", generator.ErrUsage, f)
		}
		lines = append(lines, fmt.Sprintf("{%q: %q}", key, name))
	}
	approvals := map[string][]string{}
	for _, line := range lines {
		cfg, found := content.ParseConfig("--approval", []byte("approvals: "+line))
		if len(found) > 0 {
			return nil, fmt.Errorf("%w: --approval: %s; %s", generator.ErrUsage, found[0].Message, found[0].Hint)
		}
		for key, names := range cfg.Approvals {
			approvals[key] = append(approvals[key], names...)
		}
	}
	return approvals, nil
}

// rootOf returns the root of the repository that a folder is in, or will be, and "" when
// there is none.
func rootOf(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		if _, err := os.Stat(filepath.Join(abs, ".git")); err == nil {
			return abs
		}
		parent := filepath.Dir(abs)
		if parent == abs {
			return ""
		}
		abs = parent
	}
}

// within returns the path of a folder from the root of its repository, with slashes.
func within(root, dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(root, abs)
	return filepath.ToSlash(rel), err
}

// placed is a file and the folder that its path is in.
type placed struct {
	scaffold.File
	dir string
}

func (f placed) name() string { return filepath.Join(f.dir, filepath.FromSlash(f.Path)) }

func (f placed) owners() bool { return path.Base(f.Path) == "CODEOWNERS" }

// place puts the files of a new site into its folder, and those that belong there at the
// root of the repository, if there is one.
func place(files []scaffold.File, dir, root string) []placed {
	top := dir
	if abs, err := filepath.Abs(dir); root != "" && err == nil {
		if up, err := filepath.Rel(abs, root); err == nil {
			top = filepath.Join(dir, up)
		}
	}
	var out []placed
	for _, f := range files {
		if scaffold.AtRoot(f.Path) {
			out = append(out, placed{f, top})
		} else {
			out = append(out, placed{f, dir})
		}
	}
	return out
}

// withoutOwn parts the files to write from those of people that are already there, and say
// something else: settings of an editor and code owners. A folder that people work in may
// well have its own.
func withoutOwn(files []placed) (write, kept []placed) {
	for _, f := range files {
		if _, err := os.Lstat(f.name()); err != nil || !f.owners() && !strings.HasPrefix(f.Path, ".vscode/") {
			write = append(write, f)
		} else if data, err := os.ReadFile(f.name()); err != nil || !bytes.Equal(data, f.Data) {
			kept = append(kept, f)
		}
	}
	return write, kept
}

// absent reports all files of a new site that are already there, before any is
// written.
func absent(files []placed) error {
	var there []string
	for _, f := range files {
		if err := folders(f.dir, path.Dir(f.Path)); err != nil {
			return err
		}
		if _, err := os.Lstat(f.name()); err == nil {
			there = append(there, filepath.ToSlash(f.name()))
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

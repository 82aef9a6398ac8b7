package adopt

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
	"headsup/generator/read/source"
)

// folder is what is known of a folder from looking at each of its files once.
type folder struct {
	fsys  fs.FS
	names map[string]bool // all files and folders, slash-separated
	pages []page          // its Markdown, in the order of paths
	files []string        // all else, in the order of paths
	marks []string        // what can tell a tool, nearest to the top first
	below map[string]int  // how many pages are in a folder and those below it
	// used are files that pages may show: pictures and documents.
	used map[string]bool
}

// page is a Markdown file.
type page struct {
	path     string
	keys     []key
	dated    bool // its name begins with a day
	steps    bool // what it says is an order of steps
	heading  string
	versions int      // headings that are versions
	links    []string // destinations that begin with a slash, or with the scheme of the web
}

// key is one key of the front matter, of a mapping in it "outer.inner".
type key struct {
	name        string
	value       *yaml.Node
	first, last int // lines
}

const (
	maxFiles = 200_000
	maxPage  = 1 << 20 // of a page's bytes that are looked at
	markDeep = 4       // folders below the top in which a tool's configuration is looked for
)

var (
	notionName = regexp.MustCompile(`[ /]([0-9a-f]{32})(/|\.md$)`)
	numbered   = regexp.MustCompile(`(?m)^#{2,3}[ \t]+(?:(?i:step)[ \t]+)?[0-9]+[.):]?[ \t]`)
	rooted     = regexp.MustCompile(`\]\(<?((?:/|https?://)[^\s)>]*)`)
	// versionHeading is one of a change log: "## [1.2.0] - 2026-01-05", "# v2.0 (2026)".
	versionHeading = regexp.MustCompile(`(?m)^#{1,3}[ \t]+(?:[\pL@/-]+[ \t@])?\[?v?[0-9]+\.[0-9]+(?:\.[0-9]+){0,2}`)
	firstTitle     = regexp.MustCompile(`(?m)^#[ \t]+(.+?)[ \t]*#*[ \t]*$`)
)

// survey looks at all files of a folder. Symbolic links are not followed.
func survey(fsys fs.FS) (*folder, error) {
	f := &folder{fsys: fsys, names: map[string]bool{".": true}, below: map[string]int{}, used: map[string]bool{}}
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if name == "." {
				return err
			}
			return nil //nolint:nilerr // a build reports what cannot be read
		case name == ".":
			return nil
		case len(f.names) > maxFiles:
			return fs.SkipAll
		}
		base := e.Name()
		if isMark(base, name) && strings.Count(name, "/") < markDeep {
			f.marks = append(f.marks, name)
		}
		if e.IsDir() {
			f.names[name] = true
			if base == ".vitepress" || base == ".vuepress" || path.Base(path.Dir(name)) == ".vuepress" {
				return nil
			}
			if source.Skipped(base) || base == "vendor" && f.names[path.Join(path.Dir(name), "Gemfile")] {
				return fs.SkipDir
			}
			return nil
		}
		f.names[name] = true
		if !e.Type().IsRegular() || source.Skipped(base) || hidden(name) || name == source.ConfigFile {
			return nil
		}
		if !isPage(base) {
			f.files = append(f.files, name)
			if _, ok := source.AssetType(base); ok {
				f.used[name] = true
			}
			return nil
		}
		f.addPage(name)
		return nil
	})
	slices.SortStableFunc(f.marks, func(a, b string) int { return strings.Count(a, "/") - strings.Count(b, "/") })
	return f, err
}

// isPage reports whether headsup makes a page of a file of this name.
func isPage(name string) bool { return source.IsMarkdown(name) }

// hidden reports whether a file is in a folder that only holds settings.
func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(s string) bool { return s != "." && strings.HasPrefix(s, ".") })
}

func isMark(base, name string) bool {
	return slices.ContainsFunc(signs, func(s sign) bool {
		return slices.ContainsFunc(s.names, func(pattern string) bool {
			if _, last, nested := strings.Cut(pattern, "/"); nested {
				ok, _ := path.Match(last, base)
				return ok && strings.Contains(name, "/")
			}
			ok, _ := path.Match(pattern, base)
			return ok
		})
	})
}

func (f *folder) addPage(name string) {
	p := page{path: name}
	day, _, err := calendar.FromPath(name)
	p.dated = err == nil && day != (calendar.Day{})
	if src, err := f.read(name); err == nil {
		p.look(src)
	}
	f.pages = append(f.pages, p)
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		f.below[dir]++
		if dir == "." {
			return
		}
	}
}

// read returns the beginning of a file.
func (f *folder) read(name string) ([]byte, error) {
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxPage))
}

func (p *page) look(src []byte) {
	doc, _ := frontmatter.Parse(p.path, src, func(string) bool { return false }, func(string, string) bool { return false })
	if doc.Root != nil {
		p.addKeys("", doc.Root)
	}
	body := doc.Body
	if m := firstTitle.FindSubmatch(body); m != nil {
		p.heading = string(m[1])
	}
	p.steps = p.has("steps") || len(numbered.FindAllIndex(body, 3)) >= 2
	if !bytes.Contains(body, []byte("{%")) { // a tag may go on over several versions
		p.versions = len(versionHeading.FindAllIndex(body, -1))
	}
	for _, m := range rooted.FindAllSubmatch(body, -1) {
		p.links = append(p.links, string(m[1]))
	}
}

func (p *page) addKeys(prefix string, n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := key{name: join(prefix, n.Content[i].Value), value: n.Content[i+1], first: n.Content[i].Line}
		k.last = lastLine(n.Content[i+1], k.first)
		p.keys = append(p.keys, k)
		if k.value.Kind == yaml.MappingNode && prefix == "" {
			p.addKeys(k.name, k.value)
		}
	}
}

func lastLine(n *yaml.Node, last int) int {
	last = max(last, n.Line)
	for _, c := range n.Content {
		last = lastLine(c, last)
	}
	return last
}

func (p *page) has(name string) bool { return p.value(name) != nil }

// value returns what a key says, nil when it is not there.
func (p *page) value(name string) *yaml.Node {
	for _, k := range p.keys {
		if k.name == name {
			return k.value
		}
	}
	return nil
}

// keyAt returns the outermost key that has a line.
func (p *page) keyAt(line int) string {
	for _, k := range p.keys {
		if !strings.Contains(k.name, ".") && k.first <= line && line <= k.last {
			return k.name
		}
	}
	return ""
}

func (f *folder) exists(name string) bool { return f.names[path.Clean(name)] }

func (f *folder) pagesBelow(dir string) int { return f.below[path.Clean(dir)] }

// in reports whether a path is a folder or in it.
func in(name, dir string) bool {
	return dir == "." || name == dir || strings.HasPrefix(name, dir+"/")
}

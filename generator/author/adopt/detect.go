package adopt

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// Tool is a program, or a service, that a folder was made for.
type Tool struct {
	Name string // as people call it, "MkDocs"
	File string // what tells so, relative to the folder; a folder ends in "/"
	Dir  string // where its paths begin, "." for the top

	content  []string // folders of its pages, best first, relative to the folder
	static   []string // folders that its addresses do not name
	aside    []string // folders of the tool itself: names or paths, relative to Dir
	settings settings
	notes    string // the folder of its dated pages, relative to the folder; "" for none
	keep     bool   // addresses begin with the name of the folder of pages
}

// settings is the configuration of a tool, as texts by the path of their keys.
type settings map[string]string

// maxConfig is the most that is read of a tool's configuration, in bytes.
const maxConfig = 1 << 20

// sign says how a tool is known.
type sign struct {
	tool  string
	names []string // patterns of the file's name; with a slash, of the end of its path
	// also, if there are some, are names of which one has to be beside the file.
	also []string
	read func(src []byte) settings
	fill func(t *Tool, f *folder)
}

var signs = []sign{
	{tool: "Docusaurus", names: []string{"docusaurus.config.*"}, read: readScript, fill: docusaurus},
	{tool: "Docusaurus", names: []string{"siteConfig.js"}, read: readScript, fill: docusaurus},
	{tool: "MkDocs", names: []string{"mkdocs.yml", "mkdocs.yaml"}, read: readYAML, fill: mkdocs},
	{tool: "Hugo", names: []string{"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"}, read: readAny, fill: hugo},
	{
		tool: "Hugo", names: []string{"config.toml", "config.yaml", "config.yml"},
		also: []string{"archetypes", "layouts", "themes", "hugo_stats.json"}, read: readAny, fill: hugo,
	},
	{tool: "Hugo", names: []string{"_default/config.toml", "_default/config.yaml", "_default/config.yml"}, read: readAny, fill: hugo},
	{tool: "Zola", names: []string{"config.toml"}, also: []string{"templates", "sass"}, read: readAny, fill: zola},
	{
		tool: "Jekyll", names: []string{"_config.yml", "_config.yaml", "_config.toml"},
		also: []string{"_posts", "_layouts", "_includes", "_sass", "_data", "Gemfile", "_drafts"}, read: readAny, fill: jekyll,
	},
	{tool: "Eleventy", names: []string{".eleventy.js", "eleventy.config.*", ".eleventyignore"}, read: readScript, fill: eleventy},
	{tool: "GitBook", names: []string{".gitbook.yaml", ".gitbook"}, read: readYAML, fill: gitbook},
	{tool: "mdBook", names: []string{"book.toml"}, read: readAny, fill: mdbook},
	{tool: "Middleman", names: []string{"config.rb"}, also: []string{"source"}, read: readHashed, fill: middleman},
	{tool: "Astro", names: []string{"astro.config.*"}, read: readScript, fill: astro},
	{tool: "VitePress", names: []string{".vitepress/config.*", ".vuepress/config.*"}, read: readScript, fill: vitepress},
	{tool: "Sphinx", names: []string{"conf.py"}, read: readHashed, fill: sphinx},
	{tool: "Antora", names: []string{"antora.yml", "antora.yaml"}, read: readYAML, fill: antora},
	{tool: "Obsidian", names: []string{".obsidian"}, fill: func(*Tool, *folder) {}},
	{tool: "GitBook", names: []string{"SUMMARY.md"}, also: []string{"README.md"}, fill: gitbook},
}

// detect returns the tools that a folder was made for, the one with most pages first.
// Each is named once, by the sign that is nearest to the top.
func detect(f *folder) []Tool {
	var found []Tool
	for _, name := range f.marks {
		for _, s := range signs {
			if !s.fits(f, name) {
				continue
			}
			if slices.ContainsFunc(found, func(t Tool) bool { return t.Name == s.tool }) {
				break
			}
			t := Tool{Name: s.tool, File: name, Dir: path.Dir(name), settings: settings{}}
			if s.read != nil {
				t.settings = f.config(name, s.read)
			}
			s.fill(&t, f)
			t.content = slices.DeleteFunc(t.content, func(dir string) bool { return f.pagesBelow(dir) == 0 })
			found = append(found, t)
			break
		}
	}
	if t, ok := exported(f); ok {
		found = append(found, t)
	}
	slices.SortStableFunc(found, func(a, b Tool) int { return f.weight(b) - f.weight(a) })
	return found
}

// weight is how many pages are those of a tool. One that is elsewhere has none.
func (f *folder) weight(t Tool) int {
	if len(t.content) == 0 {
		return 0
	}
	n := 0
	for _, dir := range t.content {
		n += f.pagesBelow(dir)
	}
	return n
}

func (s *sign) fits(f *folder, name string) bool {
	dir, base := path.Split(name)
	dir = strings.TrimSuffix(dir, "/")
	ok := slices.ContainsFunc(s.names, func(pattern string) bool {
		if parent, last, nested := strings.Cut(pattern, "/"); nested {
			in, _ := path.Match(last, base)
			return in && path.Base(dir) == parent
		}
		in, _ := path.Match(pattern, base)
		return in
	})
	if !ok || len(s.also) == 0 {
		return ok
	}
	return slices.ContainsFunc(s.also, func(other string) bool { return f.exists(path.Join(dir, other)) })
}

// exported knows what services export by the names of the files.
func exported(f *folder) (Tool, bool) {
	notion := 0
	for i := range f.pages {
		if notionName.MatchString(f.pages[i].path) {
			notion++
		}
	}
	if notion > 0 && notion*2 >= len(f.pages) {
		return Tool{Name: "Notion", File: "names that end in 32 digits", Dir: ".", settings: settings{}, content: []string{"."}}, true
	}
	return Tool{}, false
}

// at joins a path of the tool with its folder. What leads out of the folder is "".
func (t *Tool) at(name string) string {
	p := path.Join(t.Dir, strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
	if p == ".." || strings.HasPrefix(p, "../") {
		return ""
	}
	return p
}

// named returns the folders among some that are there, relative to the tool's.
func (t *Tool) named(f *folder, names ...string) (out []string) {
	for _, n := range names {
		if p := t.at(n); n != "" && p != "" && f.exists(p) {
			out = append(out, p)
		}
	}
	return out
}

func (s settings) first(keys ...string) string {
	for _, k := range keys {
		if v := strings.TrimSpace(s[k]); v != "" {
			return v
		}
	}
	return ""
}

// ending returns the value of the first key, in their order, that ends in a name.
func (s settings) ending(name string) string {
	var keys []string
	for k := range s {
		if k == name || strings.HasSuffix(k, "."+name) {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	slices.SortFunc(keys, func(a, b string) int {
		if n := strings.Count(a, ".") - strings.Count(b, "."); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return s[keys[0]]
}

func docusaurus(t *Tool, f *folder) {
	docs := t.settings.first("presets.docs.path", "docs.path", "customDocsPath")
	if docs == "" {
		docs = "docs"
	}
	t.content = t.named(f, docs)
	if len(t.content) == 0 && t.Dir != "." { // the first version has website/ beside docs/
		t.content = (&Tool{Dir: path.Dir(t.Dir)}).named(f, docs)
	}
	t.keep = t.settings.first("presets.docs.routeBasePath", "docs.routeBasePath") != "/"
	blog := t.settings.first("presets.blog.path", "blog.path")
	if blog == "" {
		blog = "blog"
	}
	if found := t.named(f, blog); len(found) > 0 {
		t.notes = found[0]
	}
	t.static = t.named(f, "static")
	t.aside = []string{"versioned_docs", "versioned_sidebars", "i18n", "build", "src"}
}

func mkdocs(t *Tool, f *folder) {
	docs := t.settings.first("docs_dir")
	if docs == "" {
		docs = "docs"
	}
	t.content = t.named(f, docs)
	t.aside = []string{"site", "overrides"}
	if custom := t.settings.first("theme.custom_dir"); custom != "" {
		t.aside = append(t.aside, custom)
	}
}

func hugo(t *Tool, f *folder) {
	switch path.Base(t.Dir) {
	case "_default":
		t.Dir = path.Dir(path.Dir(t.Dir))
	case "config":
		t.Dir = path.Dir(t.Dir)
	}
	dir, static := t.settings.first("contentDir", "contentdir"), t.settings.first("staticDir", "staticdir")
	if dir == "" {
		dir = "content"
	}
	if static == "" {
		static = "static"
	}
	t.content, t.static = t.named(f, dir), t.named(f, static, "assets")
	t.aside = []string{"archetypes", "layouts", "themes", "i18n", "data", "resources", "public", "config"}
}

func zola(t *Tool, f *folder) {
	t.content, t.static = t.named(f, "content"), t.named(f, "static")
	t.aside = []string{"templates", "sass", "themes", "public"}
}

func jekyll(t *Tool, f *folder) {
	t.content = t.named(f, ".")
	if source := t.settings.first("source"); source != "" {
		t.content = t.named(f, source)
	}
	for _, dir := range t.content {
		if posts := path.Join(dir, "_posts"); f.pagesBelow(posts) > 0 {
			t.notes = posts
		}
	}
	t.aside = []string{"_layouts", "_includes", "_sass", "_site", "_data", "_drafts", "_plugins", "vendor"}
}

func eleventy(t *Tool, f *folder) {
	input := t.settings.ending("dir.input")
	if input == "" && t.Dir == "." {
		input = f.onlyFolder()
	}
	t.content = t.named(f, input)
	t.static = t.named(f, "public", path.Join(input, "public"))
	t.aside = []string{"_site", "_includes", "_data", "dist"}
	for _, key := range []string{"dir.includes", "dir.layouts", "dir.data"} {
		if dir := t.settings.ending(key); dir != "" {
			t.aside = append(t.aside, path.Join(input, dir))
		}
	}
}

func gitbook(t *Tool, f *folder) {
	root := t.settings.first("root")
	if root == "" {
		root = "."
	}
	t.content = t.named(f, root)
	t.aside = []string{path.Join(root, "SUMMARY.md"), path.Join(root, "_book")}
	if summary := t.settings.first("structure.summary"); summary != "" {
		t.aside = append(t.aside, path.Join(root, summary))
	}
}

func mdbook(t *Tool, f *folder) {
	src := t.settings.first("book.src")
	if src == "" {
		src = "src"
	}
	t.content = t.named(f, src)
	t.aside = []string{path.Join(src, "SUMMARY.md"), "book", "theme"}
}

func middleman(t *Tool, f *folder) {
	t.content = t.named(f, "source")
	t.static = t.named(f, "source")
	t.aside = []string{"build", "source/layouts", "source/partials", "source/stylesheets", "source/javascripts", "helpers", "lib"}
}

func astro(t *Tool, f *folder) {
	if t.content = t.named(f, "src/content/docs"); len(t.content) == 0 {
		t.content = t.named(f, "src/content", "src/pages")
	}
	t.static = t.named(f, "public")
	t.aside = []string{"src/components", "src/layouts", "src/styles", "dist"}
}

func vitepress(t *Tool, f *folder) {
	t.Dir = path.Dir(t.Dir)
	t.content, t.static = t.named(f, "."), t.named(f, "public", ".vuepress/public")
	if src := t.settings.first("srcDir"); src != "" {
		t.content = t.named(f, src)
	}
}

func sphinx(t *Tool, f *folder) {
	t.content = t.named(f, ".")
	t.static = t.named(f, "_static")
	t.aside = []string{"_build", "_templates"}
}

func antora(t *Tool, f *folder) { t.content = t.named(f, "modules") }

// config reads the configuration of a tool; what cannot be read says nothing.
func (f *folder) config(name string, read func([]byte) settings) settings {
	info, err := fs.Stat(f.fsys, name)
	if err != nil || info.Size() > maxConfig || !info.Mode().IsRegular() {
		return settings{}
	}
	src, err := fs.ReadFile(f.fsys, name)
	if err != nil {
		return settings{}
	}
	out := read(src)
	if parent := out["INHERIT"]; parent != "" { // MkDocs, one level as its own tests have it
		if at := path.Join(path.Dir(name), parent); fs.ValidPath(at) && at != name {
			if src, err := fs.ReadFile(f.fsys, at); err == nil && len(src) <= maxConfig {
				for k, v := range read(src) {
					if _, own := out[k]; !own {
						out[k] = v
					}
				}
			}
		}
	}
	return out
}

func readScript(src []byte) settings { return literals(src, "//") }
func readHashed(src []byte) settings { return literals(src, "#") }

// readYAML reads YAML, whatever tags of a tool its values have.
func readYAML(src []byte) settings {
	var doc yaml.Node
	out := settings{}
	if yaml.Unmarshal(src, &doc) == nil && len(doc.Content) > 0 {
		out.add("", doc.Content[0], 0)
	}
	return out
}

// add flattens a mapping. Aliases are not followed: a few of them can stand for a lot.
func (s settings) add(prefix string, n *yaml.Node, depth int) {
	const deepest = 20
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content) && depth < deepest; i += 2 {
			s.add(join(prefix, n.Content[i].Value), n.Content[i+1], depth+1)
		}
	case yaml.ScalarNode:
		if n.Tag != "!ENV" && !strings.HasPrefix(n.Tag, "tag:yaml.org,2002:python/") && n.Tag != "!!null" {
			s[prefix] = n.Value
		}
	case yaml.SequenceNode:
		if prefix == "nav" && len(n.Content) > 0 {
			s[prefix] = "true"
		}
		// !ENV [NAME, "what counts without it"]
		if n.Tag == "!ENV" && len(n.Content) > 1 {
			s[prefix] = n.Content[len(n.Content)-1].Value
		}
	}
}

func join(prefix, key string) string {
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}

// readAny reads TOML, JSON or YAML.
func readAny(src []byte) settings {
	var tree map[string]any
	if toml.Unmarshal(src, &tree) == nil || json.Unmarshal(src, &tree) == nil {
		out := settings{}
		out.addValues("", tree)
		return out
	}
	return readYAML(src)
}

func (s settings) addValues(prefix string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			s.addValues(join(prefix, k), inner)
		}
	case string:
		s[prefix] = v
	case bool:
		s[prefix] = map[bool]string{true: "true", false: "false"}[v]
	}
}

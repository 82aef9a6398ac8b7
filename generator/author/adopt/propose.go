package adopt

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/source"
	"headsup/generator/read/version"
)

// noteNames and stepNames are what folders of release notes and of playbooks are called.
var (
	noteNames = []string{
		"releases", "release-notes", "release_notes", "releasenotes", "changelog", "changelogs", "changes", "whats-new", "whatsnew",
		"_posts", "posts", "blog", "news", "updates", "announcements", "product-updates",
	}
	stepNames = []string{
		"playbooks", "runbooks", "how-to", "how-tos", "howto", "howtos", "how-to-guides", "guides", "tutorials", "procedures", "sops",
	}
	// repoNames are pages of a repository that are not for the readers of its site.
	repoNames = []string{
		"contributing", "code_of_conduct", "code-of-conduct", "security", "governance", "pull_request_template", "issue_template", "agents",
		"claude", "developing", "development",
	}
	// partNames are folders of parts of pages.
	partNames = []string{
		"_drafts", "_templates", "_layouts", "_includes", "_data", "_sass", "_site", "_partials", "_plugins", "_components", "_static",
		"_build", "_book", "_snippets", "_archive", "_images", "_media", "_assets",
	}
)

// pages counts things that are pages or files.
func pages(n int) string { return diag.Number(n, "page", "pages") }

// tool returns the tool that has most of the pages, or one that is none.
func (p *Proposal) tool() Tool {
	if len(p.Tools) > 0 {
		return p.Tools[0]
	}
	return Tool{Dir: ".", settings: settings{}}
}

// propose makes all lines that the folder itself gives reasons for.
func (p *Proposal) propose() {
	t := p.tool()
	for _, other := range p.Tools {
		if other.Name != t.Name {
			p.open = append(p.open, Open{
				Rule: "tool", Count: 1,
				Example: other.File + ": the folder is one of " + other.Name + ", too; the lines are those for " + t.Name,
			})
		}
	}
	p.site(&t)
	p.kinds(&t)
	p.fields()
	p.permalinks(&t)
	p.navigation(&t)
	p.changelogs()
	p.leaveOut(&t)
	p.countPages()
	p.ownLinks(&t)
	p.unread()
}

// site takes over what the tool knows of the site as a whole.
func (p *Proposal) site(t *Tool) {
	said := func(key string) string { return "as in " + t.File }
	if v := t.settings.first("title", "site_name", "name", "project", "book.title"); v != "" && !strings.ContainsAny(v, "{}\n") {
		p.root.at("title").set(v, said("title"))
	}
	if v := t.settings.first("description", "site_description", "tagline", "book.description"); v != "" && !strings.ContainsAny(v, "{}\n") {
		p.root.at("description").set(strings.Join(strings.Fields(v), " "), said("description"))
	}
	base := t.settings.first("url", "site_url", "baseURL", "baseurl", "base_url", "site", "html_baseurl", "hostname")
	if sub := t.settings.first("baseUrl", "baseurl", "base"); sub != "" && sub != base && strings.HasPrefix(sub, "/") {
		base = strings.TrimRight(base, "/") + sub
	}
	if u, err := url.Parse(base); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil {
		p.root.at("base_url").set(strings.TrimRight(base, "/")+"/", said("url")+"; change it if the site moves")
	}
	if v := t.settings.first("languageCode", "defaultContentLanguage", "lang", "language", "theme.language",
		"i18n.defaultLocale"); v != "" {
		p.root.at("language").set(v, said("language"))
	}
	if v := t.settings.first("timezone", "timeZone"); v != "" {
		p.root.at("time_zone").set(v, said("timezone"))
	}
}

// kinds decides what the pages of which folder are.
func (p *Proposal) kinds(t *Tool) {
	roots := slices.Clone(t.content)
	p.base = "."
	if len(roots) == 0 {
		roots = []string{p.f.onlyFolder()}
	}
	if len(roots) == 1 && !t.keep {
		p.base = roots[0]
	}
	p.keep = slices.Concat(roots, t.static)
	if t.notes != "" {
		p.keep = append(p.keep, t.notes)
	}

	var why string
	if p.notes, why = p.findNotes(t, roots); p.notes != "" {
		p.root.at("kinds", string(content.ReleaseNote), "dir").set(p.notes, why)
	}
	if p.steps, why = p.findSteps(roots); p.steps != "" {
		p.root.at("kinds", string(content.Playbook), "dir").set(p.steps, why)
	}
	if p.base == p.notes {
		p.base = ""
	} else {
		p.root.at("kinds", string(content.Plain), "dir").set(p.base, "")
	}
	defaults := content.DefaultConfig()
	for _, k := range content.Kinds() {
		dir := defaults.Kinds[k].Dir
		taken := p.root.find("kinds", string(k), "dir")
		if dir == "" || taken != nil {
			continue
		}
		for name := range p.f.names {
			if strings.EqualFold(name, dir) && p.f.pagesBelow(name) > 0 {
				p.root.at("kinds", string(k), "dir").set("", "the pages in "+name+"/ do not have the shape of a "+string(k))
			}
		}
	}
}

// countPages says how many pages are of no other kind.
func (p *Proposal) countPages() {
	l := p.root.find("kinds", string(content.Plain), "dir")
	if l == nil {
		return
	}
	n := 0
	for i := range p.f.pages {
		if name := p.f.pages[i].path; p.kindOf(name) == content.Plain && p.kept(name) && !p.ignored(name) {
			n++
		}
	}
	if l.reason = "addresses begin below it; " + pages(n); p.base == "." {
		l.reason = "all else is a page: " + pages(n)
	}
	if kinds := p.root.find("kinds", string(content.Plain)); n == 0 && p.base == "." && len(kinds.below) == 1 {
		p.root.drop("kinds", string(content.Plain))
	}
}

// onlyFolder returns the folder that holds all pages but those of the repository: the
// addresses of the site did not name it. It is "." where pages are in several.
func (f *folder) onlyFolder() string {
	known := []string{"docs", "doc", "content", "pages", "source", "src", "site", "website"}
	only := ""
	for i := range f.pages {
		top, _, inside := strings.Cut(f.pages[i].path, "/")
		switch {
		case !inside && (isRepo(top) || strings.EqualFold(top, "readme.md")):
		case !inside, only != "" && only != top:
			return "."
		default:
			only = top
		}
	}
	if slices.Contains(known, only) || strings.HasPrefix(only, "_") {
		return only
	}
	return "."
}

// isRepo reports whether a file at the top says something about the repository.
func isRepo(name string) bool {
	stem := strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	return slices.Contains(repoNames, stem) || strings.HasPrefix(stem, "license") || strings.HasPrefix(stem, "licence")
}

func (p *Proposal) kept(name string) bool {
	return slices.ContainsFunc(p.keep, func(dir string) bool { return in(name, dir) })
}

// findNotes returns the folder of release notes, or of what is dated like them.
func (p *Proposal) findNotes(t *Tool, roots []string) (dir, why string) {
	best := 0
	for _, d := range p.dirs() {
		named := slices.Contains(noteNames, strings.ToLower(path.Base(d))) || d == t.notes
		root := slices.Contains(roots, d)
		if !named && !root || !p.kept(d) && !named {
			continue
		}
		all, dated := 0, 0
		for i := range p.f.pages {
			if pg := &p.f.pages[i]; in(pg.path, d) && !isIndex(pg.path) {
				all++
				if pg.isDated() {
					dated++
				}
			}
		}
		least := all / 2
		if root && !named {
			least = all * 9 / 10
		}
		if dated == 0 || dated < least || all < best || all == best && !named || root && !named && all < 2 {
			continue
		}
		best, dir = all, d
		why = fmt.Sprintf("with a date or a version: %d of %s", dated, pages(all))
	}
	if dir != "" && !p.kept(dir) {
		p.keep = append(p.keep, dir)
	}
	return dir, why
}

// findSteps returns the folder of playbooks.
func (p *Proposal) findSteps(roots []string) (dir, why string) {
	best := 0
	for _, d := range p.dirs() {
		if d == p.base || d == p.notes || !slices.Contains(stepNames, strings.ToLower(path.Base(d))) || !p.kept(d) {
			continue
		}
		all, steps := 0, 0
		for i := range p.f.pages {
			if pg := &p.f.pages[i]; in(pg.path, d) && !isIndex(pg.path) {
				all++
				if pg.steps {
					steps++
				}
			}
		}
		if steps*10 < all*6 || steps <= best {
			continue
		}
		best, dir = steps, d
		why = fmt.Sprintf("step by step: %d of %s", steps, pages(all))
	}
	return dir, why
}

// dirs returns all folders with pages, in order.
func (p *Proposal) dirs() []string {
	var out []string
	for d := range p.f.below {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}

func isIndex(name string) bool {
	stem, _, _ := strings.Cut(path.Base(name), ".")
	return slices.Contains([]string{"index", "_index", "readme"}, strings.ToLower(stem))
}

// isDated reports whether a page is about one day or one version.
func (p *page) isDated() bool {
	if p.dated {
		return true
	}
	for i := range p.keys {
		if k := &p.keys[i]; slices.Contains(dateKeys, strings.ToLower(k.name)) && isDay(asText(k)) {
			return true
		}
	}
	stem := strings.TrimPrefix(strings.TrimSuffix(path.Base(p.path), path.Ext(p.path)), "v")
	_, ok := version.Parse(stem)
	return ok
}

// kindOf returns the kind of a file, as the lines so far have it.
func (p *Proposal) kindOf(name string) content.Kind {
	best, kind := -1, content.Plain
	for dir, k := range map[string]content.Kind{p.notes: content.ReleaseNote, p.steps: content.Playbook} {
		if dir != "" && in(name, dir) && len(dir) > best {
			best, kind = len(dir), k
		}
	}
	return kind
}

// leaveOut ignores what the tool has beside pages, and says what it is.
func (p *Proposal) leaveOut(t *Tool) {
	for _, dir := range t.aside {
		name := t.at(dir)
		if name == "" || !p.f.exists(name) || p.empty(name) || name == p.notes {
			continue
		}
		p.ignore(name, "a part of "+t.Name+", not a page")
	}
	p.outside(".", t)
	for i := range p.f.pages {
		name := p.f.pages[i].path
		switch base := path.Base(name); {
		case !p.kept(name) || path.Dir(name) != "." && path.Dir(name) != p.base:
		case isRepo(base):
			p.ignore(name, "about the repository, not for readers of the site")
		case strings.EqualFold(base, "readme.md") && p.hasIndex(path.Dir(name)):
			p.ignore(name, "the folder has an index, which is its page")
		}
	}
	for name := range p.f.names {
		base := path.Base(name)
		if !strings.HasPrefix(base, "_") || p.f.pagesBelow(name) == 0 || !p.kept(name) || in(name, cmp.Or(p.notes, "\x00")) ||
			in(p.base, name) || slices.Contains(partNames, base) || p.ignored(name) {
			continue
		}
		p.root.at("include").add(base, "a collection of "+cmp.Or(t.Name, "pages")+": "+pages(p.f.pagesBelow(name)))
	}
	if l := p.root.find("include"); l != nil {
		slices.SortFunc(l.below, func(a, b *line) int { return strings.Compare(a.value, b.value) })
	}
}

// outside ignores what is in none of the folders with pages.
func (p *Proposal) outside(dir string, t *Tool) {
	if p.kept(dir) {
		return
	}
	endings := map[string]int{}
	var names []string
	for name := range p.f.names {
		if name != "." && path.Dir(name) == dir && !strings.HasPrefix(path.Base(name), ".") && !source.Skipped(path.Base(name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	whose := "not in the folder of pages"
	if t.Name != "" {
		whose = "not among the pages of " + t.Name
	}
	for _, name := range names {
		_, isFile := slices.BinarySearch(p.f.files, name)
		switch {
		case slices.ContainsFunc(p.keep, func(kept string) bool { return in(kept, name) && kept != name }):
			p.outside(name, t)
		case p.kept(name) || p.empty(name) || p.ignored(name):
		case isFile:
			endings[path.Ext(name)]++
		case p.f.pagesBelow(name) > 0:
			p.ignore(name, whose+": "+pages(p.f.pagesBelow(name)))
		case p.pictures(name):
		default:
			p.ignore(name, whose)
		}
	}
	for _, ext := range slices.Sorted(keysOf(endings)) {
		if ext == "" {
			continue
		}
		p.ignore(path.Join(dir, "*"+ext), whose+": "+diag.Number(endings[ext], "file", "files"))
	}
}

func keysOf(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// empty reports whether nothing is in a folder that could be on a site.
func (p *Proposal) empty(name string) bool {
	return p.f.pagesBelow(name) == 0 && !slices.ContainsFunc(p.f.files, func(f string) bool { return in(f, name) }) &&
		!slices.ContainsFunc(p.f.pages, func(pg page) bool { return pg.path == name })
}

// pictures reports whether a folder holds pictures, which pages may show.
func (p *Proposal) pictures(name string) bool {
	return slices.ContainsFunc(p.f.files, func(f string) bool {
		mime, _ := source.AssetType(f)
		return in(f, name) && strings.HasPrefix(mime, "image/")
	})
}

// foreign are files that other tools make pages of and headsup does not.
var foreign = map[string]string{
	".rst": "reStructuredText", ".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".ipynb": "a notebook", ".org": "Org", ".textile": "Textile",
	".docx": "Word", ".njk": "a template", ".liquid": "a template", ".erb": "a template", ".haml": "a template", ".slim": "a template",
}

// unread counts files that were pages and are none here.
func (p *Proposal) unread() {
	counts, first := map[string]int{}, map[string]string{}
	for _, name := range p.f.files {
		ext := strings.ToLower(path.Ext(name))
		if foreign[ext] == "" || !p.kept(name) || p.f.used[name] && ext != ".docx" {
			continue
		}
		counts[ext]++
		first[ext] = cmp.Or(first[ext], name)
	}
	for _, ext := range slices.Sorted(keysOf(counts)) {
		p.open = append(p.open, Open{
			Rule: "not-markdown", Count: counts[ext], Example: first[ext] + ": this is " + foreign[ext] + "; it is not on the site",
		})
	}
}

func (p *Proposal) hasIndex(dir string) bool {
	return slices.ContainsFunc(p.f.pages, func(pg page) bool {
		stem, _, _ := strings.Cut(path.Base(pg.path), ".")
		return path.Dir(pg.path) == dir && slices.Contains([]string{"index", "_index"}, strings.ToLower(stem))
	})
}

// special is what means something in a pattern.
var special = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// ignore leaves out a file, a folder or a pattern below a folder.
func (p *Proposal) ignore(name, reason string) bool {
	dir, base := path.Split(name)
	if !strings.HasPrefix(base, "*.") {
		base = special.Replace(base)
	}
	return p.root.at("ignore").add("/"+special.Replace(dir)+base, reason)
}

// ignored reports whether the lines so far leave a file or folder out.
func (p *Proposal) ignored(name string) bool {
	l := p.root.find("ignore")
	for ; l != nil && name != "."; name = path.Dir(name) {
		want := inYAML("/" + special.Replace(name))
		if slices.ContainsFunc(l.below, func(b *line) bool { return b.value == want }) {
			return true
		}
	}
	return false
}

// ownLinks maps links that begin with the address of the site to its pages, where most
// of them lead to one.
func (p *Proposal) ownLinks(t *Tool) {
	base := p.root.find("base_url")
	if base == nil {
		return
	}
	prefix := strings.Trim(base.value, `"`)
	all, hits := 0, 0
	for i := range p.f.pages {
		for _, dest := range p.f.pages[i].links {
			if rest, ok := strings.CutPrefix(dest, prefix); ok {
				all++
				if rest, _, _ = strings.Cut(rest, "#"); p.leads(rest) {
					hits++
				}
			}
		}
	}
	if all > 0 && hits*2 >= all {
		p.root.at("links", prefix).set("/", fmt.Sprintf("%d of %d links to the own address have a page here", hits, all))
	}
}

// leads reports whether there is a file for a path of the former site.
func (p *Proposal) leads(to string) bool {
	to = strings.Trim(strings.TrimSuffix(to, ".html"), "/")
	for _, root := range append([]string{".", p.base}, p.keep...) {
		if root == "" {
			continue
		}
		at := path.Join(root, to)
		for _, name := range []string{at, at + ".md", at + ".mdx", at + "/index.md", at + "/_index.md", at + "/README.md"} {
			if p.f.exists(name) {
				return true
			}
		}
	}
	return false
}

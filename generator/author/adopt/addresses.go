package adopt

import (
	"path"
	"slices"
	"strings"

	"headsup/generator/compile/content"
)

// jekyllStyles are the addresses that Jekyll has names for. Without one it is "date".
var jekyllStyles = map[string]string{
	"date":   "/:year/:month/:day/:title.html",
	"pretty": "/:year/:month/:day/:title/",
	"none":   "/:title.html",
	"":       "/:year/:month/:day/:title.html",
}

// ownAddress are the folders that headsup puts pages of a kind into.
var ownAddress = map[content.Kind]string{content.ReleaseNote: "releases", content.Playbook: "playbooks", content.Plain: ""}

// permalinks keeps the addresses that pages had.
func (p *Proposal) permalinks(t *Tool) {
	if p.notes != "" {
		pattern, why := p.noteAddress(t)
		if pattern != "" {
			p.root.at("permalink", string(content.ReleaseNote)).set(pattern, why)
		}
	}
	if p.steps != "" {
		if pattern := p.folderAddress(p.steps, content.Playbook); pattern != "" {
			p.root.at("permalink", string(content.Playbook)).set(pattern, "the folder was part of the address")
		}
	}
}

// noteAddress returns the pattern of the addresses of dated pages, and why.
func (p *Proposal) noteAddress(t *Tool) (pattern, why string) {
	why = "as " + t.Name + " has it"
	name := path.Base(p.notes)
	switch t.Name {
	case "Jekyll":
		said := t.settings.first("permalink")
		if pattern, ok := jekyllStyles[said]; ok {
			return pattern, why
		}
		if strings.HasPrefix(said, "/") {
			return strings.ReplaceAll(said, "/:categories", ""), "as in " + t.File
		}
		return "", ""
	case "Hugo":
		if said := t.settings.first("permalinks.page."+name, "permalinks."+name); said != "" {
			return said, "as in " + t.File
		}
	case "Docusaurus":
		base := strings.Trim(t.settings.first("presets.blog.routeBasePath", "blog.routeBasePath"), "/")
		if base == "" {
			base = "blog"
		}
		return "/" + base + "/:year/:month/:day/:slug/", why
	}
	return p.folderAddress(p.notes, content.ReleaseNote), "the folder was part of the address"
}

// folderAddress returns the addresses below a folder where they are not those that the
// kind has anyway. A folder that begins with _ was a matter of the tool.
func (p *Proposal) folderAddress(dir string, k content.Kind) string {
	roots := p.tool().content
	if len(roots) == 0 {
		roots = []string{p.f.onlyFolder()}
	}
	for _, root := range roots {
		if in(dir, root) {
			dir = strings.TrimPrefix(strings.TrimPrefix(dir, root), "/")
			break
		}
	}
	if dir == "." || dir == "" {
		return "/:path/"
	}
	if dir == ownAddress[k] || strings.HasPrefix(path.Base(dir), "_") {
		return ""
	}
	return "/" + dir + "/:path/"
}

// navigation takes over the order that the tool's own file gives.
func (p *Proposal) navigation(t *Tool) {
	var names []string
	switch t.Name {
	case "MkDocs":
		names = []string{t.File}
	case "GitBook", "mdBook":
		names = slices.Concat(t.named(p.f, path.Join(t.settings.first("root", "book.src"), "SUMMARY.md")), t.named(p.f, "src/SUMMARY.md"))
	case "Docusaurus":
		names = t.named(p.f, "sidebars.js", "sidebars.ts", "sidebars.mjs", "sidebars.json")
	}
	if len(names) > 0 && (t.Name != "MkDocs" || t.settings["nav"] != "") {
		p.root.at("nav", "from").set(names[0], "the order of "+t.Name)
	}
}

// logNames are what change logs are called.
var logNames = []string{"changelog", "changes", "history", "news"}

// changelogs makes a release note of each version of a change log.
func (p *Proposal) changelogs() {
	var names []string
	for i := range p.f.pages {
		pg := &p.f.pages[i]
		stem := strings.ToLower(strings.TrimSuffix(path.Base(pg.path), path.Ext(pg.path)))
		if pg.versions >= 2 && slices.Contains(logNames, stem) && (p.kept(pg.path) || !strings.Contains(pg.path, "/")) {
			names = append(names, pg.path)
			p.keep = append(p.keep, pg.path)
		}
	}
	switch len(names) {
	case 0:
	case 1:
		p.root.at("changelog").set(names[0], "each version is a release note")
	default:
		p.root.at("changelog").set(names, "each version is a release note")
	}
}

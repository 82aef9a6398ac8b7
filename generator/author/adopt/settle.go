package adopt

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// fieldRules are rules about one field of the front matter.
var fieldRules = []string{
	"wrong-type", "unknown-value", "value-invalid", "date-invalid", "related-unknown", "launch-unknown", "slug-invalid", "alias-invalid",
	"alias-conflict", "permalink-invalid", "duplicate-id", "link-scheme", "request-unknown", "broken-image",
}

// strict are rules that no proposal lowers: they are about what readers must not see.
// A file that breaks one is left out until a person has looked at it.
var strict = []string{
	"block-lookalike", "block-field", "internal-word", "leak", "symlink", "code-unclosed", "file-unreadable", "file-too-complex",
	"duplicate-url", "path-conflict", "file-name", "file-size",
}

var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// Settle adds lines for findings of a build with the proposal as it is, and reports
// whether there are new ones. It goes from what the files mean to what is only made
// less serious, one step at a time, as one line may settle many findings.
func (p *Proposal) Settle(found []diag.Diagnostic) bool {
	for _, step := range []func([]diag.Diagnostic) bool{
		p.settleConfig, p.settleFields, p.settleLinks, p.settleTags, p.settleTypes,
		p.settleFiles,
		p.lower,
	} {
		if step(found) {
			p.check()
			return true
		}
	}
	return false
}

// settleConfig takes out lines that are wrong.
func (p *Proposal) settleConfig(found []diag.Diagnostic) bool {
	for _, d := range found {
		if d.Rule == "config" && d.Severity == diag.Error && d.Path == content.ConfigFile && p.root.remove(d.Line) != nil {
			return true
		}
	}
	return false
}

// settleFields takes back mappings that most files contradict, and unmaps names of ours
// that mean something else there.
func (p *Proposal) settleFields(found []diag.Diagnostic) bool {
	type place struct {
		kind content.Kind
		key  string
	}
	wrong := map[place]int{}
	counted := map[string]bool{}
	for _, d := range found {
		if d.Severity != diag.Error || !slices.Contains(fieldRules, d.Rule) {
			continue
		}
		pg := p.page(d.Path)
		if pg == nil {
			continue
		}
		name := pg.keyAt(d.Line)
		if id := d.Path + "\x00" + name; name != "" && !counted[id] {
			counted[id] = true
			wrong[place{p.kindOf(pg.path), name}]++
		}
	}
	changed := false
	for at, n := range wrong {
		all := 0
		for i := range p.f.pages {
			if pg := &p.f.pages[i]; p.kindOf(pg.path) == at.kind && pg.has(at.key) {
				all++
			}
		}
		id := string(at.kind) + "\x00" + at.key
		if n*2 <= all || p.tried[id] {
			continue
		}
		p.tried[id] = true
		changed = p.unmap(at.kind, at.key, n, all) || changed
	}
	return changed
}

func (p *Proposal) unmap(k content.Kind, name string, n, all int) bool {
	fields := p.root.find("kinds", string(k), "fields")
	if fields != nil {
		for i, l := range fields.below {
			if l.key == name || !slices.Contains(strings.FieldsFunc(l.value, func(r rune) bool {
				return strings.ContainsRune(`[]", `,
					r)
			}), name) {
				continue
			}
			fields.below = slices.Delete(fields.below, i, i+1)
			if len(fields.below) == 0 {
				fields.value = "{}"
			}
			p.keepRest(k)
			return true
		}
	}
	p.root.at("kinds", string(k), "fields", strings.ToLower(name)).set("none",
		fmt.Sprintf("in %d of %s it is not what headsup means by it", n, diag.Number(all, "file", "files")))
	p.keepRest(k)
	return true
}

// keepRest lets keys pass that nobody reads any more.
func (p *Proposal) keepRest(k content.Kind) {
	if p.root.find("kinds", string(k), "unknown") == nil {
		p.root.at("kinds", string(k), "unknown").set(string(content.KeepUnknown), "colleagues see them at the end of a page")
	}
}

func (p *Proposal) page(name string) *page {
	i, ok := slices.BinarySearchFunc(p.f.pages, name, func(pg page, name string) int { return strings.Compare(pg.path, name) })
	if !ok {
		i = slices.IndexFunc(p.f.pages, func(pg page) bool { return pg.path == name })
	}
	if i < 0 {
		return nil
	}
	return &p.f.pages[i]
}

// settleLinks finds what the beginnings of links stand for.
func (p *Proposal) settleLinks(found []diag.Diagnostic) bool {
	type change struct{ from, to string }
	hits, all := map[change]int{}, map[string]int{}
	for _, d := range found {
		if d.Rule != "broken-link" && d.Rule != "broken-image" {
			continue
		}
		m := quoted.FindStringSubmatch(d.Message)
		if m == nil {
			continue
		}
		dest := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(m[1])
		switch {
		case strings.HasPrefix(dest, "{{"):
			if end := strings.Index(dest, "}}"); end > 0 && strings.HasPrefix(dest[end+2:], "/") {
				hits[change{dest[:end+2], ""}]++
				all[dest[:end+2]]++
			}
		case strings.HasPrefix(dest, "@site/"), strings.HasPrefix(dest, "~/"), strings.HasPrefix(dest, "@/"):
			prefix := dest[:strings.IndexByte(dest, '/')+1]
			all[prefix]++
			for _, root := range p.roots() {
				if p.file(root, dest[len(prefix):]) {
					hits[change{prefix, strings.TrimSuffix("/"+root, ".") + slash(root)}]++
				}
			}
		case strings.HasPrefix(dest, "/") && !strings.HasPrefix(dest, "//"):
			rest := dest[1:]
			prefix := dest
			if i := strings.IndexByte(rest, '/'); i >= 0 {
				prefix = dest[:i+2]
			} else if i := strings.IndexAny(dest, "#?"); i >= 0 {
				prefix = dest[:i]
			}
			all[prefix]++
			for _, root := range p.roots() {
				if root != "." && p.file(root, rest) {
					hits[change{prefix, "/" + root + prefix}]++
				}
			}
		}
	}
	best := map[string]change{}
	for c, n := range hits {
		if have, ok := best[c.from]; !ok || n > hits[have] || n == hits[have] && len(c.to) < len(have.to) {
			best[c.from] = c
		}
	}
	changed := false
	for _, from := range sortedKeys(best) {
		c := best[from]
		if p.tried["link\x00"+from] {
			continue
		}
		p.tried["link\x00"+from] = true
		reason := diag.Number(hits[c], "link leads", "links lead") + " there"
		if strings.HasPrefix(from, "{{") {
			reason = "what the tool fills in, in " + diag.Number(all[from], "link", "links")
		}
		p.root.at("links", from).set(c.to, reason)
		changed = true
	}
	return changed
}

func slash(root string) string {
	if root == "." {
		return ""
	}
	return "/"
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// roots are the folders that paths of the former site may begin in.
func (p *Proposal) roots() []string {
	t := p.tool()
	out := slices.Concat([]string{"."}, t.content, t.static)
	for _, name := range []string{"static", "public", "docs", "content", "source", "src", "assets", "pages", "images", "_static"} {
		if p.f.exists(name) {
			out = append(out, name)
		}
	}
	if p.base != "" {
		out = append(out, p.base)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// file reports whether a path below a folder has a file, or a page by its address.
func (p *Proposal) file(root, rest string) bool {
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	rest = strings.TrimSuffix(strings.Trim(rest, "/"), ".html")
	at := path.Join(root, rest)
	for _, name := range []string{at, at + ".md", at + ".mdx", at + "/index.md", at + "/_index.md", at + "/README.md", at + "/index.mdx"} {
		if p.f.exists(name) && !(name == at && p.f.pagesBelow(name) > 0 && !p.hasIndex(name)) {
			return true
		}
	}
	return false
}

// blockNames are names of ::: blocks that other tools have, and what they stand for. Others
// stay as they are: a block that nobody knows may be there to hide what it encloses.
var blockNames = map[string]string{
	"details": "details", "collapse": "details", "accordion": "details", "dropdown": "details",
	"code-group": "text", "tabs": "text", "tab-set": "text", "grid": "text", "cards": "text", "columns": "text", "steps": "text",
	"center": "text", "row": "text", "raw": "text", "zone": "text", "moniker": "text", "tab": "tab", "tab-item": "tab", "card": "card",
	"admonition": "alert", "hint": "alert", "callout": "alert", "success": "alert", "error": "alert", "question": "alert",
}

// settleTags says what blocks of other tools stand for.
func (p *Proposal) settleTags(found []diag.Diagnostic) bool {
	counts := map[string]int{}
	for _, d := range found {
		if d.Rule != "block-name" {
			continue
		}
		if m := quoted.FindStringSubmatch(d.Message); m != nil && blockNames[strings.ToLower(m[1])] != "" {
			counts[strings.ToLower(m[1])]++
		}
	}
	changed := false
	for _, name := range sortedKeys(counts) {
		if p.tried["tag\x00"+name] {
			continue
		}
		p.tried["tag\x00"+name], changed = true, true
		p.root.at("tags", name, "as").set(blockNames[name], "in "+diag.Number(counts[name], "block", "blocks"))
	}
	return changed
}

// settleTypes ignores files that no site shows, by their ending.
func (p *Proposal) settleTypes(found []diag.Diagnostic) bool {
	counts, bare := map[string]int{}, map[string]bool{}
	for _, d := range found {
		if d.Rule != "asset-type" {
			continue
		}
		if ext := path.Ext(d.Path); ext != "" && ext != path.Base(d.Path) {
			counts[ext]++
		} else {
			bare[d.Path] = true
		}
	}
	changed := false
	for _, ext := range sortedKeys(counts) {
		// A pattern without a slash is about names everywhere.
		changed = p.root.at("ignore").add("*"+special.Replace(ext), "no page can show "+diag.Number(counts[ext], "such file",
			"such files")) || changed
	}
	for _, name := range sortedKeys(bare) {
		changed = p.ignore(name, "a file without an ending") || changed
	}
	return changed
}

// settleFiles leaves out files that would stop the build whatever the configuration
// says, and counts them as open.
func (p *Proposal) settleFiles(found []diag.Diagnostic) bool {
	changed := false
	for _, d := range found {
		if d.Severity != diag.Error || d.Path == content.ConfigFile ||
			!slices.Contains(strict, d.Rule) && !diag.Fixed(d.Rule) && d.Rule != "duplicate-id" {
			continue
		}
		name := cmp.Or(d.Path, p.behind(d.Message))
		if d.Rule == "duplicate-url" || d.Rule == "duplicate-id" {
			name = p.lesser(name, d.Message)
		}
		if name == "" || p.ignored(name) || !p.f.exists(name) || !p.ignore(name, d.Rule+": "+d.Message) {
			continue
		}
		changed = true
		p.leave(d.Rule, name+": "+d.Message)
		if d.Rule == "duplicate-id" || d.Rule == "duplicate-url" {
			return true // the other one is then fine
		}
	}
	return changed
}

// lesser returns which of two files that want to be the same page is left out: the one
// that is there for the repository.
func (p *Proposal) lesser(name, message string) string {
	for _, m := range regexp.MustCompile(`[^ "]+\.(?:md|mdx|markdown)\b`).FindAllString(message, -1) {
		other := strings.TrimSpace(m)
		if p.f.exists(other) && isReadme(other) && !isReadme(name) {
			return other
		}
	}
	return name
}

// behind returns the page whose output a message is about, "" when it names none.
func (p *Proposal) behind(message string) string {
	for _, m := range quoted.FindAllStringSubmatch(message, -1) {
		at := strings.TrimSuffix(strings.TrimSuffix(m[1], "/index.html"), "/index.md")
		for i := range p.f.pages {
			if name := p.f.pages[i].path; strings.TrimSuffix(name, path.Ext(name)) == at {
				return name
			}
		}
	}
	return ""
}

func isReadme(name string) bool {
	stem, _, _ := strings.Cut(path.Base(name), ".")
	return strings.EqualFold(stem, "readme")
}

// leave counts something that a person has to decide.
func (p *Proposal) leave(rule, example string) {
	rule += " (left out)"
	for i := range p.open {
		if p.open[i].Rule == rule {
			p.open[i].Count++
			return
		}
	}
	p.open = append(p.open, Open{Rule: rule, Count: 1, Example: example})
}

// lower makes a warning of rules that the files break and that their former tool let
// pass.
func (p *Proposal) lower(found []diag.Diagnostic) bool {
	counts, first := map[string]int{}, map[string]string{}
	for _, d := range found {
		if d.Severity == diag.Error && !diag.Fixed(d.Rule) && !slices.Contains(strict, d.Rule) {
			counts[d.Rule]++
			first[d.Rule] = cmp.Or(first[d.Rule], d.Position.String())
		}
	}
	changed := false
	for _, rule := range sortedKeys(counts) {
		if l := p.root.at("checks", rule); l.value == "" {
			l.set("warn", fmt.Sprintf("%d to look at, the first in %s; then remove this line", counts[rule], first[rule]))
			changed = true
		}
	}
	return changed
}

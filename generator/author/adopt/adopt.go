package adopt

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// Proposal is a configuration for a folder, in the making.
type Proposal struct {
	// Tools are those that the folder was made for, the one with most pages first.
	Tools []Tool
	// Markdown is how many Markdown files the folder has.
	Markdown int

	f     *folder
	root  line
	notes string // the folder of release notes, "" for none
	steps string // the folder of playbooks, "" for none
	base  string // the folder of all other pages
	keep  []string
	open  []Open
	tried map[string]bool
}

// Open is one kind of thing that no line of the configuration settles.
type Open struct {
	Rule    string // id of a rule, or what it is about
	Count   int
	Example string // the first one: where, and what
}

// Look looks at a folder and proposes a configuration. The error says that the folder
// cannot be read.
func Look(fsys fs.FS) (*Proposal, error) {
	f, err := survey(fsys)
	if err != nil {
		return nil, err
	}
	p := &Proposal{f: f, Markdown: len(f.pages), tried: map[string]bool{}}
	p.Tools = detect(f)
	p.propose()
	p.check()
	return p, nil
}

// YAML returns the configuration as it is now.
func (p *Proposal) YAML() []byte {
	text := "Proposed by headsup adopt"
	if len(p.Tools) > 0 {
		text += " for " + p.Tools[0].Name + " (" + p.Tools[0].File + ")"
	}
	p.root.reason = text + ".\nEach line says why it is there. Change what is not as you want it."
	return p.root.print()
}

// Open returns what is left for people to decide, with what findings of a build say.
func (p *Proposal) Open(found []diag.Diagnostic) []Open {
	out := slices.Clone(p.open)
	byRule := map[string]int{}
	for _, d := range found {
		if d.Rule == "no-base-url" {
			continue
		}
		at, ok := byRule[d.Rule]
		if !ok {
			at = len(out)
			byRule[d.Rule] = at
			out = append(out, Open{Rule: d.Rule, Example: d.Position.String() + ": " + d.Message})
		}
		out[at].Count++
	}
	if at, ok := byRule["template-tag"]; ok {
		out[at].Example = mostTags(found) + out[at].Example
	}
	slices.SortStableFunc(out, func(a, b Open) int { return b.Count - a.Count })
	return out
}

// tagOf matches the name of a tag of another tool in a message.
var tagOf = regexp.MustCompile(`^(?:\{%-?|\{\{[<%]?-?|<%=?)\s*/?([\pL_][\pL\pN_./-]*)`)

// mostTags names the tags that most findings are about, "" when it is one.
func mostTags(found []diag.Diagnostic) string {
	counts := map[string]int{}
	for _, d := range found {
		if m := tagOf.FindStringSubmatch(d.Message); m != nil && d.Rule == "template-tag" {
			counts[m[1]]++
		}
	}
	names := sortedKeys(counts)
	slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
	if len(names) < 2 {
		return ""
	}
	const named = 4
	var parts []string
	for _, name := range names[:min(named, len(names))] {
		parts = append(parts, fmt.Sprintf("%s (%d)", name, counts[name]))
	}
	return strings.Join(parts, ", ") + "; the first in "
}

// Ignored returns how many Markdown files the configuration leaves out.
func (p *Proposal) Ignored() int {
	cfg, _ := content.ParseConfig(content.ConfigFile, p.YAML())
	n := 0
	for i := range p.f.pages {
		if cfg.Ignored(p.f.pages[i].path) {
			n++
		}
	}
	return n
}

// check takes out lines that this version of headsup does not read, and says so: a
// proposal is always a valid configuration.
func (p *Proposal) check() {
	for range 100 {
		src := p.YAML()
		_, diags := content.ParseConfig(content.ConfigFile, src)
		if len(diags) == 0 {
			return
		}
		path := p.root.remove(diags[0].Line)
		if path == nil {
			return
		}
		if strings.HasPrefix(diags[0].Message, "unknown key") || strings.Contains(diags[0].Message, "has no field") {
			continue // another version of headsup knows it
		}
		p.open = append(p.open, Open{
			Rule: "config", Count: 1,
			Example: strings.Join(slices.DeleteFunc(path, func(s string) bool { return s == "" }), ".") + ": " + diags[0].Message,
		})
	}
}

// asText returns the text of a value, "" when it is none.
func asText(v *key) string {
	if v.value == nil || frontmatter.IsNull(v.value) || frontmatter.IsMapping(v.value) || frontmatter.IsList(v.value) {
		return ""
	}
	return strings.TrimSpace(v.value.Value)
}

package link

import (
	"html"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/link/address"
)

// Target is what a reference leads to: a page, an asset, something else that
// the build makes, or an address outside. The zero target leads nowhere.
type Target struct {
	Page   *Page
	Asset  *asset
	Path   string // a generated file or folder of the output
	URL    string // an address outside the site
	Suffix string // "?query#anchor"
	Self   bool   // an anchor on the same page
	// written is a file's path where the link differs from it in case.
	Written string
	whole   bool // the file of which the page is a part
}

func (t Target) None() bool {
	return t.Page == nil && t.Asset == nil && t.Path == "" && t.URL == "" && !t.Self
}

// resolveLinks finds the target of every reference of every page of the build.
func (s *Site) resolveLinks() []diag.Diagnostic {
	return append(s.resolveAll(s.Pages), s.resolveAll(s.Translated)...)
}

// resolveAll finds the targets of the references of some pages.
func (s *Site) resolveAll(pages []*Page) []diag.Diagnostic {
	found := make([][]diag.Diagnostic, len(pages))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(pages); i += workers {
				found[i] = s.resolvePage(pages[i])
			}
		})
	}
	wg.Wait()
	s.giveHints(pages, found)
	var diags []diag.Diagnostic
	for i, p := range pages {
		diags = append(diags, found[i]...)
		s.useFiles(p)
	}
	return diags
}

// mostHints is how many broken links get a hint. To compare a name with all
// others takes time, and the thousandth hint helps nobody.
const mostHints = 200

// giveHints completes what was found about links that lead to nothing.
func (s *Site) giveHints(pages []*Page, found [][]diag.Diagnostic) {
	given := 0
	for i, p := range pages {
		for j := range found[i] {
			d := &found[i][j]
			if d.Hint != "" || d.Rule != "broken-link" && d.Rule != "broken-image" && d.Rule != "related-unknown" &&
				d.Rule != "checklist-item" {
				continue
			}
			if given++; given > mostHints {
				return
			}
			if dest := s.destAt(p, d.Position); dest != "" {
				d.Hint = s.nearest(p, dest, d.Rule == "broken-image")
			}
		}
	}
}

// destAt returns the destination that stands at a position and leads nowhere.
func (s *Site) destAt(p *Page, pos diag.Position) string {
	for _, r := range p.Shown.Refs {
		if r.Line == pos.Line && r.Column == pos.Column {
			return r.Dest
		}
	}
	fields := []content.Reference{
		p.Page.Image,
		{Dest: p.Page.CTA.URL, Position: p.Page.CTA.Position},
		{Dest: p.Release.DocsURL, Position: p.Position("docs_url")},
	}
	for _, r := range slices.Concat(fields, p.Page.Related, p.Snippet.Items) {
		if r.Position == pos {
			return r.Dest
		}
	}
	for _, a := range p.Actions {
		for _, r := range markdown.Inline(a.Text).Refs {
			if a.Position == pos && s.find(p, r.Dest).None() {
				return r.Dest
			}
		}
	}
	return ""
}

func (s *Site) resolvePage(p *Page) []diag.Diagnostic {
	var diags []diag.Diagnostic
	report := func(d diag.Diagnostic) { diags = append(diags, d) }
	p.Links = make([]Target, len(p.Shown.Refs))
	for i, ref := range p.Shown.Refs {
		pos := p.At(ref.Line, ref.Column)
		p.Links[i] = s.resolve(p, p.Shown, ref.Dest, ref.Kind != markdown.LinkRef, pos, report)
	}
	s.warnInternalLinks(p, report)
	s.checkFields(p, report)
	switch {
	case p.Page.Image.Dest == "":
	case p.Original != nil && p.Page.Image == p.Original.Page.Image:
		p.Image = p.Original.Image
	default:
		p.Image = s.resolve(p, p.Shown, s.ImageDest(p), true, p.Page.Image.Position, report)
	}
	for _, ref := range p.Page.Related {
		t := s.find(p, ref.Dest)
		if q, ok := s.byID[ref.Dest]; ok && t.Page == nil {
			t.Page = q
		}
		switch {
		case t.Page == nil:
			report(diag.New("related-unknown", ref.Position, "there is no page "+quote(ref.Dest), ""))
		case t.Page.Included && t.Page.Origin() != p && !slices.Contains(p.Related, t.Page.Origin()):
			p.Related = append(p.Related, t.Page.Origin())
		}
	}
	s.checkSteps(p, report)
	s.findItems(p, report)
	return diags
}

// checkFields looks at the links in front matter. A snippet's call to action
// leads to a place in the product, so its path says nothing about this site.
func (s *Site) checkFields(p *Page, report func(diag.Diagnostic)) {
	// What a translation has from its original is looked at there.
	if p.Original != nil && p.Page.CTA.URL == p.Original.Page.CTA.URL {
		p.CTA = inLanguage(p, p.Original.CTA, s.Public, s.form)
	} else if p.Page.CTA.URL != "" && (p.Kind != content.Snippet || !strings.HasPrefix(p.Page.CTA.URL, "/")) {
		p.CTA = s.resolve(p, p.Shown, p.Page.CTA.URL, false, p.Page.CTA.Position, report)
	}
	for _, a := range p.Actions {
		for _, r := range markdown.Inline(a.Text).Refs {
			if !s.Public {
				s.resolve(p, p.Shown, r.Dest, false, a.Position, report)
			}
		}
	}
	if p.Original != nil && p.Release.DocsURL == p.Original.Release.DocsURL {
		p.Docs = inLanguage(p, p.Original.Docs, s.Public, s.form)
	} else if p.Release.DocsURL != "" {
		p.Docs = s.resolve(p, p.Shown, p.Release.DocsURL, false, p.Position("docs_url"), report)
	}
}

// Action returns what an audience is to do as HTML, links filled in.
func (s *Site) Action(p *Page, i int) []byte {
	frag := markdown.Inline(p.Actions[i].Text)
	return frag.Splice(nil, func(_ int, r markdown.Ref) string {
		t := s.resolve(p, p.Shown, r.Dest, false, p.Actions[i].Position, func(diag.Diagnostic) {})
		return s.attribute(p, r, t, false)
	})
}

// ImageDest returns the destination of a page's `image`. Many generators read
// it from the root of the content or of the kind's folder.
func (s *Site) ImageDest(p *Page) string {
	if s.find(p, p.Page.Image.Dest).None() && !s.find(p, "/"+p.Page.Image.Dest).None() {
		return "/" + p.Page.Image.Dest
	}
	return p.Page.Image.Dest
}

// resolve finds the target of one reference and reports what is wrong with it.
func (s *Site) resolve(p *Page, frag *markdown.Fragment, dest string, media bool, pos diag.Position, report func(diag.Diagnostic)) Target {
	t := inLanguage(p, s.find(p, dest), s.Public, s.form)
	rule, message := "broken-link", "the link target "+quote(dest)+" does not exist"
	if media {
		rule, message = "broken-image", "there is no file "+quote(dest)
	}
	switch {
	case t.None():
		hint := "" // see giveHints
		if s.in.Refused[s.fileOf(p, dest)] {
			message, hint = "the file "+quote(dest)+" is not published", "see the finding for that file"
		}
		if moved := s.moved(dest); len(moved) > 0 {
			hint = "`links` in headsup.yaml turns this into " + moved[0] + ", and there is no such page; " +
				"correct the mapping, or name the former address under `aliases` of the page"
		}
		report(diag.New(rule, pos, message, hint))
	case media && (t.Page != nil || t.Self || t.Path != ""):
		report(diag.New(rule, pos, quote(dest)+" is a page, not a picture or a recording", "name a file"))
		return Target{}
	case t.Page != nil && !t.Page.Included && !s.Public:
		report(diag.New("unpublished-link", pos,
			t.Page.Source+" is not part of this build ("+t.Page.Reason+"); the text is shown without the link", ""))
		return Target{}
	case t.Page != nil && !t.Page.Included:
		return Target{} // warnInternalLinks says so
	case s.Public && s.isPlan(t.Path):
		return Target{}
	case t.Self || t.Page != nil:
		t = s.settleAnchor(p, frag, t, pos, report)
	}
	if t.Written != "" {
		report(diag.New("link-case", pos, quote(dest)+" and the file "+quote(t.Written)+" differ in upper and lower case",
			"write "+relativeTo(p.Folder, t.Written)+"; other tools and hosts tell them apart"))
	}
	return t
}

// settleAnchor makes a target's anchor the one that the page has. An anchor
// that leads nowhere is reported and left out, so that the link still leads to
// the page.
func (s *Site) settleAnchor(p *Page, frag *markdown.Fragment, t Target, pos diag.Position, report func(diag.Diagnostic)) Target {
	id := anchorOf(t.Suffix)
	if id == "" {
		return t
	}
	on, name := t.Page, "this page"
	if t.Self {
		on = p
	} else {
		frag, name = t.Page.Shown, t.Page.Source
	}
	found, ok := findAnchor(frag, on, id)
	query, _, _ := strings.Cut(t.Suffix, "#")
	switch {
	case ok && found != "":
		t.Suffix = query + "#" + found
	case ok && t.Self:
		t.Suffix = "#top"
	default:
		t.Suffix = query
	}
	if ok {
		return t
	}
	if _, inside := findAnchor(&on.Doc.Full, on, id); !s.Public || !inside {
		report(diag.New("broken-anchor", pos, name+" has no heading "+quote(id), nearestAnchor(frag, id)))
	}
	if t.Self {
		return Target{}
	}
	return t
}

// warnInternalLinks reports links in a page's public form to pages that are
// not public: readers of the public form see their text only.
func (s *Site) warnInternalLinks(p *Page, report func(diag.Diagnostic)) {
	if !p.Public {
		return
	}
	for _, ref := range PublicForm(p.Doc).Refs {
		t := s.find(p, ref.Dest)
		if s.isPlan(t.Path) {
			report(diag.New("internal-link", p.At(ref.Line, ref.Column),
				"this page is public and links to /"+t.Path+
					", which a public site does not have; its public form shows the text without the link",
				"put the sentence into a :::internal block"))
		}
		if t.Page == nil || t.Page.Public {
			continue
		}
		_, why := (&Settings{Public: true, Now: s.Now}).includes(t.Page.Page)
		report(diag.New("internal-link", p.At(ref.Line, ref.Column),
			"this page is public and links to "+t.Page.Source+", which is not ("+why+"); its public form shows the text without the link",
			"put the sentence into a :::internal block, or make the other page public"))
	}
}

// find returns the target of a destination as it is written in a page, in this
// order: an address outside, an anchor, a file relative to the page's own file,
// a file from the content folder's or the kind's root, an address of the site,
// a former address, and what it means to the tools that wrote it.
func (s *Site) find(p *Page, dest string) Target {
	if t := s.findOwn(p, dest); !t.None() {
		return t
	}
	if moved := s.moved(dest); len(moved) > 0 {
		return s.findMoved(p, moved)
	}
	if hasScheme(dest) || strings.HasPrefix(dest, "//") {
		return Target{URL: dest}
	}
	if name, ok := named(dest); ok {
		return s.findNamed(p, name)
	}
	raw, suffix := splitSuffix(dest)
	if raw == "" {
		if suffix == "" || suffix[0] == '?' {
			return Target{Page: p, Suffix: suffix}
		}
		if q := s.inPart(p.File, suffix); q != nil && q != p {
			if _, here := findAnchor(&p.Doc.Full, p, anchorOf(suffix)); !here {
				return Target{Page: q}
			}
		}
		return Target{Self: true, Suffix: suffix}
	}
	file, err := url.PathUnescape(raw)
	if err != nil {
		file = raw
	}
	t := s.findPath(p, file)
	if t.None() {
		t = s.findForeign(p, file)
	}
	if t.whole && anchorOf(suffix) != "" {
		if q := s.inPart(t.Page.File, suffix); q != nil {
			return Target{Page: q}
		}
	}
	t.Suffix = suffix
	return t
}

// findMoved finds the first target that there is of those that `links` makes of an
// address.
func (s *Site) findMoved(p *Page, moved []string) Target {
	for _, dest := range moved {
		if isWeb(dest) {
			if t := s.findOwn(p, dest); !t.None() {
				return t
			}
			return Target{URL: dest}
		}
		if t := s.find(p, dest); !t.None() {
			return t
		}
	}
	return Target{}
}

// findPath finds a path, from the root or from a page.
func (s *Site) findPath(p *Page, file string) (t Target) {
	if rooted, ok := strings.CutPrefix(file, "/"); ok {
		t = s.findFile(rooted)
		if dir := s.kindDir(p.Page); t.None() && dir != "." {
			t = s.findFile(path.Join(dir, rooted))
		}
		if t.None() {
			t = s.findURL(strings.TrimPrefix("/"+rooted, s.basePath))
		}
		if t.None() {
			t = s.findURL(rooted)
		}
		if t.None() {
			t = s.findURL(path.Join(address.OfKind[p.Kind], rooted))
		}
	} else {
		if rel := path.Join(p.Folder, file); rel != ".." && !strings.HasPrefix(rel, "../") {
			t = s.findFile(rel)
		}
		if t.None() {
			if rel := path.Join(p.Origin().Path, file); rel != ".." && !strings.HasPrefix(rel, "../") {
				t = s.findURL(rel)
			}
		}
		// A link written for a page that is a file and not a folder.
		if t.None() {
			if rel := path.Join(path.Dir(strings.TrimSuffix(p.Origin().Path, "/")), file); !strings.HasPrefix(rel, "..") {
				t = s.findURL(rel)
			}
		}
	}
	return t
}

// findOwn finds the page behind an absolute address of the site itself. One that
// is not found stays a link to another site.
func (s *Site) findOwn(p *Page, dest string) Target {
	if rest, ok := strings.CutPrefix(dest, s.BaseURL); ok && strings.HasPrefix(dest, "http") {
		return s.find(p, "/"+rest)
	}
	return Target{}
}

// moved returns where `links` says that an absolute address leads now, as link
// destinations, that of the longest beginning first.
func (s *Site) moved(dest string) []string {
	if !strings.HasPrefix(dest, "http") {
		return nil
	}
	var to []string
	for _, l := range s.Config.Links {
		rest, ok := strings.CutPrefix(dest, l.From)
		switch {
		case !ok || !hasScheme(l.From):
		case isWeb(l.To):
			to = append(to, l.To+rest)
		case !hasScheme(l.To):
			to = append(to, "/"+strings.TrimLeft(l.To+rest, "/"))
		}
	}
	return to
}

func isWeb(dest string) bool {
	return strings.HasPrefix(dest, "http://") || strings.HasPrefix(dest, "https://")
}

// findFile finds a file of the content folder, with or without its ending.
func (s *Site) findFile(file string) Target {
	file = strings.Trim(path.Clean(file), "/")
	for _, name := range []string{file, file + ".md", file + ".mdx", file + ".markdown"} {
		if p, ok := s.bySource[name]; ok {
			return Target{Page: p}
		}
		if t := s.findParts(name); !t.None() {
			return t
		}
	}
	if a, ok := s.assets[file]; ok {
		return Target{Asset: a}
	}
	for _, name := range []string{"index.md", "_index.md", "README.md"} {
		if p, ok := s.bySource[path.Join(file, name)]; ok {
			return Target{Page: p}
		}
	}
	if f, ok := s.byFolder[file]; ok {
		return Target{Path: f.Path}
	}
	return Target{}
}

// findURL finds an address of the site, current or former.
func (s *Site) findURL(p string) Target {
	p = strings.Trim(path.Clean("/"+p), "/")
	slashed := p + "/"
	if p == "" {
		slashed = ""
		if s.Home == nil || !s.Home.Included {
			return Target{Path: "./"}
		}
	}
	for _, at := range []string{slashed, p, p + ".html"} { // hosts leave the ending out
		if pg, ok := s.byPath[strings.ToLower(at)]; ok {
			return Target{Page: pg}
		}
	}
	for _, name := range []string{slashed, p} {
		if _, ok := s.generated[name]; ok || s.Public && s.isPlan(name) {
			return Target{Path: name}
		}
	}
	if pg, ok := s.byAlias[strings.ToLower(p)]; ok {
		return Target{Page: pg}
	}
	return Target{}
}

// nearest returns a hint for a destination that leads nowhere.
func (s *Site) nearest(p *Page, dest string, media bool) string {
	if from := strings.Index(dest, "{{"); from >= 0 {
		if to := strings.Index(dest[from:], "}}"); to > 0 {
			return "this is a template of another tool; say in headsup.yaml what it stands for: links: {" +
				strconv.Quote(dest[from:from+to+2]) + ": \"\"}"
		}
	}
	if name, ok := named(dest); ok {
		raw, suffix := splitSuffix(name)
		if was, now := s.renamedNamed(p, raw); now != "" {
			return was + " is " + now + " now: change the link to " + s.nameOf(p, now) + suffix
		}
		var names []string
		for _, p := range s.All {
			names = append(names, address.Stem(p.Source))
		}
		if near := diag.Suggest(raw, names); near != "" {
			return "did you mean " + near + "?"
		}
		return `if no link is meant, write \[[ or put it in backticks`
	}
	_, suffix := splitSuffix(dest)
	rel := s.fileOf(p, dest)
	if strings.HasPrefix(rel, "../") {
		return "the link leads out of the content folder"
	}
	if was, now := s.renamed(rel); now != "" {
		return was + " is " + now + " now: change the link to " + relativeTo(p.Folder, now) + suffix
	}
	// The same name in another folder, else the most alike path.
	base := strings.ToLower(path.Base(rel))
	var sameName []string
	all := make([]string, 0, len(s.byFold))
	for fold, as := range s.byFold {
		if _, file := s.assets[as]; media && !file {
			continue
		}
		all = append(all, as)
		if b := path.Base(fold); b == base || strings.TrimSuffix(b, path.Ext(b)) == base {
			sameName = append(sameName, as)
		}
	}
	if len(sameName) > 0 {
		slices.Sort(sameName)
		return "did you mean " + relativeTo(p.Folder, sameName[0]) + suffix + "?"
	}
	slices.Sort(all)
	// A long folder must not make up for a name that is another.
	if near := diag.Suggest(rel, all); near != "" && diag.Suggest(address.Stem(rel), []string{address.Stem(near)}) != "" {
		return "did you mean " + relativeTo(p.Folder, near) + suffix + "?"
	}
	return ""
}

// renamed returns the first of some paths that is the former name of a file, with or
// without its ending, and the name that the file has now; "" when there is none.
func (s *Site) renamed(paths ...string) (was, now string) {
	if s.in.Renames == nil {
		return "", ""
	}
	names := s.in.Renames()
	for _, p := range paths {
		p = strings.TrimSuffix(p, "/")
		for _, was := range []string{p, p + ".md", p + ".mdx", p + ".markdown", p + "/index.md"} {
			if now := names[was]; now != was && s.has(now) {
				return was, now
			}
		}
	}
	return "", ""
}

// renamedNamed is renamed for a name between double brackets, which may be the name
// alone of a file in any folder.
func (s *Site) renamedNamed(p *Page, name string) (was, now string) {
	if file, err := url.PathUnescape(name); err == nil {
		name = file
	}
	rooted := strings.TrimPrefix(name, "/")
	if was, now = s.renamed(path.Join(p.Folder, name), rooted); now != "" || s.in.Renames == nil {
		return was, now
	}
	if was = s.foreign.byFormerName()[foldName(path.Base(rooted))]; was == "" {
		return "", ""
	}
	return was, s.in.Renames()[was]
}

// nameOf returns the shortest name by which a page finds a file from between double
// brackets: that of the file alone, or its path in the content folder.
func (s *Site) nameOf(p *Page, file string) string {
	name := file
	if pg := s.bySource[file]; pg != nil && address.IsIndex(file) && pg.Folder != "." {
		name = pg.Folder
	} else if pg != nil {
		name = strings.TrimSuffix(file, path.Ext(file))
	}
	alone := path.Base(name)
	if t := s.findNamed(p, alone); t.Page != nil && t.Page == s.bySource[file] || t.Asset != nil && t.Asset == s.assets[file] {
		return alone
	}
	return name
}

// has reports whether a path is that of a page or of another file of the folder.
func (s *Site) has(file string) bool { return s.bySource[file] != nil || s.assets[file] != nil }

// fileOf returns the path in the content folder that a destination names.
func (s *Site) fileOf(p *Page, dest string) string {
	raw, _ := splitSuffix(dest)
	file, err := url.PathUnescape(raw)
	if err != nil {
		file = raw
	}
	if rooted, ok := strings.CutPrefix(file, "/"); ok {
		return rooted
	}
	return path.Join(p.Folder, file)
}

// relativeTo returns a path relative to a folder, both in the content folder.
func relativeTo(folder, file string) string {
	if folder == "." {
		return file
	}
	from := strings.Split(folder, "/")
	to := strings.Split(file, "/")
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}

// findAnchor finds the id that an anchor means in a form of a page's body; "" is
// the page's top, which its title stands for. Tools make ids of headings in
// different ways, so an anchor that is written otherwise but has the same letters
// and digits, and only one such heading, is found too.
func findAnchor(f *markdown.Fragment, on *Page, id string) (found string, ok bool) {
	if id == "top" || id != "" && id == on.Doc.TitleID {
		return "", true
	}
	if slices.Contains(f.Anchors, id) {
		return id, true
	}
	alike := ""
	want := letters(id)
	for i := range f.Headings {
		h := &f.Headings[i]
		if h.ID == id {
			return id, true
		}
		if letters(h.ID) == want && alike == "" {
			alike = h.ID
		}
	}
	if slices.ContainsFunc(f.Steps, func(st markdown.Step) bool { return st.ID == id }) {
		return id, true
	}
	if alike == "" && want != "" {
		on.titleAsked.Store(true)
		if letters(on.Title) == want {
			return "", true
		}
	}
	if alike == "" && want != "" {
		alike = otherAnchor(f, strings.TrimPrefix(want, "usercontent"))
	}
	if alike == "" && want != "" {
		alike = regrouped(f, id)
	}
	return alike, alike != "" && want != ""
}

// regrouped finds the heading of an anchor that was right while its words stood on the
// page once, or several times: alone they mean the first of these headings, and behind
// the id of the heading above the only one there is.
func regrouped(f *markdown.Fragment, id string) string {
	if same := repeated(f, id); len(same) > 0 {
		return same[0]
	}
	above := markdown.Above(f.Headings)
	for i := range f.Headings {
		h := &f.Headings[i]
		if rest, ok := strings.CutSuffix(id, "-"+h.ID); ok && above[i] >= 0 && f.Headings[above[i]].ID == rest {
			return h.ID
		}
	}
	return ""
}

// repeated returns the ids of the headings that would all have an id if it did not
// have to be unique.
func repeated(f *markdown.Fragment, id string) []string {
	var ids []string
	want := letters(id)
	for i := range f.Headings {
		if h := &f.Headings[i]; strings.Contains(h.ID, id) && letters(h.Text) == want {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// otherAnchor finds the only heading whose id other tools spell so, or make of
// its text.
func otherAnchor(f *markdown.Fragment, want string) string {
	found := ""
	for i := range f.Headings {
		id := f.Headings[i].ID
		if letters(id) == want {
			return id
		}
		if want != "" && (letters(f.Headings[i].Text) == want || slices.Contains(otherSpellings(id), want)) {
			if found != "" {
				return ""
			}
			found = id
		}
	}
	return found
}

// letters reduces an id to its letters and digits.
func letters(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, id)
}

// nearestAnchor returns a hint for an anchor that a page does not have.
func nearestAnchor(f *markdown.Fragment, id string) string {
	// Other tools count headings of the same words: #fixed, #fixed-1, #fixed-2.
	if i := strings.LastIndexByte(id, '-'); i > 0 {
		n, err := strconv.Atoi(id[i+1:])
		if same := repeated(f, id[:i]); err == nil && n > 0 && n < len(same) {
			return "did you mean #" + same[n] + "? The number would move on when a heading of these words is added above"
		}
	}
	ids := make([]string, 0, len(f.Headings))
	for _, h := range f.Headings {
		ids = append(ids, h.ID)
	}
	if near := diag.Suggest(id, ids); near != "" {
		return "did you mean #" + near + "?"
	}
	// Headings may be reworded at their end: the longest common beginning.
	best := ""
	for _, h := range ids {
		if n := commonPrefix(h, id); n >= 4 && n > commonPrefix(best, id) {
			best = h
		}
	}
	if best != "" {
		return "did you mean #" + best + "?"
	}
	return ""
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// anchorOf returns the decoded anchor of a "?query#anchor" suffix.
func anchorOf(suffix string) string {
	_, a, ok := strings.Cut(suffix, "#")
	if !ok {
		return ""
	}
	if u, err := url.PathUnescape(a); err == nil {
		return u
	}
	return a
}

// splitSuffix cuts a destination before its query or anchor.
func splitSuffix(dest string) (p, suffix string) {
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		return dest[:i], dest[i:]
	}
	return dest, ""
}

// hasScheme reports whether a destination begins with a URL scheme (RFC 3986,
// section 3.1).
func hasScheme(dest string) bool {
	for i := 0; i < len(dest); i++ {
		c := dest[i] | 0x20
		switch {
		case 'a' <= c && c <= 'z':
		case i > 0 && (dest[i] >= '0' && dest[i] <= '9' || dest[i] == '+' || dest[i] == '-' || dest[i] == '.'):
		case i > 0 && dest[i] == ':':
			return true
		default:
			return false
		}
	}
	return false
}

// URL returns a target's URL: root-relative for the site's own pages, or
// absolute for feeds. It is "" for a target that leads nowhere.
func (s *Site) URL(from *Page, t Target, absolute bool) string {
	at := s.Href
	if absolute {
		at = s.Absolute
	}
	switch {
	case t.URL != "":
		return escapeAddress.Replace(t.URL)
	case t.Self && !absolute:
		return escapeSuffix(t.Suffix)
	case t.Self:
		return at(from.Path) + escapeSuffix(t.Suffix)
	case t.Page != nil:
		return at(t.Page.Path) + escapeSuffix(t.Suffix)
	case t.Asset != nil:
		return at(t.Asset.Path) + escapeSuffix(t.Suffix)
	case t.Path == "./":
		return at("") + escapeSuffix(t.Suffix)
	case t.Path != "":
		return at(t.Path) + escapeSuffix(t.Suffix)
	}
	return ""
}

// escapeAddress encodes what no part of an address may hold, and browsers encode in
// each: the blanks of an address that is written in <>, for one.
var escapeAddress = strings.NewReplacer(" ", "%20", `"`, "%22", "<", "%3C", ">", "%3E")

// escapeSuffix percent-encodes what a query and an anchor may not hold.
func escapeSuffix(suffix string) string {
	q, a, ok := strings.Cut(suffix, "#")
	q = escapeAddress.Replace(q)
	if !ok {
		return q
	}
	return q + "#" + (&url.URL{Fragment: anchorOf("#" + a)}).EscapedFragment()
}

// attribute returns what is spliced into an element for a reference.
func (s *Site) attribute(from *Page, ref markdown.Ref, t Target, absolute bool) string {
	u := s.URL(from, t, absolute)
	if u == "" {
		return ""
	}
	switch ref.Kind {
	case markdown.LinkRef:
		attr := ` href="` + html.EscapeString(u) + `"`
		if t.URL != "" && strings.HasPrefix(t.URL, "http") || strings.HasPrefix(t.URL, "//") {
			attr += ` rel="external noopener"`
		}
		return attr
	case markdown.PosterRef:
		return ` poster="` + html.EscapeString(u) + `"`
	case markdown.ImageRef:
		attr := ` src="` + html.EscapeString(u) + `"`
		if a := t.Asset; a != nil && a.Width > 0 && a.Height > 0 && !ref.Sized {
			attr += ` width="` + strconv.Itoa(a.Width) + `" height="` + strconv.Itoa(a.Height) + `"`
		}
		return attr
	default:
		return ` src="` + html.EscapeString(u) + `"`
	}
}

// Body returns the page's HTML as this build shows it, links filled in, and the id
// that blockID returns for each block for an audience, "" for none.
func (s *Site) Body(p *Page, blockID func(i int) string) ([]byte, error) {
	frag := *s.form(p.Doc)
	var err error
	if frag.HTML, err = p.HTML(s.Public); err != nil {
		return nil, err
	}
	return frag.SpliceBlocks(make([]byte, 0, len(frag.HTML)+len(frag.Refs)*48), func(i int, r markdown.Ref) string {
		return s.attribute(p, r, p.Links[i], false)
	}, func(i int, _ markdown.Block) string {
		if id := blockID(i); id != "" {
			return ` id="` + html.EscapeString(id) + `"`
		}
		return ""
	}), nil
}

// PublicBody returns the page's public HTML with absolute links. A link to
// what is not public becomes its text.
func (s *Site) PublicBody(p *Page) ([]byte, error) {
	frag := *PublicForm(p.Doc)
	var err error
	if frag.HTML, err = p.HTML(true); err != nil {
		return nil, err
	}
	return frag.Splice(make([]byte, 0, len(frag.HTML)+len(frag.Refs)*64), func(_ int, r markdown.Ref) string {
		return s.publicAttribute(p, r)
	}), nil
}

// publicAttribute returns what is spliced into an element of the public HTML of a page.
func (s *Site) publicAttribute(p *Page, r markdown.Ref) string {
	t := inLanguage(p, s.find(p, r.Dest), true, PublicForm)
	if t.Page != nil && !t.Page.Public {
		return ""
	}
	if t.Page == nil && t.Path != "" && !s.generated[t.Path] {
		return ""
	}
	if t.Self || t.Page != nil {
		on := p
		if !t.Self {
			on = t.Page
		}
		query, _, _ := strings.Cut(t.Suffix, "#")
		if id, ok := findAnchor(PublicForm(on.Doc), on, anchorOf(t.Suffix)); ok && id != "" {
			t.Suffix = query + "#" + id
		} else {
			t.Suffix = query
		}
	}
	return s.attribute(p, r, t, true)
}

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
)

// target is what a reference leads to: a page, an asset, something else that
// the build makes, or an address outside. The zero target leads nowhere.
type target struct {
	page   *page
	asset  *asset
	path   string // a generated file or folder of the output
	url    string // an address outside the site
	suffix string // "?query#anchor"
	self   bool   // an anchor on the same page
	// written is a file's path where the link differs from it in case.
	written string
}

func (t target) none() bool {
	return t.page == nil && t.asset == nil && t.path == "" && t.url == "" && !t.self
}

// resolveLinks finds the target of every reference of every page of the build.
func (s *Site) resolveLinks() []diag.Diagnostic {
	return append(s.resolveAll(s.pages), s.resolveAll(s.translated)...)
}

// resolveAll finds the targets of the references of some pages.
func (s *Site) resolveAll(pages []*page) []diag.Diagnostic {
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
		for _, t := range p.links {
			if t.asset != nil {
				t.asset.used = true
			}
		}
		for _, t := range []target{p.image, p.cta, p.docs} {
			if t.asset != nil {
				t.asset.used = true
			}
		}
	}
	return diags
}

// mostHints is how many broken links get a hint. To compare a name with all
// others takes time, and the thousandth hint helps nobody.
const mostHints = 200

// giveHints completes what was found about links that lead to nothing.
func (s *Site) giveHints(pages []*page, found [][]diag.Diagnostic) {
	given := 0
	for i, p := range pages {
		for j := range found[i] {
			d := &found[i][j]
			if d.Hint != "" || d.Rule != "broken-link" && d.Rule != "broken-image" && d.Rule != "related-unknown" {
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
func (s *Site) destAt(p *page, pos diag.Position) string {
	for _, r := range p.frag.Refs {
		if r.Line == pos.Line && r.Column == pos.Column {
			return r.Dest
		}
	}
	fields := []content.Reference{
		p.Image,
		{Dest: p.CTA.URL, Position: p.CTA.Position},
		{Dest: p.Release.DocsURL, Position: p.Position("docs_url")},
	}
	for _, r := range append(fields, p.Related...) {
		if r.Position == pos {
			return r.Dest
		}
	}
	for _, a := range p.Actions {
		for _, r := range markdown.Inline(a.Text).Refs {
			if a.Position == pos && s.find(p, r.Dest).none() {
				return r.Dest
			}
		}
	}
	return ""
}

func (s *Site) resolvePage(p *page) []diag.Diagnostic {
	var diags []diag.Diagnostic
	report := func(d diag.Diagnostic) { diags = append(diags, d) }
	p.links = make([]target, len(p.frag.Refs))
	for i, ref := range p.frag.Refs {
		pos := diag.Position{Path: p.Source, Line: ref.Line, Column: ref.Column}
		p.links[i] = s.resolve(p, p.frag, ref.Dest, ref.Kind != markdown.LinkRef, pos, report)
	}
	s.warnInternalLinks(p, report)
	s.checkFields(p, report)
	switch {
	case p.Image.Dest == "":
	case p.original != nil && p.Image == p.original.Image:
		p.image = p.original.image
	default:
		p.image = s.resolve(p, p.frag, s.imageDest(p), true, p.Image.Position, report)
	}
	for _, ref := range p.Related {
		t := s.find(p, ref.Dest)
		if q, ok := s.byID[ref.Dest]; ok && t.page == nil {
			t.page = q
		}
		switch {
		case t.page == nil:
			report(diag.New("related-unknown", ref.Position, "there is no page "+quote(ref.Dest), ""))
		case t.page.included && t.page.source() != p && !slices.Contains(p.manual, t.page.source()):
			p.manual = append(p.manual, t.page.source())
		}
	}
	return diags
}

// checkFields looks at the links in front matter. A snippet's call to action
// leads to a place in the product, so its path says nothing about this site.
func (s *Site) checkFields(p *page, report func(diag.Diagnostic)) {
	// What a translation has from its original is looked at there.
	if p.original != nil && p.CTA.URL == p.original.CTA.URL {
		p.cta = inLanguage(p, p.original.cta, s.in.Public, s.form)
	} else if p.CTA.URL != "" && (p.Kind != content.Snippet || !strings.HasPrefix(p.CTA.URL, "/")) {
		p.cta = s.resolve(p, p.frag, p.CTA.URL, false, p.CTA.Position, report)
	}
	for _, a := range p.Actions {
		for _, r := range markdown.Inline(a.Text).Refs {
			if !s.in.Public {
				s.resolve(p, p.frag, r.Dest, false, a.Position, report)
			}
		}
	}
	if p.original != nil && p.Release.DocsURL == p.original.Release.DocsURL {
		p.docs = inLanguage(p, p.original.docs, s.in.Public, s.form)
	} else if p.Release.DocsURL != "" {
		p.docs = s.resolve(p, p.frag, p.Release.DocsURL, false, p.Position("docs_url"), report)
	}
}

// action returns what an audience is to do as HTML, links filled in.
func (s *Site) action(p *page, i int) []byte {
	frag := markdown.Inline(p.Actions[i].Text)
	return frag.Splice(nil, func(_ int, r markdown.Ref) string {
		t := s.resolve(p, p.frag, r.Dest, false, p.Actions[i].Position, func(diag.Diagnostic) {})
		return s.attribute(p, r, t, false)
	})
}

// imageDest returns the destination of a page's `image`. Many generators read
// it from the root of the content or of the kind's folder.
func (s *Site) imageDest(p *page) string {
	if s.find(p, p.Image.Dest).none() && !s.find(p, "/"+p.Image.Dest).none() {
		return "/" + p.Image.Dest
	}
	return p.Image.Dest
}

// resolve finds the target of one reference and reports what is wrong with it.
func (s *Site) resolve(p *page, frag *markdown.Fragment, dest string, media bool, pos diag.Position, report func(diag.Diagnostic)) target {
	t := inLanguage(p, s.find(p, dest), s.in.Public, s.form)
	rule, message := "broken-link", "the link "+quote(dest)+" leads to nothing"
	if media {
		rule, message = "broken-image", "there is no file "+quote(dest)
	}
	switch {
	case t.none():
		hint := "" // see giveHints
		if s.in.Refused[s.fileOf(p, dest)] {
			message, hint = "the file "+quote(dest)+" is not published", "what is wrong with it is said at the file itself"
		}
		report(diag.New(rule, pos, message, hint))
	case media && (t.page != nil || t.self || t.path != ""):
		report(diag.New(rule, pos, quote(dest)+" is a page, not a picture or a recording", "name a file"))
		return target{}
	case t.page != nil && !t.page.included && !s.in.Public:
		report(diag.New("unpublished-link", pos, t.page.Source+" is not part of this build ("+t.page.reason+"); the text is shown without the link", ""))
		return target{}
	case t.page != nil && !t.page.included:
		return target{} // warnInternalLinks says so
	case s.in.Public && isPlan(t.path):
		return target{}
	case t.self || t.page != nil:
		t = s.settleAnchor(p, frag, t, pos, report)
	}
	if t.written != "" {
		report(diag.New("link-case", pos, quote(dest)+" and the file "+quote(t.written)+" differ in upper and lower case",
			"write "+relativeTo(p.folder, t.written)+"; other tools and hosts tell them apart"))
	}
	return t
}

// settleAnchor makes a target's anchor the one that the page has. An anchor
// that leads nowhere is reported and left out, so that the link still leads to
// the page.
func (s *Site) settleAnchor(p *page, frag *markdown.Fragment, t target, pos diag.Position, report func(diag.Diagnostic)) target {
	id := anchorOf(t.suffix)
	if id == "" {
		return t
	}
	on, name := t.page, "this page"
	if t.self {
		on = p
	} else {
		frag, name = t.page.frag, t.page.Source
	}
	found, ok := findAnchor(frag, on, id)
	query, _, _ := strings.Cut(t.suffix, "#")
	switch {
	case ok && found != "":
		t.suffix = query + "#" + found
	case ok && t.self:
		t.suffix = "#top"
	default:
		t.suffix = query
	}
	if ok {
		return t
	}
	if _, inside := findAnchor(&on.doc.Full, on, id); !s.in.Public || !inside {
		report(diag.New("broken-anchor", pos, name+" has no heading "+quote(id), nearestAnchor(frag, id)))
	}
	if t.self {
		return target{}
	}
	return t
}

// warnInternalLinks reports links in a page's public form to pages that are
// not public: readers of the public form see their text only.
func (s *Site) warnInternalLinks(p *page, report func(diag.Diagnostic)) {
	if !p.public {
		return
	}
	for _, ref := range publicForm(p.doc).Refs {
		t := s.find(p, ref.Dest)
		if isPlan(t.path) {
			report(diag.New("internal-link", diag.Position{Path: p.Source, Line: ref.Line, Column: ref.Column},
				"this page is public and links to /"+t.path+", which a public site does not have; its public form shows the text without the link",
				"put the sentence into a :::internal block"))
		}
		if t.page == nil || t.page.public {
			continue
		}
		_, why := (&Input{Public: true, Now: s.in.Now}).includes(t.page.Page)
		report(diag.New("internal-link", diag.Position{Path: p.Source, Line: ref.Line, Column: ref.Column},
			"this page is public and links to "+t.page.Source+", which is not ("+why+"); its public form shows the text without the link",
			"put the sentence into a :::internal block, or make the other page public"))
	}
}

// find returns the target of a destination as it is written in a page, in this
// order: an address outside, an anchor, a file relative to the page's own file,
// a file from the content folder's or the kind's root, an address of the site,
// a former address, and what it means to the tools that wrote it.
func (s *Site) find(p *page, dest string) target {
	if t := s.findOwn(p, dest); !t.none() {
		return t
	}
	if hasScheme(dest) || strings.HasPrefix(dest, "//") {
		return target{url: dest}
	}
	if name, ok := named(dest); ok {
		return s.findNamed(p, name)
	}
	raw, suffix := splitSuffix(dest)
	if raw == "" {
		if suffix == "" || suffix[0] == '?' {
			return target{page: p, suffix: suffix}
		}
		return target{self: true, suffix: suffix}
	}
	file, err := url.PathUnescape(raw)
	if err != nil {
		file = raw
	}
	t := s.findPath(p, file)
	if t.none() {
		t = s.findForeign(p, file)
	}
	t.suffix = suffix
	return t
}

// findPath finds a path, from the root or from a page.
func (s *Site) findPath(p *page, file string) (t target) {
	if rooted, ok := strings.CutPrefix(file, "/"); ok {
		t = s.findFile(rooted)
		if dir := s.kindDir(p.Page); t.none() && dir != "." {
			t = s.findFile(path.Join(dir, rooted))
		}
		if t.none() {
			t = s.findURL(strings.TrimPrefix("/"+rooted, s.basePath))
		}
		if t.none() {
			t = s.findURL(rooted)
		}
		if t.none() {
			t = s.findURL(path.Join(prefixes[p.Kind], rooted))
		}
	} else {
		if rel := path.Join(p.folder, file); rel != ".." && !strings.HasPrefix(rel, "../") {
			t = s.findFile(rel)
		}
		if t.none() {
			if rel := path.Join(p.source().path, file); rel != ".." && !strings.HasPrefix(rel, "../") {
				t = s.findURL(rel)
			}
		}
		// A link written for a page that is a file and not a folder.
		if t.none() {
			if rel := path.Join(path.Dir(strings.TrimSuffix(p.source().path, "/")), file); !strings.HasPrefix(rel, "..") {
				t = s.findURL(rel)
			}
		}
	}
	return t
}

// findOwn finds the page behind an absolute address of the site itself, or one
// that `links` says was the site's once. Whatever is not found stays a link to
// another site.
func (s *Site) findOwn(p *page, dest string) target {
	if !strings.HasPrefix(dest, "http") {
		return target{}
	}
	if rest, ok := strings.CutPrefix(dest, s.in.BaseURL); ok {
		if t := s.find(p, "/"+rest); !t.none() {
			return t
		}
	}
	for _, l := range s.in.Config.Links {
		if rest, ok := strings.CutPrefix(dest, l.From); ok && hasScheme(l.From) && !hasScheme(l.To) {
			if t := s.find(p, "/"+strings.TrimLeft(l.To+rest, "/")); !t.none() {
				return t
			}
		}
	}
	return target{}
}

// findFile finds a file of the content folder, with or without its ending.
func (s *Site) findFile(file string) target {
	file = strings.Trim(path.Clean(file), "/")
	for _, name := range []string{file, file + ".md", file + ".markdown"} {
		if p, ok := s.bySource[name]; ok {
			return target{page: p}
		}
	}
	if a, ok := s.assets[file]; ok {
		return target{asset: a}
	}
	for _, name := range []string{"index.md", "_index.md", "README.md"} {
		if p, ok := s.bySource[path.Join(file, name)]; ok {
			return target{page: p}
		}
	}
	if f, ok := s.byFolder[file]; ok {
		return target{path: f.path}
	}
	return target{}
}

// findURL finds an address of the site, current or former.
func (s *Site) findURL(p string) target {
	p = strings.Trim(path.Clean("/"+p), "/")
	slashed := p + "/"
	if p == "" {
		slashed = ""
		if s.home == nil || !s.home.included {
			return target{path: "./"}
		}
	}
	if pg, ok := s.byPath[strings.ToLower(slashed)]; ok {
		return target{page: pg}
	}
	for _, name := range []string{slashed, p} {
		if _, ok := s.generated[name]; ok || s.in.Public && isPlan(name) {
			return target{path: name}
		}
	}
	if pg, ok := s.byAlias[strings.ToLower(p)]; ok {
		return target{page: pg}
	}
	return target{}
}

// nearest returns a hint for a destination that leads nowhere.
func (s *Site) nearest(p *page, dest string, media bool) string {
	if from := strings.Index(dest, "{{"); from >= 0 {
		if to := strings.Index(dest[from:], "}}"); to > 0 {
			return "this is a template of another tool; say in headsup.yaml what it stands for: links: {" + strconv.Quote(dest[from:from+to+2]) + ": \"\"}"
		}
	}
	if name, ok := named(dest); ok {
		raw, _, _ := strings.Cut(name, "#")
		var names []string
		for _, p := range s.all {
			names = append(names, stem(p.Source))
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
		return "did you mean " + relativeTo(p.folder, sameName[0]) + suffix + "?"
	}
	slices.Sort(all)
	if near := diag.Suggest(rel, all); near != "" {
		return "did you mean " + relativeTo(p.folder, near) + suffix + "?"
	}
	return ""
}

// fileOf returns the path in the content folder that a destination names.
func (s *Site) fileOf(p *page, dest string) string {
	raw, _ := splitSuffix(dest)
	file, err := url.PathUnescape(raw)
	if err != nil {
		file = raw
	}
	if rooted, ok := strings.CutPrefix(file, "/"); ok {
		return rooted
	}
	return path.Join(p.folder, file)
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
func findAnchor(f *markdown.Fragment, on *page, id string) (found string, ok bool) {
	if id == "top" || id != "" && id == on.doc.TitleID {
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
	if alike == "" && want != "" && letters(on.title) == want {
		return "", true
	}
	if alike == "" && want != "" {
		alike = otherAnchor(f, strings.TrimPrefix(want, "usercontent"))
	}
	return alike, alike != "" && want != ""
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

func nearestAnchor(f *markdown.Fragment, id string) string {
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

// url returns a target's URL: root-relative for the site's own pages, or
// absolute for feeds. It is "" for a target that leads nowhere.
func (s *Site) url(from *page, t target, absolute bool) string {
	at := s.href
	if absolute {
		at = s.absolute
	}
	switch {
	case t.url != "":
		return t.url
	case t.self && !absolute:
		return escapeSuffix(t.suffix)
	case t.self:
		return at(from.path) + escapeSuffix(t.suffix)
	case t.page != nil:
		return at(t.page.path) + escapeSuffix(t.suffix)
	case t.asset != nil:
		return at(t.asset.path) + escapeSuffix(t.suffix)
	case t.path == "./":
		return at("") + escapeSuffix(t.suffix)
	case t.path != "":
		return at(t.path) + escapeSuffix(t.suffix)
	}
	return ""
}

// escapeSuffix percent-encodes what an anchor may not hold.
func escapeSuffix(suffix string) string {
	q, a, ok := strings.Cut(suffix, "#")
	if !ok {
		return suffix
	}
	return q + "#" + (&url.URL{Fragment: anchorOf("#" + a)}).EscapedFragment()
}

// attribute returns what is spliced into an element for a reference.
func (s *Site) attribute(from *page, ref markdown.Ref, t target, absolute bool) string {
	u := s.url(from, t, absolute)
	if u == "" {
		return ""
	}
	switch ref.Kind {
	case markdown.LinkRef:
		attr := ` href="` + html.EscapeString(u) + `"`
		if t.url != "" && strings.HasPrefix(t.url, "http") || strings.HasPrefix(t.url, "//") {
			attr += ` rel="external noopener"`
		}
		return attr
	case markdown.PosterRef:
		return ` poster="` + html.EscapeString(u) + `"`
	case markdown.ImageRef:
		attr := ` src="` + html.EscapeString(u) + `"`
		if a := t.asset; a != nil && a.Width > 0 && a.Height > 0 && !ref.Sized {
			attr += ` width="` + strconv.Itoa(a.Width) + `" height="` + strconv.Itoa(a.Height) + `"`
		}
		return attr
	default:
		return ` src="` + html.EscapeString(u) + `"`
	}
}

// body returns the page's HTML as this build shows it, links filled in.
func (s *Site) body(p *page) ([]byte, error) {
	frag := *s.form(p.doc)
	var err error
	if frag.HTML, err = p.html(s.in.Public); err != nil {
		return nil, err
	}
	return frag.Splice(make([]byte, 0, len(frag.HTML)+len(frag.Refs)*48), func(i int, r markdown.Ref) string {
		return s.attribute(p, r, p.links[i], false)
	}), nil
}

// publicBody returns the page's public HTML with absolute links. A link to
// what is not public becomes its text.
func (s *Site) publicBody(p *page) ([]byte, error) {
	frag := *publicForm(p.doc)
	var err error
	if frag.HTML, err = p.html(true); err != nil {
		return nil, err
	}
	return frag.Splice(make([]byte, 0, len(frag.HTML)+len(frag.Refs)*64), func(_ int, r markdown.Ref) string {
		t := inLanguage(p, s.find(p, r.Dest), true, publicForm)
		if t.page != nil && !t.page.public {
			return ""
		}
		if t.page == nil && t.path != "" && !s.generated[t.path] {
			return ""
		}
		if t.self || t.page != nil {
			on := p
			if !t.self {
				on = t.page
			}
			query, _, _ := strings.Cut(t.suffix, "#")
			if id, ok := findAnchor(publicForm(on.doc), on, anchorOf(t.suffix)); ok && id != "" {
				t.suffix = query + "#" + id
			} else {
				t.suffix = query
			}
		}
		return s.attribute(p, r, t, true)
	}), nil
}

package link

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/version"
)

// section is all pages of one kind.
type section struct {
	kind    content.Kind
	title   string // "Release notes"
	path    string // "releases/"
	pages   []*page
	landing *page // index page of the kind's folder, or nil
}

// folder is a source folder whose pages are listed at an address of their own.
type folder struct {
	dir   string // source folder
	path  string // in the output, ends in "/"
	title string
	kind  content.Kind
	pages []*page // in it and below
	index *page   // its index page, or nil
}

// term is one value of a facet: a product, an audience or a tag.
type term struct {
	facet       string // "product", "audience", "tag"
	id          string
	title       string
	description string
	owner       string
	path        string // "products/billing/"
	pages       []*page
	public      bool // a page of it is public
	listed      bool // headsup.yaml has it
	// feed is set when a page of it is public, or was and headsup.yaml lists
	// it: a feed that is there stays, so that products with a copy hear more.
	feed bool
}

// slug is the term's name in addresses: one word, without spaces.
func (t *term) slug() string {
	return strings.TrimSuffix(strings.TrimPrefix(t.path, facets[t.facet]), "/")
}

// slugs returns the names of terms in addresses.
func slugs(terms []*term) []string {
	var out []string
	for _, t := range terms {
		out = append(out, t.slug())
	}
	return out
}

// spellOut tells C, C++ and C# apart in an address.
var spellOut = strings.NewReplacer("+", "-plus-", "#", "-sharp-", "&", "-and-")

// termSlug returns the name of a term in addresses. One of signs alone, such as
// an emoji, is named by its code points: two of them are not one term.
func termSlug(id string) string {
	spelt := spellOut.Replace(id)
	if strings.ContainsFunc(spelt, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }) {
		return slugify(spelt)
	}
	var points []string
	for _, r := range norm.NFC.String(spelt) {
		if !unicode.IsSpace(r) {
			points = append(points, "u"+strconv.FormatInt(int64(r), 16))
		}
	}
	return cmp.Or(strings.Join(points, "-"), slugify(spelt))
}

// facets are the folders of the facets in the output.
var facets = map[string]string{"product": "products/", "audience": "audiences/", "tag": "tags/"}

// sectionTitles names kinds in the plural.
var sectionTitles = map[content.Kind]string{
	content.ReleaseNote: "Release notes",
	content.Playbook:    "Playbooks",
	content.Snippet:     "Snippets",
	content.Launch:      "Launches",
	content.Plain:       "Pages",
}

// kindTitles names kinds in the singular.
var kindTitles = map[content.Kind]string{
	content.ReleaseNote: "Release note",
	content.Playbook:    "Playbook",
	content.Snippet:     "Snippet",
	content.Launch:      "Launch",
	content.Plain:       "Page",
}

// gatherTerms puts every page under its products, audiences and tags. The order
// of products and audiences is that of headsup.yaml, then of first use; tags
// are sorted by title. Spellings of a tag that make one address are one tag.
func (s *Site) gatherTerms(report func(diag.Diagnostic)) {
	index := map[string]map[string]*term{"product": {}, "audience": {}, "tag": {}}
	get := func(facet, id, title string) *term {
		slug := termSlug(id)
		t, ok := index[facet][slug]
		if !ok {
			t = &term{facet: facet, id: id, title: title, path: facets[facet] + slug + "/"}
			index[facet][slug] = t
			switch facet {
			case "product":
				s.products = append(s.products, t)
			case "audience":
				s.audiences = append(s.audiences, t)
			default:
				s.tags = append(s.tags, t)
			}
		}
		return t
	}
	owners := map[string]string{}
	for _, o := range s.in.Config.Owners {
		owners[o.ID] = o.Title
	}
	for _, p := range s.in.Config.Products {
		t := get("product", p.ID, cmp.Or(p.Title, titleCase(p.ID)))
		t.description, t.listed = p.Description, true
		t.owner = cmp.Or(owners[p.Owner], p.Owner)
	}
	for _, a := range s.in.Config.Audiences {
		get("audience", a.ID, cmp.Or(a.Title, titleCase(a.ID))).listed = true
	}
	for _, p := range s.all {
		add := func(facet, id, title string) *term {
			if t, ok := index[facet][termSlug(id)]; ok && t.listed && (p.public || s.retracted(p)) {
				t.feed = true
			}
			if !p.included && !p.public && !s.retracted(p) {
				return nil
			}
			t := get(facet, id, title)
			if len(t.slug()) > content.SegmentLimit && len(t.pages) == 0 {
				report(diag.New("slug-invalid", p.Position(facet+"s"), "the "+facet+" "+quote(clip(id, 40))+" is too long for an address",
					"a "+facet+" is a word or a few; say the rest in the text"))
			}
			t.feed = t.feed || p.public && facet != "tag"
			if p.included && !slices.Contains(t.pages, p) {
				t.pages = append(t.pages, p)
			}
			t.public = t.public || p.public
			return t
		}
		for _, id := range p.Products {
			if t := add("product", id, titleCase(id)); t != nil {
				p.products = append(p.products, t)
			}
		}
		for _, id := range p.Audiences {
			if t := add("audience", id, titleCase(id)); t != nil {
				p.auds = append(p.auds, t)
			}
		}
		for _, id := range p.Tags {
			if t := add("tag", id, id); t != nil && !slices.Contains(p.tags, t) {
				p.tags = append(p.tags, t)
			}
		}
	}
	// A public build says nothing of a product that has nothing public.
	keep := func(list []*term) []*term {
		return slices.DeleteFunc(list, func(t *term) bool {
			return len(t.pages) == 0 && (s.in.Public && !t.feed || t.facet == "tag")
		})
	}
	s.products, s.audiences, s.tags = keep(s.products), keep(s.audiences), keep(s.tags)
	slices.SortStableFunc(s.tags, func(a, b *term) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.title), strings.ToLower(b.title)), cmp.Compare(a.path, b.path))
	})
}

// gatherLists makes the sections and the lists of folders.
func (s *Site) gatherLists() {
	for _, k := range content.Kinds() {
		if k == content.Plain {
			continue
		}
		sec := &section{kind: k, title: sectionTitles[k], path: prefixes[k]}
		for _, p := range s.pages {
			switch {
			case p.Kind != k:
			case p.landing && p.path == sec.path:
				sec.landing = p
				p.section = sec
				sec.title = cmp.Or(p.Title, p.doc.Title, sec.title)
			default:
				p.section = sec
				sec.pages = append(sec.pages, p)
			}
		}
		if len(sec.pages) > 0 || sec.landing != nil {
			s.sections = append(s.sections, sec)
			dir := strings.Trim(path.Clean(s.in.Config.Kinds[k].Dir), "/")
			if dir != "" && dir != "." {
				s.byFolder[dir] = &folder{dir: dir, path: sec.path, title: sec.title, kind: k}
			}
		}
	}
	for _, p := range s.pages {
		for dir := p.folder; dir != "."; dir = path.Dir(dir) {
			if p.branch && dir == p.folder {
				f := s.folder(dir)
				f.index, f.path, f.title = p, p.path, p.title
				continue
			}
			if !p.branch && isIndex(p.Source) && dir == p.folder {
				continue // a page bundle is a page and not a list
			}
			f := s.folder(dir)
			f.pages = append(f.pages, p)
		}
	}
	slices.SortFunc(s.folders, func(a, b *folder) int { return cmp.Compare(a.dir, b.dir) })
	s.folders = slices.DeleteFunc(s.folders, func(f *folder) bool {
		if f.index != nil || s.byPath[f.path] == nil || !s.byPath[f.path].included {
			return false
		}
		delete(s.byFolder, f.dir) // a page has taken the address
		return true
	})
}

// folder returns the list of a source folder, made when it is first asked for.
// A kind's own folder has none: that is its section.
func (s *Site) folder(dir string) *folder {
	if f, ok := s.byFolder[dir]; ok {
		return f
	}
	kind := s.in.Config.KindOf(dir + "/x.md")
	f := &folder{dir: dir, title: titleCase(path.Base(dir)), kind: kind}
	rel := dir
	if root := strings.Trim(path.Clean(s.in.Config.Kinds[kind].Dir), "/"); root != "" && root != "." {
		if strings.EqualFold(dir, root) { // the section's own folder, in other capitals
			f.path = prefixes[kind]
			s.byFolder[dir] = f
			return f
		}
		rel = dir[len(root)+1:]
	}
	f.path = prefixes[kind] + slugPath(rel)
	s.byFolder[dir] = f
	s.folders = append(s.folders, f)
	return f
}

// order sorts every list, once everything is in it, and chains neighbours.
func (s *Site) order() {
	newest := slices.Clone(s.pages)
	slices.SortStableFunc(newest, byDate)
	for i, p := range newest {
		p.rank = i
	}
	for _, sec := range s.sections {
		if sec.kind == content.ReleaseNote || sec.kind == content.Launch {
			slices.SortFunc(sec.pages, byRank)
		} else {
			slices.SortStableFunc(sec.pages, byTitle)
		}
		chain(sec.pages, sec.kind == content.ReleaseNote || sec.kind == content.Launch)
	}
	var plain []*page
	for _, p := range s.pages {
		if p.Kind == content.Plain && !p.landing {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, func(a, b *page) int {
		return cmp.Or(cmp.Compare(a.folder, b.folder), byTitle(a, b))
	})
	for start := 0; start < len(plain); {
		end := start
		for end < len(plain) && plain[end].folder == plain[start].folder {
			end++
		}
		chain(plain[start:end], false)
		start = end
	}
	for _, f := range s.folders {
		if f.kind == content.ReleaseNote || f.kind == content.Launch {
			slices.SortFunc(f.pages, byRank)
		} else {
			slices.SortStableFunc(f.pages, byTitle)
		}
	}
	for _, list := range [][]*term{s.products, s.audiences, s.tags} {
		for _, t := range list {
			slices.SortFunc(t.pages, byRank)
		}
	}
	for _, p := range s.pages {
		slices.SortFunc(p.pieces, byRank)
	}
}

// chain links neighbours: in a list that begins with the newest, the next page
// is the newer one.
func chain(list []*page, newestFirst bool) {
	for i := 1; i < len(list); i++ {
		earlier, later := list[i-1], list[i]
		if newestFirst {
			earlier, later = later, earlier
		}
		earlier.next, later.prev = later, earlier
	}
}

// byDate orders pages from new to old, those of one day by their impact; pages
// without a date come last.
func byDate(a, b *page) int {
	return cmp.Or(
		b.Date.Compare(a.Date.Time),
		cmp.Compare(impactOrder(a), impactOrder(b)),
		version.CompareText(b.Release.Version, a.Release.Version),
		cmp.Compare(a.Source, b.Source),
	)
}

// impactOrder puts what matters most first; without an impact it is medium.
func impactOrder(p *page) int {
	switch p.Release.Impact {
	case content.High:
		return 0
	case content.Low:
		return 2
	default:
		return 1
	}
}

func byTitle(a, b *page) int {
	return cmp.Or(
		cmp.Compare(strings.ToLower(a.title), strings.ToLower(b.title)),
		cmp.Compare(a.Source, b.Source),
	)
}

package link

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/read/version"
	"headsup/generator/view/label"
)

// Section is all pages of one kind.
type Section struct {
	Kind    content.Kind
	Title   string // "Release notes"
	Path    string // "releases/"
	Pages   []*Page
	Landing *Page // index page of the kind's folder, or nil
}

// Folder is a source folder whose pages are listed at an address of their own.
type Folder struct {
	Dir   string // source folder
	Path  string // in the output, ends in "/"
	Title string
	Kind  content.Kind
	Pages []*Page // in it and below
	Index *Page   // its index page, or nil
}

// Term is one value of a facet: a product, an audience or a tag.
type Term struct {
	Facet       string // "product", "audience", "tag"
	ID          string
	Title       string
	Description string
	Owner       string
	Path        string // "products/billing/"
	Pages       []*Page
	Public      bool // a page of it is public
	Listed      bool // headsup.yaml has it
	// feed is set when a page of it is public, or was and headsup.yaml lists
	// it: a feed that is there stays, so that products with a copy hear more.
	Feed bool
}

// Slug is the term's name in addresses: one word, without spaces.
func (t *Term) Slug() string {
	return strings.TrimSuffix(strings.TrimPrefix(t.Path, address.OfFacet[t.Facet]), "/")
}

// Slugs returns the names of terms in addresses.
func Slugs(terms []*Term) []string {
	var out []string
	for _, t := range terms {
		out = append(out, t.Slug())
	}
	return out
}

// Channels returns the products and audiences that have feeds.
func (s *Site) Channels() []*Term {
	return slices.DeleteFunc(slices.Concat(s.Products, s.Audiences, s.Former), func(t *Term) bool { return !t.Feed })
}

// gatherTerms puts every page under its products, audiences and tags. The order
// of products and audiences is that of headsup.yaml, then of first use; tags
// are sorted by title. Spellings of a tag that make one address are one tag.
func (s *Site) gatherTerms(report func(diag.Diagnostic)) {
	index := map[string]map[string]*Term{"product": {}, "audience": {}, "tag": {}}
	slugs := map[string]string{}
	slugOf := func(id string) string {
		slug, ok := slugs[id]
		if !ok {
			slug = address.TermSlug(id)
			slugs[id] = slug
		}
		return slug
	}
	get := func(facet, id, title string) *Term {
		slug := slugOf(id)
		t, ok := index[facet][slug]
		if !ok {
			t = &Term{Facet: facet, ID: id, Title: title, Path: address.OfFacet[facet] + slug + "/"}
			index[facet][slug] = t
			switch facet {
			case "product":
				s.Products = append(s.Products, t)
			case "audience":
				s.Audiences = append(s.Audiences, t)
			default:
				s.Tags = append(s.Tags, t)
			}
		}
		return t
	}
	owners := map[string]string{}
	for _, o := range s.Config.Owners {
		owners[o.ID] = o.Title
	}
	for _, p := range s.Config.Products {
		t := get("product", p.ID, cmp.Or(p.Title, label.Title(p.ID)))
		t.Description, t.Listed = p.Description, true
		t.Owner = cmp.Or(owners[p.Owner], p.Owner)
	}
	for _, a := range s.Config.Audiences {
		get("audience", a.ID, cmp.Or(a.Title, label.Title(a.ID))).Listed = true
	}
	for _, p := range s.All {
		add := func(facet, id, title string) *Term {
			if t, ok := index[facet][slugOf(id)]; ok && t.Listed && (p.Public || s.Retracted(p)) {
				t.Feed = true
			}
			if !p.Included && !p.Public && !s.Retracted(p) {
				return nil
			}
			t := get(facet, id, title)
			if len(t.Slug()) > content.SegmentLimit && len(t.Pages) == 0 {
				report(diag.New("slug-invalid", p.Position(facet+"s"),
					"the "+facet+" "+quote(label.Clip(id, 40))+" is too long for an address",
					"a "+facet+" should be one word or a few; put the rest into the text"))
			}
			t.Feed = t.Feed || p.Public && facet != "tag"
			// Pages come one after the other, so one that is there is the last.
			if p.Included && (len(t.Pages) == 0 || t.Pages[len(t.Pages)-1] != p) {
				t.Pages = append(t.Pages, p)
			}
			t.Public = t.Public || p.Public
			return t
		}
		for _, id := range p.Page.Products {
			if t := add("product", id, label.Title(id)); t != nil {
				p.Products = append(p.Products, t)
			}
		}
		for _, id := range p.Page.Audiences {
			if t := add("audience", id, label.Title(id)); t != nil {
				p.Audiences = append(p.Audiences, t)
			}
		}
		for _, id := range p.Page.Tags {
			if t := add("tag", id, id); t != nil && !slices.Contains(p.Tags, t) {
				p.Tags = append(p.Tags, t)
			}
		}
	}
	// A public build says nothing of a product that has nothing public. If it had,
	// its feed goes on, and nothing else.
	keep := func(list []*Term) []*Term {
		return slices.DeleteFunc(list, func(t *Term) bool {
			gone := len(t.Pages) == 0 && (s.Public || t.Facet == "tag")
			if gone && t.Feed {
				s.Former = append(s.Former, t)
			}
			return gone
		})
	}
	s.Products, s.Audiences, s.Tags = keep(s.Products), keep(s.Audiences), keep(s.Tags)
	slices.SortStableFunc(s.Tags, func(a, b *Term) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), cmp.Compare(a.Path, b.Path))
	})
}

// gatherLists makes the sections and the lists of folders.
func (s *Site) gatherLists() {
	for _, k := range content.Kinds() {
		if k == content.Plain {
			continue
		}
		sec := &Section{Kind: k, Title: label.Section(s.Words(), k), Path: address.OfKind[k]}
		for _, p := range s.Pages {
			switch {
			case p.Kind != k:
			case p.Landing && p.Path == sec.Path:
				sec.Landing = p
				p.Section = sec
				sec.Title = cmp.Or(p.Page.Title, p.Doc.Title, sec.Title)
			default:
				p.Section = sec
				sec.Pages = append(sec.Pages, p)
			}
		}
		if len(sec.Pages) > 0 || sec.Landing != nil {
			s.Sections = append(s.Sections, sec)
			dir := strings.Trim(path.Clean(s.Config.Kinds[k].Dir), "/")
			if dir != "" && dir != "." {
				s.byFolder[dir] = &Folder{Dir: dir, Path: sec.Path, Title: sec.Title, Kind: k}
			}
		}
	}
	for _, p := range s.Pages {
		root := s.rootOf(p.Kind, p.Folder)
		for dir := p.Folder; dir != "." && len(dir) >= len(root); dir = path.Dir(dir) {
			if p.Branch && dir == p.Folder {
				f := s.folder(dir)
				f.Index, f.Path, f.Title = p, p.Path, p.Title
				continue
			}
			if !p.Branch && address.IsIndex(p.Source) && dir == p.Folder {
				continue // a page bundle is a page and not a list
			}
			f := s.folder(dir)
			f.Pages = append(f.Pages, p)
		}
	}
	slices.SortFunc(s.Folders, func(a, b *Folder) int { return cmp.Compare(a.Dir, b.Dir) })
	s.Folders = slices.DeleteFunc(s.Folders, func(f *Folder) bool {
		if f.Index != nil || s.byPath[f.Path] == nil || !s.byPath[f.Path].Included {
			return false
		}
		delete(s.byFolder, f.Dir) // a page has taken the address
		return true
	})
}

// rootOf returns the folder of a kind if another one is it, or in it; else "". Those above
// it are part of no address, and have no list.
func (s *Site) rootOf(k content.Kind, dir string) string {
	root := strings.Trim(path.Clean(s.Config.Kinds[k].Dir), "/")
	if root != "." && len(dir) >= len(root) && strings.EqualFold(dir[:len(root)], root) && (len(dir) == len(root) ||
		dir[len(root)] == '/') {
		return root
	}
	return ""
}

// folder returns the list of a source folder, made when it is first asked for.
// A kind's own folder has none: that is its section.
func (s *Site) folder(dir string) *Folder {
	if f, ok := s.byFolder[dir]; ok {
		return f
	}
	kind := s.Config.KindOf(dir + "/x.md")
	f := &Folder{Dir: dir, Title: label.Title(path.Base(dir)), Kind: kind}
	rel := dir
	if root := s.rootOf(kind, dir); root != "" {
		if len(dir) == len(root) { // the section's own folder, in other capitals
			f.Path = address.OfKind[kind]
			s.byFolder[dir] = f
			return f
		}
		rel = dir[len(root)+1:]
	}
	f.Path = address.OfKind[kind] + address.Path(rel)
	s.byFolder[dir] = f
	s.Folders = append(s.Folders, f)
	return f
}

// order sorts every list, once everything is in it, and chains neighbours.
func (s *Site) order() {
	s.compareVersions()
	newest := slices.Clone(s.Pages)
	slices.SortFunc(newest, byDate)
	for i, p := range newest {
		p.Rank = i
	}
	for _, sec := range s.Sections {
		if listedByDate(sec.Kind) {
			slices.SortFunc(sec.Pages, ByRank)
			chain(sec.Pages, true)
		}
	}
	for _, f := range s.Folders {
		if listedByDate(f.Kind) {
			slices.SortFunc(f.Pages, ByRank)
		}
	}
	s.orderByTitle()
	// Lists of terms are many and long: what is sorted already is dealt out.
	terms := slices.Concat(s.Products, s.Audiences, s.Tags)
	for _, t := range terms {
		t.Pages = t.Pages[:0]
	}
	for _, p := range newest {
		for _, list := range [][]*Term{p.Products, p.Audiences, p.Tags} {
			for _, t := range list {
				// A page may name a term twice.
				if len(t.Pages) == 0 || t.Pages[len(t.Pages)-1] != p {
					t.Pages = append(t.Pages, p)
				}
			}
		}
	}
	for _, p := range s.Pages {
		slices.SortFunc(p.Pieces, ByRank)
	}
}

// listedByDate reports whether lists of pages of a kind begin with the newest; others
// are in the order of their titles.
func listedByDate(k content.Kind) bool { return k == content.ReleaseNote || k == content.Launch }

// orderByTitle sorts the lists that are in the order of titles, in place.
func (s *Site) orderByTitle() {
	for _, sec := range s.Sections {
		if !listedByDate(sec.Kind) {
			byTitle(sec.Pages)
			chain(sec.Pages, false)
		}
	}
	var plain []*Page
	for _, p := range s.Pages {
		if p.Kind == content.Plain && !p.Landing {
			plain = append(plain, p)
		}
	}
	slices.SortStableFunc(plain, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), ByTitle(a, b))
	})
	for start := 0; start < len(plain); {
		end := start
		for end < len(plain) && plain[end].Folder == plain[start].Folder {
			end++
		}
		chain(plain[start:end], false)
		start = end
	}
	for _, f := range s.Folders {
		if !listedByDate(f.Kind) {
			byTitle(f.Pages)
		}
	}
}

// chain links neighbours: in a list that begins with the newest, the next page
// is the newer one.
func chain(list []*Page, newestFirst bool) {
	for _, p := range list {
		p.Prev, p.Next = nil, nil
	}
	for i := 1; i < len(list); i++ {
		earlier, later := list[i-1], list[i]
		if newestFirst {
			earlier, later = later, earlier
		}
		earlier.Next, later.Prev = later, earlier
	}
}

// byDate orders pages from new to old, those of one day as [ByWeight] does; pages
// without a date come last.
func byDate(a, b *Page) int {
	if c := b.Date.Compare(a.Date.Time); c != 0 {
		return c
	}
	return ByWeight(a, b)
}

// ByWeight orders pages of one day, on the site as in feeds: by their impact, by
// their version, the newest first, and by their file.
func ByWeight(a, b *Page) int {
	if c := cmp.Compare(impactOrder(a), impactOrder(b)); c != 0 {
		return c
	}
	if c := cmp.Compare(b.versionRank, a.versionRank); c != 0 {
		return c
	}
	return cmp.Compare(a.Source, b.Source)
}

// compareVersions ranks the pages' versions, each once, from old to new; those that
// compare equal have one rank.
func (s *Site) compareVersions() {
	ranks := map[string]int{}
	for _, p := range s.Pages {
		ranks[p.Release.Version] = 0
	}
	rank, list := 0, slices.Sorted(maps.Keys(ranks))
	slices.SortStableFunc(list, version.CompareText)
	for i, v := range list {
		if i > 0 && version.CompareText(list[i-1], v) != 0 {
			rank++
		}
		ranks[v] = rank
	}
	for _, p := range s.Pages {
		p.versionRank = ranks[p.Release.Version]
	}
}

// impactOrder puts what matters most first; without an impact it is medium.
func impactOrder(p *Page) int {
	switch p.Release.Impact {
	case content.High:
		return 0
	case content.Low:
		return 2
	default:
		return 1
	}
}

// byTitle sorts pages as [ByTitle] compares them, in fewer steps.
func byTitle(pages []*Page) {
	folds := make(map[*Page]string, len(pages))
	for _, p := range pages {
		folds[p] = strings.ToLower(p.Title)
	}
	slices.SortFunc(pages, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(folds[a], folds[b]), cmp.Compare(a.Source, b.Source))
	})
}

// ByTitle orders pages by their titles, whatever the case.
func ByTitle(a, b *Page) int {
	if c := cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)); c != 0 {
		return c
	}
	return cmp.Compare(a.Source, b.Source)
}

package link

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/compile/content"
	"headsup/generator/link/address"
	"headsup/generator/read/calendar"
)

// A folder that was made for another tool has links in that tool's manner.
// What follows finds their targets where the plain reading of a link finds none.

// foreignIndexes are tables that only such links need. They are made when the
// first one asks.
type foreignIndexes struct {
	byName       func() map[string]string // "note", "note.md", "a.png" -> source path
	byFormerName func() map[string]string // the same of files that have other names now -> former source path
	byDay        func() map[string]*Page  // "2020-01-02/hello" -> page
}

func (s *Site) newForeignIndexes() foreignIndexes {
	return foreignIndexes{
		byName:       sync.OnceValue(s.indexNames),
		byFormerName: sync.OnceValue(s.indexFormerNames),
		byDay:        sync.OnceValue(s.indexDays),
	}
}

// indexNames notes where a file of a name is.
func (s *Site) indexNames() map[string]string {
	names := make(fileNames, len(s.byFold))
	for _, p := range s.All {
		names.note(p.Source, true)
	}
	for file := range s.assets {
		names.note(file, false)
	}
	return names
}

// indexFormerNames notes what files of the folder were called.
func (s *Site) indexFormerNames() map[string]string {
	names := fileNames{}
	for was, now := range s.in.Renames() {
		if now != was && s.has(now) {
			names.note(was, s.bySource[now] != nil)
		}
	}
	return names
}

// fileNames are source paths by the names of the files, with and without the ending; of
// several, the shortest.
type fileNames map[string]string

func (names fileNames) note(file string, page bool) {
	base := []string{path.Base(file)}
	switch {
	case page && address.IsIndex(file) && path.Dir(file) != ".":
		base = append(base, path.Base(path.Dir(file)))
	case page:
		base = append(base, address.Stem(file))
	}
	for _, name := range base {
		name = foldName(name)
		if have, ok := names[name]; !ok || cmp.Or(cmp.Compare(len(file), len(have)), cmp.Compare(file, have)) < 0 {
			names[name] = file
		}
	}
}

func foldName(name string) string { return norm.NFC.String(strings.ToLower(name)) }

// indexDays notes the pages whose files are named after a day.
func (s *Site) indexDays() map[string]*Page {
	days := map[string]*Page{}
	for _, p := range s.All {
		day, rest, err := calendar.FromPath(p.Source)
		if err != nil || rest == "" {
			continue
		}
		key := dayKey(day.Year, int(day.Month), day.Day, rest)
		if _, taken := days[key]; !taken {
			days[key] = p
		}
	}
	return days
}

func dayKey(year, month, day int, name string) string {
	return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2) + "/" + address.Slug(name)
}

// dayAddress is the end of an address that is made of a day and a name.
var dayAddress = regexp.MustCompile(`(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/([^/]+)/?$`)

// named is a destination between double brackets, as markdown records it for a
// wiki link or a reference by a page's name.
func named(dest string) (name string, ok bool) {
	name, ok = strings.CutPrefix(dest, "[[")
	if !ok {
		return "", false
	}
	return strings.TrimSuffix(name, "]]"), true
}

// findNamed finds a file by its path or, wherever it is, by its name alone.
func (s *Site) findNamed(p *Page, name string) Target {
	raw, anchor, _ := strings.Cut(name, "#")
	if file, err := url.PathUnescape(raw); err == nil {
		raw = file
	}
	if raw == "" {
		return Target{Self: true, Suffix: "#" + anchor}
	}
	t := s.findPath(p, raw)
	if t.None() && raw[0] != '/' {
		t = s.findPath(p, "/"+raw)
	}
	if t.None() {
		t = s.findForeign(p, raw)
	}
	if file, ok := s.foreign.byName()[foldName(path.Base(raw))]; t.None() && ok {
		t = s.findFile(file)
	}
	if anchor != "" {
		t.Suffix = "#" + anchor
	}
	return t
}

// findForeign finds what a path means to other tools: with .html or another
// case of letters, with backslashes, below a folder that they publish as the
// root, with the folder of its kind, or made of a day.
func (s *Site) findForeign(p *Page, file string) Target {
	if strings.Contains(file, `\`) {
		file = strings.ReplaceAll(file, `\`, "/")
		if t := s.findPath(p, file); !t.None() {
			return t
		}
	}
	// Docusaurus and bundlers name the root of the site so.
	for _, root := range []string{"@site/", "~@/", "@/", "~/"} {
		if rest, ok := strings.CutPrefix(file, root); ok {
			if t := s.findPath(p, "/"+rest); !t.None() {
				return t
			}
			file = "/" + rest
			break
		}
	}
	rooted, fromRoot := strings.CutPrefix(file, "/")
	if ext := path.Ext(file); strings.EqualFold(ext, ".html") || strings.EqualFold(ext, ".htm") {
		bare := strings.TrimSuffix(file, ext)
		if path.Base(bare) == "index" {
			bare = path.Dir(bare)
		}
		if t := s.findPath(p, bare); !t.None() {
			return t
		}
		file, rooted = bare, strings.TrimPrefix(bare, "/")
	}
	rel := rooted
	if !fromRoot {
		rel = path.Join(p.Folder, file)
	}
	if rel == ".." || strings.HasPrefix(rel, "../") {
		return Target{}
	}
	if fromRoot {
		for _, root := range []string{"static", "public"} {
			if t := s.findFile(path.Join(root, rel)); t.Asset != nil {
				return t
			}
		}
	}
	if t := s.findAbove(p, file); !t.None() {
		return t
	}
	if t := s.findInKinds(rel); !t.None() {
		return t
	}
	if t := s.findFolded(p, rel); !t.None() {
		return t
	}
	if m := dayAddress.FindStringSubmatch(file); m != nil {
		if pg, ok := s.foreign.byDay()[dayKey(number(m[1]), number(m[2]), number(m[3]), m[4])]; ok {
			return Target{Page: pg}
		}
	}
	return Target{}
}

// findAbove finds a file from one of the folders above a page: the one where the
// documentation of another tool begins is the root of its links.
func (s *Site) findAbove(p *Page, file string) Target {
	if strings.HasPrefix(file, ".") {
		return Target{}
	}
	for dir := p.Folder; dir != "." && dir != "/" && dir != ""; {
		dir = path.Dir(dir)
		for _, root := range []string{"", "static", "public"} {
			if t := s.findFile(path.Join(dir, root, file)); t.Page != nil && root == "" || t.Asset != nil {
				return t
			}
		}
	}
	return Target{}
}

// findInKinds finds an address that begins with a kind's source folder and goes
// on as the address of a page does.
func (s *Site) findInKinds(rel string) Target {
	for _, k := range content.Kinds() {
		dir := strings.Trim(path.Clean(s.Config.Kinds[k].Dir), "/")
		if dir == "" || dir == "." {
			continue
		}
		for _, d := range []string{dir, strings.TrimPrefix(dir, "_")} {
			if rest, ok := strings.CutPrefix(rel, d+"/"); ok {
				if t := s.findURL(path.Join(address.OfKind[k], rest)); !t.None() {
					return t
				}
			}
		}
	}
	return Target{}
}

// findFolded finds a file whose path differs in upper and lower case only.
func (s *Site) findFolded(p *Page, rel string) Target {
	rels := []string{rel}
	if dir := s.kindDir(p.Page); dir != "." {
		rels = append(rels, path.Join(dir, rel))
	}
	for _, rel := range rels {
		for _, end := range []string{"", ".md", ".mdx", ".markdown", "/index.md", "/index.mdx", "/readme.md"} {
			as, ok := s.byFold[strings.ToLower(strings.Trim(path.Clean(rel), "/")+end)]
			if !ok {
				continue
			}
			if t := s.findFile(as); !t.None() {
				if end == "" {
					t.Written = as
				}
				return t
			}
		}
	}
	return Target{}
}

func number(digits string) int {
	n := 0
	for _, d := range []byte(digits) {
		n = n*10 + int(d-'0')
	}
	return n
}

func pad(n, width int) string {
	digits := ""
	for ; n > 0 || width > 0; n, width = n/10, width-1 {
		digits = string(rune('0'+n%10)) + digits
	}
	return digits
}

// otherSpellings returns an id's letters as tools write them that leave out or
// transcribe what is not ASCII, or leave out a number at the beginning.
func otherSpellings(id string) []string {
	plain := letters(id)
	ascii := strings.Map(asciiOnly, norm.NFKD.String(plain))
	spellings := []string{ascii, strings.Map(asciiOnly, plain), strings.Map(asciiOnly, norm.NFKD.String(transcription.Replace(plain)))}
	for _, sp := range append([]string{plain}, spellings...) {
		spellings = append(spellings, strings.TrimLeft(sp, "0123456789"))
	}
	return spellings
}

func asciiOnly(r rune) rune {
	if r >= 0x80 {
		return -1
	}
	return r
}

// transcription writes letters as German and Nordic addresses do.
var transcription = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "ø", "oe", "å", "aa")

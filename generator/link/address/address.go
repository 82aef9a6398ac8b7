// Package address makes addresses in the site out of names: of files, folders,
// titles and terms. It knows no other page, so what it makes may be taken.
package address

import (
	"cmp"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"headsup/generator/compile/content"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// OfKind are the folders of the output in which the pages of a kind are.
var OfKind = map[content.Kind]string{
	content.ReleaseNote: "releases/",
	content.Playbook:    "playbooks/",
	content.Snippet:     "snippets/",
	content.Launch:      "launches/",
	content.Plain:       "",
}

// Undated removes a date prefix from a page's own name.
func Undated(source, seg string, index bool) string {
	return cutDate(Named(source, index), seg)
}

// Named returns the path whose last part names a page: that of its file, or that of
// its folder with an ending when the file stands for it.
func Named(source string, index bool) string {
	if index {
		return path.Dir(source) + ".md"
	}
	return source
}

// cutDate removes the date that a file's own name begins with.
func cutDate(source, name string) string {
	_, rest, err := calendar.FromPath(source)
	if err != nil || rest == "" || len(rest) >= len(name) || !strings.HasSuffix(name, rest) || name[0] < '0' || name[0] > '9' {
		return name // the date is that of a folder above, or all there is
	}
	return rest
}

// Path slugifies each segment of a path and ends it with a slash.
func Path(p string) string {
	var out strings.Builder
	for _, seg := range strings.Split(strings.Trim(p, "/"), "/") {
		out.WriteString(Slug(seg))
		out.WriteByte('/')
	}
	return out.String()
}

// Slug makes a URL segment: lower case, letters and digits of any script
// with their marks, and "-", "_", "." kept; everything else becomes one "-".
func Slug(s string) string {
	var out strings.Builder
	dash := false
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '.' {
			if dash && out.Len() > 0 {
				out.WriteByte('-')
			}
			dash = false
			out.WriteRune(r)
			continue
		}
		dash = true
	}
	slug := strings.Trim(out.String(), ".")
	if slug == "" {
		return "x"
	}
	return slug
}

// Stem returns a file's name without its ending.
func Stem(source string) string {
	base := path.Base(source)
	return strings.TrimSuffix(base, path.Ext(base))
}

// Folder returns the folder that a file is in, "." for the root.
func Folder(source string) string { return path.Dir(source) }

// IsIndex reports whether a file stands for its folder.
func IsIndex(source string) bool {
	switch strings.ToLower(Stem(source)) {
	case "index", "_index", "readme":
		return true
	}
	return false
}

// TitleFromPath makes a title of a file's or its folder's name.
func TitleFromPath(source string) string {
	name := Stem(source)
	if IsIndex(source) {
		name = path.Base(path.Dir(source))
		if name == "." {
			return "Home"
		}
	}
	return label.Title(cutDate(source, name))
}

// BasePath returns the path of a base URL, with slashes at both ends.
func BasePath(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Path == "" {
		return "/"
	}
	return "/" + strings.TrimPrefix(strings.TrimSuffix(u.EscapedPath(), "/")+"/", "/")
}

// Escape percent-encodes what a URL path may not hold.
func Escape(p string) string {
	plain := true
	for i := 0; i < len(p) && plain; i++ {
		c := p[i]
		plain = c == '/' || c == '-' || c == '_' || c == '.' || c == '~' ||
			'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	if plain {
		return p
	}
	return (&url.URL{Path: p}).EscapedPath()
}

// OfFacet are the folders of facets in the output.
var OfFacet = map[string]string{"product": "products/", "audience": "audiences/", "tag": "tags/"}

// spellOut tells C, C++ and C# apart in an address.
var spellOut = strings.NewReplacer("+", "-plus-", "#", "-sharp-", "&", "-and-")

// TermSlug returns the name of a term in addresses. One of signs alone, such as
// an emoji, is named by its code points: two of them are not one term.
func TermSlug(id string) string {
	spelt := spellOut.Replace(id)
	if strings.ContainsFunc(spelt, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }) {
		return Slug(spelt)
	}
	var points []string
	for _, r := range norm.NFC.String(spelt) {
		if !unicode.IsSpace(r) {
			points = append(points, "u"+strconv.FormatInt(int64(r), 16))
		}
	}
	return cmp.Or(strings.Join(points, "-"), Slug(spelt))
}

// EscapeSegments escapes a path for an address. The slashes stay.
func EscapeSegments(p string) string {
	segments := strings.Split(p, "/")
	for i := range segments {
		segments[i] = url.PathEscape(segments[i])
	}
	return strings.Join(segments, "/")
}

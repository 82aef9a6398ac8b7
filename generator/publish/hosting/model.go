package hosting

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"headsup/generator/paths"
)

// model is what every host needs to know of a site, before it has the form of one of them.
type model struct {
	base       string      // begins and ends with a slash, escaped
	everywhere []header    // of each response
	caching    string      // of pages, and of all that no rule names
	files      []fileRule  // what other files have besides; no two are for the same file
	redirects  []Redirect  // see redirectsOf
	patterns   []Redirect  // see patternsOf
	types      []mediaType // of files of the site that a host may not know
	extensions []string    // of all files of the site, in lower case with the dot, or whole names
	hidden     []string    // files of the output that nobody may read
}

// fileRule is a rule with what the files at its addresses have.
type fileRule struct {
	rule
	headers []header
}

// sent returns the headers of the rule's files. Where a host sends them with the page that
// tells what is missing, too, only the rule for one file says a type; a host that does not
// do so gets every type.
func (r fileRule) sent(everyType bool) []header {
	return slices.DeleteFunc(slices.Clone(r.headers), func(h header) bool {
		return h.name == contentType && !everyType && !r.exact()
	})
}

// mediaType is the type of files by their extension, with its dot.
type mediaType struct{ extension, name string }

// mediaTypes are those that authors use most and some host does not know, or knows
// without its encoding, sorted.
var mediaTypes = []mediaType{
	{".avif", "image/avif"},
	{".bin", "application/octet-stream"},
	{".css", "text/css; charset=utf-8"},
	{".csv", "text/csv; charset=utf-8"},
	{".gif", "image/gif"},
	{".html", "text/html; charset=utf-8"},
	{".ico", "image/x-icon"},
	{".ics", "text/calendar; charset=utf-8"},
	{".jpeg", "image/jpeg"},
	{".jpg", "image/jpeg"},
	{".js", "text/javascript; charset=utf-8"},
	{".json", "application/json; charset=utf-8"},
	{".md", "text/markdown; charset=utf-8"},
	{".mp4", "video/mp4"},
	{".pdf", "application/pdf"},
	{".png", "image/png"},
	{".svg", "image/svg+xml"},
	{".txt", "text/plain; charset=utf-8"},
	{".vtt", "text/vtt; charset=utf-8"},
	{".webm", "video/webm"},
	{".webp", "image/webp"},
	{".woff2", "font/woff2"},
	{".xml", "application/xml; charset=utf-8"},
}

// compressible are the types of ours that become smaller when a host compresses them.
var compressible = []string{
	"text/html", "text/css", "text/csv", "text/javascript", "text/markdown", "text/plain", "text/calendar", "text/vtt", "text/xml",
	"application/javascript", "application/json", "application/xml", "application/feed+json", "application/atom+xml",
	"application/schema+json", "application/typescript", "image/svg+xml",
}

func newModel(site *Site, redirects []Redirect) *model {
	m := &model{
		base:       cleanBase(site.BasePath),
		everywhere: append([]header{{"Content-Security-Policy", contentSecurityPolicy(site.Receiver)}}, securityHeaders...),
		caching:    briefly,
		redirects:  redirectsOf(redirects),
		patterns:   patternsOf(redirects),
		hidden:     []string{paths.Headers, paths.Redirects},
	}
	if site.Public {
		m.everywhere = append(m.everywhere, embeddable)
	} else {
		m.everywhere = append(m.everywhere, header{"X-Robots-Tag", "noindex, nofollow"})
		m.caching = privately
	}
	kinds := kindsOf(site.Public)
	list := site.rulesOf()
	for _, r := range list[:min(len(list), maxRules-1)] {
		m.files = append(m.files, fileRule{r, kinds[r.kind]})
	}
	found := map[string]bool{}
	ends := map[string]bool{}
	for _, f := range site.Files {
		extension := path.Ext(f)
		found[extension] = true
		ends[strings.ToLower(cmp.Or(extension, "/"+path.Base(f)))] = true
	}
	m.extensions = slices.Sorted(maps.Keys(ends))
	for _, t := range mediaTypes {
		if found[t.extension] {
			m.types = append(m.types, t)
		}
	}
	return m
}

// decodedBase returns the base path in letters.
func (m *model) decodedBase() string {
	if decoded, err := url.PathUnescape(m.base); err == nil && utf8.ValidString(decoded) {
		return decoded
	}
	return m.base
}

// expression returns a regular expression for the addresses of a rule. literal returns one
// for a text.
func (m *model) expression(r rule, literal func(string) string) string {
	parts := strings.Split(r.pattern, "/")
	for i, p := range parts {
		if decoded, err := url.PathUnescape(p); err == nil {
			p = decoded
		}
		switch before, after, wild := strings.Cut(p, "*"); {
		case strings.HasPrefix(p, ":"):
			parts[i] = "[^/]+"
		case wild:
			parts[i] = literal(before) + ".*" + literal(after)
		default:
			parts[i] = literal(p)
		}
	}
	return "^" + literal(m.decodedBase()) + strings.Join(parts, "/") + "$"
}

// hiddenExpression returns a regular expression for what nobody may read: what a build
// keeps for itself and other files whose names begin with a dot, but .well-known, and what
// hosts read.
func (m *model) hiddenExpression(literal func(string) string) string {
	var names []string
	for _, name := range m.hidden {
		if !strings.HasPrefix(name, ".") {
			names = append(names, literal(name))
		}
	}
	return "^" + literal(m.decodedBase()) + "(?:" + strings.Join(names, "|") + `|(?:.*/)?\.(?:[^w]|w[^e]).*)$`
}

// literal returns a regular expression for a text, in letters, digits, / _ - ~, dots behind a
// backslash, and numbers of all other characters of ASCII: no quote, no blank, no brace and no $
// or % is left with which it could leave the string that it is in.
func literal(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case isPlain(c):
			b.WriteRune(c)
		case c == '.':
			b.WriteString(`\.`)
		default:
			fmt.Fprintf(&b, `\x%02X`, c)
		}
	}
	return b.String()
}

// asSent is literal for hosts that compare with the path of the request as it is, with
// percents, or do not say which they compare with: both match.
func asSent(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c < utf8.RuneSelf && isPlain(c) || c == '.' {
			b.WriteString(literal(string(c)))
			continue
		}
		b.WriteString("(?:" + literal(string(c)) + "|")
		for _, octet := range []byte(string(c)) {
			b.WriteString("%")
			for _, digit := range fmt.Sprintf("%02X", octet) {
				if digit >= 'A' {
					fmt.Fprintf(&b, "[%c%c]", digit, digit+'a'-'A')
				} else {
					b.WriteRune(digit)
				}
			}
		}
		b.WriteString(")")
	}
	return b.String()
}

func isPlain(c rune) bool {
	return c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("/_-~", c)
}

// harmless returns an address or the value of a header without what means something in a
// quoted string of any host: such a character of an address is encoded.
func harmless(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || strings.IndexByte("\"\\`{}$<>^|", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

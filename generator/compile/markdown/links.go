package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"headsup/generator/compile/content"
)

// Other generators write destinations with template expressions in them:
// {{ site.baseurl }} before a path, {{ "/path" | relative_url }},
// {{< ref "name" >}}, {% link path.md %} and {% post_url name %}.
// Their spaces make them illegal in Markdown, so the parser reads a text in
// which they are legal and as long as before; everything else reads the
// author's text, in which every offset is the same.
var (
	expression = lazily(`\{\{-?\s*([^{}\s][^{}]*?)\s*-?\}\}`)
	linkTag    = lazily(`\{%-?\s*link\s+["']?/?([^\s%"']+)["']?\s*-?%\}`)
	pathTag    = lazily(`(?:\{%-?|<%=)\s*\w+[\s(]+["']?` +
		`(\.{0,2}/[^\s%"']*|[^\s%"']+\.(?:mdx?|html)(?:#[^\s%"']*)?)["']?\s*\)?\s*-?%[}>]`)
	postTag  = lazily(`\{%-?\s*post_url\s+/?([^\s%]+?)(?:\.md)?\s*-?%\}`)
	namedTag = lazily(`(?:\{%-?|<%=)\s*(?:link|link_to|page|url|url_for|ref|relref|doc|path_to|download)` +
		`[\s(]+["']([^\s%"'{}]+)["']\s*\)?\s*-?%[}>]`)
	relativeURL     = lazily(`\{\{-?\s*["']([^"'{}\s]+)["']\s*\|[^{}]*\}\}`)
	refTag          = lazily(`\{\{[<%]-?\s*(?:rel)?ref\s+(?:path=)?(?:"([^"{}]+)"|'([^'{}]+)'|([^\s"'{}>%]+))[^{}]*?[>%]\}\}`)
	destinationHead = lazily(`\]\([ \t]*|(?m:^[ \t>]{0,12}\[[^\]\n]+\]:[ \t]*)`)
	template        = lazily(`^(?:\{\{[^{}\n]*\}\}|\{%[^{}%\n]*%\}|<%=[^<>\n]*%>|[^\s(){}<>])+`)
)

// legalDestinations returns the text for the parser, src itself when it has no
// template expression.
func legalDestinations(src []byte) []byte {
	if !bytes.Contains(src, []byte("{{")) && !bytes.Contains(src, []byte("{%")) && !bytes.Contains(src, []byte("<%")) {
		return src
	}
	var out []byte
	for _, head := range destinationHead().FindAllIndex(src, -1) {
		at := head[1]
		dest := template().Find(src[at:])
		if !bytes.ContainsAny(dest, "{%") {
			continue
		}
		plain := expandTemplate(string(dest))
		if len(plain) > len(dest) || plain == "" || plain == string(dest) {
			continue
		}
		if out == nil {
			out = bytes.Clone(src)
		}
		n := copy(out[at:], plain)
		for i := at + n; i < at+len(dest); i++ {
			out[i] = ' '
		}
	}
	if out == nil {
		return src
	}
	return out
}

// expandTemplate resolves the template tags of a destination and folds the
// white space inside its expressions, so that {{ a }} is {{a}}.
func expandTemplate(dest string) string {
	if strings.Contains(dest, "ref") {
		dest = refTag().ReplaceAllStringFunc(dest, func(s string) string {
			m := refTag().FindStringSubmatch(s)
			return "[[" + strings.ReplaceAll(m[1]+m[2]+m[3], " ", "%20") + "]]"
		})
	}
	// What is left of {{% %}} is no {% %} in braces.
	if !strings.Contains(dest, "{{%") && (strings.Contains(dest, "{%") || strings.Contains(dest, "<%=")) {
		dest = linkTag().ReplaceAllString(dest, "/$1")
		dest = postTag().ReplaceAllString(dest, "/_posts/$1.md")
		dest = pathTag().ReplaceAllString(dest, "$1")
		dest = namedTag().ReplaceAllString(dest, "$1")
	}
	if strings.Contains(dest, "{{") {
		dest = relativeURL().ReplaceAllString(dest, "$1")
		dest = expression().ReplaceAllStringFunc(dest, func(s string) string {
			return "{{" + strings.Join(strings.Fields(strings.Trim(s, "{}-")), " ") + "}}"
		})
	}
	return dest
}

// normalPrefixes returns link prefixes as destinations are compared with them,
// longest first.
func normalPrefixes(list []content.LinkPrefix) []content.LinkPrefix {
	out := slices.Clone(list)
	for i := range out {
		out[i].From = expandTemplate(out[i].From)
	}
	out = slices.DeleteFunc(out, func(p content.LinkPrefix) bool { return p.From == "" })
	slices.SortStableFunc(out, func(a, b content.LinkPrefix) int {
		return cmp.Or(cmp.Compare(len(b.From), len(a.From)), strings.Compare(a.From, b.From))
	})
	return out
}

// destination returns a destination as a Ref records it. It has no scheme that
// could run code: for such a one scheme is not empty.
func (c *Compiler) destination(dest string) (clean, scheme string) {
	dest = expandTemplate(strings.TrimSpace(dest))
	// {{site.url}}{{site.baseurl}}/a: expressions can stand behind each other.
	for range c.prefixes {
		i := slices.IndexFunc(c.prefixes, func(p content.LinkPrefix) bool { return strings.HasPrefix(dest, p.From) })
		if i < 0 {
			break
		}
		p := c.prefixes[i]
		dest = p.To + strings.TrimPrefix(dest, p.From)
		if p.To != "" || !strings.HasPrefix(dest, "{{") {
			break
		}
	}
	// Browsers drop control characters from an address before they read it, and
	// take a backslash for a slash.
	dest = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, dest)
	dest = strings.TrimSpace(dest)
	if len(dest) > 1 && strings.ContainsRune(`/\`, rune(dest[0])) && strings.ContainsRune(`/\`, rune(dest[1])) {
		dest = "//" + dest[2:]
	}
	if s := schemeOf(dest); !allowedScheme(s) {
		return "", s
	}
	return dest, ""
}

// schemeOf returns the scheme of an address in lower case, "" when it is
// relative.
func schemeOf(dest string) string {
	dest = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, dest)
	for i := range len(dest) {
		switch c := dest[i] | 0x20; {
		case dest[i] == ':':
			return strings.ToLower(dest[:i])
		case c >= 'a' && c <= 'z':
		case i > 0 && (dest[i] >= '0' && dest[i] <= '9' || dest[i] == '+' || dest[i] == '-' || dest[i] == '.'):
		default:
			return ""
		}
	}
	return ""
}

func allowedScheme(s string) bool {
	switch s {
	case "", "http", "https", "mailto", "tel", "sms":
		return true
	}
	return false
}

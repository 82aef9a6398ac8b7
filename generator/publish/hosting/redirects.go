package hosting

import (
	"cmp"
	"slices"
	"strings"
)

// Redirect leads from a former address to the present one.
type Redirect struct {
	From string // root-relative with the base path, "/enable/old/"; not escaped, or escaped
	To   string // root-relative, or an absolute URL; may have a query and a fragment
}

// redirectsNote explains the file to whoever reads it.
const redirectsNote = `# Former addresses. Each stands twice: Netlify serves the file at an address
# unless the status has a "!", which Cloudflare Pages leaves out with a notice
# before it takes the second line.
`

// Redirects returns _redirects: permanent redirects, sorted, each address once.
// It is empty without redirects.
//
// A redirect wins over a file at its address, since a page that redirects is
// there too. So a From must not be the address of a page; whoever collects the
// aliases checks that. Left out here is only what can never work: a redirect of
// the home page, of an address to itself, and the second one of an address.
func Redirects(list []Redirect) []byte {
	type rule struct{ from, to string }
	var rules []rule
	for _, r := range list {
		from := "/" + strings.TrimLeft(escapePath(r.From), "/")
		to := escapeTarget(r.To)
		if strings.Trim(from, "/") == "" || to == "" || strings.TrimRight(from, "/") == strings.TrimRight(to, "/") {
			continue
		}
		rules = append(rules, rule{from, to})
	}
	slices.SortFunc(rules, func(a, b rule) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	rules = slices.CompactFunc(rules, func(a, b rule) bool { return a.from == b.from })
	if len(rules) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString(redirectsNote)
	for _, r := range rules {
		b.WriteString(r.from + " " + r.to + " 301!\n")
		b.WriteString(r.from + " " + r.to + " 301\n")
	}
	return []byte(b.String())
}

// escapeTarget escapes the path of a target and leaves scheme, host, query and
// fragment, but for characters that would end it. A target with no slash in
// front would be relative, for which hosts have no rule: it gets one.
func escapeTarget(to string) string {
	to = strings.TrimSpace(to)
	if to == "" {
		return ""
	}
	origin := ""
	if scheme, rest, ok := strings.Cut(to, "://"); ok && !strings.ContainsAny(scheme, "/?#") {
		host := rest
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			host = rest[:i]
		}
		origin, to = scheme+"://"+host, rest[len(host):]
	} else {
		to = "/" + strings.TrimLeft(to, "/")
	}
	end := len(to)
	if i := strings.IndexAny(to, "?#"); i >= 0 {
		end = i
	}
	return origin + escapePath(to[:end]) + escapeBlanks(to[end:])
}

// escapeBlanks encodes what cannot stand in a query or fragment as it is.
func escapeBlanks(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; c > 0x20 && c < 0x7f {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
		}
	}
	return b.String()
}

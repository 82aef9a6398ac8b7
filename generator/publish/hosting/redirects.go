package hosting

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Redirect leads from a former address to the present one.
type Redirect struct {
	From string // root-relative with the base path, "/enable/old/"; not escaped, or escaped
	To   string // root-relative, or an absolute URL; may have a query and a fragment
}

// What Cloudflare reads of _redirects: rules without a wildcard, of which ours all
// are, and characters of a line.
const (
	maxRedirects    = 2000
	maxRedirectLine = 2000
)

// redirectsNote explains the file to whoever reads it.
const redirectsNote = `# Former addresses. Each also has a small HTML page that leads on, for hosts
# that read no rules, and for addresses that no rule can say.
`

// Redirects returns _redirects: permanent redirects, sorted, each address once.
// It is empty without redirects.
//
// A redirect wins over the page at its address that redirects, too. On Netlify a
// "!" says so, which it reads alone: Cloudflare refuses the line, and counts it.
// So a From must not be the address of a page; whoever collects the aliases checks
// that. Left out here is only what cannot work: a redirect of the home page, of an
// address to itself, the second one of an address, one with characters that mean
// something else in a rule, and what is more than Cloudflare reads.
func Redirects(list []Redirect, netlify bool) []byte {
	var rules []Redirect
	for _, r := range redirectsOf(list) {
		if said(r.From) {
			rules = append(rules, r)
		}
	}
	status := " 301\n"
	if netlify {
		status = " 301!\n"
	} else {
		rules = rules[:min(len(rules), maxRedirects)]
	}
	var b strings.Builder
	for _, r := range rules {
		if line := r.From + " " + r.To + status; len(line) <= maxRedirectLine {
			b.WriteString(line)
		}
	}
	// Hosts take the first rule that fits, so patterns come last.
	for _, r := range patternsOf(list) {
		if line := r.From + "* " + r.To + " 301\n"; len(line) <= maxRedirectLine {
			b.WriteString(line)
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return []byte(redirectsNote + b.String())
}

// maxPatterns is how many rules with a wildcard Cloudflare reads.
const maxPatterns = 100

// patternsOf returns the redirects whose From ends in a *, without it, the longest first. In
// To, :splat stands for what the * does.
func patternsOf(list []Redirect) []Redirect {
	var patterns []Redirect
	for _, r := range list {
		bare, ok := strings.CutSuffix(r.From, "/*")
		if from, plain := decodedAddress(bare + "/"); ok && plain && said(from) {
			parts := strings.Split(r.To, splat)
			for i := range parts {
				if i == 0 {
					parts[i] = escapeTarget(parts[i])
				} else {
					parts[i] = escapePath(parts[i])
				}
			}
			patterns = append(patterns, Redirect{from, strings.Join(parts, splat)})
		}
	}
	slices.SortFunc(patterns, func(a, b Redirect) int {
		return cmp.Or(cmp.Compare(len(b.From), len(a.From)), cmp.Compare(a.From, b.From))
	})
	return patterns[:min(len(patterns), maxPatterns)]
}

// splat stands in a target for what the * of a pattern does.
const splat = ":splat"

// redirectsOf returns the redirects that can work, sorted, each address once: From is
// decoded, begins with a slash and has printable characters only; To is escaped.
func redirectsOf(list []Redirect) []Redirect {
	var redirects []Redirect
	for _, r := range list {
		if strings.HasSuffix(r.From, "/*") {
			continue // a pattern
		}
		from, ok := decodedAddress(r.From)
		to := escapeTarget(r.To)
		if !ok || to == "" || strings.TrimRight(escapePath(from), "/") == strings.TrimRight(to, "/") {
			continue
		}
		redirects = append(redirects, Redirect{from, to})
	}
	slices.SortFunc(redirects, func(a, b Redirect) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return slices.CompactFunc(redirects, func(a, b Redirect) bool { return a.From == b.From })
}

// decodedAddress returns an address in letters; ok is false for the home page and for
// one that no request has, or no text of rules should.
func decodedAddress(from string) (decoded string, ok bool) {
	decoded, err := url.PathUnescape(from)
	if err != nil {
		decoded = from // a % that stands for itself
	}
	decoded = "/" + strings.TrimLeft(decoded, "/")
	odd := strings.ContainsFunc(decoded, func(r rune) bool { return !unicode.IsGraphic(r) || r == unicode.ReplacementChar })
	return decoded, !odd && strings.Trim(decoded, "/") != ""
}

// said reports whether a rule of _redirects can say an address. Rules say it in letters,
// since Netlify compares it with a path that it has decoded, and Cloudflare encodes it.
// Neither can say one with a blank or a character that means something in a rule.
func said(from string) bool {
	return !strings.ContainsFunc(from, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`%*:?#\`, r) })
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

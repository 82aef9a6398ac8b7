package content

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
)

func trimmed(n *yaml.Node) string { return strings.TrimSpace(n.Value) }

// SegmentLimit is the longest name of a folder that all file systems take, with
// room for a suffix, in bytes.
const SegmentLimit = 200

// pathProblem says why a path cannot be an address in the site: the offending
// code point's offset and a reason, or "".
func pathProblem(path string) (offset int, problem string) {
	for i, r := range path {
		at := utf8.RuneCountInString(path[:i])
		switch {
		case unicode.IsControl(r) || r == utf8.RuneError:
			return at, "it holds a control character"
		case r == '\\':
			return at, "it holds a backslash"
		case r == '?' || r == '#' || r == '%':
			return at, "it holds a " + string(r)
		}
	}
	at := 0
	for _, segment := range strings.Split(path, "/") {
		switch {
		case segment == "":
			return at, "it has an empty part"
		case segment == "..", segment == ".":
			return at, "it has the part " + segment
		case segment[0] == '.':
			return at, "a part of it begins with a dot"
		case len(segment) > SegmentLimit:
			return at, "a part of it is too long for a file's name"
		}
		at += utf8.RuneCountInString(segment) + 1
	}
	return 0, ""
}

// setSlug reads the page's own part of its address. Slashes at its ends do not
// count.
func setSlug(d *decoder, n *yaml.Node, p *Page) {
	s, ok := d.line(n)
	if !ok {
		return
	}
	slug := strings.Trim(s, "/")
	lead := len(s) - len(strings.TrimLeft(s, "/"))
	offset, problem := pathProblem(slug)
	switch i := strings.IndexFunc(slug, unicode.IsSpace); {
	case slug == "":
		d.report("slug-invalid", d.At(n), "slug "+diag.Quote(s)+" is empty", "write a word such as billing-export, or remove the slug")
	case problem != "":
		d.report("slug-invalid", d.Inside(n, lead+offset), "slug "+diag.Quote(s)+" is not a path: "+problem,
			"write words with hyphens, and / between parts: billing/export")
	case i >= 0:
		d.report("slug-invalid", d.Inside(n, lead+utf8.RuneCountInString(slug[:i])),
			"slug "+diag.Quote(s)+" holds white space", "write "+strings.Join(strings.Fields(slug), "-"))
	default:
		p.Slug = slug
	}
}

// setAliases reads former addresses. A URL of this site is cut to its path.
func setAliases(d *decoder, n *yaml.Node, p *Page) {
	for _, c := range d.items(n) {
		s := trimmed(c)
		const hint = "write the former address as a path: /old/address/"
		alias := s
		if u, err := url.Parse(s); err == nil && (u.Scheme != "" || u.Host != "") {
			base, _ := url.Parse(d.cfg.BaseURL)
			if base == nil || base.Host == "" || !strings.EqualFold(base.Host, u.Host) || !strings.HasPrefix(u.Path+"/", base.Path) {
				d.report("alias-invalid", d.At(c), "alias "+diag.Quote(s)+" is an address outside of this site", hint)
				continue
			}
			alias = "/" + strings.TrimPrefix(u.Path, base.Path)
			if u.RawQuery != "" || u.Fragment != "" {
				d.report("alias-invalid", d.At(c), "alias "+diag.Quote(s)+" is more than a path: it holds a ? or a #", hint)
				continue
			}
		}
		path := strings.TrimSuffix(strings.TrimPrefix(alias, "/"), "/")
		if path == "" {
			d.report("alias-invalid", d.At(c), "alias "+diag.Quote(s)+" is the home page", hint)
			continue
		}
		if offset, problem := pathProblem(path); problem != "" {
			pos := d.At(c)
			if alias == s {
				pos = d.Inside(c, offset+len(alias)-len(strings.TrimPrefix(alias, "/")))
			}
			hint := hint
			if letters, err := url.PathUnescape(alias); err == nil && letters != alias && utf8.ValidString(letters) {
				if _, problem := pathProblem(strings.Trim(letters, "/")); problem == "" {
					hint = "write it as readers see it, without percent signs: " + letters
				}
			}
			d.report("alias-invalid", pos, "alias "+diag.Quote(s)+" is not a path: "+problem, hint)
			continue
		}
		p.Aliases = append(p.Aliases, Alias{Path: alias, Position: d.At(c)})
	}
}

const (
	withPassword    = "the address holds a name or password, which readers would see"
	withoutPassword = "write it without what stands before @"
)

// link reads a destination that readers may click: http, https, mailto, or a
// path. Anything else is reported and absent, so that it reaches no output.
func (d *decoder) link(n *yaml.Node) (string, bool) {
	s, ok := d.text(n)
	if !ok {
		return "", false
	}
	const hint = "write an http, https or mailto URL, or a path such as /docs/export/"
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\\' }); i >= 0 {
		d.report("link-scheme", d.Inside(n, utf8.RuneCountInString(s[:i])),
			diag.Quote(s)+" is not a URL: it holds white space, a control character or a backslash", hint)
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil {
		d.report("link-scheme", d.At(n), diag.Quote(s)+" is not a URL", hint)
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		switch {
		case u.User != nil:
			d.report("link-scheme", d.At(n), withPassword, withoutPassword)
		case u.Host == "":
			d.report("link-scheme", d.At(n), diag.Quote(s)+" has no host", hint)
		default:
			return s, true
		}
	case "mailto":
		return s, true
	case "":
		if u.Host == "" && !strings.HasPrefix(s, "//") {
			return s, true
		}
		d.report("link-scheme", d.At(n), diag.Quote(s)+" has no scheme", "write https:"+s)
	default:
		d.report("link-scheme", d.At(n), "links with "+u.Scheme+": are not allowed", hint)
	}
	return "", false
}

var schemeOf = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// picture reads the place of a picture: a path, which may have spaces, or an
// http or https URL. Anything else is reported and absent.
func (d *decoder) picture(n *yaml.Node) (string, bool) {
	s, ok := d.line(n)
	if !ok {
		return "", false
	}
	const hint = "write the path of a picture, or an http or https URL"
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		d.report("link-scheme", d.Inside(n, utf8.RuneCountInString(s[:i])), diag.Quote(s)+" holds a control character", hint)
		return "", false
	}
	u, err := url.Parse(s)
	switch scheme := strings.ToLower(schemeOf.FindString(s)); {
	case scheme != "" && scheme != "http:" && scheme != "https:":
		d.report("link-scheme", d.At(n), "pictures with "+scheme+" are not allowed", hint)
		return "", false
	case scheme != "" && (err != nil || u.Host == ""):
		d.report("link-scheme", d.At(n), diag.Quote(s)+" is not a URL", hint)
		return "", false
	case err == nil && u.User != nil:
		d.report("link-scheme", d.At(n), withPassword, withoutPassword)
		return "", false
	}
	return s, true
}

// idPattern and keyPattern are the syntax of ids, for JSON Schema.
const (
	idPattern   = `^[A-Za-z0-9][A-Za-z0-9._:/-]*$`
	keyPattern  = `^[a-z0-9]+([._-][a-z0-9]+)*$`
	termPattern = `^[a-z0-9][a-z0-9._-]*$`
)

func lowerOrDigit(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

func checkPageID(s string) (problem, hint string) {
	for i := range len(s) {
		c := s[i]
		if lowerOrDigit(c) || c >= 'A' && c <= 'Z' || i > 0 && strings.IndexByte("._:/-", c) >= 0 {
			continue
		}
		return diag.Quote(s) + " is not an id", "ids are letters, digits and . _ - : / between them"
	}
	return "", ""
}

func checkKey(s string) (problem, hint string) {
	for i := range len(s) {
		c := s[i]
		between := strings.IndexByte("._-", c) >= 0 && i > 0 && i+1 < len(s) && lowerOrDigit(s[i-1])
		if !lowerOrDigit(c) && !between {
			return diag.Quote(s) + " is not a key",
				"keys are small letters and digits with single . _ or - between them: billing.export-tip"
		}
	}
	return "", ""
}

// isTermID reports whether a text has the syntax of an id in headsup.yaml.
func isTermID(s string) bool {
	for i := range len(s) {
		if !lowerOrDigit(s[i]) && (i == 0 || strings.IndexByte("._-", s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

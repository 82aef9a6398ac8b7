package content

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// PermalinkTokens returns the words that stand in an address for what a page has, with
// their colons, as Jekyll and Hugo write them.
func PermalinkTokens() []string {
	return []string{
		":year", ":short_year", ":month", ":i_month", ":day", ":i_day",
		":title", ":slug", ":headline", ":path", ":section", ":sections", ":version",
	}
}

// permalinkToken matches a token of an address.
var permalinkToken = regexp.MustCompile(`:[a-z_]+`)

// ExpandPermalink replaces the tokens of an address. What value returns for a token is put in
// as it is; missing is the first token that it has nothing for.
func ExpandPermalink(pattern string, value func(token string) string) (expanded, missing string) {
	expanded = permalinkToken.ReplaceAllStringFunc(pattern, func(token string) string {
		v := value(token)
		if v == "" && missing == "" {
			missing = token
		}
		return v
	})
	return expanded, missing
}

// sameTokens are what other tools call our tokens.
var sameTokens = strings.NewReplacer(":filename", ":slug", ":slugorfilename", ":slug", ":contentbasename", ":slug", ":basename", ":slug",
	":name", ":slug", ":output_ext", ".html")

// templates are what templates in addresses stand for, as Eleventy has them.
var templates = map[string]string{
	"page.fileslug": ":slug", "page.filepathstem": "/:path", "slug": ":slug", "title": ":headline", "page.date": ":year-:month-:day",
}

var (
	permalinkTemplate = regexp.MustCompile(`\{\{-?\s*([^{}|]*?)\s*(\|[^{}]*?)?\s*-?\}\}`)
	dateFormat        = regexp.MustCompile(`["']([^"']*)["']`)
	dateParts         = strings.NewReplacer("%Y", ":year", "%m", ":month", "%d", ":day", "%y", ":short_year",
		"%-m", ":i_month", "%-d", ":i_day")
)

// ofTemplate returns the tokens that a template in an address stands for; what is not known
// stays.
func ofTemplate(s string) string {
	return permalinkTemplate.ReplaceAllStringFunc(s, func(t string) string {
		m := permalinkTemplate.FindStringSubmatch(t)
		tokens, known := templates[strings.ToLower(m[1])]
		filter := strings.TrimSpace(strings.TrimPrefix(m[2], "|"))
		switch {
		case !known:
			return t
		case m[1] == "page.date" && strings.HasPrefix(filter, "date"):
			if f := dateFormat.FindStringSubmatch(filter); f != nil {
				if out := dateParts.Replace(f[1]); !strings.Contains(out, "%") {
					return out
				}
			}
			return t
		case filter != "" && !strings.HasPrefix(filter, "slug") && !strings.HasPrefix(filter, "url"):
			return t
		}
		return tokens
	})
}

// notPages are endings of addresses that hosts do not send as a page.
var notPages = []string{
	".xml", ".json", ".txt", ".js", ".css", ".php", ".asp", ".aspx", ".jsp", ".ics", ".md", ".pdf", ".png", ".jpg", ".svg",
}

// cleanPermalink returns an address in its shortest form, which begins with a slash and ends
// in a slash or .html; else what is wrong with it, and where, in code points.
func cleanPermalink(s, base string) (pattern string, offset int, problem, hint string) {
	const write = "write a path such as /blog/export.html, or with tokens: /:year/:month/:slug/"
	if u, err := url.Parse(s); err == nil && u.Host != "" {
		own, _ := url.Parse(base)
		if own == nil || !strings.EqualFold(own.Host, u.Host) || !strings.HasPrefix(u.Path+"/", own.Path) {
			return "", 0, "it is an address outside of this site", write
		}
		s = "/" + strings.TrimPrefix(u.Path, own.Path)
	}
	s = ofTemplate(s)
	if i := strings.IndexAny(s, "{}"); i >= 0 {
		return "", utf8.RuneCountInString(s[:i]), "it holds a template of another tool", write
	}
	s = sameTokens.Replace(s)
	for _, at := range permalinkToken.FindAllStringIndex(s, -1) {
		if token := s[at[0]:at[1]]; !slices.Contains(PermalinkTokens(), token) {
			near := diag.DidYouMean(token, PermalinkTokens())
			if near == "" {
				near = "the tokens are " + strings.Join(PermalinkTokens(), ", ")
			}
			return "", utf8.RuneCountInString(s[:at[0]]), "there is no token " + token, near
		}
	}
	for strings.Contains(s, "//") {
		s = strings.ReplaceAll(s, "//", "/")
	}
	lead := len(s) - len(strings.TrimLeft(s, "/"))
	bare := strings.Trim(s, "/")
	if bare == "index.html" || bare == "" {
		return "/", 0, "", ""
	}
	if offset, problem := pathProblem(bare); problem != "" {
		return "", lead + offset, problem, write
	}
	if i := strings.IndexFunc(bare, unicode.IsSpace); i >= 0 {
		return "", lead + utf8.RuneCountInString(bare[:i]), "it holds white space", "write " + strings.Join(strings.Fields(bare), "-")
	}
	switch ext := strings.ToLower(path.Ext(bare)); {
	case strings.HasSuffix(bare, "/index.html"):
		return "/" + strings.TrimSuffix(bare, "index.html"), 0, "", ""
	case ext == ".html" && !strings.HasSuffix(s, "/"):
		return "/" + strings.TrimSuffix(bare, path.Ext(bare)) + ".html", 0, "", ""
	case slices.Contains(notPages, ext):
		return "", lead + utf8.RuneCountInString(bare) - len(ext), "hosts do not send a " + ext + " file as a page",
			"let it end in / or .html, and put the old address under `aliases`"
	}
	return "/" + bare + "/", 0, "", ""
}

// setPermalink reads the page's whole address.
func setPermalink(d *decoder, n *yaml.Node, p *Page) {
	s, ok := d.line(n)
	if !ok {
		return
	}
	pattern, offset, problem, hint := cleanPermalink(s, d.cfg.BaseURL)
	if problem != "" {
		d.report("permalink-invalid", d.Inside(n, offset), "the address "+diag.Quote(s)+" cannot be that of a page: "+problem, hint)
		return
	}
	p.Permalink = pattern
}

// addressKeys returns the keys of a file that hold its whole address; nil when none does.
// Besides our own that is Hugo's `url`, where it is a path. `permalink: false` is a word
// about whether there is a page.
func (s *fieldSource) addressKeys(kc KindConfig) []string {
	keys := slices.Clone(kc.Fields["permalink"])
	mapped := func(key string) bool {
		for field, foreign := range kc.Fields {
			if field != "permalink" && slices.Contains(foreign, key) {
				return true
			}
		}
		return false
	}
	found := len(keys) > 0
	for _, p := range s.pairs {
		scalar := p.value.Kind == yaml.ScalarNode && !frontmatter.IsNull(p.value)
		switch {
		case strings.EqualFold(p.key.Value, "permalink"):
			if !scalar || slices.Contains(off, strings.ToLower(p.value.Value)) {
				return nil
			}
			found = true
		case p.key.Value == "url" && scalar && strings.HasPrefix(p.value.Value, "/") && !mapped("url"):
			keys, found = append(keys, "url"), true
		}
	}
	if !found {
		return nil
	}
	return append([]string{}, keys...)
}

// permalinkKinds are the words for kinds under permalink: release is short for release-note.
func permalinkKinds() map[string]Kind {
	kinds := map[string]Kind{"release": ReleaseNote}
	for _, k := range Kinds() {
		kinds[string(k)] = k
	}
	return kinds
}

var permalinkShape = shape{text: "mapping of kinds to addresses", schema: func(*Config) object {
	properties := object{}
	for name := range permalinkKinds() {
		properties[name] = textSchema()
	}
	return object{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
}}

// setPermalinks reads what the addresses of the pages of each kind are made of.
func setPermalinks(d *decoder, n *yaml.Node, c *Config) {
	c.Permalinks = map[Kind]string{}
	kinds := permalinkKinds()
	for _, e := range d.mapping(n, "{release-note: /:year/:month/:slug/}") {
		k, ok := kinds[e.key.Value]
		if !ok {
			d.report("config", d.At(e.key), "there is no kind "+diag.Quote(e.key.Value), diag.DidYouMean(e.key.Value, kindNames()))
			continue
		}
		s, ok := d.line(e.value)
		if !ok {
			continue
		}
		pattern, offset, problem, hint := cleanPermalink(s, c.BaseURL)
		switch {
		case problem != "":
			d.report("config", d.Inside(e.value, offset), diag.Quote(s)+" cannot be the address of a page: "+problem, hint)
		case !permalinkToken.MatchString(pattern):
			d.report("config", d.At(e.value), diag.Quote(s)+" is one address for all pages", "name what tells them apart: /blog/:slug/")
		default:
			c.Permalinks[k] = pattern
		}
	}
}

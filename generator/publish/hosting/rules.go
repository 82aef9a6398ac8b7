package hosting

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"headsup/generator/paths"
)

// rule is one rule of _headers: a pattern of addresses below the base path, and
// the kind of the files at them. In a pattern, * stands for anything and :name
// for one part of a path.
type rule struct {
	pattern string
	kind    kind
}

// exact reports whether the pattern is the address of one file.
func (r rule) exact() bool { return !strings.ContainsAny(r.pattern, "*:") }

// anyLanguage stands for the folder of a language.
const anyLanguage = ":language/"

// rulesOf returns the rules for all files but pages, in the order of their kinds.
// They do not become more with the content: what content makes more of, such as
// the feeds of products, shares a pattern. No pattern matches a file of another
// rule, or a page.
func (site *Site) rulesOf() []rule {
	rules := map[string]kind{}
	for _, f := range site.Files {
		if k := site.classify(f); k != page {
			rules[site.pattern(f, k, len(site.Languages) > 1)] = k
		}
	}
	// Where authors have a file of their own that looks like one in the folder of
	// a language, each language is named.
	for p := range site.astray(rules) {
		below, shared := strings.CutPrefix(p, anyLanguage)
		for _, dir := range site.Languages {
			if shared {
				rules[dir+below] = rules[p]
			}
		}
		delete(rules, p)
	}
	for p := range site.astray(rules) {
		delete(rules, p)
	}
	var list []rule
	for p, k := range rules {
		list = append(list, rule{p, k})
	}
	slices.SortFunc(list, func(a, b rule) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.pattern, b.pattern)) })
	return list
}

// pattern returns the pattern of the rule for a file. It ends as the file does, as
// Netlify takes "schema/*" for all that begins with "schema".
func (site *Site) pattern(file string, k kind, sharedLanguages bool) string {
	dir, name, _ := cutLast(file)
	switch {
	case k == asset && strings.HasPrefix(file, paths.Search):
		part, _, _ := strings.Cut(file[len(paths.Search):], "/")
		if part != "" {
			return paths.Search + ":part/*" + escapePath(path.Ext(name))
		}
	case k == asset && path.Ext(name) != "":
		return paths.Assets + "*" + escapePath(path.Ext(name))
	case k == bundle:
		first, _, _ := strings.Cut(name, ".")
		return escapePath(dir+"/"+first) + ".*.json"
	case strings.HasPrefix(file, paths.ContentSchemas):
		return paths.ContentSchemas + "*.json"
	case k == jsonFeed || k == atomFeed:
		return site.feedPattern(file, sharedLanguages)
	}
	return escapePath(file)
}

// feedPattern returns the pattern of the rule for a feed or an older page of one.
func (site *Site) feedPattern(file string, sharedLanguages bool) string {
	prefix := site.language(file)
	file = file[len(prefix):]
	if prefix = escapePath(prefix); sharedLanguages && prefix != "" {
		prefix = anyLanguage
	}
	if section, rest, nested := strings.Cut(file, "/"); nested && section+"/" != paths.FeedArchive {
		_, file, _ = strings.Cut(rest, "/")
		prefix += section + "/:id/"
	}
	if dir, number, older := cutLast(file); older {
		// Its first digit keeps most other names in such a folder apart.
		file = dir + "/" + number[:1] + "*" + path.Ext(number)
	}
	return prefix + file
}

// astray returns the patterns that match a file which they are not for.
func (site *Site) astray(rules map[string]kind) map[string]bool {
	type candidate struct {
		pattern string
		matches *regexp.Regexp
	}
	// By where they begin, as most files begin there with no pattern.
	byStart := map[string][]candidate{}
	for p := range rules {
		if (rule{pattern: p}).exact() {
			continue
		}
		first, second := start(p)
		if first+"/" == anyLanguage {
			first += "/" + second
		}
		byStart[first] = append(byStart[first], candidate{p, regexp.MustCompile(asHostsRead(p))})
	}
	wrong := map[string]bool{}
	for _, f := range site.Files {
		at := address("", f)
		first, second := start(at)
		for _, c := range slices.Concat(byStart[first], byStart[anyLanguage+second]) {
			if wrong[c.pattern] || !c.matches.MatchString(at) {
				continue
			}
			k := site.classify(f)
			own := k != page && slices.Contains([]string{site.pattern(f, k, true), site.pattern(f, k, false)}, c.pattern)
			wrong[c.pattern] = !own
		}
	}
	maps.DeleteFunc(wrong, func(_ string, yes bool) bool { return !yes })
	return wrong
}

// start returns the first two parts of a path in lower case.
func start(p string) (first, second string) {
	first, rest, _ := strings.Cut(p, "/")
	second, _, _ = strings.Cut(rest, "/")
	return strings.ToLower(first), strings.ToLower(second)
}

// asHostsRead returns a regular expression for what a pattern matches on the host
// that matches most. Cloudflare Pages goes to the letter. Netlify reads letters
// in any case and a dot beside a * as any character, and takes a slash at the
// end for nothing.
func asHostsRead(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		switch before, after, wild := strings.Cut(p, "*"); {
		case strings.HasPrefix(p, ":"):
			parts[i] = "[^/]+"
		case wild:
			parts[i] = looseDots(before) + ".*" + looseDots(after)
		default:
			parts[i] = regexp.QuoteMeta(p)
		}
	}
	return "(?is)^" + strings.Join(parts, "/") + "/?$"
}

func looseDots(s string) string { return strings.ReplaceAll(regexp.QuoteMeta(s), `\.`, ".") }

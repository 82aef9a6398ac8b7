package content

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/paths"
	"headsup/generator/read/frontmatter"
	"headsup/generator/read/glob"
)

// DefaultConfig returns the configuration of a site without headsup.yaml.
func DefaultConfig() *Config {
	c := &Config{
		Title:     "Enablement",
		TimeZone:  time.UTC,
		Language:  "en",
		Audiences: termsOf("sales", "success", "support"),
		Surfaces:  defaultSurfaces(),
		Synonyms:  map[string][]string{},
		Checks:    diag.Levels{},
		Kinds:     map[Kind]KindConfig{},
		Approvals: map[string][]string{},
		Launch:    LaunchConfig{Requires: map[Stage][]Requirement{}},
		Gate: GateConfig{
			SkipLabels: []string{"no-note"},
			ExemptPaths: []string{
				"**/*_test.*", "**/*.test.*", "**/*.spec.*", "**/test/**", "**/tests/**", "**/__tests__/**", "**/testdata/**",
			},
			ExemptAuthors: []string{"*[bot]", "*[bot]@users.noreply.github.com"},
		},
		Inbound:  InboundConfig{Accounts: InboundAccounts()[0], Gap: defaultGap, ToldWithin: 14},
		PageSize: 20,
	}
	for k, dir := range map[Kind]string{
		ReleaseNote: "releases",
		Playbook:    "playbooks",
		Snippet:     "snippets",
		Launch:      "launches",
		Plain:       "",
	} {
		c.Kinds[k] = KindConfig{Dir: dir, Unknown: ErrorUnknown, SummaryLength: 200}
	}
	return c
}

// surfaceLengths are what the surfaces that all sites know have room for; that of a tour is of each
// step.
var surfaceLengths = map[string]int{
	"tooltip": 140, "banner": 200, "panel": 1200, "modal": 600, "inline": 600,
	TourSurface: 300, ChecklistSurface: 300,
}

func defaultSurfaces() []Surface {
	var out []Surface
	for _, t := range termsOf("tooltip", "banner", "panel", "modal", "inline", TourSurface, ChecklistSurface) {
		out = append(out, Surface{Term: t, MaxLength: surfaceLengths[t.ID]})
	}
	return out
}

func termsOf(ids ...string) []Term {
	out := make([]Term, len(ids))
	for i, id := range ids {
		out[i] = Term{ID: id, Title: titleOf(id)}
	}
	return out
}

// titleOf makes a title from an id: "in-app" becomes "In app".
func titleOf(id string) string {
	s := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' {
			return ' '
		}
		return r
	}, id)
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// ParseConfig reads headsup.yaml. Keys that the file leaves out have their
// defaults. All findings have the rule "config"; what is wrong keeps its default
// too, so that the configuration is usable in any case.
func ParseConfig(path string, src []byte) (*Config, []diag.Diagnostic) {
	c := DefaultConfig()
	const rule = "config"
	doc, diags := frontmatter.ParseYAML(path, src, rule)
	d := &decoder{Document: doc, cfg: c, rule: rule, diags: diags}
	if len(doc.Root.Content) > 0 {
		decodeMapping(d, doc.Root, configFields, c)
	}
	return c, d.diags
}

// configFields is the table of headsup.yaml's keys, in the order in which they
// are read: lists come before what is checked against them.
var configFields = []field[Config]{
	lineField("title", "The name of the site.", func(c *Config) *string { return &c.Title }),
	lineField("description", "What the site is, in a sentence.", func(c *Config) *string { return &c.Description }),
	{
		name: "base_url", doc: "The full address of the site, such as https://enablement.example.com/.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, c *Config) {
			if s, ok := d.line(n); ok {
				u, err := ParseBaseURL(s)
				if err != nil {
					d.report("config", d.At(n), "base_url "+err.Error(), "write for example https://enablement.example.com/")
					return
				}
				c.BaseURL = u
			}
		},
	},
	{
		name: "time_zone", doc: "The zone of dates and times, such as Europe/Berlin.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, c *Config) {
			if s, ok := d.line(n); ok {
				zone, err := time.LoadLocation(s)
				if err != nil || s == "Local" {
					d.report("config", d.At(n), diag.Quote(s)+" is not a time zone",
						"write a name of the IANA list, such as Europe/Berlin, or UTC")
					return
				}
				c.TimeZone = zone
			}
		},
	},
	{
		name: "language", doc: "The language that pages are written in: a tag such as en or pt-BR.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, c *Config) {
			if s, ok := d.line(n); ok {
				if !isLanguageTag(s) {
					d.report("config", d.At(n), diag.Quote(s)+" is not a language tag", "write for example en, de or pt-BR")
					return
				}
				c.Language = s
			}
		},
	},
	{name: "languages", doc: "The languages of translations.", shape: entriesShape(languageFields), set: setLanguages},
	contactField("ask_url", "Where colleagues ask what no page answers: a web address, or mailto: with a mailbox.",
		func(c *Config) *string { return &c.AskURL }),
	mappingField("public", "What a public build says instead, and where customers ask.",
		publicFields, func(c *Config) *PublicConfig { return &c.Public }, nil),
	{
		name: "host", doc: "Hosts to write files for: " + strings.Join(paths.Hosts(), ", ") + ".",
		shape: textsShape, set: setHosts,
	},
	{name: "image", doc: "The picture of shared links, for pages without one.", shape: textShape, set: setSiteImage},
	{
		name: "edit_url", doc: "Where the source of a page is changed: an address with {path}.",
		shape: orMapping(textShape, editFields), set: setEdit,
	},
	{
		name: "last_change", doc: "When a page was changed last: git, off, or more.",
		shape: orMapping(choiceShape([]string{"git", "off"}), lastChangeFields), set: setLastChange,
	},
	{
		name: "feedback", doc: "Where readers say that a page did not help them: one of url, email and netlify.",
		shape: mappingShape(feedbackFields), set: setFeedback,
	},
	{
		name: "owners", doc: "Who is responsible for pages, best as roles.",
		shape: entriesShape(ownerFields), set: setOwners,
	},
	{
		name: "audiences", doc: "For whom pages are.",
		shape: entriesShape(termFields), set: func(d *decoder, n *yaml.Node, c *Config) { c.Audiences = d.termList(n, "audience") },
	},
	{
		name: "plans", doc: "The plans of the products.",
		shape: entriesShape(termFields), set: func(d *decoder, n *yaml.Node, c *Config) { c.Plans = d.termList(n, "plan") },
	},
	{
		name: "platforms", doc: "Where the products run.",
		shape: entriesShape(termFields), set: func(d *decoder, n *yaml.Node, c *Config) { c.Platforms = d.termList(n, "platform") },
	},
	{
		name: "surfaces", doc: "The ways in which the product shows snippets.",
		shape: entriesShape(surfaceFields), set: setSurfaces,
	},
	{name: "products", doc: "What pages are about.", shape: entriesShape(productFields), set: setProducts},
	{
		name: "synonyms", doc: "Words that mean the same to readers who search.",
		shape: keysShape(nil, textsSchema), set: setSynonyms,
	},
	{name: "checks", doc: "How serious rules are.", shape: checksShape, set: setChecks},
	{
		name: "links", doc: "What replaces the beginning of link destinations.",
		shape: keysShape(nil, textSchema), set: setLinks,
	},
	{
		name: "tags", doc: "What shortcodes, components, template tags and ::: blocks of another tool stand for.",
		shape: tagsShape, set: setTags,
	},
	{
		name: "permalink", doc: "The addresses of the pages of a kind, such as /:year/:month/:slug/.",
		shape: permalinkShape, set: setPermalinks,
	},
	{
		name: "nav", doc: "The navigation: a list of entries, or {from: SUMMARY.md}.",
		shape: navShape, set: setNav,
	},
	{
		name: "redirects", doc: "Former addresses and where they lead: a list, or a file of another tool.",
		shape: redirectsShape, set: setRedirects,
	},
	{
		name: "changelog", doc: "Change logs, of which each version is a page.",
		shape: collectionShape(changelogFields), set: setCollections(changelogFields, false),
	},
	{
		name: "entries", doc: "YAML and JSON files, of which each entry is a page.",
		shape: collectionShape(entriesFields), set: setCollections(entriesFields, true),
	},
	{name: "ignore", doc: "Patterns of files that are not content.", shape: textsShape, set: setIgnore},
	{
		name: "include", doc: "Patterns of Markdown that is content although a name in its path begins with _.",
		shape: textsShape, set: func(d *decoder, n *yaml.Node, c *Config) { c.Include = d.globs(n) },
	},
	textsField("internal_words", "Words that nothing public may say.",
		func(c *Config) *[]string { return &c.InternalWords }),
	numberField("page_size", "How many entries a page of a list has.",
		1, 1000, func(c *Config) *int { return &c.PageSize }),
	{
		name: "kinds", doc: "Where the files of a kind are, and how their front matter is read.",
		shape: kindsShape, set: setKinds,
	},
	{
		name: "launch", doc: "What a launch needs to be ready.",
		shape: mappingShape(launchFields), set: func(d *decoder, n *yaml.Node, c *Config) { decodeMapping(d, n, launchFields, &c.Launch) },
	},
	{
		name: "gate", doc: "Which changes of code need no release note.",
		shape: mappingShape(gateFields), set: func(d *decoder, n *yaml.Node, c *Config) { decodeMapping(d, n, gateFields, &c.Gate) },
	},
	{
		name: "approvals", doc: "Who has to approve changes of what is public, or of a kind, as GitHub calls them.",
		shape: keysShape(Approvable(), textsSchema), set: setApprovals,
	},
	{
		name: "inbound", doc: "Where questions and requests come from, and what is kept of them.",
		shape: mappingShape(inboundFields), set: func(d *decoder, n *yaml.Node, c *Config) {
			decodeMapping(d, n, inboundFields, &c.Inbound)
		},
	},
}

var gateFields = []field[GateConfig]{
	{
		name: "skip_labels", doc: "Labels of a pull request that let it pass.",
		shape: textsShape, set: func(d *decoder, n *yaml.Node, g *GateConfig) { g.SkipLabels = d.texts(n) },
	},
	{
		name: "exempt_paths", doc: "Patterns of files, from the root of the repository.",
		shape: textsShape, set: func(d *decoder, n *yaml.Node, g *GateConfig) { g.ExemptPaths = d.globs(n) },
	},
	{
		name: "exempt_authors", doc: "Names or addresses of authors; * stands for any text.",
		shape: textsShape, set: func(d *decoder, n *yaml.Node, g *GateConfig) { g.ExemptAuthors = d.texts(n) },
	},
}

var launchFields = []field[LaunchConfig]{
	{
		name: "requires", doc: "The pieces for each stage: a kind, or a kind for an audience, such as playbook:sales.",
		shape: requiresShape, set: setRequires,
	},
}

func setHosts(d *decoder, n *yaml.Node, c *Config) {
	for _, item := range d.items(n) {
		name := strings.ToLower(item.Value)
		if !slices.Contains(paths.Hosts(), name) {
			d.report("config", d.At(item), diag.Quote(item.Value)+" is no host that headsup writes a file for",
				"write one of "+strings.Join(paths.Hosts(), ", ")+"; Netlify and Cloudflare need none")
			continue
		}
		c.Hosts = appendNew(c.Hosts, name)
	}
}

// ParseBaseURL checks the address of a site: absolute, http or https, without
// query and fragment. It returns it with a slash at the end. Its errors say what
// is wrong, to follow the name of the setting.
func ParseBaseURL(s string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil, strings.ContainsAny(s, " \\\"'<>\t\n"):
		return "", fmt.Errorf("%q is not a URL", s)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Hostname() == "":
		return "", fmt.Errorf("%q is not an absolute http or https URL", s)
	case u.User != nil:
		return "", errors.New("holds a name or password")
	case u.RawQuery != "" || u.ForceQuery:
		return "", fmt.Errorf("%q has a query", s)
	case strings.Contains(s, "#"):
		return "", fmt.Errorf("%q has a fragment", s)
	}
	clean := strings.TrimRight(u.EscapedPath(), "/")
	for _, segment := range strings.Split(u.Path, "/") {
		if segment == ".." || segment == "." {
			return "", fmt.Errorf("%q has the part %s", s, segment)
		}
	}
	return u.Scheme + "://" + u.Host + clean + "/", nil
}

// isContactURL reports whether a text is an address where people can be asked: of
// a web page or of a mailbox.
func isContactURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.User != nil || strings.ContainsAny(s, " \\\"'<>\t\n") {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Hostname() != ""
	case "mailto":
		name, host, found := strings.Cut(u.Opaque, "@")
		return found && name != "" && host != ""
	}
	return false
}

// isLanguageTag reports whether a text has the syntax of a BCP 47 tag.
func isLanguageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && (len(part) < 2 || len(part) > 3) {
			return false
		}
		for _, r := range part {
			letter := r|0x20 >= 'a' && r|0x20 <= 'z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}

// termEntry is a list's entry in the making.
type termEntry struct {
	Product
	maxLength int // of a surface; -1 when it is not given
	source    InboundSource
	github    string // of an owner
	at        *yaml.Node
}

var termFields = []field[termEntry]{
	lineField("id", "The word that front matter uses.", func(t *termEntry) *string { return &t.ID }),
	lineField("title", "What people read; without it, made from the id.", func(t *termEntry) *string { return &t.Title }),
}

var productFields = append(slices.Clone(termFields),
	textField("description", "What the product is, in a sentence.", func(t *termEntry) *string { return &t.Description }),
	termField("owner", "Who is responsible for it: id of an owner.", ownerList, func(t *termEntry) *string { return &t.Owner }),
	field[termEntry]{
		name: "paths", doc: "Patterns of the code that belongs to the product.",
		shape: textsShape, set: func(d *decoder, n *yaml.Node, t *termEntry) { t.Paths = d.globs(n) },
	},
)

var ownerFields = append(slices.Clone(termFields),
	field[termEntry]{
		name: "github", doc: "The name on GitHub: of a person, or of a team, such as acme/billing.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, t *termEntry) {
			if s, ok := d.line(n); ok {
				if !gitHubName.MatchString(s) {
					d.report("config", d.At(n), diag.Quote(s)+" is not a name on GitHub",
						"write it without @: ann-lee for a person, acme/billing for the team billing of acme")
					return
				}
				t.github = s
			}
		},
	},
)

// gitHubName matches the name of a person, and of a team behind its organisation.
var gitHubName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,99}(/[A-Za-z0-9_.-]{1,100})?$`)

var surfaceFields = append(slices.Clone(termFields),
	numberField("max_length", "How many characters a snippet may have there; 0 is no limit.",
		0, 100_000, func(t *termEntry) *int { return &t.maxLength }),
)

// entries reads a list whose entries are ids or mappings.
func (d *decoder) entries(n *yaml.Node, what string, fields []field[termEntry]) []termEntry {
	if !frontmatter.IsList(n) {
		d.report("config", d.At(n), frontmatter.Instead("a list", n),
			"write [one, two], or a line \"- {id: one, title: One}\" for each "+what)
		return nil
	}
	var out []termEntry
	for _, item := range n.Content {
		e := termEntry{maxLength: -1, at: item}
		switch {
		case frontmatter.IsNull(item):
			continue
		case item.Kind == yaml.ScalarNode:
			e.ID = trimmed(item)
		case !decodeMapping(d, item, fields, &e):
			continue
		}
		if id := frontmatter.Value(item, "id"); id != nil {
			e.at = id
		}
		switch i := slices.IndexFunc(out, func(o termEntry) bool { return o.ID == e.ID }); {
		case e.ID == "":
			d.report("config", d.At(item), "this "+what+" has no id", "write {id: word, title: Name}")
			continue
		case !isTermID(e.ID):
			hint := "ids are small letters, digits and . _ - between them"
			if id := termIDFrom(e.ID); id != "" {
				hint = fmt.Sprintf("write {id: %s, title: %s}", id, e.ID)
			}
			d.report("config", d.At(e.at), diag.Quote(e.ID)+" is not an id", hint)
			continue
		case i >= 0:
			d.report("config", d.At(e.at), fmt.Sprintf("the %s %s appears twice; the first is on line %d",
				what, e.ID, out[i].at.Line), "remove one of them")
			continue
		case what == "audience" && (e.ID == "internal" || e.ID == "public"):
			d.report("config", d.At(e.at), "an audience cannot be named "+e.ID, "the word is taken: it says who may see a page or a block")
			continue
		}
		if e.Title == "" {
			e.Title = titleOf(e.ID)
		}
		out = append(out, e)
	}
	return out
}

// termIDFrom makes an id of a title.
func termIDFrom(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

// termList reads one of the site's lists.
func (d *decoder) termList(n *yaml.Node, what string) []Term {
	var out []Term
	for _, e := range d.entries(n, what, termFields) {
		out = append(out, e.Term)
	}
	return out
}

func setProducts(d *decoder, n *yaml.Node, c *Config) {
	c.Products = nil
	for _, e := range d.entries(n, "product", productFields) {
		c.Products = append(c.Products, e.Product)
	}
}

func setOwners(d *decoder, n *yaml.Node, c *Config) {
	c.Owners = nil
	for _, e := range d.entries(n, "owner", ownerFields) {
		c.Owners = append(c.Owners, Owner{Term: e.Term, GitHub: e.github})
	}
}

func setSurfaces(d *decoder, n *yaml.Node, c *Config) {
	c.Surfaces = nil
	for _, e := range d.entries(n, "surface", surfaceFields) {
		if e.maxLength < 0 {
			e.maxLength = surfaceLengths[e.ID]
		}
		c.Surfaces = append(c.Surfaces, Surface{Term: e.Term, MaxLength: e.maxLength})
	}
}

// mapping returns the entries of a mapping whose keys are the site's own words.
func (d *decoder) mapping(n *yaml.Node, example string) []pair {
	if !frontmatter.IsMapping(n) {
		d.report("config", d.At(n), frontmatter.Instead("key: value pairs", n), "write for example "+example)
		return nil
	}
	pairs, _ := d.pairs(n)
	return pairs
}

func setSynonyms(d *decoder, n *yaml.Node, c *Config) {
	for _, e := range d.mapping(n, "sso: [single sign-on]") {
		word := strings.Join(strings.Fields(e.key.Value), " ")
		if list := d.texts(e.value); word != "" && len(list) > 0 {
			c.Synonyms[word] = list
		}
	}
}

// handle is what GitHub calls a person or a team, with an @ before it.
var handle = regexp.MustCompile(`^@[A-Za-z0-9](-?[A-Za-z0-9])*(/[A-Za-z0-9](-?[A-Za-z0-9_.])*)?$`)

func setApprovals(d *decoder, n *yaml.Node, c *Config) {
	for _, e := range d.mapping(n, `public: "@acme/legal"`) {
		if !slices.Contains(Approvable(), e.key.Value) {
			d.report("config", d.At(e.key), "there is nothing called "+diag.Quote(e.key.Value)+" to approve",
				diag.DidYouMean(e.key.Value, Approvable()))
			continue
		}
		for _, item := range d.items(e.value) {
			if name := strings.TrimSpace(item.Value); handle.MatchString(name) {
				c.Approvals[e.key.Value] = appendNew(c.Approvals[e.key.Value], name)
			} else {
				d.report("config", d.At(item), diag.Quote(item.Value)+" is not a person or team on GitHub",
					`write "@person" or "@organisation/team", in quotes`)
			}
		}
	}
}

func setChecks(d *decoder, n *yaml.Node, c *Config) {
	var known []string
	for _, r := range diag.Rules() {
		if !r.Fixed {
			known = append(known, r.ID)
		}
	}
	for _, e := range d.mapping(n, "broken-link: warn") {
		rule, found := diag.Lookup(e.key.Value)
		switch {
		case !found:
			d.report("config", d.At(e.key), "there is no rule "+diag.Quote(e.key.Value), diag.DidYouMean(e.key.Value, known))
			continue
		case rule.Fixed:
			d.report("config", d.At(e.key), "the rule "+rule.ID+" cannot be changed", "it protects every build; remove the line")
			continue
		}
		s, ok := d.line(e.value)
		if !ok {
			continue
		}
		if severity, known := diag.ParseSeverity(s); known {
			c.Checks[rule.ID] = severity
		} else {
			d.report("config", d.At(e.value), diag.Quote(s)+" is not a severity", "write error, warn or off")
		}
	}
}

func setLinks(d *decoder, n *yaml.Node, c *Config) {
	for _, e := range d.mapping(n, `"{{site.baseurl}}": ""`) {
		from := strings.TrimSpace(e.key.Value)
		if from == "" {
			d.report("config", d.At(e.key), "the beginning of a link cannot be empty", "write what the links begin with")
			continue
		}
		to := ""
		if !frontmatter.IsNull(e.value) {
			to, _ = d.line(e.value)
		}
		c.Links = append(c.Links, LinkPrefix{From: from, To: to})
	}
	slices.SortStableFunc(c.Links, func(a, b LinkPrefix) int {
		return cmp.Or(cmp.Compare(len(b.From), len(a.From)), cmp.Compare(a.From, b.From))
	})
}

func setIgnore(d *decoder, n *yaml.Node, c *Config) { c.Ignore = d.globs(n) }

// globs reads a list of patterns.
func (d *decoder) globs(n *yaml.Node) []string {
	var out []string
	for _, item := range d.items(n) {
		s := trimmed(item)
		if err := glob.Check(s); err != nil {
			d.report("config", d.At(item), diag.Quote(s)+" is not a pattern: "+err.Error(),
				"write for example drafts/**, *.bak or src/billing/**")
			continue
		}
		out = appendNew(out, s)
	}
	return out
}

func setRequires(d *decoder, n *yaml.Node, l *LaunchConfig) {
	var stages []string
	for _, s := range Stages() {
		stages = append(stages, string(s))
	}
	for _, e := range d.mapping(n, `ga: [release-note, "playbook:sales"]`) {
		if !slices.Contains(stages, e.key.Value) {
			d.report("config", d.At(e.key), "there is no stage "+diag.Quote(e.key.Value), diag.DidYouMean(e.key.Value, stages))
			continue
		}
		var list []Requirement
		for _, item := range d.items(e.value) {
			if trimmed(item) == ClosedLoop {
				list = append(list, Requirement{Loop: true})
				continue
			}
			kind, audience, hasAudience := strings.Cut(trimmed(item), ":")
			kind, audience = strings.TrimSpace(kind), strings.TrimSpace(audience)
			if !slices.Contains(kindNames(), kind) {
				d.report("config", d.At(item), "there is no kind "+diag.Quote(kind), diag.DidYouMean(kind, append(kindNames(), ClosedLoop)))
				continue
			}
			if hasAudience && !d.allowed(item, audience, audienceList) {
				continue
			}
			list = append(list, Requirement{Kind: Kind(kind), Audience: audience})
		}
		l.Requires[Stage(e.key.Value)] = list
	}
}

// cleanDir returns a folder of the content folder in its shortest form; what is
// wrong with it, or "".
func cleanDir(s string) (dir, problem string) {
	switch {
	case s == "":
		return "", ""
	case strings.HasPrefix(s, "/"):
		return "", "it is absolute"
	case strings.Contains(s, `\`):
		return "", "it holds a backslash"
	}
	dir = path.Clean(s)
	if dir == ".." || strings.HasPrefix(dir, "../") {
		return "", "it leads out of the content folder"
	}
	return dir, ""
}

var publicFields = []field[PublicConfig]{
	lineField("title", "The name of the public site.", func(c *PublicConfig) *string { return &c.Title }),
	lineField("description", "What the public site is, in a sentence.", func(c *PublicConfig) *string { return &c.Description }),
	contactField("ask_url", "Where customers ask what no page answers: a web address, or mailto: with a mailbox.",
		func(c *PublicConfig) *string { return &c.AskURL }),
}

// contactField reads where people ask.
func contactField[T any](name, doc string, at func(*T) *string) field[T] {
	return field[T]{name: name, doc: doc, shape: textShape, set: func(d *decoder, n *yaml.Node, t *T) {
		s, ok := d.line(n)
		if !ok {
			return
		}
		if !isContactURL(s) {
			d.report("config", d.At(n), diag.Quote(s)+" is not an absolute http, https or mailto URL",
				"write for example https://chat.example.com/ask or mailto:help@example.com")
			return
		}
		*at(t) = s
	}}
}

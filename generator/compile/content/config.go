package content

import (
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/glob"
)

// PublicConfig is what a public build says instead; what is empty stays.
type PublicConfig struct {
	Title, Description string
	AskURL             string // where customers ask; "" for nowhere
}

// Config is the site's configuration: headsup.yaml, with the defaults filled in.
type Config struct {
	Title       string // default "Enablement"
	Description string
	BaseURL     string         // absolute, ends in "/"; "" when not set
	TimeZone    *time.Location // default UTC
	Language    string         // BCP 47 tag, default "en"
	Languages   []Language     // besides Language
	AskURL      string         // where colleagues ask what no page answers; "" when not set
	Public      PublicConfig
	// Image is the picture of pages that have none, where links to them are
	// shared: a path as in front matter, from the root of the content folder.
	Image      Reference
	Edit       EditLink
	LastChange LastChange
	Feedback   Feedback

	Products  []Product
	Audiences []Term // default sales, success, support
	Plans     []Term
	Platforms []Term
	Owners    []Owner
	Surfaces  []Surface // default tooltip, banner, panel, modal, inline, tour, checklist

	Synonyms map[string][]string
	Checks   diag.Levels
	Kinds    map[Kind]KindConfig // every kind is present
	Launch   LaunchConfig
	Gate     GateConfig
	// Approvals are who has to approve a change, as GitHub calls them (@person or
	// @organisation/team), by what it changes: ApprovePublic, or a kind.
	Approvals map[string][]string
	Inbound   InboundConfig

	// Links replaces the beginning of link destinations, such as
	// "{{site.baseurl}}" or a site's former address, longest first.
	Links []LinkPrefix
	// Tags are what tags of other tools stand for, by name.
	Tags []SiteTag
	// Permalinks are the addresses of the pages of a kind, with tokens, see [PermalinkTokens].
	Permalinks map[Kind]string
	// Nav is the navigation, and NavFile the SUMMARY.md that says it instead.
	Nav     []NavItem
	NavFile string
	// Redirects are the redirects of headsup.yaml, and RedirectFile is the file of another tool
	// with more.
	Redirects    []RedirectRule
	RedirectFile string
	// Collections are the files that hold many notes.
	Collections []Collection
	// Ignore lists glob patterns of files that are not content.
	Ignore []string
	// Include lists glob patterns of Markdown files that are content although a
	// name in their path begins with "_".
	Include []string
	// InternalWords are words and phrases that nothing public may say, such as
	// the code name of a product.
	InternalWords []string
	// Hosts are the names of hosts that builds write files for, see [paths.Hosts].
	Hosts []string
	// PageSize is how many entries a list page holds; default 20.
	PageSize int
}

// Term is one entry of a closed list.
type Term struct {
	ID    string
	Title string // default: made from the id
}

// Product is one product or product area.
type Product struct {
	Term
	Description string
	Owner       string
	Paths       []string // globs of the code that belongs to it
}

// Owner is who answers for pages.
type Owner struct {
	Term
	GitHub string // name of a person, or of a team with its organisation, on GitHub; may be empty
}

// OwnerTerms returns the owners as entries of a list like the others.
func (c *Config) OwnerTerms() []Term {
	terms := make([]Term, len(c.Owners))
	for i, o := range c.Owners {
		terms[i] = o.Term
	}
	return terms
}

// Surface is one way in which the product shows snippets.
type Surface struct {
	Term
	MaxLength int // of a snippet's text in characters; 0: no limit
}

// SurfaceTerms returns the surfaces as entries of a list like the others.
func (c *Config) SurfaceTerms() []Term {
	terms := make([]Term, len(c.Surfaces))
	for i, s := range c.Surfaces {
		terms[i] = s.Term
	}
	return terms
}

// KindConfig is what the site says about one kind.
type KindConfig struct {
	Dir string // folder of its files, relative to the content folder, "." for all; "" for none
	// Fields maps a field of ours to the keys that the files use for it.
	Fields map[string][]string
	// Readings says of some of these keys how their values are read: by field
	// and key.
	Readings map[string]map[string]Reading
	// Unmapped are fields of ours that keys of the files do not mean: these are unknown keys.
	Unmapped []string
	// SummaryLength is how many characters a summary may have; default 200.
	SummaryLength int
	// Unknown says what an unknown key is.
	Unknown UnknownPolicy
	// Defaults is front matter for files that leave a key out: a YAML mapping,
	// or nil.
	Defaults *yaml.Node
}

// UnknownPolicy says what to do with unknown front matter keys.
type UnknownPolicy string

// The policies. ErrorUnknown is the default.
const (
	ErrorUnknown UnknownPolicy = "error"
	WarnUnknown  UnknownPolicy = "warn"
	KeepUnknown  UnknownPolicy = "keep"
)

// LinkPrefix is one replacement for the beginning of link destinations.
type LinkPrefix struct{ From, To string }

// ApprovePublic is what a change needs approval for in [Config.Approvals] when customers
// may see it.
const ApprovePublic = "public"

// Approvable are the keys that [Config.Approvals] can have.
func Approvable() []string {
	keys := []string{ApprovePublic}
	for _, k := range Kinds() {
		keys = append(keys, string(k))
	}
	return keys
}

// GateConfig says which changes of code need no release note.
type GateConfig struct {
	SkipLabels    []string // labels of a pull request; default no-note
	ExemptPaths   []string // globs of files, by default those of tests
	ExemptAuthors []string // names or addresses of committers, * stands for any text; by default bots
}

// LaunchConfig says what a launch needs to be ready.
type LaunchConfig struct {
	Requires map[Stage][]Requirement
}

// Requirement is one piece that a launch needs: a page of a kind, and with an
// Audience one for that audience ("playbook:sales"); or that those who asked for it
// were told ([ClosedLoop]).
type Requirement struct {
	Kind     Kind
	Audience string
	Loop     bool // no page: everybody was told
}

// ClosedLoop is how headsup.yaml calls the requirement that everybody who asked for
// what a launch brings was told.
const ClosedLoop = "closed-loop"

// Ignored reports whether a file or folder is not content: it, or a folder that
// it is in, matches one of the patterns in Ignore.
func (c *Config) Ignored(name string) bool {
	return slices.ContainsFunc(c.Ignore, func(pattern string) bool { return glob.Match(pattern, name) })
}

// LeftOut reports whether a Markdown file is no content because its name, or that
// of a folder that it is in, begins with "_": a draft, a template or a part of
// other pages. It is content all the same when the folder of a kind or a pattern
// in Include says so, and as the beginning of a folder, _index.md.
func (c *Config) LeftOut(file string) bool {
	names := strings.Split(file, "/")
	if stem, _, _ := strings.Cut(names[len(names)-1], "."); strings.EqualFold(stem, "_index") {
		names = names[:len(names)-1]
	}
	if dir := c.Kinds[c.KindOf(file)].Dir; dir != "" && dir != "." {
		names = names[strings.Count(dir, "/")+1:]
	}
	if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, "_") }) {
		return false
	}
	for at := file; at != "."; at = path.Dir(at) {
		if slices.ContainsFunc(c.Include, func(pattern string) bool { return glob.Match(pattern, at) }) {
			return false
		}
	}
	return true
}

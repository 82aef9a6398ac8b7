package diag

import (
	"slices"
	"strings"
)

// Rule describes one rule.
type Rule struct {
	ID       string
	Severity Severity // what it is unless the site's configuration says otherwise
	Doc      string   // one sentence for the documentation
	Fixed    bool     // the site's configuration cannot change the severity
}

// New returns a diagnostic of a rule at its default severity. An id that is not
// in the table is a mistake in this program; it is reported as an error.
func New(rule string, pos Position, message, hint string) Diagnostic {
	d := Diagnostic{Position: pos, Rule: rule, Severity: Error, Message: message, Hint: hint}
	if r, ok := Lookup(rule); ok {
		d.Severity = r.Severity
	}
	return d
}

// Lookup finds a rule by id.
func Lookup(id string) (Rule, bool) {
	i, ok := slices.BinarySearchFunc(rules, id, func(r Rule, id string) int { return strings.Compare(r.ID, id) })
	if !ok {
		return Rule{}, false
	}
	return rules[i], true
}

// Fixed reports whether a rule's severity cannot be configured.
func Fixed(id string) bool {
	r, ok := Lookup(id)
	return ok && r.Fixed
}

// Rules returns all rules in the order of their ids.
func Rules() []Rule { return slices.Clone(rules) }

// rules is sorted by ID; a test keeps it so.
var rules = []Rule{
	{"alias-conflict", Error, "An alias is used twice, or is the address of a page.", false},
	{"alias-invalid", Error, "An alias is not a path inside the site.", false},
	{"asset-type", Warning, "A file's type can run code in a browser, or is not one that sites show, so it is not published.", false},
	{"asset-unsafe", Error, "A picture holds a script, or loads something from elsewhere.", false},
	{"block-name", Error, "The name after ::: is neither an audience, nor internal, nor an alert.", false},
	{"block-unclosed", Error, "A ::: block has no closing line; all that follows it is internal.", false},
	{"broken-anchor", Error, "A link's #anchor is not a heading of the page it points to.", false},
	{"broken-image", Error, "An image does not exist.", false},
	{"broken-link", Error, "A link points to nothing in the content folder.", false},
	{"code-unclosed", Error, "A code block is never closed, and ::: lines stand in code, where they hide nothing.", true},
	{"config", Error, "headsup.yaml is wrong.", true},
	{"date-invalid", Error, "A date does not exist or is in no known form.", false},
	{"duplicate-id", Error, "Two pages have the same id or snippet key.", false},
	{"duplicate-key", Error, "A front matter key stands twice.", false},
	{"duplicate-url", Error, "Two pages have the same address.", false},
	{"encoding", Error, "A file is not UTF-8 text.", false},
	{"file-empty", Warning, "A Markdown file is empty.", false},
	{"file-name", Error, "A file's or folder's name cannot be part of an address.", false},
	{"file-size", Error, "A file is larger than headsup reads.", false},
	{"file-unreadable", Error, "A file or folder cannot be read.", true},
	{"front-matter-bom", Error, "A file begins with a byte order mark.", false},
	{"front-matter-syntax", Error, "Front matter is not valid YAML or TOML.", false},
	{"front-matter-unclosed", Error, "Front matter has an opening fence and no closing one.", false},
	{"front-matter-unfenced", Warning, "A file begins with lines that look like front matter without fences.", false},
	{"html-removed", Warning, "Raw HTML held something that could run code or that sites do not allow; it was removed.", false},
	{"internal-link", Warning, "A public page links to a page that is not public; its public form shows the text without the link.", false},
	{"launch-unknown", Error, "A page names a launch that does not exist.", false},
	{"leak", Error, "Internal words were found in something public.", true},
	{"link-case", Warning, "A link and the file that it leads to differ in upper and lower case.", false},
	{"link-scheme", Error, "A link has a scheme that headsup does not allow, such as javascript.", false},
	{"no-base-url", Warning, "base_url is not set, so feeds and canonical links carry a placeholder address.", false},
	{"no-content", Error, "There is no Markdown file in the content folder.", true},
	{"no-title", Warning, "A page has no title; its file name is used.", false},
	{"not-markdown", Warning, "A file looks like a page but its name does not end in .md.", false},
	{"related-unknown", Error, "related names a page that does not exist.", false},
	{"slug-invalid", Error, "A slug is not a path inside its section.", false},
	{"symlink", Error, "A symbolic link leads out of the content folder or to a folder.", false},
	{"template-tag", Warning, "A tag of another tool's template language was left out, or is shown as text.", false},
	{"theme", Error, "A layout of the theme is wrong.", true},
	{"unknown-field", Error, "A front matter key is not one that this kind of page has.", false},
	{"unknown-value", Error, "A value is not in the list that headsup.yaml allows.", false},
	{"unpublished-link", Warning, "A page links to a draft or a page under embargo; the text is shown without the link.", false},
	{"value-invalid", Error, "A value has the right type but makes no sense, such as a range that ends before it begins.", false},
	{"value-required", Error, "A field that this kind of page needs is missing.", false},
	{"wrong-type", Error, "A value has the wrong type, such as a list where a text is expected.", false},
}

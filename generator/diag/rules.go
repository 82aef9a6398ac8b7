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
	// CheckOnly says that a build can do without the rule: only headsup check
	// applies it.
	CheckOnly bool
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

// CheckOnly reports whether only headsup check applies a rule.
func CheckOnly(id string) bool {
	r, ok := Lookup(id)
	return ok && r.CheckOnly
}

// Rules returns all rules in the order of their ids.
func Rules() []Rule { return slices.Clone(rules) }

// rules is sorted by ID; a test keeps it so.
var rules = []Rule{
	{"address-lost", Warning, "A public page has another address than before; looked for with --base.", false, true},
	{"alias-conflict", Error, "An alias is used twice, or is the address of a page.", false, false},
	{"alias-invalid", Error, "An alias is not a path inside the site.", false, false},
	{"alias-loop", Warning, "An alias is the page's own address, so a redirect would lead to itself.", false, true},
	{"anchor-conflict", Warning, "Two snippets claim one place in the product for the same people at the same time.", false, true},
	{
		"asset-type", Warning,
		"A file's type can run code in a browser, or is not one that sites show, so it is not published.",
		false, false,
	},
	{"asset-unsafe", Error, "A picture holds a script, or loads something from elsewhere.", false, false},
	{"block-field", Error, "A ::: block is in a text of the front matter, where it hides nothing.", false, false},
	{
		"block-lookalike", Error,
		"Something looks like the beginning of an internal block and is none, so what follows is public.",
		true, false,
	},
	{"block-name", Error, "The name after ::: is neither an audience, nor internal, nor an alert.", false, false},
	{"block-unclosed", Error, "A ::: block has no closing line; all that follows it is internal.", false, false},
	{"broken-anchor", Error, "A link's #anchor is not a heading of the page it points to.", false, false},
	{"broken-image", Error, "An image does not exist.", false, false},
	{"broken-link", Error, "The target of a link does not exist in the content folder.", false, false},
	{"bundle-large", Warning, "What each person who uses the product loads is larger than 256 kB.", false, false},
	{"bundle-too-large", Error, "What the product is to load is larger than it reads.", true, false},
	{"code-unclosed", Error, "A code block is never closed, and ::: lines stand in code, where they hide nothing.", true, false},
	{"comment-unclosed", Error, "A comment is never closed, so readers see it.", false, false},
	{"config", Error, "headsup.yaml is wrong.", true, false},
	{"config-unread", Warning, "A file that is meant as headsup.yaml has another name or place, so it is not read.", false, false},
	{"date-invalid", Error, "A date does not exist or is in no known form.", false, false},
	{"duplicate-id", Error, "Two pages have the same id or snippet key.", false, false},
	{"duplicate-key", Error, "A front matter key appears twice.", false, false},
	{"duplicate-title", Warning, "Two pages of one kind have the same title.", false, true},
	{"duplicate-url", Error, "Two pages have the same address.", true, false},
	{"encoding", Error, "A file is not UTF-8 text.", false, false},
	{
		"external-link", Warning,
		"A link to another site cannot be opened, or the page has moved; looked for with --external.",
		false, true,
	},
	{"file-empty", Warning, "A Markdown file is empty.", false, false},
	{"file-name", Error, "A file's or folder's name cannot be part of an address.", false, false},
	{"file-size", Error, "A file is larger than headsup reads.", false, false},
	{"file-too-complex", Error, "A body takes more work than a page that somebody reads; it has no body.", true, false},
	{"file-unreadable", Error, "A file or folder cannot be read.", true, false},
	{"folder-name", Warning, "A folder is nearly called like that of a kind, so its files are plain pages.", false, false},
	{"front-matter-bom", Error, "A file begins with a byte order mark.", false, false},
	{"front-matter-syntax", Error, "Front matter is not valid YAML or TOML.", false, false},
	{"front-matter-unclosed", Error, "Front matter has an opening fence and no closing one.", false, false},
	{"front-matter-unfenced", Warning, "A file begins with lines that look like front matter without fences.", false, false},
	{"front-matter-unread", Error, "A file has lines that are meant as front matter and cannot be read as such.", false, false},
	{"gap", Warning, "People ask something often, and no page answers it.", false, true},
	{"heading-skip", Warning, "A heading is more than one level below the one before it.", false, true},
	{"html-removed", Warning, "Raw HTML held something that could run code or that sites do not allow; it was removed.", false, false},
	{"id-lost", Warning, "A page that the product's feed had is gone from it, with its id.", false, true},
	{"image-alt", Warning, "A picture has no alternative text.", false, true},
	{
		"inbound-record", Warning,
		"A line or file of what came back is no record, or a record says what the site does not know.",
		false, false,
	},
	{"inbound-themes", Warning, "What people decided about themes of records is wrong.", false, false},
	{"inbound-told", Warning, "A line about who was told is wrong, or says what the site does not know.", false, false},
	{
		"internal-link", Warning,
		"A public page links to a page that is not public; its public form shows the text without the link.",
		false, false,
	},
	{"internal-word", Error, "A word that headsup.yaml keeps inside is in something public.", false, false},
	{"launch-date", Warning, "A page of a launch has another date than the launch, and does not say why.", false, false},
	{"launch-unknown", Error, "A page names a launch that does not exist.", false, false},
	{
		"launch-unready", Warning,
		"A launch is close or has happened, and lacks a page that headsup.yaml requires of its stage.",
		false, true,
	},
	{"leak", Error, "Internal words were found in something public.", true, false},
	{"link-case", Warning, "A link and the file that it leads to differ in upper and lower case.", false, false},
	{"link-scheme", Error, "A link has a scheme that headsup does not allow, such as javascript.", false, false},
	{"literal-markdown", Warning, "Text looks like Markdown and is shown as it stands.", false, false},
	{"name-reserved", Error, "An id or a class is one of the theme's own; it is left out.", false, false},
	{"no-base-url", Warning, "base_url is not set, so feeds and canonical links carry a placeholder address.", false, false},
	{"no-content", Error, "There is no Markdown file in the content folder.", true, false},
	{"no-date", Warning, "A release note has no date, neither of its own nor by its file's name or a launch.", false, true},
	{"no-owner", Warning, "A page has no owner, and neither has a product that it is about.", false, true},
	{"no-title", Warning, "A page has no title; its file name is used.", false, false},
	{"not-markdown", Warning, "A file looks like a page but its name does not end in .md.", false, false},
	{"note-missing", Error, "Code of a product has changed, and no release note says so; looked for with --base.", false, true},
	{"orphan", Warning, "No page and no feed leads to a page.", false, true},
	{"orphan-file", Warning, "No page uses a file.", false, true},
	{"output-anchor", Error, "A link in the site leads to an anchor that its page does not have.", false, true},
	{"output-link", Error, "A link in the site is broken.", false, true},
	{"path-conflict", Error, "The name of a file of the site is impossible, or clashes with that of another.", true, false},
	{"picture-metadata", Warning, "What nobody sees in a picture, such as where it was taken, could not be removed.", false, false},
	{"publish-past", Warning, "A change gives a page a publish_at or internal_at that is over; looked for with --base.", false, true},
	{"related-unknown", Error, "related names a page that does not exist.", false, false},
	{
		"request-shipped", Warning,
		"Something that people asked for has been there for some time, and not all of them were told.",
		false, true,
	},
	{"request-unknown", Warning, "A page names a theme that no record is of.", false, false},
	{"review-due", Warning, "The date by which a page should be reviewed has passed.", false, true},
	{"silence-unused", Warning, "A page silences a rule that finds nothing there.", false, true},
	{"slug-invalid", Error, "A slug is not a path inside its section, or a tag is too long for an address.", false, false},
	{"snippet-long", Warning, "A snippet is longer than the surface that shows it has room for.", false, true},
	{"summary-long", Warning, "A summary is longer than lists and feeds have room for.", false, true},
	{"symlink", Error, "A symbolic link leads out of the content folder or to a folder.", false, false},
	{"template-tag", Warning, "A tag of another tool's template language was left out, or is shown as text.", false, false},
	{"text-dropped", Warning, "Something of the body is not shown to any reader.", false, false},
	{"theme", Error, "A layout of the theme is wrong.", true, false},
	{"to-do", Warning, "A page still has placeholders of headsup new.", false, false},
	{"translation-field", Error, "A translation says something that its original says for both.", false, false},
	{
		"translation-language", Warning,
		"A file's name says that it is a translation, and headsup.yaml does not list its language.",
		false, false,
	},
	{"translation-original", Error, "A file's name says that it is a translation, and its original is not beside it.", false, false},
	{"translation-outdated", Warning, "The original has changed since a translation was last brought up to date.", false, true},
	{"unknown-field", Error, "A front matter key is not one that this kind of page has.", false, false},
	{"unknown-value", Error, "A value is not in the list that headsup.yaml allows.", false, false},
	{"unpublished-link", Warning, "A page links to a draft or a page that is held back; the text is shown without the link.", false, false},
	{"value-invalid", Error, "A value has the right type but makes no sense, such as a range that ends before it begins.", false, false},
	{"value-required", Error, "A field that this kind of page needs is missing.", false, false},
	{"visibility-unsaid", Warning, "A piece of a launch or a targeted snippet does not say who may see it.", false, true},
	{"wrong-type", Error, "A value has the wrong type, such as a list where a text is expected.", false, false},
}

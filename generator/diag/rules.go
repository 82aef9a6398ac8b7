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
	{"address-lost", Warning, "A public page's address has changed; checked with --base.", false, true},
	{"alias-conflict", Error, "An alias is used twice or matches a page's address.", false, false},
	{"alias-invalid", Error, "An alias is not a path inside the site.", false, false},
	{"alias-loop", Warning, "An alias is the page's own address, so a redirect would lead to itself.", false, true},
	{"anchor-conflict", Warning, "Two snippets target the same place in the product for the same people at the same time.", false, true},
	{
		"asset-type", Warning,
		"A file's type can run code in a browser or isn't shown on sites, so it isn't published.",
		false, false,
	},
	{"asset-unsafe", Error, "An image contains a script or loads something from elsewhere.", false, false},
	{"block-field", Error, "A ::: block is in front matter text, where it doesn't hide anything.", false, false},
	{
		"block-lookalike", Error,
		"Something looks like the start of an internal block but isn't, so what follows is public.",
		true, false,
	},
	{"block-name", Error, "The name after ::: isn't an audience, internal or an alert.", false, false},
	{"block-unclosed", Error, "A ::: block is never closed, so everything after it is internal.", false, false},
	{"broken-anchor", Error, "A link's #anchor doesn't match a heading on the target page.", false, false},
	{"broken-image", Error, "An image does not exist.", false, false},
	{"broken-link", Error, "A link's target doesn't exist in the content folder.", false, false},
	{"bundle-large", Warning, "The bundle that each product user loads is larger than 256 kB.", false, false},
	{"bundle-too-large", Error, "The bundle that each product user would load is larger than 2 MB.", true, false},
	{"changelog", Warning, "A file that should hold versions holds none, or text that belongs to none.", false, false},
	{
		"checklist-item", Error,
		"A checklist names something that isn't a snippet, or that people who see the checklist can't see.",
		false, false,
	},
	{"code-unclosed", Error, "A code block is never closed, and ::: lines stand in code, where they hide nothing.", true, false},
	{"comment-unclosed", Error, "A comment is never closed, so readers see it.", false, false},
	{"config", Error, "headsup.yaml has an error.", true, false},
	{"config-unread", Warning, "A file looks like headsup.yaml but has a different name or location, so it's ignored.", false, false},
	{"date-invalid", Error, "A date doesn't exist or isn't in a supported format.", false, false},
	{"duplicate-id", Error, "Two pages have the same id or snippet key.", false, false},
	{"duplicate-key", Error, "A front matter key appears twice.", false, false},
	{"duplicate-title", Warning, "Two pages of one kind have the same title.", false, true},
	{"duplicate-url", Error, "Two pages have the same address.", true, false},
	{"encoding", Error, "A file is not UTF-8 text.", false, false},
	{"entries", Error, "A data file, or an entry of it, can't be read as notes.", false, false},
	{
		"external-link", Warning,
		"A link to another site can't be opened, or the page has moved; checked with --external.",
		false, true,
	},
	{"file-empty", Warning, "A Markdown file is empty.", false, false},
	{"file-name", Error, "A file or folder name can't be used in an address.", false, false},
	{"file-size", Error, "A file is too large for headsup to read.", false, false},
	{"file-too-complex", Error, "A page's body is too complex to process; the page is published without it.", true, false},
	{"file-unreadable", Error, "A file or folder cannot be read.", true, false},
	{"folder-name", Warning, "A folder's name is close to that of a kind, but not the same, so its files are plain pages.", false, false},
	{"front-matter-bom", Error, "A file begins with a byte order mark.", false, false},
	{"front-matter-syntax", Error, "Front matter is not valid YAML or TOML.", false, false},
	{"front-matter-unclosed", Error, "Front matter has an opening fence but no closing one.", false, false},
	{"front-matter-unfenced", Warning, "A file begins with lines that look like front matter without fences.", false, false},
	{"front-matter-unread", Error, "A file has lines that look like front matter but can't be read.", false, false},
	{"gap", Warning, "People often ask something that no page answers.", false, true},
	{"heading-skip", Warning, "A heading is more than one level below the one before it.", false, true},
	{"html-removed", Warning, "Raw HTML that could run code or isn't allowed was removed.", false, false},
	{"id-lost", Warning, "A page and its ID have disappeared from the product's feed.", false, true},
	{"image-alt", Warning, "An image has no alt text.", false, true},
	{
		"inbound-record", Warning,
		"A line or file in inbound/ isn't a valid record, or refers to something the site doesn't have.",
		false, false,
	},
	{"inbound-themes", Warning, "A decision about themes in inbound/ has an error.", false, false},
	{"inbound-told", Warning, "A line about who was notified has an error, or refers to something the site doesn't have.", false, false},
	{
		"internal-link", Warning,
		"A public page links to an internal page; the public version shows the text without the link.",
		false, false,
	},
	{"internal-word", Error, "A word that headsup.yaml lists as internal appears in something public.", false, false},
	{"launch-date", Warning, "A page has a different date from its launch and doesn't say why.", false, false},
	{"launch-unknown", Error, "A page names a launch that does not exist.", false, false},
	{
		"launch-unready", Warning,
		"A launch is close or past, but a page that headsup.yaml requires for its stage is missing.",
		false, true,
	},
	{"leak", Error, "Internal words were found in something public.", true, false},
	{"link-case", Warning, "A link and its target file differ in upper and lower case.", false, false},
	{"link-scheme", Error, "A link has a scheme that headsup does not allow, such as javascript.", false, false},
	{"literal-markdown", Warning, "Text looks like Markdown but is shown as plain text.", false, false},
	{"name-reserved", Error, "An ID or class is reserved for the theme and was removed.", false, false},
	{"nav", Error, "An entry of the navigation leads to no page, or its file is missing.", false, false},
	{"nav-missing", Warning, "Pages are not in the navigation.", false, true},
	{"no-base-url", Warning, "base_url is not set, so feeds and canonical links carry a placeholder address.", false, false},
	{"no-content", Error, "The content folder has no Markdown files.", true, false},
	{"no-date", Warning, "A release note has no date: not its own, not in its file name, and not from a launch.", false, true},
	{"no-owner", Warning, "A page has no owner, and neither do its products.", false, true},
	{"no-title", Warning, "A page has no title; its file name is used.", false, false},
	{"not-markdown", Warning, "A file looks like a page but its name does not end in .md.", false, false},
	{"note-missing", Error, "A product's code has changed without a release note; checked with --base.", false, true},
	{"orphan", Warning, "Nothing links to a page.", false, true},
	{"orphan-file", Warning, "No page uses a file.", false, true},
	{"output-anchor", Error, "A link in the site leads to an anchor that its page does not have.", false, true},
	{"output-link", Error, "A link in the site is broken.", false, true},
	{"path-conflict", Error, "An output file's name is invalid or clashes with another.", true, false},
	{"permalink-invalid", Error, "An address of a page is not a path, or has a part that the page does not have.", false, false},
	{"picture-metadata", Warning, "Hidden data in an image, such as where it was taken, couldn't be removed.", false, false},
	{"publish-past", Warning, "A change sets a publish_at or internal_at in the past; checked with --base.", false, true},
	{"redirect", Error, "A redirect is broken or in a circle, or hides a page.", false, false},
	{"related-unknown", Error, "related names a page that does not exist.", false, false},
	{
		"request-shipped", Warning,
		"Something people asked for shipped a while ago, and not all of them have been notified.",
		false, true,
	},
	{"request-unknown", Warning, "A page names a theme that has no records.", false, false},
	{"review-due", Warning, "A page is overdue for review.", false, true},
	{"selector-ambiguous", Warning, "A snippet's selector fits several elements of the product; checked with --app.", false, true},
	{"selector-hidden", Warning, "A snippet's selector fits only what can't be seen in the product; checked with --app.", false, true},
	{"selector-not-found", Error, "A snippet's selector fits nothing in the product; checked with --app.", false, true},
	{"silence-unused", Warning, "A page silences a rule that has no findings there.", false, true},
	{"slug-invalid", Error, "A slug is not a path inside its section, or a tag is too long for an address.", false, false},
	{"snippet-long", Warning, "A snippet is too long for its surface.", false, true},
	{"summary-long", Warning, "A summary is too long for lists and feeds.", false, true},
	{"symlink", Error, "A symbolic link leads out of the content folder or to a folder.", false, false},
	{"template-tag", Warning, "A template tag from another tool was removed or is shown as text.", false, false},
	{"text-dropped", Warning, "Part of the body isn't shown to anyone.", false, false},
	{"theme", Error, "A theme layout has an error.", true, false},
	{"to-do", Warning, "A page still contains placeholders from headsup new.", false, false},
	{"tour-steps", Error, "A tour's headings and its steps don't match, or a step is in an internal block.", false, false},
	{"translation-field", Error, "A translation sets a field that only its original may set.", false, false},
	{
		"translation-language", Warning,
		"A file is named like a translation, but headsup.yaml doesn't list its language.",
		false, false,
	},
	{"translation-original", Error, "A file is named like a translation, but its original isn't in the same folder.", false, false},
	{"translation-outdated", Warning, "The original has changed since the translation was last updated.", false, true},
	{"unknown-field", Error, "A front matter key isn't valid for this kind of page.", false, false},
	{"unknown-value", Error, "A value isn't in the list that headsup.yaml allows.", false, false},
	{"unpublished-link", Warning, "A page links to a draft or scheduled page; the text is shown without the link.", false, false},
	{"value-invalid", Error, "A value has the right type but isn't valid, such as a range that ends before it starts.", false, false},
	{"value-required", Error, "A field that this kind of page needs is missing.", false, false},
	{"visibility-unsaid", Warning, "A page of a launch or a targeted snippet doesn't say who can see it.", false, true},
	{"wrong-type", Error, "A value has the wrong type, such as a list where a text is expected.", false, false},
}

package feed

import (
	"headsup/generator/compile/content"
	"headsup/generator/publish/items"
)

// Version is the version of manifests and bundles. Within it, keys are only
// added; what cannot be said in that way gets another version at another address.
const Version = 1

// Manifest is embed/v1/manifest.json: the current names of all bundles. It is
// small and lives shortly, so that bundles can be kept for ever.
type Manifest struct {
	Version     int         `json:"version" jsonschema:"1. Readers of this version leave another one alone."`
	About       string      `json:"about" jsonschema:"Address of this schema."`
	Language    string      `json:"language" jsonschema:"BCP 47 tag of the bundles for people whose language has none."`
	HomePageURL string      `json:"home_page_url" jsonschema:"Where all news are."`
	Bundles     []BundleRef `json:"bundles" jsonschema:"Sorted by name, language and product."`
	Parts       []PartsRef  `json:"parts,omitempty" jsonschema:"Bundles that are there in parts, too, sorted by name and language."`
}

// PartsRef says which parts there are of the bundle of a language: by itself, or by a
// file that has the form of a manifest and the same PartsRef in full,
// embed/v1/NAME.LANGUAGE.parts.HASH.json.
type PartsRef struct {
	Name      string `json:"name" jsonschema:"tips for snippets."`
	Language  string `json:"language" jsonschema:"BCP 47 tag."`
	Parts     []Part `json:"parts,omitempty" jsonschema:"Sorted by product and folder; absent when a file has them."`
	URL       string `json:"url,omitempty" jsonschema:"Of the file that has them, relative to the manifest. It changes with every change of a part."`
	Integrity string `json:"integrity,omitempty" jsonschema:"Digest of the file, as Subresource Integrity writes it."`
}

// Part is a bundle with some of the items: those whose folders lie between two, both
// included. The folder of an item is what its anchor's path begins with, up to the last
// slash before a star, and empty without a path. A page needs the parts in whose
// ranges the empty folder lies, or one that its own path begins with.
type Part struct {
	Product string `json:"product,omitempty" jsonschema:"Id of the product whose items are in it; absent: items without a product."`
	From    string `json:"from,omitempty" jsonschema:"First folder, in the order of UTF-16."`
	To      string `json:"to,omitempty" jsonschema:"Last folder."`
	URL     string `json:"url" jsonschema:"Of the bundle, relative to the manifest. Before .json it has the SHA-256 of the file, in base64 for URLs without padding."`
}

// BundleRef is the current file of a bundle.
type BundleRef struct {
	Name      string `json:"name" jsonschema:"tips for snippets, news for release notes."`
	Language  string `json:"language" jsonschema:"BCP 47 tag."`
	Product   string `json:"product,omitempty" jsonschema:"Id of the one product whose items are in it; absent: all items."`
	URL       string `json:"url" jsonschema:"Of the bundle, relative to the manifest. It changes with every change of the bundle."`
	Integrity string `json:"integrity" jsonschema:"Digest of the file, as Subresource Integrity writes it."`
}

// Bundle is embed/v1/NAME.LANGUAGE.HASH.json, or NAME.PRODUCT.LANGUAGE.HASH.json:
// what a product shows, in one language. Its items carry no ContentText.
type Bundle struct {
	Version   int          `json:"version" jsonschema:"1. Readers of this version leave another one alone."`
	About     string       `json:"about" jsonschema:"Address of this schema."`
	Name      string       `json:"name" jsonschema:"tips for snippets, news for release notes."`
	Language  string       `json:"language" jsonschema:"BCP 47 tag. Items that have no translation have another one."`
	Product   string       `json:"product,omitempty" jsonschema:"Id of the product whose items these are; absent: of all products, or in a part those without one."`
	Items     []Item       `json:"items" jsonschema:"Newest first; items without a date last."`
	Withdrawn []Withdrawal `json:"withdrawn" jsonschema:"Items that were taken back or whose time is over, newest first: take down what is shown of them."`
}

// Withdrawal is what stays of an item that must not be shown any more.
type Withdrawal struct {
	ID          string       `json:"id"`
	Kind        content.Kind `json:"kind,omitempty" jsonschema:"What the item was; in feeds only."`
	Key         string       `json:"key,omitempty" jsonschema:"Of a snippet; in feeds only."`
	WithdrawnAt string       `json:"withdrawn_at,omitempty"`
}

// NewWithdrawal returns what stays of an item that was taken back or has expired:
// enough for a product that still has a copy to take it down.
func NewWithdrawal(it *items.Item) Withdrawal {
	return Withdrawal{ID: it.ID, Kind: it.Kind, Key: it.Snippet.Key, WithdrawnAt: Stamp(it.WithdrawnAt)}
}

// item returns the item as [Match] wants it.
func (w *Withdrawal) item() Item {
	return Item{ID: w.ID, Headsup: Details{Kind: w.Kind, Key: w.Key, Withdrawn: true, WithdrawnAt: w.WithdrawnAt}}
}

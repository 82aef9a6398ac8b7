package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/publish/feed"
)

// Viewer is what a product knows of a person, as [feed.Viewer]; what is left out is not known.
type Viewer struct {
	Plan     string            `json:"plan,omitempty"`
	Role     string            `json:"role,omitempty"`
	Platform string            `json:"platform,omitempty"`
	Segments []string          `json:"segments,omitempty"`
	Version  string            `json:"version,omitempty" jsonschema:"Of the product."`
	Versions map[string]string `json:"versions,omitempty" jsonschema:"Of its components, by name."`
	Locale   string            `json:"locale,omitempty" jsonschema:"BCP 47 tag, such as fr-CA."`
	Path     string            `json:"path,omitempty" jsonschema:"Page of the product, such as /invoices/7."`
	Flags    []string          `json:"flags,omitempty" jsonschema:"Feature flags that are on."`
	User     string            `json:"user,omitempty" jsonschema:"Anything that tells people apart, such as an id. Shares of people go by it."`
	Zone     string            `json:"zone,omitempty" jsonschema:"Time zone, such as Europe/Paris; UTC by default."`

	Since   map[string]string  `json:"since,omitempty" jsonschema:"When something was, by its name, such as signed_up: 2026-11-20."`
	Numbers map[string]float64 `json:"numbers,omitempty" jsonschema:"Numbers, by their names, such as seats: 50."`
}

// SeesInput is what the tool who_sees takes.
type SeesInput struct {
	Item   string `json:"item" jsonschema:"Id, address or path of the snippet or release note, or the key of a snippet."`
	Viewer Viewer `json:"viewer,omitzero" jsonschema:"What the product knows of the person."`
	At     string `json:"at,omitempty" jsonschema:"As if it were this time, as RFC 3339; now by default."`
}

// SeesOutput is what it answers.
type SeesOutput struct {
	State
	Item   Page   `json:"item"`
	Shown  bool   `json:"shown"`
	Reason string `json:"reason,omitempty" jsonschema:"Why not, in one word: internal, withdrawn, plan, version and so on."`
	Detail string `json:"detail,omitempty" jsonschema:"The same for people."`
}

// notInFeed is the reason of items that feeds do not have.
const notInFeed = "internal"

func whoSees(_ context.Context, site *Site, in SeesInput) (out SeesOutput, err error) {
	p, err := itemOf(site, in.Item)
	if err != nil {
		return out, err
	}
	now := site.Now
	if in.At != "" {
		if now, err = time.Parse(time.RFC3339, in.At); err != nil {
			return out, fmt.Errorf("at takes a time such as 2026-11-23T09:00:00Z, not %s", diag.Quote(in.At))
		}
	}
	items, err := feed.Read(site.Files, feed.PathFor(site.Files, in.Viewer.Locale))
	if err != nil {
		return out, err
	}
	out = SeesOutput{State: stateOf(site), Item: pageOf(site, p), Reason: notInFeed}
	out.Detail = "it is in no feed: " + cmp.Or(p.Reason, "it is for colleagues")
	for _, o := range feed.Select(items, feed.Viewer(in.Viewer), feed.History{}, now) {
		if o.Item.ID == p.ID {
			out.Shown, out.Reason, out.Detail = o.Verdict.Shown, string(o.Verdict.Reason), o.Verdict.Detail
		}
	}
	return out, nil
}

// itemOf finds a page that feeds may have, also by the key of a snippet.
func itemOf(site *Site, name string) (*link.Page, error) {
	i := slices.IndexFunc(site.Pages, func(p *link.Page) bool { return p.Kind == content.Snippet && p.Snippet.Key == name && name != "" })
	if i >= 0 {
		return site.Pages[i], nil
	}
	p, _, err := find(site, name)
	if err != nil {
		return nil, err
	}
	if p = p.Origin(); !p.InFeeds() {
		return nil, errors.New("products show this page to nobody; name a snippet or a release note")
	}
	return p, nil
}

package feed

import (
	"bytes"
	"encoding/json"
	"fmt"

	"headsup/generator/content"
	"headsup/generator/site"
)

// feedVersion says which format a JSON feed has.
const feedVersion = "https://jsonfeed.org/version/1.1"

// jsonFormat writes JSON Feed 1.1, one item a line.
type jsonFormat struct{ opt Options }

func (jsonFormat) extension() string { return "json" }
func (jsonFormat) separator() string { return ",\n" }

func (f jsonFormat) envelope(ch *site.Channel, p page) (before, after []byte, err error) {
	doc := Feed{
		Version:     feedVersion,
		Title:       channelTitle(ch, f.opt),
		HomePageURL: ch.Home,
		FeedURL:     p.headURL,
		Description: clip(ch.Description, maxDescription),
		NextURL:     p.olderURL,
		Language:    ch.Language,
		Headsup:     Extension{About: f.opt.About},
	}
	if p.head {
		doc.Headsup.Generator = f.opt.Generator
	}
	b, err := encodeJSON(doc)
	if err != nil {
		return nil, nil, err
	}
	// The items are encoded on their own and stand last.
	return append(bytes.TrimSuffix(b, []byte("null}")), "[\n"...), []byte("\n]}\n"), nil
}

func (f jsonFormat) entry(it *site.Item) (entry, bool, error) {
	var doc Item
	if it.Snippet.Withdrawn && it.Kind == content.Snippet {
		doc = withdrawnItem(it)
	} else {
		doc = f.item(it)
	}
	b, err := encodeJSON(doc)
	if err != nil {
		return entry{}, false, fmt.Errorf("encode item %s: %w", it.ID, err)
	}
	if len(b)+len(f.separator()) > maxItems {
		doc.Title, doc.Summary = clip(doc.Title, maxTitle), clip(doc.Summary, maxDescription)
		doc.ContentHTML, doc.ContentText = excerptHTML(it), excerptText(it)
		if b, err = encodeJSON(doc); err != nil {
			return entry{}, false, fmt.Errorf("encode item %s: %w", it.ID, err)
		}
	}
	if n := len(b) + len(f.separator()); n > maxItems {
		return entry{}, false, tooLarge(it, n)
	}
	return entry{data: b, updated: updated(it)}, true, nil
}

func (f jsonFormat) item(it *site.Item) Item {
	doc := Item{
		ID:            it.ID,
		URL:           it.URL,
		Title:         it.Title,
		Summary:       it.Summary,
		ContentHTML:   it.HTML,
		ContentText:   it.Text,
		Image:         it.Image,
		DatePublished: stamp(it.Published),
		DateModified:  stamp(it.Modified),
		Tags:          it.Tags,
		Language:      it.Language,
		Headsup: Details{
			Kind:        it.Kind,
			Stage:       it.Release.Stage,
			Products:    it.Products,
			Audiences:   it.Audiences,
			Version:     it.Release.Version,
			Impact:      it.Release.Impact,
			Breaking:    it.Release.Breaking,
			Plans:       it.Release.Plans,
			Platforms:   it.Release.Platforms,
			DocsURL:     it.Release.DocsURL,
			PublishAt:   stamp(it.PublishAt),
			ExpiresAt:   stamp(it.ExpiresAt),
			ContentHash: contentHash(it, f.opt.BaseURL),
		},
	}
	if it.CTA.Label != "" || it.CTA.URL != "" {
		doc.Headsup.CTA = &CTA{Label: it.CTA.Label, URL: it.CTA.URL}
	}
	if it.Kind == content.Snippet {
		doc.Headsup.showAs(&it.Snippet)
	}
	return doc
}

// showAs sets what only snippets have: where, when and to whom a product shows
// them.
func (h *Details) showAs(s *content.SnippetDetails) {
	h.Key, h.Surface, h.Trigger, h.Group = s.Key, s.Surface, s.Trigger, s.Group
	h.Priority, h.Dismissible = new(s.Priority), new(s.Dismissible)
	if s.Anchor != (content.Anchor{}) {
		h.Anchor = &Anchor{Path: s.Anchor.Path, Selector: s.Anchor.Selector}
	}
	if s.Frequency.Max > 0 {
		h.Frequency = &Frequency{Max: s.Frequency.Max, Per: s.Frequency.Per}
	}
	h.Target = &Target{
		Plans:     list(s.Target.Plans),
		Roles:     list(s.Target.Roles),
		Platforms: list(s.Target.Platforms),
		Segments:  list(s.Target.Segments),
		Versions:  make([]VersionRange, 0, len(s.Target.Versions)),
		Locales:   list(s.Target.Locales),
		Flags:     list(s.Target.Flags),
	}
	for _, v := range s.Target.Versions {
		h.Target.Versions = append(h.Target.Versions, VersionRange{v.Component, v.MinInclusive, v.MaxExclusive})
	}
}

// withdrawnItem is what stays of a withdrawn snippet: enough for a product that
// still has a copy to take it down.
func withdrawnItem(it *site.Item) Item {
	return Item{
		ID:           it.ID,
		DateModified: stamp(it.Modified),
		Headsup: Details{
			Kind:        it.Kind,
			Key:         it.Snippet.Key,
			Withdrawn:   true,
			WithdrawnAt: stamp(it.Modified),
		},
	}
}

func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}

// encodeJSON encodes a value without escaping all of its HTML, which would make
// feeds a quarter larger. Only "</" and "<!" are, because they alone could end
// the script element of a page that inlines a feed.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	src := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	out := make([]byte, 0, len(src)+bytes.Count(src, []byte("</"))+5*bytes.Count(src, []byte("<!")))
	for {
		// "<" stands in strings only, and never behind a lone backslash.
		i := bytes.IndexByte(src, '<')
		if i < 0 || i+1 == len(src) {
			return append(out, src...), nil
		}
		out = append(out, src[:i]...)
		switch src[i+1] {
		case '/':
			out = append(out, `<\/`...)
			i++
		case '!':
			out = append(out, `\u003c!`...)
			i++
		default:
			out = append(out, '<')
		}
		src = src[i+1:]
	}
}

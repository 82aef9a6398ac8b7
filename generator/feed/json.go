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

// jsonFeed is a JSON Feed without its items, which are encoded on their own and
// stand last. Every page has the head's feed_url: it is the feed's identity.
type jsonFeed struct {
	Version     string        `json:"version"`
	Title       string        `json:"title"`
	HomePageURL string        `json:"home_page_url,omitempty"`
	FeedURL     string        `json:"feed_url"`
	Description string        `json:"description,omitempty"`
	NextURL     string        `json:"next_url,omitempty"`
	Language    string        `json:"language,omitempty"`
	Headsup     jsonExtension `json:"_headsup"`
}

// jsonExtension is the extension at the top of a feed.
type jsonExtension struct {
	About     string `json:"about"`
	Generator string `json:"generator,omitempty"`
}

// jsonItem is one item. content_html is always present, as a feed's item needs
// one of the contents.
type jsonItem struct {
	ID            string      `json:"id"`
	URL           string      `json:"url,omitempty"`
	Title         string      `json:"title,omitempty"`
	Summary       string      `json:"summary,omitempty"`
	ContentHTML   string      `json:"content_html"`
	ContentText   string      `json:"content_text,omitempty"`
	Image         string      `json:"image,omitempty"`
	DatePublished string      `json:"date_published,omitempty"`
	DateModified  string      `json:"date_modified,omitempty"`
	Tags          []string    `json:"tags,omitempty"`
	Language      string      `json:"language,omitempty"`
	Headsup       jsonHeadsup `json:"_headsup"`
}

// jsonHeadsup is the extension of an item. The pointers are set for snippets
// only, where an empty list, a zero or a false has a meaning.
type jsonHeadsup struct {
	Kind        content.Kind   `json:"kind"`
	Key         string         `json:"key,omitempty"`
	Surface     string         `json:"surface,omitempty"`
	Anchor      *jsonAnchor    `json:"anchor,omitempty"`
	Trigger     string         `json:"trigger,omitempty"`
	Target      *jsonTarget    `json:"target,omitempty"`
	Priority    *int           `json:"priority,omitempty"`
	Frequency   *jsonFrequency `json:"frequency,omitempty"`
	Group       string         `json:"group,omitempty"`
	Dismissible *bool          `json:"dismissible,omitempty"`
	CTA         *jsonCTA       `json:"cta,omitempty"`
	Stage       content.Stage  `json:"stage,omitempty"`
	Products    []string       `json:"products,omitempty"`
	Audiences   []string       `json:"audiences,omitempty"`
	Version     string         `json:"version,omitempty"`
	Impact      content.Impact `json:"impact,omitempty"`
	Breaking    bool           `json:"breaking,omitempty"`
	Plans       []string       `json:"plans,omitempty"`
	Platforms   []string       `json:"platforms,omitempty"`
	DocsURL     string         `json:"docs_url,omitempty"`
	PublishAt   string         `json:"publish_at,omitempty"`
	ExpiresAt   string         `json:"expires_at,omitempty"`
	Withdrawn   bool           `json:"withdrawn,omitempty"`
	WithdrawnAt string         `json:"withdrawn_at,omitempty"`
	ContentHash string         `json:"content_hash,omitempty"`
}

type jsonAnchor struct {
	Path     string `json:"path,omitempty"`
	Selector string `json:"selector,omitempty"`
}

// jsonTarget has all its lists, none of them null: empty means everyone.
type jsonTarget struct {
	Plans     []string      `json:"plans"`
	Roles     []string      `json:"roles"`
	Platforms []string      `json:"platforms"`
	Segments  []string      `json:"segments"`
	Versions  []jsonVersion `json:"versions"`
}

type jsonVersion struct {
	Component    string `json:"component"`
	MinInclusive string `json:"min_inclusive,omitempty"`
	MaxExclusive string `json:"max_exclusive,omitempty"`
}

type jsonFrequency struct {
	Max int    `json:"max"`
	Per string `json:"per,omitempty"`
}

type jsonCTA struct {
	Label string `json:"label,omitempty"`
	URL   string `json:"url,omitempty"`
}

// jsonFormat writes JSON Feed 1.1, one item a line.
type jsonFormat struct{ opt Options }

func (jsonFormat) extension() string { return "json" }
func (jsonFormat) separator() string { return ",\n" }

func (f jsonFormat) envelope(ch *site.Channel, p page) (before, after []byte, err error) {
	doc := jsonFeed{
		Version:     feedVersion,
		Title:       channelTitle(ch, f.opt),
		HomePageURL: ch.Home,
		FeedURL:     p.headURL,
		Description: clip(ch.Description, maxDescription),
		NextURL:     p.olderURL,
		Language:    ch.Language,
		Headsup:     jsonExtension{About: f.opt.About},
	}
	if p.head {
		doc.Headsup.Generator = f.opt.Generator
	}
	b, err := encodeJSON(doc)
	if err != nil {
		return nil, nil, err
	}
	return append(bytes.TrimSuffix(b, []byte("}")), `,"items":[`+"\n"...), []byte("\n]}\n"), nil
}

func (f jsonFormat) entry(it *site.Item) (entry, bool, error) {
	var doc jsonItem
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

func (f jsonFormat) item(it *site.Item) jsonItem {
	doc := jsonItem{
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
		Headsup: jsonHeadsup{
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
		doc.Headsup.CTA = &jsonCTA{Label: it.CTA.Label, URL: it.CTA.URL}
	}
	if it.Kind == content.Snippet {
		doc.Headsup.showAs(&it.Snippet)
	}
	return doc
}

// showAs sets what only snippets have: where, when and to whom a product shows
// them.
func (h *jsonHeadsup) showAs(s *content.SnippetDetails) {
	h.Key, h.Surface, h.Trigger, h.Group = s.Key, s.Surface, s.Trigger, s.Group
	h.Priority, h.Dismissible = new(s.Priority), new(s.Dismissible)
	if s.Anchor != (content.Anchor{}) {
		h.Anchor = &jsonAnchor{Path: s.Anchor.Path, Selector: s.Anchor.Selector}
	}
	if s.Frequency.Max > 0 {
		h.Frequency = &jsonFrequency{Max: s.Frequency.Max, Per: s.Frequency.Per}
	}
	h.Target = &jsonTarget{
		Plans:     list(s.Target.Plans),
		Roles:     list(s.Target.Roles),
		Platforms: list(s.Target.Platforms),
		Segments:  list(s.Target.Segments),
		Versions:  make([]jsonVersion, 0, len(s.Target.Versions)),
	}
	for _, v := range s.Target.Versions {
		h.Target.Versions = append(h.Target.Versions, jsonVersion{v.Component, v.MinInclusive, v.MaxExclusive})
	}
}

// withdrawnItem is what stays of a withdrawn snippet: enough for a product that
// still has a copy to take it down.
func withdrawnItem(it *site.Item) jsonItem {
	return jsonItem{
		ID:           it.ID,
		DateModified: stamp(it.Modified),
		Headsup: jsonHeadsup{
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

package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/publish/items"
)

// NewItem returns an item as feeds and bundles carry it. Its body has to be there
// ([items.Item.Filled]). Of what was taken back stays a [NewWithdrawal].
func NewItem(it *items.Item, baseURL string) Item {
	doc := Item{
		ID:            it.ID,
		URL:           it.URL,
		Title:         it.Title,
		Summary:       it.Summary,
		ContentHTML:   it.HTML,
		ContentText:   it.Text,
		Image:         it.Image,
		DatePublished: Stamp(it.Published),
		DateModified:  Stamp(it.Modified),
		Tags:          it.Tags,
		Language:      it.Language,
		Headsup: Details{
			Kind:        it.Kind,
			Ask:         it.Ask,
			Stage:       it.Release.Stage,
			Products:    it.Products,
			Audiences:   it.Audiences,
			Version:     it.Release.Version,
			Impact:      it.Release.Impact,
			Breaking:    it.Release.Breaking,
			Plans:       it.Release.Plans,
			Platforms:   it.Release.Platforms,
			DocsURL:     it.Release.DocsURL,
			PublishAt:   Stamp(it.PublishAt),
			ExpiresAt:   Stamp(it.ExpiresAt),
			ContentHash: ContentHash(it, baseURL),
		},
	}
	if it.CTA.Label != "" || it.CTA.URL != "" {
		doc.Headsup.CTA = &CTA{Label: it.CTA.Label, URL: it.CTA.URL}
	}
	switch it.Kind {
	case content.Snippet:
		doc.Headsup.showAs(&it.Snippet, it.ID)
		for i := range it.Steps {
			doc.Headsup.Steps = append(doc.Headsup.Steps, newStep(&it.Steps[i]))
		}
		for _, t := range it.Tasks {
			doc.Headsup.Items = append(doc.Headsup.Items, Task(t))
		}
	case content.ReleaseNote:
		t := &it.Release.Target
		if doc.Headsup.Rules = newRules(t, it.ID); doc.Headsup.Rules != nil {
			doc.Headsup.For = nobody()
		} else if lists := newTarget(&t.Lists); !lists.empty() {
			doc.Headsup.For = lists
		}
	}
	return doc
}

// showAs sets what only snippets have: where, when and to whom a product shows
// them.
func (h *Details) showAs(s *content.SnippetDetails, id string) {
	h.Key, h.Surface, h.Trigger, h.Group = s.Key, s.Surface, s.Trigger, s.Group
	h.Priority, h.Dismissible = new(s.Priority), new(s.Dismissible)
	if s.Anchor != (content.Anchor{}) {
		h.Anchor = &Anchor{Path: s.Anchor.Path, Selector: s.Anchor.Selector}
	}
	if s.Frequency.Max > 0 {
		h.Frequency = &Frequency{Max: s.Frequency.Max, Per: s.Frequency.Per}
	}
	if h.Rules = newRules(&s.Target, id); h.Rules != nil {
		h.Target = nobody()
	} else {
		h.Target = newTarget(&s.Target.Lists)
	}
}

func newStep(s *items.Step) Step {
	step := Step{Title: s.Title, ContentHTML: s.HTML}
	if s.Selector != "" || s.Path != "" {
		step.Anchor = &Anchor{Path: s.Path, Selector: s.Selector}
	}
	if s.Advance != (content.Advance{}) {
		step.Advance = new(Advance(s.Advance))
	}
	return step
}

// nobody is the target of an item with rules: readers that know of no rules show it to
// nobody, as no version is in an empty range.
func nobody() *Target {
	return newTarget(&content.Lists{Versions: []content.VersionRange{{MinInclusive: "0.0", MaxExclusive: "0.0"}}})
}

// newRules returns what lists do not say of a target; nil when they say it all. A share
// without a key is one of the item's own.
func newRules(t *content.Target, id string) *Rules {
	if !t.HasRules() {
		return nil
	}
	r := &Rules{Target: *newTarget(&t.Lists), Since: t.Since, Numbers: t.Numbers, From: t.From, Until: t.Until}
	if !t.Not.Empty() {
		r.Not = newTarget(&t.Not)
	}
	if t.Share != (content.Share{}) {
		r.Share = &Share{Key: cmp.Or(t.Experiment, id), AtLeast: t.Share.From, LessThan: t.Share.To}
	}
	return r
}

func newTarget(from *content.Lists) *Target {
	t := &Target{
		Plans:     list(from.Plans),
		Roles:     list(from.Roles),
		Platforms: list(from.Platforms),
		Segments:  list(from.Segments),
		Versions:  make([]VersionRange, 0, len(from.Versions)),
		Locales:   list(from.Locales),
		Flags:     list(from.Flags),
	}
	for _, v := range from.Versions {
		t.Versions = append(t.Versions, VersionRange{v.Component, v.MinInclusive, v.MaxExclusive})
	}
	return t
}

func list(l []string) []string {
	if l == nil {
		return []string{}
	}
	return l
}

// Stamp formats a time as RFC 3339 does, "" for the zero time and for years
// that it has no form for.
func Stamp(t time.Time) string {
	if t.IsZero() || t.Year() < 0 || t.Year() > 9999 {
		return ""
	}
	// RFC 3339 has no seconds in its offsets, some zones had in the past.
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.Format(time.RFC3339)
}

// Encode encodes a value without escaping all of its HTML, which would make
// feeds a quarter larger. Only "</" and "<!" are, because they alone could end
// the script element of a page that inlines a feed.
func Encode(v any) ([]byte, error) {
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

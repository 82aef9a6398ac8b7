package digest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"slices"
	"sort"
	"strings"

	"headsup/generator/render/portable"
	"headsup/generator/view/label"
)

// Formats names the formats of a digest.
func Formats() []string { return []string{"markdown", "html", "eml", "slack", "teams", "json"} }

// Most characters of a title, a fact and a text that a format with limits shows.
const (
	titleMost = 140
	factMost  = 80
	factsMost = 8
	textMost  = 500
)

// mailMost is how many bytes of HTML a mail has: programs cut off what is longer.
const mailMost = 90_000

// sectionMost is how many items of a section a format with limits has at most.
const sectionMost = 100

// Render writes the digest in a format. What has a limit is cut: each section has as many
// items as fit, and says how many more there are. The envelope matters for mail only.
func (d *Digest) Render(format string, e Envelope) ([]byte, error) {
	switch format {
	case "markdown":
		return []byte(d.markdown()), nil
	case "html":
		return d.fit(mailMost, (*Digest).html)
	case "eml":
		return d.eml(e)
	case "slack":
		return d.fitting(slackFits, (*Digest).slack)
	case "teams":
		return d.fit(teamsMost, (*Digest).teams)
	case "json":
		return writeJSON(d, "  ")
	}
	return nil, fmt.Errorf("there is no format %q", format)
}

// fit renders the digest in at most so many bytes.
func (d *Digest) fit(most int, render func(*Digest) ([]byte, error)) ([]byte, error) {
	return d.fitting(func(data []byte) bool { return len(data) <= most }, render)
}

// fitting renders as many items of each section as fit.
func (d *Digest) fitting(fits func([]byte) bool, render func(*Digest) ([]byte, error)) ([]byte, error) {
	short := d.cut(sectionMost).clip()
	longest := 0
	for _, s := range short.Sections {
		longest = max(longest, len(s.Items))
	}
	if longest == 0 {
		return render(short)
	}
	var best []byte
	var failed error
	// Fewer items are never longer, so that the most that fit are found by halves.
	sort.Search(longest, func(less int) bool {
		data, err := render(short.cut(longest - less))
		failed = errors.Join(failed, err)
		ok := err == nil && fits(data)
		if ok {
			best = data
		}
		return ok
	})
	if best == nil && failed == nil {
		return render(short.cut(0))
	}
	return best, failed
}

// cut returns the digest with at most so many items in each section.
func (d *Digest) cut(most int) *Digest {
	out := *d
	out.Sections = slices.Clone(d.Sections)
	for i := range out.Sections {
		s := &out.Sections[i]
		if left := len(s.Items) - most; left > 0 {
			s.Items, s.More = s.Items[:most], s.More+left
		}
	}
	return &out
}

// clip returns the digest with texts that are not too long.
func (d *Digest) clip() *Digest {
	out := *d
	out.Title, out.Site = label.Clip(d.Title, titleMost), label.Clip(d.Site, titleMost)
	out.Sections = slices.Clone(d.Sections)
	for i := range out.Sections {
		items := slices.Clone(out.Sections[i].Items)
		for k := range items {
			it := &items[k]
			it.Title, it.Text = label.Clip(it.Title, titleMost), label.Clip(it.Text, textMost)
			it.Facts = slices.Clone(it.Facts[:min(len(it.Facts), factsMost)])
			for j, f := range it.Facts {
				it.Facts[j] = label.Clip(f, factMost)
			}
		}
		out.Sections[i].Items = items
	}
	return &out
}

// internalNote stands on top of a digest that is for colleagues.
const internalNote = "For colleagues only: not for customers."

// Note is what stands on top of the digest, "" when it is for everybody.
func (d *Digest) Note() string {
	if d.Internal {
		return internalNote
	}
	return ""
}

// Subtitle is the site and the time, on one line.
func (d *Digest) Subtitle() string { return d.Site + ", " + d.Period }

// About is what is known of an item besides its title, on one line.
func (it Item) About() string {
	facts := it.Facts
	if it.Internal {
		facts = append([]string{"Internal"}, facts...)
	}
	return strings.Join(facts, " · ")
}

// Rest says how many items of a section were left out, "" when all are there.
func (s Section) Rest() string {
	if s.More == 0 {
		return ""
	}
	return fmt.Sprintf("And %d more", s.More)
}

// open is what the link to the site says.
const open = "Open the site"

func (d *Digest) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", portable.Markdown(d.Title), portable.Markdown(d.Subtitle()))
	if note := d.Note(); note != "" {
		fmt.Fprintf(&b, "\n**%s**\n", note)
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "\n## %s\n\n", portable.Markdown(s.Title))
		for _, it := range s.Items {
			title := portable.Markdown(it.Title)
			if it.URL != "" {
				title = portable.MarkdownLink(it.Title, it.URL)
			}
			fmt.Fprintf(&b, "- %s (%s)\n", title, portable.Markdown(it.About()))
			if it.Text != "" {
				fmt.Fprintf(&b, "  \u2014 %s\n", portable.Markdown(it.Text))
			}
		}
	}
	if d.URL != "" {
		fmt.Fprintf(&b, "\n%s\n", portable.MarkdownLink(open, d.URL))
	}
	return b.String()
}

// plain is the digest for programs that show no HTML.
func (d *Digest) plain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", d.Title, d.Subtitle())
	if note := d.Note(); note != "" {
		fmt.Fprintf(&b, "%s\n", note)
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "\n\n%s\n", strings.ToUpper(s.Title))
		for _, it := range s.Items {
			fmt.Fprintf(&b, "\n* %s\n  %s\n", it.Title, it.About())
			for _, more := range []string{it.Text, it.URL} {
				if more != "" {
					fmt.Fprintf(&b, "  %s\n", more)
				}
			}
		}
		if rest := s.Rest(); rest != "" {
			fmt.Fprintf(&b, "\n%s\n", rest)
		}
	}
	if d.URL != "" {
		fmt.Fprintf(&b, "\n\n%s: %s\n", open, d.URL)
	}
	return b.String()
}

//go:embed digest.html
var htmlText string

var htmlTemplate = htmltemplate.Must(htmltemplate.New("digest.html").Parse(htmlText))

func (d *Digest) html() ([]byte, error) {
	var b bytes.Buffer
	if err := htmlTemplate.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("write the digest as HTML: %w", err)
	}
	return b.Bytes(), nil
}

// writeJSON writes a value as JSON, & and < as they are.
func writeJSON(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write the digest as JSON: %w", err)
	}
	return b.Bytes(), nil
}

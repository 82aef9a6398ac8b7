package digest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"headsup/generator/view/label"
)

// Limits of Slack: of a message's blocks, of what one of them holds, and of all of their
// texts together.
const (
	slackBlocks  = 50
	slackSection = 3_000
	slackHeader  = 150
	slackTotal   = 11_000
)

type slackMessage struct {
	Text   string       `json:"text"` // where no blocks are shown: notifications
	Mrkdwn bool         `json:"mrkdwn"`
	Parse  string       `json:"parse"`
	Unfurl bool         `json:"unfurl_links"`
	Media  bool         `json:"unfurl_media"`
	Blocks []slackBlock `json:"blocks"`
}

type slackBlock struct {
	Type     string      `json:"type"`
	Text     *slackText  `json:"text,omitempty"`
	Elements []slackPart `json:"elements,omitempty"`
}

// slackPart is a text of a context, or a button, whose text is an object.
type slackPart struct {
	Type     string `json:"type"`
	Text     any    `json:"text"`
	Verbatim bool   `json:"verbatim,omitempty"`
	Emoji    *bool  `json:"emoji,omitempty"`
	ActionID string `json:"action_id,omitempty"`
	URL      string `json:"url,omitempty"`
}

// slackText is a text. Verbatim keeps names of channels and people from becoming links.
type slackText struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Verbatim bool   `json:"verbatim,omitempty"`
	Emoji    *bool  `json:"emoji,omitempty"`
}

var slackEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slackEscape keeps a text from being a link, a mention or a date.
func slackEscape(text string) string { return slackEscaper.Replace(text) }

func slackLink(text, url string) string {
	if url == "" {
		return "*" + slackEscape(text) + "*"
	}
	url = strings.NewReplacer("|", "%7C", ">", "%3E", "<", "%3C").Replace(url)
	return "*<" + slackEscape(url) + "|" + slackEscape(text) + ">*"
}

// plainText is a text of a header or a button, as much of it as a header may hold.
func plainText(text string) *slackText {
	emoji := false
	out := slackEscape(text)
	for most := slackHeader; utf8.RuneCountInString(out) > slackHeader; most -= 10 {
		out = slackEscape(label.Clip(text, most))
	}
	return &slackText{Type: "plain_text", Text: out, Emoji: &emoji}
}

func mrkdwn(text string) *slackText { return &slackText{Type: "mrkdwn", Text: text, Verbatim: true} }

func quiet(text string) slackBlock {
	return slackBlock{Type: "context", Elements: []slackPart{{Type: "mrkdwn", Text: text, Verbatim: true}}}
}

// slack writes the digest as blocks.
func (d *Digest) slack() ([]byte, error) {
	m := slackMessage{Text: slackEscape(d.Title + ": " + d.Subtitle()), Parse: "none"}
	m.Blocks = append(m.Blocks, slackBlock{Type: "header", Text: plainText(d.Title)})
	about := slackEscape(d.Subtitle())
	if note := d.Note(); note != "" {
		about += "\n*" + note + "*"
	}
	m.Blocks = append(m.Blocks, quiet(about))
	for _, s := range d.Sections {
		m.Blocks = append(m.Blocks, slackBlock{Type: "header", Text: plainText(s.Title)})
		for _, it := range s.Items {
			text := slackLink(it.Title, it.URL) + "\n_" + slackEscape(it.About()) + "_"
			if it.Text != "" {
				text += "\n" + slackEscape(it.Text)
			}
			m.Blocks = append(m.Blocks, slackBlock{Type: "section", Text: mrkdwn(text)})
		}
		if rest := s.Rest(); rest != "" {
			m.Blocks = append(m.Blocks, quiet(rest))
		}
	}
	if d.URL != "" {
		m.Blocks = append(m.Blocks, slackBlock{Type: "actions", Elements: []slackPart{{
			Type: "button", Text: plainText(open), ActionID: "open-site", URL: d.URL,
		}}})
	}
	return writeJSON(m, "  ")
}

// slackFits reports whether a message is within the limits that depend on how many items
// it has.
func slackFits(data []byte) bool {
	var m slackMessage
	if err := json.Unmarshal(data, &m); err != nil || len(m.Blocks) > slackBlocks {
		return false
	}
	total := 0
	for _, b := range m.Blocks {
		if b.Text != nil {
			n := utf8.RuneCountInString(b.Text.Text)
			if b.Type == "section" && n > slackSection || b.Type == "header" && n > slackHeader {
				return false
			}
			total += n
		}
		for _, e := range b.Elements {
			if text, ok := e.Text.(string); ok {
				total += utf8.RuneCountInString(text)
			}
		}
	}
	return total <= slackTotal
}

// teamsMost is how many bytes a message of Teams has, with what is around the card.
const teamsMost = 20_000

// cardVersion is that of Adaptive Cards.
const cardVersion = "1.5"

// object is one of JSON.
type object map[string]any

// teams writes the digest as a message with an Adaptive Card. All texts are runs, which
// know no Markdown.
func (d *Digest) teams() ([]byte, error) {
	body := []object{
		richText(object{"text": d.Title, "size": "Large", "weight": "Bolder"}),
		richText(object{"text": d.Subtitle(), "isSubtle": true, "size": "Small"}),
	}
	if note := d.Note(); note != "" {
		body = append(body, richText(object{"text": note, "color": "Warning", "weight": "Bolder"}))
	}
	for _, s := range d.Sections {
		title := richText(object{"text": s.Title, "size": "Medium", "weight": "Bolder"})
		title["spacing"], title["separator"] = "Large", true
		body = append(body, title)
		for _, it := range s.Items {
			name := object{"text": it.Title, "weight": "Bolder"}
			if it.URL != "" {
				name["selectAction"] = openURL("", it.URL)
			}
			block := richText(name)
			block["spacing"] = "Medium"
			body = append(body, block, below(object{"text": it.About(), "isSubtle": true, "size": "Small"}))
			if it.Text != "" {
				body = append(body, below(object{"text": it.Text}))
			}
		}
		if rest := s.Rest(); rest != "" {
			body = append(body, richText(object{"text": rest, "isSubtle": true}))
		}
	}
	card := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": cardVersion,
		"fallbackText": cardLiteral(d.Title), "body": body, "msteams": object{"width": "Full"},
	}
	if d.URL != "" {
		card["actions"] = []object{openURL(open, d.URL)}
	}
	return writeJSON(object{"type": "message", "attachments": []object{{
		"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card,
	}}}, "")
}

func richText(runs ...object) object {
	for _, run := range runs {
		run["type"], run["text"] = "TextRun", cardLiteral(run["text"].(string))
	}
	return object{"type": "RichTextBlock", "inlines": runs}
}

// below is a text right under the one before.
func below(run object) object {
	block := richText(run)
	block["spacing"] = "None"
	return block
}

func openURL(title, url string) object {
	out := object{"type": "Action.OpenUrl", "url": url}
	if title != "" {
		out["title"] = title
	}
	return out
}

// cardLiteral keeps a text from holding dates and expressions that a card fills in: a sign
// that is not seen stands behind each brace.
func cardLiteral(text string) string {
	if !strings.Contains(text, "{{") && !strings.Contains(text, "${") {
		return text
	}
	return strings.ReplaceAll(text, "{", "{\u2060")
}

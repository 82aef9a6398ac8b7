package digest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"

	"headsup/generator/author/digest"
	"headsup/generator/tools/npm"
)

// hostile is a text that means something wherever it is not escaped.
const hostile = `<!channel> <@U0123> @here <script>alert(1)</script> [a](javascript:b) **b** & ` +
	`{{DATE(2026-01-01T00:00:00Z)}} {{{x}}} ${y} <at>Ann</at>`

// long is a digest of a title and many items that are as long as can be.
func long(items int) *digest.Digest {
	d := &digest.Digest{
		Version: 1, Title: "What’s new for " + hostile + strings.Repeat("w", 500), Site: hostile, URL: "https://example.com/?a=1|2&b",
		From: "2026-11-16", To: "2026-11-23", Period: "then to now", Internal: true, Language: "en",
	}
	for _, id := range []string{"changed", "gone", "asks", "coming", "tell", "reviews"} {
		s := digest.Section{ID: id, Title: "Section " + id}
		for i := range items {
			s.Items = append(s.Items, digest.Item{
				Title: fmt.Sprint(i, " ", hostile, strings.Repeat(" title", 50)), URL: "https://example.com/x|y?<a>&b=" + fmt.Sprint(i),
				Facts: []string{"Release note", hostile, strings.Repeat("é", 300)}, Text: hostile + strings.Repeat(" <&> words", 900),
				Internal: i%2 == 0,
			})
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

func render(t *testing.T, d *digest.Digest, format string) []byte {
	t.Helper()
	data, err := d.Render(format, digest.Envelope{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Render(format, digest.Envelope{})
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("%s is not the same twice: %v", format, err)
	}
	return data
}

// slackProblems checks a message against what Slack says of blocks, and against the budget
// of all texts together.
func slackProblems(data []byte) (out []string) {
	var m struct {
		Text   string
		Blocks []map[string]any
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return []string{err.Error()}
	}
	if n := len(m.Blocks); n < 1 || n > 50 {
		out = append(out, fmt.Sprint(n, " blocks"))
	}
	total := 0
	text := func(v any, kind string, most int) {
		o, _ := v.(map[string]any)
		s, ok := o["text"].(string)
		n := utf8.RuneCountInString(s)
		total += n
		if !ok || n < 1 || n > most || o["type"] != kind {
			out = append(out, fmt.Sprintf("a text of %d characters, %v, where %d of %s are allowed", n, o["type"], most, kind))
		}
		if kind == "mrkdwn" && o["verbatim"] != true {
			out = append(out, "a text that Slack looks for names in: "+s)
		}
		if kind == "plain_text" && o["emoji"] != false {
			out = append(out, "a text with names of signs: "+s)
		}
		out = append(out, mentions(s)...)
	}
	for _, b := range m.Blocks {
		elements, _ := b["elements"].([]any)
		switch b["type"] {
		case "header":
			text(b["text"], "plain_text", 150)
		case "section":
			text(b["text"], "mrkdwn", 3000)
		case "context":
			if len(elements) < 1 || len(elements) > 10 {
				out = append(out, fmt.Sprint(len(elements), " elements of a context"))
			}
			for _, e := range elements {
				text(e, "mrkdwn", 3000)
			}
		case "actions":
			if len(elements) < 1 || len(elements) > 25 {
				out = append(out, fmt.Sprint(len(elements), " actions"))
			}
			for _, e := range elements {
				button, _ := e.(map[string]any)
				text(button["text"], "plain_text", 75)
				if address, _ := button["url"].(string); button["type"] != "button" || len(address) > 3000 || address == "" {
					out = append(out, fmt.Sprint("not a button: ", button))
				}
			}
		default:
			out = append(out, fmt.Sprint("a block of type ", b["type"]))
		}
	}
	if total > 11_000 {
		out = append(out, fmt.Sprint(total, " characters in all blocks"))
	}
	return append(out, mentions(m.Text)...)
}

// mentions returns what of a text Slack takes for more than words: all but links.
func mentions(text string) (out []string) {
	for part := range strings.SplitSeq(text, "<") {
		if part == text {
			break
		}
		inside, _, closed := strings.Cut(part, ">")
		if strings.HasPrefix(text, part) && !strings.HasPrefix(text, "<") {
			continue // before the first
		}
		if part != "" && (!closed || !strings.HasPrefix(inside, "https://") || strings.Count(inside, "|") != 1) {
			out = append(out, "not a link: "+part)
		}
	}
	return out
}

func TestSlack(t *testing.T) {
	t.Parallel()
	for _, d := range []*digest.Digest{make7(t, digest.Options{Audience: "sales"}), long(1), long(3), long(200)} {
		data := render(t, d, "slack")
		if problems := slackProblems(data); len(problems) > 0 {
			t.Errorf("%s\n%s", strings.Join(problems, "\n"), data)
		}
	}
	data := string(render(t, long(200), "slack"))
	for _, want := range []string{
		"<https://example.com/x%7Cy?%3Ca%3E&amp;b=0|0 &lt;!channel&gt; &lt;@U0123&gt; @here &lt;script&gt;",
		"And 19", "Open the site", "Internal",
	} {
		if !strings.Contains(data, want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
	for _, part := range []string{"&quot;", "&#", `\\u00`, "&amp;amp;"} {
		if strings.Contains(data, part) {
			t.Errorf("more than & < > is escaped: %s", part)
		}
	}
	if problems := slackProblems([]byte(`{"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<!here> ` +
		strings.Repeat("x", 3000) + `"}}]}`)); len(problems) != 3 {
		t.Errorf("the check finds %q", problems)
	}
}

// card reads the Adaptive Card of a message.
func card(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var m struct {
		Type        string
		Attachments []struct {
			ContentType string
			Content     map[string]any
		}
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	if m.Type != "message" || len(m.Attachments) != 1 || m.Attachments[0].ContentType != "application/vnd.microsoft.card.adaptive" {
		t.Fatalf("no message with a card: %s", data)
	}
	return m.Attachments[0].Content
}

// renderCards is given cards to the library that shows them.
const renderCards = `
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
import {parseHTML} from "linkedom";

const {window, document} = parseHTML("<!doctype html><html><body></body></html>");
Object.assign(globalThis, {window, document, HTMLElement: window.HTMLElement, HTMLButtonElement: window.HTMLButtonElement});
Object.defineProperty(window.HTMLElement.prototype, "innerText", {
  get() { return this.textContent; }, set(text) { this.textContent = text; }, configurable: true,
});
const {AdaptiveCard, SerializationContext, Versions} = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");
AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = "MARKDOWN"; result.didProcess = true; };
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((json) => {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(json, context);
  const problems = [...Array(context.eventCount).keys()].map((i) => context.getEventAt(i).message)
    .concat(card.validateProperties().validationEvents.map((e) => e.message));
  const shown = card.render();
  return {
    problems, text: shown.textContent, html: shown.outerHTML,
    links: [...shown.querySelectorAll("a")].map((a) => a.getAttribute("href")), buttons: shown.querySelectorAll("button").length,
  };
})));
`

func TestTeams(t *testing.T) {
	t.Parallel()
	digests := []*digest.Digest{make7(t, digest.Options{Audience: "sales"}), long(1), long(200)}
	var cards []map[string]any
	for _, d := range digests {
		data := render(t, d, "teams")
		if len(data) > 20_000 {
			t.Errorf("%d bytes", len(data))
		}
		c := card(t, data)
		if actions, _ := c["actions"].([]any); len(actions) > 5 {
			t.Errorf("%d actions", len(actions))
		}
		if version, _ := c["version"].(string); version > "1.5" || version < "1.0" {
			t.Errorf("version %q", version)
		}
		cards = append(cards, c)
	}
	input, err := json.Marshal(cards)
	if err != nil {
		t.Fatal(err)
	}
	out, err := npm.Run(t.Context(), renderCards, input)
	if err != nil {
		t.Fatal(err)
	}
	var shown []struct {
		Problems   []string
		Text, HTML string
		Links      []string
		Buttons    int
	}
	if err := json.Unmarshal(out, &shown); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for i, s := range shown {
		if len(s.Problems) > 0 || s.Buttons != 1 || strings.Contains(s.HTML, "MARKDOWN") || strings.Contains(s.HTML, "<script") {
			t.Errorf("card %d: %q, %d buttons, %s", i, s.Problems, s.Buttons, s.HTML)
		}
	}
	for _, want := range []string{"What’s new for Sales", "High impact", "Likely", "Heron, Otter", "Internal"} {
		if !strings.Contains(shown[0].Text, want) {
			t.Errorf("the card does not show %q: %s", want, shown[0].Text)
		}
	}
	if n := len(shown[0].Links); n != 12 {
		t.Errorf("%d links: %q", n, shown[0].Links)
	}
	// A text is shown as it is, but for the sign that is not seen.
	if text := strings.ReplaceAll(shown[1].Text, "\u2060", ""); !strings.Contains(text, hostile) {
		t.Errorf("the card shows %s", text)
	}
	if !strings.Contains(shown[2].Text, "And 19") {
		t.Errorf("the card does not say that there is more: %s", shown[2].Text)
	}
}

// parts reads the texts of a mail with Go's own reader.
func parts(t *testing.T, data []byte) (header mail.Header, texts map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s: %v", kind, err)
	}
	texts = map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return m.Header, texts
		}
		if err != nil {
			t.Fatal(err)
		}
		if p.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("a part is %v", p.Header)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		texts[kind] = string(text)
	}
}

// readMail is given mails to a reader of them.
const readMail = `
import PostalMime from "postal-mime";
import {readFileSync} from "node:fs";
const {subject, from, to, messageId, date, text, html, attachments} = await PostalMime.parse(readFileSync(0));
console.log(JSON.stringify({
  subject, from: from.address, to: (to ?? []).map((a) => a.address), messageId, date, text, html, files: attachments.length,
}));
`

func TestMail(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "sales"})
	target, err := digest.Server("smtp://localhost?from=Digest+%3Cd@example.com%3E&to=a@example.com,b@example.com")
	if err != nil {
		t.Fatal(err)
	}
	data, err := d.Render("eml", target.Envelope)
	if err != nil {
		t.Fatal(err)
	}
	header, texts := parts(t, data)
	if got, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject")); got != "What’s new for Sales" || err != nil {
		t.Errorf("subject %q: %v", got, err)
	}
	if to, err := header.AddressList("To"); err != nil || len(to) != 2 || to[1].Address != "b@example.com" || header.Get("X-Unsent") != "" {
		t.Errorf("to %v: %v", to, err)
	}
	if at, err := header.Date(); err != nil || !at.Equal(d.Made()) {
		t.Errorf("date %v: %v", at, err)
	}
	page, plain := texts["text/html"], texts["text/plain"]
	for _, want := range []string{
		"What’s new for Sales", "Show it here.", "https://example.com/base/releases/export/", "Heron, Otter", "Internal",
	} {
		if !strings.Contains(page, want) || !strings.Contains(plain, want) {
			t.Errorf("no %q in\n%s\n%s", want, page, plain)
		}
	}
	if !strings.Contains(page, "prefers-color-scheme: dark") || !strings.Contains(page, `style="`) || strings.Contains(page, "ZgotmplZ") {
		t.Error("the page has not the styles that it is to have")
	}
	out, err := npm.Run(t.Context(), readMail, data)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Subject, From, MessageID, Text, HTML string
		To                                   []string
		Files                                int
	}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	same := func(a, b string) bool {
		return strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
	}
	if read.Subject != "What’s new for Sales" ||
		read.From != "d@example.com" || len(read.To) != 2 || read.Files != 0 || !same(read.HTML, page) || !same(read.Text, plain) {
		t.Errorf("a reader of mail has %s", out)
	}

	// Without a server it is a draft; and texts stay texts.
	header, texts = parts(t, render(t, long(200), "eml"))
	if header.Get("X-Unsent") != "1" || header.Get("To") != "" {
		t.Errorf("headers %v", header)
	}
	if page := texts["text/html"]; len(page) > 90_000 || strings.Contains(page, "<script") || !strings.Contains(page, "And 1") {
		t.Errorf("%d bytes", len(page))
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	got := string(render(t, long(1), "markdown"))
	for _, bad := range []string{"<script", "@here", "[a](j", "<!channel"} {
		if strings.Contains(got, bad) {
			t.Errorf("%s in\n%s", bad, got)
		}
	}
	if !strings.Contains(got, "(<https://example.com/x|y?%3Ca%3E&b=0>)") {
		t.Errorf("no link in\n%s", got)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	d := make7(t, digest.Options{Audience: "sales"})
	var read digest.Digest
	if err := json.Unmarshal(render(t, d, "json"), &read); err != nil {
		t.Fatal(err)
	}
	if outline(&read) != outline(d) || read.Version != 1 || !read.Internal || read.Audience != "sales" || read.From != "2026-11-16" {
		t.Errorf("read %+v", read)
	}
	if _, err := d.Render("xml", digest.Envelope{}); err == nil {
		t.Error("a format that there is not")
	}
}

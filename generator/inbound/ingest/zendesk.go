package ingest

import (
	"cmp"
	"strings"

	"headsup/generator/inbound/record"
)

// zendesk reads tickets: a page of the API, an array of them, or one a line.
func (r *reader) zendesk(text string) error {
	organizations := map[string]string{}
	for _, o := range firstObject(text).at("organizations").list() {
		organizations[o.at("id").text()] = o.at("name").text()
	}
	for line, n := range r.objects(text, "tickets", "results", "ticket") {
		r.result.Counts.Read++
		switch {
		case n.at("status").text() == "deleted":
			r.leaveOut("deleted")
			continue
		case n.at("public").is(false), n.at("is_public").is(false):
			r.leaveOut("not public")
			continue
		}
		e := entry{file: r.name, line: line}
		e.ID, e.Title, e.At = n.at("id").text(), n.at("subject").text(), n.at("created_at").time()
		e.Text = zendeskText(n)
		e.URL = strings.NewReplacer("/api/v2/tickets/", "/agent/tickets/", ".json", "").Replace(n.at("url").text())
		e.Account = cmp.Or(n.at("organization", "name").text(), organizations[n.at("organization_id").text()])
		e.names = []string{n.at("via", "source", "from", "name").text(), n.at("requester", "name").text(), n.at("submitter", "name").text()}
		rating := n.at("satisfaction_rating")
		e.Text = withRemark(e.Text, rating.at("comment").text())
		switch rating.first("score") + rating.text() {
		case "good":
			e.Score = score(record.MaxScore)
		case "bad":
			e.Score = score(0)
		}
		r.mapped(&e, n)
		r.add(e)
	}
	return r.ctx.Err()
}

// zendeskText is the description of a ticket, or the first public comment of the one
// who asked where that is empty or only says that there was a chat.
func zendeskText(n node) string {
	text := n.at("description").text()
	if strings.TrimSpace(text) != "" && !strings.HasPrefix(text, "Conversation with ") {
		return text
	}
	for _, c := range n.at("comments").list() {
		if c.at("public").is(false) || c.at("author_id").text() != n.at("requester_id").text() {
			continue
		}
		if said := c.first("plain_body"); said != "" {
			return said
		}
		if said := htmlText(c.first("html_body")); said != "" {
			return said
		}
		if said := c.first("body"); said != "" {
			return said
		}
	}
	return text
}

// withRemark is a text with what its author said of the answer.
func withRemark(text, remark string) string {
	if remark = strings.TrimSpace(remark); remark == "" {
		return text
	}
	return strings.TrimSpace(text + "\n\n" + remark)
}

func score(n int) *int { return &n }

// mapped takes the fields that Options.Map names paths for.
func (r *reader) mapped(e *entry, n node) {
	if len(r.Map) == 0 {
		return
	}
	n.flat("", func(path, text string) {
		for _, field := range sortedKeys(r.Map) {
			if !strings.EqualFold(r.Map[field], path) {
				continue
			}
			if field == "at" {
				if at, ok := when(text, cmp.Or(r.Dates, DayFirst), r.Zone); ok {
					e.At = at
				}
			} else if !r.set(&e.Record, field, text) {
				r.note(e.file, e.line, "it has no "+field+" at "+path+" that can be read", "")
			}
		}
	})
}

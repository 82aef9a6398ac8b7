package ingest

import "strings"

// intercom reads conversations: a list of the API, an array of them, or one a line, as
// versions old and new of the API write them.
func (r *reader) intercom(text string) error {
	for line, n := range r.objects(text, "conversations", "data") {
		r.result.Counts.Read++
		source := n.at("source")
		if source.value == nil {
			source = n.at("conversation_message")
		}
		e := entry{file: r.name, line: line}
		e.ID, e.At = n.at("id").text(), n.at("created_at").time()
		if !asked(source) {
			said, ok := firstOfCustomer(n)
			if !ok {
				r.leaveOut("without words of a customer")
				continue
			}
			source = said
			if at := said.at("created_at").time(); !at.IsZero() {
				e.At = at
			}
		}
		e.Text = plain(source.at("body").text())
		e.Title = n.at("title").text()
		if e.Title == "" {
			e.Title = source.at("subject").text()
		}
		e.Title = plain(e.Title)
		e.names = []string{source.at("author", "name").text(), n.at("user", "name").text()}
		e.Account = n.at("company", "name").text()
		rating := n.at("conversation_rating")
		e.Text = withRemark(e.Text, rating.at("remark").text())
		if stars, ok := wholeNumber(rating.at("rating").text()); ok && stars >= 1 && stars <= 5 {
			e.Score = score(2 * stars)
		}
		r.mapped(&e, n)
		r.add(e)
	}
	return r.ctx.Err()
}

// asked reports whether a message is a customer's: no colleague and no machine wrote it.
func asked(message node) bool {
	switch message.at("author", "type").text() {
	case "admin", "bot", "team":
		return false
	}
	return strings.TrimSpace(message.at("body").text()+message.at("subject").text()) != ""
}

// firstOfCustomer is the first part of a conversation that a customer wrote. Notes are
// between colleagues.
func firstOfCustomer(n node) (node, bool) {
	for _, part := range n.at("conversation_parts", "conversation_parts").list() {
		if kind := part.at("part_type").text(); kind == "comment" && asked(part) && part.at("author", "type").text() != "" {
			return part, true
		}
	}
	return node{}, false
}

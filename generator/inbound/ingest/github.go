package ingest

import (
	"regexp"
	"strings"
)

// github reads issues and discussions as gh prints them, and as the APIs of REST and
// GraphQL return them.
func (r *reader) github(text string) error {
	envelopes := []string{
		"items", "data.repository.discussions.nodes", "data.repository.issues.nodes", "data.search.nodes", "data.node.items.nodes",
	}
	for line, n := range r.objects(text, envelopes...) {
		r.result.Counts.Read++
		author := n.at("author")
		if author.value == nil {
			author = n.at("user")
		}
		switch {
		case n.has("pull_request"), strings.Contains(n.first("html_url", "url"), "/pull/"):
			r.leaveOut("pull request")
			continue
		case isMachine(author):
			r.leaveOut("written by a program")
			continue
		}
		e := entry{file: r.name, line: line}
		e.Title, e.At = n.at("title").text(), node{n.first("createdAt", "created_at")}.time()
		e.Text = withoutTemplate(n.first("body", "bodyText"))
		e.URL = n.first("html_url", "url")
		e.ID = e.URL
		if m := inRepository.FindStringSubmatch(e.URL); m != nil {
			e.ID = m[1] + "#" + m[2]
		} else if number := n.at("number").text(); number != "" {
			e.ID = "#" + number
		}
		e.names = []string{author.at("name").text()}
		r.mapped(&e, n)
		r.add(e)
	}
	return r.ctx.Err()
}

var inRepository = regexp.MustCompile(`^https?://[^/]+/([^/]+/[^/]+)/(?:issues|discussions)/([0-9]+)`)

// isMachine reports whether an author is a program. Nobody is none: who deleted an
// account is no author any more.
func isMachine(author node) bool {
	login := author.at("login").text()
	return author.at("is_bot").is(true) || author.at("type").text() == "Bot" || author.at("__typename").text() == "Bot" ||
		strings.HasPrefix(login, "app/") || strings.HasSuffix(login, "[bot]")
}

var (
	comment = regexp.MustCompile(`(?s)<!--.*?(?:-->|\z)`)
	// A heading that a form makes of the name of a field, with the empty line behind it.
	field = regexp.MustCompile(`(?m)^### [^\n]*\n\n`)
	box   = regexp.MustCompile(`(?m)^\s*- \[[ xX]\] [^\n]*(?:\n|\z)`)
)

// withoutTemplate is what somebody wrote into a template or a form: without its comments,
// headings, boxes to tick and fields that were left empty.
func withoutTemplate(body string) string {
	body = comment.ReplaceAllString(strings.ReplaceAll(body, "\r\n", "\n"), "")
	if !field.MatchString(body) {
		return body
	}
	var answers []string
	for _, answer := range field.Split(body, -1) {
		answer = strings.TrimSpace(box.ReplaceAllString(answer, ""))
		if answer != "" && answer != "_No response_" {
			answers = append(answers, answer)
		}
	}
	return strings.Join(answers, "\n\n")
}

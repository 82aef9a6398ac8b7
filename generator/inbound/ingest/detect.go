package ingest

import (
	"context"
	"strings"
)

// detect finds out the format of a file by its first object.
func detect(text string) Format {
	if !isJSON(text) {
		return CSV
	}
	format := JSON
	if byLine(text) {
		format = JSONL
	}
	switch n := firstObject(text); {
	case n.has("tickets"), n.has("requester_id") && n.has("subject"), n.has("raw_subject"):
		return Zendesk
	case n.has("conversations"), strings.HasPrefix(n.at("type").text(), "conversation"), n.has("conversation_message"):
		return Intercom
	case n.at("data").has("repository"), n.has("items") && n.has("incomplete_results"),
		n.has("number") && n.has("title") && (n.has("body") || n.has("html_url")) && !n.has("form_name"):
		return GitHub
	case n.has("human_fields"), n.has("form_name") && n.has("data"):
		return Netlify
	}
	return format
}

// firstObject is the first object of a text, and an empty node where there is none.
func firstObject(text string) node {
	r := &reader{ctx: context.Background(), result: &Result{Counts: Counts{LeftOut: map[string]int{}}}}
	for _, n := range r.objects(text) {
		return n
	}
	return node{}
}

package ingest

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
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

// signatures are what files begin with that are no text, and what to do with them.
var signatures = []struct{ begin, what, hint string }{
	{"PK\x03\x04", "a workbook, a document or an archive", "save a workbook as CSV, and unpack an archive"},
	{"\xD0\xCF\x11\xE0", "a file of Microsoft Office", "save a workbook as CSV"},
	{"%PDF-", "a PDF", "export the data as CSV or JSON"},
	{"\x1F\x8B", "a compressed file", "unpack it, and name the file in it"},
	{"SQLite format 3\x00", "a database", "export the data as CSV or JSON"},
}

// otherFile is an error for a file that is no text, whatever its name says.
func otherFile(data []byte, name string) error {
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.begin)) {
			return fmt.Errorf("%s is %s, which is not read\nhint: %s", name, s.what, s.hint)
		}
	}
	return nil
}

// tableNames are what the names of tables end with.
var tableNames = []string{"", ".csv", ".tsv", ".tab", ".psv", ".txt"}

var webPage = regexp.MustCompile(`(?i)^\s*<(?:!doctype|html|head|\?xml)\b`)

// noTable is an error for a text that nobody has called a table and that is probably
// none. Nearly every text can be read as a table of one column, so the content alone
// does not tell, but for that of web pages: a login page comes when a session has ended,
// and some programs call one a workbook.
func noTable(text, name string) error {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case webPage.MatchString(text):
		return fmt.Errorf("%s holds HTML or XML, not an export\nhint: download it again, as CSV or JSON", name)
	case ext == ".json" || ext == ".jsonl" || ext == ".ndjson":
		return fmt.Errorf("%s is no JSON, as its name says\nhint: export it again, or say --format csv if it is a table", name)
	case !slices.Contains(tableNames, ext):
		return fmt.Errorf("%s does not look like an export\nhint: say --format csv if it is a table", name)
	}
	return nil
}

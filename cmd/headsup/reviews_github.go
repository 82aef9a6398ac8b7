package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"headsup/generator/link"
	"headsup/generator/link/reviews"
	"headsup/generator/render/portable"
	"headsup/generator/view/label"
	ui "headsup/generator/view/words"
)

// reviewIssue is an issue as GitHub takes it to open or change one.
type reviewIssue struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// issueRoom is how many bytes of pages an issue lists. GitHub takes 65,536 characters.
const issueRoom = 50_000

// writeReviewsGitHub writes a line for each owner: the mark of the owner's issue, a tab,
// and the issue in JSON. The issue begins with the mark, so that a workflow finds it
// again; it closes those of which no line has the mark.
func writeReviewsGitHub(w io.Writer, site *link.Site, queue *reviews.Queue) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i := range queue.Owners {
		o := &queue.Owners[i]
		fmt.Fprintf(&b, "%s\t", issueMark(o))
		if err := e.Encode(reviewIssue{Title: "Pages to review: " + o.Title, Body: issueBody(site, o, queue.Within)}); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// issueMark is the first line of the issue of an owner. Names of owners hold neither
// blanks nor angle brackets.
func issueMark(o *reviews.Owner) string { return "<!-- headsup-reviews: " + o.Name + " -->" }

func issueBody(site *link.Site, o *reviews.Owner, within int) string {
	var b strings.Builder
	b.WriteString(issueMark(o) + "\n")
	switch {
	case o.GitHub != "":
		fmt.Fprintf(&b, "@%s, these pages are yours to review.", o.GitHub)
	case o.ID == "":
		b.WriteString("Nobody owns these pages. Give each an `owner`, so that the right person hears of it.")
	default:
		fmt.Fprintf(&b, "These pages are to be reviewed by: %s.", portable.Markdown(o.Title))
	}
	b.WriteString(" Read each of them, correct what no longer holds, and set `review_by` to the next date: " +
		"then it is gone from this list when it is made again. The issue is closed when nothing is left.\n")
	room := issueRoom
	for _, part := range []struct {
		title string
		pages []reviews.Review
	}{{"Overdue", o.Overdue}, {fmt.Sprintf("Due within %s", count(within, "day")), o.Soon}} {
		if len(part.pages) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\n", part.title)
		for i, r := range part.pages {
			line := issueLine(site, r)
			if room -= len(line); room < 0 {
				fmt.Fprintf(&b, "\nAnd %d more.\n", len(part.pages)-i)
				break
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// issueTitle is how many characters of a page's title an issue has.
const issueTitle = 200

func issueLine(site *link.Site, r reviews.Review) string {
	title := label.Clip(r.Title, issueTitle)
	line := portable.Markdown(title)
	if url := pageURL(site, r.Page); url != "" {
		line = portable.MarkdownLink(title, url)
	}
	facts := []string{strings.ToLower(label.Kind(ui.For("en"), r.Kind))}
	for _, t := range r.Products {
		facts = append(facts, portable.Markdown(label.Clip(t.Title, issueTitle)))
	}
	line = "- [ ] " + line + " (" + strings.Join(facts, ", ") + "): " + strings.Join(whenOf(r), ", ")
	if edit := site.EditURL(r.Source); edit != "" {
		line += ", " + portable.MarkdownLink("edit", edit)
	}
	return line + "\n"
}

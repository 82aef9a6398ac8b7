package main

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// document is a page in the fields that MiniSearch gets.
type document struct {
	ID        string `json:"id"` // the page's URL
	Title     string `json:"title"`
	Headings  string `json:"headings"`
	Body      string `json:"body"`
	Tags      string `json:"tags"`
	Questions string `json:"questions"`
}

// makeDocument sorts the text of a page's article into fields. No text is in
// two of them.
func makeDocument(id string, root *html.Node) document {
	d := document{ID: id}
	article := findElement(root, func(n *html.Node) bool {
		return n.Data == "article" && n.Parent != nil && n.Parent.Data == "main"
	})
	if article == nil {
		return d
	}
	var headings, tags, questions, body writer
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			body.add(n.Data)
			return
		case n.Type != html.ElementNode:
			return
		case isAside(n):
			return
		case n.Data == "h1":
			d.Title = text(n)
			return
		case isHeading(n):
			headings.add(" " + text(n))
			body.add(" ")
			return
		case hasClass(n, "tags"):
			tags.add(" " + text(n))
			return
		case hasClass(n, "questions"):
			for c := range n.Descendants() {
				if c.Type == html.ElementNode && c.Data == "li" {
					questions.add(" " + text(c))
				}
			}
			return
		}
		body.between(n)
		for c := range n.ChildNodes() {
			walk(c)
		}
		body.between(n)
	}
	walk(article)
	d.Headings, d.Tags, d.Questions, d.Body = headings.String(), tags.String(), questions.String(), body.String()
	return d
}

func isHeading(n *html.Node) bool {
	return len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '2' && n.Data[1] <= '6'
}

// isAside reports whether an element has nothing of its own to say.
func isAside(n *html.Node) bool {
	switch n.Data {
	case "nav", "script", "style", "svg", "template":
		return true
	}
	return hasClass(n, "source") || hasClass(n, "outline") || hasClass(n, "steps")
}

// writer gathers text and folds white space.
type writer struct{ b strings.Builder }

func (w *writer) add(s string) { w.b.WriteString(s) }

// between parts the words before and after a tag, unless it is of an element
// within a line.
func (w *writer) between(n *html.Node) {
	if !slices.Contains(inline, n.Data) {
		w.b.WriteByte(' ')
	}
}

func (w *writer) String() string { return strings.Join(strings.Fields(w.b.String()), " ") }

// inline are the elements that do not end a word: code is full of them.
var inline = []string{
	"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
	"q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}

// text returns all text of a node with white space folded.
func text(n *html.Node) string {
	var w writer
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			w.add(n.Data)
			return
		}
		w.between(n)
		for c := range n.ChildNodes() {
			walk(c)
		}
		w.between(n)
	}
	walk(n)
	return w.String()
}

// findElement returns the first element of a kind, or nil.
func findElement(root *html.Node, match func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && match(n) {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, name string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), name)
}

package convert

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// readHTML reads a page of HTML, or one in the form in which Confluence stores pages.
func readHTML(src []byte) (*document, error) {
	if bytes.Contains(src, []byte("<ac:")) || bytes.Contains(src, []byte("<ri:")) {
		return readStorage(src)
	}
	root, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		return nil, err
	}
	return &document{root: root}, nil
}

// readStorage reads Confluence's storage format, which is XML: what its elements mean is
// lost when a parser of HTML reads them.
func readStorage(src []byte) (*document, error) {
	wrapped := slices.Concat([]byte("<storage>"), src, []byte("</storage>"))
	tree, err := parseXML(wrapped, true)
	if err != nil {
		return nil, err
	}
	d := &document{root: &html.Node{Type: html.DocumentNode}}
	for _, e := range tree.child("storage").list() {
		d.storage(e, d.root)
	}
	return d, nil
}

// storageAlerts are Confluence's panels and our alerts.
var storageAlerts = map[string]string{"info": "NOTE", "note": "WARNING", "tip": "TIP", "warning": "CAUTION", "panel": "NOTE"}

// storage turns one element of the storage format into HTML.
func (d *document) storage(e *element, into *html.Node) {
	if e.name == "" {
		text(into, e.text)
		return
	}
	all := func(to *html.Node) {
		for _, c := range e.below {
			d.storage(c, to)
		}
	}
	switch e.name {
	case "ac:structured-macro", "ac:macro":
		d.macro(e, into)
	case "ac:link":
		d.storageLink(e, into)
	case "ac:image":
		img := add(into, "img")
		src := e.child("ri:attachment").attr("ri:filename")
		if src == "" {
			src = e.child("ri:url").attr("ri:value")
		}
		img.Attr = []html.Attribute{{Key: "src", Val: src}, {Key: "alt", Val: cmpOr(e.attr("ac:alt"), src)}}
	case "ac:task-list":
		all(add(into, "ul"))
	case "ac:task":
		li := add(into, "li")
		raw(li, box(strings.TrimSpace(e.child("ac:task-status").content()) == "complete"))
		for _, c := range e.child("ac:task-body").list() {
			d.storage(c, li)
		}
	case "ac:placeholder":
		all(add(into, "em"))
	case "ac:emoticon":
		text(into, cmpOr(e.attr("ac:emoji-fallback"), ":"+e.attr("ac:name")+":"))
	case "ac:parameter", "ac:task-id", "ac:task-status", "ri:page", "ri:attachment", "ri:user":
		// about the element, not text for readers
	case "time":
		text(into, e.attr("datetime"))
	default:
		if strings.Contains(e.name, ":") { // layouts and their like
			all(into)
			return
		}
		to := add(into, e.name)
		for _, k := range []string{"href", "src", "alt", "title", "colspan", "rowspan", "start", "class", "id"} {
			if v, ok := e.attrs[k]; ok {
				to.Attr = append(to.Attr, html.Attribute{Key: k, Val: v})
			}
		}
		all(to)
	}
}

// box is the mark of a task.
func box(done bool) string {
	if done {
		return "[x] "
	}
	return "[ ] "
}

func (e *element) parameter(name string) string {
	for _, c := range e.below {
		if c.name == "ac:parameter" && c.attr("ac:name") == name {
			return strings.TrimSpace(c.content())
		}
	}
	return ""
}

func (d *document) macro(e *element, into *html.Node) {
	name := e.attr("ac:name")
	rich := func(to *html.Node) {
		for _, c := range e.child("ac:rich-text-body").list() {
			d.storage(c, to)
		}
	}
	switch {
	case e.child("ac:plain-text-body") != nil:
		code := add(add(into, "pre"), "code")
		if language := e.parameter("language"); language != "" {
			code.Attr = []html.Attribute{{Key: "class", Val: "language-" + language}}
		}
		text(code, e.child("ac:plain-text-body").content())
	case storageAlerts[name] != "":
		rich(alert(into, storageAlerts[name], e.parameter("title")))
	case name == "expand":
		details := add(into, "details")
		text(add(details, "summary"), cmpOr(e.parameter("title"), "More"))
		rich(details)
	case name == "status":
		text(into, e.parameter("title"))
	case e.child("ac:rich-text-body") != nil:
		rich(into)
	case name == "toc", name == "anchor", name == "children", name == "pagetree", name == "recently-updated":
	default:
		d.note("what Confluence fills in (" + name + ")")
	}
}

// storageLink reads a link: what readers see, and where it leads.
func (d *document) storageLink(e *element, into *html.Node) {
	page := e.child("ri:page").attr("ri:content-title")
	href := ""
	switch {
	case page != "":
		href = fileName(page) + ".md"
	case e.child("ri:attachment") != nil:
		href = e.child("ri:attachment").attr("ri:filename")
	}
	if anchor := e.attr("ac:anchor"); anchor != "" {
		href += "#" + anchor
	}
	a := add(into, "a")
	a.Attr = []html.Attribute{{Key: "href", Val: href}}
	switch {
	case e.child("ac:plain-text-link-body") != nil:
		text(a, e.child("ac:plain-text-link-body").content())
	case e.child("ac:link-body") != nil:
		for _, c := range e.child("ac:link-body").below {
			d.storage(c, a)
		}
	default:
		text(a, cmpOr(page, href))
	}
}

// alert appends an alert and returns where its text goes.
func alert(into *html.Node, kind, title string) *html.Node {
	n := add(into, alertTag)
	n.Attr = []html.Attribute{{Key: "kind", Val: kind}}
	if title != "" {
		text(add(add(n, "p"), "strong"), title)
	}
	return n
}

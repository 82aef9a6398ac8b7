package convert

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Elements of our own, between cleaning and printing.
const (
	rawTag   = "headsup-raw"
	alertTag = "headsup-alert"
)

var (
	// kept are the elements that mean something in a page, with the attributes that do.
	kept = map[string][]string{
		"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
		"code": {"class"}, "pre": {"class"}, alertTag: {"kind"}, rawTag: {"md"},
	}
	plain = strings.Fields("p h1 h2 h3 h4 h5 h6 ul li blockquote table thead tbody tfoot tr caption b strong i em del s strike sub sup " +
		"kbd mark u br hr details summary dl dt dd div span section article main header figure figcaption html body")
	dropped = strings.Fields("script style noscript template head link meta title nav form input button " +
		"select textarea object embed svg canvas " +
		"audio source track")
	brush = regexp.MustCompile(`brush:\s*([a-zA-Z0-9+#-]+)`)
)

// clean takes out what readers did not see, and gives what services write in their own
// way the elements that it means.
func clean(d *document) {
	if d.title == "" {
		if n := first(d.root, func(n *html.Node) bool { return n.Data == "h1" && has(n, "page-title") }); n != nil {
			d.title = textOf(n)
			n.Parent.RemoveChild(n)
		} else if n := first(d.root, func(n *html.Node) bool { return n.Data == "title" }); n != nil {
			d.title, d.window = textOf(n), true
		}
	}
	// Some services have the page in one element, and menus beside it.
	for _, mark := range []string{"main-content", "article-body", "page-body"} {
		if n := first(d.root, func(n *html.Node) bool { return attr(n, "id") == mark || mark != "page-body" && has(n, mark) }); n != nil {
			d.root = n
			break
		}
	}
	d.cleanBelow(d.root)
	mendLists(d.root)
	mendInline(d.root)
}

func first(root *html.Node, fits func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && fits(n) {
			return n
		}
	}
	return nil
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

func has(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}

func rename(n *html.Node, tag string) { n.Data, n.DataAtom = tag, 0 }

// cleanBelow cleans the children of a node, from the last to the first, so that they can
// be replaced.
func (d *document) cleanBelow(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch c.Type {
		case html.CommentNode, html.DoctypeNode:
			n.RemoveChild(c)
		case html.ElementNode:
			d.cleanNode(c)
		}
		c = next
	}
}

func (d *document) cleanNode(n *html.Node) {
	parent := n.Parent
	switch {
	case slices.Contains(dropped, n.Data), n.Data == rawTag && n.FirstChild != nil, has(n, "icon") && n.Data == "span" && !hasParent(n,
		"callout"),
		has(n, "aui-icon"), strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "display:none"):
		parent.RemoveChild(n)
		return
	case n.Data == "iframe" || n.Data == "video":
		src := attr(n, "src")
		if src == "" {
			if s := first(n, func(n *html.Node) bool { return n.Data == "source" }); s != nil {
				src = attr(s, "src")
			}
		}
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		if src == "" {
			parent.RemoveChild(n)
			return
		}
		rename(n, "a")
		n.Attr = []html.Attribute{{Key: "href", Val: src}}
		text(n, src)
		return
	case n.Data == "pre":
		d.code(n)
		return
	}
	d.service(n)
	d.cleanBelow(n)
	allowed, known := kept[n.Data]
	if !known && !slices.Contains(plain, n.Data) {
		for n.FirstChild != nil {
			c := n.FirstChild
			n.RemoveChild(c)
			parent.InsertBefore(c, n)
		}
		parent.RemoveChild(n)
		return
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return !slices.Contains(allowed, a.Key) })
	if n.Data == "a" && unsafeAddress(attr(n, "href")) || n.Data == "img" && unsafeAddress(attr(n, "src")) {
		d.note("an address that runs or holds data")
		rename(n, "span")
		n.Attr = nil
	}
}

func hasParent(n *html.Node, class string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if has(p, class) {
			return true
		}
	}
	return false
}

// unsafeAddress reports whether an address has a scheme that is none of the web's.
func unsafeAddress(s string) bool {
	scheme, _, ok := strings.Cut(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, s), ":")
	if !ok || strings.ContainsAny(scheme, "/?#.% ") {
		return false
	}
	return !slices.Contains([]string{"http", "https", "mailto", "tel", "sms"}, strings.ToLower(scheme))
}

// service gives what Confluence, Notion and Zendesk write the elements that it means.
func (d *document) service(n *html.Node) {
	class := attr(n, "class")
	switch {
	case strings.Contains(class, "confluence-information-macro-body"):
	case has(n, "confluence-information-macro"):
		kind := "NOTE"
		for part, is := range map[string]string{"warning": "CAUTION", "note": "WARNING", "tip": "TIP", "information": "NOTE"} {
			if has(n, "confluence-information-macro-"+part) {
				kind = is
			}
		}
		if t := first(n, func(n *html.Node) bool { return n.Data == "p" && has(n, "title") }); t != nil {
			bold := &html.Node{Type: html.ElementNode, Data: "strong"}
			move(t, bold)
			t.AppendChild(bold)
		}
		d.toAlert(n, kind)
	case n.Data == "figure" && has(n, "callout"):
		if icon := first(n, func(n *html.Node) bool { return has(n, "icon") }); icon != nil && icon.Parent != nil {
			icon.Parent.RemoveChild(icon)
		}
		d.toAlert(n, "NOTE")
	case has(n, "callout"), has(n, "admonition"):
		kind := "NOTE"
		for part, is := range map[string]string{"warning": "WARNING", "danger": "CAUTION", "tip": "TIP", "success": "TIP"} {
			if strings.Contains(class, part) {
				kind = is
			}
		}
		d.toAlert(n, kind)
	case has(n, "checkbox"):
		done := has(n, "checkbox-on")
		rename(n, rawTag)
		n.Attr = []html.Attribute{{Key: "md", Val: box(done)}}
	case n.Data == "ul" && has(n, "toggle"): // a list around what is no list
		for li := n.FirstChild; li != nil; li = li.NextSibling {
			rename(li, "div")
		}
		rename(n, "div")
	case n.Data == "ul" && has(n, "inline-task-list"):
		for li := n.FirstChild; li != nil; li = li.NextSibling {
			if li.Data == "li" {
				mark := &html.Node{Type: html.ElementNode, Data: rawTag, Attr: []html.Attribute{{Key: "md", Val: box(has(li, "checked"))}}}
				li.InsertBefore(mark, li.FirstChild)
			}
		}
	}
}

func (d *document) toAlert(n *html.Node, kind string) {
	rename(n, alertTag)
	n.Attr = []html.Attribute{{Key: "kind", Val: kind}}
}

// code reads a block of code: its language, and its text with all lines.
func (d *document) code(n *html.Node) {
	language := ""
	if m := brush.FindStringSubmatch(attr(n, "data-syntaxhighlighter-params")); m != nil {
		language = m[1]
	}
	for c := range n.Descendants() {
		for _, class := range strings.Fields(attr(c, "class")) {
			if l, ok := strings.CutPrefix(class, "language-"); ok {
				language = strings.ToLower(l)
			}
		}
	}
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.Data == "br":
			b.WriteByte('\n')
		}
	}
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.Attr = nil
	inner := add(n, "code")
	if language != "" && language != "none" && language != "plain" {
		setAttr(inner, "class", "language-"+language)
	}
	text(inner, strings.Trim(b.String(), "\n"))
}

// mendLists puts lists that stand between items into the item before, and joins lists
// that go on with the next number.
func mendLists(root *html.Node) {
	var lists []*html.Node
	for n := range root.Descendants() {
		if n.Data == "ul" || n.Data == "ol" {
			lists = append(lists, n)
		}
	}
	for _, n := range lists {
		if p := n.Parent; p != nil && (p.Data == "ul" || p.Data == "ol") {
			if before := elementBefore(n); before != nil {
				p.RemoveChild(n)
				before.AppendChild(n)
			}
		}
	}
	for _, n := range lists {
		before := elementBefore(n)
		if before == nil || before.Data != n.Data {
			continue
		}
		if n.Data == "ol" {
			start, err := strconv.Atoi(attr(n, "start"))
			if first, _ := strconv.Atoi(cmpOr(attr(before, "start"), "1")); err != nil ||
				start != first+items(before) { //nolint:errcheck // 0 fits nothing
				continue
			}
		}
		move(n, before)
		n.Parent.RemoveChild(n)
	}
}

// mendInline takes out what holds nothing, and keeps emphasis of two kinds apart, which
// printing would take for one.
func mendInline(root *html.Node) {
	var nodes []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			nodes = append(nodes, n)
		}
	}
	slices.Reverse(nodes) // what is inside first
	for _, n := range nodes {
		switch n.Data {
		case "strong", "b", "em", "i", "del", "s", "strike", "code", "p", "div", "span", "a", "u", "mark", "sub", "sup":
			if empty(n) && (n.Data != "code" || n.Parent.Data != "pre") && !blank(n) {
				n.Parent.RemoveChild(n)
				continue
			}
		case "h1", "h2", "h3", "h4", "h5", "h6":
			unwrapAll(n, "strong")
			unwrapAll(n, "b")
		}
		if n.Data == "a" && attr(n, "href") == "" {
			rename(n, "span")
		}
		if next := n.NextSibling; next != nil && emphasis[n.Data] != "" && emphasis[next.Data] != "" &&
			emphasis[n.Data] != emphasis[next.Data] {
			n.Parent.InsertBefore(&html.Node{Type: html.ElementNode, Data: rawTag}, next)
		}
	}
}

var emphasis = map[string]string{"strong": "**", "b": "**", "em": "*", "i": "*"}

// blank reports whether an element in a line holds a blank, which is between words.
func blank(n *html.Node) bool {
	return n.Data != "p" && n.Data != "div" && n.FirstChild != nil && n.FirstChild.Type == html.TextNode && n.FirstChild.Data != ""
}

// elementBefore returns the element before a node, nil when text is between them.
func elementBefore(n *html.Node) *html.Node {
	for b := n.PrevSibling; b != nil; b = b.PrevSibling {
		if b.Type == html.ElementNode {
			return b
		}
		if strings.TrimSpace(b.Data) != "" {
			return nil
		}
	}
	return nil
}

func items(list *html.Node) int {
	n := 0
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "li" {
			n++
		}
	}
	return n
}

// unwrapAll replaces all elements of a name by what is in them.
func unwrapAll(root *html.Node, tag string) {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Data == tag {
			found = append(found, n)
		}
	}
	for _, n := range found {
		for n.FirstChild != nil {
			c := n.FirstChild
			n.RemoveChild(c)
			n.Parent.InsertBefore(c, n)
		}
		n.Parent.RemoveChild(n)
	}
}

// takeTitle moves the title out of the body, where the front matter has it. Headings of
// the first level that are left are those of its parts.
func (d *document) takeTitle() {
	var tops []*html.Node
	for n := range d.root.Descendants() {
		if n.Data == "h1" {
			tops = append(tops, n)
		}
	}
	if len(tops) > 0 && (d.title == "" || d.window && len(tops) == 1 || strings.Contains(d.title, textOf(tops[0]))) {
		d.title = textOf(tops[0])
		tops[0].Parent.RemoveChild(tops[0])
		tops = tops[1:]
	}
	if len(tops) == 0 {
		return
	}
	for n := range d.root.Descendants() {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '5' {
			rename(n, "h"+string(n.Data[1]+1))
		}
	}
}

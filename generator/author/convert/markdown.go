package convert

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/marker"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"golang.org/x/net/html"
)

// markdown prints a document.
func (d *document) markdown() []byte {
	body := strings.TrimSpace(printed(d.root))
	if d.after != "" {
		body += "\n" + strings.TrimRight(d.after, "\n")
	}
	return []byte(guarded(body) + "\n")
}

var (
	fence = regexp.MustCompile("^\\s*(?:[-*>]\\s+|\\d+[.)]\\s+)*(```+|~~~+)")
	// listItem is a line that begins an item.
	listItem = regexp.MustCompile(`^\s*(?:[-*]|\d+[.)])\s`)
	blockAt  = regexp.MustCompile(`^((?:\s|>|[-*]\s|\d+[.)]\s)*)(:::)`)
)

// guarded keeps text that looks like a block of ours from being one, and lists tight.
func guarded(body string) string {
	lines := strings.Split(body, "\n")
	open := ""
	out := lines[:0]
	for i, line := range lines {
		if open == "" && i > 0 && i+1 < len(lines) && strings.TrimSpace(line) == "" && line != "" &&
			listItem.MatchString(out[len(out)-1]) && listItem.MatchString(lines[i+1]) {
			continue
		}
		out = append(out, line)
		if m := fence.FindStringSubmatch(line); m != nil {
			switch {
			case open == "":
				open = m[1]
			case strings.HasPrefix(m[1], open):
				open = ""
			}
			continue
		}
		if open == "" {
			out[len(out)-1] = blockAt.ReplaceAllString(line, `$1\$2`)
		}
	}
	return strings.Join(out, "\n")
}

// printed prints what is below a node.
func printed(root *html.Node) string {
	c := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false)),
		strikethrough.NewStrikethroughPlugin(),
	))
	reg := func(tag string, render converter.HandleRenderFunc, block bool) {
		kind := converter.TagTypeInline
		if block {
			kind = converter.TagTypeBlock
		}
		c.Register.RendererFor(tag, kind, render, converter.PriorityEarly)
	}
	reg(rawTag, func(_ converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
		w.WriteString(attr(n, "md")) //nolint:errcheck // a buffer
		return converter.RenderSuccess
	}, false)
	reg(alertTag, renderAlert, true)
	reg("table", renderTable, true)
	reg("details", renderDetails, true)
	reg("dl", renderTerms, true)
	for _, tag := range []string{"sub", "sup", "kbd", "mark", "u"} {
		reg(tag, func(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
			w.WriteString("<" + n.Data + ">") //nolint:errcheck // a buffer
			ctx.RenderChildNodes(ctx, w, n)
			w.WriteString("</" + n.Data + ">") //nolint:errcheck // a buffer
			return converter.RenderSuccess
		}, false)
	}
	out, err := c.ConvertNode(root)
	if err != nil {
		return textOf(root)
	}
	return string(out)
}

// renderAlert prints an alert as a quote with its kind.
func renderAlert(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	var b bytes.Buffer
	ctx.RenderChildNodes(ctx, &b, n)
	w.WriteString("\n\n> [!" + attr(n, "kind") + "]\n") //nolint:errcheck // a buffer
	for _, line := range strings.Split(squeezed(b.String()), "\n") {
		w.WriteString(strings.TrimRight("> "+line, " ") + "\n") //nolint:errcheck // a buffer
	}
	w.WriteString("\n") //nolint:errcheck // a buffer
	return converter.RenderSuccess
}

var blankLines = regexp.MustCompile(`\n\s*\n(\s*\n)*`)

func squeezed(s string) string { return blankLines.ReplaceAllString(strings.TrimSpace(s), "\n\n") }

func renderDetails(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	summary := "More"
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "summary" {
			summary = textOf(c)
			n.RemoveChild(c)
			break
		}
	}
	var b bytes.Buffer
	ctx.RenderChildNodes(ctx, &b, n)
	w.WriteString("\n\n<details>\n<summary>" + html.EscapeString(summary) + "</summary>\n\n" + //nolint:errcheck // a buffer
		squeezed(b.String()) + "\n\n</details>\n\n")
	return converter.RenderSuccess
}

// renderTerms prints a list of terms.
func renderTerms(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	w.WriteString("\n\n") //nolint:errcheck // a buffer
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		var b bytes.Buffer
		switch c.Data {
		case "dt":
			ctx.RenderChildNodes(ctx, &b, c)
			w.WriteString("\n" + oneLine(b.String()) + "\n") //nolint:errcheck // a buffer
		case "dd":
			ctx.RenderChildNodes(ctx, &b, c)
			w.WriteString(": " + strings.ReplaceAll(squeezed(b.String()), "\n", "\n  ") + "\n") //nolint:errcheck // a buffer
		}
	}
	w.WriteString("\n") //nolint:errcheck // a buffer
	return converter.RenderSuccess
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// renderTable prints a table: in Markdown where each cell is a line, else as HTML, so
// that none falls apart.
func renderTable(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	rows := rowsOf(n)
	if len(rows) == 0 {
		return converter.RenderSuccess
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if !simple(rows) {
		w.WriteString("\n\n" + htmlTable(n) + "\n\n") //nolint:errcheck // a buffer
		return converter.RenderSuccess
	}
	w.WriteString("\n\n") //nolint:errcheck // a buffer
	for i, r := range rows {
		w.WriteString("|") //nolint:errcheck // a buffer
		for j := range width {
			cell := ""
			if j < len(r) {
				var b bytes.Buffer
				ctx.RenderChildNodes(ctx, &b, r[j])
				cell = cellText(b.String())
			}
			w.WriteString(" " + cell + " |") //nolint:errcheck // a buffer
		}
		w.WriteString("\n") //nolint:errcheck // a buffer
		if i == 0 {
			w.WriteString("|" + strings.Repeat("---|", width) + "\n") //nolint:errcheck // a buffer
		}
	}
	w.WriteString("\n") //nolint:errcheck // a buffer
	return converter.RenderSuccess
}

var (
	hardBreak = regexp.MustCompile(` {2,}\n`)
	barePipe  = regexp.MustCompile(`(^|[^\\])\|`)
)

func cellText(s string) string {
	s = hardBreak.ReplaceAllString(strings.TrimSpace(s), "<br>")
	s = strings.ReplaceAll(oneLine(s), string(marker.MarkerEscaping)+"|", "|")
	for barePipe.MatchString(s) {
		s = barePipe.ReplaceAllString(s, `$1\|`)
	}
	return s
}

// rowsOf returns the cells of a table, without those of tables in it.
func rowsOf(n *html.Node) (rows [][]*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Data {
		case "tr":
			var row []*html.Node
			for cell := c.FirstChild; cell != nil; cell = cell.NextSibling {
				if cell.Data == "td" || cell.Data == "th" {
					row = append(row, cell)
				}
			}
			rows = append(rows, row)
		case "thead", "tbody", "tfoot":
			rows = append(rows, rowsOf(c)...)
		}
	}
	return rows
}

// simple reports whether each cell is one line of text.
func simple(rows [][]*html.Node) bool {
	for _, row := range rows {
		for _, cell := range row {
			blocks := 0
			for c := range cell.Descendants() {
				switch c.Data {
				case "p", "div":
					if c.Type == html.ElementNode && !empty(c) && (c.FirstChild == nil || c.FirstChild.Data != "p") {
						blocks++
					}
				case "ul", "ol", "pre", "table", "blockquote", "details", "dl", "hr", "h1", "h2", "h3", "h4", "h5", "h6", alertTag:
					return false
				}
			}
			if blocks > 1 || attr(cell, "colspan") != "" && attr(cell, "colspan") != "1" || attr(cell, "rowspan") != "" && attr(cell,
				"rowspan") != "1" {
				return false
			}
		}
	}
	return true
}

// htmlTable prints a table as HTML. No line of it is blank, as the first blank one would
// end it.
func htmlTable(n *html.Node) string {
	var b strings.Builder
	writeHTML(&b, n, false)
	return blankLines.ReplaceAllString(strings.TrimSpace(b.String()), "\n")
}

var lineTags = strings.Fields("table thead tbody tfoot tr td th p ul ol li pre blockquote")

func writeHTML(b *strings.Builder, n *html.Node, code bool) {
	switch n.Type {
	case html.TextNode:
		s := html.EscapeString(n.Data)
		if code {
			s = strings.ReplaceAll(s, "\n", "&#10;")
		} else if strings.TrimSpace(s) == "" {
			s = ""
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				s = " "
			}
		}
		b.WriteString(s)
		return
	case html.ElementNode:
	default:
		return
	}
	tag := n.Data
	switch tag {
	case rawTag:
		b.WriteString(html.EscapeString(strings.TrimSpace(attr(n, "md"))))
		return
	case alertTag:
		tag = "blockquote"
	case "div", "span", "section", "article", "main", "header", "figure", "figcaption":
		tag = ""
	}
	line := slices.Contains(lineTags, tag)
	if tag != "" {
		if line && tag != "p" && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") && (tag == "tr" || tag == "table") {
			b.WriteByte('\n')
		}
		b.WriteString("<" + tag)
		for _, a := range n.Attr {
			if a.Key != "kind" {
				b.WriteString(" " + a.Key + `="` + strings.ReplaceAll(html.EscapeString(a.Val), "\n", " ") + `"`)
			}
		}
		b.WriteByte('>')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeHTML(b, c, code || tag == "pre")
	}
	if tag != "" && tag != "br" && tag != "img" && tag != "hr" {
		b.WriteString("</" + tag + ">")
		if tag == "tr" || tag == "table" {
			b.WriteByte('\n')
		}
	}
}

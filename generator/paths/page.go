package paths

import "strings"

const (
	index = "index.html"
	html  = ".html"
)

// HTML returns the file of the page at a path: "a/b/" is in its own folder, and a path that
// ends in .html is a file itself.
func HTML(page string) string {
	if strings.HasSuffix(page, html) {
		return page
	}
	return page + index
}

// Page returns the path of the page that an HTML file is for, as links and addresses have it.
func Page(file string) string {
	if file == index || strings.HasSuffix(file, "/"+index) {
		return strings.TrimSuffix(file, index)
	}
	return file
}

// MarkdownOf returns where the Markdown form of the page at a path, or at an address, is.
func MarkdownOf(page string) string {
	if bare, ok := strings.CutSuffix(page, html); ok {
		return bare + ".md"
	}
	return page + Markdown
}

// OfMarkdown returns the HTML file that is the same page as a Markdown form.
func OfMarkdown(file string) string {
	if file == Markdown || strings.HasSuffix(file, "/"+Markdown) {
		return strings.TrimSuffix(file, Markdown) + index
	}
	return strings.TrimSuffix(file, ".md") + html
}

// Beside returns the folder for what belongs to the page at a path: its own, or one of its
// name.
func Beside(page string) string {
	if bare, ok := strings.CutSuffix(page, html); ok {
		return bare + "/"
	}
	return page
}

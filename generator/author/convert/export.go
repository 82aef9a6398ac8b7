package convert

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// export reads the archive of a service: pages in HTML or Markdown, pictures, tables.
func (r *Result) export(from io.ReaderAt, size int64, b *budget) error {
	outer, err := openArchive(from, size, b)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	if err := unpack(outer, files, true); err != nil {
		return err
	}
	e := &exported{Result: r, files: files, pages: map[string]string{}}
	return e.convert()
}

// unpack reads all files that a site can use. Notion puts an archive into an archive.
func unpack(a *archive, into map[string][]byte, nested bool) error {
	for _, name := range a.names {
		ext := strings.ToLower(path.Ext(name))
		switch {
		case ext == ".zip" && nested:
			data, err := a.file(name)
			if err != nil {
				return err
			}
			inner, err := openArchive(bytes.NewReader(data), int64(len(data)), a.budget)
			if err != nil {
				return err
			}
			if err := unpack(inner, into, false); err != nil {
				return err
			}
		case ext == ".html", ext == ".htm", ext == ".md", ext == ".csv":
			data, err := a.page(name)
			if err != nil {
				return err
			}
			into[name] = data
		case isPicture(ext), ext == ".pdf":
			data, err := a.file(name)
			if err != nil {
				return err
			}
			into[name] = data
		}
	}
	return nil
}

// exported is an export being converted.
type exported struct {
	*Result
	files map[string][]byte
	pages map[string]string // path in the export, in normal form C -> path in the result
}

// pageID is what Notion and Confluence put behind the name of a page.
var pageID = regexp.MustCompile(`[ _-](?:[0-9a-f]{32}|[0-9]{5,12})$`)

// fileName makes the name of a file from that of a page.
func fileName(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(pageID.ReplaceAllString(norm.NFC.String(strings.TrimSpace(name)), "")) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '.' && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	out := strings.Trim(b.String(), "-.")
	if out == "" {
		return "page"
	}
	return out
}

func (e *exported) convert() error {
	names := make([]string, 0, len(e.files))
	for name := range e.files {
		names = append(names, name)
	}
	slices.Sort(names)
	top := common(names)
	taken := map[string]bool{}
	for _, name := range names {
		ext := strings.ToLower(path.Ext(name))
		if strings.HasSuffix(name, ".csv") && e.files[strings.TrimSuffix(name, ".csv")+"_all.csv"] != nil {
			continue // of the two, the one that no filter has cut
		}
		parts := strings.Split(strings.TrimPrefix(name, top), "/")
		for i := range parts[:len(parts)-1] {
			parts[i] = fileName(parts[i])
		}
		last := parts[len(parts)-1]
		stem := fileName(strings.TrimSuffix(strings.TrimSuffix(last, path.Ext(last)), "_all"))
		if isPage := ext == ".html" || ext == ".htm" || ext == ".md" || ext == ".csv"; isPage {
			ext = ".md"
		}
		to := unique(path.Join(append(parts[:len(parts)-1], stem)...), ext, taken)
		e.pages[name] = to
	}
	for _, name := range names {
		to, ok := e.pages[name]
		if !ok {
			continue
		}
		if err := e.one(name, to); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if e.Pages == 0 {
		return fmt.Errorf("%w: there is no page in it", ErrForm)
	}
	slices.SortStableFunc(e.Files, func(a, b File) int {
		am, bm := strings.HasSuffix(a.Path, ".md"), strings.HasSuffix(b.Path, ".md")
		switch {
		case am == bm:
			return 0
		case am:
			return -1
		}
		return 1
	})
	return nil
}

// common returns the folder that all files are in, with its slash.
func common(names []string) string {
	top := ""
	for i, name := range names {
		dir, _, ok := strings.Cut(name, "/")
		switch {
		case !ok, i > 0 && dir+"/" != top:
			return ""
		}
		top = dir + "/"
	}
	return top
}

func unique(stem, ext string, taken map[string]bool) string {
	name := stem + ext
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s-%d%s", stem, n, ext)
	}
	taken[strings.ToLower(name)] = true
	return name
}

// one converts one file of the export.
func (e *exported) one(name, to string) error {
	data := e.files[name]
	stem := pageID.ReplaceAllString(strings.TrimSuffix(strings.TrimSuffix(path.Base(name), path.Ext(name)), "_all"), "")
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		d, err := readHTML(data)
		if err != nil {
			return err
		}
		e.relink(d, name, to)
		e.addPage(to, d, stem)
	case ".md":
		e.Files = append(e.Files, File{to, e.notionPage(data, name, to, stem)})
		e.Pages++
	case ".csv":
		page, err := e.table(data, name, to, stem)
		if err != nil {
			return err
		}
		e.Files = append(e.Files, File{to, page})
		e.Pages++
	default:
		e.Files = append(e.Files, File{to, data})
	}
	return nil
}

// target returns where a link of a page leads in the result, "" when it leads elsewhere.
func (e *exported) target(dest, from, to string) string {
	dest, anchor, hasAnchor := strings.Cut(dest, "#")
	if dest == "" || strings.Contains(dest, "://") {
		return ""
	}
	plain, err := url.PathUnescape(dest)
	if err != nil {
		plain = dest
	}
	found, ok := e.pages[norm.NFC.String(path.Join(path.Dir(from), plain))]
	if !ok && strings.HasSuffix(plain, ".csv") {
		found, ok = e.pages[norm.NFC.String(path.Join(path.Dir(from), strings.TrimSuffix(plain, ".csv")+"_all.csv"))]
	}
	if !ok {
		return ""
	}
	found = relative(path.Dir(to), found)
	if hasAnchor && anchor != "" {
		found += "#" + anchor
	}
	return found
}

// relative returns a path as seen from a folder.
func relative(dir, name string) string {
	if dir == "." {
		return name
	}
	from, at := strings.Split(dir, "/"), strings.Split(name, "/")
	n := 0
	for n < len(from) && n < len(at)-1 && from[n] == at[n] {
		n++
	}
	return strings.Repeat("../", len(from)-n) + strings.Join(at[n:], "/")
}

// relink gives links and pictures of a page the names that files have in the result.
func (e *exported) relink(d *document, from, to string) {
	for n := range d.root.Descendants() {
		key := map[string]string{"a": "href", "img": "src"}[n.Data]
		if n.Type != html.ElementNode || key == "" {
			continue
		}
		if at := e.target(attr(n, key), from, to); at != "" {
			setAttr(n, key, at)
		}
	}
}

var (
	markdownLink = regexp.MustCompile(`(\]\()(<[^<>\n]*>|[^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)(\))`)
	relation     = regexp.MustCompile(`([^,()]*[^,()\s]) \(([^()\s]+\.md)\)`)
	property     = regexp.MustCompile(`^([^:\n]{1,80}): (.*)$`)
)

// notionPage rewrites a page that is Markdown already: its title and tags, the list of
// properties below its heading, its links.
func (e *exported) notionPage(src []byte, name, to, stem string) []byte {
	text := strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n")
	d := &document{title: stem}
	if rest, ok := strings.CutPrefix(text, "# "); ok {
		d.title, text, _ = strings.Cut(rest, "\n")
	}
	lines := strings.Split(strings.TrimLeft(text, "\n"), "\n")
	var facts []string
	n := 0
	for ; n < len(lines); n++ {
		m := property.FindStringSubmatch(lines[n])
		if m == nil {
			break
		}
		if strings.EqualFold(m[1], "tags") {
			for _, tag := range strings.Split(m[2], ",") {
				d.tags = append(d.tags, strings.TrimSpace(tag))
			}
			continue
		}
		value := relation.ReplaceAllStringFunc(m[2], func(s string) string {
			r := relation.FindStringSubmatch(s)
			if at := e.target(r[2], name, to); at != "" {
				return "[" + r[1] + "](" + at + ")"
			}
			return s
		})
		facts = append(facts, "- **"+strings.TrimSpace(m[1])+":** "+value)
	}
	if n > 0 && (n == len(lines) || strings.TrimSpace(lines[n]) == "") {
		for lines = lines[n:]; len(lines) > 0 && strings.TrimSpace(lines[0]) == ""; {
			lines = lines[1:]
		}
		if len(facts) > 0 {
			lines = append(append(facts, ""), lines...)
		}
	} else {
		d.tags = nil
	}
	body := markdownLink.ReplaceAllStringFunc(strings.TrimSpace(strings.Join(lines, "\n")), func(link string) string {
		m := markdownLink.FindStringSubmatch(link)
		if at := e.target(strings.Trim(m[2], "<>"), name, to); at != "" {
			return m[1] + at + m[3]
		}
		return link
	})
	return slices.Concat(frontMatter(d), []byte(guarded(body)+"\n"))
}

// table makes a page of a database: its rows, each with its page where it has one.
func (e *exported) table(src []byte, name, to, stem string) ([]byte, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	// The pages of its rows are in the folder of its name, with or without the id.
	dir := strings.TrimSuffix(strings.TrimSuffix(name, path.Ext(name)), "_all")
	byTitle := map[string]string{}
	for from, at := range e.pages {
		if in := path.Dir(from); (in == dir || in == pageID.ReplaceAllString(dir, "")) && strings.HasSuffix(from, ".md") {
			byTitle[fileName(strings.TrimSuffix(path.Base(from), ".md"))] = at
		}
	}
	var b strings.Builder
	for i, row := range rows {
		b.WriteByte('|')
		for j, cell := range row {
			cell = escapeCell(cell)
			if at := byTitle[fileName(cell)]; i > 0 && j == 0 && cell != "" && at != "" {
				cell = "[" + cell + "](" + relative(path.Dir(to), at) + ")"
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteByte('\n')
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
	return slices.Concat(frontMatter(&document{title: stem}), []byte(b.String())), nil
}

var cellSigns = strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "[", `\[`, "]", `\]`, "*", `\*`, "`", "\\`", "\n", "<br>", "\r", "")

func escapeCell(s string) string { return cellSigns.Replace(strings.TrimSpace(s)) }

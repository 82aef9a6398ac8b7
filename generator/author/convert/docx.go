package convert

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// docx reads a document of Word as ECMA-376 describes it.
type docx struct {
	*document
	zip       *archive
	styles    map[string]*style
	numbering map[string]map[string]level // number -> depth -> how it is numbered
	targets   map[string]string           // id of a relation -> where it leads
	external  map[string]bool
	footnotes map[string]*element
	endnotes  map[string]*element

	counts map[string]int // items so far, by number and depth
	lists  []openList
	pics   map[string]string // part -> name of its copy
	noted  []*element        // footnotes in the order of their marks
	fields []string          // of fields that are open, "" once the result begins
}

// style is a style of paragraphs or characters.
type style struct {
	name    string // in small letters; the one that Word keeps in all languages
	basedOn string
	outline string // outline level, 0-based; "" for none
	num     *element
	mono    bool
}

type level struct {
	bullet bool
	none   bool
	start  int
}

type openList struct {
	key  string // number and depth
	deep int
	node *html.Node // ol or ul
}

func readDocx(a *archive) (*document, error) {
	d := &docx{
		document: &document{root: &html.Node{Type: html.DocumentNode}}, zip: a, styles: map[string]*style{}, counts: map[string]int{},
		numbering: map[string]map[string]level{}, targets: map[string]string{}, external: map[string]bool{},
		pics: map[string]string{},
	}
	main := "word/document.xml"
	if rels, err := d.part("_rels/.rels", true); err == nil && rels != nil {
		for _, r := range rels.child("Relationships").list() {
			if strings.HasSuffix(r.attr("Type"), "/officeDocument") && r.attr("Target") != "" {
				main = strings.TrimPrefix(r.attr("Target"), "/")
			}
		}
	}
	doc, err := d.part(main, false)
	if err != nil {
		return nil, err
	}
	body := doc.child("document").child("body")
	if body == nil {
		return nil, fmt.Errorf("%w: it has no document of Word in it", ErrForm)
	}
	dir := path.Dir(main)
	for name, read := range map[string]func(*element){
		dir + "/styles.xml": d.readStyles, dir + "/numbering.xml": d.readNumbering,
		dir + "/_rels/" + path.Base(main) + ".rels": func(e *element) { d.readRelations(e, dir) },
		dir + "/footnotes.xml":                      func(e *element) { d.footnotes = notesByID(e.child("footnotes")) },
		dir + "/endnotes.xml":                       func(e *element) { d.endnotes = notesByID(e.child("endnotes")) },
	} {
		part, err := d.part(name, true)
		if err != nil {
			return nil, err
		}
		if part != nil {
			read(part)
		}
	}
	if err := d.blocks(body, d.root); err != nil {
		return nil, err
	}
	return d.document, d.printNotes()
}

// part reads a part of the document; nil when it is not there and may be missing.
func (d *docx) part(name string, optional bool) (*element, error) {
	if optional && d.zip.files[name] == nil {
		return nil, nil //nolint:nilnil // a part that is not there
	}
	src, err := d.zip.page(name)
	if err != nil {
		return nil, err
	}
	return parseXML(src, false)
}

func (e *element) list() []*element {
	if e == nil {
		return nil
	}
	return e.below
}

func (d *docx) readStyles(e *element) {
	for _, s := range e.child("styles").list() {
		if s.name != "style" {
			continue
		}
		props := s.child("pPr")
		d.styles[s.attr("styleId")] = &style{
			name: strings.ToLower(s.child("name").val()), basedOn: s.child("basedOn").val(), outline: props.child("outlineLvl").val(),
			num: props.child("numPr"), mono: isMono(s.child("rPr")),
		}
	}
}

func (d *docx) readNumbering(e *element) {
	shapes := map[string]map[string]level{}
	for _, n := range e.child("numbering").list() {
		switch n.name {
		case "abstractNum":
			levels := map[string]level{}
			for _, l := range n.below {
				if l.name == "lvl" {
					levels[l.attr("ilvl")] = levelOf(l)
				}
			}
			shapes[n.attr("abstractNumId")] = levels
		case "num":
			levels := map[string]level{}
			for k, v := range shapes[n.child("abstractNumId").val()] {
				levels[k] = v
			}
			for _, o := range n.below {
				if o.name != "lvlOverride" {
					continue
				}
				l := levels[o.attr("ilvl")]
				if own := o.child("lvl"); own != nil {
					l = levelOf(own)
				}
				if start, err := strconv.Atoi(o.child("startOverride").val()); err == nil {
					l.start = start
				}
				levels[o.attr("ilvl")] = l
			}
			d.numbering[n.attr("numId")] = levels
		}
	}
}

func levelOf(l *element) level {
	start, err := strconv.Atoi(l.child("start").val())
	if err != nil {
		start = 1
	}
	form := l.child("numFmt").val()
	return level{bullet: form == "bullet", none: form == "none", start: start}
}

func (d *docx) readRelations(e *element, dir string) {
	for _, r := range e.child("Relationships").list() {
		id, target := r.attr("Id"), r.attr("Target")
		if d.external[id] = r.attr("TargetMode") == "External"; !d.external[id] {
			if strings.HasPrefix(target, "/") {
				target = strings.TrimPrefix(target, "/")
			} else {
				target = path.Join(dir, target)
			}
		}
		d.targets[id] = target
	}
}

func notesByID(e *element) map[string]*element {
	out := map[string]*element{}
	for _, n := range e.list() {
		if t := n.attr("type"); n.name != "" && (t == "" || t == "normal") {
			out[n.attr("id")] = n
		}
	}
	return out
}

// styleOf returns a style and those that it is based on, nearest first.
func (d *docx) styleOf(id string) []*style {
	var chain []*style
	for range 20 { // a circle is no document
		s := d.styles[id]
		if s == nil {
			break
		}
		chain = append(chain, s)
		id = s.basedOn
	}
	if len(chain) == 0 && id != "" {
		name := strings.ToLower(id)
		if n := strings.TrimPrefix(name, "heading"); n != name && n != "" {
			name = "heading " + strings.TrimSpace(n)
		}
		chain = append(chain, &style{name: name})
	}
	return chain
}

// blocks reads what stands in a body, a cell or a note.
func (d *docx) blocks(e *element, into *html.Node) error {
	outer := d.lists
	d.lists = nil
	defer func() { d.lists = outer }()
	return d.blocksOf(e, into)
}

func (d *docx) blocksOf(e *element, into *html.Node) error {
	for _, b := range e.list() {
		switch b.name {
		case "p":
			if err := d.paragraph(b, into); err != nil {
				return err
			}
		case "tbl":
			d.lists = nil
			if err := d.table(b, into); err != nil {
				return err
			}
		case "sdt":
			if gallery := b.child("sdtPr").child("docPartObj").child("docPartGallery"); gallery.val() == "Table of Contents" {
				continue
			}
			if err := d.blocksOf(b.child("sdtContent"), into); err != nil {
				return err
			}
		case "ins", "moveTo", "customXml", "smartTag":
			if err := d.blocksOf(b, into); err != nil {
				return err
			}
		case "AlternateContent":
			if err := d.blocksOf(b.child("Choice"), into); err != nil {
				return err
			}
		}
	}
	return nil
}

// paragraph reads a paragraph as what its style says, then its outline level.
func (d *docx) paragraph(p *element, into *html.Node) error {
	props := p.child("pPr")
	chain := d.styleOf(props.child("pStyle").val())
	names := make([]string, len(chain))
	for i, s := range chain {
		names[i] = s.name
	}
	if slices.ContainsFunc(names, func(n string) bool {
		return strings.HasPrefix(n, "toc ") || n == "toc heading" || n == "table of figures"
	}) {
		return nil
	}
	inline := &html.Node{Type: html.ElementNode, Data: "span"}
	if err := d.runs(p, inline); err != nil {
		return err
	}
	if empty(inline) {
		return nil
	}
	tag := ""
	for _, n := range names {
		switch {
		case n == "title":
			if d.title == "" {
				d.title = textOf(inline)
				return nil
			}
			tag = "h1"
		case strings.HasPrefix(n, "heading ") && len(n) == 9 && n[8] >= '1' && n[8] <= '9':
			tag = "h" + string(min(n[8], '6'))
		case n == "quote", n == "intense quote", n == "block text":
			tag = "blockquote"
		case n == "html preformatted", n == "source code", n == "code", n == "plain text":
			tag = "pre"
		}
		if tag != "" {
			break
		}
	}
	if tag == "" {
		tag = d.outlined(props, chain)
	}
	num := props.child("numPr")
	for _, s := range chain {
		if num == nil {
			num = s.num
		}
	}
	if num != nil && (tag == "" || tag == "blockquote") {
		if id := num.child("numId").val(); id != "" && id != "0" {
			if d.item(id, num.child("ilvl").val(), inline, into) {
				return nil
			}
		}
	}
	d.lists = nil
	switch tag {
	case "blockquote", "pre":
		if last := into.LastChild; last != nil && last.Data == tag {
			if tag == "pre" {
				last.FirstChild.AppendChild(&html.Node{Type: html.TextNode, Data: "\n"})
				move(inline, last.FirstChild)
			} else {
				move(inline, add(last, "p"))
			}
			return nil
		}
		block := add(into, tag)
		if tag == "pre" {
			move(inline, add(block, "code"))
		} else {
			move(inline, add(block, "p"))
		}
	case "":
		move(inline, add(into, "p"))
	default:
		unwrapAll(inline, "strong")
		move(inline, add(into, tag))
	}
	return nil
}

func (d *docx) outlined(props *element, chain []*style) string {
	lvl := props.child("outlineLvl").val()
	for _, s := range chain {
		if lvl == "" {
			lvl = s.outline
		}
	}
	if n, err := strconv.Atoi(lvl); err == nil && n >= 0 && n < 9 {
		return fmt.Sprintf("h%d", min(n+1, 6))
	}
	return ""
}

// item adds an item of a list, at its depth, and goes on with the numbers of before.
func (d *docx) item(id, depth string, inline, into *html.Node) bool {
	l, ok := d.numbering[id][cmpOr(depth, "0")]
	if ok && l.none {
		return false
	}
	if !ok {
		l = level{bullet: true, start: 1}
	}
	deep, _ := strconv.Atoi(depth) //nolint:errcheck // without one it is the first
	deep = max(0, min(deep, 8))
	key := id + " " + strconv.Itoa(deep)
	for len(d.lists) > 0 && (d.lists[len(d.lists)-1].deep > deep ||
		d.lists[len(d.lists)-1].deep == deep && d.lists[len(d.lists)-1].key != key) {
		d.lists = d.lists[:len(d.lists)-1]
	}
	for k := range d.counts { // deeper levels begin again
		if n, lvl, _ := strings.Cut(k, " "); n == id && lvl > strconv.Itoa(deep) {
			delete(d.counts, k)
		}
	}
	if len(d.lists) == 0 || d.lists[len(d.lists)-1].deep < deep {
		parent := into
		if len(d.lists) > 0 && d.lists[len(d.lists)-1].node.LastChild != nil {
			parent = d.lists[len(d.lists)-1].node.LastChild
		}
		tag := "ol"
		if l.bullet {
			tag = "ul"
		}
		list := add(parent, tag)
		if first := l.start + d.counts[key]; !l.bullet && first != 1 {
			list.Attr = append(list.Attr, html.Attribute{Key: "start", Val: strconv.Itoa(first)})
		}
		d.lists = append(d.lists, openList{key, deep, list})
	}
	d.counts[key]++
	move(inline, add(d.lists[len(d.lists)-1].node, "li"))
	return true
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// runs reads what stands in a paragraph.
func (d *docx) runs(e *element, into *html.Node) error {
	for _, r := range e.list() {
		var err error
		switch r.name {
		case "r":
			err = d.run(r, into)
		case "hyperlink":
			to := into
			if id := r.attr("id"); d.external[id] {
				to = add(into, "a")
				to.Attr = append(to.Attr, html.Attribute{Key: "href", Val: d.targets[id]})
			}
			err = d.runs(r, to)
		case "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo":
			err = d.runs(r, into)
		case "sdt":
			err = d.runs(r.child("sdtContent"), into)
		case "oMath", "oMathPara":
			d.note("a formula")
			text(into, r.content())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// run reads a run of text with one look.
func (d *docx) run(r *element, into *html.Node) error {
	props := r.child("rPr")
	if props.child("vanish").on() {
		return nil
	}
	to := into
	wrap := func(when bool, tag string) {
		if when {
			to = add(to, tag)
		}
	}
	mono := isMono(props)
	for _, s := range d.styleOf(props.child("rStyle").val()) {
		mono = mono || s.mono || strings.Contains(s.name, "code") || s.name == "verbatim char"
	}
	align := props.child("vertAlign").val()
	for _, c := range r.below {
		if c.name == "footnoteReference" || c.name == "endnoteReference" {
			align = ""
		}
	}
	wrap(props.child("strike").on() || props.child("dstrike").on(), "del")
	wrap(props.child("b").on(), "strong")
	wrap(props.child("i").on(), "em")
	wrap(align == "superscript", "sup")
	wrap(align == "subscript", "sub")
	wrap(mono, "code")
	for _, c := range r.below {
		if err := d.piece(c, to); err != nil {
			return err
		}
	}
	return nil
}

// piece reads one part of a run.
func (d *docx) piece(c *element, to *html.Node) error {
	inField := len(d.fields) > 0 && d.fields[len(d.fields)-1] != ""
	switch c.name {
	case "fldChar":
		switch c.attr("fldCharType") {
		case "begin":
			d.fields = append(d.fields, " ")
		case "separate":
			if len(d.fields) > 0 {
				d.fields[len(d.fields)-1] = ""
			}
		case "end":
			if len(d.fields) > 0 {
				d.fields = d.fields[:len(d.fields)-1]
			}
		}
	case "t":
		if !inField {
			text(to, c.content())
		}
	case "tab":
		text(to, " ")
	case "noBreakHyphen":
		text(to, "\u2011")
	case "br", "cr":
		if t := c.attr("type"); t == "" || t == "textWrapping" {
			add(to, "br")
		}
	case "footnoteReference":
		d.mark(d.footnotes[c.attr("id")], to)
	case "endnoteReference":
		d.mark(d.endnotes[c.attr("id")], to)
	case "drawing", "pict", "object":
		return d.drawing(c, to)
	case "AlternateContent":
		for _, inner := range c.child("Choice").list() {
			if err := d.piece(inner, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// mark adds the mark of a footnote.
func (d *docx) mark(note *element, to *html.Node) {
	if note == nil {
		return
	}
	d.noted = append(d.noted, note)
	raw(to, fmt.Sprintf("[^%d]", len(d.noted)))
}

// printNotes adds the texts of footnotes. One may lead to another.
func (d *docx) printNotes() error {
	var b strings.Builder
	for i := 0; i < len(d.noted) && i < 10_000; i++ {
		node := &html.Node{Type: html.DocumentNode}
		if err := d.blocks(d.noted[i], node); err != nil {
			return err
		}
		body := printed(node)
		fmt.Fprintf(&b, "\n[^%d]: %s\n", i+1, strings.ReplaceAll(strings.TrimSpace(body), "\n", "\n    "))
	}
	d.after = b.String()
	return nil
}

// drawing reads a picture, and the text of boxes.
func (d *docx) drawing(c *element, to *html.Node) error {
	id, alt := "", ""
	if blip := c.find("blip"); blip != nil {
		id = cmpOr(blip.attr("embed"), blip.attr("link"))
		if props := c.find("docPr"); props != nil {
			alt = cmpOr(props.attr("descr"), props.attr("title"))
		}
	} else if data := c.find("imagedata"); data != nil {
		id, alt = data.attr("id"), data.attr("title")
	}
	if box := c.find("txbxContent"); box != nil {
		inner := &html.Node{Type: html.ElementNode, Data: "span"}
		for _, p := range box.below {
			if p.name == "p" {
				if err := d.runs(p, inner); err != nil {
					return err
				}
				add(inner, "br")
			}
		}
		move(inner, to)
		return nil
	}
	if id == "" {
		d.note("a drawing")
		return nil
	}
	if d.external[id] {
		d.note("a picture that is elsewhere")
		return nil
	}
	name, err := d.picture(d.targets[id])
	if err != nil {
		return err
	}
	if name == "" {
		d.note("a picture in a form that browsers do not show (" + path.Ext(d.targets[id]) + ")")
		return nil
	}
	img := add(to, "img")
	img.Attr = []html.Attribute{{Key: "src", Val: name}, {Key: "alt", Val: alt}}
	return nil
}

// picture copies a picture and returns its name, "" when no browser shows it.
func (d *docx) picture(part string) (string, error) {
	if name, ok := d.pics[part]; ok {
		return name, nil
	}
	ext := strings.ToLower(path.Ext(part))
	if !isPicture(ext) {
		return "", nil
	}
	data, err := d.zip.file(part)
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("image-%d%s", len(d.pics)+1, ext)
	d.pics[part] = name
	d.media = append(d.media, File{name, data})
	return name, nil
}

func isPicture(ext string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"}, strings.ToLower(ext))
}

// table reads a table with its wide and tall cells.
func (d *docx) table(t *element, into *html.Node) error {
	table := add(into, "table")
	tall := map[int]*html.Node{} // column -> the cell that goes on there
	first := true
	for _, row := range t.below {
		if row.name != "tr" || row.child("trPr").child("del") != nil {
			continue
		}
		tr := add(table, "tr")
		column := 0
		for _, c := range row.below {
			if c.name == "sdt" {
				c = c.child("sdtContent").child("tc")
			}
			if c == nil || c.name != "tc" {
				continue
			}
			props := c.child("tcPr")
			span, err := strconv.Atoi(props.child("gridSpan").val())
			if err != nil || span < 1 || span > 1000 {
				span = 1
			}
			merge := props.child("vMerge")
			if merge != nil && merge.val() != "restart" && tall[column] != nil {
				stretch(tall[column])
				column += span
				continue
			}
			tag := "td"
			if first {
				tag = "th"
			}
			cell := add(tr, tag)
			if span > 1 {
				cell.Attr = append(cell.Attr, html.Attribute{Key: "colspan", Val: strconv.Itoa(span)})
			}
			delete(tall, column)
			if merge != nil {
				tall[column] = cell
			}
			if err := d.blocks(c, cell); err != nil {
				return err
			}
			column += span
		}
		first = false
	}
	return nil
}

// stretch makes a cell one row taller.
func stretch(cell *html.Node) {
	for i := range cell.Attr {
		if cell.Attr[i].Key == "rowspan" {
			n, _ := strconv.Atoi(cell.Attr[i].Val) //nolint:errcheck // it was written below
			cell.Attr[i].Val = strconv.Itoa(n + 1)
			return
		}
	}
	cell.Attr = append(cell.Attr, html.Attribute{Key: "rowspan", Val: "2"})
}

// isMono reports whether properties of a run name a font of typewriters.
func isMono(props *element) bool {
	font := strings.ToLower(props.child("rFonts").attr("ascii"))
	return strings.Contains(font, "mono") || strings.Contains(font, "courier") || strings.Contains(font, "consol") ||
		strings.Contains(font, "menlo") || font == "source code pro"
}

// add appends a new element.
func add(to *html.Node, tag string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: tag, DataAtom: atom.Lookup([]byte(tag))}
	to.AppendChild(n)
	return n
}

func text(to *html.Node, s string) {
	if s != "" {
		to.AppendChild(&html.Node{Type: html.TextNode, Data: s})
	}
}

// raw appends Markdown that is printed as it stands.
func raw(to *html.Node, markdown string) {
	n := add(to, rawTag)
	n.Attr = []html.Attribute{{Key: "md", Val: markdown}}
}

// move moves all children of a node to another.
func move(from, to *html.Node) {
	for from.FirstChild != nil {
		c := from.FirstChild
		from.RemoveChild(c)
		to.AppendChild(c)
	}
}

func empty(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || c.Data == "img" || c.Data == rawTag {
			return false
		}
	}
	return true
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(strings.Join(strings.Fields(b.String()), " "))
}

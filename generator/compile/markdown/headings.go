package markdown

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// headingParser is a parser of headings that takes an attribute list off the
// end of their last line.
type headingParser struct{ parser.BlockParser }

func (p headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	lines := node.Lines()
	if node.Parent() == nil || lines.Len() == 0 {
		return
	}
	passOf(pc).boundText(node)
	seg := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(seg.Value(reader.Source()), " \t\r\n")
	if len(line) == 0 || line[len(line)-1] != '}' {
		return
	}
	start := bytes.LastIndexByte(line, '{')
	if start < 0 || start > 0 && line[start-1] == '\\' {
		return
	}
	list, n, ok := parseAttributes(line[start:])
	if !ok || start+n != len(line) {
		return
	}
	applyAttributes(node, list)
	rest := bytes.TrimRight(line[:start], " \t")
	// "## Title ## {#id}": the closing marks are behind the text again.
	if cut := bytes.TrimRight(rest, "#"); len(cut) < len(rest) && (len(cut) == 0 || cut[len(cut)-1] == ' ' || cut[len(cut)-1] == '\t') {
		rest = bytes.TrimRight(cut, " \t")
	}
	seg.Stop = seg.Start + len(rest) - seg.Padding
	lines.Set(lines.Len()-1, seg)
}

// cleanID returns an author's id as it can stand in an attribute and in an
// address: without white space and quotes, NFC.
func cleanID(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || strings.ContainsRune("\"'<>&`\\%#", r) || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s))
}

// slug makes an id of a heading's text: letters, marks, digits, - and _ of any
// script in lower case, - for each space, all else left out.
func slug(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = norm.NFC.String(strings.ToLower(norm.NFC.String(s)))
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r + 'a' - 'A')
		case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsMark(r) && r != '\uFE0F' && r != '\u20E3' || unicode.IsDigit(r)):
			b.WriteRune(r)
		}
	}
	if strings.Trim(b.String(), "-") == "" {
		return "section"
	}
	return b.String()
}

// ids are the ids that a fragment has used.
type ids struct {
	used map[string]bool
	last map[string]int // number that an id was last repeated with
}

func newIDs() ids { return ids{map[string]bool{}, map[string]int{}} }

// take returns the id itself or, when it is in use, the id with the first free
// number.
func (s ids) take(id string) string {
	if footnoteID(id) {
		id = strings.ReplaceAll(id, ":", "-")
	}
	if s.claim(id) {
		return id
	}
	for n := s.last[id] + 1; ; n++ {
		next := id + "-" + strconv.Itoa(n)
		if s.claim(next) {
			s.last[id] = n
			return next
		}
	}
}

// claim takes an id if it is free. Ids of footnotes and of the theme are
// never free.
func (s ids) claim(id string) bool {
	if s.used[id] || footnoteID(id) || themeIDs[id] {
		return false
	}
	s.used[id] = true
	return true
}

func footnoteID(id string) bool {
	return strings.HasPrefix(id, "fn") && strings.Contains(id, ":")
}

// outline is what a pass over the tree finds out before anything is printed.
type outline struct {
	title   string
	titleID string
	levels  map[*ast.Heading]int // index into headings
	heads   []Heading
	steps   map[ast.Node]int // index into Steps
	stepIDs []string         // of their words, so that other steps may come and go
	// stepNumbers are the ids that steps had before: links to them still lead there.
	stepNumbers []string
	drop        ast.Node // the heading that became the title
	cut         span     // in the HTML block drop: the part that became the title
	shift       int
}

// newOutline walks the tree: it takes the title out, gives every heading its
// level and its id, and numbers the steps.
func (r *renderer) newOutline(doc ast.Node) outline {
	o := outline{levels: map[*ast.Heading]int{}}
	r.findTitle(doc, &o)
	if o.titleID != "" && !r.ids.claim(o.titleID) {
		o.titleID = ""
	}
	var headings []*ast.Heading
	var steps []ast.Node
	stated := r.in.Steps == StatedSteps
	var under *ast.Heading // the last one
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n == o.drop {
				return ast.WalkSkipChildren, nil
			}
			headings = append(headings, n)
			under = n
			if n.Level == 1 {
				o.shift = 1
			}
			return ast.WalkSkipChildren, nil
		case *ast.List:
			if r.in.Steps != NoSteps && n.IsOrdered() && !insideList(n) && (!stated || r.saysSteps(n, under, cmp.Or(r.in.Title, o.title))) {
				for c := n.FirstChild(); c != nil; c = c.NextSibling() {
					steps = append(steps, c)
				}
			}
		case *ast.Paragraph, *ast.TextBlock:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if len(headings) > 0 {
		o.heads = make([]Heading, len(headings))
	}
	above := 1
	for i, h := range headings {
		if level := h.Level + o.shift; level > above+1 {
			r.report("heading-skip", h.Pos(), skipped(level-above-1, h.Level),
				"write it with "+strings.Repeat("#", above+1-o.shift)+", or add the heading that is missing")
		}
		above = h.Level + o.shift
		o.levels[h] = i
		o.heads[i] = Heading{Level: min(h.Level+o.shift, 6), Text: r.inlineText(h)}
		if id := attributeOf(h, "id"); id != "" {
			o.heads[i].ID = r.ids.take(id)
		}
	}
	r.nameHeadings(o.heads)
	if stated && len(NumberedSections(o.heads)) > 0 {
		steps = nil
	}
	if len(steps) > 0 {
		o.steps = make(map[ast.Node]int, len(steps))
		for i, n := range steps {
			o.steps[n] = i
			o.stepNumbers = append(o.stepNumbers, r.ids.take("step-"+strconv.Itoa(i+1)))
		}
		for i, n := range steps {
			id := o.stepNumbers[i]
			if words := stepSlug(r.inlineText(first(n))); words != "" {
				id = r.ids.take("step-" + words)
			}
			o.stepIDs = append(o.stepIDs, id)
		}
	}
	return o
}

// first returns what an item of a list begins with, the item itself when it is empty.
func first(item ast.Node) ast.Node {
	if c := item.FirstChild(); c != nil {
		return c
	}
	return item
}

const stepIDWords = 8 // of a step in its id

// stepSlug returns the slug of the first words of a step, "" without any.
func stepSlug(text string) string {
	if end := strings.IndexAny(text, ".:;!?"); end > 0 && len(strings.Fields(text[:end])) > 1 {
		text = text[:end]
	}
	words := strings.Fields(text)
	id := slug(strings.Join(words[:min(len(words), stepIDWords)], " "))
	if len(id) > longestAbove || id == "section" || strings.Trim(id, "0123456789-") == "" {
		return ""
	}
	return id
}

// stepWords are what headings above steps say, in some languages.
var stepWords = lazily(`(?i)(?:^|[^\pL])(?:steps?|procedures?|instructions?|` +
	`how[ -]to|how (?:do|can) (?:i|we|you)|to[ -]do|what to do|checklist|` +
	`walk-?through|runbook|playbook|do this|schritte?|anleitung|vorgehen|étapes?|marche à suivre|` +
	`pasos?|procedimiento|passos?|passaggi|stappen|steg)` +
	`(?:$|[^\pL])|手順|步骤|步驟|단계|шаг|инструкц`)

// stepNumber is the beginning of a heading that is a step: "1. Look", "Step 2: Ask".
var stepNumber = lazily(`(?i)^(?:(?:step|phase|stage|schritt|étape|paso|passo|stap|steg)\s+)?` +
	`(?:[0-9]{1,2}(?:[.):–—-]|\s*$)|[0-9]{1,2}[.]?\s+\pL)\s*\D|` +
	`^(?:step|phase|schritt|étape|paso|passo|stap|steg)\s+[0-9]{1,2}\b`)

// saysSteps reports whether a list holds steps: the heading above it, or the page, says so.
func (r *renderer) saysSteps(list *ast.List, under *ast.Heading, page string) bool {
	if list.ChildCount() < 2 {
		return false
	}
	if under == nil {
		return stepWords().MatchString(page)
	}
	text := r.inlineText(under)
	id := attributeOf(under, "id")
	return stepWords().MatchString(text) || stepNumber().MatchString(text) || strings.Contains(id, "step")
}

// NumberedSections returns those of the headings of the second level that are steps by
// their numbers, which follow each other: 1. 2. 3. Fewer than two are none.
func NumberedSections(heads []Heading) (numbered []Heading) {
	next := 0
	for _, h := range heads {
		if h.Level != 2 || !stepNumber().MatchString(h.Text) {
			continue
		}
		n, _ := strconv.Atoi(firstNumber().FindString(h.Text))
		if next > 0 && n != next {
			return nil
		}
		next = n + 1
		numbered = append(numbered, h)
	}
	if len(numbered) < 2 {
		return nil
	}
	return numbered
}

var firstNumber = lazily(`[0-9]+`)

// nameHeadings gives an id to every heading whose author gave it none: its slug.
// Where headings have one slug, as "Fixed" under each version of a change log, those
// that are below another heading have its id in front. None of them keeps the slug
// alone, and none gets a number, because each would pass to another heading when a
// version is added on top.
func (r *renderer) nameHeadings(heads []Heading) {
	slugs, count := make([]string, len(heads)), make(map[string]int, len(heads))
	for i := range heads {
		if heads[i].ID == "" {
			slugs[i] = slug(heads[i].Text)
			count[slugs[i]]++
		}
	}
	above := Above(heads)
	repeats := func(i int) bool { return above[i] >= 0 && count[slugs[i]] > 1 }
	for i := range heads {
		if heads[i].ID == "" && !repeats(i) {
			heads[i].ID = r.ids.take(slugs[i])
		}
	}
	for i := range heads {
		if heads[i].ID != "" {
			continue
		}
		if parent := heads[above[i]].ID; len(parent) <= longestAbove {
			slugs[i] = parent + "-" + slugs[i]
		}
		heads[i].ID = r.ids.take(slugs[i])
	}
}

// longestAbove is how long an id may be, in bytes, that others begin with: a page of
// many headings below a very long one would be very much longer than its file.
const longestAbove = 200

// Above returns, for each heading, the index of the heading that it is below, -1 for
// none.
func Above(heads []Heading) []int {
	above := make([]int, len(heads))
	for i := range heads {
		above[i] = i - 1
		for above[i] >= 0 && heads[above[i]].Level >= heads[i].Level {
			above[i] = above[above[i]]
		}
	}
	return above
}

// skipped says how many levels are missing above a heading.
func skipped(missing, level int) string {
	what := "a level"
	if missing > 1 {
		what = strconv.Itoa(missing) + " levels"
	}
	return "this heading of level " + strconv.Itoa(level) + " skips " + what
}

func insideList(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindList {
			return true
		}
	}
	return false
}

// findTitle looks for the H1 that leaves the body: without a title in the front
// matter the first one, else the first block if it says the same. Where there is
// neither, a lower heading that stands above all others is the title.
func (r *renderer) findTitle(doc ast.Node, o *outline) {
	first := true
	var top *ast.Heading
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && first {
			top = h
		} else if ok && top != nil && h.Level <= top.Level {
			top = nil
		}
		text, id := "", ""
		var cut span
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 {
				text, id = r.inlineText(n), r.ownID(n)
			}
		case *ast.HTMLBlock:
			text, id, cut = r.rawTitle(n)
			if text == "" && r.isComment(n) {
				continue
			}
		case *ast.LinkReferenceDefinition:
			continue
		}
		if text != "" && (r.in.Title == "" || first && sameTitle(text, r.in.Title)) {
			o.drop, o.cut, o.titleID = n, cut, id
			if r.in.Title == "" {
				o.title = text
			}
			return
		}
		if first = false; r.in.Title != "" {
			return
		}
	}
	if top != nil {
		o.drop, o.titleID, o.title = top, r.ownID(top), r.inlineText(top)
	}
}

// ownID returns the id that an author gave to a heading: in its attributes, or
// in a tag in its text.
func (r *renderer) ownID(n *ast.Heading) string {
	if id := attributeOf(n, "id"); id != "" {
		return id
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok {
			z := html.NewTokenizer(bytes.NewReader(raw.Segments.Value(r.src)))
			z.Next()
			if id := idOf(z.Token()); id != "" {
				return id
			}
		}
	}
	return ""
}

func sameTitle(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(fold(a)), norm.NFC.String(fold(b)))
}

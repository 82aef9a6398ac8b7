package split

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Changelog takes a change log apart. src is its text without front matter, which begins on a
// line of the file.
//
// A version is a heading of the first three levels that begins with its number, as Keep a
// Changelog, towncrier, changesets, release-please, standard-version and their like write it.
// Fields are version and title, a date if there is one, draft for what is not released, and the
// stage retired for what was withdrawn. What stands before the first version is no note.
func Changelog(src []byte, line int) (parts []Part, problems []Problem) {
	c := changelog{lines: bytes.SplitAfter(src, []byte("\n")), first: line, names: map[string]int{}}
	c.read()
	c.cut()
	switch {
	case len(c.parts) == 0:
		c.problems = append(c.problems, Problem{
			line, "there is no version in this change log",
			"begin each with a heading such as ## 2.1.0 - 2026-11-24, or take the file out of `changelog` in headsup.yaml",
		})
	}
	return c.parts, c.problems
}

type changelog struct {
	lines    [][]byte
	first    int // line of the file on which the first of them is
	heads    []head
	refs     []reference
	names    map[string]int
	parts    []Part
	problems []Problem
}

// head is a heading that no fence, comment or block hides.
type head struct {
	at    int // index of its line
	end   int // of the line behind it
	level int
	*release
}

// release is what the heading of a version says.
type release struct {
	version, date string
	unreleased    bool
	yanked        bool
}

// reference is the definition of a link, which may stand anywhere in the file.
type reference struct {
	label string // in lower case, with brackets
	line  []byte
}

var (
	atxHeading  = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$`)
	underline   = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	fenceStart  = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)$")
	blockFence  = regexp.MustCompile(`^ {0,3}(:{3,})[ \t]*(.*?)[ \t]*$`)
	definition  = regexp.MustCompile(`^ {0,3}(\[[^\]^][^\]]*\]):[ \t]*\S`)
	anchorAlone = regexp.MustCompile(`^[ \t]*<a (?:name|id)="[^"]*">[ \t]*(?:</a>)?[ \t]*$`)
	breakAlone  = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
)

// read finds headings and definitions.
func (c *changelog) read() {
	fence, blocks, comment := "", 0, false
	for i, raw := range c.lines {
		text := strings.TrimRight(string(raw), "\r\n")
		if comment {
			comment = !strings.Contains(text, "-->")
			continue
		}
		if m := fenceStart.FindStringSubmatch(text); m != nil {
			switch {
			case fence == "" && (m[1][0] == '~' || !strings.Contains(m[2], "`")):
				fence = m[1]
				continue
			case fence != "" && strings.HasPrefix(m[1], fence) && strings.TrimSpace(m[2]) == "":
				fence = ""
				continue
			}
		}
		if fence != "" {
			continue
		}
		// What is between the fences of a block stays in one piece: it may be internal.
		if m := blockFence.FindStringSubmatch(text); m != nil {
			if m[2] != "" {
				blocks++
			} else {
				blocks = max(0, blocks-1)
			}
			continue
		}
		if from := strings.LastIndex(text, "<!--"); from >= 0 && !strings.Contains(text[from:], "-->") {
			comment = true
		}
		if m := definition.FindStringSubmatch(text); m != nil {
			c.refs = append(c.refs, reference{strings.ToLower(m[1]), bytes.TrimRight(raw, "\r\n")})
			continue
		}
		if blocks > 0 {
			continue
		}
		if m := atxHeading.FindStringSubmatch(text); m != nil {
			c.heads = append(c.heads, head{at: i, end: i + 1, level: len(m[1]), release: releaseOf(m[2])})
			continue
		}
		if m := underline.FindStringSubmatch(text); m != nil && i > 0 {
			above := strings.TrimSpace(string(c.lines[i-1]))
			if r := releaseOf(above); r != nil {
				c.heads = append(c.heads, head{at: i - 1, end: i + 1, level: 1 + strings.Count(m[1][:1], "-"), release: r})
			} else if above != "" && m[1][0] == '=' {
				c.heads = append(c.heads, head{at: i - 1, end: i + 1, level: 1})
			}
		}
	}
}

// cut makes a part of each version.
func (c *changelog) cut() {
	const lowest = 3 // level of a version
	for i, h := range c.heads {
		if h.release == nil || h.level > lowest {
			continue
		}
		end, after := len(c.lines), -1
		for j := i + 1; j < len(c.heads); j++ {
			next := c.heads[j]
			if next.release != nil && next.level <= lowest {
				end = next.at
				break
			}
			// Some tools give sections the third level, whatever the version's.
			if next.level < h.level || next.level == h.level && h.level < lowest {
				end, after = next.at, j
				break
			}
		}
		if after >= 0 {
			c.outside(after)
		}
		c.part(h, end)
	}
}

// outside reports text that follows a version and belongs to none.
func (c *changelog) outside(from int) {
	start := c.heads[from]
	end := len(c.lines)
	for _, h := range c.heads[from:] {
		if h.release != nil && h.level <= 3 {
			end = h.at
			break
		}
	}
	for _, l := range c.lines[start.end:end] {
		if t := bytes.TrimSpace(l); len(t) > 0 && !definition.Match(t) && !anchorAlone.Match(t) {
			c.problems = append(c.problems, Problem{
				c.first + start.at, "this text of the change log belongs to no version, and is not on the site",
				"move it to a page of its own, or below the heading of a version",
			})
			return
		}
	}
}

func (c *changelog) part(h head, end int) {
	start := h.end
	// What stands right before the next heading is often its anchor, or a line between.
	for end > start {
		t := strings.TrimRight(string(c.lines[end-1]), "\r\n")
		if strings.TrimSpace(t) != "" && !anchorAlone.MatchString(t) && (end == len(c.lines) || !breakAlone.MatchString(t)) {
			break
		}
		end--
	}
	body := c.body(start, end)
	if h.unreleased && !hasText(body) {
		return // nothing has been written yet
	}
	line := c.first + h.at
	p := Part{Name: h.version, Line: line, BodyLine: c.first + start}
	if h.unreleased {
		p.Name = "unreleased"
	}
	if n := c.names[p.Name]; n > 0 {
		p.Name += "~" + strconv.Itoa(n+1)
	}
	c.names[p.Name]++
	date := h.date
	if date == "" && !h.unreleased {
		date, body = dateBelow(body)
	}
	p.Fields = mapping(line, 1)
	column := h.level + 2
	if h.unreleased {
		set(p.Fields, line, column, "title", "!!str", "Unreleased")
		set(p.Fields, line, column, "draft", "!!bool", "true")
	} else {
		title := h.version
		if h.yanked {
			title += " (yanked)"
			set(p.Fields, line, column, "stage", "!!str", "retired")
		}
		set(p.Fields, line, column, "title", "!!str", title)
		set(p.Fields, line, column, "version", "!!str", h.version)
	}
	if date != "" {
		set(p.Fields, line, column, "date", "!!str", date)
	}
	p.Body = c.withReferences(body)
	c.parts = append(c.parts, p)
}

// body returns the lines of a version, with its sections on the second level.
func (c *changelog) body(start, end int) []byte {
	top := 0
	for _, h := range c.heads {
		if h.at >= start && h.at < end && (top == 0 || h.level < top) {
			top = h.level
		}
	}
	var out bytes.Buffer
	at := map[int]bool{}
	for _, h := range c.heads {
		at[h.at] = h.end == h.at+1
	}
	for i := start; i < end; i++ {
		l := c.lines[i]
		if cut := top - 2; cut > 0 && at[i] {
			l = bytes.Replace(l, []byte(strings.Repeat("#", cut)), nil, 1)
		}
		out.Write(l)
	}
	return out.Bytes()
}

func hasText(body []byte) bool {
	for _, l := range bytes.Split(body, []byte("\n")) {
		t := bytes.TrimSpace(l)
		if len(t) > 0 && t[0] != '#' && !definition.Match(t) && !bytes.HasPrefix(t, []byte("<!--")) {
			return true
		}
	}
	return false
}

// withReferences adds the definitions of the file that a body uses and does not have.
func (c *changelog) withReferences(body []byte) []byte {
	lower := strings.ToLower(string(body))
	var more [][]byte
	for _, r := range c.refs {
		if strings.Contains(lower, r.label) && !strings.Contains(lower, r.label+":") {
			more = append(more, r.line)
		}
	}
	if len(more) == 0 {
		return body
	}
	out := append(bytes.TrimRight(bytes.Clone(body), "\n"), "\n\n"...)
	return append(append(out, bytes.Join(more, []byte("\n"))...), '\n')
}

var (
	linkText    = regexp.MustCompile(`!?\[((?:[^\[\]]|\\.)*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])?`)
	tagAlone    = regexp.MustCompile(`<[^>]*>`)
	versionHead = regexp.MustCompile(`^(?i:((?:@?[\w.-]+/)?[A-Za-z][\w.-]*)[ @]v?|version[ :]+v?|release[ :]+v?|(v)\.?)?` +
		`(\d+(?:\.\d+){0,3}(?:-?[A-Za-z][0-9A-Za-z]*(?:[.-][0-9A-Za-z]+)*)?(?:-\d+(?:\.\d+)*)?(?:\+[0-9A-Za-z.-]+)?)(.*)$`)
	unreleasedHead = regexp.MustCompile(`(?i)^(?:unreleased|upcoming|next|next release|not released|to be released|in development|head)\b`)
	yankedMark     = regexp.MustCompile(`(?i)[\[(]?\byanked\b[\])]?`)
	dateMark       = regexp.MustCompile(`(?i)(?:released|release date|date)?\s*:?\s*(?:on\s+)?` +
		`(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:[A-Z][a-z]{2,8},? )?` +
		`(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)?\.? [A-Z][a-z]{2,8},? \d{4}))`)
	dateSeparators = " \t-–—/()[]|:,•·*_"
)

// releaseOf reads the text of a heading, and returns nil when it is not that of a version.
func releaseOf(text string) *release {
	text = linkText.ReplaceAllString(text, "$1")
	text = strings.TrimSpace(tagAlone.ReplaceAllString(text, ""))
	text = strings.Trim(strings.NewReplacer("`", "", "**", "", "__", "").Replace(text), " ")
	bare := strings.TrimLeft(text, "[ ")
	if unreleasedHead.MatchString(bare) {
		if rest := unreleasedHead.ReplaceAllString(bare, ""); len(strings.Fields(rest)) <= 3 {
			return &release{unreleased: true}
		}
		return nil
	}
	m := versionHead.FindStringSubmatch(bare)
	if m == nil {
		return nil
	}
	r := &release{version: m[3]}
	rest := m[4]
	if yankedMark.MatchString(rest) {
		r.yanked = true
		rest = yankedMark.ReplaceAllString(rest, "")
	}
	if rest != "" && !strings.ContainsAny(rest[:1], dateSeparators) && !strings.HasPrefix(rest, "–") && !strings.HasPrefix(rest, "—") {
		return nil // 3.4.x, or a number that counts something
	}
	if d := dateMark.FindStringSubmatchIndex(rest); d != nil {
		r.date = day(rest[d[2]:d[3]])
		if r.date == "" {
			return nil
		}
		rest = rest[:d[0]] + rest[d[1]:]
	}
	rest = strings.Trim(rest, dateSeparators)
	switch low := strings.ToLower(rest); {
	case rest == "":
	case low == "unreleased" || low == "tbd" || low == "tba" || low == "in progress" || low == "upcoming":
		r.date = ""
		return &release{version: r.version, unreleased: true}
	case r.date == "" && !strings.HasPrefix(strings.TrimSpace(m[4]), "\"") && !strings.ContainsAny(m[4][:min(2, len(m[4]))], "-–—("):
		return nil // words go on: "Node 20.1 is needed"
	case len(strings.Fields(rest)) > 6:
		return nil
	}
	// A number alone may count anything, or be a year.
	if !strings.Contains(r.version, ".") && m[1] == "" && m[2] == "" && r.date == "" && !strings.HasPrefix(text, "[") &&
		!strings.Contains(strings.ToLower(bare), "version") {
		return nil
	}
	// The name of a program before the number is that of the package when a date follows, or nothing.
	if m[1] != "" && r.date == "" && rest != "" {
		return nil
	}
	return r
}

// dateBelow finds the day in the first lines below a version, as some tools write it, and takes
// it out of the body when there is nothing else.
func dateBelow(body []byte) (string, []byte) {
	trimmed := bytes.TrimLeft(body, "\r\n \t")
	para, _, _ := bytes.Cut(trimmed, []byte("\n\n"))
	if len(para) > 200 || bytes.HasPrefix(para, []byte("#")) || bytes.HasPrefix(para, []byte("- ")) || bytes.HasPrefix(para, []byte("* ")) {
		return "", body
	}
	m := dateMark.FindStringSubmatchIndex(string(para))
	if m == nil {
		return "", body
	}
	// The day has to be what the paragraph begins with, but for signs.
	if strings.ContainsFunc(string(para[:m[0]]), func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}) {
		return "", body
	}
	date := day(string(para[m[2]:m[3]]))
	if date == "" || strings.Trim(string(para[m[1]:]), dateSeparators+".\r\n") != "" {
		return date, body
	}
	// The lines stay, so that those below keep their numbers.
	lines := bytes.Count(body[:len(body)-len(trimmed)], []byte("\n")) + bytes.Count(para, []byte("\n"))
	return date, append(bytes.Repeat([]byte("\n"), lines), trimmed[len(para):]...)
}

var ordinal = regexp.MustCompile(`(\d)(?:st|nd|rd|th)\b`)

// day returns a day as 2006-01-02, "" for what is none.
func day(s string) string {
	s = strings.NewReplacer(",", "", ".", "", "/", "-").Replace(ordinal.ReplaceAllString(isoDots(s), "$1"))
	for _, layout := range []string{
		"2006-1-2", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006",
		"Mon Jan 2 2006", "Monday January 2 2006", "Mon January 2 2006", "Monday Jan 2 2006", "Mon 2 Jan 2006", "Monday 2 January 2006",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// isoDots writes 2026.1.5 with dashes.
func isoDots(s string) string {
	if len(s) > 4 && s[4] == '.' {
		return strings.ReplaceAll(s, ".", "-")
	}
	return s
}

package content

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/frontmatter"
)

// decoder reads the values of one file and collects the findings. Front matter
// in YAML, front matter in TOML and headsup.yaml all come to it as the same kind
// of tree.
type decoder struct {
	*frontmatter.Document
	cfg    *Config // the lists that values are checked against
	rule   string  // when set, the rule of every finding
	diags  []diag.Diagnostic
	held   bool // something in the file is not for the public, and would be
	depth  int  // of entries within entries
	hidden bool // something in it may say that the page is for nobody yet
}

// report adds a finding.
func (d *decoder) report(rule string, pos diag.Position, message, hint string) {
	if d.rule != "" {
		rule = d.rule
	}
	d.diags = append(d.diags, diag.New(rule, pos, message, hint))
}

// flatten returns a value as one text: scalars as written, lists joined by
// commas, mappings as "key: value" joined by commas.
func flatten(n *yaml.Node) string {
	switch {
	case frontmatter.IsNull(n):
		return ""
	case frontmatter.IsList(n):
		var parts []string
		for _, c := range n.Content {
			if s := flatten(c); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case frontmatter.IsMapping(n):
		var parts []string
		for i := 0; i+1 < len(n.Content); i += 2 {
			parts = append(parts, flatten(n.Content[i])+": "+flatten(n.Content[i+1]))
		}
		return strings.Join(parts, ", ")
	default:
		return strings.TrimSpace(n.Value)
	}
}

// text reads a text: any scalar, exactly as written but for white space around
// it. A list is an error and is joined by commas all the same; a mapping is an
// error and is absent.
func (d *decoder) text(n *yaml.Node) (string, bool) {
	switch {
	case frontmatter.IsNull(n):
		return "", false
	case frontmatter.IsList(n):
		d.report("wrong-type", d.At(n), frontmatter.Instead("text", n),
			"write one value without brackets or dashes; if it begins with [ or {, put it in quotes")
		s := flatten(n)
		return s, s != ""
	case frontmatter.IsMapping(n):
		d.report("wrong-type", d.At(n), frontmatter.Instead("text", n),
			"write one value; if it begins with {, or holds a colon and a space, put it in quotes")
		return "", false
	}
	d.cutOff(n)
	d.noBlock(n)
	s := strings.TrimSpace(n.Value)
	return s, s != ""
}

var (
	blockMark = regexp.MustCompile(`(?:^|[\s\pZ])(:{3,}|：{2,})`)
	codeSpan  = regexp.MustCompile("``[^`]*``|`[^`]*`")
)

// noBlock reports a block for an audience in a text of the front matter, where
// it hides nothing.
func (d *decoder) noBlock(n *yaml.Node) {
	if !strings.Contains(n.Value, ":::") && !strings.Contains(n.Value, "：：") {
		return
	}
	m := blockMark.FindStringSubmatch(codeSpan.ReplaceAllString(n.Value, "x"))
	if m == nil {
		return
	}
	pos := d.Find(n, m[1])
	if behind := d.Find(n, " "+m[1]); behind != d.At(n) && m[0][0] == ' ' {
		pos = behind // others may stand in code before it
		pos.Column++
	}
	d.held = true
	d.report("block-field", pos, "a "+m[1]+" block hides nothing in the front matter, so the page is not public",
		"move it into the body, or put "+m[1]+" between backticks if it is an example")
}

// cutOff warns of a text that ends where YAML takes a # for a comment, as in
// "title: Fix issue #12 for good".
func (d *decoder) cutOff(n *yaml.Node) {
	if c := n.LineComment; n.Style == 0 && len(c) > 1 && c[0] == '#' && c[1] != ' ' && c[1] != '\t' && c[1] != '#' {
		d.warn("front-matter-syntax", d.Inside(n, utf8.RuneCountInString(n.Value)+1),
			"the text from "+diag.Quote(c)+" on is a comment for YAML, so it is left out",
			"put the value in quotes to keep it, or write a space behind the #")
	}
}

// allComment warns of a value that is a comment as a whole, as in "title: #1".
func (d *decoder) allComment(p pair) {
	if c := p.key.LineComment; len(c) > 1 && c[1] != ' ' && c[1] != '\t' && c[1] != '#' {
		d.warn("front-matter-syntax", d.Find(p.key, c), "everything after # is a comment, so "+p.key.Value+" has no value",
			"write "+p.key.Value+": "+strconv.Quote(c))
	}
}

// line reads a text of one line: white space in it is folded.
func (d *decoder) line(n *yaml.Node) (string, bool) {
	s, ok := d.text(n)
	if strings.ContainsAny(s, "\n\r\t") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s, ok
}

// items reads a list of texts and returns its scalars. A single value is a list
// of one; empty items are left out.
func (d *decoder) items(n *yaml.Node) []*yaml.Node {
	switch {
	case frontmatter.IsNull(n):
		return nil
	case frontmatter.IsMapping(n):
		d.report("wrong-type", d.At(n), frontmatter.Instead("a list", n), "write [one, two] or a line \"- one\" for each")
		return nil
	case !frontmatter.IsList(n):
		if strings.TrimSpace(n.Value) == "" {
			return nil
		}
		d.cutOff(n)
		d.noBlock(n)
		return []*yaml.Node{n}
	}
	out := make([]*yaml.Node, 0, len(n.Content))
	for _, c := range n.Content {
		switch {
		case frontmatter.IsNull(c):
		case c.Kind != yaml.ScalarNode:
			d.report("wrong-type", d.At(c), frontmatter.Shape(c)+" inside a list of texts",
				"write one value for each item; put it in quotes if it holds a colon and a space")
			if s := flatten(c); s != "" {
				d.noBlock(&yaml.Node{Value: s, Line: c.Line, Column: c.Column})
				out = append(out, &yaml.Node{
					Kind:   yaml.ScalarNode,
					Tag:    "!!str",
					Value:  s,
					Line:   c.Line,
					Column: c.Column,
					Style:  yaml.LiteralStyle,
				})
			}
		case strings.TrimSpace(c.Value) != "":
			d.cutOff(c)
			d.noBlock(c)
			out = append(out, c)
		}
	}
	return out
}

// texts reads a list of texts without repetitions.
func (d *decoder) texts(n *yaml.Node) []string {
	var out []string
	for _, c := range d.items(n) {
		out = appendNew(out, strings.Join(strings.Fields(c.Value), " "))
	}
	return out
}

func appendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

// flag reads true or false. The words of YAML 1.1 (yes, no, on, off) count when
// they are not in quotes.
func (d *decoder) flag(n *yaml.Node) (value, ok bool) {
	if frontmatter.IsNull(n) {
		return false, false
	}
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 {
		switch strings.ToLower(strings.TrimSpace(n.Value)) {
		case "true", "yes", "on":
			return true, true
		case "false", "no", "off":
			return false, true
		}
	}
	if n.Kind == yaml.ScalarNode {
		d.report("wrong-type", d.At(n), diag.Quote(n.Value)+" is neither true nor false", "write true or false, without quotes")
	} else {
		d.report("wrong-type", d.At(n), frontmatter.Instead("true or false", n), "write true or false")
	}
	return false, false
}

// number reads a whole number between two bounds.
func (d *decoder) number(n *yaml.Node, low, high int) (int, bool) {
	if frontmatter.IsNull(n) {
		return 0, false
	}
	if n.Kind != yaml.ScalarNode {
		d.report("wrong-type", d.At(n), frontmatter.Instead("a whole number", n), "")
		return 0, false
	}
	v, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(n.Value), "_", ""), 10, 64)
	if err != nil {
		d.report("wrong-type", d.At(n), diag.Quote(n.Value)+" is not a whole number",
			fmt.Sprintf("write a number from %d to %d", low, high))
		return 0, false
	}
	if v < int64(low) || v > int64(high) {
		d.report("value-invalid", d.At(n), fmt.Sprintf("%d is not between %d and %d", v, low, high), "")
		return 0, false
	}
	return int(v), true
}

// date reads a date, or reports why it is none.
func (d *decoder) date(n *yaml.Node) (calendar.Date, bool) {
	if frontmatter.IsNull(n) {
		return calendar.Date{}, false
	}
	if frontmatter.IsList(n) && len(n.Content) == 1 {
		return d.date(n.Content[0])
	}
	if n.Kind != yaml.ScalarNode {
		d.report("wrong-type", d.At(n), frontmatter.Instead("a date", n), calendar.Hint)
		return calendar.Date{}, false
	}
	if strings.TrimSpace(n.Value) == "" {
		return calendar.Date{}, false
	}
	date, problem := calendar.Parse(n.Value, d.zone())
	if problem != nil {
		d.report("date-invalid", d.Inside(n, problem.Offset), problem.Message, problem.Hint)
	}
	return date, !date.IsZero()
}

// zone is the site's time zone.
func (d *decoder) zone() *time.Location {
	if d.cfg.TimeZone == nil {
		return time.UTC
	}
	return d.cfg.TimeZone
}

// choice reads one word of a fixed list, whatever its case.
func (d *decoder) choice(n *yaml.Node, allowed []string) (string, bool) {
	s, ok := d.line(n)
	if !ok {
		return "", false
	}
	for _, a := range allowed {
		if strings.EqualFold(a, s) {
			return a, true
		}
	}
	if n.Kind == yaml.ScalarNode {
		hint := diag.DidYouMean(s, allowed)
		if slices.Contains(allowed, string(Public)) {
			// A guess could say the opposite of what is meant.
			hint = "allowed: " + strings.Join(allowed, ", ")
		}
		d.report("unknown-value", d.At(n), "unknown value "+diag.Quote(s), hint)
	}
	return "", false
}

// term reads one id. A list without entries allows any id, unless closed.
func (d *decoder) term(n *yaml.Node, l termList) (string, bool) {
	s, ok := d.line(n)
	if !ok || !d.allowed(n, s, l) {
		return "", false
	}
	return s, true
}

// terms reads a list of ids. Those that are not allowed are left out.
func (d *decoder) terms(n *yaml.Node, l termList) []string {
	var out []string
	for _, c := range d.items(n) {
		s := strings.Join(strings.Fields(c.Value), " ")
		if d.allowed(c, s, l) {
			out = appendNew(out, s)
		}
	}
	return out
}

// allowed reports whether an id is in a list, with a finding when it is not.
func (d *decoder) allowed(n *yaml.Node, id string, l termList) bool {
	terms := l.of(d.cfg)
	if len(terms) == 0 && !l.closed {
		return true
	}
	ids := make([]string, len(terms))
	for i, t := range terms {
		if t.ID == id {
			return true
		}
		ids[i] = t.ID
	}
	hint := ""
	for _, t := range terms {
		if strings.EqualFold(t.Title, id) || strings.EqualFold(t.ID, id) {
			hint = "write its id: " + t.ID
		}
	}
	if parts := strings.Split(id, ","); hint == "" && len(parts) > 1 {
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		hint = "for several write a list: [" + strings.Join(parts, ", ") + "]"
	}
	if hint == "" {
		hint = diag.DidYouMean(id, ids)
		switch {
		case hint == "":
			hint = "headsup.yaml has no " + l.name
		case strings.HasPrefix(hint, "allowed: ") && d.rule == "":
			hint += "; or add it under " + l.name + " in headsup.yaml"
		}
	}
	d.report("unknown-value", d.At(n), diag.Quote(id)+" is not one of the site's "+l.name, hint)
	return false
}

// termList is one of the site's lists.
type termList struct {
	name   string // key in headsup.yaml
	closed bool   // also when it is empty
	of     func(*Config) []Term
}

var (
	productList = termList{"products", false, func(c *Config) []Term {
		terms := make([]Term, len(c.Products))
		for i, p := range c.Products {
			terms[i] = p.Term
		}
		return terms
	}}
	audienceList = termList{"audiences", true, func(c *Config) []Term { return c.Audiences }}
	planList     = termList{"plans", false, func(c *Config) []Term { return c.Plans }}
	platformList = termList{"platforms", false, func(c *Config) []Term { return c.Platforms }}
	ownerList    = termList{"owners", false, (*Config).OwnerTerms}
	surfaceList  = termList{"surfaces", true, (*Config).SurfaceTerms}
)

// pair is one entry of a mapping.
type pair struct{ key, value *yaml.Node }

// pairs returns the entries of a mapping whose keys are texts, each key once. A
// key that appears twice is reported and the first one counts.
func (d *decoder) pairs(n *yaml.Node) (out []pair, doubled []string) {
	if n == nil || !frontmatter.IsMapping(n) {
		return nil, nil
	}
	out = make([]pair, 0, len(n.Content)/2)
	var seen map[string]*yaml.Node
	if len(n.Content) > 32 {
		seen = make(map[string]*yaml.Node, len(n.Content)/2)
	}
next:
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			d.report("front-matter-syntax", d.At(k), frontmatter.Shape(k)+" is used as a key",
				"a key is a word; put a value that begins with [ or { in quotes")
			continue
		}
		first := seen[k.Value]
		if seen == nil {
			for _, p := range out {
				if p.key.Value == k.Value {
					first = p.key
					break
				}
			}
		}
		if first != nil {
			d.report("duplicate-key", d.At(k),
				fmt.Sprintf("%s appears twice; the first is on line %d", k.Value, first.Line), "remove one of them")
			doubled = append(doubled, k.Value)
			continue next
		}
		if seen != nil {
			seen[k.Value] = k
		}
		out = append(out, pair{k, v})
	}
	return out, doubled
}

package markdown

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"headsup/generator/compile/content"
	"headsup/generator/compile/highlight"
	"headsup/generator/compile/rawhtml"
	"headsup/generator/diag"
)

// version is part of every digest, as the version of the encoding is. It changes
// with the output for equal input.
const version = "10"

// codeCache is how many bytes of highlighted code a compiler keeps, since pages
// repeat their code.
const codeCache = 4 << 20

// Options are what of a site's configuration changes the output. All of it goes
// into [Compiler.Digest].
type Options struct {
	// Audiences are the ids that open a ::: block; "internal" always does.
	Audiences []content.Term
	// LinkPrefixes replace the beginning of destinations, the longest first.
	LinkPrefixes []content.LinkPrefix
	// Tags are what tags of other tools stand for.
	Tags []content.SiteTag
}

// Compiler turns bodies into documents. It is safe for concurrent use.
type Compiler struct {
	audiences  map[string]content.Term // by id in lower case
	blockNames []string                // what may follow :::
	prefixes   []content.LinkPrefix
	tags       map[string]content.Tag // of the site, by name in lower case
	parser     parser.Parser          // of bodies without bare addresses
	linkify    parser.Parser          // of all others
	limits     limits
	policy     *rawhtml.Policy
	lookalikes *lookalikes
	code       *highlight.Highlighter
	digest     string
}

// New returns a compiler.
func New(options Options) *Compiler {
	c := &Compiler{
		audiences: make(map[string]content.Term, len(options.Audiences)),
		prefixes:  normalPrefixes(options.LinkPrefixes),
		tags:      make(map[string]content.Tag, len(options.Tags)),
		limits:    defaultLimits,
		policy:    rawhtml.NewPolicy(),
		code:      highlight.New(codeCache),
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "markdown %s, encoding %d\n", version, codecVersion)
	for _, a := range options.Audiences {
		if a.Title == "" {
			a.Title = a.ID
		}
		fmt.Fprintf(sum, "audience %q %q\n", a.ID, a.Title)
		c.audiences[strings.ToLower(a.ID)] = a
		c.blockNames = append(c.blockNames, a.ID)
	}
	for _, p := range c.prefixes {
		fmt.Fprintf(sum, "prefix %q %q\n", p.From, p.To)
	}
	for _, t := range options.Tags {
		fmt.Fprintf(sum, "tag %q %q\n", t.Name, []string{string(t.As), t.Kind, t.From, t.Title, t.Path})
		c.tags[t.Name] = t.Tag
	}
	c.lookalikes = newLookalikes(slices.Sorted(maps.Keys(c.audiences)))
	c.lookalikes.foreign = map[string]bool{}
	for name := range c.tags {
		c.lookalikes.foreign[name], c.lookalikes.foreign[name+"-end"] = true, true
	}
	c.digest = hex.EncodeToString(sum.Sum(nil))
	c.blockNames = append(c.blockNames, internalAudience)
	for name := range fenceAlerts {
		c.blockNames = append(c.blockNames, name)
	}
	slices.Sort(c.blockNames)
	c.blockNames = slices.Compact(c.blockNames)
	c.parser = newParser(c)
	c.linkify = newParser(c)
	c.linkify.AddOptions(parser.WithInlineParsers(util.Prioritized(newLinkify(), 999)))
	return c
}

// newParser puts the syntax together. Lower numbers come first.
func newParser(c *Compiler) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(gapParser{}, 0),
			util.Prioritized(boundedParser{containerParser{}}, 40),
			util.Prioritized(boundedParser{fenceParser{c}}, 50),
			util.Prioritized(headingParser{parser.NewSetextHeadingParser()}, 100),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(boundedParser{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(headingParser{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(boundedParser{admonitionParser{}}, 650),
			util.Prioritized(codeFenceParser{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(boundedParser{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(htmlParser{parser.NewHTMLBlockParser(), c}, 900),
			util.Prioritized(footnoteParser{extension.NewFootnoteBlockParser()}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(taskParser{extension.NewTaskCheckBoxParser()}, 0),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(inlineAttributes{}, 150),
			util.Prioritized(wikiLinks{}, 190),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(quoteAlert{}, 10),
			util.Prioritized(blockAttributes{}, 20),
			util.Prioritized(boundedLinks{}, 90),
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(keepAttributes{extension.NewTableParagraphTransformer()}, 200),
			util.Prioritized(boundedText{}, 300),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// taskParser parses the boxes of tasks. A blank follows a box: [x](a.md) is a link.
type taskParser struct{ parser.InlineParser }

func (p taskParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) > 3 && !util.IsSpace(line[3]) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// newLinkify returns the parser of bare addresses.
func newLinkify() parser.InlineParser {
	return extension.NewLinkifyParser(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}))
}

// included returns the text of a file that a page includes.
func (c *Compiler) included(string) (string, bool) { return "", false }

// Digest changes when equal input gives other output: with the options and with
// the compiler itself.
func (c *Compiler) Digest() string { return c.digest }

// Input is one body.
type Input struct {
	Body  []byte
	Line  int    // line of the file on which the body begins, 1-based
	Title string // the front matter's; "" takes the first H1
	Steps Steps  // which items of ordered lists get ids and are reported
	MDX   bool   // JavaScript and values in braces are left out
}

// Steps says which items of ordered lists are steps.
type Steps byte

// Which items are steps.
const (
	NoSteps     Steps = iota
	StatedSteps       // those of lists below a heading that says so, where no section is a step
	AllSteps          // those of all lists
)

// StepsOf returns which items of a page's lists are steps.
func StepsOf(p *content.Page) Steps {
	switch {
	case p.Kind != content.Playbook || p.Playbook.Steps == content.NoSteps:
		return NoSteps
	case p.Playbook.Steps == content.AllSteps:
		return AllSteps
	}
	return StatedSteps
}

// Compile returns the document of a body. It does not keep the body.
func (c *Compiler) Compile(in Input) Document {
	src := normalise(in.Body)
	from := newOrigin(src, in.Line)
	src, told := c.prepare(src, from, in.MDX)
	p := c.parse(src, from)
	if p.excess != nil {
		return p.withheld()
	}
	p.regions = p.findRegions()
	p.checkLookalikes()
	p.checkDropped()
	p.checkLiteral()
	p.checkReserved()
	p.diags = append(p.diags, told...)
	full := newRenderer(p, in)
	doc := Document{Full: full.render()}
	if p.excess != nil {
		return p.withheld()
	}
	doc.Title, doc.TitleID, doc.Diagnostics = full.outline.title, full.outline.titleID, p.diags
	if !p.hasInternal() {
		return doc
	}
	r := newRenderer(p.public(), in)
	public := r.render()
	if r.excess != nil {
		return r.withheld()
	}
	doc.Public, doc.Title, doc.TitleID = &public, r.outline.title, r.outline.titleID
	return doc
}

// prepare returns a body as the parser reads it: without comments, with the tags
// of other tools rewritten.
func (c *Compiler) prepare(src []byte, from *origin, mdx bool) ([]byte, []diag.Diagnostic) {
	var told []diag.Diagnostic
	apply := func(edits []edit, notes []note) {
		told = append(told, from.findings(notes)...)
		var shifts []shift
		src, shifts = applyEdits(src, edits)
		from.edited(shifts)
	}
	// What is code is certain only behind the parser, which takes its time.
	if mayHaveComments(src) {
		p := c.parse(src, from)
		p.regions = p.findRegions()
		apply(p.comments())
	}
	if mayBeMeant(src) {
		apply(c.parse(src, from).meant(), nil)
	}
	if mdx || mayHaveComponents(src) {
		apply(c.components(src, mdx))
	}
	apply(c.foreignTags(src))
	return src, told
}

// pass is one parse of a body.
type pass struct {
	c      *Compiler
	src    []byte
	lines  lineTable // of src
	origin *origin
	doc    ast.Node
	fences []*fence // in the order of their opening lines
	code   []fencedCode
	gaps   int   // marks of [gap] that were read
	hidden spans // of internal blocks; nil before [pass.hides]

	excess    *excess // the limit that the body goes beyond, nil for none
	footnotes []footnote
	regions   regions // for what is looked for behind the parser
	diags     []diag.Diagnostic
}

func (c *Compiler) parse(src []byte, from *origin) *pass {
	p := &pass{c: c, src: src, lines: newLineTable(src), origin: from}
	pc := parser.NewContext(parser.WithIDs(noIDs{}))
	pc.Set(passKey, p)
	md := c.parser
	if mayHoldAddress(src) {
		md = c.linkify
	}
	p.doc = md.Parse(text.NewReader(legalDestinations(src)), parser.WithContext(pc))
	p.boundTree()
	p.checkCode()
	return p
}

// mayHoldAddress reports whether a body can have bare addresses. To look for
// them costs a tenth of all parsing.
func mayHoldAddress(src []byte) bool {
	return bytes.Contains(src, []byte("http")) || bytes.Contains(src, []byte("www.")) || bytes.IndexByte(src, '@') >= 0
}

// report notes a diagnostic at an offset of the body.
func (p *pass) report(rule string, offset int, message, hint string) {
	p.diags = append(p.diags, p.origin.finding(rule, offset, message, hint))
}

// noIDs stands in for goldmark's ids of headings; outline makes better ones.
type noIDs struct{}

func (noIDs) Generate([]byte, ast.NodeKind) []byte { return nil }
func (noIDs) Put([]byte)                           {}

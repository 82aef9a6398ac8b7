package content

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// EditLink says where readers change a page's source.
type EditLink struct {
	URL    string // with {path} in place of the file's path in the content folder; "" for none
	Public bool   // in public builds too
}

// LastChange says whether pages tell when git saw them change last.
type LastChange struct {
	Off    bool
	Author bool // and by whom; never in public builds
	Public bool // in public builds too
}

// Feedback says where readers tell that a page did not answer their question.
// At most one of URL, Email and Netlify is set.
type Feedback struct {
	URL     string // with {title} and {url} in place of the page's
	Email   string // an address of a mailbox
	Netlify bool   // a form that Netlify receives
	Public  bool   // in public builds too
}

// None reports whether the site says nothing about feedback.
func (f Feedback) None() bool { return f.URL == "" && f.Email == "" && !f.Netlify }

// setEdit reads edit_url: the address alone, or a mapping with more.
func setEdit(d *decoder, n *yaml.Node, c *Config) {
	if frontmatter.IsMapping(n) {
		decodeMapping(d, n, editFields, &c.Edit)
		return
	}
	setEditURL(d, n, &c.Edit)
}

var editFields = []field[EditLink]{
	{name: "url", doc: "The address, with {path} in place of the path of the file.", shape: textShape, set: setEditURL},
	flagField("public", "In public builds, too.", func(e *EditLink) *bool { return &e.Public }),
}

func setEditURL(d *decoder, n *yaml.Node, e *EditLink) {
	s, ok := d.line(n)
	if !ok {
		return
	}
	const hint = "write for example https://git.example.com/acme/handbook/edit/main/content/{path}"
	switch problem := checkPattern(s, "path"); {
	case problem != "":
		d.report("config", d.At(n), diag.Quote(s)+" "+problem, hint)
	case !strings.Contains(s, "{path}"):
		d.report("config", d.At(n), diag.Quote(s)+" has no place for the file", hint)
	default:
		e.URL = s
	}
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// checkPattern checks an address with placeholders. It returns what is wrong,
// to follow the address.
func checkPattern(s string, names ...string) (problem string) {
	for _, p := range placeholder.FindAllString(s, -1) {
		if !slices.Contains(names, strings.Trim(p, "{}")) {
			return "has the unknown placeholder " + p
		}
	}
	plain := placeholder.ReplaceAllString(s, "x")
	u, err := url.Parse(plain)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(plain, "{}") || !isContactURL(plain) {
		return "is not an absolute http or https URL"
	}
	if host, _, _ := strings.Cut(strings.TrimPrefix(s[len(u.Scheme):], "://"), "/"); strings.Contains(host, "{") {
		return "has a placeholder in its host"
	}
	return ""
}

// setLastChange reads last_change: git, off, or a mapping with more.
func setLastChange(d *decoder, n *yaml.Node, c *Config) {
	if frontmatter.IsMapping(n) {
		decodeMapping(d, n, lastChangeFields, &c.LastChange)
		return
	}
	if s, ok := d.choice(n, []string{"git", "off"}); ok {
		c.LastChange.Off = s == "off"
	}
}

var lastChangeFields = []field[LastChange]{
	flagField("author", "The name of who wrote the commit, too.", func(l *LastChange) *bool { return &l.Author }),
	flagField("public", "In public builds, too.", func(l *LastChange) *bool { return &l.Public }),
}

// setFeedback reads feedback: one way to tell, and who sees it.
func setFeedback(d *decoder, n *yaml.Node, c *Config) {
	if !decodeMapping(d, n, feedbackFields, &c.Feedback) {
		return
	}
	var ways []string
	for _, way := range []string{"url", "email", "netlify"} {
		if !frontmatter.IsNull(frontmatter.Value(n, way)) {
			ways = append(ways, way)
		}
	}
	switch {
	case len(ways) > 1:
		d.report("config", d.At(n), "feedback has both "+ways[0]+" and "+ways[1], "keep one of them: readers are shown one way")
		c.Feedback = Feedback{}
	case len(ways) == 0:
		d.report("config", d.At(n), "feedback does not say where it goes", "write {url: …}, {email: …} or {netlify: true}")
	}
}

var feedbackFields = []field[Feedback]{
	{
		name: "url", doc: "A form or a tracker; {title} and {url} become those of the page.",
		shape: textShape, set: func(d *decoder, n *yaml.Node, f *Feedback) {
			if s, ok := d.line(n); ok {
				if problem := checkPattern(s, "title", "url"); problem != "" {
					d.report("config", d.At(n), diag.Quote(s)+" "+problem,
						"write for example https://git.example.com/acme/handbook/issues/new?title={title}&body={url}")
					return
				}
				f.URL = s
			}
		},
	},
	{name: "email", doc: "A mailbox.", shape: textShape, set: func(d *decoder, n *yaml.Node, f *Feedback) {
		if s, ok := d.line(n); ok {
			if !isContactURL("mailto:"+s) || strings.ContainsAny(s, "?&%,;:()[]") {
				d.report("config", d.At(n), diag.Quote(s)+" is not the address of a mailbox", "write for example docs@example.com")
				return
			}
			f.Email = s
		}
	}},
	flagField("netlify", "A form on the page itself, for sites on Netlify.", func(f *Feedback) *bool { return &f.Netlify }),
	flagField("public", "In public builds, too.", func(f *Feedback) *bool { return &f.Public }),
}

// setSiteImage reads the picture that stands for pages without one of their own.
func setSiteImage(d *decoder, n *yaml.Node, c *Config) {
	if s, ok := d.picture(n); ok {
		c.Image = Reference{Dest: s, Position: d.At(n)}
	}
}

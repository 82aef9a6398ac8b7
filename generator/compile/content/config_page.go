package content

import (
	"net/url"
	"path"
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
	Public  bool   // in public builds too; not what is reported
	Report  Report
}

// Report says where pages report what readers look for in vain, and whether a page
// helped. Nothing is reported without it.
type Report struct {
	To     string // [ReportNetlify], the address of a receiver, or "" for none
	Public bool   // in public builds too
}

// ReportNetlify is the receiver of forms that hosts the site.
const ReportNetlify = "netlify"

// In reports whether pages of a build report.
func (r Report) In(public bool) bool { return r.To != "" && (r.Public || !public) }

// None reports whether the site names no way for readers to tell.
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
	reports := !frontmatter.IsNull(frontmatter.Value(n, "report"))
	switch {
	case len(ways) > 1:
		d.report("config", d.At(n), "feedback has both "+ways[0]+" and "+ways[1], "keep one of them: readers are shown one way")
		c.Feedback = Feedback{}
	case reports && slices.Contains(ways, "netlify"):
		d.report("config", d.At(n), "feedback has both netlify and report", "keep one of them: readers are shown one form")
		c.Feedback = Feedback{}
	case reports && len(ways) == 0 && !frontmatter.IsNull(frontmatter.Value(n, "public")):
		d.report("config", d.At(frontmatter.Value(n, "public")), "public says who sees url, email or netlify, and there is none of them",
			"for what pages report, write report: {to: …, public: true}")
	case len(ways) == 0 && !reports:
		d.report("config", d.At(n), "feedback does not say where it goes", "write {url: …}, {email: …}, {netlify: true} or {report: …}")
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
	{
		name: "report", doc: "Where answers of readers go: netlify, the address of a receiver, or more.",
		shape: orMapping(textShape, reportFields), set: setReport,
	},
}

// setReport reads feedback.report: where it goes alone, or a mapping with more.
func setReport(d *decoder, n *yaml.Node, f *Feedback) {
	if !frontmatter.IsMapping(n) {
		setReportTo(d, n, &f.Report)
		return
	}
	if decodeMapping(d, n, reportFields, &f.Report) && frontmatter.IsNull(frontmatter.Value(n, "to")) {
		d.report("config", d.At(n), "report does not say where it goes", "write {to: netlify}, or {to: …} with the address of a receiver")
	}
}

var reportFields = []field[Report]{
	{name: "to", doc: "netlify, or the address of a receiver.", shape: textShape, set: setReportTo},
	flagField("public", "In public builds, too.", func(r *Report) *bool { return &r.Public }),
}

func setReportTo(d *decoder, n *yaml.Node, r *Report) {
	s, ok := d.line(n)
	if !ok {
		return
	}
	if problem := checkReceiver(s); s != ReportNetlify && problem != "" {
		d.report("config", d.At(n), diag.Quote(s)+" "+problem, "write netlify, or for example https://feedback.example.com/headsup")
		return
	}
	r.To = s
}

// receiver is an address that stands as it is in a Content-Security-Policy. That takes a
// star for any host, and a path that ends in a slash for all that is below it.
var receiver = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(?::[0-9]+)?((?:/[A-Za-z0-9._~-]+)+)$`)

// checkReceiver checks the address of a receiver. It returns what is wrong, to follow
// the address.
func checkReceiver(s string) (problem string) {
	m := receiver.FindStringSubmatch(s)
	switch {
	case !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://"):
		return "is neither netlify nor an absolute http or https URL"
	case m == nil || path.Clean(m[1]) != m[1] || len(s) > longestReceiver:
		return "is not a host and a path of plain letters, digits and -._~ that ends in a name"
	}
	return ""
}

// longestReceiver is how many bytes the address of a receiver has at most. It is twice
// in a header, and hosts read lines of 2000 bytes.
const longestReceiver = 500

// setSiteImage reads the picture that stands for pages without one of their own.
func setSiteImage(d *decoder, n *yaml.Node, c *Config) {
	if s, ok := d.picture(n); ok {
		c.Image = Reference{Dest: s, Position: d.At(n)}
	}
}

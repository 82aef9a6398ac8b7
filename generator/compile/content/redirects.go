package content

import (
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// RedirectRule leads from former addresses to others, as headsup.yaml or the file of another
// tool says. From is a path from the site's root, which may end in a *; To is a path or an http
// or https address, in which :splat stands for what the * does.
type RedirectRule struct {
	From, To string
	diag.Position
}

// Splat stands in the target of a redirect for what the * stands for.
const Splat = ":splat"

const redirectHint = `write for example {from: "/old/*", to: "/new/:splat"}`

var redirectFields = []field[RedirectRule]{
	lineField("from", "The former address, from the root of the site; a * at its end stands for the rest.",
		func(r *RedirectRule) *string { return &r.From }),
	lineField("to", "Where it leads: a path or a web address; :splat stands for what the * does.",
		func(r *RedirectRule) *string { return &r.To }),
}

// redirectsShape is a file, or a list of redirects.
var redirectsShape = func() shape {
	one := mappingShape(redirectFields)
	return shape{text: "file, or list of {from, to}", fields: one.fields, schema: func(c *Config) object {
		entry := one.schema(c)
		entry["required"] = []string{"from", "to"}
		return object{"anyOf": []any{textSchema(), object{"type": []string{"array", "null"}, "items": entry}}}
	}}
}()

// setRedirects reads redirects: a file of another tool, or a list.
func setRedirects(d *decoder, n *yaml.Node, c *Config) {
	if n.Kind == yaml.ScalarNode {
		s, ok := d.line(n)
		if !ok {
			return
		}
		dir, problem := cleanDir(s)
		if problem != "" {
			d.report("config", d.At(n), "the file "+diag.Quote(s)+" is not in the content folder: "+problem, "write for example _redirects")
			return
		}
		c.RedirectFile = dir
		return
	}
	if !frontmatter.IsList(n) {
		d.report("config", d.At(n), frontmatter.Instead("a list, or a file", n), redirectHint)
		return
	}
	for _, item := range n.Content {
		var r RedirectRule
		if !decodeMapping(d, item, redirectFields, &r) {
			continue
		}
		r.Position = d.At(item)
		if from := frontmatter.Value(item, "from"); from != nil {
			r.Position = d.At(from)
		}
		if problem := r.check(); problem != "" {
			d.report("config", r.Position, problem, redirectHint)
			continue
		}
		c.Redirects = append(c.Redirects, r)
	}
}

// check puts a redirect into its shortest form, and returns what is wrong with it.
func (r *RedirectRule) check() (problem string) {
	bare, wild := strings.CutSuffix(r.From, "*")
	_, fault := pathProblem(strings.Trim(bare, "/"))
	u, err := url.Parse(strings.ReplaceAll(r.To, Splat, "x"))
	switch {
	case r.From == "" || r.To == "":
		return "a redirect has a from and a to"
	case !strings.HasPrefix(r.From, "/"):
		return "the address " + diag.Quote(r.From) + " does not begin with a slash"
	case strings.Trim(bare, "/") == "" && !wild:
		return "the home page cannot lead elsewhere"
	case strings.Trim(bare, "/") == "":
		return "the pattern " + diag.Quote(r.From) + " is all of the site"
	case strings.Contains(bare, "*") || wild && !strings.HasSuffix(bare, "/"):
		return "the * in " + diag.Quote(r.From) + " is not the last part of the address"
	case strings.Contains(bare, "/:"):
		return "the address " + diag.Quote(r.From) + " has a placeholder, and only a * at its end is known"
	case fault != "":
		return "the address " + diag.Quote(r.From) + " is not a path: " + fault
	case strings.Contains(r.To, Splat) && !wild:
		return Splat + " in " + diag.Quote(r.To) + " stands for a *, and there is none in " + diag.Quote(r.From)
	case err != nil || strings.HasPrefix(r.To, "//") || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" ||
		u.User != nil || strings.ContainsAny(r.To, " \\\"'<>\t\n"):
		return "the target " + diag.Quote(r.To) + " is neither a path nor an http or https address"
	}
	return ""
}

// ParseRedirects reads a file _redirects, as Netlify and Cloudflare have it: an address, a
// target and perhaps a status on each line.
func ParseRedirects(path string, src []byte) (rules []RedirectRule, diags []diag.Diagnostic) {
	for i, line := range strings.Split(string(src), "\n") {
		text, _, _ := strings.Cut(line, " #")
		words := strings.Fields(text)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		pos := diag.Position{Path: path, Line: i + 1, Column: 1 + strings.Index(line, words[0])}
		report := func(message, hint string) { diags = append(diags, diag.New("redirect", pos, message, hint)) }
		if len(words) < 2 {
			report("this line has no target", "write an address and where it leads: /old/ /new/")
			continue
		}
		r := RedirectRule{From: words[0], To: words[1], Position: pos}
		switch status := strings.TrimSuffix(strings.Join(words[2:], " "), "!"); {
		case status != "" && (len(status) != 3 || status[0] != '3'):
			report("this rule is no redirect but "+diag.Quote(status)+", which headsup does not pass on", "remove the line")
			continue
		}
		if problem := r.check(); problem != "" {
			report(problem, "write for example /old/* /new/:splat")
			continue
		}
		rules = append(rules, r)
	}
	return rules, diags
}

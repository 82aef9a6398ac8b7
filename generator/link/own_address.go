package link

import (
	"fmt"
	"path"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/paths"
)

// permalinkOf returns the pattern of a page's whole address, "" when it is made of its kind
// and its file, and whether the page itself gives it. The beginning of a section has the
// section's address unless it says otherwise.
func (s *Site) permalinkOf(p *Page) (pattern string, own bool) {
	if p.Page.Permalink != "" {
		return p.Page.Permalink, true
	}
	if p.Landing {
		return "", false
	}
	return s.Config.Permalinks[p.Kind], false
}

// permalink gives a page the address that it or its kind says it has. What the address asks
// for and the page does not have is reported, and the page keeps the address of its file.
func (s *Site) permalink(p *Page, dated bool, report func(diag.Diagnostic)) {
	pattern, own := s.permalinkOf(p)
	if pattern == "" {
		return
	}
	at, missing := s.expand(p, pattern, dated)
	if missing != "" {
		what, hint := "date", "give it a `date`, or an address of its own with `permalink`"
		if missing == ":version" {
			what, hint = "version", "give it a `version`, or an address of its own with `permalink`"
		}
		whose := fmt.Sprintf("addresses of a %s have", p.Kind)
		if own {
			whose = "its address has"
		}
		report(diag.New("permalink-invalid", p.Position("permalink"),
			whose+" "+missing+", and this page has no "+what+"; its address is /"+p.Path, hint))
		return
	}
	// A list has files in a folder of its own, so its beginning has one, too.
	if (p.Branch || p.Landing) && strings.HasSuffix(at, ".html") {
		p.Page = withAlias(p.Page, "/"+at)
		at = paths.Beside(at)
	}
	// The landing page of a section that has an address of its own is a page like others.
	if p.Landing && at != p.Path && at != "" {
		p.Landing = false
	}
	p.Path = at
}

// withAlias returns a page with one more former address.
func withAlias(p *content.Page, from string) *content.Page {
	out := *p
	out.Aliases = append(out.Aliases[:len(out.Aliases):len(out.Aliases)], content.Alias{Path: from, Position: p.Position("permalink")})
	return &out
}

// expand makes an address of a pattern. Missing is a token that the page has nothing for;
// folders that it is not in are no part of the address.
func (s *Site) expand(p *Page, pattern string, dated bool) (at, missing string) {
	at, missing = content.ExpandPermalink(pattern, func(token string) string {
		index := address.IsIndex(p.Source)
		day := p.Date.In(s.Config.TimeZone)
		format := map[string]string{
			":year": "2006", ":short_year": "06", ":month": "01", ":i_month": "1", ":day": "02", ":i_day": "2",
		}[token]
		switch {
		case format != "" && p.Date.IsZero():
			return ""
		case format != "":
			return day.Format(format)
		}
		dir := s.kindDir(p.Page)
		rel := strings.TrimSuffix(s.relative(p.Page, dir, index, dated), "/")
		folders := strings.Trim(address.Path(path.Dir(p.Source)), "/")
		if path.Dir(p.Source) == "." {
			folders = ""
		}
		out := ""
		switch token {
		case ":title", ":slug":
			if out = rel[strings.LastIndexByte(rel, '/')+1:]; p.Page.Slug != "" {
				out = strings.Trim(address.Path(p.Page.Slug), "/")
			}
		case ":headline":
			out = address.Slug(p.Title)
		case ":path":
			out = rel
		case ":section":
			out, _, _ = strings.Cut(folders, "/")
		case ":sections":
			out = folders
		case ":version":
			if p.Release.Version == "" {
				return ""
			}
			return address.Slug(p.Release.Version)
		}
		if out == "" {
			return "." // no part of the address
		}
		return out
	})
	if missing != "" {
		return "", missing
	}
	page := strings.HasSuffix(at, ".html")
	at = strings.TrimPrefix(path.Clean("/"+at), "/")
	if !page && at != "" {
		at += "/"
	}
	return at, ""
}

// addressAt returns the place in a file that gives the page its address.
func (p *Page) addressAt() diag.Position {
	if p.Page.Permalink != "" {
		return p.Position("permalink")
	}
	return p.Position("slug")
}

package link

import (
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/paths"
)

// placeRedirects makes redirects of the rules of headsup.yaml and of the file that it names.
// A rule with a * becomes one redirect for each page that it can lead to, so all hosts follow
// it and each has an HTML page. Only where nobody knows what is behind it does the rule itself
// go to the hosts.
func (s *Site) placeRedirects(report func(diag.Diagnostic)) {
	exact := map[string]content.RedirectRule{}
	var wild []content.RedirectRule
	for _, r := range s.in.Redirects {
		if strings.HasSuffix(r.From, "*") {
			wild = append(wild, r)
			continue
		}
		key := redirectKey(r.From)
		if other, taken := exact[key]; taken {
			if other.To != r.To {
				report(diag.New("redirect", r.Position, "the address "+quote(r.From)+" has a redirect already, on "+other.Position.String(),
					"remove one of them"))
			}
			continue
		}
		exact[key] = r
	}
	for _, r := range s.in.Redirects {
		if key := redirectKey(r.From); exact[key].Position == r.Position {
			s.placeRedirect(r, exact, report)
		}
	}
	for _, r := range wild {
		s.placePattern(r, report)
	}
}

func redirectKey(from string) string { return strings.ToLower(strings.Trim(from, "/")) }

// placeRedirect makes the redirect of one address.
func (s *Site) placeRedirect(r content.RedirectRule, exact map[string]content.RedirectRule, report func(diag.Diagnostic)) {
	to, seen := r.To, map[string]bool{redirectKey(r.From): true}
	for strings.HasPrefix(to, "/") { // to where the last of a chain leads
		next, more := exact[redirectKey(to)]
		if !more {
			break
		}
		if seen[redirectKey(to)] {
			report(diag.New("redirect", r.Position, "this redirect leads in a circle: "+r.From+" → "+r.To+" → … → "+r.From,
				"let one of them lead to a page"))
			return
		}
		seen[redirectKey(to)] = true
		to = next.To
	}
	from := strings.Trim(r.From, "/")
	file := redirectFile(from)
	t := s.redirectTarget(to)
	switch {
	case t.None():
		report(diag.New("redirect", r.Position, "the target "+quote(to)+" of this redirect does not exist",
			"write the address of a page, the path of its file, or a full address"))
		return
	case t.Page != nil && t.Page.Included && paths.HTML(t.Page.Path) == file:
		report(diag.New("redirect", r.Position, "this redirect leads to itself", "remove it"))
		return
	}
	if p := s.byPath[strings.ToLower(from+"/")]; p != nil {
		report(diag.New("redirect", r.Position, "this redirect would hide "+p.Source, "remove it, or give the page another address"))
		return
	}
	if by, taken := s.files[strings.ToLower(file)]; taken {
		report(diag.New("redirect", r.Position, "this redirect would hide "+maker(by), "remove it, or rename the other"))
		return
	}
	if t.Page != nil {
		if _, taken := s.byAlias[redirectKey(from)]; !taken {
			s.byAlias[redirectKey(from)] = t.Page
		}
		if !t.Page.Included {
			return
		}
	}
	s.redirect(from, file, t, r.Position, report)
}

// redirectFile is the HTML file at a former address.
func redirectFile(from string) string {
	if strings.HasSuffix(from, ".html") || strings.HasSuffix(from, ".htm") {
		return from
	}
	return from + "/index.html"
}

// redirectTarget finds what a redirect leads to.
func (s *Site) redirectTarget(to string) Target {
	root := &Page{Page: &content.Page{Source: content.ConfigFile, Kind: content.Plain}, Folder: "."}
	t := s.find(root, to)
	if t.Self || t.Page == root {
		return Target{}
	}
	return t
}

// redirect adds a redirect and its HTML page.
func (s *Site) redirect(from, file string, t Target, pos diag.Position, report func(diag.Diagnostic)) {
	if !s.claim(file, "headsup.yaml", pos, report) {
		return
	}
	at := from
	if file != from {
		at += "/"
	}
	to := s.hrefOf(t)
	s.redirects = append(s.redirects, Redirect{From: at, To: to, File: file})
	s.Files = append(s.Files, File{Path: file, Kind: RedirectFile, Page: t.Page, To: to})
}

// hrefOf returns the address of a target.
func (s *Site) hrefOf(t Target) string {
	switch {
	case t.Page != nil:
		return s.Href(t.Page.Path) + t.Suffix
	case t.Asset != nil:
		t.Asset.Used = true
		return s.Href(t.Asset.Path) + t.Suffix
	case t.URL != "":
		return t.URL
	}
	return s.Href(strings.TrimPrefix(t.Path, "./")) + t.Suffix
}

// placePattern makes the redirects of a rule with a *.
func (s *Site) placePattern(r content.RedirectRule, report func(diag.Diagnostic)) {
	from := strings.Trim(strings.TrimSuffix(r.From, "*"), "/") + "/"
	for _, p := range s.AllFiles() {
		if strings.HasPrefix(strings.ToLower(p.Path), strings.ToLower(from)) {
			report(diag.New("redirect", r.Position, "this redirect would hide "+p.Source+" at /"+p.Path,
				"name the former addresses one by one, or give the page another address"))
			return
		}
	}
	before, after, splat := strings.Cut(r.To, content.Splat)
	if !splat || isWeb(r.To) {
		to := r.To
		if !isWeb(r.To) {
			t := s.redirectTarget(r.To)
			if t.None() || t.Page != nil && !t.Page.Included {
				if t.None() {
					report(diag.New("redirect", r.Position, "the target "+quote(r.To)+" of this redirect does not exist",
						"write the address of a page, or a full address"))
				}
				return
			}
			to = s.hrefOf(t)
		}
		s.redirects = append(s.redirects, Redirect{From: from + "*", To: to})
		return
	}
	below, known := strings.TrimPrefix(before, "/"), false
	for _, p := range s.AllFiles() {
		rest, ok := strings.CutPrefix(p.Path, below)
		if !ok || rest == "" && below != "" {
			continue
		}
		rest, ok = strings.CutSuffix(strings.TrimSuffix(rest, "/"), strings.Trim(after, "/"))
		if known = true; !ok || !p.Included {
			continue
		}
		at := strings.Trim(from+rest, "/")
		file := redirectFile(at)
		if _, taken := s.files[strings.ToLower(file)]; taken || s.byAlias[redirectKey(at)] != nil {
			continue // what names one address wins
		}
		s.byAlias[redirectKey(at)] = p
		s.redirect(at, file, Target{Page: p}, r.Position, report)
	}
	if !known {
		report(diag.New("redirect", r.Position, "there is no page below "+quote("/"+below)+" to which this redirect could lead",
			"write the folder of the new addresses in front of "+content.Splat))
	}
}

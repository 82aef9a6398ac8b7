package link

import (
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link/address"
	"headsup/generator/read/source"
)

// ThanksFolder is where the form of a page leads.
const ThanksFolder = "feedback/thanks/"

// hasForm reports whether the pages of this build have a form that the host of the
// site receives.
func (s *Site) hasForm() bool {
	f := s.Config.Feedback
	return f.Netlify && (f.Public || !s.Public) || f.Report.To == content.ReportNetlify && f.Report.In(s.Public)
}

// EditURL returns the address where a file of the content folder is changed, "" when
// readers of this build are not told.
func (s *Site) EditURL(file string) string {
	e := s.Config.Edit
	if e.URL == "" || s.Public && !e.Public {
		return ""
	}
	return strings.ReplaceAll(e.URL, "{path}", address.EscapeSegments(file))
}

// placeImage finds the picture that stands for pages without one.
func (s *Site) placeImage(report func(diag.Diagnostic)) {
	ref := s.Config.Image
	switch {
	case ref.Dest == "":
	case strings.HasPrefix(ref.Dest, "https://"), strings.HasPrefix(ref.Dest, "http://"):
		s.Image = Target{URL: ref.Dest}
	default:
		file := strings.TrimPrefix(ref.Dest, "/")
		if a := s.assets[file]; a != nil && isPicture(file) {
			s.Image = Target{Asset: a}
			a.Used = true
			return
		}
		message := "there is no picture " + quote(ref.Dest)
		if s.in.Refused[file] {
			message = "the picture " + quote(ref.Dest) + " is not published"
		}
		report(diag.New("broken-image", ref.Position, message, diag.DidYouMean(file, s.pictures())))
	}
}

func isPicture(file string) bool {
	mime, ok := source.AssetType(file)
	return ok && strings.HasPrefix(mime, "image/")
}

func (s *Site) pictures() []string {
	var out []string
	for _, a := range s.in.Assets {
		if isPicture(a.Path) {
			out = append(out, a.Path)
		}
	}
	return out
}

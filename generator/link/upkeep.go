package link

import (
	"headsup/generator/view"
	"net/url"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/read/source"
)

// thanksPage is where the form of a page leads.
const (
	thanksFolder = "feedback/thanks/"
	formName     = "feedback"
)

// hasForm reports whether the pages of this build have a form.
func (s *Site) hasForm() bool {
	f := s.in.Config.Feedback
	return f.Netlify && (f.Public || !s.in.Public)
}

// addUpkeep adds what a page tells about its own state, and what readers can do
// for it.
func (s *Site) addUpkeep(v *view.PageView, p *page) {
	cfg := s.in.Config
	v.Feedback = s.feedback(p)
	if e := cfg.Edit; e.URL != "" && (e.Public || !s.in.Public) {
		v.Edit = strings.ReplaceAll(e.URL, "{path}", escapeSegments(p.Source))
	}
	if c, ok := s.in.Changes[p.Source]; ok && !cfg.LastChange.Off && (cfg.LastChange.Public || !s.in.Public) {
		v.Committed = dayOf(calendar.Date{Time: c.At.In(cfg.TimeZone)}, cfg.Language)
		if cfg.LastChange.Author && !s.in.Public {
			v.CommittedBy = c.Author
		}
	}
	if !s.in.Public {
		v.ReviewDue = !p.ReviewBy.IsZero() && !p.ReviewBy.After(s.in.Now)
	}
}

// feedback says where readers of a page tell that it did not help; where they
// ask is the place when the site names no other. It is nil without any.
func (s *Site) feedback(p *page) *view.FeedbackView {
	cfg := s.in.Config
	f := cfg.Feedback
	if f.None() || s.in.Public && !f.Public {
		if cfg.AskURL == "" {
			return nil
		}
		return &view.FeedbackView{URL: cfg.AskURL}
	}
	switch address := s.absolute(p.path); {
	case f.Netlify:
		return &view.FeedbackView{Form: &view.FormView{Name: formName, Action: s.href(thanksFolder), Page: address}}
	case f.Email != "":
		return &view.FeedbackView{URL: "mailto:" + url.PathEscape(f.Email) +
			"?subject=" + escapeQuery(feedbackSubject+p.title) + "&body=" + escapeQuery(address+"\r\n\r\n"+feedbackPrompt+"\r\n")}
	default:
		return &view.FeedbackView{URL: strings.NewReplacer("{title}", escapeQuery(p.title), "{url}", escapeQuery(address)).Replace(f.URL)}
	}
}

// What a mail begins with.
const (
	feedbackSubject = "Not answered: "
	feedbackPrompt  = "What I was looking for:"
)

// escapeQuery escapes a text for a query, blanks as programs for mail know them.
func escapeQuery(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// escapeSegments escapes a path for an address. The slashes stay.
func escapeSegments(p string) string {
	segments := strings.Split(p, "/")
	for i := range segments {
		segments[i] = url.PathEscape(segments[i])
	}
	return strings.Join(segments, "/")
}

func (s *Site) thanksView() (view.View, error) {
	v := view.View{Layout: "thanks", Path: thanksFolder + "index.html", Site: s.chrome, Meta: s.meta("Thank you", "", thanksFolder)}
	v.Meta.NoIndex = true
	return v, nil
}

// placeImage finds the picture that stands for pages without one.
func (s *Site) placeImage(report func(diag.Diagnostic)) {
	ref := s.in.Config.Image
	switch {
	case ref.Dest == "":
	case strings.HasPrefix(ref.Dest, "https://"), strings.HasPrefix(ref.Dest, "http://"):
		s.image = target{url: ref.Dest}
	default:
		file := strings.TrimPrefix(ref.Dest, "/")
		if a := s.assets[file]; a != nil && isPicture(file) {
			s.image = target{asset: a}
			a.used = true
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

// setImage gives a head the picture of a target, if it leads to one.
func (s *Site) setImage(m *view.Meta, t target) {
	u := s.url(nil, t, true)
	if u == "" {
		return
	}
	m.Image, m.ImageWidth, m.ImageHeight = u, 0, 0
	if t.asset != nil {
		m.ImageWidth, m.ImageHeight = t.asset.Width, t.asset.Height
	}
}

// locale writes a language as Open Graph does: "en_GB".
func locale(tag string) string {
	parts := strings.Split(tag, "-")
	for _, part := range parts[1:] {
		if len(part) == 2 {
			return strings.ToLower(parts[0]) + "_" + strings.ToUpper(part)
		}
	}
	return strings.ToLower(parts[0])
}

// feedbackTexts are what public readers may see of the settings of pages.
func feedbackTexts(c *content.Config) []string {
	var out []string
	if c.Feedback.Public {
		out = append(out, c.Feedback.URL, c.Feedback.Email)
	}
	if c.Edit.Public {
		out = append(out, c.Edit.URL)
	}
	return out
}

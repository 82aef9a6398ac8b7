package compose

import (
	"net/url"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/read/calendar"
	"headsup/generator/view"
	"headsup/generator/view/label"
)

// addUpkeep adds what a page tells about its own state, and what readers can do
// for it.
func (c *Composer) addUpkeep(v *view.PageView, p *link.Page) error {
	cfg := c.Config
	v.Feedback = c.feedback(p)
	v.Edit = c.EditURL(p.InFile())
	if v.Helped = c.report(); v.Helped != nil {
		v.Helped.Page = c.Absolute(p.Path)
	}
	if change, ok := c.Change(p); ok && !cfg.LastChange.Off && (cfg.LastChange.Public || !c.Public) {
		v.Committed = label.Day(calendar.Date{Time: change.At.In(cfg.TimeZone)}, c.Interface())
		if cfg.LastChange.Author && !c.Public {
			v.CommittedBy = change.Author
		}
	}
	if !c.Public {
		v.ReviewDue = c.ReviewDue(p)
	}
	said, err := c.heard()
	if err != nil {
		return err
	}
	v.Asked = said.Asked[p]
	return nil
}

// feedback says where readers of a page tell that it did not help; where they
// ask is the place when the site names no other. It is nil without any.
func (c *Composer) feedback(p *link.Page) *view.FeedbackView {
	cfg := c.Config
	f := cfg.Feedback
	if f.None() || c.Public && !f.Public {
		if c.askURL() == "" {
			return nil
		}
		return &view.FeedbackView{URL: c.askURL()}
	}
	switch address := c.Absolute(p.Path); {
	case f.Netlify:
		form := c.netlifyForm()
		form.Page = address
		return &view.FeedbackView{Form: form}
	case f.Email != "":
		subject := c.words.Say("feedback-subject", "title", p.Title)
		body := address + "\r\n\r\n" + c.words.Say("feedback-prompt") + "\r\n"
		query := "?subject=" + escapeQuery(subject) + "&body=" + escapeQuery(body)
		return &view.FeedbackView{URL: "mailto:" + url.PathEscape(f.Email) + query}
	default:
		return &view.FeedbackView{URL: strings.NewReplacer("{title}", escapeQuery(p.Title), "{url}", escapeQuery(address)).Replace(f.URL)}
	}
}

// report says where pages report what readers look for, nil when they do not.
func (c *Composer) report() *view.FormView {
	switch r := c.Config.Feedback.Report; {
	case !r.In(c.Public):
		return nil
	case r.To == content.ReportNetlify:
		return c.netlifyForm()
	default:
		return &view.FormView{Name: formName, Action: r.To}
	}
}

// netlifyForm is a form of this site that Netlify receives.
func (c *Composer) netlifyForm() *view.FormView {
	return &view.FormView{Name: formName, Action: c.Href(link.ThanksFolder), Netlify: true}
}

// escapeQuery escapes a text for a query, blanks as programs for mail know them.
func escapeQuery(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

func (c *Composer) thanksView() view.View {
	v := view.View{
		Layout: "thanks",
		Path:   link.ThanksFolder + "index.html",
		Site:   c.chrome,
		Meta:   c.meta(c.words.Say("thank-you"), "", link.ThanksFolder),
	}
	v.Meta.NoIndex = true
	return v
}

// setImage gives a head the picture of a target, if it leads to one.
func (c *Composer) setImage(m *view.Meta, t link.Target) {
	u := c.URL(nil, t, true)
	if u == "" {
		return
	}
	m.Image, m.ImageWidth, m.ImageHeight = u, 0, 0
	if t.Asset != nil {
		m.ImageWidth, m.ImageHeight = t.Asset.Width, t.Asset.Height
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

const formName = "feedback" // of the form, as its host knows it

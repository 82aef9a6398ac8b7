package compose

import (
	"html/template"
	"net/url"
	"regexp"
	"strconv"

	"headsup/generator/compile/content"
	"headsup/generator/link"
	"headsup/generator/view"
)

// share says whether customers may be told what a page says, nil in a public build.
// The public form of its body is filled in with the body.
func (c *Composer) share(p *link.Page) *view.ShareView {
	if c.Public {
		return nil
	}
	s := &view.ShareView{State: "no"}
	switch {
	case p.Draft:
		s.Text = c.words.Say("share-draft")
	case p.Awaits(c.Now):
		s.State, s.Text = "later", c.words.Say("share-later", "date", c.BeginsDay(p).Text)
	case p.Visibility != content.Public:
		s.Text = c.words.Say("share-no")
	case !p.Public:
		s.Text = c.words.Say("share-gone")
	case c.withheld(p) || len(p.Actions) > 0:
		s.State, s.Text = "part", c.words.Say("share-part")
	default:
		s.State, s.Text = "yes", c.words.Say("share-yes")
	}
	return s
}

// withheld reports whether a page shows colleagues more than its public form has.
func (c *Composer) withheld(p *link.Page) bool { return !c.Public && p.Public && p.Doc.Public != nil }

// ids matches the ids of elements, which the page itself has.
var ids = regexp.MustCompile(`(<[a-z][a-z0-9]*(?: [^<>]*?)?) id="[^"<>]*"`)

// fillShare fills in the public form of a page's body.
func (c *Composer) fillShare(p *link.Page, v *view.View) error {
	if v.Page.Share == nil || !c.withheld(p) {
		return nil
	}
	body, err := c.PublicBody(p)
	if err != nil {
		return err
	}
	v.Page.Share.Body = template.HTML(ids.ReplaceAll(body, []byte("$1"))) //nolint:gosec // compiled from a page's Markdown, as its body is
	return nil
}

// acknowledge returns how readers say that they have read a page, nil when nobody has to.
func (c *Composer) acknowledge(p *link.Page) *view.AcknowledgeView {
	if c.Public || len(p.Acknowledge) == 0 {
		return nil
	}
	a := &view.AcknowledgeView{Form: c.report()}
	for _, id := range p.Acknowledge {
		a.Audiences = append(a.Audiences, c.AudienceLink(id))
	}
	if a.Form != nil {
		a.Form.Name, a.Form.Page = acknowledgeForm, c.Absolute(p.Path)
	} else if to := c.Config.Feedback.Email; to != "" {
		subject := c.words.Say("read-subject", "title", p.Title)
		a.Mail = "mailto:" + url.PathEscape(to) + "?subject=" + escapeQuery(subject) + "&body=" + escapeQuery(c.Absolute(p.Path)+"\r\n")
	}
	for i, q := range p.Quiz {
		a.Quiz = append(a.Quiz, view.QuestionView{
			ID: "quiz-" + strconv.Itoa(i+1), Text: q.Text, Answers: q.Answers, Right: q.Answers[q.Right-1],
		})
	}
	return a
}

const acknowledgeForm = "acknowledge" // of the form, as its host knows it

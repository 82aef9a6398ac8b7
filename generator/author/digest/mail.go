package digest

import (
	"bytes"
	"fmt"
	netmail "net/mail"
	"net/url"

	"github.com/wneessen/go-mail"
)

// Envelope says from whom a mail is and to whom it goes.
type Envelope struct {
	From *netmail.Address   // nil: an address of the site that takes no answers
	To   []*netmail.Address // none: the reader of the file fills it in
}

// message makes the mail of a digest: the same bytes for the same digest.
func (d *Digest) message(e Envelope) (*mail.Msg, error) {
	body, err := d.fit(mailMost, (*Digest).html)
	if err != nil {
		return nil, err
	}
	host := "headsup.invalid"
	if u, err := url.Parse(d.URL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	from := e.From
	if from == nil {
		from = &netmail.Address{Name: d.Site, Address: "noreply@" + host}
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithBoundary("headsup-"+d.Key()))
	m.FromMailAddress(from)
	if len(e.To) > 0 {
		m.ToMailAddress(e.To...)
	} else {
		m.SetGenHeader("X-Unsent", "1") // it is opened as a draft
	}
	m.Subject(d.Title)
	m.SetDateWithValue(d.made)
	m.SetMessageIDWithValue(d.Key() + "@" + host)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, d.cut(sectionMost).clip().plain())
	m.AddAlternativeString(mail.TypeTextHTML, string(body))
	return m, nil
}

func (d *Digest) eml(e Envelope) ([]byte, error) {
	m, err := d.message(e)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write the digest as mail: %w", err)
	}
	return b.Bytes(), nil
}

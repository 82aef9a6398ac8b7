package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"headsup/generator"
	"headsup/generator/author/digest"
)

// Variables of the environment that say where a digest goes. They hold secrets, which
// flags would show to all users of the machine.
const (
	webhookVar = "HEADSUP_WEBHOOK"
	smtpVar    = "HEADSUP_SMTP"
)

// digestFlags are the flags of digest.
type digestFlags struct {
	build                                   buildFlags
	since, audience, product, format, state string
	post                                    bool
}

func (m *mainCmd) digest(ctx context.Context, args []string) error {
	flags := m.flags("digest", "Sum up for one role what is new.")
	flags.examples = []string{
		"headsup digest --since 7d --audience sales",
		"headsup digest --audience support --product billing --format html > digest.html",
		webhookVar + "=https://hooks.example.com/… headsup digest --audience sales --format slack --post --state posted.json",
	}
	f := digestFlags{}
	flags.StringVar(&f.build.Content, "content", "content", "`folder` with the content")
	flags.StringVar(&f.build.Config, "config", "", "configuration `file` (default headsup.yaml in the content folder)")
	flags.StringVar(&f.build.BaseURL, "base-url", "", "`URL` of the site, for links (default base_url of the configuration)")
	flags.StringVar(&f.build.visibility, "visibility", "internal", "`who` the digest is for: internal or public")
	flags.StringVar(&f.build.now, "now", "", "as if it were this `time`, such as 2026-11-23 or 2026-11-23T09:00:00Z")
	flags.StringVar(&f.since, "since", "7d", "what is new in so many `days`")
	flags.StringVar(&f.audience, "audience", "", "for the audience with this `id` (default all)")
	flags.StringVar(&f.product, "product", "", "only of the product with this `id`")
	flags.choices["format"] = digest.Formats()
	flags.StringVar(&f.format, "format", "markdown", "`format`: "+strings.Join(digest.Formats(), ", "))
	flags.BoolVar(&f.post, "post", false,
		"send it: eml to the mail server of "+smtpVar+", slack, teams and json to the webhook of "+webhookVar)
	flags.StringVar(&f.state, "state", "", "`file` that remembers what was sent, so that each digest is sent once")
	if err := f.build.parse(flags, args); err != nil {
		return err
	}
	days, target, err := f.check(m.Getenv)
	if err != nil {
		return err
	}
	preview, done, err := m.preview(ctx, f.build.Options)
	if err != nil {
		return err
	}
	defer done()
	asked, err := preview.Asked()
	if err != nil {
		return err
	}
	site := preview.Site()
	d, err := digest.New(site, digest.Options{Days: days, Audience: f.audience, Product: f.product, Asked: asked})
	if id, known, ok := digest.Unknown(err); ok {
		return unknownID(err.Error(), id, known)
	}
	if err != nil {
		return err
	}
	if d.Empty() {
		fmt.Fprintf(m.Stderr, "nothing is new from %s\n", d.Period)
		return nil
	}
	if f.post {
		return m.postDigest(ctx, d, &f, target, site.Now)
	}
	data, err := d.Render(f.format, target.Envelope)
	if err != nil {
		return err
	}
	_, err = m.Stdout.Write(data)
	return err
}

// check reads the flags that can be wrong, and where the digest goes.
func (f *digestFlags) check(getenv func(string) string) (days int, target digest.Target, err error) {
	if err := oneOf("--format", f.format, digest.Formats()); err != nil {
		return 0, target, err
	}
	if err := oneOf("--visibility", f.build.visibility, []string{"internal", "public"}); err != nil {
		return 0, target, err
	}
	if found := daysAhead.FindStringSubmatch(f.since); found != nil {
		days, err = strconv.Atoi(found[1])
	}
	if err != nil || days < 1 {
		return 0, target, fmt.Errorf("%w: --since takes days such as 7d, at least 1d, not %q", generator.ErrUsage, f.since)
	}
	if f.state != "" && !f.post {
		return 0, target, fmt.Errorf("%w: --state is for --post, which sends the digest", generator.ErrUsage)
	}
	variable, read := webhookVar, digest.Webhook
	switch f.format {
	case "eml":
		variable, read = smtpVar, digest.Server
	case "markdown", "html":
		if f.post {
			return 0, target, fmt.Errorf("%w: --post sends slack, teams, json and eml, not %s", generator.ErrUsage, f.format)
		}
		return days, target, nil
	}
	address := getenv(variable)
	switch {
	case address == "" && f.post:
		return 0, target, fmt.Errorf("%w: --post needs %s, which says where to send the digest", generator.ErrUsage, variable)
	case address == "" || f.format != "eml" && !f.post:
		return days, target, nil
	}
	if target, err = read(address); err != nil {
		return 0, target, fmt.Errorf("%w: %s: %w", generator.ErrUsage, variable, err)
	}
	return days, target, nil
}

func (m *mainCmd) postDigest(ctx context.Context, d *digest.Digest, f *digestFlags, target digest.Target, now time.Time) error {
	sender := digest.Sender{State: f.state, Now: now}
	posted, err := sender.Post(ctx, d, f.format, target)
	if err != nil {
		return err
	}
	if !posted {
		fmt.Fprintf(m.Stderr, "the digest from %s was sent to %s before\n", d.Period, target.Host())
		return nil
	}
	_, err = fmt.Fprintf(m.Stdout, "sent to %s: %s, %s\n", target.Host(), printable(d.Title), count(d.Count(), "item"))
	return err
}

package link

import (
	"cmp"
	"time"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// followLaunches gives the pieces of launches what their files do not say, so that
// one edit of the launch moves them all, and reports those that say something else.
// A launch has its own dates also where it is a piece of another.
func (s *Site) followLaunches(report func(diag.Diagnostic)) {
	for _, launch := range s.All {
		for _, p := range launch.Members {
			if p.Kind != content.Launch {
				s.checkLaunchDate(p, launch, report)
				p.Page = s.following(p.Page, launch.Page)
			}
		}
	}
}

// over reports whether a page is not to be shown any more.
func (s *Site) over(p *content.Page) bool {
	return p.Snippet.Withdrawn || !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(s.Now)
}

// differs reports whether a page says that its dates are not those of its launch.
func differs(p *content.Page) bool {
	return p.DateDiffers != "" && (!p.Date.IsZero() || !p.PublishAt.IsZero())
}

// following returns a piece with what its file leaves to its launch. The page
// itself stays as it was read. No page appears earlier because of its launch.
func (s *Site) following(p, launch *content.Page) *content.Page {
	if differs(p) || s.over(p) {
		return p
	}
	with := *p
	// A publish_at of its own says itself from when on an internal page appears, and a
	// public one that is to be out before colleagues know of the launch.
	if p.InternalAt.IsZero() && (p.PublishAt.IsZero() || p.Visibility == content.Public && !p.PublishAt.Before(launch.InternalAt.Time)) {
		with.InternalAt = launch.InternalAt
	}
	moment := launchMoment(launch)
	// What is planned is not for everyone, so a page that may be public before its
	// launch, as it says when it appears or nobody knows when the launch is, has to
	// do without. A page that is over was public, whatever its launch says now, and
	// feeds have to go on saying that it is over.
	early := moment.IsZero() || !p.PublishAt.IsZero() && p.PublishAt.Before(moment.Time)
	if early && p.Visibility == content.Public {
		return &with
	}
	if p.Kind == content.ReleaseNote {
		with.Release.Stage = cmp.Or(p.Release.Stage, launch.Release.Stage)
		with.Release.Confidence = cmp.Or(p.Release.Confidence, launch.Release.Confidence)
	}
	with.LaunchAt = moment
	if !p.Date.IsZero() {
		return &with
	}
	with.Date = launch.Date
	// Without customers the hour says nothing, and would hold the page back from
	// colleagues as one of its own does.
	if p.Visibility == content.Public && p.PublishAt.IsZero() && moment == launch.PublishAt {
		with.PublishAt = launch.PublishAt
	}
	return &with
}

// launchMoment is when a launch happens: on its date, or when its own page appears
// if that is later, as it is when publish_at names the hour.
func launchMoment(launch *content.Page) calendar.Date {
	if launch.PublishAt.Before(launch.Date.Time) {
		return launch.Date
	}
	return launch.PublishAt
}

// checkLaunchDate reports a piece whose own date or publish_at is not its launch's.
// The date of an internal playbook or plain page is that of its writing, and no
// reader takes it for the launch's.
func (s *Site) checkLaunchDate(p, launch *Page, report func(diag.Diagnostic)) {
	moment := launchMoment(launch.Page)
	if moment.IsZero() || differs(p.Page) || s.over(p.Page) {
		return
	}
	text := func(d calendar.Date) string { return label.Date(d, "en").Text }
	const why = ", or say why it has another: date_differs: the reason"
	if !p.PublishAt.IsZero() && !s.sameTime(p.PublishAt, launch.Page) {
		report(diag.New("launch-date", p.Position("publish_at"),
			"the page appears on "+text(p.PublishAt)+", and its launch is on "+text(moment),
			"remove publish_at, so that the page follows its launch"+why))
		return
	}
	dated := p.Kind == content.ReleaseNote || p.Kind == content.Snippet || p.Visibility == content.Public
	if !dated || p.Date.IsZero() || s.sameDay(p.Date, launch.Date) || s.sameDay(p.Date, launch.PublishAt) {
		return
	}
	message := "the page has the date " + text(p.Date) + ", and its launch is on " + text(moment)
	if p.Visibility == content.Public && p.PublishAt.IsZero() && moment.After(p.Date.Time) {
		message += "; being public, it appears with the launch"
	}
	field, hint := "date", "remove the date, so that the page follows its launch"
	if !p.Has("date") {
		field, hint = "launch", "take the date out of the name of the file or folder, or of the title; the page then follows its launch"
	}
	report(diag.New("launch-date", p.Position(field), message, hint+why))
}

// sameTime reports whether a publish_at is the moment that a launch names, or some
// time of the day when it names no more than that.
func (s *Site) sameTime(d calendar.Date, launch *content.Page) bool {
	same := func(want calendar.Date) bool { return d.Equal(want.Time) || !want.Clock && s.sameDay(d, want) }
	return same(launch.PublishAt) || !launch.PublishAt.After(launch.Date.Time) && same(launch.Date)
}

// sameDay reports whether two dates are on one day of the site's calendar.
func (s *Site) sameDay(a, b calendar.Date) bool {
	zone := s.zone()
	return a.In(zone).Format(time.DateOnly) == b.In(zone).Format(time.DateOnly)
}

// Package lint has the rules that a build does not need: what is right for the
// compiler and wrong for readers. They judge a linked site ([Pages]), the files
// of a finished one ([Crawl]) and the links that lead out of it ([External]).
//
// A rule is a function from what is known of all pages to findings. It changes
// nothing, and no rule knows of another.
package lint

import (
	"strings"
	"time"
	"unicode/utf8"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/link/launch"
	"headsup/generator/read/calendar"
	"headsup/generator/view/label"
)

// Input is what rules about pages look at.
type Input struct {
	Config  *content.Config
	Now     time.Time
	Entries []link.Entry // all pages, sorted by file
	// Lacking is what launches lack of what their stages require, by source file.
	Lacking map[string][]string
	// Untold are the pages that bring what people asked for, who were not all told in time.
	Untold map[string]launch.Overdue
	Unused []string // files that no page uses, as paths in the content folder
	// Lines returns the lines of a content file, none when it cannot be read.
	Lines func(path string) []string
}

// Pages applies the rules about pages. The findings are in no order. The error
// is one of reading a compiled body.
func Pages(in Input) ([]diag.Diagnostic, error) {
	var found []diag.Diagnostic
	report := func(d diag.Diagnostic) { found = append(found, d) }
	reviewDue(&in, report)
	noDate(&in, report)
	noOwner(&in, report)
	summaryLong(&in, report)
	duplicateTitle(&in, report)
	translationOutdated(&in, report)
	toDo(&in, report)
	visibilityUnsaid(&in, report)
	aliasLoop(&in, report)
	anchorConflict(&in, report)
	launchUnready(&in, report)
	requestShipped(&in, report)
	orphanFile(&in, report)
	if err := snippetLong(&in, report); err != nil {
		return nil, err
	}
	if err := internalWord(&in, report); err != nil {
		return nil, err
	}
	return found, nil
}

type reporter func(diag.Diagnostic)

// live reports whether somebody reads the page now, or will.
func (in *Input) live(e *link.Entry) bool {
	switch e.State(in.Now) {
	case content.Expired, content.Withdrawn:
		return false
	}
	return true
}

// start is where the text of a page begins.
func (in *Input) start(e *link.Entry) diag.Position {
	lines := in.Lines(e.Source)
	for i := max(e.BodyLine, 1); i <= len(lines); i++ {
		if strings.TrimSpace(lines[i-1]) != "" {
			return diag.Position{Path: e.Source, Line: i, Column: 1}
		}
	}
	return diag.Position{Path: e.Source, Line: 1, Column: 1}
}

func reviewDue(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.ReviewBy.IsZero() || e.ReviewBy.After(in.Now) || e.Draft || !in.live(e) {
			continue
		}
		report(diag.New("review-due", e.Position("review_by"),
			"this page was due for review by "+e.ReviewBy.Format("2 January 2006"),
			"read it, correct what is no longer true, and set the next date"))
	}
}

// launchSoon is how long before its day a launch has to be complete.
const launchSoon = 14 * 24 * time.Hour

func launchUnready(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		lacks := in.Lacking[e.Source]
		if len(lacks) == 0 || e.Date.IsZero() || e.Date.Sub(in.Now) > launchSoon {
			continue
		}
		verb := "is on "
		if !e.Date.After(in.Now) {
			verb = "was on "
		}
		report(diag.New("launch-unready", e.Position("stage"),
			"the launch "+verb+e.Date.Format("2 January 2006")+" and is still missing: "+strings.Join(lacks, ", "),
			"add pages with launch: "+e.ID+", publish the drafts, or move the date; headsup.yaml says under launch what a stage requires"))
	}
}

func requestShipped(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		u, ok := in.Untold[e.Source]
		if !ok {
			continue
		}
		report(diag.New("request-shipped", e.Position("requests"),
			"people who asked for this have not been told since it shipped on "+u.Since.Format("2 January 2006")+": "+
				decimal(u.Left)+" of "+decimal(u.Asked),
			"headsup inbound told "+label.Argument(e.Source)+" lists them, with a text to send; with --all it notes that they were told"))
	}
}

// noDate finds release notes without a date: lists show them last, and nobody sees
// that they are new. What is still to come may have none yet, and a launch may give
// one to its pages.
func noDate(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Kind != content.ReleaseNote || e.Original != "" || e.List || e.Draft || e.Coming || !in.live(e) || e.Launch != "" ||
			!e.Date.IsZero() || !e.PublishAt.IsZero() || e.Has("date") || e.Has("publish_at") {
			continue
		}
		if e.Part != "" {
			continue // some tools write no dates, and versions are in order without
		}
		if _, _, err := calendar.FromPath(e.Source); err != nil {
			continue // that the date in the name does not exist is said already
		}
		report(diag.New("no-date", diag.Position{Path: e.Source, Line: 1, Column: 1},
			"this release note has no date, so lists show it last and never as new",
			"add `date:` with the day of the release, or `launch:` if it is part of one"))
	}
}

// noOwner applies where the site lists owners. A plain page may be nobody's.
func noOwner(in *Input, report reporter) {
	if len(in.Config.Owners) == 0 {
		return
	}
	owned := map[string]bool{}
	for _, p := range in.Config.Products {
		owned[p.ID] = p.Owner != ""
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		if e.Kind == content.Plain || e.Owner != "" || !in.live(e) || e.Original != "" {
			continue
		}
		by := false
		for _, id := range e.Products {
			by = by || owned[id]
		}
		if !by {
			report(diag.New("no-owner", e.Position("owner"), "this page has no owner, and none of its products has one",
				"add owner: "+in.Config.Owners[0].ID+", or whoever it is"))
		}
	}
}

// visibilityUnsaid asks about pages that somebody seems to mean for customers: a
// snippet with a place or people in the product, and a piece of a launch. Without
// the answer they are internal, and on the launch day they are not there.
func visibilityUnsaid(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		what := ""
		switch {
		case e.Launch != "":
			what = "the page is a piece of a launch"
		case e.Kind == content.Snippet && (e.Snippet.Surface != "" || e.Has("anchor") || e.Has("target")):
			what = "the snippet has a place or people in the product"
		}
		if what == "" || e.Draft || !in.live(e) || e.Original != "" || in.Config.SaysVisibility(e.Page) {
			continue
		}
		report(diag.New("visibility-unsaid", diag.Position{Path: e.Source, Line: 1, Column: 1},
			what+" and does not say who may see it, so it is internal", "say visibility: public or visibility: internal"))
	}
}

func summaryLong(in *Input, report reporter) {
	for i := range in.Entries {
		e := &in.Entries[i]
		most := in.Config.Kinds[e.Kind].SummaryLength
		if n := utf8.RuneCountInString(e.Page.Summary); n > most {
			report(diag.New("summary-long", e.Position("summary"),
				"the summary has "+characters(n)+"; lists and feeds have room for "+decimal(most),
				"say it in one or two sentences; the rest belongs into the text"))
		}
	}
}

func duplicateTitle(in *Input, report reporter) {
	type key struct {
		kind            content.Kind
		language, title string
	}
	first := map[key]*link.Entry{}
	for i := range in.Entries {
		e := &in.Entries[i]
		if !e.Included || !in.live(e) {
			continue
		}
		k := key{e.Kind, e.Language, strings.ToLower(strings.Join(strings.Fields(e.Title), " "))}
		other, had := first[k]
		if !had {
			first[k] = e
			continue
		}
		report(diag.New("duplicate-title", e.Position("title"), "the title "+diag.Quote(e.Title)+" is already that of "+other.Source,
			"say in the title what is different"))
	}
}

// translationOutdated compares the days that a translation and its original give.
func translationOutdated(in *Input, report reporter) {
	originals := map[string]*link.Entry{}
	for i := range in.Entries {
		originals[in.Entries[i].Source] = &in.Entries[i]
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		o := originals[e.Original]
		if e.Original == "" || o == nil || e.Updated.IsZero() || !in.live(e) {
			continue
		}
		changed := o.Updated
		if changed.IsZero() {
			changed = o.Date
		}
		if changed.IsZero() || !changed.After(e.Updated.Time) {
			continue
		}
		report(diag.New("translation-outdated", e.Position("updated"),
			e.Original+" changed on "+changed.Format("2 January 2006")+"; this translation says "+e.Updated.Format("2 January 2006"),
			"bring the words up to date, and set updated"))
	}
}

// aliasLoop finds aliases of a page's own address, which headsup leaves out.
// Hosts match addresses without regard to case, to a slash at the end and to
// index.html. All other aliases lead to a page at once, or are in conflict with
// what is at their address.
func aliasLoop(in *Input, report reporter) {
	own := func(path string) string {
		path = strings.ToLower(strings.Trim(path, "/"))
		return strings.Trim(strings.TrimSuffix(path, "index.html"), "/")
	}
	for i := range in.Entries {
		e := &in.Entries[i]
		for _, a := range e.Aliases {
			if own(a.Path) == own(e.Path) {
				report(diag.New("alias-loop", a.Position, "the alias "+diag.Quote(a.Path)+" is the page's own address", "remove it"))
			}
		}
	}
}

func orphanFile(in *Input, report reporter) {
	for _, path := range in.Unused {
		report(diag.New("orphan-file", diag.Position{Path: path}, "no page shows this file or links to it",
			"remove it, link to it, or name it under ignore in headsup.yaml"))
	}
}

package content

import (
	"headsup/generator/diag"
	"headsup/generator/read/calendar"
)

// Kind is what a page is.
type Kind string

// The kinds.
const (
	ReleaseNote Kind = "release-note" // what changed or will change, for whom, and what to do with it
	Playbook    Kind = "playbook"     // how a customer-facing person does a job
	Snippet     Kind = "snippet"      // in-product education that the product shows
	Launch      Kind = "launch"       // ties the pieces of one launch together
	Plain       Kind = "page"         // a plain page
)

// Kinds returns all kinds in the order in which sites list them.
func Kinds() []Kind { return []Kind{ReleaseNote, Playbook, Snippet, Launch, Plain} }

// Visibility is who may see a page.
type Visibility string

// The visibilities. Internal is the default.
const (
	Internal Visibility = "internal"
	Public   Visibility = "public"
)

// Stage is where in its life a change is.
type Stage string

// The stages, in order.
const (
	Planned    Stage = "planned"
	Alpha      Stage = "alpha"
	Beta       Stage = "beta"
	GA         Stage = "ga"
	Deprecated Stage = "deprecated"
	Retired    Stage = "retired"
)

// Stages returns all stages in order.
func Stages() []Stage { return []Stage{Planned, Alpha, Beta, GA, Deprecated, Retired} }

// Page is a content file's front matter, decoded and checked. It depends on no
// other file, but for a translation, which has from its original all that is not
// words (see [ParseTranslation]). Lists are nil when absent.
type Page struct {
	Source string // path in the content folder, slash-separated; of a part with its name, "CHANGELOG.md#2.0.0"
	Kind   Kind
	// File is the file that holds the page among others, Part its name there, and Line where in
	// the file it begins; "" and 0 for a page that is a file.
	File, Part string
	Line       int

	ID string // `id`, else ""; site gives every page one

	// Original is the file that this one is a translation of, and Language what
	// it is translated into, as headsup.yaml writes it. Both are "" for all
	// other pages.
	Original, Language string

	Title   string // `title`, else "" until the body's first H1 is known
	Summary string // `summary`, else ""

	Date     calendar.Date // `date`, else a date prefix of the file's or a folder's name
	Updated  calendar.Date
	ReviewBy calendar.Date
	// PublishAt is from when on customers may see the page, InternalAt from when on
	// anybody may; see Begins and Appears.
	PublishAt, InternalAt calendar.Date
	ExpiresAt             calendar.Date
	// LaunchAt is when the launch happens that the page belongs to and follows,
	// which linking knows: a public page does not appear before, unless
	// PublishAt says when it does.
	LaunchAt calendar.Date

	Products  []string // ids
	Audiences []string // ids
	Tags      []string // as written
	Owner     string   // id

	Visibility Visibility
	Draft      bool

	Slug string // `slug`, else ""
	// Permalink is the page's whole address from the site's root, which may hold tokens, see
	// [PermalinkTokens]; "" when the file gives none.
	Permalink string
	Aliases   []Alias // former addresses
	Launch    string  // id or path of a launch
	// Requests are the themes of what people asked for that it brings. They are never public.
	Requests []Request
	// DateDiffers says why the page has another date than its launch. It is never public.
	DateDiffers string
	Actions     []Action
	// Questions are what the page answers, as a person would ask.
	Questions []string
	Related   []Reference // to other pages, as written
	Image     Reference   // Dest "" when none
	CTA       CTA
	// Acknowledge are the audiences who have to say that they have read it, Quiz what they
	// are asked first. They are never public.
	Acknowledge []string // ids
	Quiz        []Question
	Ask         string // a question to users of the product, of release notes and snippets

	Release  ReleaseDetails
	Playbook PlaybookDetails
	Snippet  SnippetDetails

	Silence []Silence // rules that do not apply to this file

	Extra []Extra // unknown keys, kept when the kind says `unknown: keep`

	BodyLine int // line of the file on which the body begins, 1-based

	positions []fieldPosition
}

type fieldPosition struct {
	field string
	pos   diag.Position
}

// Position returns where the value of a field is in the file, or the start of
// the file when the field is not in it.
func (p *Page) Position(field string) diag.Position {
	for _, f := range p.positions {
		if f.field == field {
			return f.pos
		}
	}
	return p.At(max(1, p.Line), 1)
}

// InFile returns the path of the file that holds the page.
func (p *Page) InFile() string {
	if p.File != "" {
		return p.File
	}
	return p.Source
}

// At returns a place in the page's file.
func (p *Page) At(line, column int) diag.Position {
	return diag.Position{Path: p.InFile(), Line: line, Column: column}
}

// Alias is a former address of a page.
type Alias struct {
	Path string // as written
	diag.Position
}

// Reference is a link from front matter to another page or a file.
type Reference struct {
	Dest string // as written
	diag.Position
}

// Request names a theme of what people asked for.
type Request struct {
	Theme string // id, as written
	diag.Position
}

// Action is what an audience is to do with a page.
type Action struct {
	Audience string // id
	Text     string // inline Markdown
	diag.Position
}

// CTA is a call to action.
type CTA struct {
	Label, URL string
	diag.Position
}

// Silence says that a rule does not apply to a file. It is never public.
type Silence struct {
	Rule   string // id of a rule that may be silenced
	Reason string
	diag.Position
}

// Extra is a front matter key that headsup does not know, with its value as
// text.
type Extra struct{ Key, Value string }

// target returns the field of the page's kind.
func (p *Page) target() *Target {
	if p.Kind == ReleaseNote {
		return &p.Release.Target
	}
	return &p.Snippet.Target
}

// ReleaseDetails are the fields that release notes have and snippets do not, but for
// the target; launches have Stage and Confidence too.
type ReleaseDetails struct {
	Version     string // exactly as written: 3.10 stays "3.10"
	Stage       Stage
	Plans       []string
	Platforms   []string
	Impact      Impact
	Breaking    bool
	FeatureFlag string
	DocsURL     string
	Confidence  Confidence
	Target      Target // for whom it is; without its plans and platforms, those above count
}

// StepsPolicy says what of a playbook is a step.
type StepsPolicy string

// The policies.
const (
	AutoSteps StepsPolicy = ""    // numbered sections, and ordered lists below a heading that says so
	AllSteps  StepsPolicy = "all" // ordered lists, else all sections of the second level
	NoSteps   StepsPolicy = "none"
)

// Confidence says how sure a date is that has not come; "" is not said.
type Confidence string

// The confidences, in falling order.
const (
	Sure   Confidence = "high"
	Likely Confidence = "medium"
	Rough  Confidence = "low" // the month, and no day of it, is meant
)

// Impact says how much a change matters to its readers.
type Impact string

// The impacts, in falling order.
const (
	High   Impact = "high"
	Medium Impact = "medium"
	Low    Impact = "low"
)

// PlaybookDetails are the fields that only playbooks have.
type PlaybookDetails struct {
	// Steps says whether its lists, or else its sections, are steps; "" leaves that to
	// what the body says.
	Steps    StepsPolicy
	When     string // when to use it
	Duration string // how long it takes, as written
	// Objections are what customers say against something; NeverSay is never public.
	Objections []Objection
	NeverSay   []string
}

// Objection is what a customer says, and what to answer.
type Objection struct {
	Text, Answer string
	Public       bool // customers may read it
}

// Question is one of a quiz.
type Question struct {
	Text    string
	Answers []string // two or more
	Right   int      // number of the right answer, from 1
}

// MostQuestions is how many a quiz may have.
const MostQuestions = 5

// SnippetDetails are the fields that only snippets have.
type SnippetDetails struct {
	Key         string // stable id that the product's code may name
	Surface     string
	Anchor      Anchor
	Trigger     string
	Target      Target
	Priority    int
	Frequency   Frequency
	Group       string // at most one snippet of a group is shown at a time
	Dismissible bool   // default true
	Withdrawn   bool
	Steps       []Step      // of a tour, one for each heading of level 2, or none: then each is a default one
	Items       []Reference // of a checklist, to other snippets as written
}

// The surfaces that are made of more than one body.
const (
	TourSurface      = "tour"
	ChecklistSurface = "checklist"
)

// Step is where one step of a tour is shown, and what ends it. Its words are in the body.
type Step struct {
	Selector string // CSS selector of what it is about; "" for none
	Path     string // path pattern of the product's page; "" for any
	Advance  Advance
	diag.Position
}

// Advance is what leads from a step to the next one, beside a button. The zero Advance is
// the button alone.
type Advance struct {
	Click   bool   // on what the step is about
	Visible string // CSS selector of something that comes into being
	Path    string // path pattern of the page that somebody goes to
}

// Anchor is where in the product a snippet is shown.
type Anchor struct {
	Path     string // path pattern of the product's page, such as /invoices/*
	Selector string // CSS selector
}

// Target is for whom a snippet or a release note is. All of it has to hold; what is not
// said leaves nobody out.
type Target struct {
	Lists
	Not        Lists             // whoever is in one of them is left out
	Since      map[string]Bounds // days since something, by the product's name for it
	Numbers    map[string]Bounds // by the product's names for them
	Share      Share
	Experiment string // snippets that name the same one have the same people in their shares
	// From and Until are times as RFC 3339 writes them, or without an offset when they are
	// those of each person's own clock: "2026-12-01T09:00:00".
	From, Until string
}

// HasRules reports whether it asks for more than lists do.
func (t *Target) HasRules() bool {
	return !t.Not.Empty() || len(t.Since)+len(t.Numbers) > 0 || t.Share != Share{} || t.From != "" || t.Until != ""
}

// Bounds are what a number has to keep to, all of them: by at_least, more_than, at_most
// and less_than.
type Bounds = map[string]float64

// Share is a part of all people, in percent: those from From to below To. The zero Share
// is everyone.
type Share struct{ From, To float64 }

// Lists are those of a target, or of whom it leaves out. An empty list is about nobody in
// particular.
type Lists struct {
	Plans, Roles, Platforms, Segments []string
	Versions                          []VersionRange
	Locales                           []string // language tags: fr is also for fr-CA
	Flags                             []string // that are on for the person; public, unlike a release note's
}

// Empty reports whether all lists are.
func (l *Lists) Empty() bool {
	return len(l.Plans)+len(l.Roles)+len(l.Platforms)+len(l.Segments)+len(l.Versions)+len(l.Locales)+len(l.Flags) == 0
}

// VersionRange is a half-open range of a component's versions, or of the
// product's when there is no component.
type VersionRange struct {
	Component    string
	MinInclusive string
	MaxExclusive string
}

// Frequency is how often a snippet may be shown to one person; Max 0 means no
// limit.
type Frequency struct {
	Max int
	Per string // session, day, week, month or ever
}

// Package view holds plain data for templates: all that one HTML file is made
// of, and nothing that leads back to the site. It imports no other package of
// the program.
package view

import "html/template"

// View is everything that one HTML file is made of: plain data, closed, never a
// live page. Two equal views under one theme are the same bytes.
//
// All URLs in a view are ready to be printed: root-relative and with the base
// URL's path in front ("/enable/releases/x/"), unless the field says absolute.
type View struct {
	Layout string // name of the layout: one of Layouts
	Path   string // path of the file in the output, "releases/x/index.html"

	Site        *Chrome // shared by all views of a build
	Meta        Meta
	Breadcrumbs []Link // from home to the parent; the page itself is not in it

	Page   *PageView // content pages
	List   *ListView // lists: sections, products, audiences, tags
	Groups []Group   // home, search, and landing pages above lists

	Editions []Alternate // the home page in its other languages

	Launches *LaunchesView // the overview of launches
	Coming   *ComingView   // the board and calendar of what is coming
	Inbound  *InboundView  // what people ask
	Requests *RequestsView // what they ask for
	Theme    *ThemeView    // one theme of that
	Reviews  *ReviewsView  // pages to be reviewed
	Lead     *Lead         // the home page, and the first page of the list of a product, audience or tag
}

// Layouts returns the names of all layouts that a theme has to have.
//
//	home                    Lead, Groups, and Page when content/index.md exists
//	release-note, playbook, snippet, launch, page   Page
//	list                    List: a section, one of a term's pages; Page when the section has an index.md
//	terms                   List of all products, audiences or tags (Card.Count is set)
//	launches                Launches; Page when the section has an index.md
//	coming                  Coming
//	inbound                 Inbound
//	requests                Requests
//	theme                   Theme
//	reviews                 Reviews
//	search                  Groups: all pages, by kind (Card: no more than Title, URL and Date)
//	redirect                Meta.Redirect
//	404, thanks             nothing but Site and Meta
func Layouts() []string {
	return []string{
		"home", "release-note", "playbook", "snippet", "launch", "page", "list",
		"terms", "launches", "coming", "reviews", "search", "redirect", "404", "thanks",
		"inbound", "requests", "theme",
	}
}

// Chrome is what every page of a site shares.
type Chrome struct {
	Title       string
	Description string
	Language    string // for <html lang>
	Home        string // URL of the home page
	Search      string // URL of the search page; the index is in the same folder
	Ask         string // URL where to ask what no page answers, or ""
	Embed       string // URL of the manifest of what products load, and this site for its news
	BasePath    string // "/" or "/enable/"
	Nav         []Link // sections, in order; those without pages are left out
	Products    []Link
	Audiences   []Link
	Public      bool   // a public build
	Generator   string // "headsup 0.1.0"
	Coming      string // URL of the page of what is coming, "" when nothing is or in a public build
	Inbound     string // URL of the page of what people ask, "" when nothing came back or in a public build
	Requests    string // URL of the page of what they ask for, likewise
	Reviews     string // URL of the page of reviews, "" when no page has a date for it or in a public build
	// Report is where pages report searches that find nothing, nil when they do not.
	Report *FormView
}

// Meta is what a page's head needs.
type Meta struct {
	Title       string // of the page, without the site's
	Description string // plain text
	Canonical   string // absolute
	NoIndex     bool
	Image       string // absolute, or ""
	Published   string // RFC 3339, or ""
	Modified    string // RFC 3339, or ""
	Feeds       []FeedLink
	Redirect    string // URL that a redirect page leads to, or ""
	Section     string // URL of the Nav entry to be marked as current, or ""

	// Language is that of the page's words when it is a translation, else "":
	// that of the site, in which everything around them is in any case.
	Language string
	// Alternates are the page's addresses in all its languages, itself and
	// x-default among them; none for a page in one language.
	Alternates []Alternate

	Article                 bool   // a content page, not a list or the home page
	Locale                  string // of the page, "en_GB"
	ImageWidth, ImageHeight int    // in pixels, 0 when unknown
}

// Alternate is an address of a page in one language.
type Alternate struct {
	Language string // BCP 47 tag, or "x-default"
	Title    string // of the language, "" for x-default
	URL      string // absolute
	Path     string // root-relative URL
	Current  bool   // the page that asks
}

// FeedLink is one feed to announce in the head.
type FeedLink struct {
	Title, Type, URL string // Type: application/feed+json or application/atom+xml
	Address          string // absolute, for programs to subscribe to
}

// Link is a named link. Count is how many pages it leads to, 0 when not counted.
type Link struct {
	Title, URL string
	Count      int
	ID         string // of a product, audience or tag: its name in addresses
}

// Day is a date for people and for machines.
type Day struct {
	ISO  string // "2026-11-23", RFC 3339 when there is a time of day, "2026-11" when no day is meant
	Text string // "23 November 2026", with " 14:30 CET" when there is a time of day, or "November 2026"
}

// Badge is a short label.
type Badge struct {
	Class string // stage-ga, impact-high, breaking, draft, embargo, expired, internal, public, …
	Text  string
}

// Card is one page in a list.
type Card struct {
	Title     string
	URL       string
	Summary   string // plain text
	Kind      string // id, "release-note"
	KindTitle string // "Release note"; "" where all of a list are of one kind
	Date      *Day
	Version   string
	Duration  string // of a playbook, as its author says it
	Badges    []Badge
	Products  []Link
	Audiences []Link
	Count     int
	Language  string // of title and summary when they are a translation's, else ""

	For     []string     // audiences that it is for or that have to do something with it, as in addresses
	Stage   string       // id, or ""
	Plans   []string     // ids of the plans that have it; none: all of them
	Runs    []string     // ids of the platforms where it runs; none: all of them
	Changed string       // the day on which the page says that it last changed, "" while that has not come
	First   string       // its own day, when it has changed after that
	Actions []ActionView // what to do with it, where a page leads with it in an internal build
	Newest  *Day         // of a list: when the newest of its pages changed
	Extra   bool         // to be shown only to readers for whom it is

	// Of what is coming, internal builds only: how sure the date is, and what
	// stands in front of one that has passed.
	Confidence Badge
	DateLabel  string
}

// Group is a titled run of cards with a link to all of them.
type Group struct {
	ID    string // for anchors and styling
	Title string
	Text  string // one sentence, may be empty
	Cards []Card
	More  *Link
	Most  int // show so many; the rest of the cards is for single audiences
}

// Lead is what the home page and the page of a product, an audience or a tag
// lead with.
type Lead struct {
	New       Group         // the newest release notes
	Coming    Group         // what has not happened yet, the nearest date first
	Launches  Group         // not on the home page
	Tasks     []Task        // the most urgent work, one for a launch or page; internal builds only
	TasksMost int           // show so many; the rest is for single audiences
	MoreTasks Link          // how much more there is, and where its launches are
	Reviews   *Link         // to all pages to be reviewed, when there are such tasks
	Roles     []Card        // home: audiences that have pages
	Products  []Card        // home
	Customer  *CustomerView // home: to say what a customer has, nil when pages do not differ by that
	Asks      []Ask         // what people ask about a product in 90 days, the most first; internal builds only
}

// CustomerView offers what a customer can have, for lists to say what applies to them.
type CustomerView struct {
	Plans, Platforms []Option // none where there is no choice
	Versions         bool     // release notes name versions
	URL              string   // of the list of release notes
}

// Option is one value of a choice.
type Option struct{ ID, Title string }

// Archive leads through all release notes.
type Archive struct {
	Years    []ArchiveYear // the newest first
	Versions *Link         // the list by version, nil when no note names one
}

// ArchiveYear is one year of release notes.
type ArchiveYear struct {
	Title, URL string
	Count      int
	Current    bool   // the list is that of this year
	Months     []Link // that have notes, the newest first, when it is
}

// ListView is one page of a list.
type ListView struct {
	Title       string
	Description string
	Owner       string // title of the owner, internal builds only
	Cards       []Card
	ByMonth     bool // cards are dated and in falling order: a theme may print month headings
	Total       int
	Pager       Pager
	Feeds       []FeedLink
	Facet       string // "product", "audience", "tag" or "" for a section
	// Calendar has the launches of a product or an audience; nil when there
	// are none with a date, and in a public build.
	Calendar *CalendarLink

	ByVersion bool          // cards are in the order of their versions: a theme may print headings
	Archive   *Archive      // lists of release notes
	Filters   []Filter      // of lists of release notes
	Customer  *CustomerView // of lists of release notes that are filtered in place
	InPlace   bool          // the page has the whole list, so that it can be filtered where it is
	Faceted   string        // URL of the search with the facets of this list, "" when it can be filtered in place
	// Landing is set when View.Lead and View.Groups come first. The cards are all
	// pages then, or none when those have them all.
	Landing bool
}

// Pager is where in a paginated list a page is. With one page it is zero.
type Pager struct {
	Number, Total int
	Prev, Next    string // URLs, "" at the ends
	First, Last   string
	Pages         []Link // all pages or a window of them; URL "" is the current one or a gap (Title "…")
}

// Branch is an entry of the navigation of the site. A group that is no page leads to the first
// page below it.
type Branch struct {
	Title, URL string
	Current    bool     // the page that asks
	Open       bool     // the page is below it
	Items      []Branch // of what is open
}

// PageView is one content page.
type PageView struct {
	Kind       string
	KindTitle  string
	Title      string
	URL        string
	Summary    string // plain text; lead when SummaryIsLead
	OwnSummary bool   // the summary is the author's and not the body's own beginning: print it
	Body       template.HTML
	TOC        []TOCEntry
	Tree       []Branch // the navigation of the site, open where the page is; none without `nav`

	Date      *Day
	Updated   *Day
	ReviewBy  *Day
	PublishAt *Day
	ExpiresAt *Day
	Badges    []Badge
	Notices   []string // "This is a draft. …", "Customers see this from …", "Expired on …", "Review was due on …"

	Products  []Link
	Audiences []Link
	Tags      []Link
	Owner     string
	Image     *Image
	CTA       *Link
	Actions   []ActionView
	Questions []string
	Launch    *Card
	Related   []Card
	Prev      *Link
	Next      *Link
	Source    string // path of the source file, internal builds only

	Release  *ReleaseView
	Playbook *PlaybookView
	Snippet  *SnippetView
	Pieces   []Group // launches: their pages, by kind
	Extra    []Row   // kept foreign fields

	// Changed is the day on which the page says that it last changed, or ""
	// while that day has not come.
	Changed string

	Language string      // of the page's words when it is a translation, else ""
	Editions []Alternate // the page in its other languages
	Plan     *LaunchView // launches: where they stand
	Loop     *LoopView   // release notes and launches that bring what people asked for

	ReviewDue   bool          // ReviewBy has come; internal builds only
	Committed   *Day          // when the source was committed last
	CommittedBy string        // the name of who did
	Edit        string        // absolute URL where the source is changed, or ""
	Asked       int           // questions of the last 90 days that it answers; internal builds only
	Feedback    *FeedbackView // nil when readers are not asked
	Helped      *FormView     // asks whether the page helped, nil when readers are not asked
	Markdown    string        // URL of the page's Markdown form
	Acknowledge *AcknowledgeView
	Share       *ShareView // whether customers may be told; internal builds only
}

// AcknowledgeView asks readers to say that they have read a page. It is for internal builds.
type AcknowledgeView struct {
	Audiences []Link
	Form      *FormView // nil when it is only kept by the browser
	Mail      string    // URL of a mail that says it, "" without a mailbox
	Quiz      []QuestionView
}

// QuestionView is one question of a quiz, with answers to choose from.
type QuestionView struct {
	ID, Text string
	Answers  []string
	Right    string // the right one
}

// ShareView says in words whether customers may be told what a page says.
type ShareView struct {
	State string // yes, part (not what is marked), later, no
	Text  string
	// Body is the public form of the body, without what is internal, where the page shows more.
	Body template.HTML
}

// FeedbackView says where readers tell that a page did not answer their
// question: by a link, or by a form.
type FeedbackView struct {
	URL  string // absolute, http, https or mailto; "" with a form
	Form *FormView
}

// FormView is a form that the host of the site receives, or a receiver elsewhere.
type FormView struct {
	Name    string
	Action  string // URL that it is sent to: that of the page that says thank you, or of the receiver
	Page    string // absolute URL of the page that it is about, "" for none
	Netlify bool   // the host is Netlify
}

// TOCEntry is one line of the outline.
type TOCEntry struct {
	ID, Text string
	Level    int
	Children []TOCEntry
	Step     string // playbooks: what a step is called as long as it says the same; "" for what is no step
}

// Image is a picture with its size in pixels, 0 when unknown.
type Image struct {
	URL           string
	Width, Height int
}

// ActionView is what one audience is to do with a page.
type ActionView struct {
	Audience Link
	Text     template.HTML // "" when only the body has something for them
	Block    string        // id of the body's first block for them, or ""
}

// Row is one labelled value.
type Row struct{ Label, Value string }

// ReleaseView are a release note's own facts, ready to print.
type ReleaseView struct {
	Version     string
	Stage       Badge
	Impact      string
	Breaking    bool
	Plans       []string // titles
	Platforms   []string // titles
	FeatureFlag string
	DocsURL     string
	Confidence  Badge // in the date while it is ahead, internal builds only
}

// PlaybookView are a playbook's own facts.
type PlaybookView struct {
	When     string
	Duration string
	Steps    []StepView
	// Objections are what to say against what; NeverSay is for internal builds.
	Objections []ObjectionView
	NeverSay   []string
	Headed     bool // the steps are the sections of the body, not the items of its lists
}

// ObjectionView is what a customer says, and what to answer.
type ObjectionView struct{ Text, Answer string }

// StepView is one step, to link to.
type StepView struct{ ID, Text string }

// SnippetView are a snippet's own facts.
type SnippetView struct {
	Key     string
	Surface string // id
	// Shown is what a product shows of the body: sanitised as in the feed, without
	// what is internal.
	Shown       template.HTML
	Dismissible bool
	CTA         *Link // as the product gets it: the URL may be a place in the product
	Rows        []Row // anchor, trigger, target, priority, frequency, …: label and value as text
	// Steps are those of a tour, without their words, which are sections of the body.
	Steps []TourStep
	Items []Card // of a checklist: the snippets that this build shows
}

// TourStep is where a step of a tour is shown, and what leads on.
type TourStep struct {
	Selector string
	Path     string
	Advance  string // in words; "" for a button
}

// CalendarLink leads to a calendar file.
type CalendarLink struct {
	URL     string // root-relative
	Address string // absolute, for calendars to subscribe to
}

// LaunchView are a launch's own facts. All but Stage and Ahead are for internal
// builds.
type LaunchView struct {
	Stage      Badge // that it leads to; without text when it has none
	Ahead      bool  // it has not happened
	Confidence Badge // in its date, while it is ahead: sure, likely, rough
	Readiness  *Readiness
	ToDo       []ToDo
	Calendar   *CalendarLink // with this date alone
}

// ToDo is what one audience has to do for a launch.
type ToDo struct {
	ID       string // of its section, unique on the page
	Audience Link
	Text     template.HTML // the launch's own words, may be empty
	Items    []ToDoItem    // what its pieces say: the newest
	More     []ToDoItem    // and the rest
	Lacks    []string      // required for this audience and not ready
}

// ToDoItem is what an audience has to do with one piece of a launch.
type ToDoItem struct {
	Page      Link
	KindTitle string
	Text      template.HTML
}

// LaunchesView is one page of the overview of launches: first what is ahead and
// lacks something, the nearest date first, then what is ready, then the past.
type LaunchesView struct {
	Title    string
	Ahead    []LaunchRow
	Past     []LaunchRow
	Total    int
	Pager    Pager
	Calendar *CalendarLink
}

// LaunchRow is one launch of the overview.
type LaunchRow struct {
	Title      string
	URL        string
	Date       *Day
	Confidence Badge
	Badges     []Badge // its stage first
	Owner      string
	Products   []Link
	Readiness  *Readiness // nil in a public build
}

// ComingView is what has not happened yet, as a board by stage and as a calendar
// by month; internal builds only.
type ComingView struct {
	Title    string
	Total    int
	Filters  []Filter
	InPlace  bool // the page has all there is, so that it can be filtered where it is
	Columns  []ComingColumn
	Months   []ComingMonth
	Undated  []ComingItem
	Calendar *CalendarLink
}

// Filter is one way to choose from a list. Without scripts its choices lead to
// pages that hold the chosen ones only.
type Filter struct {
	Key     string // product, audience, plan, platform, stage
	Title   string
	Choices []Choice // all of them first
}

// Choice is one value of a filter.
type Choice struct {
	Title   string
	Value   string // "" is all
	URL     string
	Count   int
	Current bool
}

// ComingColumn is one column of the board.
type ComingColumn struct {
	ID    string // planned, alpha, beta, launching
	Title string
	Text  string
	Items []ComingItem
	Total int   // Items are the first of so many
	More  *Link // to all of them, when they are more
}

// ComingItem is one thing to come.
type ComingItem struct {
	Title      string
	URL        string
	KindTitle  string
	Summary    string // short
	Stage      string // id of its column
	Date       *Day
	DateLabel  string // in front of a date that has passed: since, was due
	Confidence Badge
	Badges     []Badge // draft, embargo
	Owner      string
	Ready      string // of a launch, "3 of 5 ready"
	Products   []Link
	// ProductIDs and AudienceIDs are names in addresses, with spaces between.
	ProductIDs, AudienceIDs string
}

// ComingMonth is a month that has dates.
type ComingMonth struct {
	ID    string // "2027-01"
	Title string
	Weeks []Week
	Days  []ComingDay
	Rough []ComingItem // some day in this month
}

// Week is a row of a month, Monday to Sunday.
type Week struct{ Days []WeekDay }

// WeekDay is one day of a month's grid. Number is 0 outside the month.
type WeekDay struct {
	Number, Count int
	URL           string // of the day's list on the page
}

// ComingDay is a day that has dates.
type ComingDay struct {
	ID      string // "day-2027-01-25"
	Date    Day
	Weekday string // "Mon"
	Number  int
	Items   []ComingItem
}

// Readiness is how far the pieces of a launch are; internal builds only.
type Readiness struct {
	Ready, Required int
	Text            string   // "3 of 5 ready", "" when nothing is required
	Missing         []string // required and not ready: "Playbook for Sales", "Snippet (draft)"
	Pieces          []Piece  // required, in the order of headsup.yaml
	More            []Piece  // what belongs to the launch beyond that, by kind
}

// Piece is one piece of a launch: a page, or several that are one thing.
type Piece struct {
	Title    string // "Playbook for Sales"
	Audience Link   // whom it is for, when that is required
	// State is piece-missing, -later, -draft, -done, -scheduled, -ready or -overdue.
	State    Badge
	Ready    bool
	Note     string // "until 25 January 2027", "1 more is a draft"; may be empty
	Pages    []Link // those of this build, the first few
	Rest     int    // how many more there are
	ReviewBy *Day   // the first of theirs
	Owners   []string
}

// Task is work that a launch or a page waits for; internal builds only.
type Task struct {
	Reason    string   // missing, draft or review
	Text      string   // "Playbook for Sales is missing", "Review was due on 3 March 2027"
	Page      Link     // the launch that lacks a piece, or the page to be read again
	Date      *Day     // of the launch, or when the review was due; nil when a launch has none
	Audiences []string // whose work it is, as in addresses of audiences; none is everyone
	Products  []string // as in addresses of products
	Owner     string   // title, "" when nobody has it
	Late      bool     // its day has passed
	Extra     bool     // to be shown only to readers of its audiences
}

// Section is a part of the site with its pages, for lists that lead to all of
// them.
type Contents struct {
	Title string
	URL   string // absolute, where the rest of its pages can be found
	Links []ContentsLink
	Rest  int // pages beyond these
}

// SectionLink leads to a page.
type ContentsLink struct {
	Title   string
	URL     string // absolute
	Summary string // plain text
}

package view

// InboundView is what people ask, and how well the site answers. What is recent is of the
// last 90 days.
type InboundView struct {
	Records   int    // all until now
	Days      int    // that are recent
	Questions int    // recent ones
	Answer    string // to the question whether people ask how, or what the product can do
	Trend     string // what has changed, in words
	Kinds     Chart  // of all records
	Answered  Chart  // how many questions had an answer when they came
	// AnsweredText says the same of all months together.
	AnsweredText string
	Teams        []KindRow
	Products     []KindRow
	MoreProducts int       // that are not shown
	Gaps         []Gap     // what is asked often and no page answers
	Missed       []Missed  // questions that have a page which is not found for their words
	Overdue      []Answers // pages that answer and are past their review
	Pages        []Answers // that answer the most
	Judgement    Judgement
	Sources      []InboundSource
	Told         *Told // nil while nobody was told anything
}

// Chart is shares by month, as bars that are stacked, and how many there were.
type Chart struct {
	Legend []ChartPart // of what is recent, from the bottom
	Months []ChartMonth
	Width  int // of all bars, 10 for each
	Most   int // in one month
}

// ChartMonth is one month. Without records it has no parts.
type ChartMonth struct {
	Title  string // "November 2026", with "so far" for the current one
	Short  string // "Nov", "" where there is no room
	Year   string // with the first month that has one, and then with January
	Left   int    // of its bar
	Middle string // in per cent of the width
	Count  int
	Height int // of the count, in thousandths of the most
	Parts  []ChartPart
}

// ChartPart is one part of a whole.
type ChartPart struct {
	Badge
	Count      int
	Percent    int
	From, Size int // in thousandths of the whole
}

// KindRow is what one team asks, or what is asked about one product.
type KindRow struct {
	Link
	Parts []ChartPart
}

// Gap is a theme that no page answers.
type Gap struct {
	Link            // of the theme; Count is of questions
	Accounts int    // that asked
	Command  string // that begins a page
	Said     []string
}

// Missed is a theme of which a page answers questions that are not found by their words.
type Missed struct {
	Link // of the theme; Count is of such questions
	Page Link
	Edit string // absolute URL where the page's source is changed, or ""
	Said []string
}

// Answers is a page that answers questions.
type Answers struct {
	Link            // Count is of questions
	Owner    string // title
	ReviewBy *Day   // when it has passed
	Edit     string // absolute URL where the source is changed, or ""
}

// Judgement is how sure the program is of kinds.
type Judgement struct {
	Unsure  int         // of all records
	Newest  []RecordRef // of those
	Decided int         // records that people corrected
	// Of texts whose kind is known, how many there are, and in per cent how many are judged
	// rightly by what was learned from the others, how many are unsure, and how many of the
	// sure ones are right.
	Examples, Right, RatherNot, Sure int
}

// RecordRef is where a record is.
type RecordRef struct {
	Text string
	Day  Day
	File string // in the content folder
	Line int
	Edit string // absolute URL where the file is changed, or ""
}

// InboundSource is a place that records come from.
type InboundSource struct {
	Title string
	Count int
	Last  *Day // of its last record
	Stale bool // nothing has come for a long time
}

// Told is how many of those who asked for what there is now know of it.
type Told struct {
	People int // who were told
	Of     int // who asked for it
	Days   int // until then, in the median
}

// Ask is something that people ask.
type Ask struct {
	Text   string
	URL    string // of the page of its theme, "" without one
	Count  int
	Answer *Link // the page that answers it, nil without one
}

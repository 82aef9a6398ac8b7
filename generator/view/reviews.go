package view

// ReviewsView is the pages to be reviewed, by owner; internal builds only.
type ReviewsView struct {
	Overdue, Soon int // pages
	Dated         int // pages that have a date to be reviewed by, these and all others
	Within        int // how many days ahead is soon
	Owners        []ReviewOwner
}

// ReviewOwner is who has pages to review; last of all comes one for those that nobody
// answers for.
type ReviewOwner struct {
	ID            string // of the section, to be linked to
	Title         string
	Overdue, Soon int         // pages
	Rows          []ReviewRow // the first of them, overdue ones before the others
	Rest          int         // how many more there are
}

// ReviewRow is one page to be reviewed.
type ReviewRow struct {
	Title     string
	URL       string
	Language  string // of the title when it is a translation's, else ""
	KindTitle string
	Products  []Link
	Date      Day    // by which it is to be reviewed
	State     Badge  // review-overdue or review-soon: "3 weeks overdue", "due in 5 days"
	Asked     string // "asked 14 times in the last 90 days", or ""
	Edit      string // absolute URL where the source is changed, or ""
}

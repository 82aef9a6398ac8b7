package view

// RequestsView is what people ask and ask for, theme by theme.
type RequestsView struct {
	Title   string
	Lead    string
	Total   int // of themes
	Filters []Filter
	InPlace bool // all themes are here, so they can be filtered and sorted without another page
	Sorts   []Choice
	Themes  []ThemeRow
	Pager   Pager
	Left    int        // themes that are on no page of the list
	Score   *ScoreView // on the first page of all themes, nil without scores
}

// ThemeRow is a theme in a list.
type ThemeRow struct {
	Title    string
	URL      string // "" without a page
	Kind     Badge
	Count    int // of records
	Accounts int
	Value    string // of the accounts, "42,000 EUR"; "" when not known
	Amount   int    // the same, for sorting
	Last     Day
	Sources  []string
	Score    string // mean of what was chosen in surveys, "6.5"; ""
	Quotes   []Quote
	Answer   *Link // page that answers most of it
	Gap      bool  // people ask, and no page answers
	Tied     []Link
	// ids with spaces between, for filters
	ProductIDs, PlanIDs, TeamIDs string
}

// Quote is what somebody said.
type Quote struct {
	Text     string // of at most some lines
	Language string // BCP 47, "" when it is the site's
	Who      []string
	Day      Day
	URL      string // of the ticket or thread; "" without one
}

// ScoreView is what surveys say, month by month.
type ScoreView struct {
	Months        []ScoreMonth
	Text          string // what the months say, in a sentence
	Width, Height int    // of the picture
	Zero          int
}

// ScoreMonth is the net promoter score of a month: the share of those who chose 9 or 10
// less the share of those who chose 6 or less, -100 to 100.
type ScoreMonth struct {
	Month                           string // "November 2026"
	Short                           string // "Nov", with the year in January
	Score                           int
	Count                           int
	Promoters, Passives, Critics    int
	X, Y, Width, Height, LabelX, Y2 int  // of its bar, and of its labels
	Few                             bool // so few answers that the score says little
}

// ThemeView is what several records are about.
type ThemeView struct {
	ThemeRow
	ID         string
	First      Day
	Kinds      []Count
	Teams      []Count
	Since      string // the first of the months
	Months     []Bar  // records by month
	People     []PersonRow
	MorePeople int // that are not listed
	More       int // records whose words are not listed
	Launches   []Link
	Begin      string // command that begins a page about it
	Name       string // command that names it
	Merge      string // and one that merges another one into it
}

// Count is a number with its name.
type Count struct {
	Title string
	Count int
}

// Bar is a bar of a picture.
type Bar struct {
	Title               string
	Count               int
	X, Y, Width, Height int
}

// PersonRow is an account that asked, or somebody without one.
type PersonRow struct {
	Account string // label, or "" for somebody without one
	Teams   string
	Value   string
	Last    Day
	URL     string
}

package view

// LoopView is who asked for what a page brings, and who of them was told that it is there;
// internal builds only.
type LoopView struct {
	ID      string // of its section, to lead to
	Themes  []Link // Count is how many records they have; URL "" for one without a page
	Text    string // "9 accounts and 2 others asked, together worth 120,000 EUR"
	Teams   []LoopTeam
	Asked   int // people
	Told    int
	Shipped *Day // nil while it is ahead: nobody is told yet
	// Message is what to send them, Open that customers can open the page that it is about.
	Message string
	Open    bool
	Command string // which notes that they were told, without who
}

// LoopTeam are the people of one team.
type LoopTeam struct {
	Title string
	ID    string       // of the audience: its name in addresses, "" for customers themselves
	Text  string       // "3 of 9 told", or before it is there how many there are
	First []LoopPerson // those who have not been notified first
	More  []LoopPerson
}

// LoopPerson is somebody who asked.
type LoopPerson struct {
	Name   string
	Choice string // what the command says for them
	URL    string // of the ticket or thread, ""
	Value  string // "12,000 EUR", ""
	Since  Day    // when they asked first
	Told   *Day   // nil when they were not
	By     string // title of the team that told them, ""
}

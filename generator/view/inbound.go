package view

// InboundView is what people ask.
type InboundView struct {
	Records int
}

// Ask is something that people ask.
type Ask struct {
	Text   string
	Count  int
	Answer *Link // the page that answers it, nil without one
}

package view

// RequestsView is what people ask for.
type RequestsView struct {
	Themes []ThemeView
}

// ThemeView is what several records are about.
type ThemeView struct {
	Link
}

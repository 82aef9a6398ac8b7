package compose

import "slices"

// Words are what views say by themselves, whatever the content is.
// They are never secret, though an internal page may be called the same.
func Words() []string { return slices.Clone(ownWords) }

// ownWords are what views and feeds say by themselves. They are never secret,
// though an internal page may be called the same.
var ownWords = []string{
	"Home", "Search", "Page not found", "Tags", "Audiences", "All products", "Products", "More",
	"Coming", "What is new", "By version", "All stages", "Everyone", "Product", "For", "Stage",
	"Breaking", "High impact", "High", "Medium", "Low", "GA", "JSON Feed", "Atom", "page",
	"Shown on", "Anchored to", "Trigger", "Plans", "Roles", "Platforms",
	"Segments", "Languages", "Flags", "Version", "from … up to, but not including,",
	"Priority", "Frequency", "at most", "times", "once", "per", "session",
	"day", "week", "month", "Group", "Call to action", "Dismissible", "no",
	"Thank you", feedbackSubject, feedbackPrompt,
	"https", "http", "external noopener", "lazy", "async", "index.html", "feed.json", "feed.xml",
}

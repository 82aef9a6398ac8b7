package compose

import "headsup/generator/view/words"

// Words are what views of a public build say by themselves, whatever the content is.
// They are never secret, though an internal page may be called the same.
func Words(w *words.Words) []string {
	out := []string{
		"JSON Feed", "Atom", "https", "http", "external noopener", "lazy", "async", "index.html", "feed.json", "feed.xml",
	}
	for _, key := range publicWords {
		out = append(out, w.Texts(key)...)
	}
	return out
}

var publicWords = []string{
	"home", "search", "page-not-found", "tags", "audiences", "all-products", "products", "more-pages", "see-all",
	"coming", "whats-new", "by-version", "all-stages", "all-plans", "all-platforms", "plan",
	"platform", "everyone", "product", "for", "stage",
	"breaking", "high-impact", "impact-high", "impact-medium", "impact-low", "stage-ga", "pages", "yes", "no",
	"shown-on", "anchored-to", "trigger", "plans", "roles", "platforms",
	"segments", "languages", "flags", "version", "versions-from", "versions-between", "versions-before",
	"all-but", "since-at-least", "since-more-than", "since-at-most", "since-less-than",
	"number-at-least", "number-more-than", "number-at-most", "number-less-than",
	"share", "share-of", "share-between", "experiment", "shown-from", "shown-until", "local-time",
	"priority", "frequency", "at-most-per-ever", "at-most-per-session", "at-most-per-day", "at-most-per-week", "at-most-per-month",
	"group", "call-to-action", "dismissible", "thank-you", "feedback-subject", "feedback-prompt",
}

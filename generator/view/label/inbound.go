package label

// InboundKinds names the kinds of what people say.
var InboundKinds = map[string]string{
	"how-to":     "How-to",
	"capability": "What it can do",
	"roadmap":    "When it comes",
	"request":    "Request",
	"problem":    "Problem",
	"praise":     "Praise",
	"other":      "Other",
	"unsure":     "Unsure",
}

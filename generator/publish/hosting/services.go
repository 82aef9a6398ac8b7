package hosting

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// firebase returns firebase.json, for the folder that it is in.
func firebase(m *model) []byte {
	type entry struct {
		Regex   string `json:"regex"`
		Headers []pair `json:"headers"`
	}
	type redirect struct {
		Regex       string `json:"regex"`
		Destination string `json:"destination"`
		Type        int    `json:"type"`
	}
	type config struct {
		Public    string     `json:"public"`
		Ignore    []string   `json:"ignore"`
		Headers   []entry    `json:"headers"`
		Redirects []redirect `json:"redirects"`
	}
	c := config{
		Public:  ".",
		Ignore:  []string{"**/.*"},
		Headers: []entry{{".*", pairs(append(slices.Clone(m.everywhere), header{cacheControl, m.caching}))}},
	}
	for _, name := range m.hidden {
		c.Ignore = append(c.Ignore, "**/"+name)
	}
	for _, r := range m.files {
		c.Headers = append(c.Headers, entry{m.expression(r.rule, asSent), pairs(r.sent(false))})
	}
	c.Redirects = []redirect{}
	for _, r := range m.first() {
		if to, ok := firebaseTarget(r.To); ok {
			c.Redirects = append(c.Redirects, redirect{"^" + asSent(r.From) + "$", to, 301})
		}
	}
	return asJSON(map[string]config{"hosting": c})
}

// firebaseTarget returns the destination of a redirect, which Firebase encodes: it is said
// in letters. ok is false for one that has another meaning then.
func firebaseTarget(to string) (decoded string, ok bool) {
	decoded, err := url.PathUnescape(to)
	if err != nil || strings.ContainsAny(decoded, "%\\") || strings.Contains(decoded, "/:") || escapeTarget(decoded) != to {
		return "", false
	}
	return decoded, true
}

// vercel returns vercel.json, for the folder that it is in.
func vercel(m *model) []byte {
	type entry struct {
		Source  string `json:"source"`
		Headers []pair `json:"headers"`
	}
	type redirect struct {
		Source      string `json:"source"`
		Destination string `json:"destination"`
		StatusCode  int    `json:"statusCode"`
	}
	type config struct {
		CleanURLs bool       `json:"cleanUrls"`
		Headers   []entry    `json:"headers"`
		Redirects []redirect `json:"redirects"`
	}
	c := config{Headers: []entry{{"/(.*)", pairs(append(slices.Clone(m.everywhere), header{cacheControl, m.caching}))}}}
	for _, r := range m.files {
		c.Headers = append(c.Headers, entry{vercelSource(m.expression(r.rule, asSent)), pairs(r.sent(false))})
	}
	// Redirects come before files, so these are out of reach, and the home page answers.
	c.Redirects = []redirect{{vercelSource(m.hiddenExpression(asSent)), m.base, 307}}
	for _, r := range m.first() {
		c.Redirects = append(c.Redirects, redirect{vercelSource("^" + asSent(r.From) + "$"), vercelTarget(r.To), 301})
	}
	return asJSON(c)
}

// vercelSource returns a source that is a regular expression from its first slash on: one
// group, which may not begin with a question mark.
func vercelSource(expr string) string {
	expr = strings.TrimSuffix(strings.TrimPrefix(expr, "^/"), "$")
	if strings.HasPrefix(expr, "(") {
		expr = ".{0}" + expr
	}
	return "/(" + expr + ")"
}

// vercelTarget returns the destination of a redirect, in which a colon would begin a name,
// and brackets and stars mean something.
func vercelTarget(to string) string {
	at := 0
	if scheme, rest, ok := strings.Cut(to, "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		at = len(scheme) + len("://") + len(host)
	}
	return to[:at] + strings.NewReplacer(":", "%3A", "(", "%28", ")", "%29", "*", "%2A", "+", "%2B").Replace(harmless(to[at:]))
}

// upload is one call of "aws s3 cp --recursive": which files, and what they have.
type upload struct {
	Filters      []string `json:"filters"` // arguments --exclude and --include, of which the last that matches counts
	CacheControl string   `json:"cache_control"`
	ContentType  string   `json:"content_type,omitempty"`
}

// s3 returns the list of uploads, the function for CloudFront and its headers.
//
// The bucket has caching and types, and the function what buckets have no word for: pages of
// folders, redirects, and who may read feeds from another origin.
func s3(m *model) [][]byte {
	var uploads []upload
	var others []string // what is not in the first uploads
	exclude := func(glob string) { others = append(others, "--exclude", glob) }
	for _, r := range m.files {
		u := upload{Filters: []string{"--exclude", "*", "--include", glob(r.pattern)}, ContentType: r.mediaType()}
		for _, h := range r.headers {
			if h.name == cacheControl {
				u.CacheControl = h.value
			}
		}
		for _, t := range m.types {
			if u.ContentType == "" && strings.HasSuffix(r.pattern, t.extension) {
				u.ContentType = t.name
			}
		}
		uploads = append(uploads, u)
		exclude(glob(r.pattern))
	}
	for _, name := range m.hidden {
		exclude(name)
	}
	exclude(".*")
	for _, t := range m.types {
		u := upload{append([]string{"--exclude", "*", "--include", "*" + t.extension}, others...), m.caching, t.name}
		uploads = append(uploads, u)
	}
	for _, t := range m.types {
		others = append(others, "--exclude", "*"+t.extension)
	}
	uploads = append(uploads, upload{others, m.caching, ""})
	return [][]byte{asJSON(uploads), cloudFrontFunction(m), cloudFrontHeaders(m)}
}

// glob returns a pattern of the AWS command line, in which * stands for slashes, too.
func glob(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			p = "*"
		}
		if decoded, err := url.PathUnescape(p); err == nil {
			p = decoded
		}
		parts[i] = strings.NewReplacer("[", "[[]", "?", "[?]").Replace(p)
	}
	return strings.Join(parts, "/")
}

// maxFunction is how many bytes a function of CloudFront has at most.
const maxFunction = 10_240

const functionText = `// Written by headsup: a function of CloudFront (cloudfront-js-2.0) for a bucket that is no website.
// Associate it with viewer requests and viewer responses.
var redirects = %s;
var shared = new RegExp(%s);
var extensions = new RegExp(%s, "i");

function decode(path) {
  try { return decodeURIComponent(path); } catch (e) { return path; }
}

function moved(to) {
  return {statusCode: 301, statusDescription: "Moved Permanently", headers: {location: {value: to}, "cache-control": {value: %s}}};
}

function handler(event) {
  var request = event.request, path = decode(request.uri);
  if (event.context.eventType === "viewer-response") {
    if (shared.test(path)) event.response.headers["access-control-allow-origin"] = {value: "*"};
    return event.response;
  }
  if (Object.prototype.hasOwnProperty.call(redirects, path)) return moved(redirects[path]);
  if (path.slice(-1) === "/") request.uri += "index.html";
  else if (!extensions.test(path)) return moved(request.uri.replace(/^[/\\]+/, "/") + "/");
  return request;
}
`

// cloudFrontFunction returns the function. It has the redirects for which there is room.
func cloudFrontFunction(m *model) []byte {
	var shared []string
	for _, r := range m.files {
		if slices.ContainsFunc(r.headers, func(h header) bool { return h.name == allowOrigin }) {
			shared = append(shared, m.expression(r.rule, literal))
		}
	}
	if shared == nil {
		shared = []string{"^$"}
	}
	var extensions []string
	for _, e := range m.extensions {
		extensions = append(extensions, literal(e))
	}
	text := func(redirects string) []byte {
		return fmt.Appendf(nil, functionText, redirects, inScript(strings.Join(shared, "|")),
			inScript("(?:"+strings.Join(extensions, "|")+")$"), inScript(m.caching))
	}
	room := maxFunction - len(text("{}"))
	var list []string
	for _, r := range m.redirects {
		one := "\n  " + inScript(r.From) + ": " + inScript(harmless(r.To))
		if room -= len(one) + 1; room < 2 {
			break
		}
		list = append(list, one)
	}
	return text("{" + strings.Join(list, ",") + "\n}")
}

// inScript returns a text as a string of JavaScript.
func inScript(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always can
	}
	return string(data)
}

// cloudFrontHeaders returns what "aws cloudfront create-response-headers-policy" reads.
func cloudFrontHeaders(m *model) []byte {
	type custom struct {
		Header, Value string
		Override      bool
	}
	var items []custom
	security := map[string]any{}
	for _, h := range m.everywhere {
		switch h.name {
		case "Content-Security-Policy":
			security["ContentSecurityPolicy"] = map[string]any{"ContentSecurityPolicy": h.value, "Override": true}
		case "X-Content-Type-Options":
			security["ContentTypeOptions"] = map[string]any{"Override": true}
		case "X-Frame-Options":
			security["FrameOptions"] = map[string]any{"FrameOption": h.value, "Override": true}
		case "Referrer-Policy":
			security["ReferrerPolicy"] = map[string]any{"ReferrerPolicy": h.value, "Override": true}
		case "Strict-Transport-Security":
			security["StrictTransportSecurity"] = map[string]any{"AccessControlMaxAgeSec": hstsSeconds, "Override": true}
		default:
			items = append(items, custom{h.name, h.value, true})
		}
	}
	return asJSON(map[string]any{
		"Name":                  "headsup",
		"Comment":               "Written by headsup: security headers of each response.",
		"SecurityHeadersConfig": security,
		"CustomHeadersConfig":   map[string]any{"Quantity": len(items), "Items": items},
	})
}

package bucket

import (
	"fmt"
	"mime"
	"path"
	"regexp"
	"strings"
)

// rules are those of a site's _headers, in their order.
type rules []rule

// rule says which headers the paths have that fit.
type rule struct {
	fits    *regexp.Regexp
	headers []header
}

// header is one of a rule. One without a value takes back what was there before.
type header struct{ name, value string }

// variable is the part of a pattern that stands for anything: * for any text, :name for
// one segment of a path.
var variable = regexp.MustCompile(`\*|:[A-Za-z]\w*`)

// parseRules reads _headers: a path, and the headers below it, indented.
func parseRules(text string) (rules, error) {
	var all rules
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		words := strings.TrimSpace(line)
		switch {
		case words == "", strings.HasPrefix(words, "#"):
		case !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t"):
			pattern, at := "^", 0
			for _, part := range variable.FindAllStringIndex(words, -1) {
				pattern += regexp.QuoteMeta(words[at:part[0]])
				if words[part[0]] == '*' {
					pattern += ".*"
				} else {
					pattern += "[^/]+"
				}
				at = part[1]
			}
			fits, err := regexp.Compile(pattern + regexp.QuoteMeta(words[at:]) + "$")
			if err != nil {
				return nil, fmt.Errorf("_headers:%d: %w", number, err)
			}
			all = append(all, rule{fits: fits})
		case len(all) == 0:
			return nil, fmt.Errorf("_headers:%d: a header without a path above it", number)
		default:
			name, value, _ := strings.Cut(strings.TrimPrefix(words, "! "), ":")
			last := &all[len(all)-1]
			last.headers = append(last.headers, header{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
		}
	}
	return all, nil
}

// of returns the headers of a file of the site, by their names in small letters. Of a
// header that several rules have, the last counts.
func (r rules) of(name string) map[string]string {
	address := "/" + name
	if path.Base(name) == "index.html" {
		address = strings.TrimSuffix(address, "index.html")
	}
	out := map[string]string{}
	for _, rule := range r {
		if !rule.fits.MatchString(address) {
			continue
		}
		for _, h := range rule.headers {
			if out[h.name] = h.value; h.value == "" {
				delete(out, h.name)
			}
		}
	}
	if out["content-type"] == "" {
		out["content-type"] = typeOf(name)
	}
	return out
}

// types are those of files that a site has. What systems say of them differs.
var types = map[string]string{
	".html":  "text/html; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".mjs":   "text/javascript; charset=utf-8",
	".json":  "application/json; charset=utf-8",
	".xml":   "application/xml; charset=utf-8",
	".md":    "text/markdown; charset=utf-8",
	".txt":   "text/plain; charset=utf-8",
	".ics":   "text/calendar; charset=utf-8",
	".vtt":   "text/vtt; charset=utf-8",
	".csv":   "text/csv; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".jpg":   "image/jpeg",
	".jpeg":  "image/jpeg",
	".gif":   "image/gif",
	".webp":  "image/webp",
	".avif":  "image/avif",
	".ico":   "image/x-icon",
	".mp4":   "video/mp4",
	".webm":  "video/webm",
	".pdf":   "application/pdf",
	".woff2": "font/woff2",
}

// typeOf returns the media type of a file. One that nobody knows is bytes, so that no
// browser runs it.
func typeOf(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t := types[ext]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" && !strings.HasPrefix(t, "text/html") {
		return t
	}
	return "application/octet-stream"
}

package theme

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssData    = regexp.MustCompile(`url\("data:[^"]*"\)`)
	// Boxes in the margins of paper do not inherit tokens.
	cssPaper  = regexp.MustCompile(`(?s)@page[^{]*\{(?:[^{}]*|\{[^{}]*\})*\}`)
	cssColour = regexp.MustCompile(`(?i)#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|` +
		`:[^;{}]*\b(?:white|black|red|green|blue|gr[ae]y|silver|orange|yellow|purple|navy|teal)\s*[;}]`)
	cssFont    = regexp.MustCompile(`(?i)font(?:-family)?:\s*([^;}]*)[;}]`)
	fontTokens = regexp.MustCompile(`^(?:inherit|(?:[0-9]+ )?(?:var\(--text-\w+\)(?:/[0-9.]+)? )?var\(--(?:sans|mono)\))$`)
)

// All colours and families of type are in tokens.css, so that a brand changes
// them in one place.
func TestTokensHoldColoursAndType(t *testing.T) {
	files, err := fs.Glob(defaultFS(t), "assets/css/*.css")
	if err != nil || len(files) < 8 {
		t.Fatalf("style sheets %q, %v", files, err)
	}
	for _, name := range files {
		if path.Base(name) == "tokens.css" {
			continue
		}
		data, err := fs.ReadFile(defaultFS(t), name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, out := range []*regexp.Regexp{cssComment, cssData, cssPaper} {
			text = out.ReplaceAllString(text, "")
		}
		for _, m := range cssColour.FindAllString(text, -1) {
			t.Errorf("%s has the colour %q; it belongs into tokens.css", name, strings.TrimSpace(m))
		}
		for _, m := range cssFont.FindAllStringSubmatch(text, -1) {
			if !fontTokens.MatchString(strings.TrimSpace(m[1])) {
				t.Errorf("%s has the type %q; use the tokens", name, m[1])
			}
		}
	}
}

// Every token that a style sheet uses has a value, and every token is used.
func TestTokensAreKnown(t *testing.T) {
	files, err := fs.Glob(defaultFS(t), "assets/css/*.css")
	if err != nil {
		t.Fatal(err)
	}
	known, used := map[string]bool{}, map[string]string{}
	for _, name := range files {
		data, err := fs.ReadFile(defaultFS(t), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:^|[\s{;])(--[a-z0-9-]+):`).FindAllStringSubmatch(string(data), -1) {
			known[m[1]] = known[m[1]] || path.Base(name) == "tokens.css"
		}
		for _, m := range regexp.MustCompile(`var\((--[a-z0-9-]+)[,)]`).FindAllStringSubmatch(string(data), -1) {
			used[m[1]] = name
		}
	}
	for token, name := range used {
		if _, ok := known[token]; !ok {
			t.Errorf("%s uses %s, which has no value", name, token)
		}
	}
	for token, shared := range known {
		if _, ok := used[token]; shared && !ok {
			t.Errorf("nothing uses the token %s", token)
		}
	}
}

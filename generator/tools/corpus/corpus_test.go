package corpus_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"headsup/generator/compile/content"
	"headsup/generator/tools/corpus"
)

// file is one page of a corpus, taken apart.
type file struct {
	front map[string]any
	body  string
	text  []byte
}

// pages returns a corpus by path.
func pages(t *testing.T, count int) map[string]file {
	t.Helper()
	out := map[string]file{}
	err := corpus.Files(count, func(name string, data []byte) error {
		if name == "headsup.yaml" {
			return nil
		}
		front, body, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
		if !ok {
			t.Errorf("%s has no closing fence", name)
		}
		f := file{body: body, text: data}
		if err := yaml.Unmarshal([]byte(front), &f.front); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, twice := out[name]; twice {
			t.Errorf("%s is there twice", name)
		}
		out[name] = f
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSameBytesEverywhere(t *testing.T) {
	sum := sha256.New()
	err := corpus.Files(400, func(name string, data []byte) error {
		sum.Write([]byte(name))
		sum.Write(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// Measurements of two corpora cannot be compared: whoever changes the
	// corpus changes this line and measures again.
	const want = "aeb1b4fdd575014f186e50552251a1e79d44fa9ae6cd9c4f35d8c435c7e018d8"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("the corpus has changed: its digest is %s, was %s", got, want)
	}
}

func TestProportions(t *testing.T) {
	const count = 800
	var tables, withCode, blocks, public, links, anchors int
	folders, languages := map[string]int{}, map[string]int{}
	for name, f := range pages(t, count) {
		folder, _, _ := strings.Cut(name, "/")
		folders[folder]++
		if strings.Contains(f.body, "\n| ") {
			tables++
		}
		fences := regexp.MustCompile("(?m)^```([a-z]+)$").FindAllStringSubmatch(f.body, -1)
		if len(fences) > 0 {
			withCode++
		}
		for _, fence := range fences {
			languages[fence[1]]++
		}
		blocks += len(fences)
		links += strings.Count(f.body, ".md)") + strings.Count(f.body, ".md#")
		anchors += strings.Count(f.body, ".md#")
		if folder == "snippets" {
			continue // they are of a few words
		}
		if len(fences) > 2 {
			t.Errorf("%s has %d blocks of code", name, len(fences))
		}
		if f.front["visibility"] == "public" {
			public++
		}
		if n := words(f.body); n < 150 || n > 900 {
			t.Errorf("%s has %d words", name, n)
		}
		if !strings.Contains(f.body, "\n## ") {
			t.Errorf("%s has no heading", name)
		}
	}
	if folders["releases"] != count/2 || folders["playbooks"] != count/4 || folders["snippets"] != count/4 {
		t.Errorf("folders: %v", folders)
	}
	near := func(what string, got, percent int) {
		const of = count * 3 / 4
		if want := of * percent / 100; got < want-of/12 || got > want+of/12 {
			t.Errorf("%s: %d of %d release notes and playbooks, want about %d", what, got, of, want)
		}
	}
	near("tables", tables, 33)
	near("code", withCode, 60)
	near("blocks of code", blocks, 90)
	near("public", public, 50)
	if len(languages) != 4 {
		t.Errorf("languages: %v", languages)
	}
	if links < 2*count*3/4 || anchors < links/5 {
		t.Errorf("%d links, %d of them with an anchor", links, anchors)
	}
}

// A team with many pages has no more snippets than its product can load.
func TestSnippets(t *testing.T) {
	for _, tc := range []struct{ count, public, over int }{
		{100, 6, 6}, {800, 50, 50}, {10_000, 150, 150},
	} {
		public, over := 0, 0
		for name, f := range pages(t, tc.count) {
			switch {
			case !strings.HasPrefix(name, "snippets/"):
				continue
			case f.front["visibility"] != "public":
			case f.front["expires_at"] != nil, f.front["withdrawn"] != nil:
				over++
			default:
				public++
			}
			surface, _ := f.front["surface"].(string)
			room := map[string]int{"tooltip": 140, "banner": 200, "panel": 1200, "modal": 600, "inline": 600}[surface]
			if n := len(regexp.MustCompile(`\]\([^)]*\)`).ReplaceAllString(f.body, "")); n > room+2*strings.Count(f.body, "*") {
				t.Errorf("%s has %d characters for a %s", name, n, surface)
			}
		}
		if public != tc.public || over != tc.over {
			t.Errorf("of %d pages, %d snippets are public and %d were, want %d and %d", tc.count, public, over, tc.public, tc.over)
		}
	}
}

// words counts a body's words as a reader would: no code, no tables, no marks.
func words(body string) int {
	mark := regexp.MustCompile(`^(#+|-|\d+\.)$`)
	count, code := 0, false
	for line := range strings.Lines(body) {
		switch {
		case strings.HasPrefix(line, "```"):
			code = !code
		case code, strings.HasPrefix(line, "|"):
		default:
			for _, word := range strings.Fields(line) {
				if !mark.MatchString(word) {
					count++
				}
			}
		}
	}
	return count
}

func TestLinksLead(t *testing.T) {
	all := pages(t, 600)
	link := regexp.MustCompile(`\]\(([^)#]+)(?:#([^)]+))?\)`)
	for name, f := range all {
		for _, m := range link.FindAllStringSubmatch(f.body, -1) {
			target, ok := all[path.Join(path.Dir(name), m[1])]
			if !ok {
				t.Errorf("%s: %s is not a page", name, m[1])
				continue
			}
			if isPublic(f) && !isPublic(target) {
				t.Errorf("%s is public and links to %s, which is not", name, m[1])
			}
			if m[2] != "" && !hasHeading(target.body, m[2]) {
				t.Errorf("%s: %s has no heading #%s", name, m[1], m[2])
			}
		}
	}
}

func isPublic(f file) bool {
	return f.front["visibility"] == "public" && f.front["expires_at"] == nil && f.front["withdrawn"] == nil
}

func hasHeading(body, anchor string) bool {
	for line := range strings.Lines(body) {
		text := strings.TrimLeft(line, "#")
		if text != line && strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " ", "-") == anchor {
			return true
		}
	}
	return false
}

func TestCodeIsNeverTheSame(t *testing.T) {
	seen := map[string]string{}
	block := regexp.MustCompile("(?ms)^```[a-z]+$.*?^```$")
	for name, f := range pages(t, 800) {
		for _, code := range block.FindAllString(f.body, -1) {
			if other, ok := seen[code]; ok {
				t.Errorf("%s and %s have the same code", name, other)
			}
			seen[code] = name
		}
	}
}

func TestFrontMatter(t *testing.T) {
	keys := map[string]string{}
	for name, f := range pages(t, 400) {
		for _, field := range []string{"title", "date", "products", "audiences", "tags", "owner"} {
			if f.front[field] == nil {
				t.Errorf("%s has no %s", name, field)
			}
		}
		if date, ok := f.front["date"].(time.Time); !ok || date.Year() < 2019 || date.Year() > 2025 {
			t.Errorf("%s: date is %v", name, f.front["date"])
		}
		switch folder, _, _ := strings.Cut(name, "/"); folder {
		case "releases":
			if version, ok := f.front["version"].(string); !ok || f.front["stage"] == nil {
				t.Errorf("%s: version %q, stage %v", name, version, f.front["stage"])
			}
		case "snippets":
			key, _ := f.front["key"].(string)
			if !regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`).MatchString(key) {
				t.Errorf("%s: key %q", name, key)
			}
			if other, ok := keys[key]; ok {
				t.Errorf("%s and %s have the key %s", name, other, key)
			}
			keys[key] = name
		}
	}
}

// TestHasNothingToComplainAbout holds the configuration and all front matter
// against the rules for content.
func TestHasNothingToComplainAbout(t *testing.T) {
	cfg := content.DefaultConfig()
	err := corpus.Files(400, func(name string, data []byte) error {
		if name == content.ConfigFile {
			parsed, diagnostics := content.ParseConfig(name, data)
			for _, d := range diagnostics {
				t.Error(d)
			}
			cfg = parsed
			return nil
		}
		page, _, diagnostics := content.Parse(cfg, name, data)
		for _, d := range diagnostics {
			t.Error(d)
		}
		if page.Title == "" || page.Date.IsZero() {
			t.Errorf("%s: title %q, date %v", name, page.Title, page.Date)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSmallest(t *testing.T) {
	for _, count := range []int{0, 1, 2, 3} {
		if got := len(pages(t, count)); got != count {
			t.Errorf("corpus of %d pages has %d", count, got)
		}
	}
	if err := corpus.Files(-1, func(string, []byte) error { return nil }); err == nil {
		t.Error("a negative number of pages is no error")
	}
}

func TestYieldStops(t *testing.T) {
	stop, calls := errors.New("stop"), 0
	err := corpus.Files(10, func(string, []byte) error {
		calls++
		return stop
	})
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("error %v after %d calls", err, calls)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	if err := corpus.Write(dir, 40); err != nil {
		t.Fatal(err)
	}
	root, written := os.DirFS(dir), 0
	err := corpus.Files(40, func(name string, data []byte) error {
		written++
		got, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, data) {
			t.Errorf("%s differs", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if written != 41 {
		t.Errorf("%d files", written)
	}
}

// Package gate judges a change of a repository: whether code that belongs to a
// product has changed without a release note, and what the change means for
// readers and for the product's feed.
package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/link"
	"headsup/generator/read/glob"
)

// Input is what the gate looks at.
type Input struct {
	Config  *content.Config
	Content string // the content folder, slash-separated, from the root of the repository
	Change  *Change
	Entries []link.Entry // pages as they are now
	Labels  []string     // of the pull request
	// Shown returns a file's path as the reader is to see it.
	Shown func(path string) string
}

// Judge returns a finding for each product whose code has changed without a
// note, and notices of what let it pass.
func Judge(in Input) (found []diag.Diagnostic, notices []string) {
	missing := map[string][]File{}
	var order []content.Product
	for _, p := range in.Config.Products {
		if files := in.codeOf(p); len(files) > 0 && !in.hasNote(p.ID) {
			missing[p.ID] = files
			order = append(order, p)
		}
	}
	if len(order) == 0 {
		return nil, nil
	}
	var names []string
	for _, p := range order {
		names = append(names, p.ID)
	}
	what := "the code of " + strings.Join(names, ", ") + " has changed without a release note"
	for _, label := range in.Labels {
		if slices.Contains(in.Config.Gate.SkipLabels, label) {
			return nil, []string{what + "; the label " + label + " lets it pass"}
		}
	}
	if len(in.Change.Reasons) > 0 {
		return nil, []string{what + "; no note is needed: " + strings.Join(in.Change.Reasons, "; ")}
	}
	for _, p := range order {
		files := missing[p.ID]
		pos := diag.Position{}
		for _, f := range files {
			if !f.Deleted {
				pos = diag.Position{Path: in.Shown(f.Path), Line: 1, Column: 1}
				break
			}
		}
		message := fmt.Sprintf("%s changed in %s, and no release note says so", p.Title, count(len(files), "file"))
		if in.Change.Empty {
			message += "; the no-note trailer has no reason"
		}
		found = append(found, diag.New("note-missing", pos, message,
			fmt.Sprintf(`run headsup new release-note "What's new" --products %s, `+
				`or write "no-note: the reason" at the end of a commit message`, p.ID)))
	}
	return found, nil
}

// codeOf returns the changed files of a product that need a note.
func (in *Input) codeOf(p content.Product) []File {
	var out []File
	for _, f := range in.Change.Files {
		if matches(p.Paths, f.Path) && !in.isContent(f.Path) && !matches(in.Config.Gate.ExemptPaths, f.Path) && !in.exempt(f.Authors) {
			out = append(out, f)
		}
	}
	return out
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return glob.Match(pattern, name) })
}

// isContent reports whether a file is in the content folder: to write content
// needs no note.
func (in *Input) isContent(name string) bool {
	return in.Content == "." && path.Ext(name) == ".md" || strings.HasPrefix(name, in.Content+"/")
}

// exempt reports whether all that changed a file are exempt.
func (in *Input) exempt(authors []string) bool {
	return len(authors) > 0 && !slices.ContainsFunc(authors, func(author string) bool {
		name, address, _ := strings.Cut(author, " <")
		address = strings.TrimSuffix(address, ">")
		return !slices.ContainsFunc(in.Config.Gate.ExemptAuthors, func(pattern string) bool {
			return wild(pattern, name) || wild(pattern, address)
		})
	})
}

// wild reports whether a text matches a pattern in which * stands for any text.
// Letters match in either case.
func wild(pattern, text string) bool {
	pattern, text = strings.ToLower(pattern), strings.ToLower(text)
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}

// hasNote reports whether the change adds or changes a release note of a
// product. One that is still a draft is written, and counts.
func (in *Input) hasNote(product string) bool {
	return slices.ContainsFunc(in.Entries, func(e link.Entry) bool {
		return e.Kind == content.ReleaseNote && e.Original == "" && slices.Contains(e.Products, product) &&
			slices.ContainsFunc(in.Change.Files, func(f File) bool { return !f.Deleted && f.Path == path.Join(in.Content, e.Source) })
	})
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

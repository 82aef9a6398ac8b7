// Package report writes findings in the formats that people and programs read:
// text for a terminal, JSON, GitHub's annotations, and SARIF.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"headsup/generator/diag"
)

// Format is a form of findings.
type Format string

// The formats.
const (
	Text   Format = "text"   // [diag.PrintBrief], and lines that count
	JSON   Format = "json"   // one document, [Document]
	GitHub Format = "github" // workflow commands of GitHub Actions
	SARIF  Format = "sarif"  // SARIF 2.1.0, OASIS
)

// Formats returns all formats.
func Formats() []Format { return []Format{Text, JSON, GitHub, SARIF} }

// Findings is what is written.
type Findings struct {
	Diagnostics []diag.Diagnostic // sorted; paths as seen from the working folder
	Silenced    []diag.Silenced   // sorted
	Notices     []string          // what is worth knowing and not wrong
	Version     string            // of the program
	Config      string            // path of the configuration, which stands for the site as a whole; or ""
	Verbose     bool              // text lists what many files have in common file by file, too
}

// Write writes findings in a format. Color is for text only.
func Write(w io.Writer, format Format, f Findings, color bool) error {
	switch format {
	case Text:
		return writeText(w, f, color)
	case JSON:
		return writeJSON(w, f)
	case GitHub:
		return writeGitHub(w, f)
	case SARIF:
		return writeSARIF(w, f)
	}
	return fmt.Errorf("there is no format %q", format)
}

func writeText(w io.Writer, f Findings, color bool) error {
	show := diag.PrintBrief
	if f.Verbose {
		show = diag.Print
	}
	if err := show(w, f.Diagnostics, color); err != nil {
		return err
	}
	for _, n := range f.Notices {
		if _, err := fmt.Fprintln(w, "notice: "+n); err != nil {
			return err
		}
	}
	if err := diag.PrintTable(w, f.Diagnostics); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, counts(f))
	return err
}

// counts is "2 errors, 1 warning (3 silenced)".
func counts(f Findings) string {
	errs, warnings := diag.Count(f.Diagnostics)
	text := "no errors, no warnings"
	if errs+warnings > 0 {
		text = count(errs, "error") + ", " + count(warnings, "warning")
	}
	if n := len(f.Silenced); n > 0 {
		text += fmt.Sprintf(" (%d silenced)", n)
	}
	return text
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Document is the JSON format. Fields are only ever added to it.
type Document struct {
	Version     int       `json:"version"` // 1
	Diagnostics []Finding `json:"diagnostics"`
	Notices     []string  `json:"notices,omitempty"`
	Errors      int       `json:"errors"`
	Warnings    int       `json:"warnings"`
	Silenced    int       `json:"silenced"`
}

// Finding is one diagnostic in JSON. Line and column are 1-based, the column in
// Unicode code points; absent is the file or the line as a whole.
type Finding struct {
	Path     string `json:"path,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"` // error or warning
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Source   string `json:"source,omitempty"`
	// Silenced is the reason that the file gives; then the finding counts as
	// neither error nor warning.
	Silenced string `json:"silenced,omitempty"`
}

func finding(d diag.Diagnostic, silenced string) Finding {
	return Finding{
		Path: d.Path, Line: d.Line, Column: d.Column, Severity: d.Severity.String(),
		Rule: d.Rule, Message: d.Message, Hint: d.Hint, Source: d.Source, Silenced: silenced,
	}
}

func writeJSON(w io.Writer, f Findings) error {
	doc := Document{Version: 1, Diagnostics: []Finding{}, Notices: f.Notices, Silenced: len(f.Silenced)}
	doc.Errors, doc.Warnings = diag.Count(f.Diagnostics)
	for _, d := range f.Diagnostics {
		doc.Diagnostics = append(doc.Diagnostics, finding(d, ""))
	}
	for _, s := range f.Silenced {
		doc.Diagnostics = append(doc.Diagnostics, finding(s.Diagnostic, s.Reason))
	}
	return encode(w, doc)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// writeGitHub writes workflow commands, see GitHub's documentation "Workflow
// commands for GitHub Actions". Paths are to be those from the repository's root.
func writeGitHub(w io.Writer, f Findings) error {
	for _, d := range f.Diagnostics {
		var properties []string
		add := func(key, value string) { properties = append(properties, key+"="+escapeProperty(value)) }
		if d.Path != "" {
			add("file", d.Path)
		}
		if d.Line > 0 {
			add("line", fmt.Sprint(d.Line))
			if d.Column > 0 {
				add("col", fmt.Sprint(d.Column))
			}
		}
		add("title", "headsup: "+d.Rule)
		message := d.Message
		if d.Hint != "" {
			message += "\n" + d.Hint
		}
		if err := command(w, d.Severity.String(), strings.Join(properties, ","), message); err != nil {
			return err
		}
	}
	for _, n := range f.Notices {
		if err := command(w, "notice", "title=headsup", n); err != nil {
			return err
		}
	}
	return nil
}

func command(w io.Writer, name, properties, message string) error {
	_, err := fmt.Fprintf(w, "::%s %s::%s\n", name, properties, escapeData(message))
	return err
}

// escapeData keeps a text from ending a command, or beginning another.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

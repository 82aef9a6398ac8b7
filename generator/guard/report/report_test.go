package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"headsup/generator/diag"
)

// sample has all that a format could stumble over.
func sample() Findings {
	at := func(rule, path string, line, column int, message, hint string) diag.Diagnostic {
		return diag.New(rule, diag.Position{Path: path, Line: line, Column: column}, message, hint)
	}
	alike := at("broken-link", "content/a b,c:d.md", 2, 3, "50% of it leads\nto ::error::nothing", "mend it\r\n::warning::x")
	alike.Source = "  see [it](x)"
	later := alike
	later.Line = 9
	return Findings{
		Diagnostics: []diag.Diagnostic{
			at("no-content", "", 0, 0, "there is nothing", ""),
			at("orphan-file", "content/größe.png", 0, 0, "unused", "remove it"),
			alike, later,
		},
		Silenced: []diag.Silenced{{Diagnostic: at("image-alt", "content/b.md", 4, 1, "no text", ""), Reason: "decoration"}},
		Notices:  []string{"the note is not needed: 100% internal"},
		Version:  "1.2.3",
		Config:   "content/headsup.yaml",
	}
}

func write(t *testing.T, format Format, f Findings) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, f, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	got := write(t, Text, sample())
	for _, want := range []string{
		"error: there is nothing [no-content]\n", "notice: the note is not needed", "\n3 errors, 1 warning (1 silenced)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if got := write(t, Text, Findings{}); got != "no errors, no warnings\n" {
		t.Errorf("of nothing it says %q", got)
	}
}

func TestJSON(t *testing.T) {
	var doc Document
	decoder := json.NewDecoder(strings.NewReader(write(t, JSON, sample())))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != 1 || doc.Errors != 3 || doc.Warnings != 1 || doc.Silenced != 1 || len(doc.Diagnostics) != 5 || len(doc.Notices) != 1 {
		t.Errorf("got %+v", doc)
	}
	if f := doc.Diagnostics[2]; f.Path != "content/a b,c:d.md" || f.Line != 2 ||
		f.Column != 3 || f.Severity != "error" || f.Rule != "broken-link" || f.Silenced != "" {
		t.Errorf("got %+v", f)
	}
	if f := doc.Diagnostics[4]; f.Rule != "image-alt" || f.Silenced != "decoration" {
		t.Errorf("got %+v", f)
	}
	if got := write(t, JSON, Findings{}); !strings.Contains(got, `"diagnostics": []`) {
		t.Errorf("no findings are %s", got)
	}
}

// A command is a line, whatever a finding says.
func TestGitHub(t *testing.T) {
	want := `::error title=headsup%3A no-content::there is nothing
::warning file=content/größe.png,title=headsup%3A orphan-file::unused%0Aremove it
::error file=content/a b%2Cc%3Ad.md,line=2,col=3,` +
		`title=headsup%3A broken-link::50%25 of it leads%0Ato ::error::nothing%0Amend it%0D%0A::warning::x
::error file=content/a b%2Cc%3Ad.md,line=9,col=3,` +
		`title=headsup%3A broken-link::50%25 of it leads%0Ato ::error::nothing%0Amend it%0D%0A::warning::x
::notice title=headsup::the note is not needed: 100%25 internal
`
	if got := write(t, GitHub, sample()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The SARIF is valid by the schema of the standard, and says what was found.
func TestSARIF(t *testing.T) {
	schema := sarifSchema(t)
	for _, f := range []Findings{sample(), {Version: "1.0.0"}} {
		text := write(t, SARIF, f)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
	doc, err := sarif.FromBytes([]byte(write(t, SARIF, sample())))
	if err != nil {
		t.Fatal(err)
	}
	run := doc.Runs[0]
	prints := map[string]bool{}
	for i, r := range run.Results {
		if rule := run.Tool.Driver.Rules[r.RuleIndex]; *rule.ID != *r.RuleID {
			t.Errorf("result %d is of %s, its index of %s", i, *r.RuleID, *rule.ID)
		}
		prints[r.PartialFingerprints["headsup/v1"]] = true
	}
	if len(prints) != len(run.Results) {
		t.Errorf("%d fingerprints of %d results", len(prints), len(run.Results))
	}
	at := run.Results[2].Locations[0].PhysicalLocation
	if *at.ArtifactLocation.URI != "content/a%20b,c:d.md" || *at.Region.StartLine != 2 || *at.Region.StartColumn != 3 {
		t.Errorf("got %s:%d:%d", *at.ArtifactLocation.URI, *at.Region.StartLine, *at.Region.StartColumn)
	}
	// What has no place in a file is at the beginning of one all the same, as programs
	// that show results want it.
	for i, want := range []string{"content/headsup.yaml", "content/gr%C3%B6%C3%9Fe.png"} {
		if at := run.Results[i].Locations[0].PhysicalLocation; *at.ArtifactLocation.URI != want || *at.Region.StartLine != 1 {
			t.Errorf("got %s:%d, want the beginning of %s", *at.ArtifactLocation.URI, *at.Region.StartLine, want)
		}
	}
	if u := run.Tool.Driver.InformationURI; u == nil || !strings.HasPrefix(*u, "https://") {
		t.Errorf("the address of the program is %v", u)
	}
	if s := run.Results[4].Suppressions; len(s) != 1 || *s[0].Kind != "inSource" || *s[0].Justification != "decoration" {
		t.Errorf("got %+v", s)
	}
}

// sarifSchema returns the schema of SARIF 2.1.0 by OASIS. A library has it in a
// constant that it keeps to itself, so it is read from the library's source.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(),
		filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Names[0].Name == "schema" && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				text, err = strconv.Unquote(lit.Value)
			}
		}
		return err == nil
	})
	if err != nil || text == "" {
		t.Fatalf("there is no schema in %s: %v", dir, err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	const name = "https://sarif.example/schema.json"
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	// A schema that allows everything would prove nothing.
	if schema.Validate(map[string]any{"version": "2.1.0"}) == nil {
		t.Fatal("the schema allows a log without runs")
	}
	return schema
}

func TestUnknownFormat(t *testing.T) {
	if err := Write(&bytes.Buffer{}, "xml", Findings{}, false); err == nil {
		t.Error("there is a format xml")
	}
}

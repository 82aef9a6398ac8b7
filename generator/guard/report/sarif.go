package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// home is where the program is described.
const home = "https://headsup.example/"

// The types below are the part of SARIF 2.1.0 that findings need:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	ColumnKind  string            `json:"columnKind"`
	Invocations []sarifInvocation `json:"invocations"`
	Results     []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	InformationURI  string      `json:"informationUri"`
	SemanticVersion string      `json:"semanticVersion"`
	Rules           []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID                   string         `json:"id"`
	ShortDescription     sarifMessage   `json:"shortDescription"`
	FullDescription      sarifMessage   `json:"fullDescription"` // GitHub needs it, and the help
	Help                 sarifMessage   `json:"help"`
	DefaultConfiguration map[string]any `json:"defaultConfiguration"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifInvocation struct {
	ExecutionSuccessful        bool                `json:"executionSuccessful"`
	ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level   string       `json:"level"`
	Message sarifMessage `json:"message"`
}

type sarifResult struct {
	RuleID              string             `json:"ruleId"`
	RuleIndex           int                `json:"ruleIndex"`
	Level               string             `json:"level"`
	Message             sarifMessage       `json:"message"`
	Locations           []sarifLocation    `json:"locations"`
	PartialFingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region sarifRegion `json:"region"`
	} `json:"physicalLocation"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"` // at least 1
	StartColumn int `json:"startColumn,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Justification string `json:"justification"`
}

func writeSARIF(w io.Writer, f Findings) error {
	run := sarifRun{
		ColumnKind: "unicodeCodePoints",
		Tool: sarifTool{sarifDriver{
			Name: "headsup", InformationURI: home, SemanticVersion: f.Version, Rules: []sarifRule{},
		}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
		Results:     []sarifResult{},
	}
	index := map[string]int{}
	for i, r := range diag.Rules() {
		index[r.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.ID, ShortDescription: sarifMessage{r.Doc}, FullDescription: sarifMessage{r.Doc}, Help: sarifMessage{help(&r)},
			DefaultConfiguration: map[string]any{"level": r.Severity.String()},
		})
	}
	for _, n := range f.Notices {
		run.Invocations[0].ToolExecutionNotifications = append(run.Invocations[0].ToolExecutionNotifications,
			sarifNotification{"note", sarifMessage{n}})
	}
	seen := map[string]int{}
	add := func(d diag.Diagnostic, suppressions []sarifSuppression) {
		r := sarifResult{
			RuleID: d.Rule, RuleIndex: index[d.Rule], Level: d.Severity.String(), Message: sarifMessage{d.Message},
			Suppressions: suppressions,
		}
		if d.Hint != "" {
			r.Message.Text += "\n" + d.Hint
		}
		// Programs that show results in files refuse those that have no place in
		// one: what is wrong with a file is at its beginning, and what is wrong with
		// the site at that of its configuration.
		var l sarifLocation
		l.PhysicalLocation.ArtifactLocation.URI = uri(cmp.Or(d.Path, f.Config, content.ConfigFile))
		l.PhysicalLocation.Region = sarifRegion{max(d.Line, 1), d.Column}
		r.Locations = []sarifLocation{l}
		// A finding keeps its fingerprint when lines above it come and go. Of
		// findings that are alike, each has a number.
		key := strings.Join([]string{d.Path, d.Rule, d.Message, strings.TrimSpace(d.Source)}, "\x00")
		seen[key]++
		sum := sha256.Sum256([]byte(key))
		r.PartialFingerprints = map[string]string{"headsup/v1": hex.EncodeToString(sum[:16]) + ":" + strconv.Itoa(seen[key])}
		run.Results = append(run.Results, r)
	}
	for _, d := range f.Diagnostics {
		add(d, nil)
	}
	for _, s := range f.Silenced {
		add(s.Diagnostic, []sarifSuppression{{Kind: "inSource", Justification: s.Reason}})
	}
	return encode(w, sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// help says of a rule what a site can do about it.
func help(r *diag.Rule) string {
	if r.Fixed {
		return r.Doc + "\nheadsup.yaml cannot change how severe it is."
	}
	return r.Doc + "\nIn headsup.yaml, checks says how severe it is: error, warn or off."
}

// uri is a path as a relative URI, or an absolute one's file URI.
func uri(p string) string {
	p = path.Clean(p)
	if path.IsAbs(p) {
		return (&url.URL{Scheme: "file", Path: p}).String()
	}
	return (&url.URL{Path: p}).String()
}

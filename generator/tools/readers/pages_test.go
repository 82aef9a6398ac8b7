package readers

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"headsup/generator"
	"headsup/generator/diag"
	"headsup/generator/guard/report"
	"headsup/generator/tools/corpus"
	"headsup/generator/tools/npm"
)

// buildOf builds a content folder and returns the site.
func buildOf(t *testing.T, opt generator.Options) string {
	t.Helper()
	opt.Out, opt.NoCache = filepath.Join(t.TempDir(), "site"), true
	res, err := generator.Build(t.Context(), opt)
	if err != nil || res.Failed() {
		t.Fatal(err, res.Diagnostics)
	}
	return opt.Out
}

// ownDay is a day on which our own content is built: all of its launches are there.
var ownDay = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

// askedSite is a site of made-up pages with what customers ask, in two languages.
func askedSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := corpus.Write(dir, 60); err != nil {
		t.Fatal(err)
	}
	if err := corpus.WriteRecords(dir, corpus.Records(200, ownDay)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "headsup.yaml")
	config, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, string(config)+"\nlanguages: [fr]\nfeedback: {netlify: true}\n")
	write(t, filepath.Join(dir, "releases", "translated.md"), "---\ntitle: Text\nvisibility: public\ndate: 2026-11-01\n---\nText.\n")
	write(t, filepath.Join(dir, "releases", "translated.fr.md"), "---\ntitle: Texte\n---\nTexte.\n")
	return buildOf(t, generator.Options{Content: dir, Now: ownDay})
}

// What judges HTML has nothing to say of any page.
func TestPages(t *testing.T) {
	if !*conformance {
		t.Skip("make conformance asks what judges pages and reports")
	}
	t.Parallel()
	root, err := npm.Readers()
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join("..", "..", "..", "content")
	sites := map[string]string{
		"own":    buildOf(t, generator.Options{Content: own, Now: ownDay}),
		"public": buildOf(t, generator.Options{Content: own, Now: ownDay, Visibility: "public"}),
		"asked":  askedSite(t),
	}
	t.Run("v.Nu", func(t *testing.T) {
		java := need(t, "java", "default-jre-headless")
		broken := filepath.Join(t.TempDir(), "broken.html")
		write(t, broken, "<!doctype html><html lang=en><title>T</title><center>Text</center>")
		args := []string{
			"-Xss4m", "-jar", filepath.Join(root, "node_modules", "vnu-jar", "build", "dist", "vnu.jar"),
			"--format", "json", "--stdout", "--exit-zero-always", broken,
		}
		n := len(args)
		for _, dir := range sites {
			args = append(args, filesOf(t, dir, ".html")...)
		}
		if len(args)-n < 300 {
			t.Errorf("only %d pages", len(args)-n)
		}
		var said struct {
			Messages []struct {
				URL, Message, Extract string
				LastLine              int
			}
		}
		decode(t, command(t, t.TempDir(), nil, java, args...), &said)
		judged := false
		for _, m := range said.Messages {
			if strings.HasSuffix(m.URL, "broken.html") {
				judged = true
				continue
			}
			t.Errorf("%s:%d: %s\n%s", m.URL, m.LastLine, m.Message, m.Extract)
		}
		if !judged {
			t.Error("it does not see what is wrong with a page")
		}
	})
	for _, program := range []string{"sitemap", "sitemapper", "xmllint"} {
		t.Run(program, func(t *testing.T) {
			for name, dir := range sites {
				text := string(read(t, dir, "sitemap.xml"))
				var got []string
				script(t, "node", "sitemaps.mjs", text, &got, root, program)
				if program == "xmllint" {
					// It says what is against the schema.
					equal(t, name, got, []string{"broken"})
					continue
				}
				if len(got) != strings.Count(text, "<loc>") || len(got) < 50 || !slices.IsSorted(got) {
					t.Errorf("%s: %d addresses, and in the file are %d", name, len(got), strings.Count(text, "<loc>"))
				}
			}
		})
	}
}

// filesOf returns the files of a folder whose names end so.
func filesOf(t *testing.T, dir, ending string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ending) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// What reads reports takes ours as they are meant.
func TestReports(t *testing.T) {
	if !*conformance {
		t.Skip("make conformance asks what judges pages and reports")
	}
	t.Parallel()
	t.Run("sarif-multitool", func(t *testing.T) {
		if runtime.GOOS != "linux" {
			t.Fatal("the SARIF Multitool of this test is a program for Linux: please run it there")
		}
		root, err := npm.Readers()
		if err != nil {
			t.Fatal(err)
		}
		program := filepath.Join(root, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
		if err := os.Chmod(program, 0o755); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		var text strings.Builder
		findings := report.Findings{Version: "0.1.0", Diagnostics: []diag.Diagnostic{
			{
				Position: diag.Position{Path: "content/releases/größe & more.md", Line: 3, Column: 4}, Rule: "broken-link",
				Severity: diag.Warning, Message: "nothing is there.", Hint: "Write x.",
			},
			{Position: diag.Position{Path: "content/a.md"}, Rule: "encoding", Severity: diag.Error, Message: "It is not UTF-8."},
			{Rule: "config", Severity: diag.Error, Message: "It is about all."},
		}, Notices: []string{"A notice."}}
		if err := report.Write(&text, report.SARIF, findings, false); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "ours.sarif"), text.String())
		write(t, filepath.Join(dir, "broken.sarif"), strings.Replace(text.String(), `"results"`, `"result"`, 1))
		for name, want := range map[string][]string{"ours": nil, "broken": {"GH1014", "JSON1005"}} {
			said := filepath.Join(dir, name+".said")
			// It needs none of the tables of languages that a machine may lack.
			command(t, dir, nil, "env", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", program, "validate",
				filepath.Join(dir, name+".sarif"), "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note", "--output", said)
			var log struct {
				Runs []struct {
					Results []struct{ RuleID, Level string }
				}
			}
			decode(t, bytes.TrimPrefix(read(t, dir, name+".said"), []byte("\uFEFF")), &log)
			if len(log.Runs) != 1 {
				t.Fatalf("%d runs", len(log.Runs))
			}
			// A note is a matter of taste.
			var got []string
			notes := 0
			for _, r := range log.Runs[0].Results {
				if r.Level == "note" {
					notes++
				} else {
					got = append(got, r.RuleID)
				}
			}
			slices.Sort(got)
			equal(t, name, slices.Compact(got), want)
			if notes == 0 {
				t.Errorf("%s: it has not judged anything", name)
			}
		}
	})
}

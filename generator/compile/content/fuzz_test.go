package content

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"headsup/generator/diag"
)

// checkPositions reports findings that point outside of their file.
func checkPositions(t *testing.T, src []byte, list []diag.Diagnostic) {
	t.Helper()
	lines := bytes.Split(src, []byte("\n"))
	for _, d := range list {
		if d.Line == 0 && d.Column == 0 {
			continue
		}
		if d.Line < 1 || d.Line > len(lines) || d.Column < 1 || d.Column > utf8.RuneCount(lines[d.Line-1])+2 {
			t.Errorf("position outside of the file: %v", d)
		}
		if _, ok := diag.Lookup(d.Rule); !ok || d.Message == "" {
			t.Errorf("unknown rule or no message: %+v", d)
		}
	}
}

// readable returns a source as it is read: what is no text is U+FFFD.
func readable(src []byte) []byte {
	return bytes.Map(func(char rune) rune {
		if char == 0 {
			return utf8.RuneError
		}
		return char
	}, src)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		everything, "---\n---\n", "---\ntitle: x", "+++\ntitle = 'x'\n[a]\nb.c = [{d = 1}, 2]\n[[e]]\n[[e.f]]\n+++\nx",
		"---\na: &a [*a]\n<<: *a\n---\n", "---\ntitle: \"x\n\tb: [\n? k\n: v\n---\n", "\xEF\xBB\xBF---\r\ndate: 2026-02-30\r\n---\r\n",
		"---\nslug: a//b\naliases: ['../x', \"é\\u0000\"]\ncta: {url: 'javascript:x'}\n---\n",
		"---\ntarget: {versions: [{min_inclusive: 1}]}\n---\n",
		"---\n!!binary x: !foo y\n- z\n---\n", "---\nx: |\n  ---\n y\n---\n",
		"+++\na = \"\"\"\nx\"\"\"\nb = 2026-10-01 9:00\nc = 'x\n+++", "{\n\"a\": 1}", "Title: x\nDate: y",
		"\x00\xFF\xFE", "\xFF\xFEa\x00", "---\n# c\n\n  # d\na: # e\n  - b\n# f\n---\n",
		"---\na: b\n--- c\n---\n", "---\nThis is a line of text with: a colon\ntitle: x\n---\n",
	} {
		f.Add("releases/2026-10-01-x.md", []byte(s))
		f.Add("snippets/2025-02-30/x.md", []byte(s))
	}
	configs := []*Config{DefaultConfig()}
	cfg, _ := ParseConfig(ConfigFile, []byte("products: [a]\nkinds: {release-note: {fields: {date: [x, extra.y], "+
		"slug: x, tags: [t, extra.t]}, unknown: keep, defaults: {visibility: public, cta: {label: x, url: /}}}}"))
	configs = append(configs, cfg)
	f.Fuzz(func(t *testing.T, path string, src []byte) {
		for _, cfg := range configs {
			before := bytes.Clone(src)
			p, body, diags := Parse(cfg, path, src)
			if !bytes.Equal(before, src) {
				t.Fatal("the source was changed")
			}
			if p == nil {
				t.Fatal("no page")
			}
			clean := readable(src)
			if !bytes.HasSuffix(src, body) && !bytes.HasSuffix(clean, body) {
				t.Errorf("the body is not the end of the source: %q", body)
			}
			if n := bytes.Count(clean, []byte("\n")) - bytes.Count(body, []byte("\n")) + 1; p.BodyLine != n {
				t.Errorf("the body begins on line %d, not %d", n, p.BodyLine)
			}
			checkPositions(t, clean, diags)
			for _, fp := range p.positions {
				checkPositions(t, clean, []diag.Diagnostic{diag.New("config", fp.pos, fp.field, "")})
			}
			_ = p.PublicAt(time.Unix(0, 0))
			again, _, diags2 := Parse(cfg, path, src)
			if len(diags) != len(diags2) || again.Title != p.Title {
				t.Error("a second run differs")
			}
		}
	})
}

// A translation is never more public than its original, whatever either says.
func FuzzTranslation(f *testing.F) {
	for _, s := range []string{
		translated, "Text", "---\ntitle: x\nvisibility: public\n---\n",
		"---\nx: 2027-01-01\ncta: {url: /x}\n---\n", "---\nDRAFT: [yes]\nextra: {y: 2020-01-01}\n---\n",
		"+++\nexpires_at = 2020-01-01\nkind = 'page'\n+++\n", "---\ntitle: x",
		"---\nextra.y: 1\nt: {a: b}\n---\n", "---\nkey: a\nkey: b\nwithdrawn: false\n---\n",
	} {
		f.Add([]byte("---\nvisibility: public\n---\n"), []byte(s))
		f.Add([]byte(translated), []byte(s))
		f.Add([]byte(s), []byte("Du texte"))
	}
	const languages = "languages: [fr]\n"
	var configs []*Config
	for _, s := range []string{
		"",
		"products: [a]\nkinds: {release-note: {fields: {date: [x, extra.y], slug: x, " +
			"tags: [t, extra.t], title: t}, unknown: keep, defaults: {visibility: public, draft: true}}}\n",
	} {
		cfg, _ := ParseConfig(ConfigFile, []byte(languages+s))
		configs = append(configs, cfg)
	}
	f.Fuzz(func(t *testing.T, original, src []byte) {
		for _, cfg := range configs {
			o, _, _ := Parse(cfg, "releases/x.md", original)
			before := *o
			p, body, diags := ParseTranslation(cfg, "releases/x.fr.md", src, o)
			clean := readable(src)
			checkPositions(t, clean, diags)
			if !bytes.HasSuffix(src, body) && !bytes.HasSuffix(clean, body) {
				t.Errorf("the body is not the end of the source: %q", body)
			}
			if !reflect.DeepEqual(before, *o) {
				t.Error("the original was changed")
			}
			if p.Kind != o.Kind || p.Language != "fr" || p.Original != o.Source ||
				!p.Date.Equal(o.Date.Time) || !slices.Equal(p.Products, o.Products) {
				t.Errorf("not the translation of %+v: %+v", o, p)
			}
			for year := 1990; year < 2040; year += 7 {
				if now := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC); p.PublicAt(now) && !o.PublicAt(now) {
					t.Errorf("more public than its original in %d", year)
				}
			}
		}
	})
}

func FuzzParseConfig(f *testing.F) {
	for _, s := range []string{
		"title: x", "kinds: {page: {defaults: {cta: {label: x, url: y}}, fields: {tags: [a, b.c]}}}",
		"products: [{id: a}, b, {id: [c]}]\nowners: &o [x]\nplans: *o",
		"base_url: https://x.example:80/%zz", "time_zone: ../x", "checks: {leak: off}\nignore: ['**', 'a/**/b', '[']",
		"launch: {requires: {ga: [playbook:sales]}}", "links: {a: b, '': c}", "\xEF\xBB\xBFtitle: x",
		"languages: [fr, {id: pt-BR, fallback: [fr, x]}, FR, 'é', {title: y}]\nlanguage: de",
		"languages: {a: b}", "languages: [[fr], {id: [x]}]\nlanguage: [x]",
		"kinds: {launch: {defaults: &d {owner: x}}, page: {defaults: *d}}", "a: b: c\n\tx", "--- x\n--- y",
		"inbound: {sources: [desk, {id: nps, team: x, format: csv, map: {text: A, b: [c]}, channels: x}], currency: eur, accounts: no}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, diags := ParseConfig(ConfigFile, src)
		if c == nil || c.TimeZone == nil || len(c.Kinds) != len(Kinds()) {
			t.Fatal("the configuration is not usable")
		}
		checkPositions(t, readable(src), diags)
		for _, d := range diags {
			if d.Rule != "config" || d.Severity != diag.Error {
				t.Errorf("finding of another kind: %+v", d)
			}
		}
		for _, l := range c.Languages {
			if l.Title == "" || len(l.Chain) < 2 || l.Chain[0] != l.ID || l.Chain[len(l.Chain)-1] != c.Language {
				t.Errorf("a language is not usable: %+v", l)
			}
		}
		for _, s := range c.Inbound.Sources {
			if !IsInboundSource(s.ID) || s.Team == "" {
				t.Errorf("a source is not usable: %+v", s)
			}
		}
		_ = c.Ignored("a/b/c.md")
		for _, k := range Kinds() {
			_ = Schema(c, k)
		}
	})
}

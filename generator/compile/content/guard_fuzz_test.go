package content

import (
	"strings"
	"testing"
	"time"
)

// FuzzGuard writes a field that holds a page back into front matter that went
// wrong in some way. Whatever stands below, the page is never public.
func FuzzGuard(f *testing.F) {
	fences := []string{
		"---", "—", "——", "———", "–––", "—-", "--", "----", " ---", "\t---", "---\u00a0", "\u200b---", "\ufeff---", "+++", "++++",
		"－－－",
		"***", "___",
		"--- yaml", "---yaml",
		"--- # x", "- - -", "---\n---", "---\n\n---", "---\ntitle: T\n---", "---\ntitle: T\n---\n\n———", "", "\n",
		"---\ntitle: T\n---\n---", "<!-- x -->\n---", "+++\ntitle = 'T'\n+++\n---", "---\n# x\n---\n---",
	}
	guards := []string{
		"draft: true", "Draft: yes", "draft:true", "draft:\u00a0true", "draft\u00a0: true", "draft： true", "draft：true",
		"draft :true",
		"- draft: true", "  draft: true", "\tdraft: true", "draft = true", "\"draft\": true", "“draft”: true", "**draft: true**",
		"draft: “true”",
		"visibility: internal", "visibility:internal", "visibility： internal", "- visibility: internal", "visibility = 'internal'",
		"internal_at: 2050-01-01", "internal_at:2050-01-01", "- internal_at: 2050-01-01",
		"published: false", "private: true", "visibility: ~", "draft: ~", "DRAFT: TRUE", "draft: true # not yet", "draft\u200b: true",
	}
	others := []string{"", "title: T\n", "title: A: B\n", "Date: 2020-01-01\n", "tags: [a\n", "# comment\n", "x: y\n", "\n"}
	breaks := []string{"\n", "\r\n"}
	for i := range fences {
		for j := range guards {
			f.Add(uint8(i), uint8(i), uint8(j), uint8(i+j), uint8(j), "# Title\n\nText.\n")
		}
	}
	cfg, diags := ParseConfig(ConfigFile, []byte("kinds: {page: {unknown: keep, defaults: {visibility: public}}}"))
	if len(diags) > 0 {
		f.Fatal(diags)
	}
	pick := func(list []string, i uint8) string { return list[int(i)%len(list)] }
	f.Fuzz(func(t *testing.T, opened, closed, guard, other, more uint8, body string) {
		src := pick(fences, opened) + "\n" + pick(others, other) + pick(guards, guard) + "\n" + pick(fences, closed) + "\n" + body
		src = strings.ReplaceAll(src, "\n", pick(breaks, more/8))
		p, _, diags := Parse(cfg, "a.md", []byte(src))
		now := time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
		if p.PublicAt(now) {
			t.Errorf("%q is public; findings %v", src, diags)
		}
		if strings.HasPrefix(pick(guards, guard), "internal") && !p.Draft && !p.Appears().After(now) {
			t.Errorf("%q is for colleagues; findings %v", src, diags)
		}
	})
}

package portable_test

import (
	"testing"

	"headsup/generator/render/portable"
)

func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", " \t=1": "' \t=1", "＝1": "'＝1",
		"a=1": "a=1", "3": "3", "": "",
	} {
		if got := portable.Cell(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"Export [x](y) *all*":       `Export \[x\]\(y\) \*all\*`,
		"<!-- mark --> & <b>":       "&lt;!-- mark --&gt; &amp; &lt;b&gt;",
		"ask @ann about #12":        `ask @&#8203;ann about \#12`,
		"two\n\n- [ ] lines `code`": "two - \\[ \\] lines \\`code\\`",
	} {
		if got := portable.Markdown(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got, want := portable.MarkdownLink("a]b", "https://e.com/<x>\n"), `[a\]b](<https://e.com/%3Cx%3E>)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

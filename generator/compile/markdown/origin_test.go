package markdown

import (
	"strings"
	"testing"
)

// TestFindingsQuoteTheFile holds that place and line of a finding are those of
// the file, whatever was rewritten before and behind it.
func TestFindingsQuoteTheFile(t *testing.T) {
	for _, tt := range []struct {
		in           string
		line, column int
	}{
		{`{{< figure src="no.png" >}}`, 1, 1},
		{`é ==a== ++b++ <script>x</script>`, 1, 15},
		{"{{< figure\nsrc=\"a.png\" alt=\"x\" >}}\n\na ==b== <script>x</script> c", 4, 9},
		{"[TOC]\n\n:material-clock: <script>", 3, 18},
	} {
		d := compile(tt.in)
		if len(d.Diagnostics) != 1 {
			t.Errorf("%q: %v", tt.in, d.Diagnostics)
			continue
		}
		got := d.Diagnostics[0]
		if got.Line != tt.line || got.Column != tt.column || got.Source != strings.Split(tt.in, "\n")[tt.line-1] {
			t.Errorf("%q: %d:%d %q", tt.in, got.Line, got.Column, got.Source)
		}
	}
	d := compile("==a== [b](c)\n")
	if r := d.Full.Refs[0]; r.Column != 7 {
		t.Errorf("a link behind something that was rewritten is at %d", r.Column)
	}
}

package highlight

import (
	"fmt"
	"io"
	"strings"
)

// ink is the colour of some token classes in both modes.
type ink struct {
	classes     string // chroma's short names
	light, dark string
	style       string // further declarations, the same in both modes
}

// inks have at least the contrast of WCAG AA on backgrounds near #f6f8fa and
// near #161b22; a test measures it.
var inks = []ink{
	{"c ch cm c1 cs cp cpf", "#57606a", "#9aa4af", "font-style:italic"},
	{"k kc kd kn kp kr ow", "#a40e26", "#ff8f87", ""},
	{"kt nc nn ne bp", "#8a3b00", "#f0a868", ""},
	{"nf fm nb nd", "#6639ba", "#d2a8ff", ""},
	{"nt ni", "#116329", "#7ee787", ""},
	{"na nl nv vc vg vi vm no py", "#0550ae", "#79c0ff", ""},
	{"s sa sb sc dl sd s2 se sh si sx sr s1 ss", "#0a3069", "#a5d6ff", ""},
	{"m mb mf mh mi il mo ld", "#0550ae", "#79c0ff", ""},
	{"o p", "#24292f", "#d6dde5", ""},
	{"gi", "#116329", "#7ee787", ""},
	{"gd", "#a40e26", "#ff8f87", ""},
	{"gh gu", "#0550ae", "#79c0ff", "font-weight:600"},
	{"gp go gt", "#57606a", "#9aa4af", ""},
	{"ge", "", "", "font-style:italic"},
	{"gs", "", "", "font-weight:600"},
}

// WriteCSS writes the style sheet for highlighted code: colours of the
// light mode, and of the dark mode where the reader's system prefers it and the
// page does not say data-theme="light", and where it says data-theme="dark".
// Backgrounds are the theme's.
func WriteCSS(w io.Writer) error {
	var b strings.Builder
	for _, i := range inks {
		declarations := i.style
		if i.light != "" {
			declarations = strings.TrimSuffix("color:"+i.light+";"+i.style, ";")
		}
		fmt.Fprintf(&b, "%s{%s}\n", selector(".chroma", i.classes), declarations)
	}
	b.WriteString(`.chroma .line.hl{display:block;background:rgb(128 128 128 / .14);box-shadow:inset 3px 0 currentcolor}
.chroma.linenos{counter-reset:line}
.chroma.linenos .line::before{counter-increment:line;content:counter(line);display:inline-block;` +
		`min-width:2em;margin-inline-end:1em;text-align:right;opacity:.75;user-select:none}
@media (prefers-color-scheme:dark){
`)
	writeDark(&b, `:root:not([data-theme=light]) .chroma`)
	b.WriteString("}\n")
	writeDark(&b, `[data-theme=dark] .chroma`)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write highlighting style sheet: %w", err)
	}
	return nil
}

func writeDark(b *strings.Builder, scope string) {
	for _, i := range inks {
		if i.dark != "" {
			fmt.Fprintf(b, "%s{color:%s}\n", selector(scope, i.classes), i.dark)
		}
	}
}

func selector(scope, classes string) string {
	var list []string
	for _, class := range strings.Fields(classes) {
		list = append(list, scope+" ."+class)
	}
	return strings.Join(list, ",")
}

package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// reservedPrefix begins the ids and classes by which the theme and its scripts find
// their own elements.
const reservedPrefix = "hu-"

// themeIDs are the ids of such elements, which no heading's words may take.
var themeIDs = map[string]bool{"hu-main": true, "hu-search": true}

// reservedKey is the attribute of a node under which a reserved name waits until it
// is reported.
const reservedKey = "reserved"

// isReserved reports whether a name is the theme's.
func isReserved(name string) bool {
	return len(name) >= len(reservedPrefix) && strings.EqualFold(name[:len(reservedPrefix)], reservedPrefix)
}

// withoutReserved returns the classes of a list that are not the theme's, and one
// that is, or "".
func withoutReserved(classes string) (kept, reserved string) {
	var list []string
	for _, class := range strings.Fields(classes) {
		if isReserved(class) {
			reserved = class
		} else {
			list = append(list, class)
		}
	}
	return strings.Join(list, " "), reserved
}

// checkReserved reports the names of the theme that attribute lists give.
func (p *pass) checkReserved() {
	if !bytes.Contains(bytes.ToLower(p.src), []byte(reservedPrefix)) {
		return
	}
	// The walker returns no error.
	_ = ast.Walk(p.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if name := attributeOf(n, reservedKey); entering && name != "" {
			offset := max(n.Pos(), 0)
			if i := bytes.Index(p.src[offset:], []byte(name)); i >= 0 {
				offset += i
			}
			p.reserved(offset, name)
		}
		return ast.WalkContinue, nil
	})
}

func (p *pass) reserved(offset int, name string) {
	p.report("name-reserved", offset, "Names that begin with hu- belong to the theme, so "+name+" is left out.", "Choose another name.")
}

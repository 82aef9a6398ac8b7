// Package client holds the search engine that runs in the reader's browser: ES
// modules without dependencies, the same engine as package search.
package client

import (
	"bytes"
	_ "embed"
	"regexp"
)

//go:embed engine.js
var engine []byte

//go:embed stem.js
var stem []byte

// Engine is the module that queries the search index: engine.js with stem.js in
// it, so that one request brings both, and without what only its authors read.
// Its one export for pages is open.
var Engine = join(engine, stem)

var (
	importStem = []byte("import { stem } from \"./stem.js\";\n")
	comments   = regexp.MustCompile(`(?m)^\s*//.*\n`)
	margins    = regexp.MustCompile(`(?m)^\s+`)
)

// join puts one module into another in place of its import. The modules have no
// name in common and no text that goes over several lines; tests would notice.
func join(module, imported []byte) []byte {
	imported = bytes.ReplaceAll(imported, []byte("export function"), []byte("function"))
	whole := append(bytes.Clone(imported), bytes.Replace(module, importStem, nil, 1)...)
	whole = comments.ReplaceAll(whole, nil)
	return margins.ReplaceAll(whole, nil)
}

// Package client holds the search engine that runs in the reader's browser: ES
// modules without dependencies, the same engine as package search.
package client

import (
	"bytes"
	_ "embed"
)

//go:embed engine.js
var engine []byte

//go:embed stem.js
var stem []byte

// Engine is the module that pages import, which opens the index and answers
// queries in a thread of its own. It starts [Worker], which has to lie beside it
// under the name search-worker.js.
//
//go:embed remote.js
var Engine []byte

// Worker is the engine itself: engine.js with stem.js in it, so that one request
// brings both.
var Worker = join(engine, stem)

// join puts a module into another in place of its import. The two have no name
// in common; a browser would refuse that.
func join(module, imported []byte) []byte {
	imported = bytes.ReplaceAll(imported, []byte("export function"), []byte("function"))
	return append(bytes.Clone(imported), bytes.Replace(module, []byte(importStem), nil, 1)...)
}

const importStem = "import { stem } from \"./stem.js\";\n"

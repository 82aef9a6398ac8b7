// Package client holds the search engine that runs in the reader's browser: ES
// modules without dependencies, the same engine as package search. They are written
// in src, file by file as package search and those below it, and bundled into dist.
package client

import _ "embed"

//go:generate go run headsup/generator/tools/jsbundle -in src/search-engine.js -in src/search-worker.js -dir dist

// Engine is the module that pages import, which opens the index and answers
// queries in a thread of its own. It starts [Worker], which has to lie beside it
// under the name search-worker.js.
//
//go:embed dist/search-engine.js
var Engine []byte

// Worker is the engine itself, with all that it is made of in one file.
//
//go:embed dist/search-worker.js
var Worker []byte

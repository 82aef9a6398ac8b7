// Package client holds the search engine that runs in the reader's browser.
package client

import _ "embed"

// Engine is the ES module that queries the search index.
//
//go:embed engine.js
var Engine []byte

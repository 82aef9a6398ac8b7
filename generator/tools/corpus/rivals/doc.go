// Command rivals compares the search of headsup with Pagefind and MiniSearch,
// on the same pages and in a real browser.
//
//	go run ./generator/tools/corpus/rivals relevance -content own,rust-releases
//	go run ./generator/tools/corpus/rivals weight -pages 10000 -rounds 3
//
// relevance asks all of them the labelled queries in testdata/queries and
// prints how often the wanted page came first (success@1) and how far up it
// came (the mean of 1/rank among ten results, MRR@10). The pages are those that
// a build writes with the name of their source, in the language of the home page,
// so lists and translations are in nobody's way.
// Pagefind reads their main elements, and MiniSearch gets their articles in
// fields, with the options that its documentation has for search as one types:
// of what was tried, each has what it ranks best with. Both rank with their own
// defaults. What headsup finds is what its command prints.
//
// weight builds one corpus and prints what an index takes to build, and what a
// reader's browser loads and computes for it: over a server on this machine
// that compresses as static hosts do, with an empty cache each time. Such a host
// looks at the content type: what it knows as text, JSON, SVG or WebAssembly it
// sends with gzip, at its best, and all else as it is, such as .bin and the files
// of Pagefind. Bytes are those on the wire with headers, as the server counts
// them, since a browser does not tell a page what its workers load; so each
// request counts, for its headers, too. A search is the engine, its index and the
// first five results with what is shown of them, without the interface; the search
// page is all that it loads and other pages do not. Requests and bytes are the same
// in each run, times are not. Pagefind indexes the whole output
// folder as it would a site; MiniSearch's whole index is one JSON file with the
// texts, which excerpts need.
//
// The program runs in the root of the repository. It needs Node.js, npm and a
// Chromium, except for headsup alone, and package npm installs the others when
// they are missing. It judges nothing: it has no limits, and fails only when
// something does not work. That an engine finds nothing is such a case.
package main

// Package search is the site's search: the index that a build writes, and the
// engine that answers queries from it.
//
// [Build] reads each page of a site once, as plain text, and gives the index's
// files. [Open] opens a written index; [Engine.Search] ranks the pages that a
// query finds and [Results.Load] reads what is shown of them:
//
//	engine, err := search.Open(os.DirFS("public/search"))
//	results, err := engine.Search(ctx, `export "as csv" -draft`, nil)
//	first, err := results.Load(0, 10)
//
// A query is words; "phrases"; -words that a page must not have; and the last
// word may be the beginning of one. A word stands for itself, for others of its
// stem, for its synonyms, and, when no page has it, for words that begin with
// it or are a typing mistake away. Which terms stand for a word is in match.go,
// synonym.go and spelling.go, which pages have them in hits.go, and how pages are
// put in order in rank.go.
//
// The modules in client/src are the same engine for browsers, file by file under
// the same names. Tests run both on the same queries and want the same
// answers: whoever changes one changes the other.
//
// The package reads no Markdown and no HTML, and decides nothing about who may
// see what: it indexes the documents that the site gives it.
package search

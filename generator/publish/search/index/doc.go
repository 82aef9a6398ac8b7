// Package index is the search index's format: what a build writes into the
// folder search/, and what the engines, in Go and in the browser, read.
//
//	root.bin              the one file with a name that stays: read it first
//	terms/HASH.bin        a range of terms, in order, with the pages that have them
//	positions/HASH.bin    where on these pages; only phrases need it
//	spelling/HASH.bin     all words of one length, to correct a mistyped one
//	facets/HASH.bin       kind, products, audiences, stage and tags of all pages
//	pages/HASH.bin        names of the fragments of a block of pages
//	fragments/HASH.json   what a result shows of one page
//
// A HASH is the beginning of the SHA-256 of the file's bytes, so a file never
// changes and may be kept for ever. Everything is reached from the root. Files
// that end in .bin are compressed with DEFLATE (RFC 1951), since static hosts
// do not compress what they do not know, except pages/, which are nothing but
// hashes. Fragments are JSON, which hosts compress.
//
// Numbers are variable-length (LEB128, as encoding/binary writes them), texts
// are UTF-8 behind their length, and sorted texts are front-coded: how many
// bytes to keep of the one before, then the rest. A shard holds its postings in
// columns, all numbers of one sort together, which compresses well.
//
// Pages are numbered in the order of their standing, 0 first. The weight of a
// term on a page is worked out when the index is written (the term frequencies
// of BM25F, Robertson and Zaragoza 2009, with reference lengths in place of
// averages, so that no page depends on another) and is kept in one of sixteen
// steps.
//
// The package does not know what a page is or how a query is understood.
package index

// format is the first byte of every file. An engine refuses all others.
const format = 1

// Root is the path of the first file to read, in the index's folder.
const RootFile = "root.bin"

// Folders of the index's files.
const (
	termFolder     = "terms/"
	positionFolder = "positions/"
	spellingFolder = "spelling/"
	facetFolder    = "facets/"
	pageFolder     = "pages/"
	fragmentFolder = "fragments/"
)

// blockSize is how many pages one file of fragment names is for.
const blockSize = 64

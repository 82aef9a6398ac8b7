// Package index is the search index's format: what a build writes into the
// folder search/, and what the engines, in Go and in the browser, read.
//
//	root.bin              the one file with a name that stays: read it first
//	terms/HASH.bin        a range of terms, in order, with the pages that have them
//	positions/HASH.bin    where on these pages; only phrases need it
//	spelling/HASH.bin     all words of one length, to correct a mistyped one
//	questions/HASH.bin    what only queries of many words need
//	facets/HASH.bin       kind, products, audiences, stage and tags of all pages
//	fragments/HASH/N.json what a result shows of one page, the Nth of its block
//
// A HASH is the beginning of the SHA-256 of the file's bytes, and that of
// fragments of all fragments of their block, so a file never changes and may be
// kept for ever. Everything is reached from the root. Files that end in .bin are
// compressed with DEFLATE (RFC 1951), since static hosts do not compress what
// they do not know, and no type that they compress would be true of these. They
// would gain nothing by it: of our own site, 136,278 bytes in DEFLATE are 137,220
// with Brotli at level 4 and 136,801 at level 6, which hosts use for what they
// compress while they send it. Fragments are JSON, which hosts compress.
//
// Numbers are variable-length (LEB128, as encoding/binary writes them), texts
// are UTF-8 behind their length, and sorted texts are front-coded: how many
// bytes to keep of the one before, then the rest. A shard holds its postings in
// columns, all numbers of one sort together, which compresses well.
//
// Pages are numbered in the order of their standing, the least first. Mostly it
// is the oldest: a new page gets the highest number, and those of all others stay.
// Terms are cut into shards where their own hashes say so. So an edit gives other
// names to few files: to the shards of the terms that it adds or takes away, and
// to the fragments of one block.
//
// The weight of a
// term on a page is worked out when the index is written (the term frequencies
// of BM25F, Robertson and Zaragoza 2009, with reference lengths in place of
// averages, so that no page depends on another) and is kept in one of sixteen
// steps.
//
// The package does not know what a page is or how a query is understood.
package index

// format is the first byte of every file. An engine refuses all others.
const format = 3

// RootFile is the path of the first file to read, in the index's folder.
const RootFile = "root.bin"

// Folders of the index's files.
const (
	termFolder     = "terms/"
	positionFolder = "positions/"
	spellingFolder = "spelling/"
	facetFolder    = "facets/"
	questionFolder = "questions/"
	fragmentFolder = "fragments/"
)

// BlockSize is how many pages a block of fragments has. Its name is in the root,
// which every search loads, and an edit gives other names to all of its fragments.
// With 10,000 pages, blocks of 16 make the root 3.1 kB larger, blocks of 64 less
// than 0.8 kB; and what an edit renames is loaded anew only where it is shown.
//
// Each page is a file of its own. Of 10,000 made pages, one takes 1,750 bytes
// compressed, two in a file 3,283, four 6,133 and eight 11,470: results are
// seldom neighbours, so that packing costs a search more than it saves.
const BlockSize = 64

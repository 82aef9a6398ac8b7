// Command compare builds one corpus with headsup and with Hugo, and prints how
// long each took, what it used and what it wrote.
//
//	go run ./generator/tools/corpus/compare -pages 10000 -rounds 3
//
// The programs run in turn, so that a machine that gets slower or busier does
// so for both. Before each run the content has been read once, so that neither
// pays for a cold disk. A cold build finds no cache and no output; a warm build
// of headsup finds those of the build before it. The processor's time and the
// peak of memory are the system's own account of each process.
//
// Hugo gets the same folder and the layouts in testdata/hugo. They make the
// same kinds of pages as headsup's theme; where the two differ, Hugo has less
// to do. A Hugo of the pinned version is taken from the path or the folder for
// tools, and installed into that folder when it is in neither.
//
// After the builds each program's preview is started, the words of one page are
// edited again and again, and the time is taken from the saved file to the words on
// the page, as a browser that asks for it at once would see them. The preview of
// headsup finds the cache of the builds. Hugo's renders what is asked for first.
//
// The command judges nothing: it has no limits, and fails only when a build does
// or does not write all pages.
package main

// Package output writes a site into a folder, safely: a build that fails
// changes nothing, and what somebody else put there stays.
//
// A [Writer] is one build's hold on an output folder. [Open] reads what the
// earlier build left behind; [Writer.Put] and [Writer.PutFile] stage files next
// to it; [Writer.Commit] makes them visible and [Writer.Abort] forgets them.
//
//	w, err := output.Open("public")
//	if err != nil {
//		return err
//	}
//	defer w.Abort() // does nothing after a Commit
//	if !w.Unchanged("index.html", digest) {
//		if err := w.Put(output.Pages, "index.html", digest, render()); err != nil {
//			return err
//		}
//	}
//	result, err := w.Commit()
//
// # What is ours
//
// The manifest, [ManifestName] in the output folder, lists the files that
// builds wrote there. A file in it is ours: it is replaced when the build's
// bytes differ, even if a person edited it since (the folder is a product of
// its sources; an edit belongs there), and removed when a build no longer
// writes it. Everything else is foreign and stays as it is. A build that needs
// the path of a foreign file adopts the file if the bytes are equal already,
// and otherwise fails with a [ConflictError] before anything changed. Symbolic
// links are foreign, whatever they lead to, and are never followed; the output
// folder itself may be one.
//
// # What a crash leaves
//
// Files are staged in a folder of their own and renamed, so that each visible
// file is whole, old or new. Before the first rename the manifest names the
// files of both builds, so that whatever a crash leaves visible is known to the
// next build, which puts it right. There is no wait for the disk: after a loss
// of power a file may be empty, which its recorded size gives away.
//
// # What it does not do
//
// It does not render, does not know what a path means, and does not lock out
// people: a file that appears between staging and Commit may be lost.
package output

import "headsup/generator/paths"

// Names that the package keeps for itself at the top of the output folder.
const (
	// ManifestName is the list of the files that builds wrote.
	ManifestName = paths.ReservedPrefix + "manifest"

	lockName    = paths.ReservedPrefix + "lock"
	stagingName = paths.ReservedPrefix + "staging"
)

// Stage says when a file becomes visible: what others refer to comes first.
type Stage int

// The stages, in order. Stale files are removed after the last one.
const (
	Assets Stage = iota // styles, scripts, images, search shards
	Pages               // HTML, which refers to assets
	Feeds               // feeds and small manifests, which refer to both
)

const stages = int(Feeds) + 1

// String returns "assets", "pages" or "feeds".
func (s Stage) String() string {
	switch s {
	case Assets:
		return "assets"
	case Pages:
		return "pages"
	case Feeds:
		return "feeds"
	}
	return "unknown stage"
}

// Result says what a build did to the output folder.
type Result struct {
	Written int   // files that are new or have new bytes
	Kept    int   // files that were right already
	Removed int   // files of earlier builds that this one does not write
	Bytes   int64 // size of the files written
}

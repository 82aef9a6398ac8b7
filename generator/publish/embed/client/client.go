// Package client holds the scripts that products load from a site: the elements
// headsup-news and headsup-tips, and the headless API below them. What only some
// people need is in parts, modules of their own that the scripts load from their
// folder when they are due. All are written as ES modules in src, and bundled and
// minified into dist by the program build, which headsup itself does not link.
package client

import "embed"

//go:generate go run headsup/generator/tools/embedclient -src src -o dist

//go:embed dist/*.js dist/*.d.ts
var dist embed.FS

// File is a file that sites serve in the folder of the manifest.
type File struct {
	Name string
	Data []byte
}

// Files returns the scripts, their parts and their types, by name.
func Files() []File {
	entries, err := dist.ReadDir("dist")
	if err != nil {
		panic(err) // the compiler put it there
	}
	files := make([]File, len(entries))
	for i, entry := range entries {
		data, err := dist.ReadFile("dist/" + entry.Name())
		if err != nil {
			panic(err)
		}
		files[i] = File{entry.Name(), data}
	}
	return files
}

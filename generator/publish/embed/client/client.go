// Package client holds the scripts that products load from a site: the elements
// headsup-news and headsup-tips, and the headless API below them. They are written
// as ES modules in src, and bundled and minified into dist by the program build,
// which headsup itself does not link.
package client

import "embed"

//go:generate go run headsup/generator/tools/embedclient -src src -o dist

//go:embed dist/headsup.js dist/headsup.classic.js dist/headsup.d.ts dist/core.js dist/core.d.ts dist/news.js dist/news.d.ts
//go:embed dist/react.d.ts dist/svelte.d.ts dist/vue.d.ts
var dist embed.FS

// File is a file that sites serve in the folder of the manifest.
type File struct {
	Name string
	Data []byte
}

// Files returns the scripts and their types, in a fixed order.
func Files() []File {
	names := []string{
		"core.d.ts", "core.js", "headsup.classic.js", "headsup.d.ts", "headsup.js", "news.d.ts", "news.js",
		"react.d.ts", "svelte.d.ts", "vue.d.ts",
	}
	files := make([]File, len(names))
	for i, name := range names {
		data, err := dist.ReadFile("dist/" + name)
		if err != nil {
			panic(err) // the compiler put it there
		}
		files[i] = File{name, data}
	}
	return files
}

package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
)

//go:embed harness
var embedded embed.FS

// harness are the scripts that drive the engines in a browser and in Node.js.
var harness = func() fs.FS {
	dir, err := fs.Sub(embedded, "harness")
	if err != nil {
		panic(err) // it is embedded
	}
	return dir
}()

// harnessPath is where a server has the harness.
const harnessPath = "/rivals/"

// writeHarness puts the harness into a folder, for Node.js.
func writeHarness(dir string) error {
	if err := os.CopyFS(dir, harness); err != nil {
		return fmt.Errorf("write harness: %w", err)
	}
	return nil
}

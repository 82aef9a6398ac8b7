// Package sample is a small product that embeds the feed: an app for invoices, as
// a product engineer would write it. It is there to be run, looked at and copied.
//
// It has no parts that only a test needs. headsup serve shows it at
// /_headsup/product/, and the tests of the whole way from a Markdown file to a
// tip on the screen run on it.
package sample

import (
	"bytes"
	"embed"
	"io/fs"
)

//go:embed app
var app embed.FS

// from is where the app expects the site's embed folder.
const from = `"/embed/v1/`

// Files returns the files of the app by their names: index.html, app.css, app.js.
// The address of the folder embed/v1/ of the site is put in; it ends in a slash.
func Files(embedURL string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(app, "app", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := app.ReadFile(name)
		files[entry.Name()] = bytes.ReplaceAll(data, []byte(from), []byte(`"`+embedURL))
		return err
	})
	return files, err
}

// ContentSecurityPolicy is what the app runs under: nothing inline, and no text
// that becomes code or markup.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

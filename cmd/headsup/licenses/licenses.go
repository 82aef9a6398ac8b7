// Package licenses holds the licences of all code that the program is linked
// from, and of all data of others that it holds: the name and version, and the full
// text of its licence, one after the other. Whoever hands on the program hands these
// on with it, so they are part of it.
//
// The text is made by the command in the folder collect. The package does not
// judge licences.
package licenses

import _ "embed"

//go:embed third-party.txt
var text string

// Text returns the licences as plain text for people. Each module begins with a
// line of "=" and a line with its path and version, and data with its name.
func Text() string { return text }

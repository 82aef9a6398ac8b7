// Package adopt looks at a folder that was made for another tool and proposes the
// configuration with which headsup reads it as it is.
//
//	p, err := adopt.Look(fsys)
//	for {
//		found := … // what a build with p.YAML() finds
//		if !p.Settle(found) {
//			break
//		}
//	}
//	p.YAML()  // headsup.yaml, with the reason beside each line
//	p.Open()  // what no line of it can settle
//
// A folder is known by the configuration of its tool (detect.go). That is read as
// data: of JavaScript and Python only what stands there as a literal counts
// (literal.go), and nothing is run. What the files themselves say comes from their
// names, their front matter and the shape of their bodies (survey.go). Both make the
// lines (propose.go), and the findings of a build make more (settle.go).
//
// The package reads through an [fs.FS] and follows no symbolic link. It writes
// nothing.
package adopt

package link

import (
	"headsup/generator/compile/content"
	"headsup/generator/diag"
)

// checkFolders reports folders that are nearly called like that of a kind: their
// pages are plain ones, and are missing where their author looks for them. A page
// that says its own kind, or nothing at all, is where it belongs.
func (s *Site) checkFolders(report func(diag.Diagnostic)) {
	told := map[string]bool{}
	for _, p := range s.All {
		folder, meant, kind := s.Config.MeantFolder(p.Source)
		if meant == "" || told[folder] || p.Kind != content.Plain || p.Has("kind") || p.BodyLine <= 1 {
			continue
		}
		told[folder] = true
		report(diag.New("folder-name", diag.Position{Path: p.Source, Line: 1, Column: 1},
			"files in "+folder+"/ are plain pages; those in "+meant+"/ are of kind "+string(kind),
			"did you mean "+meant+"/? If plain pages are meant, add `kind: page` to them"))
	}
}

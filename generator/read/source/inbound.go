package source

import (
	"io/fs"
	"path"
)

// InboundFolder is the folder at the top of the content folder that holds records of
// what customers and colleagues asked. It is no content once a record is in it.
const InboundFolder = "inbound"

// RecordEnding is that of a file of records.
const RecordEnding = ".jsonl"

// ThemesFile is where people's decisions about themes of records are.
const ThemesFile = InboundFolder + "/themes.yaml"

// ToldFile is where it stands who was told that what they asked for is there.
const ToldFile = InboundFolder + "/told" + RecordEnding

// inbound notes what the folder of records holds, and is false if it holds none: a
// folder may be called so for other reasons. Whatever else is in it, such as the
// exports that records were made of, is left out with it, and Markdown in it is reported.
func (s *scanner) inbound() bool {
	var files []File
	var markdown []string
	found := false
	//nolint:errcheck // who reads the records reports what cannot be read
	fs.WalkDir(s.fsys, InboundFolder, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // as said above
		case Skipped(e.Name()) && e.IsDir():
			return fs.SkipDir
		case Skipped(e.Name()) || e.IsDir():
			return nil
		case IsMarkdown(name):
			markdown = append(markdown, name)
			return nil
		}
		f := File{Path: name}
		if info, err := e.Info(); err == nil {
			f.Size, f.Modified = info.Size(), info.ModTime()
		}
		files = append(files, f)
		found = found || path.Ext(name) == RecordEnding || name == ThemesFile
		return nil
	})
	if !found {
		return false
	}
	s.tree.Inbound = files
	s.tree.LeftOut = append(s.tree.LeftOut, markdown...)
	return true
}

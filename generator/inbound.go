package generator

import (
	"slices"
	"strings"

	"headsup/generator/diag"
	"headsup/generator/inbound/record"
	"headsup/generator/inbound/themes"
	"headsup/generator/read/source"
)

// inbound is what the folder of records holds. Nothing of it is part of a site: a build
// only reports what is wrong with it.
type inbound struct {
	files   []source.File
	records []record.Record
	found   []diag.Diagnostic // of the files alone
}

// readInbound reads the records of the folder, unless they are known and none of the
// names that have changed is one of theirs, and checks them against the site.
func (in *inputs) readInbound(changed []string) {
	ours := func(name string) bool { return name == record.Folder || strings.HasPrefix(name, record.Folder+"/") }
	switch {
	case len(in.tree.Inbound) == 0:
		in.inbound = inbound{}
		in.inboundDiags = nil
		return
	case slices.ContainsFunc(changed, ours) || !slices.Equal(in.inbound.files, in.tree.Inbound):
		in.inbound = inbound{files: in.tree.Inbound}
		in.inbound.records, in.inbound.found = record.Load(in.fsys)
		in.inbound.found = append(in.inbound.found, in.readThemes()...)
	}
	renamed := func(file string) string { return in.renames()[file] }
	in.inboundDiags = slices.Concat(in.inbound.found, record.Check(in.inbound.records, in.cfg.Config, in.hasPage, renamed))
}

// readThemes reads what people decided about themes, and reports what is wrong with it.
func (in *inputs) readThemes() []diag.Diagnostic {
	if !slices.ContainsFunc(in.tree.Inbound, func(f source.File) bool { return f.Path == themes.File }) {
		return nil
	}
	text, err := record.Read(in.fsys, themes.File)
	if err != nil {
		return []diag.Diagnostic{diag.New("inbound-themes", diag.Position{Path: themes.File}, reason(err), "")}
	}
	_, found := themes.Parse(themes.File, text)
	return found
}

// hasPage reports whether a path is that of a page.
func (in *inputs) hasPage(name string) bool {
	i, found := slices.BinarySearchFunc(in.tree.Files, name, func(f source.File, name string) int { return strings.Compare(f.Path, name) })
	return found && in.tree.Files[i].Markdown
}

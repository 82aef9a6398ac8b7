package generator

import (
	"headsup/generator/compile/content"
	"headsup/generator/compile/markdown"
	"headsup/generator/diag"
	"headsup/generator/link"
)

// partOf is where a page is in a file that holds many.
type partOf struct {
	file string
	line int // on which it begins
	end  int // that on which the next one begins, 0 for the last
}

// partsOf returns where the pages of files that hold many are, by their sources.
func partsOf(docs []link.Doc) map[string]partOf {
	parts := map[string]partOf{}
	last := map[string]string{} // the source of the one before, by the file
	for _, d := range docs {
		p := d.Page
		if p.File == "" {
			continue
		}
		parts[p.Source] = partOf{file: p.File, line: p.Line}
		if before, ok := last[p.File]; ok {
			of := parts[before]
			of.end = p.Line
			parts[before] = of
		}
		last[p.File] = p.Source
	}
	return parts
}

// only returns the lines of a file with those of other parts empty, so that numbers stay.
func (p partOf) only(lines []string) []string {
	clear(lines[:min(max(p.line-1, 0), len(lines))])
	if p.end > 0 && p.end <= len(lines) {
		lines = lines[:p.end-1]
	}
	return lines
}

// docs returns the pages that a file holds.
func (o *outcome) docs() []link.Doc {
	if o.page {
		return []link.Doc{o.doc}
	}
	return o.parts
}

// compileParts makes a page and a fragment of each note of a file.
func (in *inputs) compileParts(
	compiler *markdown.Compiler, of content.Collection, file string, text []byte, scratch *[]byte, o *outcome,
) {
	pages, diags := content.ParseParts(in.cfg.Config, of, file, text)
	o.diags = diags
	o.parts = make([]link.Doc, len(pages))
	for i, p := range pages {
		o.parts[i].Page = p.Page
		in.compileBody(compiler, &o.parts[i], p.Body, scratch, o)
	}
}

// fileOf returns the file of a page by its source.
func (in *inputs) fileOf(source string) string {
	if of, ok := in.parts[source]; ok {
		return of.file
	}
	return source
}

// inFiles puts findings about parts of files where they are in the files.
func (in *inputs) inFiles(found []diag.Diagnostic) []diag.Diagnostic {
	for i := range found {
		if of, ok := in.parts[found[i].Path]; ok {
			found[i].Path = of.file
			found[i].Line = max(found[i].Line, of.line)
		}
	}
	return found
}

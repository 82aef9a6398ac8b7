package hosting

import (
	"maps"
	"slices"
	"strings"

	"headsup/generator/paths"
)

// rule is one rule of _headers.
type rule struct {
	pattern string
	headers []header
}

// folder is one folder of the output, or several of the same shape taken
// together.
type folder struct {
	files   map[string][]header
	folders map[string]*folder
}

// pathRules returns rules that give each file the headers that of returns, and
// in which no two patterns match the same file.
//
// A folder whose files all have the same headers is one rule with a wildcard.
// Of a folder with different ones, each file has its own rule, except that
// several folders in it are taken together under a placeholder as soon as one
// of them differs: the rules are then as many for a thousand products as for
// one.
func pathRules(base string, files []string, of func(file string) []header) []rule {
	root := &folder{}
	for _, f := range files {
		if f == paths.Headers || f == paths.Redirects {
			continue // hosts read them and serve neither
		}
		root.add(f, of(f))
	}
	b := ruleBuilder{top: base}
	b.folder(base, root)
	return b.rules
}

func (f *folder) add(file string, headers []header) {
	name, rest, nested := strings.Cut(file, "/")
	if !nested {
		if f.files == nil {
			f.files = make(map[string][]header)
		}
		f.files[name] = headers
		return
	}
	if f.folders == nil {
		f.folders = make(map[string]*folder)
	}
	sub := f.folders[name]
	if sub == nil {
		sub = &folder{}
		f.folders[name] = sub
	}
	sub.add(rest, headers)
}

// uniform returns the headers that all files of a folder have in common, and
// whether they have.
func (f *folder) uniform() (headers []header, ok bool) {
	first := true
	agree := func(h []header) bool {
		if first {
			headers, first = h, false
			return true
		}
		return slices.Equal(headers, h)
	}
	for _, h := range f.files {
		if !agree(h) {
			return nil, false
		}
	}
	for _, sub := range f.folders {
		h, ok := sub.uniform()
		if !ok || !agree(h) {
			return nil, false
		}
	}
	return headers, true
}

// merge adds the files of another folder to f.
func (f *folder) merge(other *folder) {
	for name, h := range other.files {
		// Where two differ, neither is sure: the file has the host's defaults.
		if have, ok := f.files[name]; ok && !slices.Equal(have, h) {
			h = nil
		}
		f.add(name, h)
	}
	for name, sub := range other.folders {
		if f.folders == nil {
			f.folders = make(map[string]*folder)
		}
		if f.folders[name] == nil {
			f.folders[name] = &folder{}
		}
		f.folders[name].merge(sub)
	}
}

type ruleBuilder struct {
	top   string // prefix of the folders that are never taken together
	rules []rule
	depth int // placeholders so far in the pattern; each needs its own name
}

func (b *ruleBuilder) add(pattern string, headers []header) {
	if len(headers) > 0 {
		b.rules = append(b.rules, rule{pattern, headers})
	}
}

// folder adds the rules of a folder whose pattern, with its slash, is prefix.
func (b *ruleBuilder) folder(prefix string, f *folder) {
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		b.add(prefix+strings.TrimPrefix(address("/", name), "/"), f.files[name])
	}
	names := slices.Sorted(maps.Keys(f.folders))
	// At the top the folders have nothing in common but their names.
	if prefix == b.top || len(names) < 2 || b.allUniform(f) {
		for _, name := range names {
			b.sub(prefix+escapePath(name)+"/", f.folders[name])
		}
		return
	}
	together := &folder{}
	for _, name := range names {
		together.merge(f.folders[name])
	}
	placeholder := ":" + string(rune('a'+b.depth))
	b.depth++
	b.sub(prefix+placeholder+"/", together)
	b.depth--
}

func (b *ruleBuilder) sub(prefix string, f *folder) {
	if headers, ok := f.uniform(); ok {
		b.add(prefix+"*", headers)
		return
	}
	b.folder(prefix, f)
}

func (b *ruleBuilder) allUniform(f *folder) bool {
	for _, sub := range f.folders {
		if _, ok := sub.uniform(); !ok {
			return false
		}
	}
	return true
}

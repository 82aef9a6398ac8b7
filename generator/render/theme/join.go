package theme

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// ES modules that only one other imports become part of it, so that a page
// fetches one file and not a dozen. Each keeps a scope of its own:
//
//	import { a } from "./x.js";
//
// becomes
//
//	const { a } = (() => { …; return { a }; })();
//
// A module is joined only when this is known to mean the same: its exports are
// declarations that do not change, it does not wait, and nothing else asks for
// it. All others stay files of their own.

// module is a script with what it imports and exports.
type module struct {
	source  []byte
	tokens  []token
	clauses []clause
	exports []export
	plain   bool // nothing in it keeps it from being joined
}

// clause is an import of the form import { a, b as c } from "x".
type clause struct {
	start, end int
	names      [][2]string // as exported, as used here
	dest       token       // the string
}

// export is a declaration with the word export before it.
type export struct {
	at   int // offset of the word
	name string
}

// readModule finds the imports and exports of a script.
func readModule(source []byte) *module {
	m := &module{source: source, tokens: scriptTokens(source), plain: true}
	text := func(i int) string {
		if i < 0 || i >= len(m.tokens) || m.tokens[i].kind == stringToken {
			return ""
		}
		return string(source[m.tokens[i].start:m.tokens[i].end])
	}
	depth := 0
	for i := 0; i < len(m.tokens); i++ {
		switch text(i) {
		case "{", "(", "[":
			depth++
		case "}", ")", "]":
			depth--
		case "await":
			m.plain = m.plain && depth > 0
		case "import":
			if depth > 0 || text(i-1) == "." || text(i+1) == "(" || text(i+1) == "." {
				continue
			}
			c, next, ok := readClause(m, i, text)
			if !ok {
				m.plain = false
				continue
			}
			m.clauses = append(m.clauses, c)
			i = next - 1
		case "export":
			if depth > 0 || text(i-1) == "." {
				continue
			}
			at := i + 1
			if text(at) == "async" {
				at++
			}
			if text(at) == "function" && text(at+1) == "*" {
				at++
			}
			name := text(at + 1)
			declares := slices.Contains([]string{"function", "class", "const", "*"}, text(at))
			if !declares || m.tokens[min(at+1, len(m.tokens)-1)].kind != nameToken {
				m.plain = false
				continue
			}
			m.exports = append(m.exports, export{m.tokens[i].start, name})
		}
	}
	return m
}

// readClause reads the import at token i and returns the index behind it.
func readClause(m *module, i int, text func(int) string) (c clause, next int, ok bool) {
	c.start = m.tokens[i].start
	if text(i+1) != "{" {
		return c, i, false
	}
	for i += 2; text(i) != "}"; {
		name, local := text(i), text(i)
		if i >= len(m.tokens) || m.tokens[i].kind != nameToken {
			return c, i, false
		}
		if i++; text(i) == "as" {
			local = text(i + 1)
			i += 2
		}
		if text(i) == "," {
			i++
		}
		c.names = append(c.names, [2]string{name, local})
	}
	if text(i+1) != "from" || i+2 >= len(m.tokens) || m.tokens[i+2].kind != stringToken {
		return c, i, false
	}
	c.dest, c.end = m.tokens[i+2], m.tokens[i+2].end
	if i += 3; text(i) == ";" {
		c.end = m.tokens[i].end
		i++
	}
	return c, i, true
}

// countImports notes how often scripts and layouts ask for each script.
func (b *bundle) countImports() {
	b.wanted = map[string]int{}
	for _, p := range b.files.under(assetRoot) {
		if !isScript(p) {
			continue
		}
		for _, ref := range scriptReferences(b.files[p].data) {
			if target := b.scriptAt(p, ref.dest); target != "" {
				b.wanted[target]++
			}
		}
	}
	for _, p := range b.files.under(layoutRoot) {
		for name := range b.files {
			if isScript(name) && bytes.Contains(b.files[p].data, []byte(strconv.Quote(strings.TrimPrefix(name, assetRoot)))) {
				b.wanted[name] += 2
			}
		}
	}
}

// scriptAt returns the path of the script that a module names, or "".
func (b *bundle) scriptAt(from, dest string) string {
	if !strings.HasPrefix(dest, "./") && !strings.HasPrefix(dest, "../") {
		return ""
	}
	p := path.Join(path.Dir(from), dest)
	if _, ok := b.files[p]; !ok || !isScript(p) {
		return ""
	}
	return p
}

// join returns a script with the modules that only it imports put in. What it
// returns has its references as they were written in the files that they come
// from, so all of them have to be in one folder.
func (b *bundle) join(p string, source []byte) []byte {
	j := &joiner{bundle: b, root: p, used: map[string][]string{}}
	root := readModule(source)
	j.note(p, root)
	body := j.body(p, root, false)
	for _, c := range j.hoisted {
		for _, n := range c.names {
			if len(j.used[n[1]]) > 1 {
				return source // it would be seen by a module that means another
			}
		}
	}
	var out bytes.Buffer
	for _, c := range j.hoisted {
		out.Write(c.text)
		out.WriteByte('\n')
	}
	out.Write(body)
	return out.Bytes()
}

// joiner puts modules together.
type joiner struct {
	*bundle
	root    string
	open    []string
	hoisted []hoistedImport
	used    map[string][]string // the modules that say a name
}

// hoistedImport is an import of a joined module that stays one.
type hoistedImport struct {
	text  []byte
	names [][2]string
}

func (j *joiner) note(p string, m *module) {
	names := map[string]bool{}
	for _, t := range m.tokens {
		if t.kind == nameToken {
			names[string(m.source[t.start:t.end])] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		j.used[name] = append(j.used[name], p)
	}
}

// body returns the text of a module; inside another it has neither imports nor
// the word export.
func (j *joiner) body(p string, m *module, inside bool) []byte {
	j.open = append(j.open, p)
	defer func() { j.open = j.open[:len(j.open)-1] }()
	type edit struct {
		start, end int
		text       []byte
	}
	var edits []edit
	for _, c := range m.clauses {
		switch part, ok := j.part(p, m, c); {
		case ok:
			edits = append(edits, edit{c.start, c.end, part})
		case inside:
			j.hoisted = append(j.hoisted, hoistedImport{m.source[c.start:c.end], c.names})
			edits = append(edits, edit{c.start, c.end, nil})
		}
	}
	if inside {
		for _, e := range m.exports {
			edits = append(edits, edit{e.at, e.at + len("export"), nil})
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	var out bytes.Buffer
	last := 0
	for _, e := range edits {
		out.Write(m.source[last:e.start])
		out.Write(e.text)
		last = e.end
	}
	out.Write(m.source[last:])
	return out.Bytes()
}

// part returns what stands for an import of a module that is joined.
func (j *joiner) part(p string, m *module, c clause) (text []byte, ok bool) {
	target := j.scriptAt(p, unquoteScript(m.source[c.dest.start:c.dest.end]))
	if target == "" || j.wanted[target] != 1 || slices.Contains(j.open, target) || path.Dir(target) != path.Dir(j.root) {
		return nil, false
	}
	inner := readModule(j.files[target].data)
	if !inner.plain {
		return nil, false
	}
	var given, taken []string
	for _, n := range c.names {
		if !slices.ContainsFunc(inner.exports, func(e export) bool { return e.name == n[0] }) {
			return nil, false
		}
		given = append(given, n[0])
		if n[0] != n[1] {
			n[0] += ": " + n[1]
		}
		taken = append(taken, n[0])
	}
	j.note(target, inner)
	body := j.body(target, inner, true)
	j.build(target).imported = true
	var out bytes.Buffer
	out.WriteString("const { " + strings.Join(taken, ", ") + " } = (() => {\n")
	out.Write(body)
	out.WriteString("\nreturn { " + strings.Join(given, ", ") + " };\n})();")
	return out.Bytes(), true
}

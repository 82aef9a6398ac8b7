package frontmatter

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Bounds on front matter. Nothing that a person writes comes near them; what
// goes beyond is an error and not a burden.
const (
	blockLimit = 64 << 10 // bytes of a block
	depthLimit = 32       // levels of nesting
	nodeLimit  = 4000     // values that aliases may add to one block
)

// tooLarge reports a block that is larger than any that a person writes.
func (r *reader) tooLarge(text []byte, root *yaml.Node) bool {
	if len(text) <= blockLimit {
		return false
	}
	hint := ""
	if r.fenced {
		hint = "a field is a line or two; text belongs into the body"
	}
	r.wrong(r.At(root), fmt.Sprintf("%s is larger than %d kB", r.what, blockLimit>>10), hint)
	return true
}

// settle bounds a tree and puts copies of what aliases and merge keys stand for
// in their place, so that no reader has to know of them.
func (r *reader) settle(root *yaml.Node) *yaml.Node {
	if !r.shallow(root, 1) {
		return root
	}
	budget := nodeLimit
	out := r.expand(root, &budget, 1, false)
	if budget < 0 {
		r.wrong(r.At(root), fmt.Sprintf("aliases (*name) stand for more than %d values", nodeLimit), "write the values out")
	}
	return out
}

// shallow cuts what is nested too deep, and reports whether the tree has
// aliases or merge keys.
func (r *reader) shallow(n *yaml.Node, depth int) (aliases bool) {
	if depth > depthLimit && len(n.Content) > 0 {
		r.wrong(r.At(n), fmt.Sprintf("values are nested more than %d levels deep", depthLimit), r.what+" has at most a few levels")
		*n = *null(n.Line, n.Column)
		return false
	}
	for _, c := range n.Content {
		if r.shallow(c, depth+1) {
			aliases = true
		}
	}
	return aliases || n.Kind == yaml.AliasNode || n.Tag == "!!merge"
}

// expand returns a tree without aliases. Nodes below an alias are paid from the
// budget; when it is spent, they are null.
func (r *reader) expand(n *yaml.Node, budget *int, depth int, copied bool) *yaml.Node {
	if copied {
		*budget--
	}
	if *budget < 0 || depth > depthLimit {
		*budget = min(*budget, -1)
		return null(n.Line, n.Column)
	}
	if n.Kind == yaml.AliasNode {
		if n.Alias == nil {
			return null(n.Line, n.Column)
		}
		return r.expand(n.Alias, budget, depth+1, true)
	}
	if len(n.Content) == 0 {
		return n
	}
	out := *n
	out.Content = make([]*yaml.Node, 0, len(n.Content))
	var merged []*yaml.Node
	for i, c := range n.Content {
		if IsMapping(n) && i%2 == 0 && c.Tag == "!!merge" && i+1 < len(n.Content) {
			merged = append(merged, n.Content[i+1])
			continue
		}
		if IsMapping(n) && i%2 == 1 && n.Content[i-1].Tag == "!!merge" {
			continue
		}
		out.Content = append(out.Content, r.expand(c, budget, depth+1, copied))
	}
	for _, m := range merged {
		r.merge(&out, r.expand(m, budget, depth+1, copied))
	}
	return &out
}

// merge adds to a mapping what a merge key stands for: a mapping, or a list of
// them. Keys that the mapping has stay as they are.
func (r *reader) merge(into, from *yaml.Node) {
	sources := []*yaml.Node{from}
	if IsList(from) {
		sources = from.Content
	}
	have := make(map[string]bool)
	for i := 0; i < len(into.Content); i += 2 {
		have[into.Content[i].Value] = true
	}
	for _, s := range sources {
		if !IsMapping(s) {
			r.wrong(r.At(s), "<< merges "+Shape(s)+", not a mapping", "")
			continue
		}
		for i := 0; i+1 < len(s.Content); i += 2 {
			if key := s.Content[i]; !have[key.Value] {
				have[key.Value] = true
				into.Content = append(into.Content, key, s.Content[i+1])
			}
		}
	}
}

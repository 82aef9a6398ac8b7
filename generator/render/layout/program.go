package layout

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"text/template/parse"
)

// program is an escaped layout, translated to Go functions. Whatever it does not
// know makes translate return nil, or run return an error.
type program struct {
	entry *block
}

// block is one template: its steps and how many variables it has.
type block struct {
	steps []step
	slots int
}

// step prints a part of a page, and expr is a value in a layout.
type (
	step func(r *runner, dot reflect.Value) error
	expr func(r *runner, dot reflect.Value) (reflect.Value, error)
)

// runner is one run of a program. The variables of the running block are
// vars[base:], the first of them is $.
type runner struct {
	w     *bytes.Buffer
	vars  []reflect.Value
	base  int
	depth int
}

// errUnknown says that a program met something that it leaves to html/template.
var errUnknown = errors.New("not known to the translated layout")

// maxCalls is how deep templates may include each other in a program.
const maxCalls = 500

// run appends the page to w. After an error w holds a part of the page.
func (p *program) run(w *bytes.Buffer, v any) error {
	r := &runner{w: w, vars: make([]reflect.Value, 0, 32)}
	return r.call(p.entry, reflect.ValueOf(v))
}

func (r *runner) call(b *block, dot reflect.Value) error {
	if r.depth++; r.depth > maxCalls {
		return errUnknown
	}
	base := r.base
	r.base = len(r.vars)
	r.vars = append(r.vars, make([]reflect.Value, b.slots)...)
	r.vars[r.base] = dot
	err := r.each(b.steps, dot)
	r.vars = r.vars[:r.base]
	r.base = base
	r.depth--
	return err
}

func (r *runner) each(steps []step, dot reflect.Value) error {
	for _, s := range steps {
		if err := s(r, dot); err != nil {
			return err
		}
	}
	return nil
}

// translator translates the templates of one layout.
type translator struct {
	trees    map[string]*parse.Tree
	blocks   map[string]*block
	escapers escapers
	funcs    map[string]any

	slots  int // of the current block
	scope  []variable
	failed bool
}

type variable struct {
	name string
	slot int
}

// translate returns the program of a layout that html/template has escaped, or
// nil. In t all templates that it includes are escaped too; those that are
// included where HTML means something else have trees that it does not list.
func translate(t *template.Template, funcs template.FuncMap) *program {
	esc, err := knownEscapers()
	if err != nil {
		return nil
	}
	c := &translator{trees: map[string]*parse.Tree{}, blocks: map[string]*block{}, escapers: esc, funcs: funcs}
	for _, d := range t.Templates() {
		if d.Tree != nil {
			c.trees[d.Name()] = d.Tree
		}
	}
	entry := c.block(t.Name())
	if c.failed {
		return nil
	}
	return &program{entry: entry}
}

// block translates a template once; one that includes itself finds itself.
func (c *translator) block(name string) *block {
	if b, ok := c.blocks[name]; ok {
		return b
	}
	tree := c.trees[name]
	if tree == nil || tree.Root == nil {
		c.failed = true
		return &block{}
	}
	b := &block{}
	c.blocks[name] = b
	slots, scope := c.slots, c.scope
	c.slots, c.scope = 1, []variable{{"$", 0}}
	b.steps = c.list(tree.Root)
	b.slots = c.slots
	c.slots, c.scope = slots, scope
	return b
}

// list translates nodes. Variables that they declare end with the list.
func (c *translator) list(l *parse.ListNode) []step {
	if l == nil {
		return nil
	}
	known := len(c.scope)
	var out []step
	for _, n := range l.Nodes {
		if s := c.node(n); s != nil {
			out = append(out, s)
		}
	}
	c.scope = c.scope[:known]
	return out
}

// node translates one node; nil prints nothing.
func (c *translator) node(n parse.Node) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		if len(text) == 0 {
			return nil
		}
		return func(r *runner, _ reflect.Value) error {
			r.w.Write(text)
			return nil
		}
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return c.action(n)
	case *parse.IfNode:
		return c.condition(&n.BranchNode, false)
	case *parse.WithNode:
		return c.condition(&n.BranchNode, true)
	case *parse.RangeNode:
		return c.loop(&n.BranchNode)
	case *parse.TemplateNode:
		b := c.block(n.Name)
		if n.Pipe == nil {
			return func(r *runner, _ reflect.Value) error { return r.call(b, reflect.Value{}) }
		}
		arg := c.pipe(n.Pipe)
		return func(r *runner, dot reflect.Value) error {
			v, err := arg(r, dot)
			if err != nil {
				return err
			}
			return r.call(b, v)
		}
	}
	c.failed = true
	return nil
}

// action translates {{…}}: a value through the escapers behind it, or an
// assignment.
func (c *translator) action(n *parse.ActionNode) step {
	if len(n.Pipe.Decl) > 0 {
		value := c.pipe(n.Pipe)
		return func(r *runner, dot reflect.Value) error {
			_, err := value(r, dot)
			return err
		}
	}
	own, chain := splitEscapers(n.Pipe.Cmds)
	escape, ok := c.escapers[chain]
	if !ok || len(own) != 1 {
		c.failed = true
		return nil
	}
	value := c.command(own[0])
	return func(r *runner, dot reflect.Value) error {
		v, err := value(r, dot)
		if err != nil {
			return err
		}
		return escape.write(r.w, v)
	}
}

func (c *translator) condition(n *parse.BranchNode, with bool) step {
	known := len(c.scope)
	value := c.pipe(n.Pipe)
	yes, no := c.list(n.List), c.list(n.ElseList)
	c.scope = c.scope[:known]
	return func(r *runner, dot reflect.Value) error {
		v, err := value(r, dot)
		switch {
		case err != nil:
			return err
		case !truth(v):
			return r.each(no, dot)
		case with:
			return r.each(yes, v)
		}
		return r.each(yes, dot)
	}
}

func (c *translator) loop(n *parse.BranchNode) step {
	known := len(c.scope)
	if n.Pipe.IsAssign || len(n.Pipe.Cmds) != 1 {
		c.failed = true
		return nil
	}
	value := c.command(n.Pipe.Cmds[0])
	key, element := -1, -1
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		element = c.declare(d[0].Ident[0])
	case 2:
		key, element = c.declare(d[0].Ident[0]), c.declare(d[1].Ident[0])
	}
	body, none := c.list(n.List), c.list(n.ElseList)
	c.scope = c.scope[:known]
	return func(r *runner, dot reflect.Value) error {
		v, err := value(r, dot)
		if err != nil {
			return err
		}
		if !v.IsValid() || v.Kind() != reflect.Slice {
			return errUnknown
		}
		for i := range v.Len() {
			e := v.Index(i)
			if key >= 0 {
				r.vars[r.base+key] = reflect.ValueOf(i)
			}
			if element >= 0 {
				r.vars[r.base+element] = e
			}
			if err := r.each(body, e); err != nil {
				return err
			}
		}
		if v.Len() == 0 {
			return r.each(none, dot)
		}
		return nil
	}
}

// declare adds a variable to the scope.
func (c *translator) declare(name string) int {
	slot := c.slots
	c.slots++
	c.scope = append(c.scope, variable{name, slot})
	return slot
}

// slot returns the place of a variable, -1 when there is none.
func (c *translator) slot(name string) int {
	for i := len(c.scope) - 1; i >= 0; i-- {
		if c.scope[i].name == name {
			return c.scope[i].slot
		}
	}
	c.failed = true
	return -1
}

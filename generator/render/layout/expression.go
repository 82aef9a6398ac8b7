package layout

import (
	"html/template"
	"reflect"
	"strconv"
	"sync/atomic"
	"text/template/parse"
)

// pipe translates a pipeline of one command, with or without an assignment.
func (c *translator) pipe(n *parse.PipeNode) expr {
	if len(n.Cmds) != 1 || len(n.Decl) > 1 {
		c.failed = true
		return nil
	}
	value := c.command(n.Cmds[0])
	if len(n.Decl) == 0 {
		return value
	}
	var slot int
	if name := n.Decl[0].Ident[0]; n.IsAssign {
		slot = c.slot(name)
	} else {
		slot = c.declare(name)
	}
	return func(r *runner, dot reflect.Value) (reflect.Value, error) {
		v, err := value(r, dot)
		if err == nil {
			r.vars[r.base+slot] = v
		}
		return v, err
	}
}

// command translates a value, or a call of a function.
func (c *translator) command(n *parse.CommandNode) expr {
	id, ok := n.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(n.Args) > 1 {
			c.failed = true
		}
		return c.operand(n.Args[0])
	}
	var args []expr
	for _, a := range n.Args[1:] {
		args = append(args, c.operand(a))
	}
	return c.function(id.Ident, args)
}

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return func(*runner, reflect.Value) (reflect.Value, error) { return value, nil }
}

func (c *translator) operand(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return func(_ *runner, dot reflect.Value) (reflect.Value, error) { return dot, nil }
	case *parse.FieldNode:
		return fields(n.Ident, func(_ *runner, dot reflect.Value) (reflect.Value, error) { return dot, nil })
	case *parse.VariableNode:
		slot := c.slot(n.Ident[0])
		return fields(n.Ident[1:], func(r *runner, _ reflect.Value) (reflect.Value, error) { return r.vars[r.base+slot], nil })
	case *parse.ChainNode:
		return fields(n.Field, c.operand(n.Node))
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.IdentifierNode:
		return c.function(n.Ident, nil)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		// 1e3 and 'a' are numbers too, of other types or with another text.
		if n.IsInt && n.Text == strconv.FormatInt(n.Int64, 10) {
			return constant(int(n.Int64))
		}
	}
	c.failed = true
	return nil
}

// fields translates .A.B.C of a value.
func fields(names []string, value expr) expr {
	for _, name := range names {
		value = oneField(name, value)
	}
	return value
}

// place is where a type has a field.
type place struct {
	in    reflect.Type
	index int
}

// oneField remembers where the last value had the field: it is nearly always
// the same type.
func oneField(name string, value expr) expr {
	var last atomic.Pointer[place]
	return func(r *runner, dot reflect.Value) (reflect.Value, error) {
		v, err := value(r, dot)
		if err != nil {
			return v, err
		}
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return v, errUnknown // nil, or a map
		}
		at := last.Load()
		if t := v.Type(); at == nil || at.in != t {
			f, ok := t.FieldByName(name)
			if !ok || len(f.Index) != 1 || !f.IsExported() {
				return v, errUnknown
			}
			at = &place{t, f.Index[0]}
			last.Store(at)
		}
		return v.Field(at.index), nil
	}
}

// truth is what if and with ask.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.String, reflect.Slice:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Int:
		return v.Int() != 0
	case reflect.Pointer:
		return !v.IsNil()
	}
	is, _ := template.IsTrue(v.Interface())
	return is
}

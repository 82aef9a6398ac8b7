package theme

import (
	"html/template"
	"reflect"
	"strings"
	"sync/atomic"
	"text/template/parse"

	"headsup/generator/site"
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
	if f := c.function(id.Ident, args); f != nil {
		return f
	}
	c.failed = true
	return nil
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
		if n.IsInt {
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

// function translates a call; nil when the function is not known here.
func (c *translator) function(name string, args []expr) expr {
	switch {
	case name == "and" && len(args) > 0:
		return firstThat(false, args)
	case name == "or" && len(args) > 0:
		return firstThat(true, args)
	case name == "not" && len(args) == 1:
		return strict(args, func(v []reflect.Value) (any, bool) { return !truth(v[0]), true })
	case name == "len" && len(args) == 1:
		return strict(args, func(v []reflect.Value) (any, bool) {
			if k := v[0].Kind(); k != reflect.Slice && k != reflect.String {
				return 0, false
			}
			return v[0].Len(), true
		})
	case name == "eq" && len(args) > 1:
		return strict(args, equal)
	case len(args) == 2 && strings.Contains(" lt le gt ge ", " "+name+" "):
		return strict(args, func(v []reflect.Value) (any, bool) { return ordered(name, v[0], v[1]) })
	}
	switch f := c.funcs[name].(type) {
	case func(string) (template.URL, error):
		return calls(args, func(s string) (any, bool) {
			u, err := f(s)
			return u, err == nil
		})
	case func(string) string:
		return calls(args, func(s string) (any, bool) { return f(s), true })
	case func([]site.Card) []Month:
		return calls(args, func(list []site.Card) (any, bool) { return f(list), true })
	case func([]string, string) string:
		if len(args) != 2 {
			return nil
		}
		return strict(args, func(v []reflect.Value) (any, bool) {
			list, ok := v[0].Interface().([]string)
			sep, isText := v[1].Interface().(string)
			if !ok || !isText {
				return nil, false
			}
			return f(list, sep), true
		})
	}
	return nil
}

// calls translates a call of a function of one argument.
func calls[T any](args []expr, f func(T) (any, bool)) expr {
	if len(args) != 1 {
		return nil
	}
	return strict(args, func(v []reflect.Value) (any, bool) {
		a, ok := v[0].Interface().(T)
		if !ok {
			return nil, false
		}
		return f(a)
	})
}

// strict translates a call that needs all its arguments.
func strict(args []expr, f func([]reflect.Value) (any, bool)) expr {
	return func(r *runner, dot reflect.Value) (reflect.Value, error) {
		var space [4]reflect.Value
		values := space[:0]
		for _, a := range args {
			v, err := a(r, dot)
			if err != nil {
				return v, err
			}
			if !v.IsValid() {
				return v, errUnknown
			}
			values = append(values, v)
		}
		out, ok := f(values)
		if !ok {
			return reflect.Value{}, errUnknown
		}
		return reflect.ValueOf(out), nil
	}
}

// firstThat returns the first value whose truth is as wanted, else the last.
func firstThat(want bool, args []expr) expr {
	return func(r *runner, dot reflect.Value) (v reflect.Value, err error) {
		for _, a := range args {
			if v, err = a(r, dot); err != nil || truth(v) == want {
				break
			}
		}
		return v, err
	}
}

// equal reports whether the first value is one of the others.
func equal(v []reflect.Value) (any, bool) {
	for _, other := range v[1:] {
		switch {
		case v[0].Kind() != other.Kind():
			return nil, false
		case v[0].Kind() == reflect.String:
			if v[0].String() == other.String() {
				return true, true
			}
		case v[0].Kind() == reflect.Int:
			if v[0].Int() == other.Int() {
				return true, true
			}
		default:
			return nil, false
		}
	}
	return false, true
}

func ordered(name string, a, b reflect.Value) (any, bool) {
	if a.Kind() != reflect.Int || b.Kind() != reflect.Int {
		return nil, false
	}
	x, y := a.Int(), b.Int()
	switch name {
	case "lt":
		return x < y, true
	case "le":
		return x <= y, true
	case "gt":
		return x > y, true
	default:
		return x >= y, true
	}
}

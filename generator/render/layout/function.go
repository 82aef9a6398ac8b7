package layout

import "reflect"

// function translates a call of a function, one of the layout's own or one that
// all templates have.
func (c *translator) function(name string, args []expr) expr {
	own, isOwn := c.funcs[name]
	switch {
	case isOwn:
		if call := ownFunction(reflect.ValueOf(own), args); call != nil {
			return call
		}
	case name == "and" && len(args) > 0:
		return firstThat(false, args)
	case name == "or" && len(args) > 0:
		return firstThat(true, args)
	case name == "not" && len(args) == 1:
		return strict(args, func(v []reflect.Value) (reflect.Value, bool) { return reflect.ValueOf(!truth(v[0])), true })
	case name == "len" && len(args) == 1:
		return strict(args, length)
	case name == "eq" && len(args) > 1:
		return strict(args, equal)
	case len(args) == 2 && (name == "lt" || name == "le" || name == "gt" || name == "ge"):
		return strict(args, func(v []reflect.Value) (reflect.Value, bool) { return ordered(name, v[0], v[1]) })
	}
	c.failed = true
	return nil
}

// ownFunction translates a call of one of the layout's own functions; nil when
// it takes or returns what only html/template knows how to convert. A variadic one
// has to take anything at its end.
func ownFunction(f reflect.Value, args []expr) expr {
	t := f.Type()
	if t.Kind() != reflect.Func || t.NumOut() == 0 || t.Out(0).Kind() == reflect.Interface || t.Out(0) == reflect.TypeFor[reflect.Value]() {
		return nil
	}
	fixed := t.NumIn()
	if t.IsVariadic() && t.In(fixed-1) == reflect.TypeFor[[]any]() {
		fixed--
	}
	if len(args) < fixed || len(args) > fixed && fixed == t.NumIn() || t.IsVariadic() && fixed == t.NumIn() {
		return nil
	}
	return strict(args, func(v []reflect.Value) (out reflect.Value, ok bool) {
		for i, a := range v {
			if i < fixed && a.Type() != t.In(i) {
				return out, false
			}
		}
		// html/template makes an error of what stops a function.
		defer func() {
			if recover() != nil {
				ok = false
			}
		}()
		results := f.Call(v)
		return results[0], len(results) == 1 || results[1].IsNil()
	})
}

// strict translates a call that needs all its arguments.
func strict(args []expr, f func([]reflect.Value) (reflect.Value, bool)) expr {
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
			return out, errUnknown
		}
		return out, nil
	}
}

// firstThat returns the first value whose truth is as wanted, else the last.
func firstThat(want bool, args []expr) expr {
	return func(r *runner, dot reflect.Value) (v reflect.Value, err error) {
		for _, a := range args {
			v, err = a(r, dot)
			if err == nil && !v.IsValid() {
				err = errUnknown
			}
			if err != nil || truth(v) == want {
				break
			}
		}
		return v, err
	}
}

var (
	yes = reflect.ValueOf(true)
	no  = reflect.ValueOf(false)
)

// length returns the number of elements of a list, or of bytes of a text.
func length(v []reflect.Value) (n reflect.Value, ok bool) {
	if k := v[0].Kind(); k != reflect.Slice && k != reflect.String {
		return n, false
	}
	return reflect.ValueOf(v[0].Len()), true
}

// equal reports whether the first value is one of the others.
func equal(v []reflect.Value) (is reflect.Value, ok bool) {
	for _, other := range v[1:] {
		switch {
		case v[0].Kind() != other.Kind():
			return no, false
		case v[0].Kind() == reflect.String:
			if v[0].String() == other.String() {
				return yes, true
			}
		case v[0].Kind() == reflect.Int:
			if v[0].Int() == other.Int() {
				return yes, true
			}
		default:
			return no, false
		}
	}
	return no, true
}

func ordered(name string, a, b reflect.Value) (is reflect.Value, ok bool) {
	if a.Kind() != reflect.Int || b.Kind() != reflect.Int {
		return no, false
	}
	x, y := a.Int(), b.Int()
	switch name {
	case "lt":
		return reflect.ValueOf(x < y), true
	case "le":
		return reflect.ValueOf(x <= y), true
	case "gt":
		return reflect.ValueOf(x > y), true
	default:
		return reflect.ValueOf(x >= y), true
	}
}

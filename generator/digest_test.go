package generator

import (
	"reflect"
	"testing"

	"headsup/generator/view"
)

// Whatever is changed in a v changes its digest, wherever it stands.
func TestDigest(t *testing.T) {
	t.Parallel()
	var d digester
	var v view.View
	fill(reflect.ValueOf(&v).Elem())
	v.Site = nil
	seen := map[string]string{d.of(v): "nothing"}
	changes := 0
	change(reflect.ValueOf(&v).Elem(), "View", func(what string) {
		changes++
		got := d.of(v)
		if other, had := seen[got]; had {
			t.Errorf("a change of %s gives the digest of a change of %s", what, other)
		}
		seen[got] = what
	})
	if changes < 300 {
		t.Errorf("only %d changes were tried", changes)
	}
	before := d.of(v)
	v.Site = &view.Chrome{Title: "a"}
	if d.of(v) != before {
		t.Error("the site, which is in the salt, is in the digest of each view")
	}
	salted := digester{salt: []byte("b")}
	if salted.of(v) == before {
		t.Error("the salt does not count")
	}
}

// fill makes no part of a value zero. Types that hold themselves are filled
// once.
func fill(v reflect.Value) { fillTo(v, map[reflect.Type]bool{}) }

func fillTo(v reflect.Value, inside map[reflect.Type]bool) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillTo(v.Elem(), inside)
	case reflect.Slice:
		if !inside[v.Type().Elem()] {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			fillTo(v.Index(0), inside)
			fillTo(v.Index(1), inside)
		}
	case reflect.Struct:
		inside[v.Type()] = true
		for i := range v.NumField() {
			fillTo(v.Field(i), inside)
		}
		delete(inside, v.Type())
	}
}

// change changes one part of a value after the other, and back after try.
func change(v reflect.Value, name string, try func(what string)) {
	with := func(other reflect.Value) {
		old := reflect.New(v.Type()).Elem()
		old.Set(v)
		v.Set(other)
		try(name)
		v.Set(old)
	}
	switch v.Kind() {
	case reflect.String:
		with(reflect.ValueOf("xy").Convert(v.Type()))
	case reflect.Int:
		with(reflect.ValueOf(2).Convert(v.Type()))
	case reflect.Bool:
		with(reflect.ValueOf(false).Convert(v.Type()))
	case reflect.Pointer:
		if !v.IsNil() {
			with(reflect.Zero(v.Type()))
			change(v.Elem(), name, try)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			with(v.Slice(0, 1))
		}
		for i := range v.Len() {
			change(v.Index(i), name+"[]", try)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			change(v.Field(i), name+"."+v.Type().Field(i).Name, try)
		}
	}
}

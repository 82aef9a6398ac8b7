package themes

import (
	"reflect"
	"testing"
)

func TestEdit(t *testing.T) {
	t.Parallel()
	known := Themes{{"a", "A", []string{"b"}}, {"c", "C", []string{"d", "e"}}}
	split := func(id string) Themes {
		out, ok := known.Split(id)
		if !ok {
			t.Errorf("%s is not split", id)
		}
		return out
	}
	for name, c := range map[string]struct{ got, want Themes }{
		"name":                {known.Name("c", "New"), Themes{known[0], {"c", "New", []string{"d", "e"}}}},
		"name one unknown":    {known.Name("x", "X"), Themes{known[0], known[1], {"x", "X", nil}}},
		"name a part":         {known.Name("b", "New"), Themes{{"a", "New", []string{"b"}}, known[1]}},
		"merge":               {known.Merge("a", "c"), Themes{{"a", "A", []string{"b", "c", "d", "e"}}}},
		"merge into a part":   {known.Merge("d", "x"), Themes{known[0], {"c", "C", []string{"d", "e", "x"}}}},
		"merge a part":        {known.Merge("x", "b"), Themes{known[1], {"x", "", []string{"a", "b"}}}},
		"merge what is one":   {known.Merge("b", "a"), known},
		"split a part":        {split("d"), Themes{known[0], {"c", "C", []string{"e"}}}},
		"split all of one":    {split("a"), Themes{{"a", "A", nil}, known[1]}},
		"split without title": {Themes{{"a", "", []string{"b"}}}.mustSplit("b"), Themes{}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if _, ok := known.Split("x"); ok {
		t.Error("what is no part of anything was split")
	}
	if want := (Themes{{"a", "A", []string{"b"}}, {"c", "C", []string{"d", "e"}}}); !reflect.DeepEqual(known, want) {
		t.Errorf("the themes themselves are now %v", known)
	}
}

func (t Themes) mustSplit(id string) Themes {
	out, _ := t.Split(id)
	return out
}

func TestParts(t *testing.T) {
	t.Parallel()
	known := Themes{{"a", "A", []string{"b"}}, {"b", "", []string{"c"}}, {"d", "D", nil}}
	if got := known.Parts(); !reflect.DeepEqual(got["a"], []string{"b", "c"}) || got["b"] != nil || got["d"] != nil {
		t.Errorf("parts %v", got)
	}
}

package theme

import (
	"html/template"
	"reflect"

	"headsup/generator/view"
)

// samples returns views to try a layout on: one that has everything, and one
// that has as little as a view of this layout can have. All texts are the given one.
func samples(layout, text string) []*view.View {
	full := &view.View{}
	fill(reflect.ValueOf(full).Elem(), text, 0)
	full.Layout = layout
	sparse := &view.View{Layout: layout, Site: &view.Chrome{}}
	switch layout {
	case "list", "terms":
		sparse.List = &view.ListView{}
		full.Page = nil
		withPage := *full
		withPage.Page = &view.PageView{}
		return []*view.View{full, &withPage, sparse}
	case "redirect", "404", "search":
		full.Page, full.List = nil, nil
	case "launches":
		full.List = nil
		sparse.Launches = &view.LaunchesView{}
	case "coming":
		full.Page, full.List = nil, nil
		sparse.Coming = &view.ComingView{}
	case "inbound":
		full.Page, full.List = nil, nil
		sparse.Inbound = &view.InboundView{}
	case "requests":
		full.Page, full.List = nil, nil
		sparse.Requests = &view.RequestsView{}
	case "theme":
		full.Page, full.List = nil, nil
		sparse.Theme = &view.ThemeView{}
	case "reviews":
		full.Page, full.List = nil, nil
		sparse.Reviews = &view.ReviewsView{}
	case "home":
		full.List = nil
	default:
		full.List = nil
		sparse.Page = &view.PageView{}
		switch layout {
		case "release-note":
			sparse.Page.Release = &view.ReleaseView{}
		case "playbook":
			sparse.Page.Playbook = &view.PlaybookView{}
		case "snippet":
			sparse.Page.Snippet = &view.SnippetView{}
		}
	}
	return []*view.View{full, sparse}
}

// maxDepth ends the recursion through types that hold themselves.
const maxDepth = 9

var htmlType = reflect.TypeFor[template.HTML]()

// fill gives every field in v a value: text, 2, true, lists of two, and what
// pointers point to. HTML is trusted by its type and becomes a fixed fragment.
func fill(v reflect.Value, text string, depth int) {
	if depth > maxDepth {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == htmlType {
			v.SetString("<p>x</p>")
		} else {
			v.SetString(text)
		}
	case reflect.Int:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text, depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text, depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text, depth+1)
		}
	}
}

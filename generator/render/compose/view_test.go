package compose_test

import (
	"testing"

	"headsup/generator/link"
	"headsup/generator/render/compose"
	"headsup/generator/view"
)

// viewAt makes the view of one file of a site.
func viewAt(t testing.TB, s *link.Site, file string) view.View {
	t.Helper()
	for i := range s.Files {
		if s.Files[i].Path == file {
			v, err := compose.New(s, nil).View(&s.Files[i])
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("there is no view %s", file)
	return view.View{}
}

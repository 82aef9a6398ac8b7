package paths

import "testing"

func TestReserved(t *testing.T) {
	for path, want := range map[string]bool{
		".headsup-manifest": true, ".headsup-staging/0/a": true, ".Headsup-x": true,
		"a/.headsup-manifest": false, ".headsup": false, "": false, "index.html": false,
	} {
		if got := Reserved(path); got != want {
			t.Errorf("Reserved(%q) = %v", path, got)
		}
	}
}

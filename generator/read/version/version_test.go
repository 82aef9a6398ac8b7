package version

import "testing"

func TestCompare(t *testing.T) {
	ordered := []string{
		"1.0-alpha", "1.0-alpha.1", "1.0-alpha.beta", "1.0-beta.2", "1.0-beta.11", "1.0",
		"1.0.1", "1.2", "1.10", "1.10.0.1", "2.0.0", "10.0", "99999999999999999999.0",
	}
	for i, a := range ordered {
		for j, b := range ordered {
			v, ok := Parse(a)
			w, ok2 := Parse(b)
			if c := v.Compare(w); !ok || !ok2 || c < 0 != (i < j) || c > 0 != (i > j) {
				t.Errorf("%s against %s: %d", a, b, c)
			}
		}
	}
	for _, bad := range []string{"", "1", "v1.0", "1.", ".1", "1.0.0.0.0", "1.x", "1.0-", "1.0-a..b", "1.0+", "1.0 beta", "1.-1"} {
		if _, ok := Parse(bad); ok {
			t.Errorf("%q is a version", bad)
		}
	}
	a, _ := Parse("1.0")
	b, _ := Parse("1.0.0+build.5")
	if a.Compare(b) != 0 {
		t.Error("1.0 differs from 1.0.0+build.5")
	}
}

func TestCompareText(t *testing.T) {
	sorted := []string{"", "1", "1.2", "1.9", "1.10", "v2.0.0", "10.0"}
	for i := 1; i < len(sorted); i++ {
		if CompareText(sorted[i-1], sorted[i]) >= 0 {
			t.Errorf("%q is not before %q", sorted[i-1], sorted[i])
		}
	}
	for _, same := range [][2]string{{"1.02", "1.2"}, {"v1.2", "1.2"}, {"", "0"}} {
		if CompareText(same[0], same[1]) != 0 {
			t.Errorf("%q differs from %q", same[0], same[1])
		}
	}
}

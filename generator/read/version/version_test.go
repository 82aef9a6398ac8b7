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
	for _, sorted := range [][]string{
		{"", "1", "1.2", "1.9", "1.10", "v2.0.0", "10.0"},
		{"1.0", "1.0.0", "1.0.1", "1.1", "1.x"},
		// Pre-releases come before their release, however they are written.
		{"3.9", "4.0.0-alpha", "4.0.0-alpha.1", "4.0.0-beta", "4.0.0-beta2", "4.0.0-beta.11", "4.0.0-rc.1", "4.0.0", "4.0.1"},
		{"4.0.0-alpha.1", "4.0.0-alpha.beta", "4.0.0-beta"},
		{"v4.0.0-beta", "v4.0.0", "v4.1.0-beta", "v4.1.0"},
		{"4.0.0-beta", "4.0"},
		{"4.0-beta", "4.0.0"},
		{"4.0 alpha", "4.0 Beta 2", "4.0 (RC 1)", "4.0"},
		{"3.14.0a1", "3.14.0b2", "3.14.0b10", "3.14.0rc1", "3.14.0"},
		{"2.0.0.beta1", "2.0.0.pre", "2.0.0"},
		{"6.0.M3", "6.0.RC1", "6.0"},
		{"1.0.0-canary.3", "1.0.0-next.1", "1.0.0"},
		{"1.0~rc1", "1.0"},
		{"4.0.0-beta+build.7", "4.0.0+build.6"},
		{"web-4.0.0-beta", "web-4.0.0", "web-4.1.0"},
		// What comes after its release still does.
		{"1.2", "1.2-3", "1.2-10", "1.2.1-1", "1.2.1-1ubuntu2"},
		{"1.2", "1.2-hotfix", "1.2-hotfix2", "1.2.1"},
		{"5.0-rc1", "5.0", "5.0-lts", "5.0.1"},
		{"1.1.0", "1.1.1", "1.1.1a", "1.1.1k", "1.1.2"},
		{"8u202", "8u1000", "9"},
		// Dates are versions, too.
		{"2026.2", "2026.11", "2026.11.1", "2027.1"},
		{"2026-9-30", "2026-11-23", "2026-12-01", "2027-01-01"},
		{"2026-11-beta", "2026-11", "2026-11.1", "2026-12"},
		{"2025-q4", "2026-q1", "2026-q4"},
		{"2026.11-rc", "2026.11", "2026.11 Update 2", "2026.11 Update 10"},
		{"1.0", "Amsterdam", "Berlin"},
	} {
		for i, a := range sorted {
			for j, b := range sorted {
				if c := CompareText(a, b); c < 0 != (i < j) || c > 0 != (i > j) {
					t.Errorf("%q against %q: %d", a, b, c)
				}
			}
		}
	}
	for _, same := range [][2]string{
		{"1.02", "1.2"}, {"v1.2", "1.2"}, {"", "0"}, {"1.0.0+5", "1.0.0+6"}, {"4.0.0-RC.1", "4.0.0-rc1"},
	} {
		if CompareText(same[0], same[1]) != 0 {
			t.Errorf("%q differs from %q", same[0], same[1])
		}
	}
}

// Whatever people write, there is one order: it turns around with its sides, and what is
// before what is before a version is before that.
func FuzzCompareText(f *testing.F) {
	f.Add("4.0.0-beta", "4.0.0", "v4.0")
	f.Add("1.2-3", "1.2 (rc 1)", "2026-11-23")
	f.Add("", "-", "1.~\xff+")
	f.Add("1.x", "1.2.3.4.5", "1..0-a..b")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		list := []string{a, b, c}
		for _, x := range list {
			for _, y := range list {
				if got, back := CompareText(x, y), CompareText(y, x); got != -back {
					t.Errorf("%q against %q is %d, and %d the other way", x, y, got, back)
				}
				for _, z := range list {
					if CompareText(x, y) <= 0 && CompareText(y, z) <= 0 && CompareText(x, z) > 0 {
						t.Errorf("%q, %q and %q have no order", x, y, z)
					}
				}
			}
		}
	})
}

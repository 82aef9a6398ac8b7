package generator_test

import "testing"

// once leaves out, with the race detector, a test whose builds do nothing at the same
// time that builds of other tests do not.
func once(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("other tests build the same way")
	}
}

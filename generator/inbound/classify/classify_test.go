package classify

import "testing"

func TestCross(t *testing.T) {
	a := CrossValidate(Seed(), 10)
	t.Logf("%+v", a)
}

func BenchmarkTrain(b *testing.B) {
	s := Seed()
	for b.Loop() {
		Train(s)
	}
}

func BenchmarkKind(b *testing.B) {
	s := Seed()
	c := Train(s)
	i := 0
	for b.Loop() {
		c.Kind(s[i%len(s)].Text, s[i%len(s)].Lang)
		i++
	}
}

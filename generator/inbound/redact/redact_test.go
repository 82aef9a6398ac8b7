package redact

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// marked is what is to be taken out of a line: {kind|text}.
var marked = regexp.MustCompile(`\{([a-z]+)\|([^{}]*(?:\{at\})?[^{}]*)\}`)

func lines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// Of lines as customers write them, all that the rules promise is taken out and
// nothing else is.
func TestLabelled(t *testing.T) {
	t.Parallel()
	r := New(Options{})
	missed, wrong := 0, 0
	kept, taken := lines(t, "keep.txt"), lines(t, "redact.txt")
	for _, line := range kept {
		if got, counts := r.Text(line); got != line || counts.Total() > 0 {
			wrong++
			t.Errorf("%q has nothing to take out, and is %q", line, got)
		}
	}
	for _, line := range taken {
		want := marked.ReplaceAllString(line, "[$1]")
		got, counts := r.Text(marked.ReplaceAllString(line, "$2"))
		marks := marked.FindAllStringSubmatch(line, -1)
		if counts.Total() < len(marks) {
			missed++
		} else if got != want {
			wrong++
		}
		if got != want || counts.Total() != len(marks) {
			t.Errorf("got %q, %v, want %q", got, counts, want)
		}
	}
	t.Logf("of %d and %d lines, %d are wrong and %d are missed", len(kept), len(taken), wrong, missed)
	if len(kept) < 150 || len(taken) < 150 || missed > 0 || wrong > 0 {
		t.Errorf("of %d and %d lines, %d are wrong and %d are missed", len(kept), len(taken), wrong, missed)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	r := New(Options{Words: []string{"Project Falcon", "falcon heavy one", "Größe", "email", "  ", "-"}}).Knowing("Kim Lee", "Mark", "")
	for _, c := range []struct{ in, want, counts string }{
		{"project  falcon is late", "[redacted] is late", "1 listed word"},
		{"Project-Falcon, PROJECT FALCON!", "[redacted], [redacted]!", "2 listed words"},
		{"projects falcon and falconry", "projects falcon and falconry", "nothing"},
		{"Falcon heavy one", "[redacted]", "1 listed word"},
		{"GRÖSSE and größe", "[redacted] and [redacted]", "2 listed words"},
		{"my email kim@example.com", "my [redacted] [email]", "1 e-mail address, 1 listed word"},
		{"Best, Kim Lee", "Best, [name]", "1 name"},
		{"Mark this, Kim. Lee.", "Mark this, [name].", "1 name"},
		{"", "", "nothing"},
	} {
		got, counts := r.Text(c.in)
		if got != c.want || counts.String() != c.counts {
			t.Errorf("%q: got %q, %v, want %q, %s", c.in, got, counts, c.want, c.counts)
		}
	}
	if got, _ := New(Options{Words: []string{"falcon"}}).Text("Kim Lee"); got != "Kim Lee" {
		t.Errorf("a redactor knows what another was told: %q", got)
	}
}

// Names that people sign a text with are taken out, in the line of the closing or below it.
func TestSignatures(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{"How do I export?\nKind regards,\nJane Doe", "How do I export?\nKind regards,\n[name]"},
		{"Thanks!\r\n\r\nJane A. Doe\r\nAcme", "Thanks!\r\n\r\n[name]\r\nAcme"},
		{"Viele Grüße\nJürgen von der Heide\n", "Viele Grüße\n[name]\n"},
		{"Thanks\nJane Doe, 555", "Thanks\n[name], 555"},
		{"Thanks\nJane Doe\n\nBest wishes\nKim Lee", "Thanks\n[name]\n\nBest wishes\n[name]"},
		{"Thanks,\nSupport", "Thanks,\nSupport"},
		{"Thanks.\nOrder Number: 5", "Thanks.\nOrder Number: 5"},
		{"Thanks.\nPlease Add SSO to the plan", "Thanks.\nPlease Add SSO to the plan"},
	} {
		if got, _ := New(Options{}).Text(c[0]); got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
	}
}

// What was redacted is not changed again, whatever it is.
func FuzzText(f *testing.F) {
	for _, name := range []string{"keep.txt", "redact.txt"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			f.Add(marked.ReplaceAllString(line, "$2"))
		}
	}
	r := New(Options{Words: []string{"Project Falcon", "email", "a"}}).Knowing("Kim Lee")
	f.Fuzz(func(t *testing.T, s string) {
		once, counts := r.Text(s)
		again, more := r.Text(once)
		if again != once || more.Total() > 0 {
			t.Errorf("%q is %q, and then %q with %v", s, once, again, more)
		}
		if counts.Total() == 0 && once != s {
			t.Errorf("%q is %q, and nothing was counted", s, once)
		}
	})
}

// The time for each byte is the same for short and long texts, of the worst kinds too.
func BenchmarkText(b *testing.B) {
	r := New(Options{Words: []string{"a a b"}})
	for _, piece := range []string{"Where is the export? ", "+1 ", "a@", "DE12 ", "4111 ", "tel 0", "key=a1", "://a:"} {
		for _, size := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", strings.TrimSpace(piece), size), func(b *testing.B) {
				text := strings.Repeat(piece, size/len(piece))
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					r.Text(text)
				}
			})
		}
	}
}

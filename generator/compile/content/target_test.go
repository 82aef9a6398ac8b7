package content

import (
	"strings"
	"testing"
)

// TestTargetsAreChecked holds what is said of conditions that make no sense.
func TestTargetsAreChecked(t *testing.T) {
	t.Parallel()
	for front, want := range map[string]string{
		"since: 14d":                                        `4:10: error: expected a name with its bounds, found a single value`,
		"since: {signed_up: 14d}":                           `4:22: error: "signed_up" has no bounds`,
		"since: {signed_up: {}}":                            `4:22: error: "signed_up" has no bounds`,
		"since: {signed_up: {less_than: 14}}":               `4:34: error: "14" is no bound of since`,
		"since: {signed_up: {les_than: 14d}}":               `4:23: error: unknown value "les_than"`,
		"since: {signed_up: {at_least: 3w, less_than: 9d}}": `4:22: error: no number keeps to the bounds of "signed_up"`,
		"numbers: {seats: {at_least: many}}":                `4:31: error: "many" is no bound of numbers`,
		"numbers: {seats: {more_than: 5, less_than: 5}}":    `4:20: error: no number keeps to the bounds of "seats"`,
		"not: {plan: [a]}":                                  `4:9: error: unknown key "plan"`,
		"not: [a]":                                          `4:8: error: expected key: value pairs, found a list`,
		"share: 20":                                         `4:10: error: "20" is no share of people`,
		"share: 40% to 20%":                                 `4:10: error: "40% to 20%" is a share of nobody, or of more than all`,
		"share: 0%":                                         `4:10: error: "0%" is a share of nobody, or of more than all`,
		"share: 120%":                                       `4:10: error: "120%" is a share of nobody, or of more than all`,
		"experiment: new-export":                            `4:15: error: the experiment has no share`,
		"from: 2026-12-01 09:00":                            `4:9: error: from does not say on whose clock`,
		"from: 2026-12-01T09:00Z local":                     `4:9: error: from has an offset and is local as well`,
		"from: Monday local":                                `4:9: error: `,
		"{from: 2026-12-02 local, until: 2026-12-01 local}": `4:35: error: until is not after from`,
	} {
		if strings.HasPrefix(front, "{") {
			front = "target: " + front
		} else {
			front = "target:\n  " + front
		}
		front = strings.Replace(front, "target: {", "target:\n  {", 1)
		_, _, diags := Parse(DefaultConfig(), "snippets/a.md", []byte("---\nkey: a\n"+front+"\n---\nText.\n"))
		if got := messages(diags, true); len(diags) != 1 || !strings.HasPrefix(got, want) || diags[0].Hint == "" {
			t.Errorf("%s: got %s; want %s", front, got, want)
		}
	}
}

// Bounds and times that no person can keep to both.
func TestApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b  Bounds
		apart bool
	}{
		{Bounds{"less_than": 14}, Bounds{"at_least": 14}, true},
		{Bounds{"at_most": 14}, Bounds{"at_least": 14}, false},
		{Bounds{"more_than": 14}, Bounds{"at_most": 14}, true},
		{Bounds{"at_least": 2}, Bounds{"at_least": 14}, false},
	} {
		if Apart(c.a, c.b) != c.apart || Apart(c.b, c.a) != c.apart {
			t.Errorf("%v and %v: apart %v", c.a, c.b, !c.apart)
		}
	}
	for _, c := range []struct {
		until, from string
		over        bool
	}{
		{"2026-12-01T09:00:00", "2026-12-01T09:00:00", true},
		{"2026-12-01T09:00:01", "2026-12-01T09:00:00", false},
		{"2026-12-01T09:00:00+01:00", "2026-12-01T03:00:00-05:00", true},
		{"2026-12-01T09:00:00", "2026-12-02T09:00:00Z", false}, // it depends on the clock
		{"", "2026-12-02T09:00:00Z", false},
	} {
		if Over(c.until, c.from) != c.over {
			t.Errorf("%q and %q: over %v", c.until, c.from, !c.over)
		}
	}
}

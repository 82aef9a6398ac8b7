package redact

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

func TestAccount(t *testing.T) {
	t.Parallel()
	r := New(Options{Key: []byte("a key of the test")})
	for _, names := range [][]string{
		{"Northwind", "  northwind ", "NORTHWIND Inc.", "Northwind, Inc", "Northwind GmbH", "Northwind GmbH & Co. KG", "Northwind AG"},
		{"Blue Yonder", "blue  yonder Ltd.", "Blue-Yonder S.A.", "Blue Yonder A/S", "Blue Yonder Sp. z o.o.", "Ｂlue Yonder"},
		{"Co", "CO", "co."},
		{"Größe & Söhne", "GRÖSSE & SÖHNE OHG"},
		{"!!!"},
	} {
		want := r.Account(names[0], "")
		if !regexp.MustCompile(`^[a-z]+-[a-z]+-[0-9]{2}$`).MatchString(want) {
			t.Errorf("the label of %s is %q", names[0], want)
		}
		for _, name := range names {
			if got := r.Account(name, Hash); got != want {
				t.Errorf("%q is %s, and %q is %s", names[0], want, name, got)
			}
		}
	}
	if a, b := r.Account("Northwind", Hash), r.Account("Southwind", Hash); a == b {
		t.Errorf("two companies are %s", a)
	}
	if other := New(Options{Key: []byte("another key here")}); other.Account("Northwind", Hash) == r.Account("Northwind", Hash) {
		t.Error("the key makes no difference")
	}
	for _, c := range []struct {
		r          *Redactor
		name, want string
		mode       Mode
	}{
		{r, "Northwind  Inc.", "Northwind Inc.", Keep},
		{r, "kim@example.com", "[email]", Keep},
		{r, "Northwind", "", Drop},
		{r, " ", "", Hash},
		{New(Options{}), "Northwind", "", Hash},
	} {
		if got := c.r.Account(c.name, c.mode); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.name, c.mode, got, c.want)
		}
	}
}

// Labels stay as they are when the lists of words stay as they are.
func TestLabels(t *testing.T) {
	t.Parallel()
	for _, list := range [][]string{labels.first, labels.second} {
		seen := map[string]bool{}
		for _, w := range list {
			if seen[w] || w != plain(w) || strings.ToLower(w) != w {
				t.Errorf("%q is there twice, or no plain word", w)
			}
			seen[w] = true
		}
		if len(list) < 256 {
			t.Errorf("a list has %d words", len(list))
		}
	}
	if got := New(Options{Key: []byte("0123456789abcdef")}).Account("Northwind", Hash); got != "mighty-marten-87" {
		t.Errorf("the label is %s", got)
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "headsup")
	if key, err := Key("", dir, true); key != nil || err != nil {
		t.Errorf("got %q, %v without a file", key, err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made")
	}
	key, err := Key("", dir, false)
	if err != nil || len(key) != 64 {
		t.Fatalf("got %q, %v", key, err)
	}
	name := filepath.Join(dir, "inbound.key")
	if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file has %v, %v", info, err)
	}
	for _, readOnly := range []bool{true, false} {
		if again, err := Key("", dir, readOnly); err != nil || string(again) != string(key) {
			t.Errorf("got %q, %v, want %q", again, err, key)
		}
	}
	if got, err := Key("a key of sixteen", dir, false); err != nil || string(got) != "a key of sixteen" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Key("short", dir, false); err == nil || !strings.Contains(err.Error(), "at least 16") {
		t.Errorf("got %v for a short key", err)
	}
	if err := os.WriteFile(name, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Key("", dir, false); err == nil || !strings.Contains(err.Error(), "remove the file") {
		t.Errorf("got %v for a short key in the file", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(name, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Key("", dir, false); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v for a file that others can read", err)
	}
}

package licenses_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"headsup/cmd/headsup/licenses"
)

// TestEveryModuleIsListed keeps the text up to date with what is linked.
func TestEveryModuleIsListed(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps",
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "headsup/cmd/headsup")
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("list what is linked on %s: %v", system, err)
		}
		missing := map[string]bool{}
		for module := range strings.FieldsFuncSeq(string(out), func(r rune) bool { return r == '\n' }) {
			if !strings.Contains(licenses.Text(), "=\n"+module+"\n") && !missing[module] {
				missing[module] = true
				t.Errorf("%s is linked on %s and its licence is not listed: run make licenses", module, system)
			}
		}
	}
}

// TestDataIsListed holds that the words that questions are compared by are there with
// the licence of those who put them together.
func TestDataIsListed(t *testing.T) {
	if !strings.Contains(licenses.Text(), "=\nWordNet Release 3.0\n") {
		t.Error("the licence of WordNet is not listed: run make licenses")
	}
}

func TestEveryModuleHasText(t *testing.T) {
	sections := strings.Split(licenses.Text(), strings.Repeat("=", 80)+"\n")[1:]
	if len(sections) == 0 {
		t.Fatal("no licences")
	}
	for _, section := range sections {
		name, text, _ := strings.Cut(section, "\n")
		if !strings.Contains(text, "\n--- ") || len(text) < 200 {
			t.Errorf("%s has no text", name)
		}
		// The words that all of the licences in use have in one form or another.
		if !strings.Contains(strings.ToLower(text), "copyright") {
			t.Errorf("%s: the text is no licence", name)
		}
	}
}

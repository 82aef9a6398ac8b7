package compose_test

import (
	"strings"
	"testing"

	"headsup/generator/link"
	"headsup/generator/link/linktest"
	"headsup/generator/view"
)

// playbook returns the page of a playbook with a body.
func playbook(t *testing.T, body string) *view.PageView {
	t.Helper()
	s := linktest.MustResolve(t, link.Input{}, map[string]string{"playbooks/a.md": "---\ntitle: T\nsteps: true\n---\n" + body})
	return viewAt(t, s, "playbooks/a/index.html").Page
}

// The outline of a playbook has the items of its lists below their sections.
func TestStepOutline(t *testing.T) {
	got := playbook(t, "## A\n\n1. Greet them. Then wait.\n\n### B\n\n2. Look at v1.2 first:\n\n## C\n").TOC
	if len(got) != 2 || got[1].ID != "c" || got[1].Step != "" || len(got[0].Children) != 2 {
		t.Fatalf("%+v", got)
	}
	first, below := got[0].Children[0], got[0].Children[1]
	if first.ID != "step-greet-them" || first.Text != "Greet them" || first.Step == "" {
		t.Errorf("the first step is %+v", first)
	}
	if below.ID != "b" || len(below.Children) != 1 || below.Children[0].Text != "Look at v1.2 first" {
		t.Errorf("the lower section is %+v", below)
	}
	if got := playbook(t, "## A\n\n### B\n").TOC; len(got) != 1 || got[0].Step != "a" || got[0].Children[0].Step != "" {
		t.Errorf("sections as steps: %+v", got)
	}
	if got := playbook(t, "## A\n\n### B\n").Playbook; len(got.Steps) != 1 {
		t.Errorf("steps: %+v", got)
	}
	if got := playbook(t, "1. One\n\n   ## Inside\n\n2. Two\n").TOC; len(got) != 2 || got[0].ID != "step-one" || got[1].ID != "inside" ||
		len(got[1].Children) != 1 || got[1].Children[0].ID != "step-two" {
		t.Errorf("a section inside a step: %+v", got)
	}
}

// What a reader ticked stays ticked when another step is put in front.
func TestStepNamesStay(t *testing.T) {
	names := func(body string) map[string]string {
		out := map[string]string{}
		for _, e := range playbook(t, body).TOC {
			out[e.ID] = e.Step
		}
		return out
	}
	old, now := names("1. Greet\n2. Listen\n3. Listen\n"), names("1. Breathe\n2. Greet\n3. Listen\n4. Listen\n")
	for from, to := range map[string]string{"step-greet": "step-greet", "step-listen": "step-listen", "step-listen-1": "step-listen-1"} {
		if old[from] == "" || old[from] != now[to] {
			t.Errorf("%s was %q and is %q now", from, old[from], now[to])
		}
	}
	if now["step-breathe"] == now["step-greet"] || now["step-listen"] == now["step-listen-1"] {
		t.Errorf("two steps have one name: %v", now)
	}
}

// The first block for each audience has an id that nothing else on the page has.
func TestBlockIDs(t *testing.T) {
	files := map[string]string{
		"a.md": "---\ntitle: T\nvisibility: public\n---\n## For sales {#for-sales}\n\n" +
			":::sales\n1\n:::\n\n:::sales\n2\n:::\n\n:::internal\n[x](https://example.org/)\n:::\n",
	}
	p := viewAt(t, linktest.MustResolve(t, link.Input{}, files), "a/index.html").Page
	body := string(p.Body)
	for block, want := range map[string]int{
		`<div class="audience" id="for-sales-2" data-audience="sales">`: 1, `<div class="audience" data-audience="sales">`: 1,
		`<div class="audience" id="for-internal" data-audience="internal">`: 1,
	} {
		if got := strings.Count(body, block); got != want {
			t.Errorf("%d times %s in %s", got, block, body)
		}
	}
	if len(p.Actions) != 1 || p.Actions[0].Block != "for-sales-2" {
		t.Errorf("actions %+v", p.Actions)
	}
	public := viewAt(t, linktest.MustResolve(t, link.Input{Settings: link.Settings{Public: true}}, files), "a/index.html").Page
	if strings.Contains(string(public.Body), "audience") || public.Actions != nil {
		t.Errorf("the public form is %s with %+v", public.Body, public.Actions)
	}
}

// A playbook that does not say steps: true has them where it says so: numbered sections, and
// lists below a heading about steps.
func TestStatedSteps(t *testing.T) {
	for body, want := range map[string]int{
		"## Vision\n\nWords.\n\n## Definitions\n\nWords.\n":                        0,
		"1. The file is read once.\n\nMore text.\n":                                0,
		"## Rules\n\n1. One\n2. Two\n":                                             0,
		"## Steps\n\n1. One\n2. Two\n":                                             2,
		"## While they talk {#steps}\n\n1. One\n2. Two\n\n## Rest\n\n1. A\n2. B\n": 2,
		"## 1. Look\n\n1. a\n2. b\n\n## 2. Ask\n\n## Afterwards\n":                 2,
		"## Step 1: Look\n\n## Step 2: Ask\n\n## Step 3: Wait\n":                   3,
		"## 3.10\n\n## 3.11\n":                                                     0,
		"## 24 hours before\n\n## 2 days after\n":                                  0,
	} {
		s := linktest.MustResolve(t, link.Input{}, map[string]string{"playbooks/a.md": "---\ntitle: T\n---\n" + body})
		if got := viewAt(t, s, "playbooks/a/index.html").Page.Playbook.Steps; len(got) != want {
			t.Errorf("%q has the steps %+v, want %d", body, got, want)
		}
	}
}

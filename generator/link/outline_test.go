package link

import (
	"strings"
	"testing"

	"headsup/generator/compile/markdown"
)

func playbook(body string, headings []markdown.Heading, texts ...string) (*page, []byte) {
	frag := &markdown.Fragment{Headings: headings}
	for i, text := range texts {
		frag.Steps = append(frag.Steps, markdown.Step{ID: "step-" + string(rune('1'+i)), Text: text})
	}
	return &page{frag: frag}, []byte(body)
}

// The outline of a playbook has the items of its lists below their sections.
func TestStepOutline(t *testing.T) {
	body := `<h2 id="a">A</h2><ol><li id="step-1">x</li></ol><h3 id="b">B</h3><ol><li id="step-2">y</li></ol><h2 id="c">C</h2>`
	p, html := playbook(body, []markdown.Heading{{Level: 2, ID: "a", Text: "A"}, {Level: 3, ID: "b", Text: "B"}, {Level: 2, ID: "c", Text: "C"}},
		"Greet them. Then wait.", "Look at v1.2 first:")
	got := stepOutline(p, html)
	if len(got) != 2 || got[1].ID != "c" || got[1].Step != "" || len(got[0].Children) != 2 {
		t.Fatalf("%+v", got)
	}
	first, below := got[0].Children[0], got[0].Children[1]
	if first.ID != "step-1" || first.Text != "Greet them" || first.Step == "" {
		t.Errorf("the first step is %+v", first)
	}
	if below.ID != "b" || len(below.Children) != 1 || below.Children[0].Text != "Look at v1.2 first" {
		t.Errorf("the lower section is %+v", below)
	}
	p, html = playbook(`<h2 id="a">A</h2><h3 id="b">B</h3>`, []markdown.Heading{{Level: 2, ID: "a", Text: "A"}, {Level: 3, ID: "b", Text: "B"}})
	if got := stepOutline(p, html); len(got) != 1 || got[0].Step != "a" || got[0].Children[0].Step != "" {
		t.Errorf("sections as steps: %+v", got)
	}
}

// What a reader ticked stays ticked when another step is put in front.
func TestStepNamesStay(t *testing.T) {
	before, _ := playbook("", nil, "Greet", "Listen", "Listen")
	after, _ := playbook("", nil, "Breathe", "Greet", "Listen", "Listen")
	old, now := stepNames(before), stepNames(after)
	for from, to := range map[string]string{"step-1": "step-2", "step-2": "step-3", "step-3": "step-4"} {
		if old[from] != now[to] {
			t.Errorf("%s was %s and is %s now", from, old[from], now[to])
		}
	}
	if now["step-1"] == now["step-2"] || now["step-3"] == now["step-4"] {
		t.Errorf("two steps have one name: %v", now)
	}
}

func TestNameBlocks(t *testing.T) {
	body := `<div class="audience" data-audience="sales">1</div><div class="audience" data-audience="sales">2</div><div class="audience" data-audience="internal">3</div>`
	out, blocks := nameBlocks([]byte(body), map[string]bool{"for-sales": true})
	if want := strings.Replace(strings.Replace(body, `e" data-audience="s`, `e" id="for-sales-2" data-audience="s`, 1), `e" data-audience="i`, `e" id="for-internal" data-audience="i`, 1); string(out) != want {
		t.Errorf("got  %s\nwant %s", out, want)
	}
	if blocks["sales"] != "for-sales-2" || blocks["internal"] != "for-internal" {
		t.Errorf("blocks: %v", blocks)
	}
	if out, blocks := nameBlocks([]byte("<p>x</p>"), nil); string(out) != "<p>x</p>" || len(blocks) != 0 {
		t.Errorf("without blocks: %s %v", out, blocks)
	}
}

package client_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"headsup/generator/tools/browsertest"
)

func TestMain(m *testing.M) {
	os.Exit(browsertest.M{M: m}.Run())
}

type tab = browsertest.Tab

// openTab opens a tab, which ends with the test. The scripts write nothing to the
// console, and what a server answered is none of their errors.
func openTab(t testing.TB) *tab {
	t.Helper()
	return browsertest.Open(t, func(r browsertest.Report) bool {
		return r.Kind == browsertest.Console || browsertest.IsError(r) && r.About != "network"
	})
}

// run evaluates the body of an async function in the page and returns what it
// returns. The function has an input, tips and news (the elements), and tip and
// inNews, which find a part of them.
func run[Output any](t testing.TB, b *tab, body string, input any) Output {
	t.Helper()
	encoded, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	step := fmt.Sprintf("(async (input) => {%s%s\n})(%s)", prelude, body, encoded)
	return browsertest.Ask[Output](t, b, step)
}

var prelude = `
	const tips = document.querySelector("headsup-tips"), news = document.querySelector("headsup-news");
	const tip = (part) => tips?.shadowRoot?.querySelector("[part~=" + part + "]");
	const inNews = (part) => news?.shadowRoot?.querySelector("[part~=" + part + "]");
	const frames = async (n) => { while (n-- > 0) await ` + browsertest.Frames(1) + `; };
	const tasks = async (n) => { while (n-- > 0) await new Promise((done) => setTimeout(done)); };
`

// ask evaluates an expression in the page.
func ask[Output any](t testing.TB, b *tab, expression string) Output {
	t.Helper()
	return run[Output](t, b, "return "+expression, nil)
}

// await waits until an expression is true in the page. Errors may pass: the page may
// not be there yet.
func await(t testing.TB, b *tab, expression string) {
	t.Helper()
	b.Until(t, "(() => {"+prelude+"return "+expression+"})()")
}

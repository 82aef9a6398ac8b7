package client_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
	"headsup/generator/tools/npm"
)

// declaration returns the body of an interface of headsup.d.ts.
func declaration(t *testing.T, name string) string {
	t.Helper()
	found := regexp.MustCompile(`(?ms)^export interface ` + name + `\b[^{]*\{$(.*?)^\}`).FindSubmatch(served()["headsup.d.ts"])
	if found == nil {
		t.Fatalf("headsup.d.ts has no interface %s", name)
	}
	return string(found[1])
}

// TestTypesHaveAllKeys compares the types with those of package feed.
func TestTypesHaveAllKeys(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{
		"Item": feed.Item{}, "Details": feed.Details{}, "Anchor": feed.Anchor{}, "Target": feed.Target{},
		"VersionRange": feed.VersionRange{}, "Frequency": feed.Frequency{}, "CTA": feed.CTA{},
		"Viewer": feed.Viewer{}, "History": feed.History{}, "Seen": feed.Seen{},
	} {
		body := declaration(t, name)
		typ := reflect.TypeOf(value)
		for i := range typ.NumField() {
			key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if key != "" && !regexp.MustCompile(`(?m)^  `+key+`\??: `).MatchString(body) {
				t.Errorf("%s in headsup.d.ts has no %s", name, key)
			}
		}
	}
	types := string(served()["headsup.d.ts"])
	var words []string
	for _, r := range feed.Reasons() {
		words = append(words, string(r))
	}
	for _, s := range content.Stages() {
		words = append(words, string(s))
	}
	for _, word := range words {
		if !strings.Contains(types, `"`+word+`"`) {
			t.Errorf("headsup.d.ts does not know %q", word)
		}
	}
}

// TestTypesHaveAllNames: what the modules export is declared, and so are the
// elements with what they can do.
func TestTypesHaveAllNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tips(t)
	s.show(`<headsup-news></headsup-news><headsup-tips></headsup-tips>`)
	b := openTab(t)
	b.Visit(t, s.URL)
	await(t, b, `tips.headsup && news.headsup`)
	names := run[[]string](t, b, `
		const names = [];
		for (const file of ["core.js", "headsup.js"]) names.push(...Object.keys(await import("/embed/v1/" + file)));
		names.push(...Object.keys(tips.headsup), ...tips.constructor.observedAttributes);
		for (const element of [tips, news]) names.push(...Object.getOwnPropertyNames(element));
		return names.filter((name) => !/^(words|toggle|refresh)$/.test(name)); // how they work inside`, nil)
	if len(names) < 20 {
		t.Fatalf("only %q", names)
	}
	types := string(served()["headsup.d.ts"])
	for _, name := range names {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(types) {
			t.Errorf("headsup.d.ts does not declare %s", name)
		}
	}
}

// TestTypesCompile checks a program that uses the types, and one that uses them
// wrongly, with TypeScript's own compiler.
func TestTypesCompile(t *testing.T) {
	t.Parallel()
	compiler, err := npm.Path("typescript/bin/tsc")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/program.ts")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"right.ts": data, "wrong.ts": []byte(`import { load, type Viewer } from "./core.js";
const viewer: Viewer = { plans: ["pro"] };
const loaded = await load({ name: "tip", viewer });
loaded.on("show", () => {});
document.querySelector("headsup-tips")!.trigger(5);
`)}
	for name, data := range served() {
		if strings.HasSuffix(name, ".d.ts") {
			files[name] = data
		}
	}
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "node", compiler, "--strict", "--noEmit", "--target", "es2022", "--module", "esnext",
		"--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable", "right.ts", "wrong.ts")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	said := string(out)
	if err == nil || strings.Count(said, "error TS") != 4 || strings.Count(said, "wrong.ts(") != 4 {
		t.Errorf("of a program that is right and one with four mistakes it says %v\n%s", err, said)
	}
}

package client_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"headsup/generator/compile/content"
	"headsup/generator/publish/feed"
	"headsup/generator/tools/embedhost"
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
		"VersionRange": feed.VersionRange{}, "Frequency": feed.Frequency{}, "CTA": feed.CTA{}, "Rules": feed.Rules{}, "Share": feed.Share{},
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
		return names.filter((name) => !/^(words|toggle|refresh|go)$/.test(name)); // how they work inside`, nil)
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

// TestTypesCompile checks the listings of the playbook, a program that uses the types
// and one that uses them wrongly, with TypeScript's own compiler and what Vue puts
// around it. React 18 has a run of its own, as a program can only have one React.
func TestTypesCompile(t *testing.T) {
	t.Parallel()
	root, err := npm.Root()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("testdata/program.ts")
	if err != nil {
		t.Fatal(err)
	}
	const from = "https://enablement.example.com/embed/v1/headsup.js"
	files := map[string]string{
		"src/right.ts": string(program),
		"src/product.d.ts": "declare const analytics: { track(name: string, facts: object): void };" +
			"declare const router: { navigate(path: string): void };",
		"src/svelte.ts": `import type { SvelteHTMLElements } from "svelte/elements";
export const tips: SvelteHTMLElements["headsup-tips"] = {
  viewer: { plan: "pro" }, class: "x", "onheadsup-shown": ({ detail }) => console.log(detail.item?.id),
};`,
		"src/react.tsx": `import type { HeadsupNews } from "` + from + `";
import { useRef } from "react";
export const Both = () => <>
  <headsup-news key="a" class="x" ref={useRef<HeadsupNews>(null)} viewer={{ plan: "pro" }}
    onheadsup-load={({ detail }) => console.log(detail.source)} />
  <headsup-tips contained items={[]} texts='{"close": "Weg"}' surface="panel" />
</>;`,
		"src/right.vue": `<script setup lang="ts">import type { Viewer } from "` + from + `"; const viewer: Viewer = {};</script>
<template><headsup-tips :viewer.prop="viewer" @headsup-shown="(event) => console.log(event.detail.item?.id)" /></template>`,
		"src/wrong.ts": `import { load, type Viewer } from "` + from + `";
const viewer: Viewer = { plans: ["pro"] };
const loaded = await load({ name: "tip", viewer });
loaded.on("show", () => {});
document.querySelector("headsup-tips")!.trigger(5);
`,
		"src/wrongly.tsx": `export const Wrong = () => <headsup-news viewer={{ plans: ["pro"] }} />;`,
		"src/wrong.vue": `<script setup lang="ts">const viewer = { plan: 5 };</script>
<template><headsup-news :viewer="viewer" /></template>`,
		"src/wrong.svelte.ts": `import type { SvelteHTMLElements } from "svelte/elements";
export const news: SvelteHTMLElements["headsup-news"] = { viewer: { plan: 5 } };`,
	}
	// What users of the package for npm write.
	files["src/package.tsx"] = `import { load } from "@headsup/embed";
import { HeadsupNews, HeadsupTips } from "@headsup/embed/react";
import { useRef } from "react";
export const Both = () => {
  const tips = useRef<HTMLElementTagNameMap["headsup-tips"]>(null);
  return <>
    <HeadsupNews src="/embed/v1/" className="x" onHeadsupOpened={() => tips.current?.trigger("opened")} />
    <HeadsupTips src="/embed/v1/" ref={tips} pause={30} viewer={{ plan: "pro" }} onClick={() => load({ src: "/embed/v1/" })}
      onHeadsupShown={({ detail }) => console.log(detail.item?.id)} />
    <HeadsupTips contained items={[]} />
  </>;
};`
	files["src/package.vue"] = `<script setup lang="ts">import { HeadsupTips } from "@headsup/embed/vue";</script>
<template><HeadsupTips src="/" :viewer="{ plan: 'pro' }" @headsup-shown="({ detail }) => console.log(detail.item?.id)" /></template>`
	files["src/wrong.package.tsx"] = `import { HeadsupNews, HeadsupTips } from "@headsup/embed/react";
export const Wrong = () => <>
  <HeadsupNews />
  <HeadsupTips src="/" viewer={{ plan: 5 }} />
  <HeadsupTips src="/" onHeadsupShow={() => {}} />
</>;`
	files["src/wrong.package.vue"] = `<script setup lang="ts">import { HeadsupNews } from "@headsup/embed/vue";</script>
<template><HeadsupNews src="/" :viewer="{ plan: 5 }" /></template>`
	for _, title := range []string{"Enablement.tsx", "Enablement.vue", "count.ts", "navigate.ts", "own.js", "start.js", "tsconfig.json"} {
		name := "src/" + strings.Replace(title, ".js", ".ts", 1)
		if title == "tsconfig.json" {
			name = title
		}
		files[name] = embedhost.Recipe(t, title, "")
	}
	for _, name := range []string{"src/count.ts", "src/navigate.ts", "src/start.ts"} {
		files[name] += "\nexport {};" // a module, as all of them are in a product
	}
	for name, data := range served() {
		if strings.HasSuffix(name, ".d.ts") {
			files["types/headsup/"+name] = string(data)
		}
	}
	for _, name := range []string{"react", "vue"} {
		own, err := os.ReadFile("npm/" + name + ".d.ts")
		if err != nil {
			t.Fatal(err)
		}
		files["types/embed/"+name+".d.ts"] = strings.NewReplacer(`"./headsup.js"`, `"../headsup/headsup.js"`,
			`"./`+name+`.elements.js"`, `"../headsup/`+name+`.js"`).Replace(string(own))
	}
	files["src/right.ts"] = strings.ReplaceAll(files["src/right.ts"], `"./`, `"https://enablement.example.com/embed/v1/`)
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(root, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	compile := func(config string) string {
		t.Helper()
		name := filepath.Join(dir, "tsconfig."+strconv.Itoa(len(config))+".json")
		if err := os.WriteFile(name, []byte(config), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "node", "node_modules/vue-tsc/bin/vue-tsc.js", "-p", name)
		cmd.Dir = dir
		out, _ := cmd.CombinedOutput()
		return string(out)
	}
	const options = `"strict": true, "noEmit": true, "skipLibCheck": true, "target": "es2022", "module": "esnext",
		"moduleResolution": "bundler", "jsx": "react-jsx", "lib": ["es2023", "dom", "dom.iterable"], "types": []`
	const paths = `"https://enablement.example.com/embed/v1/*": ["./types/headsup/*"],
		"@headsup/embed": ["./types/headsup/headsup.d.ts"], "@headsup/embed/*": ["./types/embed/*"]`
	said := compile(`{"extends": "./tsconfig.json", "compilerOptions": {` + options + `, "paths": {` + paths + `}}}`)
	for name, want := range map[string]int{
		"wrong.ts": 4, "wrongly.tsx": 1, "wrong.vue": 1, "wrong.svelte.ts": 1, "wrong.package.tsx": 3, "wrong.package.vue": 1,
	} {
		if strings.Count(said, "src/"+name+"(") != want {
			t.Errorf("of %d mistakes in %s it says\n%s", want, name, said)
		}
	}
	if n := strings.Count(said, "error TS"); n != 11 {
		t.Errorf("it finds %d mistakes:\n%s", n, said)
	}
	said = compile(`{"compilerOptions": {` + options + `, "paths": {` + paths + `,
		"react": ["./node_modules/types-react-18"], "react/*": ["./node_modules/types-react-18/*"]}},
		"files": ["src/Enablement.tsx", "src/package.tsx", "src/wrongly.tsx", "types/headsup/react.d.ts"]}`)
	if strings.Count(said, "error TS") != 1 || !strings.Contains(said, "src/wrongly.tsx(") {
		t.Errorf("with React 18 it says of one mistake\n%s", said)
	}
}

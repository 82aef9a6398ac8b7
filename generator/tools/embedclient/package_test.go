package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"headsup/generator/tools/browsertest"
	"headsup/generator/tools/esbuild"
	"headsup/generator/tools/npm"
)

// conformance installs the package into products of Vite, too, which make conformance does.
var conformance = flag.Bool("conformance", false, "build products with programs that are too large to be installed for each test run")

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(browsertest.M{M: m}.Run())
}

const client = "../../publish/embed/client"

// pack writes the package, and the tarball of it that npm would publish, into a folder.
// It returns the tarball's path.
func pack(t *testing.T, dir string) string {
	t.Helper()
	from := filepath.Join(dir, "package")
	if err := writePackage(client, from, "1.2.3", "https://code.example/headsup/headsup"); err != nil {
		t.Fatal(err)
	}
	tool(t, from, "npm", "pack", "--pack-destination", dir)
	return filepath.Join(dir, "headsup-embed-1.2.3.tgz")
}

// tool runs a program that has to succeed, and returns what it writes.
func tool(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, complaint.String())
	}
	return string(out)
}

// unpack puts a tarball where npm would install it, and returns the names of its files.
func unpack(t *testing.T, tarball, app string) []string {
	t.Helper()
	data, err := os.ReadFile(tarball)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(header.Name, "package/")
		write(t, filepath.Join(app, "node_modules", "@headsup", "embed", name), string(text))
		names = append(names, name)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// site has what a site of headsup and a product serve: one tip for people of a plan.
var site = map[string]string{
	"/embed/v1/manifest.json": `{"version": 1, "language": "en", "home_page_url": "https://site.example/", "bundles": [
		{"name": "tips", "language": "en", "url": "tips.json"}, {"name": "news", "language": "en", "url": "news.json"}]}`,
	"/embed/v1/news.json": `{"version": 1, "items": []}`,
	"/embed/v1/tips.json": `{"version": 1, "items": [{"id": "snippet:pro", "title": "For pro", "content_html": "<p>Words</p>",
		"_headsup": {"kind": "snippet", "surface": "panel", "products": ["billing"], "target": {"plans": ["pro"], "roles": ["admin"]}}}]}`,
}

// try opens a product in the browser, under a strict policy, and uses it: its tip comes
// with the plan for which it is, and the product hears of it.
func try(t *testing.T, files map[string]string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := files[r.URL.Path]
		if !ok {
			text, ok = site[r.URL.Path]
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		switch filepath.Ext(r.URL.Path) {
		case ".js":
			w.Header().Set("Content-Type", "text/javascript")
		case "":
			w.Header().Set("Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:")
		}
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(server.Close)
	// Warnings are of hydration; React also greets developers.
	b := browsertest.Open(t, func(r browsertest.Report) bool {
		return r.Kind == browsertest.Console && r.Level != "info" || browsertest.IsError(r)
	})
	b.Visit(t, server.URL)
	b.Until(t, `document.querySelector("headsup-tips")?.headsup?.source === "network"`)
	got := browsertest.Ask[string](t, b, `document.querySelector("headsup-news").className + " " +
		(document.querySelector("headsup-tips").shadowRoot.querySelector("[part~=tip]")?.textContent ?? "nothing")`)
	if got != "news nothing" {
		t.Errorf("before there is %q", got)
	}
	b.Tell(t, `document.querySelector("#upgrade").click()`)
	b.Until(t, `document.querySelector("output").textContent === "snippet:pro true"`)
	b.Quiet(t)
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Product</title><link rel="icon" href="data:,">` +
	`<main>%s</main><script type="module" src="%s"></script>`

// TestPackage installs the tarball beside React and Vue, renders products on a server, and
// goes on with them in the browser.
func TestPackage(t *testing.T) {
	t.Parallel()
	root, err := npm.Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	names := unpack(t, pack(t, dir), dir)
	slices.Sort(names)
	chunk := regexp.MustCompile(`^\w+-[A-Z0-9]{8}\.js$`)
	own := slices.DeleteFunc(slices.Clone(names), chunk.MatchString)
	want := []string{
		"LICENSE", "README.md", "core.d.ts", "core.js", "headsup.d.ts", "headsup.js", "news.d.ts", "news.js", "package.json",
		"react.d.ts", "react.elements.d.ts", "react.js", "svelte.d.ts", "vue.d.ts", "vue.elements.d.ts", "vue.js",
	}
	if !slices.Equal(own, want) || len(own) == len(names) {
		t.Errorf("the package has %q", names)
	}
	for _, name := range []string{"react", "react-dom", "scheduler", "vue", "@vue"} {
		if err := os.Symlink(filepath.Join(root, "node_modules", name), filepath.Join(dir, "node_modules", name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(dir, os.DirFS("testdata/plain")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "package.json"), `{"type": "module"}`)
	for _, framework := range []string{"react", "vue"} {
		t.Run(framework, func(t *testing.T) {
			t.Parallel()
			rendered := tool(t, dir, "node", framework+".server.js")
			for _, part := range []string{`<headsup-news src="/embed/v1/" class="news"`, `viewer="{&quot;plan&quot;:&quot;free&quot;`} {
				if !strings.Contains(rendered, part) {
					t.Errorf("the server does not write %s in %s", part, rendered)
				}
			}
			try(t, map[string]string{
				"/":       fmt.Sprintf(page, rendered, "/app.js"),
				"/app.js": string(bundled(t, dir, framework+".browser.js")),
			})
		})
	}
	t.Run("server without a site", func(t *testing.T) {
		t.Parallel()
		said := tool(t, dir, "node", "--input-type=module", "-e", `
			import { load } from "@headsup/embed/core";
			const { source, error } = await load({});
			console.log(source, error.message);`)
		if said != "none src is missing\n" {
			t.Errorf("without src it says %q", said)
		}
	})
}

// bundled makes a script of a product's module.
func bundled(t *testing.T, dir, file string) []byte {
	t.Helper()
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(dir, file)}, Bundle: true, Format: api.FormatESModule, LogLevel: api.LogLevelSilent,
		Define: map[string]string{
			"process.env.NODE_ENV": `"development"`, "__VUE_OPTIONS_API__": "true", "__VUE_PROD_DEVTOOLS__": "false",
			"__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false",
		},
	})
	if err := esbuild.Failed(result.Errors); err != nil {
		t.Fatal(err)
	}
	return result.OutputFiles[0].Contents
}

// TestPackageIsReproducible builds it twice.
func TestPackageIsReproducible(t *testing.T) {
	t.Parallel()
	var built [2]map[string]string
	for i := range built {
		dir := t.TempDir()
		if err := writePackage(client, dir, "1.2.3", ""); err != nil {
			t.Fatal(err)
		}
		built[i] = read(t, dir)
	}
	if len(built[0]) == 0 || !maps.Equal(built[0], built[1]) {
		t.Error("two builds differ")
	}
	var facts struct {
		Version    string
		Repository any
		Exports    map[string]any
	}
	if err := json.Unmarshal([]byte(built[0]["/package.json"]), &facts); err != nil {
		t.Fatal(err)
	}
	if facts.Version != "1.2.3" || facts.Repository != nil {
		t.Errorf("it has %+v", facts)
	}
	for name, export := range facts.Exports {
		for _, file := range regexp.MustCompile(`\./[\w.]+`).FindAllString(fmt.Sprint(export), -1) {
			if _, ok := built[0][file[1:]]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, file)
			}
		}
	}
}

// read returns the files of a folder by their paths in it, as a server has them.
func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files["/"+filepath.ToSlash(strings.TrimPrefix(name, dir+string(filepath.Separator)))] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestViteOnHosts installs the tarball with npm into new products of Vite and builds them;
// that of React is rendered on a server, too, as frameworks such as Next do.
func TestViteOnHosts(t *testing.T) {
	if !*conformance {
		t.Skip("takes programs that are large: make conformance")
	}
	root, err := npm.Bundlers()
	if err != nil {
		t.Fatal(err)
	}
	// Programs are looked for from a product's own folder upwards.
	dir, err := os.MkdirTemp(root, "products-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	tarball := pack(t, dir)
	node := func(t *testing.T, dir string, args ...string) string {
		t.Helper()
		return tool(t, dir, "node", args...)
	}
	judge := filepath.Join(root, "node_modules", "publint", "src", "cli.js")
	if said := node(t, filepath.Join(dir, "package"), judge, "--strict"); !strings.Contains(said, "All good!") {
		t.Errorf("publint says %s", said)
	}
	for framework, entry := range map[string]string{"react": "main.tsx", "vue": "main.ts", "svelte": "main.ts"} {
		t.Run(framework, func(t *testing.T) {
			app := filepath.Join(dir, framework)
			if err := os.CopyFS(app, os.DirFS(filepath.Join("testdata", "vite", framework))); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(app, "package.json"), `{"type": "module", "private": true}`)
			write(t, filepath.Join(app, "index.html"), fmt.Sprintf(page, "", "/"+entry))
			tool(t, app, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--offline", tarball)
			vite := []string{filepath.Join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"}
			node(t, app, vite...)
			files := read(t, filepath.Join(app, "dist"))
			files["/"] = files["/index.html"]
			try(t, files)
			if framework != "react" {
				return
			}
			node(t, app, append(vite, "--ssr", "server.tsx", "--outDir", "server")...)
			rendered := node(t, app, filepath.Join("server", "server.js"))
			if !strings.Contains(rendered, "<headsup-tips") {
				t.Errorf("the server writes %s", rendered)
			}
			files["/"] = strings.Replace(files["/"], "<main></main>", "<main>"+rendered+"</main>", 1)
			try(t, files)
		})
	}
}

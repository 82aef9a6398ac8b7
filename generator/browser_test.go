package generator_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"headsup/generator"
	"headsup/generator/compile/content"
	"headsup/generator/diag"
	"headsup/generator/paths"
	"headsup/generator/publish/embed/client"
	"headsup/generator/tools/browsertest"
)

func TestMain(m *testing.M) {
	os.Exit(browsertest.M{M: m}.Run())
}

// browser is a tab of a real browser.
type browser struct {
	*browsertest.Tab

	mu    sync.Mutex
	hosts map[string]bool // that requests may go to
	asked map[string]int  // how often for each address
}

// openBrowser opens a tab for one test. Whatever its pages report fails the test, and
// so do requests to other hosts.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	b := &browser{hosts: map[string]bool{}, asked: map[string]int{}}
	b.Tab = browsertest.Open(t, func(r browsertest.Report) bool {
		if r.Kind != browsertest.Request {
			return true
		}
		u, err := url.Parse(r.URL)
		b.mu.Lock()
		defer b.mu.Unlock()
		b.asked[r.URL]++
		return err != nil || !b.hosts[u.Host] && u.Scheme != "data" && u.String() != "about:blank"
	})
	b.Before(t, canary)
	return b
}

// mayAsk lets requests go to an address.
func (b *browser) mayAsk(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hosts[strings.TrimPrefix(address, "http://")] = true
}

// canary is in every document before its own scripts: what hostile content
// calls. Dialogs count as such a call and do not block. The theme has buttons that
// print, which does no harm: it is over at once.
const canary = `
window.canary = (x) => { console.error("the canary ran: " + x + " at " + document.URL); return 1; };
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = window.canary;
window.print = () => dispatchEvent(new Event("afterprint"));
`

// provoke does to a document what its readers could do: it opens what is folded,
// fires the events that handlers wait for, and looks where links lead. It
// returns what is wrong, and gives pictures the time to fail.
var provoke = provokeBy("click", "mouseover", "mouseenter", "focus", "focusin", "blur", "load", "error", "toggle", "animationstart",
	"animationend", "transitionend", "pointerover", "keydown", "wheel", "begin", "beforetoggle", "scroll", "input", "copy")

// provokeBy returns a script that does so by events of some kinds.
func provokeBy(kinds ...string) string {
	return `(async () => {
  const wrong = [];
  const schemes = ["http:", "https:", "mailto:", "tel:", "sms:"];
  const kinds = "` + strings.Join(kinds, " ") + `".split(" ");
  // The theme has forms of its own, and the public form of a body once for each page, which
  // becomes a part of the document when it is printed. Nothing like it comes out of a body.
  const bodies = ".prose, [data-shown], template";
  const ours = (selector) => [...document.querySelectorAll(selector)].filter((node) => !node.closest(bodies));
  const allowed = new Set(ours("details[data-customer] > form, article form.ack[data-ack]"));
  for (const main of document.querySelectorAll("main")) {
    const kept = [...main.querySelectorAll(".share > template[data-public]")].find((node) => !node.parentElement.closest(bodies));
    if (!kept) continue;
    allowed.add(kept);
    document.body.appendChild(document.createElement("div")).append(kept.content.cloneNode(true));
  }
  document.addEventListener("click", (e) => e.preventDefault(), true);
  for (const node of document.querySelectorAll("*")) {
    for (const name of node.getAttributeNames()) {
      if (/^on|^style$|^srcdoc$|^formaction$|^ping$|^srcset$|^background$/i.test(name)) wrong.push(node.localName + " " + name);
    }
    for (const name of ["href", "src", "poster", "data", "action", "cite"]) {
      if (!node.hasAttribute(name)) continue;
      const value = String(node.getAttribute(name));
      let scheme = "";
      try { scheme = new URL(value, document.baseURI).protocol; } catch { scheme = "no URL: " + value; }
      if (!schemes.includes(scheme)) wrong.push(node.localName + " " + name + "=" + value);
    }
    if (["IFRAME", "OBJECT", "EMBED", "BASE", "FORM", "STYLE", "TEMPLATE", "FRAME", "APPLET", "PORTAL"]` +
		`.includes(node.nodeName.toUpperCase()) && !allowed.has(node)) wrong.push(node.localName);
    if (node.nodeName === "DETAILS") node.open = true;
    // Without an attribute nothing of the content can wait for an event. WebKit follows a
    // link also for a click that is no mouse's, unless it is cancelled.
    if (node.attributes.length > 0) for (const kind of kinds) node.dispatchEvent(new Event(kind, { cancelable: true }));
  }
  await ` + browsertest.Frames(2) + `;
  await Promise.race([
    Promise.all([...document.images].filter((i) => i.loading !== "lazy" && !i.complete)` +
		`.map((i) => new Promise((done) => { i.onload = i.onerror = done; }))),
    new Promise((done) => setTimeout(done, 1000)),
  ]);
  return wrong;
})()`
}

// visit opens a page and returns what goes wrong there.
func (b *browser) visit(t *testing.T, address string) []string {
	t.Helper()
	b.Visit(t, address)
	return b.provoke(t)
}

// provoke does what readers could do, and returns what is wrong and what the page reports.
func (b *browser) provoke(t *testing.T) []string {
	t.Helper()
	wrong := browsertest.Ask[[]string](t, b.Tab, provoke)
	for _, r := range b.Take() {
		wrong = append(wrong, r.String())
	}
	return wrong
}

func (b *browser) judge(t *testing.T, what string) {
	t.Helper()
	for _, w := range b.provoke(t) {
		t.Errorf("%s: %s", what, w)
	}
}

// still fails the test for each report of a page.
func (b *browser) still(t *testing.T, what string) {
	t.Helper()
	for _, r := range b.Take() {
		t.Errorf("%s: %s", what, r)
	}
}

// together is how many pages are opened as one, which takes a fraction of the time.
const together = 8

// hook is what scripts find their places by: attributes for data, and elements of our own.
var hook = regexp.MustCompile(` data-[a-z-]+|<headsup-[a-z-]+`)

// visits divides pages into those that are opened alone and those that are opened
// together. Each layout, and each thing that scripts act on, is on a page that is opened
// alone; so what only the first one in a document would have happen to it, happens.
func (h *host) visits(addresses []string) [][]string {
	var groups [][]string
	met, open := map[string]bool{}, map[string]int{}
	for _, address := range addresses {
		text := h.files[h.fileOf(address)]
		layout := layoutClass.FindString(text)
		alone := !met[layout]
		met[layout] = true
		for _, name := range hook.FindAllString(text, -1) {
			alone = alone || !met[layout+name]
			met[layout+name] = true
		}
		at, ok := open[layout]
		switch {
		case alone:
			groups = append(groups, []string{address})
		case ok && len(groups[at]) < together:
			groups[at] = append(groups[at], address)
		default:
			open[layout] = len(groups)
			groups = append(groups, []string{address})
		}
	}
	return groups
}

// fileOf returns the file that is served at an address.
func (h *host) fileOf(address string) string {
	name, err := url.PathUnescape(strings.TrimPrefix(address, h.URL+"/"))
	if err != nil {
		panic(err) // pages has escaped it
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name
}

// join serves pages one behind the other as one document, and returns its address.
func (h *host) join(addresses []string) string {
	var all strings.Builder
	for _, address := range addresses {
		all.WriteString(h.files[h.fileOf(address)])
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	name := fmt.Sprintf("joined/%d/", len(h.added))
	h.added[name+"index.html"] = all.String()
	return h.URL + "/" + name
}

// visitJoined visits pages as one, and alone when something is wrong, to tell with which
// of them. A page that is not closed would swallow what follows.
func (b *browser) visitJoined(t *testing.T, h *host, addresses []string) {
	t.Helper()
	var wrong []string
	if len(addresses) > 1 {
		wrong = b.visit(t, h.join(addresses))
		if n := browsertest.Ask[int](t, b.Tab, `document.querySelectorAll("main").length`); n != len(addresses) {
			wrong = append(wrong, fmt.Sprintf("of %d pages the browser finds %d", len(addresses), n))
		}
		if len(wrong) == 0 {
			return
		}
	}
	found := false
	for _, address := range addresses {
		for _, w := range b.visit(t, address) {
			t.Errorf("%s: %s", address, w)
			found = true
		}
	}
	if !found && len(wrong) > 0 {
		t.Errorf("together, the pages %q: %q", addresses, wrong)
	}
}

// visitAll visits pages in as many tabs as there are processors.
func visitAll(t *testing.T, h *host, addresses []string) {
	t.Helper()
	groups := h.visits(addresses)
	t.Logf("%d pages in %d documents", len(addresses), len(groups))
	var next atomic.Int64
	t.Run("pages", func(t *testing.T) {
		for i := range runtime.GOMAXPROCS(0) {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				b := openBrowser(t)
				b.mayAsk(h.URL)
				for {
					n := int(next.Add(1)) - 1
					if n >= len(groups) {
						return
					}
					b.visitJoined(t, h, groups[n])
				}
			})
		}
	})
}

// headerRule is one rule of _headers.
type headerRule struct {
	pattern []string
	headers [][2]string
}

// readHeaders reads a _headers file as hosts do.
func readHeaders(t *testing.T, text string) []headerRule {
	t.Helper()
	var rules []headerRule
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(strings.TrimSpace(line), "! "): // the last value is sent anyway
		case line[0] == '/':
			rules = append(rules, headerRule{pattern: strings.Split(line, "/")})
		default:
			name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok || len(rules) == 0 {
				t.Fatalf("_headers has the line %q", line)
			}
			last := &rules[len(rules)-1]
			last.headers = append(last.headers, [2]string{name, value})
		}
	}
	return rules
}

func (r *headerRule) matches(address string) bool {
	parts := strings.Split(address, "/")
	for i, want := range r.pattern {
		switch before, after, rest := strings.Cut(want, "*"); {
		case i >= len(parts):
			return false
		case rest:
			end, ok := strings.CutPrefix(strings.Join(parts[i:], "/"), before)
			return ok && strings.HasSuffix(end, after)
		case want != parts[i] && !strings.HasPrefix(want, ":"):
			return false
		}
	}
	return len(parts) == len(r.pattern)
}

// host serves a built folder with the headers of its own _headers. On a lenient
// host the policy only reports, so that scripts run which slipped through.
type host struct {
	*httptest.Server
	soft bool

	mu    sync.RWMutex
	files map[string]string
	rules []headerRule
	added map[string]string // beside the site's own files
}

func startHost() *host {
	h := &host{added: map[string]string{}}
	h.Server = httptest.NewServer(h)
	return h
}

// newHost starts a server without files, as its address is part of the build.
func newHost(t *testing.T, b *browser) *host {
	t.Helper()
	h := startHost()
	t.Cleanup(h.Close)
	b.mayAsk(h.URL)
	return h
}

// sharedHost is a host that tests share. The first one of them builds its site, which
// none of them changes.
type sharedHost struct {
	soft    bool
	content func(t *testing.T) string

	once sync.Once
	host *host
}

// open returns the host, and lets a tab ask it.
func (s *sharedHost) open(t *testing.T, b *browser) *host {
	t.Helper()
	h := s.start(t)
	b.mayAsk(h.URL)
	return h
}

func (s *sharedHost) start(t *testing.T) *host {
	t.Helper()
	s.once.Do(func() {
		h := startHost() // until the tests are over
		h.soft = s.soft
		out := filepath.Join(t.TempDir(), "out")
		mustBuild(t, generator.Options{Content: s.content(t), Out: out, NoCache: true, BaseURL: h.URL + "/", Now: day})
		h.show(t, out)
		s.host = h
	})
	if s.host == nil {
		t.Fatal("the site could not be built for another test")
	}
	return s.host
}

// ownHost has headsup's own content, as it is on the day.
var ownHost = sharedHost{content: func(*testing.T) string { return filepath.Join("..", "content") }}

// readSite reads a built folder: the files that readers are served, and the headers
// that they come with.
func readSite(t *testing.T, dir string) (map[string]string, []headerRule) {
	t.Helper()
	files := served(t, dir)
	rules := readHeaders(t, files["_headers"])
	for _, name := range []string{"_headers", "_redirects"} {
		delete(files, name)
	}
	return files, rules
}

func (h *host) show(t *testing.T, dir string) {
	t.Helper()
	h.serve(readSite(t, dir))
}

func (h *host) serve(files map[string]string, rules []headerRule) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files, h.rules = files, rules
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, rule := range h.rules {
		if !rule.matches(r.URL.EscapedPath()) {
			continue
		}
		for _, header := range rule.headers {
			name := header[0]
			if h.soft && name == "Content-Security-Policy" {
				name = "Content-Security-Policy-Report-Only"
			}
			w.Header().Set(name, header[1])
		}
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	text, ok := h.added[name]
	if !ok {
		text, ok = h.files[name]
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	}
	if !ok {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		text = h.files["404.html"]
	}
	_, _ = w.Write([]byte(text))
}

// pages returns the addresses of all pages but the lists of tags, which are
// like those of products, in order.
func (h *host) pages() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(h.files)) {
		if strings.HasSuffix(name, ".html") && !strings.Contains(h.files[name], `http-equiv="refresh"`) &&
			name != "404.html" && !strings.HasPrefix(name, "tags/") {
			list = append(list, h.URL+"/"+(&url.URL{Path: strings.TrimSuffix(name, "index.html")}).EscapedPath())
		}
	}
	return list
}

// TestOwnSiteInBrowser opens every page of headsup's own content, and a list of each
// layout, under the headers that it asks for: nothing is refused and nothing goes
// elsewhere.
func TestOwnSiteInBrowser(t *testing.T) {
	t.Parallel()
	h := ownHost.open(t, openBrowser(t))
	largest := slices.Collect(maps.Values(h.largest()))
	pages := slices.DeleteFunc(h.pages(), func(address string) bool {
		_, page := h.files[strings.TrimPrefix(address, h.URL+"/")+paths.Markdown]
		return !page && !slices.Contains(largest, address)
	})
	if len(pages) < 30 {
		t.Fatalf("only %d pages", len(pages))
	}
	visitAll(t, h, pages)
}

// payloads are what people try; each calls the canary or another host when it
// works.
var payloads = []string{
	`<script>canary(1)</script>`,
	`<ScRiPt src="//evil.example/x.js"></sCrIpT>`,
	`<scr<script>ipt>canary(1)</scr</script>ipt>`,
	`<script/x>canary(1)</script >`,
	`<img src=x onerror=canary(1)>`,
	`<img src="x" onerror="canary(1)"`,
	`<img/src="x"/onerror=canary(1)//`,
	"<img src=`x` onerror=canary(1)>",
	`<img srcset="https://evil.example/x.png 1x" src=x>`,
	`<svg onload=canary(1)>`,
	`<svg><script>canary(1)</script></svg>`,
	`<svg><animate onbegin=canary(1) attributeName=x dur=1s>`,
	`<svg><a xlink:href="javascript:canary(1)"><text y=20>x</text></a></svg>`,
	`<svg><style><img src=x onerror=canary(1)></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=canary(1)&gt;">`,
	`<math><a xlink:href="javascript:canary(1)">x</a></math>`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=canary(1)>`,
	`<noscript><p title="</noscript><img src=x onerror=canary(1)>">`,
	`<textarea><p title="</textarea><img src=x onerror=canary(1)>">`,
	`<title><p title="</title><img src=x onerror=canary(1)>">`,
	`<xmp><p title="</xmp><img src=x onerror=canary(1)>">`,
	`<style>@import "//evil.example/x.css"; * { background: url(//evil.example/x) }</style>`,
	`<p style="background:url(https://evil.example/x)">styled</p>`,
	`<link rel="stylesheet" href="//evil.example/x.css"><link rel=prefetch href="//evil.example/x">`,
	`<base href="//evil.example/">`,
	`<meta http-equiv="refresh" content="0; url=//evil.example/">`,
	`<iframe src="javascript:canary(1)"></iframe>`,
	`<iframe srcdoc="<script>parent.canary(1)</script>"></iframe>`,
	`<object data="data:text/html,<script>parent.canary(1)</script>"></object>`,
	`<embed src="javascript:canary(1)">`,
	`<form action="javascript:canary(1)"><button formaction="javascript:canary(1)">x</button><input autofocus onfocus=canary(1)></form>`,
	`<input type="checkbox" onclick="canary(1)" autofocus onfocus="canary(1)">`,
	`<details open ontoggle=canary(1)><summary onclick=canary(1)>x</summary></details>`,
	`<video poster="javascript:canary(1)" src=x onerror=canary(1)><source onerror="canary(1)" src="data:video/mp4,x"></video>`,
	`<audio src="javascript:canary(1)" onerror=canary(1) autoplay></audio>`,
	`<a href="javascript:canary(1)">link</a>`,
	`<a href=" &#1; java&#x0A;script:canary(1)">link</a>`,
	`<a href="jav&Tab;ascript&colon;canary(1)">link</a>`,
	`<a href="data:text/html;base64,PHNjcmlwdD5jYW5hcnkoMSk8L3NjcmlwdD4=">link</a>`,
	`<a href="vbscript:canary(1)" ping="//evil.example/" target=x>link</a>`,
	`[link](javascript:canary(1))`,
	`[link](JaVaScRiPt:canary(1))`,
	`[link](<java` + "\t" + `script:canary(1)>)`,
	`[link](java&#115;cript:canary(1))`,
	`[link](javascript&colon;canary(1))`,
	`[link](\javascript:canary(1))`,
	`[link](data:text/html,<script>canary(1)</script>)`,
	`[link](//evil.example "\"onmouseover=canary(1) x=\"")`,
	`[link](https://example.com/"onmouseover="canary(1))`,
	`<javascript:canary(1)>`,
	`![x](javascript:canary(1))`,
	`![x"onerror="canary(1)](x "\"onerror=canary(1) \"")`,
	`![x](data:image/svg+xml,<svg/onload=canary(1)>)`,
	`[ref][a]` + "\n\n" + `[a]: javascript:canary(1) "x"`,
	`{onclick="canary(1)" style="background:url(//evil.example)" #x"onx=canary(1)}`,
	`"><img src=x onerror=canary(1)>`,
	`'"></title></script></style></textarea></template><svg/onload=canary(1)>`,
	`--><img src=x onerror=canary(1)><!--`,
	`]]><img src=x onerror=canary(1)>`,
	`{{canary(1)}} ${canary(1)} <%= canary(1) %> #{canary(1)}`,
	`&lt;img src=x onerror=canary(1)&gt;`,
	`&amp;lt;img src=x onerror=canary(1)&amp;gt;`,
	"\u2028<img src=x onerror=canary(1)>\u202e",
	`<a name=localStorage id=document><img id=body name=body><img name=querySelector id=cookie></a>`,
	`<div id="hu-main" class="outline skip top"><details class="outline"><a href="#%E0%A4%A">x</a></details></div>`,
	`<p class="x" onclick="canary(1)" onpointerover="canary(1)">hover</p>`,
	`<select><option onclick=canary(1)><marquee onstart=canary(1)>x</marquee></select>`,
	`<table background="//evil.example/x"><td background="javascript:canary(1)">x</td></table>`,
	`<isindex type=image src=1 onerror=canary(1)><image src=1 onerror=canary(1)>`,
	`<template><script>canary(1)</script></template>`,
	`<dialog open oncancel=canary(1)><button popovertarget=x onclick=canary(1)>x</button></dialog>`,
	`<blockquote cite="javascript:canary(1)"><q cite="javascript:canary(1)">x</q></blockquote>`,
	`<!--[if gte IE 4]><script>canary(1)</script><![endif]-->`,
	`<?xml-stylesheet href="javascript:canary(1)"?><![CDATA[<script>canary(1)</script>]]>`,
	`<a href="https://x.example/` + "\n" + `onmouseover=canary(1)">x</a>`,
	`<abbr title="x" onmouseover=canary(1)>x</abbr><time datetime="1" onclick=canary(1)>x</time>`,
}

// hostilePage puts a payload into each field and each kind of place in a body.
func hostilePage(i int, payload string) string {
	line := strconv.Quote(strings.NewReplacer("\n", " ", "\t", " ").Replace(payload))
	var b strings.Builder
	b.WriteString("---\nvisibility: public\ndate: 2026-01-01\naudiences: [sales]\nproducts: [billing]\nplans: [team]\n")
	for _, field := range []string{"title", "summary", "version", "feature_flag", "docs_url", "image", "owner", "unknown"} {
		fmt.Fprintf(&b, "%s: %s\n", field, line)
	}
	fmt.Fprintf(&b, "tags: [%[1]s, shared]\nquestions: [%[1]s]\nactions: {sales: %[1]s}\ncta: {label: %[1]s, url: %[1]s}\n", line)
	fmt.Fprintf(&b, "aliases: [%[1]s]\n---\n", line)
	one := strings.NewReplacer("\n", " ").Replace(payload)
	fmt.Fprintf(&b,
		"%[1]s\n\nInline %[2]s text\n\n## %[2]s\n\n- %[2]s\n\n> %[2]s\n\n| %[2]s | b |\n|---|---|\n| %[2]s | c |\n\n",
		payload, one)
	fmt.Fprintf(&b, "[%[1]s](https://example.com/) ![%[1]s](picture.png \"%[1]s\") `%[1]s`\n\n"+
		"```go title=\"%[1]s\" {%[1]s}\n%[1]s\n```\n\n", one)
	fmt.Fprintf(&b, "```%[1]s\n%[1]s\n```\n\nTerm %[1]s\n: %[1]s\n\nNote[^n%[2]d].\n\n[^n%[2]d]: %[1]s\n\n", one, i)
	fmt.Fprintf(&b, ":::note[%[1]s]\n%[1]s\n:::\n\n> [!WARNING] %[1]s\n> %[1]s\n\n", one)
	fmt.Fprintf(&b, "<details><summary>%[1]s</summary>\n\n%[1]s\n\n</details>\n\n"+
		"<div title='%[1]s' id='%[1]s' class='%[1]s'>\n%[1]s\n</div>\n\n", one)
	fmt.Fprintf(&b, "Paragraph {%[1]s}\n\n### Heading {#%[1]s .%[1]s}\n\n%[1]s", one)
	return b.String()
}

func hostileSite(t *testing.T) string {
	t.Helper()
	var checks []string
	for _, r := range diag.Rules() {
		if !r.Fixed {
			checks = append(checks, r.ID+": warn")
		}
	}
	const markup = `"'\"></title></script><img src=x onerror=canary(1)><svg/onload=canary(1)>"`
	files := map[string]string{
		"headsup.yaml": fmt.Sprintf("title: %[1]s\ndescription: %[1]s\nproducts: [{id: billing, title: %[1]s, "+
			"description: %[1]s}]\naudiences: [{id: sales, title: %[1]s}]\nplans: [{id: team, title: %[1]s}]\n"+
			"surfaces: [{id: banner, title: %[1]s}]\nkinds: {release-note: {unknown: keep}}\nchecks: {%[2]s}\n",
			markup, strings.Join(checks, ", ")),
		"index.md":             "---\nvisibility: public\n---\n# " + payloads[4] + "\n\n" + strings.Join(payloads[:9], "\n\n"),
		"releases/picture.png": "not really a picture",
		"playbooks/p.md": "---\ntitle: P\nvisibility: public\nwhen: " + markup +
			"\nduration: " + markup + "\n---\n1. " + payloads[4] + "\n2. b\n",
		"snippets/s.md": "---\ntitle: S\nkey: a.b\nsurface: banner\nvisibility: public\ntrigger: " + markup + "\ngroup: " + markup +
			"\nanchor: {path: /x, selector: " + markup + "}\ntarget: {plans: [team], roles: [" + markup +
			"]}\ncta: {label: " + markup + ", url: \"/x?javascript:canary(1)\"}\n---\n" + payloads[4] + "\n",
		"launches/l.md":        "---\ntitle: " + markup + "\nvisibility: public\ndate: 2026-01-01\n---\n" + payloads[4] + "\n",
		"odd <b>x&'/page.md":   "---\ntitle: Odd\nvisibility: public\n---\n![x](a*b:c.png) text\n",
		"odd <b>x&'/a*b:c.png": "not really a picture",
		"page.html":            "<script>canary(1)</script>",
		"script.js":            "canary(1)",
	}
	for i, p := range payloads {
		files[fmt.Sprintf("releases/p%03d.md", i)] = hostilePage(i, p)
	}
	for i, drawing := range drawings {
		name := fmt.Sprintf("releases/drawing-%02d.svg", i)
		files[name] = drawing
		files["releases/p000.md"] += fmt.Sprintf("\n\n![x](drawing-%02d.svg)\n", i)
	}
	dir := filepath.Join(t.TempDir(), "content")
	writeFiles(t, dir, files)
	return dir
}

// drawings are SVG files that run something when they are opened by themselves.
var drawings = []string{
	`<svg xmlns="http://www.w3.org/2000/svg" onload="canary(1)"/>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><script>canary(1)</script></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><x:script xmlns:x="http://www.w3.org/2000/svg">canary(1)</x:script></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><script xmlns="http://www.w3.org/1999/xhtml">canary(1)</script></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><foreignObject>` +
		`<body xmlns="http://www.w3.org/1999/xhtml" onload="canary(1)"/></foreignObject></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><set attributeName="onload" to="canary(1)"/>` +
		`<animate attributeName="x" dur="1s" onbegin="canary(1)"/></svg>`,
	`<!DOCTYPE svg [<!ENTITY x "<script xmlns='http://www.w3.org/2000/svg'>canary(1)</script>">]>` +
		`<svg xmlns="http://www.w3.org/2000/svg">&x;</svg>`,
	`<?xml-stylesheet type="text/xsl" href="#x"?><svg xmlns="http://www.w3.org/2000/svg" id="x"/>`,
	`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` +
		`<use xlink:href="data:image/svg+xml,` +
		`&lt;svg id='x' xmlns='http://www.w3.org/2000/svg' onload='canary(1)'/>#x"/></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><style>@import url(//evil.example/x.css); ` +
		`svg { background: url(//evil.example/x) }</style></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><a href="java&#10;script:canary(1)"><rect width="9" height="9"/></a></svg>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/x.png"/></svg>`,
	"\xff\xfe<\x00s\x00v\x00g\x00 \x00o\x00n\x00l\x00o\x00a\x00d\x00=\x00'\x00c\x00a\x00n\x00a\x00r\x00y\x00(\x001\x00)\x00'\x00/\x00>\x00",
	`<html xmlns="http://www.w3.org/1999/xhtml"><script>canary(1)</script></html>`,
	`<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>`,
}

// hostileHost has a site of attacks, under a policy that only reports.
var hostileHost = sharedHost{soft: true, content: hostileSite}

// TestHostileContentRunsNothing builds a site of attacks and opens all of it,
// and the feed's HTML in a page that has no policy at all.
func TestHostileContentRunsNothing(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	h := hostileHost.open(t, b)
	out := filepath.Join(t.TempDir(), "out")
	mustBuild(t, generator.Options{
		Content:    hostileSite(t),
		Out:        out,
		NoCache:    true,
		Visibility: content.Public,
		BaseURL:    h.URL + "/",
		Now:        day,
	})
	public, _ := readSite(t, out)
	for v, files := range map[content.Visibility]map[string]string{content.Internal: h.files, content.Public: public} {
		for name, text := range files {
			switch path.Ext(name) {
			case ".html", ".md", ".svg", ".json", ".xml", ".css", ".txt", ".png":
			case ".js", ".ts":
				ours := slices.ContainsFunc(client.Files(), func(f client.File) bool {
					return name == paths.Embed+f.Name && text == string(f.Data)
				})
				if !strings.HasPrefix(name, "assets/") && !ours {
					t.Errorf("%s was published", name)
				}
			case ".ics":
				if !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || v == content.Public {
					t.Errorf("%s was published", name)
				}
			case ".bin":
				if !strings.HasPrefix(name, "search/") {
					t.Errorf("%s was published", name)
				}
			default:
				t.Errorf("%s was published", name)
			}
			if strings.HasPrefix(path.Base(name), "drawing-") && name != "releases/drawing-14.svg" {
				t.Errorf("%s was published: %s", name, text)
			}
		}
		if _, ok := files["releases/drawing-14.svg"]; !ok {
			t.Error("the harmless drawing was not published")
		}
	}
	visitAll(t, h, h.pages())
	items := feedItems(t, public)
	if len(items) < len(payloads) {
		t.Fatalf("the feed has %d items of %d pages", len(items), len(payloads))
	}
	blank := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>Product</title><div id=a></div><div id=b></div>"))
	}))
	defer blank.Close()
	b.mayAsk(blank.URL)
	b.Visit(t, blank.URL)
	// The test tests something: what is not cleaned runs here.
	browsertest.Ask[any](t, b.Tab, `new Promise((failed) => {
		document.getElementById("a").innerHTML = "<img src=x onerror=canary(0)>";
		document.querySelector("#a img").addEventListener("error", () => failed());
	})`)
	if found := b.Take(); !slices.ContainsFunc(found,
		func(r browsertest.Report) bool { return strings.Contains(r.Text, "the canary ran: 0") }) {
		t.Fatalf("an attack that has to work was not noticed: %q", found)
	}
	// All of them at a time; and each alone when something is wrong, to tell with which.
	show := func(items []feedItem) []string {
		var texts []string
		for _, item := range items {
			texts = append(texts, item.HTML)
		}
		quoted, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		// A second time from what the browser made of it, as editors and
		// sanitisers do.
		b.Tell(t, fmt.Sprintf("const a = document.getElementById('a'), b = document.getElementById('b'); "+
			"a.textContent = b.textContent = ''; for (const text of %s) { "+
			"const [once, twice] = [a, b].map((e) => e.appendChild(document.createElement('div'))); "+
			"once.innerHTML = text; twice.innerHTML = once.innerHTML; }", quoted))
		return b.provoke(t)
	}
	if wrong := show(items); len(wrong) > 0 {
		t.Errorf("in the feed: %q", wrong)
		for _, item := range items {
			for _, w := range show([]feedItem{item}) {
				t.Errorf("feed item %s: %s", item.ID, w)
			}
		}
	}
}

type feedItem struct {
	ID   string `json:"id"`
	HTML string `json:"content_html"`
}

// feedItems reads all pages of the JSON feed.
func feedItems(t *testing.T, files map[string]string) []feedItem {
	t.Helper()
	var items []feedItem
	for name, text := range files {
		if name != "feed.json" && (!strings.HasPrefix(name, "feed/") || path.Ext(name) != ".json") {
			continue
		}
		var feed struct{ Items []feedItem }
		if err := json.Unmarshal([]byte(text), &feed); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		items = append(items, feed.Items...)
	}
	slices.SortFunc(items, func(a, b feedItem) int { return strings.Compare(a.ID, b.ID) })
	return items
}

// TestHeaderRules holds that the tests' own server reads _headers as hosts do.
func TestHeaderRules(t *testing.T) {
	t.Parallel()
	rules := readHeaders(t, "# note\n\n/*\n  A: 1\n\n/x/:a/y.json\n  ! A\n  B: 2\n\n/z/0*.xml\n  C: 3\n")
	for address, want := range map[string]int{
		"/": 1, "/x/": 1, "/x/z/y.json": 2, "/x/z/w/y.json": 1, "/z/01.xml": 2, "/z/0/1.xml": 2, "/z/1.xml": 1, "/z/01.json": 1,
	} {
		n := 0
		for i := range rules {
			if rules[i].matches(address) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s matches %d rules, want %d", address, n, want)
		}
	}
}

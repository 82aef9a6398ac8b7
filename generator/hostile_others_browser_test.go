package generator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"headsup/generator/tools/browsertest"
)

// joinedPages are documents on hostileHost: their addresses, and how many pages are in each.
var joinedPages struct {
	once      sync.Once
	addresses []string
	pages     []int
}

// otherHostile does in another browser what TestHostileContentRunsNothing does in Chromium,
// in few steps: pages follow one another in one document, whose parser takes each for more
// of the body. Two are opened as they are, with our scripts.
func otherHostile(t *testing.T, b *browsertest.Other) {
	h := hostileHost.start(t)
	joinedPages.once.Do(func() { joinPages(t, h) })
	for i, address := range joinedPages.addresses {
		b.Visit(t, address)
		// None has swallowed the next one.
		wants(t, b, `document.querySelectorAll("main").length`, fmt.Sprint(joinedPages.pages[i]))
		judgeOther(t, b, address)
	}
	// The second has names that scripts ask the document for.
	clobbering := slices.IndexFunc(payloads, func(p string) bool { return strings.Contains(p, "name=querySelector") })
	for _, page := range []string{"releases/", fmt.Sprintf("releases/p%03d/", clobbering)} {
		b.Visit(t, h.URL+"/"+page)
		judgeOther(t, b, page)
	}

	// The HTML of the feed, in a product without any policy. A second time from what the
	// browser made of it.
	blank := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>Product</title><div id=a></div><div id=b></div>"))
	}))
	defer blank.Close()
	var bodies []string
	for _, item := range feedItems(t, h.files) {
		bodies = append(bodies, item.HTML)
	}
	if len(bodies) < len(payloads) {
		t.Fatalf("the feed has %d items of %d pages", len(bodies), len(payloads))
	}
	quoted, err := json.Marshal(bodies)
	if err != nil {
		t.Fatal(err)
	}
	b.Visit(t, blank.URL)
	// The test tests something: what is not cleaned runs here.
	b.Tell(t, `document.getElementById("a").innerHTML = "<img src=x onerror=canary(0)>"`)
	b.Until(t, `document.querySelector("#a img").complete`)
	browsertest.Ask[any](t, b.Tab, browsertest.Frames(2))
	if found := b.Take(); !slices.ContainsFunc(found,
		func(r browsertest.Report) bool { return strings.Contains(r.Text, "the canary ran: 0") }) {
		t.Fatalf("an attack that has to work was not noticed: %q", found)
	}
	b.Tell(t, `const put = (id, html) => {
			const part = document.createElement("div");
			part.innerHTML = html;
			document.getElementById(id).append(part);
			return part.innerHTML;
		};
		document.getElementById("a").textContent = "";
		for (const html of `+string(quoted)+`) put("b", put("a", html));`)
	judgeOther(t, b, "the feed")
}

// judgeOther does what judge does, with one kind of events.
func judgeOther(t *testing.T, b *browsertest.Other, what string) {
	t.Helper()
	for _, wrong := range browsertest.Ask[[]string](t, b.Tab, provokeBy("click")) {
		t.Errorf("%s: %s", what, wrong)
	}
	for _, r := range b.Take() {
		t.Errorf("%s: %s", what, r)
	}
}

var scripts = regexp.MustCompile(`<script[^>]*></script>`)

// joinPages makes documents of pages, without our scripts, which would start once for each.
func joinPages(t *testing.T, h *host) {
	t.Helper()
	const atOnce = 200_000 // bytes; the time that a document takes grows faster than it
	h.mu.Lock()
	defer h.mu.Unlock()
	var name string
	for _, address := range h.pages() {
		file, err := url.PathUnescape(strings.TrimPrefix(address, h.URL+"/"))
		if err != nil {
			t.Fatal(err)
		}
		if file == "" || strings.HasSuffix(file, "/") {
			file += "index.html"
		}
		if strings.Contains(file, "/page/") && !strings.HasPrefix(file, "releases/page/") {
			continue // as the lists of release notes
		}
		if name == "" || len(h.added[name]) > atOnce {
			name = fmt.Sprintf("joined-%d.html", len(joinedPages.addresses))
			joinedPages.addresses = append(joinedPages.addresses, h.URL+"/"+name)
			joinedPages.pages = append(joinedPages.pages, 0)
		}
		h.added[name] += scripts.ReplaceAllString(h.files[file], "")
		joinedPages.pages[len(joinedPages.pages)-1]++
	}
}

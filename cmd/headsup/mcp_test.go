package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"headsup/generator/tools/npm"
)

// secret matches words that customers must not read.
var secret = regexp.MustCompile(`(?i)zqsecret[a-z0-9]*`)

// assistedFiles are a site in whose every internal field and place is a marker word.
var assistedFiles = map[string]string{
	"headsup.yaml": `title: Handbook
base_url: https://example.com/help/
time_zone: Europe/Berlin
products:
  - {id: billing, title: Billing}
  - {id: zqsecretproduct, title: zqsecretproducttitle, description: zqsecretdescription}
audiences: [sales, support, {id: zqsecretaudience, title: zqsecretaudiencetitle}]
owners: [{id: ann, title: zqsecretowner}]
internal_words: [zqsecretword]
launch: {requires: {ga: ["playbook:sales", snippet]}}
inbound: {sources: [{id: desk, title: zqsecretsource}]}
`,
	"releases/export.md": `---
title: Export invoices
date: 2026-11-20
products: [billing]
audiences: [sales]
visibility: public
owner: ann
feature_flag: zqsecretflag
launch: zqsecretlaunch
publish_at: 2026-11-20
date_differs: zqsecretreason
requests: [zqsecrettheme]
actions: {sales: "Say zqsecretaction"}
questions: ["How do I export?"]
version: 2.4.0
stage: ga
impact: high
---
Invoices can be exported as a table.

::: sales
Discounts are zqsecretdiscount percent.

## Zqsecretheading

- zqsecretitem
:::

## How to export {#how}

Open the list of invoices and choose *Export*. See [the plan](../launches/zqsecretlaunch.md).

` + "```sh\n# Not a heading\n\ncurl invoices\n```\n",
	"releases/zqsecretnote.md": `---
title: zqsecrettitle
id: zqsecretid
date: 2026-11-21
summary: zqsecretsummary
products: [zqsecretproduct]
audiences: [zqsecretaudience]
tags: [zqsecrettag]
owner: ann
version: 9-zqsecretversion
slug: zqsecretslug
aliases: [/zqsecretalias/]
questions: ["What is zqsecretquestion?"]
docs_url: https://zqsecretdocs.example/
---
Words about export: zqsecretbody.
`,
	"releases/planned.md": "---\ntitle: zqsecretplan\ndate: 2027-01-15\nstage: planned\nconfidence: low\n" +
		"products: [billing]\n---\nzqsecretplanned\n",
	"releases/draft.md": "---\ntitle: zqsecretdraft\nvisibility: public\ndraft: true\n---\nzqsecretdraft export\n",
	"releases/embargo.md": "---\ntitle: zqsecretembargo\nvisibility: public\ndate: 2026-11-01\n" +
		"publish_at: 2027-02-01\n---\nzqsecretembargo export\n",
	"playbooks/zqsecretbook.md": "---\ntitle: zqsecretbook\naudiences: [sales]\nlaunch: zqsecretlaunch\n" +
		"when: zqsecretwhen\n---\nzqsecretbook export\n",
	"launches/zqsecretlaunch.md": "---\ntitle: zqsecretlaunch\nid: zqsecretlaunch\ndate: 2026-12-01\nstage: ga\n" +
		"confidence: medium\nactions: {sales: zqsecretdo}\n---\nzqsecretlaunch\n",
	"snippets/tip.md": "---\ntitle: Try the export\nkey: export.tip\nsurface: banner\nvisibility: public\n" +
		"target: {plans: [pro]}\n---\nChoose Export.\n",
	"snippets/zqsecrettip.md": "---\ntitle: zqsecrettip\nkey: zqsecret.key\nsurface: banner\n---\nzqsecrettip\n",
	"inbound/desk/2026-11.jsonl": `{"id":"1","at":"2026-11-05T09:00:00Z","source":"desk","team":"customer","account":"zqsecretaccount",` +
		`"text":"How can I zqsecretask the whole thing?","kind":"how-to","theme":"zqsecrettheme"}` + "\n" +
		`{"id":"2","at":"2026-11-06T09:00:00Z","source":"desk","team":"customer",` +
		`"text":"Please tell how to zqsecretask","kind":"how-to","theme":"zqsecrettheme"}` + "\n",
	"guide.md":            "---\ntitle: Guide\nvisibility: public\n---\nWords.\n",
	"inbound/themes.yaml": "zqsecrettheme: {title: zqsecretthemetitle}\n",
}

// assistedAt is the time of the tests.
const assistedAt = "2026-11-23T12:00:00Z"

// assistant is a client of headsup mcp.
type assistant struct {
	*sdk.ClientSession
	folder  string
	changed chan struct{} // the list of resources has
	end     func() int    // closes its standard input and returns the exit status
}

// startMCP runs headsup mcp for an assistant until the test ends.
func startMCP(t *testing.T, files map[string]string, args ...string) *assistant {
	t.Helper()
	a := &assistant{folder: filepath.Join(t.TempDir(), "content"), changed: make(chan struct{}, 1)}
	for name, text := range files {
		write(t, filepath.Join(a.folder, filepath.FromSlash(name)), text)
	}
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	var stderr served
	m := mainCmd{Stdin: fromClient, Stdout: toClient, Stderr: &stderr, Getenv: func(string) string { return "" }}
	done := make(chan int, 1)
	go func() {
		done <- m.Run(context.Background(), append([]string{"mcp", "--no-cache", "--content", a.folder, "--now", assistedAt}, args...))
		toClient.Close()
	}()
	a.end = func() int { toServer.Close(); return <-done }
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, &sdk.ClientOptions{
		ResourceListChangedHandler: func(context.Context, *sdk.ResourceListChangedRequest) {
			select {
			case a.changed <- struct{}{}:
			default:
			}
		},
	})
	session, err := client.Connect(t.Context(), &sdk.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatalf("%v; it says\n%s", err, stderr.said())
	}
	a.ClientSession = session
	t.Cleanup(func() { toServer.Close() })
	return a
}

// call calls a tool and returns its answer, of a failed one the error's text.
func (a *assistant) call(t *testing.T, tool string, in any) (answer map[string]any, failed string) {
	t.Helper()
	res, err := a.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: in})
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	if res.IsError {
		return nil, res.Content[0].(*sdk.TextContent).Text
	}
	return res.StructuredContent.(map[string]any), ""
}

func (a *assistant) mustCall(t *testing.T, tool string, in any) map[string]any {
	t.Helper()
	answer, failed := a.call(t, tool, in)
	if failed != "" {
		t.Fatalf("%s %v: %s", tool, in, failed)
	}
	noNull(t, tool, answer)
	return answer
}

// noNull checks that lists are lists.
func noNull(t *testing.T, at string, v any) {
	t.Helper()
	switch v := v.(type) {
	case nil:
		t.Errorf("%s is null", at)
	case map[string]any:
		for k, x := range v {
			noNull(t, at+"."+k, x)
		}
	case []any:
		for i, x := range v {
			noNull(t, fmt.Sprintf("%s[%d]", at, i), x)
		}
	}
}

// at returns a value inside an answer, as text.
func at(v any, keys ...any) string {
	for _, k := range keys {
		switch k := k.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[k]
		case int:
			l, _ := v.([]any)
			if k >= len(l) {
				return ""
			}
			v = l[k]
		}
	}
	return fmt.Sprint(v)
}

type obj = map[string]any

func TestMCPForColleagues(t *testing.T) {
	t.Parallel()
	a := startMCP(t, assistedFiles)

	var names []string
	for tool, err := range a.Tools(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, tool.Name)
		schema, _ := json.Marshal([]any{tool.InputSchema, tool.OutputSchema})
		if strings.Contains(string(schema), `"null"`) || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s may change something or have null for a list: %s", tool.Name, schema)
		}
	}
	if want := []string{"coming", "launch", "questions", "read", "search", "whats_new", "who_sees"}; !slices.Equal(names, want) {
		t.Errorf("the tools are %v, not %v", names, want)
	}

	found := a.mustCall(t, "search", obj{"query": "export invoices", "kind": "release-note"})
	for key, want := range map[string]string{
		"title": "Export invoices", "public": "true", "source": "releases/export.md", "excerpt_public": "true",
		"internal": "[source]", "date": "2026-11-20", "kind": "release-note",
	} {
		if got := at(found, "results", 0, key); got != want {
			t.Errorf("search says of %s %q, not %q", key, got, want)
		}
	}
	if got := at(found, "results", 0, "address"); !strings.HasPrefix(got, "https://example.com/help/releases/export/") {
		t.Errorf("its address is %s", got)
	}
	hidden := a.mustCall(t, "search", obj{"query": "zqsecretdiscount"})
	if at(hidden, "results", 0, "public") != "true" || at(hidden, "results", 0, "excerpt_public") != "false" {
		t.Errorf("words for colleagues on a public page are said to be public: %v", hidden)
	}
	if note := a.mustCall(t, "search", obj{"query": "zqsecretbody"}); at(note, "results", 0, "public") != "false" {
		t.Errorf("a note for colleagues is said to be public: %v", note)
	}

	for _, name := range []string{
		"release-note:export", "releases/export.md", "releases/export/", "/help/releases/export/",
		"https://example.com/help/releases/export/", "headsup://page/releases/export/", "releases/export",
	} {
		page := a.mustCall(t, "read", obj{"page": name})
		if at(page, "page", "title") != "Export invoices" {
			t.Errorf("%s is %v", name, page)
		}
	}
	page := a.mustCall(t, "read", obj{"page": "releases/export.md"})
	public, internal := "", ""
	for _, p := range page["passages"].([]any) {
		if at(p, "public") == "true" {
			public += at(p, "markdown")
		} else {
			internal += at(p, "markdown")
		}
	}
	m := secret.FindString(public)
	if m != "" || !strings.Contains(public, "Invoices can be exported") || !strings.Contains(public, "curl") {
		t.Errorf("public is said to be (%q)\n%s", m, public)
	}
	for _, want := range []string{"zqsecretdiscount", "zqsecretitem", "zqsecretowner", "zqsecretflag", "zqsecretaction"} {
		if !strings.Contains(internal, want) {
			t.Errorf("%s is not said to be internal:\n%s", want, internal)
		}
	}
	for _, name := range []string{"How to export", "#how-to-export", "how to export"} {
		part := a.mustCall(t, "read", obj{"page": "releases/export.md", "section": name})
		if text := at(part, "passages"); !strings.Contains(text, "curl") || strings.Contains(text, "exported as a table") {
			t.Errorf("section %s is %s", name, text)
		}
	}

	fresh := a.mustCall(t, "whats_new", obj{"since": "2026-11-01", "product": "billing"})
	if at(fresh, "total") != "1" || at(fresh, "changes", 0, "shipped") != "2026-11-20" || at(fresh, "changes", 0, "public") != "true" {
		t.Errorf("new is %v", fresh)
	}
	ahead := a.mustCall(t, "coming", nil)
	if at(ahead, "coming", 0, "confidence") != "medium" || at(ahead, "coming", 0, "readiness") != "1 of 2 ready" ||
		at(ahead, "coming", 1, "date") != "2027-01" || at(ahead, "public") != "false" {
		t.Errorf("coming is %v", ahead)
	}
	for _, name := range []string{"zqsecretlaunch", "releases/export.md"} {
		plan := a.mustCall(t, "launch", obj{"launch": name})
		if at(plan, "ready") != "1" || at(plan, "missing") != "[Snippet]" || !strings.Contains(at(plan, "to_do"), "zqsecretdo") ||
			!strings.Contains(at(plan, "pieces"), "https://example.com/help/playbooks/zqsecretbook/") || at(plan, "asked") == "0" {
			t.Errorf("the launch is %v", plan)
		}
	}
	asked := a.mustCall(t, "questions", nil)
	theme := at(asked, "themes", 0, "title")
	if at(asked, "records") != "true" || theme != "zqsecretthemetitle" || at(asked, "themes", 0, "questions") != "2" {
		t.Errorf("asked is %v", asked)
	}

	for _, c := range []struct {
		in                    obj
		shown, reason, detail string
	}{
		{obj{"item": "export.tip", "viewer": obj{"plan": "pro"}}, "true", "<nil>", "<nil>"},
		{obj{"item": "snippets/tip.md", "viewer": obj{"plan": "free", "locale": "fr-CA"}}, "false", "plan", "pro"},
		{obj{"item": "release-note:export"}, "true", "<nil>", "<nil>"},
		{obj{"item": "release-note:export", "at": "2026-11-01T00:00:00Z"}, "false", "not-yet", ""},
		{obj{"item": "zqsecret.key"}, "false", "internal", "colleagues"},
	} {
		got := a.mustCall(t, "who_sees", c.in)
		if at(got, "shown") != c.shown || at(got, "reason") != c.reason || !strings.Contains(at(got, "detail"), c.detail) {
			t.Errorf("%v: %v", c.in, got)
		}
	}

	for _, c := range []struct {
		tool string
		in   obj
		want string
	}{
		{"read", obj{"page": "releases/exprt.md"}, "did you mean releases/export.md?"},
		{"read", obj{"page": "https://example.org/"}, "not one of this site"},
		{"read", obj{"page": "releases/export.md", "section": "Prices"}, "How to export"},
		{"read", obj{}, "page"},
		{"search", obj{}, "say what to search for"},
		{"search", obj{"query": "x", "product": "biling"}, "billing"},
		{"search", obj{"query": "x", "limit": 51}, "1 to 50"},
		{"whats_new", obj{"since": "lately"}, "30d, or a date"},
		{"whats_new", obj{"audience": "sale"}, "did you mean sales?"},
		{"launch", obj{"launch": "snippets/tip.md"}, "neither a launch"},
		{"who_sees", obj{"item": "guide.md"}, "name a snippet"},
		{"who_sees", obj{"item": "export.tip", "at": "noon"}, "a time such as"},
	} {
		if _, failed := a.call(t, c.tool, c.in); !strings.Contains(failed, strings.ReplaceAll(c.want, "30d", "90d")) {
			t.Errorf("%s %v: the error is %q, which does not say %q", c.tool, c.in, failed, c.want)
		}
	}

	text := resource(t, a, "headsup://page/releases/export/")
	if !strings.Contains(text, "<!-- for colleagues only") || !strings.Contains(text, "<!-- customers can read this") {
		t.Errorf("the resource is not marked:\n%s", text)
	}
	if _, err := a.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: "headsup://page/nothing/"}); err == nil {
		t.Error("a resource that is not there is read")
	}
	prompt, err := a.GetPrompt(t.Context(), &sdk.GetPromptParams{
		Name: "answer_customer", Arguments: map[string]string{"question": "How?\nNow?", "product": "billing"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if text := prompt.Messages[0].Content.(*sdk.TextContent).Text; !strings.Contains(text, "> How?\n> Now?") ||
		!strings.Contains(text, "for colleagues only") || !strings.Contains(text, "cite the address") {
		t.Errorf("the prompt is\n%s", text)
	}
	if code := a.end(); code != exitDone {
		t.Errorf("it ends with %d", code)
	}
}

func resource(t *testing.T, a *assistant, uri string) string {
	t.Helper()
	res, err := a.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri})
	if err != nil {
		t.Fatalf("%s: %v", uri, err)
	}
	return res.Contents[0].Text
}

// TestMCPForCustomers holds that nothing internal is in any answer to the public.
func TestMCPForCustomers(t *testing.T) {
	t.Parallel()
	a := startMCP(t, assistedFiles, "--visibility", "public")
	if m := secret.FindString(at(a.mustCall(t, "search", obj{"query": "export"}))); m != "" {
		t.Errorf("search says %s", m)
	}
	var said []string
	say := func(v any, err error) {
		data, _ := json.Marshal(v)
		said = append(said, fmt.Sprint(string(data), err))
	}
	say(a.InitializeResult(), nil)
	say(a.ListTools(t.Context(), nil))
	say(a.ListPrompts(t.Context(), nil))
	say(a.ListResourceTemplates(t.Context(), nil))
	list, err := a.ListResources(t.Context(), nil)
	say(list, err)
	for _, r := range list.Resources {
		said = append(said, resource(t, a, r.URI))
	}
	// What is there and internal is answered like what is not there.
	for _, name := range []string{
		"zqsecretid", "releases/zqsecretnote.md", "releases/export.md", "release-note:export", "releases/zqsecretslug/", "zqsecret.key",
		"releases/planned/", "zqsecretlaunch", "releases/draft/", "release-note:embargo", "export.tip", "zqsecretalias/", "zqsecretbok",
		"expotr",
	} {
		for tool, key := range map[string]string{"read": "page", "who_sees": "item"} {
			res, failed := a.call(t, tool, obj{key: name})
			say(res, nil)
			said = append(said, strings.ReplaceAll(failed, strconv.Quote(name), ""))
		}
		res, err := a.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: "headsup://page/" + name})
		if err == nil {
			say(res, nil)
		}
	}
	for _, in := range []obj{
		{"query": "export"},
		{"query": "zqsecretbody"},
		{"query": "zqsecre"},
		{"kind": "release-note"},
		{"product": "billing"},
		{"product": "nothing"},
		{"audience": "nobody"},
		{"kind": "nothing"},
		{"audience": "sales"},
	} {
		res, failed := a.call(t, "search", in)
		delete(res, "corrections")
		say(res, nil)
		said = append(said, failed)
	}
	for _, in := range []obj{{"since": "2020-01-01"}, {"product": "nothing"}, {"audience": "nobody"}, {"since": "9999d"}} {
		res, failed := a.call(t, "whats_new", in)
		say(res, nil)
		said = append(said, failed)
	}
	for _, text := range said {
		if m := secret.FindString(text); m != "" {
			t.Errorf("%s is in %s", m, text)
		}
		if strings.Contains(text, "planned.md") || strings.Contains(text, "releases/export.md\",") {
			t.Errorf("files are named in %s", text)
		}
	}
	for _, tool := range []string{"coming", "launch", "questions"} {
		if _, err := a.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: obj{}}); err == nil {
			t.Errorf("%s is there for the public", tool)
		}
	}
	if fresh := a.mustCall(t, "whats_new", obj{}); at(fresh, "changes", 0, "title") != "Export invoices" {
		t.Errorf("new is %v", fresh)
	}
	if len(said) < 40 {
		t.Errorf("only %d answers were looked at", len(said))
	}
}

// TestConcurrentMCPFollows holds that mistakes end nothing, and that changes are seen.
func TestConcurrentMCPFollows(t *testing.T) {
	t.Parallel()
	broken := "---\ntitle: Broken\ndate: never\n---\n"
	a := startMCP(t, map[string]string{
		"headsup.yaml":  "base_url: https://example.com/\n",
		"releases/a.md": broken,
	})
	if _, failed := a.call(t, "whats_new", obj{}); !strings.Contains(failed, "releases/a.md:3") || !strings.Contains(failed,
		"headsup check") {
		t.Errorf("with a mistake it says %q", failed)
	}
	file := filepath.Join(a.folder, "releases", "a.md")
	write(t, file, "---\ntitle: Mended\ndate: 2026-11-20\nvisibility: public\n---\nText.\n")
	<-a.changed
	if fresh := a.mustCall(t, "whats_new", obj{}); at(fresh, "changes", 0, "title") != "Mended" || at(fresh, "notes") != "[]" {
		t.Errorf("mended, it says %v", fresh)
	}
	// A mistake takes nothing away that was there.
	write(t, filepath.Join(a.folder, "releases", "b.md"), broken)
	for {
		fresh := a.mustCall(t, "whats_new", obj{})
		if at(fresh, "changes", 0, "title") != "Mended" {
			t.Fatalf("with a mistake again, it says %v", fresh)
		}
		if strings.Contains(at(fresh, "notes"), "releases/b.md:3") {
			break
		}
	}
	if code := a.end(); code != exitDone {
		t.Errorf("it ends with %d", code)
	}
}

// TestMCPQuotesNothing holds that customers do not read what is wrong with the content.
func TestMCPQuotesNothing(t *testing.T) {
	t.Parallel()
	const note = "releases/zqsecretnote.md"
	for _, files := range []map[string]string{
		{note: "---\ntitle: zqsecrettitle\ndate: zqsecretdate\n---\nText.\n"},
		{ // a public drawing says what only an internal page does
			note:                "---\ntitle: Zqsecret project\ndate: 2026-01-01\n---\nText.\n",
			"releases/a.md":     "---\ntitle: A\ndate: 2026-01-01\nvisibility: public\n---\n![Plan](plan.svg)\n",
			"releases/plan.svg": `<svg xmlns="http://www.w3.org/2000/svg"><text>Zqsecret project</text></svg>`,
		},
	} {
		files["headsup.yaml"] = "base_url: https://example.com/\n"
		a := startMCP(t, files, "--visibility", "public")
		if _, failed := a.call(t, "whats_new", obj{}); failed != "the content cannot be published right now" {
			t.Errorf("with a mistake it says %q", failed)
		}
	}
}

// TestMCPOverHTTP holds that assistants on this machine are answered, and pages of other
// sites are not.
func TestMCPOverHTTP(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(folder, "index.md"), "---\ntitle: Home of all\n---\nWords.\n")
	s := startCommand(t, "mcp", "--http", "127.0.0.1:0", "--content", folder)
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: s.url}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := session.InitializeResult().ProtocolVersion; got < "2025-11-25" {
		t.Errorf("it speaks %s", got)
	}
	a := &assistant{ClientSession: session}
	if found := a.mustCall(t, "search", obj{"query": "words"}); at(found, "results", 0, "title") != "Home of all" {
		t.Errorf("found is %v", found)
	}
	if text := resource(t, a, "headsup://page/"); !strings.Contains(text, "Home of all") {
		t.Errorf("the home page is %s", text)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	body := `{"jsonrpc":"2.0","id":1,"method":"initialize",` +
		`"params":{"protocolVersion":"2099-01-01","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`
	for _, c := range []struct {
		host, origin, want string
		status             int
	}{
		{"", "", `"protocolVersion":"2025-11-25"`, http.StatusOK},
		{"evil.example", "", "does not answer under that name", http.StatusForbidden},
		{"", "https://evil.example", "", http.StatusForbidden},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		req.Host = c.host
		if c.origin != "" {
			req.Header.Set("Origin", c.origin)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != c.status || !strings.Contains(string(text), c.want) {
			t.Errorf("%+v: %d %s", c, res.StatusCode, text)
		}
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("it ends with %d: %s", code, s.said())
	}
}

// TestMCPForNode has a client that others wrote start the command, as assistants do.
func TestMCPForNode(t *testing.T) {
	t.Parallel()
	root, err := npm.Assistants()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(folder, "guide.md"), "---\ntitle: Guide\nvisibility: public\n---\nWords about exports.\n")
	out, err := npm.RunIn(t.Context(), root, `
import {Client} from "@modelcontextprotocol/sdk/client/index.js";
import {StdioClientTransport} from "@modelcontextprotocol/sdk/client/stdio.js";
const client = new Client({name: "test", version: "1"});
await client.connect(new StdioClientTransport({
  command: "headsup", args: ["mcp", "--no-cache", "--content", process.argv[2]], env: process.env,
}));
const {tools} = await client.listTools(); // keeps their schemas, by which it checks what they answer
const call = (name, args) => client.callTool({name, arguments: args});
const found = await call("search", {query: "exports"});
const read = await call("read", {page: found.structuredContent.results[0].address});
const wrong = await call("read", {page: "gide.md"});
const {resources} = await client.listResources();
const {prompts} = await client.listPrompts();
console.log([
  tools.length, found.structuredContent.results[0].title, JSON.parse(read.content[0].text).page.public,
  wrong.isError, wrong.content[0].text, resources[0].uri, prompts[0].name,
].join("\n"));
for (const {name} of tools) {
  if (name !== "read" && name !== "search" && name !== "launch" && name !== "who_sees") {
    await call(name, {});
  }
}
await client.close();
`, nil, folder)
	if err != nil {
		t.Fatal(err)
	}
	want := "7\nGuide\ntrue\ntrue\nthere is no page \"gide.md\"; did you mean guide.md?\nheadsup://page/guide/\nanswer_customer\n"
	if string(out) != want {
		t.Errorf("it is answered\n%s\nnot\n%s", out, want)
	}
}

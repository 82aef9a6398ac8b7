package client_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"headsup/generator/publish/search/searchtest"
)

// small is content of which an index has files of every kind.
var small = map[string]string{
	"headsup.yaml": "language: en\nproducts: [{id: billing, title: Billing}]\nsynonyms: {sso: [single sign-on]}\n",
	"releases/a.md": "---\ntitle: Export invoices as CSV\ndate: 2026-05-01\nversion: v2.14.0\n" +
		"stage: beta\nproducts: [billing]\ntags: [Export]\nquestions: [How do I export?]\n---\n" +
		"Choose **Invoices**, then `billing.export`.\n\n## Single sign-on\n\n検索エンジン, größer.\n",
	"playbooks/b.md": "---\ntitle: Sell the export\n---\nInvoices, exports and more of the same.\n",
	"c.md":           "---\ntitle: Empty\n---\n",
}

// forPeople is what an error's message has to look like, after its name.
var forPeople = regexp.MustCompile(`^Error: (The search index|A part of the search index) .+\.( .+[.?])?$`)

const parseDamaged = `
	const { parseRoot, parseShard, parsePositions, parseSpelling, parseQuestions, parseFacets, ` +
	`inflate } = await import("./src/index/decode.js");
	const { parseFragment } = await import("./src/result.js");
	const fetched = async (name) => new Uint8Array(await (await fetch("search/" + name)).arrayBuffer());
	let seed = 11;
	const below = (n) => {
		seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
		return Math.floor((seed / 2 ** 32) * n);
	};
	// stored is data in DEFLATE's form without compression.
	const stored = (data) => {
		const head = [1, data.length & 255, data.length >> 8, ~data.length & 255, (~data.length >> 8) & 255];
		return new Uint8Array([...head, ...data]);
	};
	const noise = (n) => Uint8Array.from({ length: n }, () => below(256));
	const damage = (data) => {
		const at = below(data.length);
		const bytes = Array.from(data);
		switch (below(6)) {
			case 0: return data.slice(0, at);
			case 1: bytes[at] ^= 1 << below(8); break;
			case 2: bytes[at] = [0, 127, 128, 255][below(4)]; break;
			case 3: bytes.splice(at, 1 + below(3)); break;
			case 4: bytes.splice(at, 0, ...noise(1 + below(8))); break;
			default: for (let i = 0; i <= below(5); i++) bytes[below(bytes.length)] = below(256);
		}
		return new Uint8Array(bytes);
	};
	const root = await parseRoot(await fetched("root.bin"));
	const shard = await parseShard(await fetched("terms/" + root.shards[0] + ".bin"), root.pages);
	const sorts = {
		root: parseRoot,
		terms: (data) => parseShard(data, root.pages),
		positions: (data) => parsePositions(data, shard),
		spelling: parseSpelling,
		questions: (data) => parseQuestions(data, root.pages),
		facets: (data) => parseFacets(data, root.pages),
		fragments: parseFragment,
	};
	const page = new TextEncoder().encode("<!doctype html><title>Not found</title><p>There is no such page.</p>");
	const errors = {};
	const whole = [];
	const tryAll = async (sort, data, accepted) => {
		let timer;
		const late = new Promise((_, reject) => (timer = setTimeout(reject, 120_000, "it hangs")));
		try {
			await Promise.race([(async () => sorts[sort](data))(), late]);
			if (accepted === false) errors[sort + " is read"] = String(data).slice(0, 200);
		} catch (error) {
			if (accepted) errors["whole " + sort] = String(error);
			errors[String(error)] = sort + " " + String(data).slice(0, 200);
		}
		clearTimeout(timer);
	};
	for (const name of input.names) {
		const sort = name.split(/[/.]/)[0];
		const data = await fetched(name);
		await tryAll(sort, data, true);
		const compressed = sort !== "fragments";
		for (const foreign of [new Uint8Array(0), page, noise(501)]) {
			await tryAll(sort, foreign, false);
			if (compressed) await tryAll(sort, stored(foreign), false);
		}
		const inside = compressed && (await inflate(data));
		for (let i = 0; i < input.times; i++) {
			await tryAll(sort, damage(data));
			if (compressed) await tryAll(sort, stored(damage(inside)));
		}
	}
	// Files that would be too large.
	const zeros = new Blob([new Uint8Array(40 << 20)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
	const bomb = new Uint8Array(await new Response(zeros).arrayBuffer());
	for (const sort in sorts) await tryAll(sort, bomb, false);
	for (const text of ["null", "[]", "{}", "5", '"x"', '{"url":"a","title":"b","sections":[]}', ` +
	`'{"url":"a","title":"b","sections":[null]}', '{"url":1}', "[".repeat(1e5)]) {
		await tryAll("fragments", new TextEncoder().encode(text), false);
	}
	return errors;`

// TestParseDamaged wants an error for people, or a value, of everything that a
// file can become: no other error, and an end in time.
func TestParseDamaged(t *testing.T) {
	x := searchtest.Build(t, small, false)
	input := map[string]any{"names": ofEachSort(x), "times": 120}
	errors := run[map[string]string](t, served(x), parseDamaged, input)
	if len(errors) == 0 {
		t.Error("there is no error: the test tests nothing")
	}
	for text, file := range errors {
		if !forPeople.MatchString(text) {
			t.Errorf("%s: %s", text, file)
		}
	}
}

// ofEachSort names one or two files of each sort.
func ofEachSort(x *searchtest.Index) (names []string) {
	seen := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(x.Files)) {
		folder, _, _ := strings.Cut(name, "/")
		if seen[folder]++; seen[folder] <= 2 {
			names = append(names, name)
		}
	}
	return names
}

// host serves an index as hosts do: browsers may keep everything but the root.
// Files can be damaged, and all of them replaced.
type host struct {
	mu     sync.Mutex
	states map[string]map[string][]byte // indexes by name
	state  string
	broken string // the file that is not served as it is
	how    string
}

// ServeHTTP serves search/ below any folder, since each folder is new to the
// browser. A request for state/NAME, or for broken/HOW/FILE, changes what is
// served; one for "broken" ends that.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch folder, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); {
	case folder == "state":
		h.state = name
	case folder == "broken":
		h.how, h.broken, _ = strings.Cut(name, "/")
	default:
		h.file(w, strings.TrimPrefix(name, "search/"))
	}
}

func (h *host) file(w http.ResponseWriter, name string) {
	data, ok := h.states[h.state][name]
	status := http.StatusOK
	if name == h.broken {
		switch h.how {
		case "missing":
			ok = false
		case "page":
			data = []byte("<!doctype html><title>Not found</title>")
		case "short":
			data = data[:len(data)/2]
		case "empty":
			data = nil
		case "failing":
			status = http.StatusInternalServerError
		case "cut":
			w.Header().Set("Content-Length", fmt.Sprint(len(data)+100))
		}
	}
	if !ok {
		status = http.StatusNotFound
	} else if name != "root.bin" && status == http.StatusOK {
		w.Header().Set("Cache-Control", "max-age=3600, immutable")
	}
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

// expected are reports about files that a host does not serve whole.
func expected(report string) bool {
	return strings.HasPrefix(report, "Failed to load resource") && strings.Contains(report, "/search/")
}

const askDamaged = `
	const { open } = await import("./search-worker.js");
	const out = [];
	const answers = async (engine, q) => {
		const found = await engine.search(q, { facets: q === "export" });
		return [found.total, await found.load(0, 10)];
	};
	const whole = {};
	const healthy = await open(new URL("whole/search/", location.href).href);
	for (const q of input.questions) whole[q] = JSON.stringify(await answers(healthy, q));
	let folder = 0;
	for (const name of input.names) {
		// What does not need the file once does not need it however it is damaged: one
		// question speaks for all that are answered.
		let questions = input.questions;
		for (const how of input.ways) {
			const home = new URL("of-" + folder++ + "/search/", location.href).href;
			await fetch("broken/" + how + "/" + name);
			const errors = [], failed = [];
			let engine = await open(home).catch((error) => errors.push(String(error)) && null);
			if (!engine) failed.push(...questions);
			else for (const q of questions) {
				await answers(engine, q).catch((error) => failed.push(q) && errors.push(String(error)));
			}
			await fetch("broken");
			engine ??= await open(home);
			const after = [];
			for (const q of failed) {
				const now = await answers(engine, q).then(JSON.stringify, String);
				if (now !== whole[q]) after.push(q + ": " + now + " and not " + whole[q]);
			}
			out.push({ name, how, errors: [...new Set(errors)], asked: questions.length, failures: failed.length, after });
			const answered = questions.find((q) => !failed.includes(q));
			questions = [...failed, ...(answered === undefined ? [] : [answered])];
		}
	}
	return out;`

// TestDamagedIndex asks questions while a file is gone or is not what it should
// be, and again once it is back.
func TestDamagedIndex(t *testing.T) {
	x := searchtest.Build(t, small, false)
	h := &host{states: map[string]map[string][]byte{"": {}}}
	for name, f := range x.Files {
		h.states[""][name] = f.Data
	}
	questions := []string{"", "export", `"export invoices"`, "sso", "検索", "exprot", `sell -"the export"`, "how do I export"}
	for n := 3; n < 26; n += 3 {
		questions = append(questions, strings.Repeat("q", n)+" ")
	}
	ways := []string{"missing", "page", "short", "empty", "failing", "cut"}
	names := ofEachSort(x)
	input := map[string]any{"names": names, "ways": ways, "questions": questions}
	type outcome struct {
		Name, How string
		Errors    []string
		Asked     int
		Failures  int
		After     []string // what is answered differently once the file is back
	}
	list := runOn[[]outcome](t, h, expected, askDamaged, input)
	if len(list) != len(names)*len(ways) {
		t.Fatalf("%d outcomes", len(list))
	}
	for _, o := range list {
		if o.Failures == 0 {
			t.Errorf("%s is %s, and no question needs it", o.Name, o.How)
		}
		if o.Name != "root.bin" && o.Failures == o.Asked {
			t.Errorf("%s is %s, and nothing is answered", o.Name, o.How)
		}
		for _, text := range o.Errors {
			if !forPeople.MatchString(text) {
				t.Errorf("%s is %s: %s", o.Name, o.How, text)
			}
		}
		for _, text := range o.After {
			t.Errorf("%s was %s: afterwards the answer is to %s", o.Name, o.How, text)
		}
	}
}

// versions are two indexes of several shards, of which they have none in common.
func versions(t *testing.T) *host {
	t.Helper()
	h := &host{state: "a", states: map[string]map[string][]byte{}}
	for version, first := range map[string]int{"a": 0, "b": 1} {
		files := map[string]string{}
		for i := range 30 {
			var words strings.Builder
			for k := range 300 {
				fmt.Fprintf(&words, "%c%c%s%d ", 'a'+k%26, 'a'+i%26, version, k*i+first)
			}
			files[fmt.Sprintf("page%d.md", i)] = fmt.Sprintf("---\ntitle: Apple and zebra of %s, %d\n---\n"+
				"apple zebra%d only%s %s\n", version, i, i, version, words.String())
		}
		h.states[version] = map[string][]byte{}
		for name, f := range searchtest.Build(t, files, false).Files {
			h.states[version][name] = f.Data
		}
	}
	shards := 0
	for name := range h.states["a"] {
		if strings.HasPrefix(name, "terms/") {
			shards++
			if h.states["b"][name] != nil {
				t.Errorf("both versions have %s", name)
			}
		}
	}
	if shards < 3 {
		t.Fatalf("%d shards are too few to test anything", shards)
	}
	return h
}

const askRebuilt = `
	const { open } = await import("./search-worker.js");
	const result = {};
	const titles = async (found) => (await found.load(0, 3)).map((r) => r.title.split(",")[0]);
	const ask = async (engine, q) => {
		try {
			return (await titles(await engine.search(q))).join("; ");
		} catch (error) {
			return String(error);
		}
	};
	const opened = async (name) => {
		await fetch("state/a");
		const engine = await open(new URL(name + "/search/", location.href).href);
		result[name] = [await ask(engine, "apple")];
		return engine;
	};
	// A word whose shard has not been read.
	let engine = await opened("other");
	await fetch("state/b");
	result.other.push(await ask(engine, "zebra1"), await ask(engine, "apple"));

	// A word whose shard has, with more results than were shown.
	engine = await opened("more");
	const found = await engine.search("apple");
	await fetch("state/b");
	result.more.push(await found.load(10, 13).catch(String), await ask(engine, "apple"));

	// Many at once.
	engine = await opened("many");
	await fetch("state/b");
	result.many.push(...(await Promise.all(["zebra1", "zebra2", '"apple zebra1"', "applle zebra2", "onlyb"].map((q) => ask(engine, q)))));

	// With the old root: the host has not replaced it yet.
	engine = await opened("old");
	await fetch("broken/missing/root.bin");
	await fetch("state/b");
	result.old.push(await ask(engine, "zebra1"));
	await fetch("broken");
	result.old.push(await ask(engine, "zebra1"));
	return result;`

// TestRebuilt replaces a site while a reader has it open.
func TestRebuilt(t *testing.T) {
	got := runOn[map[string][]string](t, versions(t), expected, askRebuilt, nil)
	page := func(version string) string { return "Apple and zebra of " + version }
	three := func(version string) string {
		return strings.Join(slices.Repeat([]string{page(version)}, 3), "; ")
	}
	a, b := three("a"), three("b")
	missing := "Error: A part of the search index is missing. If the site has just been updated, try again in a minute."
	want := map[string][]string{
		"other": {a, page("b"), b},
		"more":  {a, missing, b},
		"many":  {a, page("b"), page("b"), page("b"), page("b"), b},
		"old":   {a, missing, page("b")},
	}
	for name, list := range want {
		if !slices.Equal(got[name], list) {
			t.Errorf("%s:\n%q, want\n%q", name, got[name], list)
		}
	}
}

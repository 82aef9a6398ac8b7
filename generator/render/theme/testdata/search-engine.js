// A stand-in for the search engine with the same contract: it looks for words in
// a few made pages. What it does beside that is set in globalThis.standIn:
// openFails and searchFails (how often), failing (index of a result that cannot
// be loaded), held (promises for which searches wait, by query), asked (what it
// was asked), and loads (which results were loaded, from and to).
const settings = (globalThis.standIn ??= {});
settings.asked = [];
settings.loads = [];

const kinds = { "release-note": "Release note", playbook: "Playbook", snippet: "Snippet", page: "Page" };
const products = { billing: "Billing", reports: "Reports", mobile: "Mobile apps" };
const audiences = { sales: "Sales", support: "Support" };
const stages = { beta: "Beta", ga: "GA" };
const subjects = ["Export invoices as one file", "Invoice reminders for late payers", "Faster search in reports", "Sign in with a passkey", "How to answer a question about invoices"];
const text = "Finance teams pull a month of invoices in one go, in the format that their accounting tool reads. A month of a large account takes a minute.";
const pages = Array.from({ length: 42 }, (_, i) => {
  const pick = (map) => Object.keys(map)[i % Object.keys(map).length];
  return {
    title: i === 0 ? subjects[0] : `${subjects[i % subjects.length]} ${i + 1}`,
    kind: pick(kinds),
    product: [pick(products)],
    audience: [pick(audiences)],
    stage: pick(kinds) === "release-note" ? pick(stages) : "",
    tag: [`tag-${String(i % 14).padStart(2, "0")}`],
  };
});
const hostile = `"><img src=x onerror="ran=1"><script>ran=1</script>&amp;`;
pages.push({ title: `Hostile ${hostile}`, kind: "page", product: ["billing"], audience: [], stage: "", tag: [hostile], hostile: true });

const wait = (held, signal) =>
  new Promise((done, fail) => {
    held.then(done);
    signal?.addEventListener("abort", () => fail(new DOMException("aborted", "AbortError")));
  });
const valuesOf = (page, facet) => [page[facet]].flat().filter(Boolean);
const titleOf = (facet, id) => ({ kind: kinds, product: products, audience: audiences, stage: stages })[facet]?.[id] ?? id;

export async function open(folder) {
  settings.folder = folder;
  if (settings.openFails-- > 0) throw new Error("The index cannot be reached.");
  return { pages: pages.length, search };
}

async function search(query, { filters = {}, facets = false, signal } = {}) {
  settings.asked.push(query);
  signal?.throwIfAborted();
  if (settings.held?.[query]) await wait(settings.held[query], signal);
  if (settings.searchFails-- > 0) throw new TypeError("undefined is not a function");
  let words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const corrections = [];
  words = words.map((w) => {
    if (w !== "exprot") return w;
    corrections.push({ word: "exprot", terms: ["export"] });
    return "export";
  });
  const has = (p, w) => `${p.title} ${text}`.toLowerCase().includes(w);
  let said = pages.filter((p) => words.every((w) => has(p, w)));
  const partial = said.length === 0 && words.some((w) => pages.some((p) => has(p, w)));
  if (partial) said = pages.filter((p) => words.some((w) => has(p, w)));
  const fits = (p, but) => Object.entries(filters).every(([f, ids]) => f === but || valuesOf(p, f).some((id) => ids.includes(id)));
  const hits = said.filter((p) => fits(p));
  return {
    query,
    total: hits.length,
    partial,
    words,
    corrections,
    suggestions: hits.length === 0 ? ["invoices", "passkey"] : [],
    facets: facets ? ["kind", "product", "audience", "stage", "tag"].map((id) => counts(id, said.filter((p) => fits(p, id)), filters[id] ?? [])) : null,
    async load(from, to) {
      settings.loads.push([from, to]);
      if (settings.failing >= from && settings.failing < to) throw new Error("A part of the index is missing.");
      return hits.slice(from, to).map((p) => show(p, words));
    },
  };
}

function counts(facet, list, selected) {
  const found = new Map(selected.map((id) => [id, 0]));
  for (const p of list) for (const id of valuesOf(p, facet)) found.set(id, (found.get(id) ?? 0) + 1);
  const values = [...found].map(([id, count]) => ({ id, title: titleOf(facet, id), count, selected: selected.includes(id) }));
  return { id: facet, values: values.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)) };
}

function mark(string, words) {
  const split = words.length > 0 ? string.split(new RegExp(`(${words.map((w) => w.replace(/\W/g, "\\$&")).join("|")})`, "i")) : [string];
  return split.map((piece, i) => ({ text: piece, mark: i % 2 === 1 })).filter((p) => p.text);
}

function show(p, words) {
  const at = pages.indexOf(p);
  return {
    url: `/release-note/?page=${at}${at % 3 === 0 ? "#how" : ""}`,
    title: p.title,
    kind: p.kind,
    kindTitle: kinds[p.kind],
    badges: p.stage ? [{ class: `stage-${p.stage}`, text: stages[p.stage] }] : [],
    date: at % 4 === 0 ? { iso: "2026-11-23", text: "23 November 2026" } : null,
    version: p.kind === "release-note" ? "3.10" : "",
    section: p.hostile ? hostile : at % 3 === 0 ? "How it works" : "",
    excerpt: mark(p.hostile ? `${hostile} invoices` : text, words),
    sections:
      at % 5 === 0
        ? [
            { url: `/release-note/?page=${at}#why`, title: p.hostile ? hostile : "Why it matters", excerpt: mark("It was the most wished-for change for invoices.", words) },
            { url: `/release-note/?page=${at}#faq`, title: "Questions", excerpt: [] },
          ]
        : [],
  };
}

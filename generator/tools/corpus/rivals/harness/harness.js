// What the program calls in the page, as window.rivals.
import * as engines from "./engines.js";

let engine; // the promise of the engine that is open
let tasks = [];
const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
observer.observe({ type: "longtask" });

// answers returns the URLs of the first results of many queries.
async function answers(name, settings, queries, most) {
  const search = await (engine ??= engines[name](settings));
  const out = [];
  for (const text of queries) out.push((await search(text, most)).map((r) => r.url));
  return out;
}

// find searches as a reader does: the first time, it opens the engine. It
// returns the milliseconds until there are results, and how many there are.
async function find(name, settings, text, most) {
  const start = performance.now();
  const search = await (engine ??= engines[name](settings));
  const results = await search(text, most);
  const milliseconds = performance.now() - start;
  if (results.some((r) => !r.title)) throw new Error(`${name} shows a result without a title`);
  return { milliseconds, results: results.length };
}

// longest returns the length of the longest task since the page was opened, in
// milliseconds: 0 when none was longer than 50, which no browser reports.
async function longest() {
  await new Promise((done) => setTimeout(done, 100)); // the observer hears of a task after it
  tasks.push(...observer.takeRecords());
  return Math.max(0, ...tasks.map((t) => t.duration));
}

function language(tag) {
  document.documentElement.lang = tag; // Pagefind takes the index of the page's language
}

window.rivals = { answers, find, longest, language };

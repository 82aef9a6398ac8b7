// The search engine of a site. It is the Go package search in JavaScript, piece by
// piece under the same names; tests run both on the same queries. What a query may
// hold and how pages are put in order is explained there.
import { parseQuery, readWords } from "./query.js";
import { Concept } from "./concept.js";
import { conceptOf, expand, phraseOf } from "./match.js";
import { addSynonyms } from "./synonym.js";
import { find } from "./hits.js";
import { likeness } from "./likeness.js";
import { rank } from "./rank.js";
import { correct, suggest } from "./spelling.js";
import { Task } from "./task.js";
import { filter } from "./filter.js";
import { Marker } from "./mark.js";
import { choose, parseFragment } from "./result.js";

// Engine answers queries from an index.
export class Engine {
  constructor(index) {
    const { stems, synonyms } = index.root;
    this.index = index;
    // Groups, of members, of words.
    this.synonyms = synonyms.map((group) => group.map((text) => readWords(text, stems)).filter((m) => m.length > 0));
  }

  // search answers a query. Filters are the values that are asked for, by facet.
  // Without words it returns all pages, those of the highest standing first.
  async search(text, { filters = {}, facets = false, signal } = {}) {
    const { index } = this;
    const task = new Task(signal);
    const q = parseQuery(text, index.root.stems);
    const { concepts, words } = await this.understand(q, task);
    for (const c of concepts) await find(index, c, task);
    const excluded = await this.excluded(q, task);
    let found;
    if (concepts.length > 0) {
      const adjoining = await Promise.all(q.adjoining.map((units) => phraseOf(index, units)));
      for (const c of adjoining) await find(index, c, task);
      const compared = await likeness(index, q, concepts, task);
      found = await rank(index.pages, concepts, adjoining, excluded, compared, task);
    } else {
      found = { pages: [], scores: new Float64Array(index.pages), partial: false };
      for (let page = index.pages - 1; page >= 0; page--) if (!excluded.has(page)) found.pages.push(page);
    }
    let { pages } = found;
    let counts = null;
    if (facets || Object.values(filters).some((values) => values.length > 0)) {
      [pages, counts] = filter(pages, await index.facets(), filters);
    }
    signal?.throwIfAborted();
    const { scores, partial } = found;
    return {
      query: text,
      total: pages.length,
      get hits() {
        return pages.map((page) => ({ page, score: scores[page] }));
      },
      partial: partial && pages.length > 0,
      words: words.map((w) => w.text),
      corrections: concepts.filter((c) => c.typo && c.hits.pages.length > 0).map((c) => ({ word: c.text, terms: c.corrections() })),
      suggestions: pages.length === 0 ? await suggest(index, words, task) : [],
      facets: counts,
      load: loader(index, text, pages, scores, concepts, signal),
    };
  }

  // understand makes concepts of a query, and returns the words that they are of.
  async understand(q, task) {
    const { index } = this;
    let { words } = q;
    if (q.phrases.length > 0 || words.some((w) => !w.stop)) words = words.filter((w) => !w.stop);
    const alone = await Promise.all(words.map((w) => conceptOf(index, w)));
    const concepts = await addSynonyms(index, this.synonyms, words, alone.slice());
    for (let i = 0; i < alone.length; i++) {
      if (concepts.includes(alone[i]) && !alone[i].found) await correct(index, alone[i], words[i], task);
    }
    for (const p of q.phrases) concepts.push(await phraseOf(index, p));
    return { concepts, words };
  }

  // excluded returns the pages that have what the query does not want.
  async excluded(q, task) {
    const { index } = this;
    const unwanted = [];
    for (const w of q.notWords) {
      const c = new Concept();
      for (const f of w.forms) c.add(1, await expand(index, f.token, f.weight, false));
      unwanted.push(c);
    }
    for (const p of q.notPhrases) unwanted.push(await phraseOf(index, p));
    const out = new Set();
    for (const c of unwanted) {
      await find(index, c, task);
      for (const page of c.hits.pages) out.add(page);
    }
    return out;
  }
}

// loader returns a function that loads the results from one place of the hits up to
// another.
function loader(index, text, pages, scores, concepts, signal) {
  const marker = new Marker(text, concepts);
  return async (from, to) => {
    const task = new Task(signal);
    const shown = pages.slice(from, to);
    const fragments = await Promise.all(shown.map((page) => index.fragment(page, parseFragment)));
    const out = [];
    for (let i = 0; i < shown.length; i++) {
      await task.pause();
      out.push({ ...choose(marker, fragments[i]), score: scores[shown[i]] });
    }
    return out;
  };
}

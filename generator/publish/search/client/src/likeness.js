// How like a query the titles and questions of pages are.
import { asks } from "./index/posting.js";
import { frequency, group, pair, pairOf, rarity, stop, term } from "./index/questions.js";

const leastCompared = 3; // words of a query that is compared
const longQuery = 4; // words from which on it says enough to be compared in full
const shortShare = 0.1; // of what the likeness of a shorter query counts
const lengthPower = 0.7; // of a page's length: of 1, long ones would be put back too far

// likeness returns how like a query the title and questions of each page are, 0 to about 2,
// as like; null when the query has fewer words or a phrase. A query is long or not.
export async function likeness(index, q, concepts, task) {
  const long = q.words.length >= longQuery;
  if (q.words.length < leastCompared || q.phrases.length > 0) return { like: null, long };
  const questions = await index.questions();
  const { pages } = index;
  const like = new Float64Array(pages);
  let square = 0;
  for (const c of concepts) {
    await task.pause();
    const found = asked(c.hits);
    const weight = rarity(pages, found.length, term) ** 2;
    square += weight;
    for (const [page, much] of found) like[page] += weight * much;
  }
  for (const [name, trait] of traitsOf(q, questions)) {
    const [from, to] = questions.find(name);
    if (from === to && trait !== stop) continue; // no page has it, or so many that it is left out
    const weight = rarity(pages, to - from, trait) ** 2;
    square += weight;
    for (let i = from; i < to; i++) like[questions.pages[i]] += weight * frequency(questions.counts[i]);
  }
  const share = long ? 1 : shortShare;
  for (let page = 0; page < pages; page++) {
    if (like[page] > 0) like[page] *= share / (Math.sqrt(square) * questions.length(page) ** lengthPower);
  }
  return { like, long };
}

// traitsOf returns the traits of a query that are not terms, each once, by name.
function traitsOf({ words }, questions) {
  const traits = new Map();
  words.forEach((w, i) => {
    for (const name of questions.groups(w.stem)) traits.set(name, group);
    if (!w.stop) return;
    traits.set(w.text, stop);
    if (words[i - 1]?.stop) traits.set(pairOf(words[i - 1].text, w.text), pair);
  });
  return traits;
}

// asked returns how much of a concept is in the title and questions of the pages that have
// it there, as pairs.
function asked({ lines }) {
  const out = [];
  for (const [page, list] of lines) {
    const found = list.filter((l) => asks(l.key));
    if (found.length > 0) out.push([page, Math.max(...found.map((l) => l.quality)) * frequency(found.length)]);
  }
  return out;
}

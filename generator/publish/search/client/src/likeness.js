// How like a query the titles and questions of pages are.
import { asks } from "./index/posting.js";
import { frequency, rarity } from "./index/questions.js";

const manyWords = 4; // from which on a query is compared
const lengthPower = 0.7; // of a page's length: of 1, long ones would be put back too far

// likeness returns, by page, how like the query its title and questions are: 0 to about
// 2. It is null for a query of few words or with phrases.
export async function likeness(index, q, concepts, task) {
  if (q.words.length < manyWords || q.phrases.length > 0) return null;
  const questions = await index.questions();
  const { pages } = index;
  const like = new Float64Array(pages);
  let square = 0;
  for (const c of concepts) {
    await task.pause();
    const found = asked(c.hits);
    const weight = rarity(pages, found.length, false) ** 2;
    square += weight;
    for (const [page, much] of found) like[page] += weight * much;
  }
  for (const word of new Set(q.words.filter((w) => w.stop).map((w) => w.text))) {
    const [from, to] = questions.find(word);
    const weight = rarity(pages, to - from, true) ** 2;
    square += weight;
    for (let i = from; i < to; i++) like[questions.pages[i]] += weight * frequency(questions.counts[i]);
  }
  for (let page = 0; page < pages; page++) {
    if (like[page] > 0) like[page] /= Math.sqrt(square) * questions.length(page) ** lengthPower;
  }
  return like;
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

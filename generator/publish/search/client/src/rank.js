// How results are put in order.
import { partsWeight } from "./concept.js";
import { isSameLine } from "./hits.js";
import { kindOf } from "./index/posting.js";

const saturation = 2.5; // k1 of BM25: how soon more of the same word stops to count
const scatter = 0.5; // power of the share of the query that a page has
const whole = 3; // what a page with a code gets that others have only the parts of
const adjacent = 2; // factor for a page that has words together that were typed together
const standing = 0.06; // the most that a page's standing adds, as a share

// With so many pages that have all words, pages with a part of them are no results.
const enough = 10;

// The share of a query that a page has to have, by the weight of its words.
const leastShare = 0.35;
const nearly = 0.8; // of the most that any page has, which is enough in any case

const likenessBonus = 4; // of a page that is wholly like the query, as a share of what its words can give
const alike = 0.03; // makes a page a result by itself

const full = 2; // stands for the share of a page that has all, since no sum reaches it

// lineBonus is what a line that is the same as the query adds, as a share of what all
// words of the query can give: for a title, question, heading and name.
const lineBonus = [2, 2, 0.5, 1.8];
const headingLine = 2;

// rank scores the pages that have any of the concepts. It returns the pages that
// are results, the best first, the scores by page, and whether none has all.
export async function rank(count, concepts, adjoining, excluded, compared, task) {
  const { like } = compared;
  let total = 0;
  for (const c of concepts) {
    const df = c.hits.pages.length;
    c.idf = Math.log(1 + (count - df + 0.5) / (df + 0.5));
    total += c.idf;
  }
  const scored = [];
  const scores = new Float64Array(count);
  const shares = new Float64Array(count);
  let complete = 0;
  let most = 0;
  const seen = new Uint8Array(count);
  for (const c of concepts) {
    for (let i = 0; i < c.hits.pages.length; i++) {
      if (i % 500 === 499) await task.pause();
      const page = c.hits.pages[i];
      if (seen[page] || excluded.has(page)) continue;
      seen[page] = 1;
      let [score, share] = scoreOf(concepts, page, total, count, compared);
      if (score <= 0) continue;
      for (const a of adjoining) if (a.hits.weights[page] > 0) score *= adjacent;
      if (share === full) complete++;
      most = Math.max(most, share);
      scores[page] = score;
      shares[page] = share;
      scored.push(page);
    }
  }
  const least = complete < enough ? Math.min(leastShare, nearly * Math.min(1, most)) : full;
  const kept = scored.filter((page) => shares[page] >= least || like?.[page] >= alike);
  for (let page = 0; like && page < count; page++) {
    if (like[page] < alike || seen[page] || excluded.has(page)) continue;
    scores[page] = Math.round(likenessBonus * total * like[page] * 1e6) / 1e6;
    kept.push(page);
  }
  // Sorted as numbers, which is fast: by score, those of one score by page.
  const keys = Float64Array.from(kept, (page) => Math.round(scores[page] * 1e6) * count + page).sort().reverse();
  const pages = Array.from(keys, (key) => key % count);
  return { pages, scores, partial: complete === 0 };
}

// scoreOf returns the score of a page and the share of the query that it has. The
// score is 0 for a page that lacks what is required.
function scoreOf(concepts, page, total, count, { like, long }) {
  let score = 0;
  let share = 0;
  let matched = 0;
  for (const c of concepts) {
    const w = c.hits.weights[page];
    if (w === 0) {
      if (c.required) return [0, 0];
      continue;
    }
    score += (c.idf * c.hits.quality[page] * w) / (w + saturation);
    if (c.code && c.hits.quality[page] > partsWeight) score += whole * c.idf;
    share += c.idf;
    matched++;
  }
  share /= total;
  score *= share ** scatter;
  const [line, heading] = bestLine(concepts, page, total);
  score += total * line;
  if (like) score += likenessBonus * total * Math.max(like[page], long ? heading : 0);
  const above = count - 1 - page; // how many pages have a higher standing
  score *= 1 + standing * (1 - above / count);
  return [Math.round(score * 1e6) / 1e6, matched === concepts.length ? full : share];
}

// bestLine returns how much the line that is nearest to the query adds, and how near the
// nearest heading is, 0 to 1.
function bestLine(concepts, page, total) {
  const sums = [];
  for (const c of concepts) {
    for (const l of c.hits.lines.get(page) ?? []) {
      let s = sums.find((o) => isSameLine(o, l));
      if (!s) sums.push((s = { key: l.key, length: l.length, words: 0, share: 0 }));
      s.words += l.words;
      s.share += c.idf * l.quality;
    }
  }
  let best = 0;
  let heading = 0;
  for (const s of sums) {
    const line = Math.min(1, s.words / Math.max(1, s.length));
    const query = s.share / total;
    const h = (2 * line * query) / (line + query);
    const near = h * Math.sqrt(h);
    best = Math.max(best, lineBonus[kindOf(s.key)] * near);
    if (kindOf(s.key) === headingLine) heading = Math.max(heading, near);
  }
  return [best, heading];
}

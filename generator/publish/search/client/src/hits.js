import { compareNumbers, lowerBound } from "./index/order.js";
import { weightOf } from "./index/posting.js";

// Hits are the pages that have something.
class Hits {
  pages = []; // without order
  lines = new Map(); // by page, those that have it: {key, length, words, quality}

  constructor(pages) {
    this.weights = new Float64Array(pages); // by page: how much of it the page has, 0 for other pages
    this.quality = new Float64Array(pages); // by page: how well the best of its terms stands for the word
  }

  // put adds what was found on a page.
  put(page, weight, quality) {
    if (this.weights[page] === 0) this.pages.push(page);
    this.weights[page] += weight;
    if (quality > this.quality[page]) this.quality[page] = quality;
  }

  // putLine adds a line, or more of one.
  putLine(page, line) {
    const list = this.lines.get(page);
    const same = list?.find((l) => isSameLine(l, line));
    if (same) {
      same.words = Math.max(same.words, line.words);
      same.quality = Math.max(same.quality, line.quality);
    } else if (list) {
      list.push(line);
    } else {
      this.lines.set(page, [line]);
    }
  }

  // putElement adds the pages that have any of an element's terms.
  putElement(element, weight) {
    for (const { shard, term, weight: own } of element) {
      const quality = weight * own;
      for (let i = shard.starts[term]; i < shard.starts[term + 1]; i++) {
        const page = shard.pages[i];
        this.put(page, weightOf(shard.heads[i]), quality);
        for (let k = shard.lineStarts[i]; k < shard.lineStarts[i + 1]; k += 2) {
          this.putLine(page, { key: shard.lines[k], length: shard.lines[k + 1], words: 1, quality });
        }
      }
    }
    return this;
  }

  // putAlternative adds the pages that have all elements of an alternative.
  putAlternative({ elements, weight }) {
    if (elements.length === 1) {
      this.putElement(elements[0], weight);
      return;
    }
    const parts = elements.map((el) => new Hits(this.weights.length).putElement(el, weight));
    const least = parts.reduce((a, b) => (b.pages.length < a.pages.length ? b : a));
    for (const page of least.pages) {
      const w = Math.min(...parts.map((h) => h.weights[page]));
      if (w === 0) continue;
      this.put(page, w, Math.min(...parts.map((h) => h.quality[page])));
      for (const l of parts[0].lines.get(page) ?? []) {
        const same = parts.map((h) => h.lines.get(page)?.find((o) => isSameLine(o, l)));
        if (same.includes(undefined)) continue;
        this.putLine(page, { ...l, words: parts.length, quality: Math.min(...same.map((o) => o.quality)) });
      }
    }
  }

  // putPhrase adds the pages on which the words of a phrase stand one behind the
  // other.
  async putPhrase(index, alternative, task) {
    const all = new Hits(this.weights.length);
    all.putAlternative(alternative);
    const readers = await Promise.all(alternative.elements.map(([x]) => openPositions(index, x)));
    for (const page of all.pages.sort(compareNumbers)) {
      await task.pause();
      const n = occurrences(page, alternative.offsets, readers);
      if (n === 0) continue;
      this.put(page, all.weights[page] * n, all.quality[page]);
      for (const l of all.lines.get(page) ?? []) this.putLine(page, l);
    }
  }
}

export const isSameLine = (a, b) => a.key === b.key && a.length === b.length;

// openPositions returns a function that returns where a term stands on a page.
async function openPositions(index, { shard, term }) {
  const positions = await index.positions(shard);
  return (page) => {
    const i = lowerBound(shard.pages, page, compareNumbers, shard.starts[term], shard.starts[term + 1]);
    return positions.at.slice(positions.starts[i], positions.starts[i + 1]);
  };
}

// occurrences counts a phrase on a page.
function occurrences(page, offsets, readers) {
  const lists = readers.map((at) => at(page));
  let n = 0;
  for (const start of lists[0]) {
    const whole = lists.every((list, i) => {
      const want = start + offsets[i] - offsets[0];
      return list[lowerBound(list, want, compareNumbers)] === want;
    });
    if (whole) n++;
  }
  return n;
}

// find fills in which pages have a concept.
export async function find(index, c, task) {
  c.hits = new Hits(index.pages);
  for (const a of c.alternatives) {
    if (a.offsets) await c.hits.putPhrase(index, a, task);
    else c.hits.putAlternative(a);
    await task.pause();
  }
}

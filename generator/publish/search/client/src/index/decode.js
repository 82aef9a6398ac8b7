// The files of an index and what is in them, as the Go package index explains it.
import { lowerBound } from "./order.js";
import { hasLines } from "./posting.js";
import { Questions } from "./questions.js";

const format = 3;
const magic = "husx"; // the first 4 bytes of a root
const flagStems = 1;
export const blockSize = 64; // pages of a block of fragments
const hashSize = 5;

// Limits of what is read, far above what is ever written: a damaged file must not
// ask for all memory.
const maxFile = 32 << 20;
const maxCount = 1 << 24;

// Damaged is the error of a file that is not as it was written.
export class Damaged extends Error {
  constructor(what = "The search index is damaged.") {
    super(`${what} If the site has just been updated, try again in a minute.`);
  }
}

// inflate decompresses DEFLATE data, and stops where no file of ours is so large.
export async function inflate(data) {
  const chunks = [];
  let length = 0;
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > maxFile) throw new Damaged();
    }
  } catch {
    reader.cancel().catch(() => {});
    throw new Damaged();
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// decode returns the text of bytes that are UTF-8.
export function decode(data) {
  try {
    return utf8.decode(data);
  } catch {
    throw new Damaged();
  }
}

// Decoder reads numbers and texts, one behind the other.
class Decoder {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }
  get left() {
    return this.data.length - this.at;
  }
  byte() {
    if (this.left < 1) throw new Damaged();
    return this.data[this.at++];
  }
  number() {
    const first = this.data[this.at];
    if (first < 128) {
      this.at++;
      return first; // as most are
    }
    let value = 0;
    for (let factor = 1, i = 0; i < 6; i++, factor *= 128) {
      const c = this.byte();
      value += (c & 127) * factor;
      if (c < 128) {
        if (value > 0xffffffff) break;
        return value;
      }
    }
    throw new Damaged();
  }
  // count reads how many of something follow, each at least size bytes.
  count(size) {
    const n = this.number();
    if (n > maxCount || n * size > this.left) throw new Damaged();
    return n;
  }
  bytes(n) {
    if (n > this.left) throw new Damaged();
    return this.data.subarray(this.at, (this.at += n));
  }
  text() {
    return decode(this.bytes(this.count(1)));
  }
  hash() {
    return Array.from(this.bytes(hashSize), (c) => c.toString(16).padStart(2, "0")).join("");
  }
  hashes(n) {
    if (n * hashSize > this.left) throw new Damaged();
    return Array.from({ length: n }, () => this.hash());
  }
  // sorted reads n front-coded texts.
  sorted(n) {
    const list = [];
    let last = new Uint8Array(0);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const keep = this.number();
      const rest = this.bytes(this.count(1));
      total += keep + rest.length;
      if (keep > last.length || total > maxFile) throw new Damaged();
      const next = new Uint8Array(keep + rest.length);
      next.set(last.subarray(0, keep));
      next.set(rest, keep);
      // What differs first has to be greater, which all that is sorted has.
      if (i > 0 && !(keep < next.length && (keep === last.length || next[keep] > last[keep]))) throw new Damaged();
      list.push(decode(next));
      last = next;
    }
    return list;
  }
  // pages reads the pages of postings, as differences, of an index with so many pages:
  // those of each list from one start up to the next.
  pages(starts, pages) {
    const list = new Uint32Array(starts.at(-1));
    for (let i = 0; i + 1 < starts.length; i++) {
      let last = -1;
      for (let j = starts[i]; j < starts[i + 1]; j++) {
        const delta = this.number();
        last += delta;
        if (delta === 0 || last >= pages) throw new Damaged();
        list[j] = last;
      }
    }
    return list;
  }
  // starts reads how many postings each of n lists has, and returns where they begin.
  starts(n) {
    const starts = new Uint32Array(n + 1);
    let total = 0;
    for (let i = 0; i < n; i++) {
      total += this.number();
      if (total > this.left) throw new Damaged();
      starts[i + 1] = total;
    }
    return starts;
  }
  end() {
    if (this.left > 0) throw new Damaged();
  }
}

// open returns a decoder of a compressed file.
async function open(data) {
  const r = new Decoder(await inflate(data));
  if (r.byte() !== format) throw new Damaged();
  return r;
}

// Root is the first file of an index.
class Root {
  // shardsWith returns the shards that hold the terms with a prefix: from the first
  // up to, but not including, the second. The prefix itself is in the first one if
  // it is a term.
  shardsWith(prefix) {
    const { firsts } = this;
    let to = lowerBound(firsts, prefix);
    if (firsts[to] === prefix) to++;
    const from = Math.max(0, to - 1);
    while (to < firsts.length && firsts[to].startsWith(prefix)) to++;
    return [from, to];
  }

  // hotWith returns the frequent words that begin with a prefix, at most so many,
  // the most frequent first.
  hotWith(prefix, most) {
    const { hot, hotSizes } = this;
    const found = [];
    for (let i = lowerBound(hot, prefix); hot[i]?.startsWith(prefix); i++) found.push(i);
    return found.sort((a, b) => hotSizes[b] - hotSizes[a]).slice(0, most).map((i) => hot[i]);
  }
}

// parseRoot reads root.bin.
export async function parseRoot(data) {
  const r = new Decoder(await inflate(data));
  if (decode(r.bytes(4)) !== magic || r.byte() !== format) throw new Damaged();
  const root = new Root();
  root.stems = (r.byte() & flagStems) !== 0;
  root.pages = r.number();
  if (root.pages > maxCount) throw new Damaged();
  root.firsts = r.sorted(r.count(2)); // where each shard begins: at or before its first term, and behind the last of the one before
  root.hot = r.sorted(r.count(2)); // frequent words of titles and headings
  root.hotSizes = r.bytes(root.hot.length);
  root.synonyms = [];
  let group = [];
  for (let n = r.count(1); n > 0; n--) {
    const text = r.text();
    if (text !== "") {
      group.push(text);
      continue;
    }
    root.synonyms.push(group);
    group = [];
  }
  const lengths = Array.from({ length: r.count(1) }, () => r.number());
  root.shards = r.hashes(root.firsts.length);
  root.spelling = new Map(lengths.map((n) => [n, r.hash()]));
  root.blocks = r.hashes(Math.ceil(root.pages / blockSize));
  root.facets = r.hash();
  root.questions = r.hash();
  r.end();
  return root;
}

// parseShard reads a file of terms of an index with so many pages. The postings
// stand in columns: those of terms[i] from starts[i] up to starts[i + 1], and the
// lines of a posting by lineStarts in the same way.
export async function parseShard(data, pages) {
  const r = await open(data);
  const s = { positions: r.hash() };
  s.terms = r.sorted(r.count(2));
  s.starts = r.starts(s.terms.length);
  s.pages = r.pages(s.starts, pages);
  const total = s.pages.length;
  s.heads = r.bytes(total);
  s.lineStarts = new Uint32Array(total + 1);
  s.lines = []; // key and length by turns
  for (let i = 0; i < total; i++) {
    if (hasLines(s.heads[i])) for (let k = r.count(2); k > 0; k--) s.lines.push(r.number(), r.number());
    s.lineStarts[i + 1] = s.lines.length;
  }
  r.end();
  return s;
}

// parseQuestions reads the file of questions of an index with so many pages.
export async function parseQuestions(data, pages) {
  const r = await open(data);
  const q = new Questions();
  q.steps = r.bytes(pages);
  q.traits = r.sorted(r.count(2));
  q.starts = r.starts(q.traits.length);
  q.pages = r.pages(q.starts, pages);
  q.counts = r.bytes(q.pages.length);
  r.end();
  return q;
}

// parsePositions reads a file of positions, which belongs to a shard: in at, those of
// a posting begin at starts[posting].
export async function parsePositions(data, shard) {
  const r = await open(data);
  const starts = new Uint32Array(shard.pages.length + 1);
  const at = [];
  for (let i = 0; i < shard.pages.length; i++) {
    let last = 0;
    for (let k = r.count(1); k > 0; k--) {
      last += r.number();
      at.push(last);
    }
    starts[i + 1] = at.length;
  }
  r.end();
  return { starts, at };
}

// parseSpelling reads all words of one length. Their sizes are how many pages have
// a word, as the length of that number in bits.
export async function parseSpelling(data) {
  const r = await open(data);
  const words = r.sorted(r.count(2));
  const sizes = r.bytes(words.length);
  r.end();
  return { words, sizes };
}

// parseFacets reads the facets of an index with so many pages.
export async function parseFacets(data, pages) {
  const r = await open(data);
  const facets = [];
  for (let n = r.count(2 + pages); n > 0; n--) {
    const f = { id: r.text(), values: [], pages: [] };
    for (let k = r.count(2); k > 0; k--) f.values.push({ id: r.text(), title: r.text() });
    facets.push(f);
  }
  for (const f of facets) {
    if (pages > r.left) throw new Damaged();
    let total = 0;
    for (let p = 0; p < pages; p++) {
      const n = r.count(1);
      if ((total += n) > r.left) throw new Damaged();
      f.pages.push(new Array(n).fill(0));
    }
    for (const values of f.pages) {
      for (let k = 0; k < values.length; k++) {
        values[k] = r.number();
        if (values[k] >= f.values.length) throw new Damaged();
      }
    }
  }
  r.end();
  return facets;
}

// The search engine of the site. It is generator/publish/search in JavaScript, piece by
// piece under the same names; tests run both on the same queries. What a query
// may hold and how pages are put in order is explained there.
import { stem } from "./stem.js";

// open opens the index in a folder, an absolute URL that ends in a slash.
export async function open(folder) {
  return new Engine(folder, new Index(folder, await readRoot(folder)));
}

// Analysis: what tokens a text has.

const runs = /[\p{L}\p{N}\p{M}]+(?:[.:_'’-][\p{L}\p{N}\p{M}]+)*/gu;
const word = /[\p{L}\p{N}\p{M}]/u;
const connectors = /[.:_-]/;
const longest = 96; // bytes

// scan calls yield with {text, start, end, position, run, variant, whole} of each
// token of a text.
export function scan(text, yieldToken) {
  let position = 0;
  let run = 0;
  const emit = (token, start, end, variant, whole) => {
    if (token === "" || token.length > longest || bytes(token) > longest) return false;
    yieldToken({ text: token, start, end, position, run, variant, whole });
    return true;
  };
  // The words of a name in mixed case, and the letters and digits of a code.
  const pieces = (start, end) => {
    if (!/.[A-Z0-9]/.test(text.slice(start, end))) return; // as for most words
    let from = start;
    for (let i = start + 1; i < end; i++) {
      if (!isBoundary(text, start, i, end)) continue;
      emit(fold(text.slice(from, i)), from, i, true, false);
      from = i;
    }
    if (from > start) emit(fold(text.slice(from, end)), from, end, true, false);
  };
  const part = (start, end, suffix = "") => {
    if (!emit(fold(text.slice(start, end)) + suffix, start, end + suffix.length, false, false)) return;
    pieces(start, end);
    position++;
  };
  const compound = (start, end, parts) => {
    const at = position;
    let whole = "";
    for (const [from, to] of parts) {
      if (from > start) whole += text[from - 1];
      whole += fold(text.slice(from, to));
      part(from, to);
    }
    const after = position;
    if (after === at) {
      run++;
      return; // nothing is left of any part
    }
    position = at;
    emit(whole, start, end, true, true);
    if (parts.length <= 3 && parts.every(([from]) => from === start || text[from - 1] === "-")) {
      emit(whole.replaceAll("-", ""), start, end, true, true);
    }
    position = after;
    run++;
  };
  const version = (start, end) => {
    let short = fold(text.slice(start, end));
    if (emit(short, start, end, false, false)) {
      if (short[0] === "v") emit((short = short.slice(1)), start, end, true, true);
      const hyphen = short.indexOf("-");
      if (hyphen >= 0) emit((short = short.slice(0, hyphen)), start, end, true, true);
      const numbers = short.split(".");
      if (numbers.length > 2) emit(numbers.slice(0, 2).join("."), start, end, true, false);
      position++;
    }
    run++;
  };
  // Scripts without spaces are read in bigrams; the last character is a token of
  // its own too, so that every one begins a token.
  const unspaced = (start, end) => {
    for (let i = start; i < end; ) {
      if (isUnspaced(text.codePointAt(i))) {
        let last = i;
        i += size(text, i);
        const first = last;
        while (i < end && isUnspaced(text.codePointAt(i))) {
          const next = i + size(text, i);
          if (emit(fold(text.slice(last, next)), last, next, false, false)) position++;
          run++;
          last = i;
          i = next;
        }
        if (last === first) {
          if (emit(fold(text.slice(last, i)), last, i, false, false)) position++;
          run++;
        } else {
          run--;
          emit(fold(text.slice(last, i)), last, i, true, false);
          run++;
          position++;
        }
        continue;
      }
      const from = i;
      while (i < end && !isUnspaced(text.codePointAt(i)) && !isConnector(text[i])) i++;
      if (i === from) {
        i++;
        continue;
      }
      if (emit(fold(text.slice(from, i)), from, i, false, false)) position++;
      run++;
    }
  };
  for (const match of text.matchAll(runs)) {
    const start = match.index;
    const end = start + match[0].length;
    if (hasUnspaced(match[0])) {
      unspaced(start, end);
      continue;
    }
    const parts = split(text, start, end);
    if (parts.length > 1) {
      if (isVersion(match[0])) version(start, end);
      else compound(start, end, parts);
      continue;
    }
    let suffix = "";
    if (text.startsWith("++", end)) suffix = "++";
    else if (text[end] === "#" && end - start === 1 && isASCII(text[start]) && !word.test(characterAt(text, end + 1))) suffix = "#";
    part(start, end, suffix);
    run++;
  }
  return { positions: position, runs: run };
}

const characterAt = (text, i) => (i < text.length ? String.fromCodePoint(text.codePointAt(i)) : "");
const size = (text, i) => (text.codePointAt(i) > 0xffff ? 2 : 1);
const isConnector = (c) => connectors.test(c) || c === "'" || c === "’";
const isUpper = (c) => c >= "A" && c <= "Z";
const isLower = (c) => c >= "a" && c <= "z";
const isDigit = (c) => c >= "0" && c <= "9";
const isLetter = (c) => isUpper(c) || isLower(c);

function split(text, start, end) {
  const parts = [];
  let from = start;
  for (let i = start; i < end; i++) {
    if (!connectors.test(text[i])) continue;
    parts.push([from, i]);
    from = i + 1;
  }
  parts.push([from, end]);
  return parts;
}

const isVersion = (run) => /^[vV]?[0-9]+(?:\.[0-9]+)+(?:-|$)/.test(run);

function isBoundary(text, start, i, end) {
  const before = text[i - 1];
  const at = text[i];
  const after = i + 1 < end ? text[i + 1] : "";
  if (isUpper(at)) return isLower(before) || isDigit(before) || (isUpper(before) && isLower(after));
  return isDigit(at) && isLetter(before) && i - start >= 2 && isLetter(text[i - 2]) && isDigit(after);
}

function isUnspaced(c) {
  if (c < 0x0e00) return false;
  return (
    c <= 0x0eff || (c >= 0x1000 && c <= 0x11ff) || (c >= 0x1780 && c <= 0x17ff) || (c >= 0x3005 && c <= 0x3007) ||
    (c >= 0x3041 && c <= 0x318f) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x9fff) ||
    (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfaff) ||
    (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff)
  );
}

function hasUnspaced(text) {
  if (isASCII(text)) return false;
  for (const c of text) if (isUnspaced(c.codePointAt(0))) return true;
  return false;
}

const isASCII = (text) => /^[\0-\x7f]*$/.test(text);

const spelled = {
  ß: "ss", ẞ: "ss", æ: "ae", Æ: "ae", œ: "oe", Œ: "oe", ø: "o", Ø: "o", ł: "l", Ł: "l", đ: "d", Đ: "d",
  ð: "d", Ð: "d", þ: "th", Þ: "th", ı: "i", ħ: "h", Ħ: "h", ŧ: "t", Ŧ: "t",
};
const diacritics =
  /(?=\p{M})[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

// fold returns a part of a run as tokens have it: lower case, without diacritics
// and apostrophes.
function fold(part) {
  if (isASCII(part)) return withoutApostrophes(part.toLowerCase());
  let out = "";
  for (const c of part.normalize("NFKD").replace(diacritics, "")) {
    if (c === "’") out += "'";
    else if (spelled[c]) out += spelled[c];
    else if (isConnector(c) || word.test(c)) out += lower(c);
  }
  return withoutApostrophes(out.replaceAll("ς", "σ").normalize("NFC"));
}

// lower is the lower case of one character by itself.
function lower(c) {
  const l = c.toLowerCase();
  return l.length === c.length ? l : c;
}

function withoutApostrophes(text) {
  if (!text.includes("'")) return text;
  if (text.endsWith("'s")) text = text.slice(0, -2);
  const i = text.indexOf("'");
  if (i > 0 && bytes(text) > i + 2 && /^(?:[cdjlmnst]|qu)$/.test(text.slice(0, i))) text = text.slice(i + 1);
  return text.replaceAll("'", "");
}

const encoder = new TextEncoder();
const bytes = (text) => (isASCII(text) ? text.length : encoder.encode(text).length);

const isEnglishWord = (token) => /^[a-z]+$/.test(token);
const stemOf = (token) => (token.length > 2 && isEnglishWord(token) ? stem(token) : token);
const stemPrefix = (s) => (s.length > 2 && isEnglishWord(s) && /[eil]$/.test(s) ? s.slice(0, -1) : s);
const irregularForms = { die: ["dying"], lie: ["lying"], tie: ["tying"], sky: ["skies"] };
const stopWords = new Set(
  (
    "a about already also am an and any are as at be been but by can could did do does for from get had has have he her " +
    "here him his how i if in into is it its just may me might must my now of on or our shall she should so some still " +
    "than that the their them then there these they this those to too us very was we were what when where which while " +
    "who why will with would yet you your"
  ).split(" "),
);
const isWord = (token) => /^\p{L}+$/u.test(token) && !hasUnspaced(token);
const letters = (text) => Array.from(text);

// Queries: what is asked for.

const [maxQuery, maxWords] = [400, 16];
const [otherForm, shortForm] = [0.95, 0.5];

export function parseQuery(text, stems) {
  const q = { words: [], phrases: [], adjoining: [], notWords: [], notPhrases: [] };
  if (bytes(text) > maxQuery) text = new TextDecoder().decode(encoder.encode(text).slice(0, maxQuery)).replaceAll("\ufffd", "");
  text = text.replace(/[“”„«»]/g, '"');
  const space = /\p{White_Space}/u;
  let words = 0;
  for (let i = 0; i < text.length && words < maxWords; ) {
    if (space.test(text[i])) {
      i++;
      continue;
    }
    const not = /^-["\p{L}]/u.test(text.slice(i, i + 3));
    if (not) i++;
    if (text[i] === '"') {
      i++;
      const end = text.indexOf('"', i);
      if (end >= 0) {
        const units = unitsOf(text.slice(i, end));
        if (units.length > 0) (not ? q.notPhrases : q.phrases).push(units);
        i = end + 1;
        words++;
      }
      continue;
    }
    let end = i;
    while (end < text.length && text[end] !== '"' && !space.test(text[end])) end++;
    const list = readWords(text.slice(i, end), stems);
    if (not) {
      q.notWords.push(...list);
    } else {
      if (list.length > 0 && end === text.length) list.at(-1).prefix = true;
      if (list.length > 1) q.adjoining.push(unitsOf(text.slice(i, end)));
      q.words.push(...list);
    }
    words += list.length;
    i = end;
  }
  q.words.length = Math.min(q.words.length, maxWords);
  return q;
}

function unitsOf(text) {
  const units = [];
  scan(text, (t) => t.variant || units.push({ token: t.text, offset: t.position }));
  return units;
}

// readWords reads the runs of a text without white space.
function readWords(text, stems) {
  const list = [];
  let loose = [];
  let last = -1;
  const finish = () => {
    if (last < 0) return;
    const w = list.at(-1);
    if (w.parts.length > 1) {
      if (w.forms[0].token === w.parts[0]) w.forms = [];
      else w.text = w.forms[0].token;
    } else if (w.text.includes(".")) {
      w.forms.push(...loose.map((token) => ({ token, weight: shortForm })));
    } else if (loose.length > 1) {
      w.parts = loose;
    }
    if (w.parts.length < 2) w.parts = [];
    w.stop = stems && w.parts.length === 0 && stopWords.has(w.text);
    loose = [];
  };
  scan(text, (t) => {
    if (t.run !== last) {
      finish();
      list.push({ text: "", forms: [], parts: [], stop: false, prefix: false });
      last = t.run;
    }
    const w = list.at(-1);
    if (!t.variant) {
      w.parts.push(t.text);
      if (w.parts.length === 1) {
        w.text = t.text;
        w.forms = [{ token: t.text, weight: 1 }];
      }
    } else if (t.whole && w.parts.length > 1 && w.forms.length === 1 && w.forms[0].token === w.parts[0]) {
      w.forms = [{ token: t.text, weight: 1 }];
    } else if (t.whole) {
      w.forms.push({ token: t.text, weight: otherForm });
    } else {
      loose.push(t.text);
    }
  });
  finish();
  return list;
}

// The index: files and what is in them.

const format = 1;
const blockSize = 64;
const hashSize = 6;
const maxCount = 1 << 24;
const maxFile = 32 << 20;

// Damaged is the error of a file that is not as it was written.
class Damaged extends Error {
  constructor(what = "The search index is damaged.") {
    super(`${what} If the site has just been updated, try again in a minute.`);
  }
}

async function download(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Error("The search index could not be loaded. Are you online?");
  }
  if (response.status === 404) throw new Damaged("A part of the search index is missing.");
  if (!response.ok) throw new Error(`The search index could not be loaded: the server answers ${response.status}.`);
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Error("The search index could not be loaded whole. Are you online?");
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

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(data) {
  try {
    return decoder.decode(data);
  } catch {
    throw new Damaged();
  }
}

// Reader reads numbers and texts.
class Reader {
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
  end() {
    if (this.left > 0) throw new Damaged();
  }
}

async function openFile(data) {
  const r = new Reader(await inflate(data));
  if (r.byte() !== format) throw new Damaged();
  return r;
}

async function readRoot(folder) {
  // The root has a name that stays, so it is asked for anew.
  return parseRoot(await download(new URL("root.bin", folder), { cache: "no-cache" }));
}

export async function parseRoot(data) {
  const r = new Reader(await inflate(data));
  if (decode(r.bytes(4)) !== "husx" || r.byte() !== format) throw new Damaged();
  const root = { stems: (r.byte() & 1) !== 0, pages: r.number() };
  if (root.pages > maxCount) throw new Damaged();
  root.firsts = r.sorted(r.count(2));
  root.hot = r.sorted(r.count(2));
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
  r.end();
  return root;
}

const stepWeights = Float64Array.from({ length: 16 });
stepWeights[0] = 0.1;
for (let i = 1; i < 16; i++) stepWeights[i] = stepWeights[i - 1] * 1.5;

export async function parseShard(data, pages) {
  const r = await openFile(data);
  const s = { positions: r.hash() };
  s.terms = r.sorted(r.count(2));
  const n = s.terms.length;
  s.starts = new Uint32Array(n + 1);
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += r.number();
    if (total > r.left) throw new Damaged();
    s.starts[i + 1] = total;
  }
  s.pages = new Uint32Array(total);
  for (let i = 0; i < n; i++) {
    let last = -1;
    for (let j = s.starts[i]; j < s.starts[i + 1]; j++) {
      const delta = r.number();
      last += delta;
      if (delta === 0 || last >= pages) throw new Damaged();
      s.pages[j] = last;
    }
  }
  s.heads = r.bytes(total);
  s.lineStarts = new Uint32Array(total + 1);
  s.lines = []; // key and length by turns
  for (let i = 0; i < total; i++) {
    if (s.heads[i] & 16) {
      for (let k = r.count(2); k > 0; k--) s.lines.push(r.number(), r.number());
    }
    s.lineStarts[i + 1] = s.lines.length;
  }
  r.end();
  return s;
}

export async function parsePositions(data, shard) {
  const r = await openFile(data);
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

export async function parseSpelling(data) {
  const r = await openFile(data);
  const words = r.sorted(r.count(2));
  const sizes = r.bytes(words.length);
  r.end();
  return { words, sizes };
}

export async function parseFacets(data, pages) {
  const r = await openFile(data);
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

export function parseBlock(data) {
  const r = new Reader(data);
  if (r.byte() !== format || r.left % hashSize !== 0) throw new Damaged();
  return r.hashes(r.left / hashSize);
}

// parseFragment reads what a result shows of a page, and makes sure that it is
// of the shape that the interface relies on.
export function parseFragment(data) {
  let f;
  try {
    f = JSON.parse(decode(data));
  } catch {
    throw new Damaged();
  }
  const isText = (v) => v === undefined || typeof v === "string";
  const isList = (v, test) => v === undefined || (Array.isArray(v) && v.every((x) => x && test(x)));
  const sound =
    f && typeof f.url === "string" && typeof f.title === "string" && [f.kind, f.kindTitle, f.version, f.summary].every(isText) &&
    isList(f.badges, (b) => typeof b.class === "string" && typeof b.text === "string") &&
    isList(f.questions, (q) => typeof q === "string") &&
    (f.date === undefined || (f.date && typeof f.date.iso === "string" && typeof f.date.text === "string")) &&
    Array.isArray(f.sections) && f.sections.length > 0 &&
    f.sections.every((s) => s && isText(s.id) && isText(s.title) && isText(s.text));
  if (!sound) throw new Damaged();
  return f;
}

// compare orders texts by code points, as UTF-8 does.
function compare(a, b) {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    // Surrogates stand for what is behind all other characters.
    if (x >= 0xd800 && y >= 0xd800) [x, y] = [x >= 0xe000 ? x - 0x2000 : x + 0x2000, y >= 0xe000 ? y - 0x2000 : y + 0x2000];
    return x - y;
  }
  return a.length - b.length;
}

// lowest returns the first index from which on a sorted list is not before a
// value.
function lowest(list, value, order = compare, from = 0, to = list.length) {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(list[middle], value) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

const byNumber = (a, b) => a - b;

// Matching: which pages have what is asked for.

const stemWeight = 0.85;
const prefixWeight = 0.5;
const cutWeight = 0.9;
const partsWeight = 0.85;
const synonymWeight = 0.65;
const joinedWeight = 0.7;
const oneTypoWeight = 0.7;
const twoTyposWeight = 0.5;
const rare = 2;
const maxShards = 4;
const maxHot = 2;
const maxExpansions = 60;

const termOf = (x) => x.shard.terms[x.term];
const pagesOf = (x) => x.shard.starts[x.term + 1] - x.shard.starts[x.term];
const hasTerm = (element, term) => element.some((x) => termOf(x) === term);

function related(token, s, term) {
  const other = stemOf(term);
  return other === s || other === token || term === s;
}

class Concept {
  constructor(text = "") {
    this.text = text;
    this.alternatives = [];
    this.required = false;
    this.typo = false;
  }
  get found() {
    return this.alternatives.length > 0;
  }
  add(weight, ...elements) {
    if (elements.every((el) => el.length > 0)) this.alternatives.push({ elements, weight });
  }
  addPhrase(weight, offsets, terms) {
    const elements = terms.map((x) => [x]);
    this.alternatives.push({ elements, weight, offsets: terms.length > 1 ? offsets : null });
  }
  // pages is how many pages have it, at the most.
  get pages() {
    return this.alternatives.reduce((n, a) => a.elements[0].reduce((m, x) => m + pagesOf(x), n), 0);
  }
  // flat returns the terms of the alternatives that have one element.
  flat() {
    return this.alternatives
      .filter((a) => a.elements.length === 1)
      .flatMap((a) => a.elements[0].map((x) => ({ ...x, weight: x.weight * a.weight })));
  }
  // corrected returns the words that were taken for a mistyped one.
  corrected() {
    const out = [];
    const take = (text) => out.includes(text) || out.push(text);
    for (const a of this.alternatives) {
      if (a.elements.length > 1) take(a.elements.map((el) => termOf(el[0])).join(" "));
      else for (const x of a.elements[0]) if (x.weight === oneTypoWeight || x.weight === twoTyposWeight) take(termOf(x));
    }
    return out;
  }
}

// Hits are the pages that have something.
class Hits {
  constructor(pages) {
    this.pages = [];
    this.weights = new Float64Array(pages);
    this.quality = new Float64Array(pages);
    this.lines = new Map();
  }
  put(page, weight, quality) {
    if (this.weights[page] === 0) this.pages.push(page);
    this.weights[page] += weight;
    if (quality > this.quality[page]) this.quality[page] = quality;
  }
  putLine(page, line) {
    const list = this.lines.get(page);
    if (!list) {
      this.lines.set(page, [line]);
      return;
    }
    const same = list.find((l) => l.key === line.key && l.length === line.length);
    if (!same) {
      list.push(line);
      return;
    }
    same.words = Math.max(same.words, line.words);
    same.quality = Math.max(same.quality, line.quality);
  }
  putElement(element, weight) {
    for (const { shard, term, weight: own } of element) {
      const quality = weight * own;
      for (let i = shard.starts[term]; i < shard.starts[term + 1]; i++) {
        const page = shard.pages[i];
        this.put(page, stepWeights[shard.heads[i] & 15], quality);
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
        const same = parts.map((h) => h.lines.get(page)?.find((o) => o.key === l.key && o.length === l.length));
        if (same.includes(undefined)) continue;
        this.putLine(page, { ...l, words: parts.length, quality: Math.min(...same.map((o) => o.quality)) });
      }
    }
  }
}

// Ranking.

const saturation = 2.5;
const scatter = 0.5;
const adjacent = 2;
const standing = 0.06;
const enough = 10;
const leastShare = 0.35;
const nearly = 0.8;
const whole = 2; // the share of a page that has all of a query, told from a sum
const lineBonus = [2, 2, 0.5, 1.8]; // title, question, heading, name

const typosIn = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);
const maxCorrections = 4;
const maxSuggestions = 6;

// distance is the optimal string alignment distance of two words, or more than
// most.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = new Array(b.length + 1).fill(0);
  let last = before.map((_, j) => j);
  let row = before.slice();
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let d = last[j - 1];
      if (a[i - 1] !== b[j - 1]) {
        d = 1 + Math.min(d, last[j], row[j - 1]);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      }
      row[j] = d;
      if (d < least) least = d;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return last[b.length];
}

// alphabet is the set of letters of a word, in 32 bits. Words whose sets differ
// much cannot be near.
function alphabet(word) {
  let set = 0;
  for (let i = 0; i < word.length; i++) set |= 1 << word.charCodeAt(i) % 32;
  return set;
}

function differing(a, b) {
  let n = 0;
  for (let x = a ^ b; x !== 0; x &= x - 1) n++;
  return n;
}

// breathe lets the browser draw and react when this has gone on for a while.
class Clock {
  constructor(signal) {
    this.signal = signal;
    this.since = performance.now();
  }
  async breathe() {
    this.signal?.throwIfAborted();
    if (performance.now() - this.since < 8) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.signal?.throwIfAborted();
    this.since = performance.now();
  }
}

// Index is an index as it was when its root was read.
class Index {
  constructor(folder, root) {
    this.folder = folder;
    this.root = root;
    this.pages = root.pages;
    this.files = new Map();
    this.stale = false; // a file is not as the root says
    this.synonyms = root.synonyms.map((group) => group.map((text) => readWords(text, root.stems)).filter((m) => m.length > 0));
  }

  // load reads a file once. What a browser has kept may be the answer of a moment
  // in which the site was being replaced, so a bad one is asked for anew; one that
  // fails all the same is asked for again the next time.
  load(name, parse) {
    let file = this.files.get(name);
    if (!file) {
      const url = new URL(name, this.folder);
      file = download(url)
        .then(parse)
        .catch((error) => {
          if (!(error instanceof Damaged)) throw error;
          return download(url, { cache: "reload" }).then(parse);
        });
      this.files.set(name, file);
      file.catch((error) => {
        this.files.delete(name);
        this.stale ||= error instanceof Damaged;
      });
    }
    return file;
  }

  shard = (i) => this.load(`terms/${this.root.shards[i]}.bin`, (data) => parseShard(data, this.pages));
  positions = (shard) => this.load(`positions/${shard.positions}.bin`, (data) => parsePositions(data, shard));
  facets = () => this.load(`facets/${this.root.facets}.bin`, (data) => parseFacets(data, this.pages));

  async spelling(length) {
    const hash = this.root.spelling.get(length);
    if (!hash) return { words: [], sizes: [] };
    return this.load(`spelling/${hash}.bin`, async (data) => {
      const s = await parseSpelling(data);
      s.letters = s.words.map(letters);
      s.alphabets = s.words.map(alphabet);
      return s;
    });
  }

  async fragment(page) {
    const block = await this.load(`pages/${this.root.blocks[Math.floor(page / blockSize)]}.bin`, parseBlock);
    const hash = block[page % blockSize];
    if (!hash) throw new Damaged();
    return this.load(`fragments/${hash}.json`, parseFragment);
  }

  // range returns which shards have the terms with a prefix.
  range(prefix) {
    const { firsts } = this.root;
    let to = lowest(firsts, prefix);
    if (firsts[to] === prefix) to++;
    const from = Math.max(0, to - 1);
    while (to < firsts.length && firsts[to].startsWith(prefix)) to++;
    return [from, to];
  }

  // lookup returns the terms with a prefix, or null when they are too many.
  async lookup(prefix) {
    const [from, to] = this.range(prefix);
    if (to - from > maxShards) return null;
    const out = [];
    for (const shard of await Promise.all(Array.from({ length: to - from }, (_, i) => this.shard(from + i)))) {
      for (let term = lowest(shard.terms, prefix); shard.terms[term]?.startsWith(prefix); term++) out.push({ shard, term, weight: 1 });
    }
    return out;
  }

  async term(token) {
    const [from, to] = this.range(token);
    if (from === to) return null;
    const shard = await this.shard(from);
    const term = lowest(shard.terms, token);
    return shard.terms[term] === token ? { shard, term, weight: 1 } : null;
  }

  async expand(token, weight, prefix) {
    const out = [];
    const exact = await this.term(token);
    if (exact) out.push({ ...exact, weight });
    if (this.root.stems && bytes(token) > 2) {
      const s = stemOf(token);
      for (const x of (await this.lookup(stemPrefix(s))) ?? []) {
        if (termOf(x) !== token && related(token, s, termOf(x))) out.push({ ...x, weight: weight * stemWeight });
      }
      for (const t of (Object.hasOwn(irregularForms, s) && irregularForms[s]) || []) {
        const x = await this.term(t);
        if (x && !hasTerm(out, t)) out.push({ ...x, weight: weight * stemWeight });
      }
    }
    if (prefix) {
      const number = exact && isDigit(token.at(-1)); // 2.1 is not the beginning of 2.14
      for (const x of await this.longer(token)) {
        const t = termOf(x);
        if (!hasTerm(out, t) && !(number && isDigit(t[token.length]))) out.push({ ...x, weight: x.weight * weight });
      }
    }
    return out;
  }

  // hotWith returns the frequent words with a prefix, the most frequent first.
  hotWith(prefix, most) {
    const { hot, hotSizes } = this.root;
    const found = [];
    for (let i = lowest(hot, prefix); hot[i]?.startsWith(prefix); i++) found.push(i);
    return found.sort((a, b) => hotSizes[b] - hotSizes[a]).slice(0, most).map((i) => hot[i]);
  }

  async longer(token) {
    let terms = await this.lookup(token);
    if (!terms) {
      terms = (await Promise.all(this.hotWith(token, maxHot).map((word) => this.term(word)))).filter(Boolean);
    }
    const typed = letters(token).length;
    return terms
      .filter((x) => termOf(x) !== token)
      .map((x) => ({ ...x, weight: prefixWeight + ((1 - prefixWeight) * typed) / letters(termOf(x)).length }))
      .sort((a, b) => pagesOf(b) - pagesOf(a))
      .slice(0, maxExpansions);
  }

  async conceptOf(w) {
    const c = new Concept(w.text);
    for (const f of w.forms) {
      const single = letters(f.token).length === 1 && !isWord(f.token) && !isASCII(f.token);
      c.add(1, await this.expand(f.token, f.weight, (w.prefix && f.weight === 1) || single));
    }
    if (w.parts.length > 1) {
      const last = w.parts.length - 1;
      c.add(partsWeight, ...(await Promise.all(w.parts.map((p, i) => this.expand(p, 1, w.prefix && i === last)))));
    }
    if (!w.prefix && c.pages <= rare) {
      for (const f of w.forms) c.add(cutWeight * f.weight, await this.longer(f.token));
    }
    return c;
  }

  async addSynonyms(words, concepts) {
    const uses = [];
    const same = (a, b) => a.text === b.text || (a.forms[0] && b.forms[0] && stemOf(a.forms[0].token) === stemOf(b.forms[0].token));
    this.synonyms.forEach((group) =>
      group.forEach((member) => {
        for (let start = 0; start + member.length <= words.length; start++) {
          if (member.every((w, k) => same(words[start + k], w))) uses.push({ start, end: start + member.length, group, member });
        }
      }),
    );
    uses.sort((a, b) => b.end - b.start - (a.end - a.start));
    const taken = new Array(words.length).fill(null);
    for (const u of uses) {
      const spans = taken.slice(u.start, u.end);
      if (!spans.every((t) => t === null || (t.start === u.start && t.end === u.end))) continue;
      const first = spans[0] === null;
      taken.fill(u, u.start, u.end);
      let c = concepts[u.start];
      if (first && u.end - u.start > 1) {
        const many = concepts.slice(u.start, u.end);
        c = new Concept(words.slice(u.start, u.end).map((w) => w.text).join(" "));
        c.add(1, ...many.map((m) => m.flat()));
        concepts.fill(null, u.start, u.end);
        concepts[u.start] = c;
      }
      for (const member of u.group) {
        if (member === u.member) continue;
        const others = await Promise.all(member.map((w) => this.conceptOf(w)));
        c.add(synonymWeight, ...others.map((o) => o.flat()));
      }
    }
    return concepts.filter(Boolean);
  }

  // near returns the words of the index that are few mistakes away from a word.
  async near(word, most, clock) {
    if (most === 0 || !isWord(word)) return [];
    const own = letters(word);
    const set = alphabet(word);
    const out = [];
    const lengths = Array.from({ length: 2 * most + 1 }, (_, i) => own.length - most + i);
    for (const s of await Promise.all(lengths.map((n) => this.spelling(n)))) {
      for (let i = 0; i < s.words.length; i++) {
        if (i % 1000 === 999) await clock.breathe();
        if (differing(s.alphabets[i], set) > 2 * most) continue;
        const d = distance(own, s.letters[i], most);
        if (d <= most && d > 0) out.push({ word: s.words[i], distance: d, first: s.letters[i][0] === own[0], size: s.sizes[i] });
      }
    }
    return out.sort((a, b) => a.distance - b.distance || b.first - a.first || b.size - a.size || compare(a.word, b.word));
  }

  async corrections(word, clock) {
    const found = await this.near(word, typosIn(letters(word).length), clock);
    const out = [];
    for (const f of found.slice(0, maxCorrections)) {
      if (f.distance > found[0].distance) break;
      for (const x of await this.expand(f.word, f.distance > 1 ? twoTyposWeight : oneTypoWeight, false)) {
        if (!hasTerm(out, termOf(x))) out.push(x);
      }
    }
    return out;
  }

  async correct(c, w, clock) {
    if (w.parts.length > 1) {
      const elements = [];
      for (const p of w.parts) {
        const terms = await this.expand(p, 1, false);
        elements.push(terms.length > 0 ? terms : await this.corrections(p, clock));
      }
      c.add(partsWeight * oneTypoWeight, ...elements);
    } else {
      c.add(1, await this.corrections(w.text, clock));
      if (isWord(w.text)) {
        const all = letters(w.text);
        for (let i = 3; i <= all.length - 3; i++) {
          const head = await this.term(all.slice(0, i).join(""));
          const tail = head && (await this.term(all.slice(i).join("")));
          if (tail) c.addPhrase(joinedWeight, [0, 1], [head, tail]);
        }
      }
    }
    c.typo = c.found;
  }

  async phraseOf(units) {
    const terms = await Promise.all(units.map((u) => this.term(u.token)));
    const c = new Concept(units.map((u) => u.token).join(" "));
    c.required = true;
    if (terms.every(Boolean)) c.addPhrase(1, units.map((u) => u.offset), terms);
    return c;
  }

  async find(c, clock) {
    c.hits = new Hits(this.pages);
    for (const a of c.alternatives) {
      if (a.offsets) await this.putPhrase(a, c.hits, clock);
      else c.hits.putAlternative(a);
      await clock.breathe();
    }
  }

  // putPhrase adds the pages on which the words of a phrase stand one behind the
  // other.
  async putPhrase(a, into, clock) {
    const { elements, offsets } = a;
    const all = new Hits(this.pages);
    all.putAlternative(a);
    const readers = await Promise.all(
      elements.map(async ([x]) => {
        const positions = await this.positions(x.shard);
        return (page) => {
          const { pages, starts } = x.shard;
          const i = lowest(pages, page, byNumber, starts[x.term], starts[x.term + 1]);
          return positions.at.slice(positions.starts[i], positions.starts[i + 1]);
        };
      }),
    );
    for (const page of all.pages.sort(byNumber)) {
      await clock.breathe();
      const lists = readers.map((at) => at(page));
      let n = 0;
      for (const start of lists[0]) {
        const whole = lists.every((list, i) => {
          const want = start + offsets[i] - offsets[0];
          return list[lowest(list, want, byNumber)] === want;
        });
        if (whole) n++;
      }
      if (n === 0) continue;
      into.put(page, all.weights[page] * n, all.quality[page]);
      for (const l of all.lines.get(page) ?? []) into.putLine(page, l);
    }
  }

  async understand(q, clock) {
    let words = q.words;
    if (q.phrases.length > 0 || words.some((w) => !w.stop)) words = words.filter((w) => !w.stop);
    const alone = await Promise.all(words.map((w) => this.conceptOf(w)));
    const concepts = await this.addSynonyms(words, alone.slice());
    for (let i = 0; i < alone.length; i++) {
      if (concepts.includes(alone[i]) && !alone[i].found) await this.correct(alone[i], words[i], clock);
    }
    for (const p of q.phrases) concepts.push(await this.phraseOf(p));
    return { concepts, words };
  }

  async excluded(q, clock) {
    const unwanted = [];
    for (const w of q.notWords) {
      const c = new Concept();
      for (const f of w.forms) c.add(1, await this.expand(f.token, f.weight, false));
      unwanted.push(c);
    }
    for (const p of q.notPhrases) unwanted.push(await this.phraseOf(p));
    const out = new Set();
    for (const c of unwanted) {
      await this.find(c, clock);
      for (const page of c.hits.pages) out.add(page);
    }
    return out;
  }

  async rank(concepts, adjoining, excluded, clock) {
    let total = 0;
    for (const c of concepts) {
      const df = c.hits.pages.length;
      c.idf = Math.log(1 + (this.pages - df + 0.5) / (df + 0.5));
      total += c.idf;
    }
    const scored = [];
    const scores = new Float64Array(this.pages);
    const shares = new Float64Array(this.pages);
    let full = 0;
    let most = 0;
    const seen = new Uint8Array(this.pages);
    for (const c of concepts) {
      for (let i = 0; i < c.hits.pages.length; i++) {
        if (i % 500 === 499) await clock.breathe();
        const page = c.hits.pages[i];
        if (seen[page] || excluded.has(page)) continue;
        seen[page] = 1;
        let score = this.score(concepts, page, total, shares);
        if (score <= 0) continue;
        for (const a of adjoining) if (a.hits.weights[page] > 0) score *= adjacent;
        if (shares[page] === whole) full++;
        most = Math.max(most, shares[page]);
        scores[page] = score;
        scored.push(page);
      }
    }
    const least = full < enough ? Math.min(leastShare, nearly * Math.min(1, most)) : whole;
    const kept = scored.filter((page) => shares[page] >= least);
    // Sorted as numbers, which is fast: by score, those of one score by page.
    const keys = Float64Array.from(kept, (page) => -Math.round(scores[page] * 1e6) * this.pages + page).sort();
    const pages = Array.from(keys, (key) => ((key % this.pages) + this.pages) % this.pages);
    return { pages, scores, partial: full === 0 };
  }

  // score returns the score of a page, 0 when it lacks what is required, and notes
  // its share of the query.
  score(concepts, page, total, shares) {
    let score = 0;
    let share = 0;
    let matched = 0;
    for (const c of concepts) {
      const w = c.hits.weights[page];
      if (w === 0) {
        if (c.required) return 0;
        continue;
      }
      score += (c.idf * c.hits.quality[page] * w) / (w + saturation);
      share += c.idf;
      matched++;
    }
    share /= total;
    shares[page] = matched === concepts.length ? whole : share;
    score *= share ** scatter;
    score += total * this.bestLine(concepts, page, total);
    score *= 1 + standing * (1 - page / this.pages);
    return Math.round(score * 1e6) / 1e6;
  }

  bestLine(concepts, page, total) {
    let sums = null;
    for (const c of concepts) {
      const lines = c.hits.lines.get(page);
      if (!lines) continue;
      sums ??= [];
      for (const l of lines) {
        let s = sums.find((o) => o.key === l.key && o.length === l.length);
        if (!s) sums.push((s = { key: l.key, length: l.length, words: 0, share: 0 }));
        s.words += l.words;
        s.share += c.idf * l.quality;
      }
    }
    let best = 0;
    for (const s of sums ?? []) {
      const line = Math.min(1, s.words / Math.max(1, s.length));
      const query = s.share / total;
      const h = (2 * line * query) / (line + query);
      best = Math.max(best, lineBonus[s.key & 3] * h * Math.sqrt(h));
    }
    return best;
  }

  async suggest(words, clock) {
    const out = [];
    for (const w of words) {
      for (const c of (await this.near(w.text, 1 + typosIn(letters(w.text).length), clock)).slice(0, 3)) {
        if (out.length < maxSuggestions && !out.includes(c.word)) out.push(c.word);
      }
    }
    // Else frequent words that begin as these do.
    for (const w of words) {
      const start = letters(w.text).slice(0, 2).join("");
      for (const t of this.hotWith(start, maxSuggestions)) {
        if (out.length < maxSuggestions && !out.includes(t)) out.push(t);
      }
    }
    return out;
  }

  async run(text, { filters = {}, facets = false, signal } = {}) {
    const clock = new Clock(signal);
    const q = parseQuery(text, this.root.stems);
    const { concepts, words } = await this.understand(q, clock);
    for (const c of concepts) await this.find(c, clock);
    const excluded = await this.excluded(q, clock);
    let found;
    if (concepts.length > 0) {
      const adjoining = await Promise.all(q.adjoining.map((units) => this.phraseOf(units)));
      for (const c of adjoining) await this.find(c, clock);
      found = await this.rank(concepts, adjoining, excluded, clock);
    } else {
      found = { pages: [], scores: new Float64Array(this.pages), partial: false };
      for (let page = 0; page < this.pages; page++) if (!excluded.has(page)) found.pages.push(page);
    }
    let counts = null;
    if (facets || Object.values(filters).some((values) => values.length > 0)) {
      counts = filter(found, await this.facets(), filters);
    }
    signal?.throwIfAborted();
    const { pages, scores, partial } = found;
    const marker = new Marker(concepts);
    return {
      query: text,
      total: pages.length,
      get hits() {
        return pages.map((page) => ({ page, score: scores[page] }));
      },
      partial: partial && pages.length > 0,
      words: words.map((w) => w.text),
      corrections: concepts.filter((c) => c.typo && c.hits.pages.length > 0).map((c) => ({ word: c.text, terms: c.corrected() })),
      suggestions: pages.length === 0 ? await this.suggest(words, clock) : [],
      facets: counts,
      load: async (from, to) => {
        const own = new Clock(signal);
        const shown = pages.slice(from, to);
        const fragments = await Promise.all(shown.map((page) => this.fragment(page)));
        const out = [];
        for (let i = 0; i < shown.length; i++) {
          await own.breathe();
          out.push({ ...marker.choose(fragments[i]), score: scores[shown[i]] });
        }
        return out;
      },
    };
  }
}

// Engine searches the index in a folder.
class Engine {
  constructor(folder, index) {
    this.folder = folder;
    this.index = index;
  }
  get pages() {
    return this.index.pages;
  }

  // search answers a query; see the interface in generator/publish/search. Where a file is
  // gone or damaged, the site may have been built anew: the search begins again
  // with the new root.
  async search(text, options = {}) {
    try {
      return await (await this.newest()).run(text, options);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      return (await this.newest()).run(text, options);
    }
  }

  async newest() {
    const { index } = this;
    if (index.stale) {
      const root = await readRoot(this.folder);
      if (this.index === index) this.index = new Index(this.folder, root);
    }
    return this.index;
  }
}

// filter keeps the hits that the filters let through, and counts values.
function filter(found, facets, filters) {
  const chosen = facets.map((f) => filters[f.id]?.length > 0 && f.values.map((v) => filters[f.id].includes(v.id)));
  const counts = facets.map((f) => new Uint32Array(f.values.length));
  found.pages = found.pages.filter((page) => {
    let misses = 0;
    let where = 0;
    facets.forEach((f, i) => {
      if (!chosen[i] || f.pages[page].some((v) => chosen[i][v])) return;
      misses++;
      where = i;
    });
    facets.forEach((f, i) => {
      if (misses === 0 || (misses === 1 && where === i)) for (const v of f.pages[page]) counts[i][v]++;
    });
    return misses === 0;
  });
  return facets.map((f, i) => ({
    id: f.id,
    values: f.values
      .map((v, k) => ({ ...v, count: counts[i][k], selected: Boolean(chosen[i] && chosen[i][k]) }))
      .filter((v) => v.count > 0 || v.selected)
      .sort((a, b) => b.count - a.count),
  }));
}

// Results: what is shown of a page.

const headingShare = 0.6;
const perMark = 0.02;
const mostMarks = 10;
const moreSections = 3;
const moreShare = 0.6;
const wholeShare = 0.99;
const excerptLength = 200;
const leadIn = 40;

const nearBy = 2;

class Marker {
  constructor(concepts) {
    this.concepts = concepts;
    this.terms = new Map();
    for (const part of [false, true]) {
      concepts.forEach((c, concept) => {
        for (const { elements } of c.alternatives) {
          if (elements.length > 1 !== part) continue;
          for (const x of elements.flat()) if (!this.terms.has(termOf(x))) this.terms.set(termOf(x), { concept, part });
        }
      });
    }
  }

  // marks returns the places of concepts in a text. Parts of something are marked
  // where another is near; loose says that they are in any case.
  marks(text = "", loose = false) {
    const list = [];
    scan(text, (t) => {
      const marking = this.terms.get(t.text);
      if (!marking) return;
      const last = list.at(-1);
      if (last && t.start < last.end) {
        last.start = Math.min(last.start, t.start);
        last.end = Math.max(last.end, t.end);
        last.part &&= marking.part;
        return;
      }
      list.push({ start: t.start, end: t.end, position: t.position, ...marking });
    });
    if (loose) return list;
    const together = (a, b) => b?.part && b.concept === a.concept && Math.abs(a.position - b.position) <= nearBy;
    return list.filter((m, i) => !m.part || together(m, list[i - 1]) || together(m, list[i + 1]));
  }

  // share is the part of the query, by weight, that has a mark.
  share(marks) {
    let total = 0;
    let sum = 0;
    for (const c of this.concepts) total += c.idf;
    const seen = new Set();
    for (const m of marks) {
      if (seen.has(m.concept)) continue;
      seen.add(m.concept);
      sum += this.concepts[m.concept].idf;
    }
    return total === 0 ? 0 : sum / total;
  }

  candidates(sections, loose) {
    const list = [];
    if (this.concepts.length === 0) return list;
    sections.forEach((s, section) => {
      const text = this.marks(s.text, loose);
      const head = this.marks(s.title, loose);
      if (text.length + head.length === 0) return;
      const heading = this.share(head);
      const score = this.share([...head, ...text]) + headingShare * heading + perMark * Math.min(mostMarks, text.length);
      list.push({ section, score, heading, text });
    });
    return list;
  }

  choose(f) {
    const { url, title, kind, kindTitle, badges = [], date = null, version = "" } = f;
    const r = { url, title, kind, kindTitle, badges, date, version, section: "", excerpt: [], sections: [] };
    let list = this.candidates(f.sections, false);
    if (list.length === 0) list = this.candidates(f.sections, true);
    if (list.length === 0) {
      r.excerpt = this.beginning(f);
      return r;
    }
    list.sort((a, b) => b.score - a.score);
    const best = list[0];
    const titled = best.heading < wholeShare && [title, ...(f.questions ?? [])].some((t) => this.share(this.marks(t, true)) >= wholeShare);
    const s = f.sections[best.section];
    r.excerpt = this.excerpt(s.text, best.text);
    if (r.excerpt.length === 0) r.excerpt = this.beginning(f);
    if (!titled && best.section > 0) {
      r.section = s.title ?? "";
      r.url = `${url}#${s.id ?? ""}`;
    }
    for (const c of list) {
      if (r.sections.length === moreSections) break;
      const other = f.sections[c.section];
      const same = r.section !== "" && c.section === best.section;
      if (c.section === 0 || same || c.heading === 0 || c.score < moreShare * best.score) continue;
      r.sections.push({ url: `${url}#${other.id ?? ""}`, title: other.title ?? "", excerpt: this.excerpt(other.text, c.text) });
    }
    return r;
  }

  // beginning is an excerpt of a page of which nothing is marked.
  beginning(f) {
    const text = f.summary || f.sections.find((s) => s.text)?.text || "";
    return this.excerpt(text, this.marks(text));
  }

  excerpt(text = "", marks = []) {
    if (text === "") return [];
    const start = this.window(text, marks);
    let end = advance(text, start, excerptLength);
    if (end < text.length) end = wordEnd(text, start, end);
    const out = [];
    const put = (piece, mark) => {
      if (out.at(-1)?.mark === mark) out.at(-1).text += piece;
      else out.push({ text: piece, mark });
    };
    if (start > 0) put("… ", false);
    let at = start;
    for (const m of marks) {
      if (m.start < at || m.end > end) continue;
      if (m.start > at) put(text.slice(at, m.start), false);
      put(text.slice(m.start, m.end), true);
      at = m.end;
    }
    if (at < end) put(text.slice(at, end), false);
    if (end < text.length) put(" …", false);
    return out;
  }

  // window returns where the excerpt begins that has most of the query.
  window(text, marks) {
    let best = -1;
    let start = 0;
    marks.forEach((m, i) => {
      const end = advance(text, m.start, excerptLength - leadIn);
      let j = i;
      while (j < marks.length && marks[j].end <= end) j++;
      const score = this.share(marks.slice(i, j)) + 0.01 * Math.min(mostMarks, j - i);
      if (score > best + 1e-9) [best, start] = [score, m.start];
    });
    return best < 0 ? 0 : sentenceStart(text, start);
  }
}

function sentenceStart(text, at) {
  let from = at;
  for (let i = 0; i < leadIn; i++) {
    if (from === 0) return 0;
    from -= from > 1 && text.codePointAt(from - 2) > 0xffff ? 2 : 1;
  }
  for (let i = at; i > from; i--) if (i >= 2 && text[i - 1] === " " && ".!?:".includes(text[i - 2])) return i;
  if (from === 0) return 0;
  const space = text.slice(from, at).indexOf(" ");
  return space >= 0 ? from + space + 1 : at;
}

function advance(text, at, count) {
  for (; count > 0 && at < text.length; count--) at += size(text, at);
  return at;
}

function wordEnd(text, start, end) {
  const cut = text.slice(start, end).lastIndexOf(" ");
  if (cut < 0 || letters(text.slice(start + cut, end)).length > leadIn) return end;
  return start + text.slice(start, start + cut).trimEnd().length;
}

// In a thread of its own the engine answers the messages of remote.js.

const remembered = 4; // searches whose results can be loaded

class Answers {
  constructor(port) {
    this.port = port;
    this.engine = null;
    this.searches = new Map(); // by the id of the call
    this.running = new Map(); // what stops a call
    port.onmessage = ({ data }) => this.take(data);
    port.postMessage({ ready: true });
  }

  async take({ id, name, value, stop }) {
    if (stop) {
      this.running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      this.port.postMessage({ id, value: await this[name](value, id, controller.signal) });
    } catch (error) {
      if (!controller.signal.aborted) this.port.postMessage({ id, error: { name: error.name, message: error.message } });
    }
    this.running.delete(id);
  }

  async open(folder) {
    this.engine = await open(folder);
    return this.engine.pages;
  }

  async search({ text, filters, facets }, id, signal) {
    const { load, hits, ...found } = await this.engine.search(text, { filters, facets, signal });
    this.searches.set(id, load);
    for (const old of this.searches.keys()) if (this.searches.size > remembered) this.searches.delete(old);
    return { id, pages: this.engine.pages, found };
  }

  load({ id, from, to }) {
    const load = this.searches.get(id);
    if (!load) throw new Error("These results are gone. Search again.");
    return load(from, to);
  }
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) new Answers(self);

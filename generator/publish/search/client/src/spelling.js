// Words that were mistyped.
import { codePoints } from "./analysis/character.js";
import { isWord } from "./analysis/stem.js";
import { hasTerm, joinedWeight, oneTypoWeight, partsWeight, termOf, twoTyposWeight } from "./concept.js";
import { compareTexts } from "./index/order.js";
import { expand, term } from "./match.js";

const maxCorrections = 4;
const maxSuggestions = 6;

// typosIn returns how many mistakes are looked for in a word.
const typosIn = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

// near returns the words of the index that are at most so many mistakes away from a
// word, the nearest and most frequent first.
async function near(index, word, most, task) {
  if (most === 0 || !isWord(word)) return [];
  const own = codePoints(word);
  const set = letterSet(word);
  const out = [];
  const lengths = Array.from({ length: 2 * most + 1 }, (_, i) => own.length - most + i);
  for (const s of await Promise.all(lengths.map((n) => index.spelling(n)))) {
    s.letters ??= s.words.map(codePoints);
    s.sets ??= s.words.map(letterSet);
    for (let i = 0; i < s.words.length; i++) {
      if (i % 1000 === 999) await task.pause();
      if (differing(s.sets[i], set) > 2 * most) continue;
      const d = distance(own, s.letters[i], most);
      if (d <= most && d > 0) out.push({ word: s.words[i], distance: d, first: s.letters[i][0] === own[0], size: s.sizes[i] });
    }
  }
  return out.sort((a, b) => a.distance - b.distance || b.first - a.first || b.size - a.size || compareTexts(a.word, b.word));
}

// letterSet returns the letters of a word, in 32 bits. Words whose sets differ much
// cannot be near.
function letterSet(word) {
  let set = 0;
  for (let i = 0; i < word.length; i++) set |= 1 << word.charCodeAt(i) % 32;
  return set;
}

// differing counts the bits that are in one of two sets only.
function differing(a, b) {
  let n = 0;
  for (let x = a ^ b; x !== 0; x &= x - 1) n++;
  return n;
}

// distance returns how many letters have to be typed, left out, replaced or swapped
// with their neighbour to make one word from another: the optimal string alignment
// distance. It stops at more than most.
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

// correct adds the alternatives of a word that no page has: words that are near to
// it, and two words that it is when a space is put in.
export async function correct(index, c, w, task) {
  if (w.parts.length > 1) {
    await correctParts(index, c, w, task);
  } else {
    c.add(1, await corrections(index, w.text, task));
    await split(index, c, w.text);
  }
  c.typo = c.found;
}

// corrections returns the terms of the words that a mistyped one may be.
async function corrections(index, word, task) {
  const found = await near(index, word, typosIn(codePoints(word).length), task);
  const out = [];
  for (const f of found.slice(0, maxCorrections)) {
    if (f.distance > found[0].distance) break;
    for (const x of await expand(index, f.word, f.distance > 1 ? twoTyposWeight : oneTypoWeight, false)) {
      if (!hasTerm(out, termOf(x))) out.push(x);
    }
  }
  return out;
}

// correctParts corrects those parts of a compound that no page has.
async function correctParts(index, c, w, task) {
  const elements = [];
  for (const p of w.parts) {
    const terms = await expand(index, p, 1, false);
    elements.push(terms.length > 0 ? terms : await corrections(index, p, task));
  }
  c.add(partsWeight * oneTypoWeight, ...elements);
}

// split adds the words that a word without a space in it may be: two of them, or the
// groups of digits of a large number.
async function split(index, c, word) {
  for (const parts of splits(word)) {
    const terms = [];
    for (const p of parts) {
      const x = await term(index, p);
      if (!x) break;
      terms.push(x);
    }
    if (terms.length === parts.length) c.addPhrase(joinedWeight, [...parts.keys()], terms);
  }
  if (index.root.stems) return;
  for (const parts of compounds(word)) {
    const elements = [];
    for (const p of parts) {
      const terms = await expand(index, p, 1, false);
      if (terms.length === 0) break;
      elements.push(terms);
    }
    if (elements.length === parts.length) c.add(joinedWeight, ...elements);
  }
}

// compounds returns the ways to read a word as two, with or without an s between them, as in
// the German Rechnungsexport. The words may stand apart.
function compounds(word) {
  const shortest = 4; // letters
  const out = [];
  const letters = isWord(word) ? codePoints(word) : [];
  for (let i = shortest; i <= letters.length - shortest; i++) {
    const [head, tail] = [letters.slice(0, i).join(""), letters.slice(i).join("")];
    out.push([head, tail]);
    if (i > shortest && head.endsWith("s")) out.push([head.slice(0, -1), tail]);
  }
  return out;
}

// splits returns the ways to put spaces into a word: between any of its letters, as in
// CI/CD and Node.js; in a code before its digits, as in H.264; and in a number before each
// three digits, as in 1,000,000.
function splits(word) {
  const shortest = 2; // letters
  if (isWord(word)) {
    const letters = codePoints(word);
    const out = [];
    for (let i = shortest; i <= letters.length - shortest; i++) out.push([letters.slice(0, i).join(""), letters.slice(i).join("")]);
    return out;
  }
  if (/^[0-9]{4,18}$/.test(word)) return [word.split(/(?=(?:[0-9]{3})+$)/)];
  const [, head, digits] = /^(.*[^0-9])([0-9]+)$/s.exec(word) ?? [];
  return digits && isWord(head) ? [[head, digits]] : [];
}

// suggest returns words of the index that are near to those of a query that found
// nothing, the nearest first.
export async function suggest(index, words, task) {
  const out = new Set();
  for (const w of words) {
    for (const c of (await near(index, w.text, 1 + typosIn(codePoints(w.text).length), task)).slice(0, 3)) out.add(c.word);
  }
  // Else frequent words that begin as these do.
  for (const w of words) {
    for (const word of index.root.hotWith(codePoints(w.text).slice(0, 2).join(""), maxSuggestions)) out.add(word);
  }
  return [...out].slice(0, maxSuggestions);
}

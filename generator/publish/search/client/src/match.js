// What terms stand for the words and phrases of a query.
import { byteLength, codePoints, isASCII, isDigit } from "./analysis/character.js";
import { irregular, isWord, stem, stemPrefixes } from "./analysis/stem.js";
import { Concept, cutWeight, hasTerm, pagesOf, partsWeight, prefixWeight, stemWeight, termOf } from "./concept.js";
import { lowerBound } from "./index/order.js";

// Limits of how far a word is expanded.
const rare = 2; // pages; a word on so few may be the beginning of another
const maxShards = 4; // of one prefix; with more, frequent words stand in
const maxHot = 2; // such words
const maxExpansions = 60;

// lookup returns the terms with a prefix, or null when they are so many that none
// was looked at.
async function lookup(index, prefix) {
  const [from, to] = index.root.shardsWith(prefix);
  if (to - from > maxShards) return null;
  const out = [];
  for (const shard of await Promise.all(Array.from({ length: to - from }, (_, i) => index.shard(from + i)))) {
    for (let term = lowerBound(shard.terms, prefix); shard.terms[term]?.startsWith(prefix); term++) out.push({ shard, term, weight: 1 });
  }
  return out;
}

// term returns one term, or null if the index does not have it.
export async function term(index, token) {
  const [from, to] = index.root.shardsWith(token);
  if (from === to) return null;
  const shard = await index.shard(from);
  const at = lowerBound(shard.terms, token);
  return shard.terms[at] === token ? { shard, term: at, weight: 1 } : null;
}

// expand returns the terms for a token: itself, those of its stem and, if asked
// for, those that it is the beginning of.
export async function expand(index, token, weight, prefix) {
  const out = [];
  const exact = await term(index, token);
  if (exact) out.push({ ...exact, weight });
  if (index.root.stems && byteLength(token) > 2) {
    const s = stem(token);
    const forms = await Promise.all(stemPrefixes(s).map((p) => lookup(index, p)));
    for (const x of forms.flatMap((list) => list ?? [])) {
      if (termOf(x) !== token && related(token, s, termOf(x))) out.push({ ...x, weight: weight * stemWeight });
    }
    for (const t of irregular[s] ?? []) {
      const x = await term(index, t);
      if (x && !hasTerm(out, t)) out.push({ ...x, weight: weight * stemWeight });
    }
  }
  if (prefix) {
    const number = exact && isDigit(token.at(-1)); // 2.1 is not the beginning of 2.14
    for (const x of await longer(index, token)) {
      const t = termOf(x);
      if (!hasTerm(out, t) && !(number && isDigit(t[token.length]))) out.push({ ...x, weight: x.weight * weight });
    }
  }
  return out;
}

// related reports whether a term has the stem of a token. The algorithm takes the
// end off some words that have none (embed becomes emb, embedding becomes embed),
// so a word that is the stem of the other will do, too.
function related(token, s, other) {
  const otherStem = stem(other);
  return otherStem === s || otherStem === token || other === s;
}

// longer returns the most frequent terms that a token is the beginning of.
async function longer(index, token) {
  let terms = await lookup(index, token);
  if (!terms) {
    const words = index.root.hotWith(token, maxHot);
    terms = (await Promise.all(words.map((word) => term(index, word)))).filter(Boolean);
  }
  const typed = codePoints(token).length;
  return terms
    .filter((x) => termOf(x) !== token)
    .map((x) => ({ ...x, weight: prefixWeight + ((1 - prefixWeight) * typed) / codePoints(termOf(x)).length }))
    .sort((a, b) => pagesOf(b) - pagesOf(a))
    .slice(0, maxExpansions);
}

// conceptOf resolves a word of the query.
export async function conceptOf(index, w) {
  const c = new Concept(w.text);
  for (const f of w.forms) c.add(1, await expand(index, f.token, f.weight, (w.prefix && f.weight === 1) || isSingle(f.token)));
  if (w.parts.length > 1) {
    c.code = !w.text.includes("-") || /[._:]/.test(w.text); // it has parts, and is something else than these
    const last = w.parts.length - 1;
    c.add(partsWeight, ...(await Promise.all(w.parts.map((p, i) => expand(index, p, 1, w.prefix && i === last)))));
  }
  if (!w.prefix && c.pages <= rare) {
    for (const f of w.forms) c.add(cutWeight * f.weight, await longer(index, f.token));
  }
  return c;
}

// isSingle reports whether a token is one character of a script that is read in
// bigrams.
const isSingle = (token) => codePoints(token).length === 1 && !isWord(token) && !isASCII(token);

// phraseOf resolves a phrase: its terms exactly as they are.
export async function phraseOf(index, units) {
  const terms = await Promise.all(units.map((u) => term(index, u.token)));
  const c = new Concept(units.map((u) => u.token).join(" "));
  c.required = true;
  if (terms.every(Boolean)) c.addPhrase(1, units.map((u) => u.offset), terms);
  return c;
}

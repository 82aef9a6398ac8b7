import { Concept, synonymWeight } from "./concept.js";
import { conceptOf } from "./match.js";

// addSynonyms adds the site's synonyms, which are groups of members of words, to the
// concepts of the words that have them. Words that mean one thing together become one
// concept.
export async function addSynonyms(index, synonyms, words, concepts) {
  const uses = [];
  synonyms.forEach((group) =>
    group.forEach((member) => {
      for (let start = 0; start + member.length <= words.length; start++) {
        if (member.every((w, k) => isSameWord(words[start + k], w))) uses.push({ start, end: start + member.length, group, member });
      }
    }),
  );
  // The longest first; a word is part of one only.
  uses.sort((a, b) => b.end - b.start - (a.end - a.start));
  const taken = new Array(words.length).fill(null); // the use that takes a word
  for (const u of uses) {
    const spans = taken.slice(u.start, u.end);
    // Several groups may have the same words.
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
      const others = await Promise.all(member.map((w) => conceptOf(index, w)));
      c.add(synonymWeight, ...others.map((o) => o.flat()));
    }
  }
  return concepts.filter(Boolean);
}

// isSameWord reports whether a word of a query is one of a synonym.
function isSameWord(a, b) {
  return a.text === b.text || (a.stem !== "" && a.stem === b.stem);
}

// A concept is one thing that a query asks for: a word in all its forms, or a
// phrase. A page has it when it has one of the alternatives.

// How well a term stands for a word that is not the same.
export const stemWeight = 0.85;
export const prefixWeight = 0.5; // the least; the more of a term was typed, the nearer to 1
export const partsWeight = 0.85;
export const synonymWeight = 0.65;
export const cutWeight = 0.9; // a word that is rare and may have been cut short
export const joinedWeight = 0.7; // two words, for one that was typed without the space
export const oneTypoWeight = 0.7;
export const twoTyposWeight = 0.5;

// An expansion, {shard, term, weight}, is a term that stands for a word of the
// query, with how well it does. An element is a list of them, any of which will do.
export const termOf = (x) => x.shard.terms[x.term];
export const pagesOf = (x) => x.shard.starts[x.term + 1] - x.shard.starts[x.term];
export const hasTerm = (element, term) => element.some((x) => termOf(x) === term);

export class Concept {
  // Each is one way to have the concept: all of its elements on a page, and those
  // of a phrase, which has offsets, one behind the other.
  alternatives = [];
  required = false; // a page without it is no result
  typo = false; // the alternatives are corrections

  constructor(text = "") {
    this.text = text;
  }

  // found reports whether any page may have the concept.
  get found() {
    return this.alternatives.length > 0;
  }

  // pages is how many pages have the concept, at the most.
  get pages() {
    return this.alternatives.reduce((n, a) => a.elements[0].reduce((m, x) => m + pagesOf(x), n), 0);
  }

  // add adds an alternative, if all its elements have terms.
  add(weight, ...elements) {
    if (elements.every((el) => el.length > 0)) this.alternatives.push({ elements, weight });
  }

  // addPhrase adds the alternative that a page has terms one behind the other.
  addPhrase(weight, offsets, terms) {
    const elements = terms.map((x) => [x]);
    this.alternatives.push({ elements, weight, offsets: terms.length > 1 ? offsets : null });
  }

  // flat returns the terms of the alternatives that have one element.
  flat() {
    return this.alternatives
      .filter((a) => a.elements.length === 1)
      .flatMap((a) => a.elements[0].map((x) => ({ ...x, weight: x.weight * a.weight })));
  }

  // corrections returns the words that were taken for a mistyped one, without those
  // that have their stem.
  corrections() {
    const out = new Set();
    for (const a of this.alternatives) {
      if (a.elements.length > 1) out.add(a.elements.map((el) => termOf(el[0])).join(" "));
      else for (const x of a.elements[0]) if (x.weight === oneTypoWeight || x.weight === twoTyposWeight) out.add(termOf(x));
    }
    return [...out];
  }
}

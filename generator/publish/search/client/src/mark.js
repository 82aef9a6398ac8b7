import { scan } from "./analysis/token.js";
import { termOf } from "./concept.js";
import { unitsOf } from "./query.js";

const nearBy = 2; // words apart that two parts of a concept may stand to be marked

// Marker finds in a text what the concepts of a query stand for.
export class Marker {
  terms = new Map(); // what a term is marked for

  constructor(text, concepts) {
    this.query = JSON.stringify(unitsOf(text));
    this.concepts = concepts;
    // A part is one of several words that mean something only together.
    for (const part of [false, true]) {
      concepts.forEach((c, concept) => {
        for (const { elements } of c.alternatives) {
          if (elements.length > 1 !== part) continue;
          for (const x of elements.flat()) if (!this.terms.has(termOf(x))) this.terms.set(termOf(x), { concept, part });
        }
      });
    }
  }

  // marks returns the places in a text, in order and without overlaps. Parts are
  // marked where another is near or, when loose is set, in any case.
  marks(text = "", loose = false) {
    if (this.terms.size === 0) return [];
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

  // share returns the part of the query, by weight, that has a mark.
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
}

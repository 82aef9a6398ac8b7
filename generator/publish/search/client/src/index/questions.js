// What of titles and questions only queries of many words need.
import { lowerBound } from "./order.js";

const lengthSteps = 8; // of a length, for each factor of e
const repeated = 0.7; // power of how often a page has a term
// What is assumed of how many pages there are and how many have a stop word, until there
// are so many.
const assumedPages = 100;
const assumedStops = 10;

// rarity returns how much a term counts that so many of all pages have in their title or
// questions.
export const rarity = (pages, having, stop) => Math.log(1 + (pages + assumedPages) / (having + 0.5 + (stop ? assumedStops : 0)));

// frequency returns how much a term counts that is in so many of a page's title and
// questions.
export const frequency = (lines) => lines ** repeated;

export class Questions {
  // find returns where the postings of a stop word are in pages and counts.
  find(word) {
    const i = lowerBound(this.words, word);
    return this.words[i] === word ? [this.starts[i], this.starts[i + 1]] : [0, 0];
  }

  // length returns the length of a page's vector.
  length(page) {
    return Math.exp(this.steps[page] / lengthSteps);
  }
}

// What of titles and questions only queries of many words need.
import { lowerBound } from "./order.js";

const lengthSteps = 16; // of a length, for each factor of e
const repeated = 0.7; // power of how often a page has a trait
// What is assumed of how many pages there are and how many have a stop word, until there
// are so many.
const assumedPages = 100;
const assumedStops = 10;

// The traits by which titles and questions are compared, each as how much it counts beside
// others that are as rare: terms, stop words, two of these one behind the other, and groups
// of words of much the same meaning.
export const term = 1;
export const stop = 1.2;
export const pair = 0.5;
export const group = 0.7;

// pairOf names the pair of two stop words.
export const pairOf = (before, word) => `${before} ${word}`;

// rarity returns how much a trait counts that so many of all pages have in their title or
// questions.
export const rarity = (pages, having, trait) =>
  trait * Math.log(1 + (pages + assumedPages) / (having + 0.5 + (trait === stop ? assumedStops : 0)));

// frequency returns how much a trait counts that is in so many of a page's title and
// questions.
export const frequency = (lines) => lines ** repeated;

export class Questions {
  // groups returns the names of the groups of equivalents that a stem is one of.
  groups(stem) {
    return this.traits.filter((name) => name !== stem && name.split("|").includes(stem));
  }

  // find returns where the postings of a trait are in pages and counts.
  find(name) {
    const i = lowerBound(this.traits, name);
    return this.traits[i] === name ? [this.starts[i], this.starts[i + 1]] : [0, 0];
  }

  // length returns the length of a page's vector.
  length(page) {
    return Math.exp(this.steps[page] / lengthSteps);
  }
}

import { hasUnspaced } from "./bigram.js";
import { stem as snowball } from "./snowball.js";

const isEnglishWord = (token) => /^[a-z]+$/.test(token);

// stem returns the stem of an English token. Tokens that are not words, with
// anything but the letters a to z, are their own stem.
export const stem = (token) => (token.length > 2 && isEnglishWord(token) ? snowball(token) : token);

// stemPrefixes returns beginnings of which all tokens with a stem have one, in order.
// The few tokens that have none are in irregular.
export function stemPrefixes(s) {
  const head = s.slice(0, -1);
  if (s.length < 3 || !isEnglishWord(s)) return [s];
  if (s.endsWith("i")) return [s, `${head}y`];
  if (s.endsWith("bl")) return [`${head}ilit`, s];
  return s.endsWith("e") && /[aeiouy]/.test(head) ? [s, `${head}ing`] : [s];
}

// irregular are the tokens that do not begin as their stem does, by stem.
export const irregular = { __proto__: null, die: ["dying"], lie: ["lying"], tie: ["tying"], sky: ["skies"] };

const stopWords = new Set(
  (
    "a about already also am an and any are as at be been but by can could did do does for from get had has have he her " +
    "here him his how i if in into is it its just may me might must my now of on or our shall she should so some still " +
    "than that the their them then there these they this those to too us very was we were what when where which while " +
    "who why will with would yet you your"
  ).split(" "),
);

// isStopWord reports whether a token is an English word that has no bearing on what
// a page is about. A query with other words leaves it out.
export const isStopWord = (token) => stopWords.has(token);

// isWord reports whether a token is letters and nothing else, of a script that is
// written with spaces: a word that can be misspelt.
export const isWord = (token) => /^\p{L}+$/u.test(token) && !hasUnspaced(token);

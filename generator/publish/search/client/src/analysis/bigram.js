import { characterAt, isConnector, sizeAt } from "./character.js";
import { fold } from "./fold.js";

// Scripts that are written without spaces between words: Thai, Lao, Myanmar, Khmer,
// Han, Kana; and Hangul, whose words carry endings that bigrams look past.
const unspacedScripts = new RegExp(
  "[\\u0e00-\\u0eff\\u1000-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u318f\\u31f0-\\u31ff\\u3400-\\u9fff" +
    "\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}]",
  "u",
);

export const hasUnspaced = (text) => unspacedScripts.test(text);
const isUnspacedAt = (text, i) => hasUnspaced(characterAt(text, i));

// unspaced reads a run with a script without spaces in it: such characters in
// bigrams, all else as words.
export function unspaced(scanner, start, end) {
  const { text } = scanner;
  for (let i = start; i < end; ) {
    if (isUnspacedAt(text, i)) {
      i = bigrams(scanner, i, end);
      continue;
    }
    const from = i;
    while (i < end && !isUnspacedAt(text, i) && !isConnector(text[i])) i++;
    if (i === from) {
      i++;
      continue;
    }
    scanner.single(fold(text.slice(from, i)), from, i);
  }
}

// bigrams reads the characters from i on that are of a script without spaces, and
// returns where they end. The last one is a token of its own too, so that every
// character begins one.
function bigrams(scanner, i, end) {
  const { text } = scanner;
  const first = i;
  let last = i;
  i += sizeAt(text, i);
  while (i < end && isUnspacedAt(text, i)) {
    const next = i + sizeAt(text, i);
    scanner.single(fold(text.slice(last, next)), last, next);
    last = i;
    i = next;
  }
  if (last === first) {
    scanner.single(fold(text.slice(last, i)), last, i);
  } else {
    scanner.run--; // it belongs to the last bigram
    scanner.emit(fold(text.slice(last, i)), last, i, true);
    scanner.run++;
    scanner.position++;
  }
  return i;
}

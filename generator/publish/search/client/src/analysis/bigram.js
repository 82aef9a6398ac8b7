import { isASCII, isConnector, sizeAt } from "./character.js";
import { fold } from "./fold.js";

// isUnspaced reports whether a script is written without spaces between words:
// Thai, Lao, Myanmar, Khmer, Han, Kana; and Hangul, whose words carry endings
// that bigrams look past.
function isUnspaced(c) {
  if (c < 0x0e00) return false;
  return (
    c <= 0x0eff || (c >= 0x1000 && c <= 0x11ff) || (c >= 0x1780 && c <= 0x17ff) || (c >= 0x3005 && c <= 0x3007) ||
    (c >= 0x3041 && c <= 0x318f) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x9fff) ||
    (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfaff) ||
    (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff)
  );
}

export function hasUnspaced(text) {
  if (isASCII(text)) return false;
  for (const c of text) if (isUnspaced(c.codePointAt(0))) return true;
  return false;
}

// unspaced reads a run with a script without spaces in it: such characters in
// bigrams, all else as words.
export function unspaced(scanner, start, end) {
  const { text } = scanner;
  for (let i = start; i < end; ) {
    if (isUnspaced(text.codePointAt(i))) {
      i = bigrams(scanner, i, end);
      continue;
    }
    const from = i;
    while (i < end && !isUnspaced(text.codePointAt(i)) && !isConnector(text[i])) i++;
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
  while (i < end && isUnspaced(text.codePointAt(i))) {
    const next = i + sizeAt(text, i);
    scanner.single(fold(text.slice(last, next)), last, next);
    last = i;
    i = next;
  }
  if (last === first) {
    scanner.single(fold(text.slice(last, i)), last, i);
  } else {
    scanner.run--; // it belongs to the last bigram
    scanner.emit(fold(text.slice(last, i)), last, i, true, false);
    scanner.run++;
    scanner.position++;
  }
  return i;
}

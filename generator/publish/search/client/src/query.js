// What a query asks for.
import { byteLength, encode } from "./analysis/character.js";
import { isStopWord, stem } from "./analysis/stem.js";
import { scan } from "./analysis/token.js";

const maxQuery = 400; // bytes
const maxWords = 16;

// Weights of the forms of a word.
const otherForm = 0.95; // without its hyphens, or a version without its v
const shortForm = 0.5; // a version without its last numbers

const space = /\p{White_Space}/u;

// parseQuery reads a query: words, "phrases", and -words and -"phrases" that a page
// must not have. A quotation mark that nothing closes is left out. adjoining are
// words that were typed without a space between them, such as pub(crate).
export function parseQuery(text, stems) {
  const q = { words: [], phrases: [], adjoining: [], notWords: [], notPhrases: [] };
  if (byteLength(text) > maxQuery) text = new TextDecoder().decode(encode(text).slice(0, maxQuery)).replaceAll("\ufffd", "");
  text = text.replace(/[“”„«»]/g, '"');
  let words = 0;
  for (let i = 0; i < text.length && words < maxWords; ) {
    if (space.test(text[i])) {
      i++;
      continue;
    }
    // Before a number or a second minus it is part of what is searched for.
    const not = /^-["\p{L}]/u.test(text.slice(i, i + 3));
    if (not) i++;
    if (text[i] === '"') {
      i++;
      const end = text.indexOf('"', i);
      if (end >= 0) {
        const units = unitsOf(text.slice(i, end));
        if (units.length > 0) (not ? q.notPhrases : q.phrases).push(units);
        i = end + 1;
        words++;
      }
      continue;
    }
    let end = i;
    while (end < text.length && text[end] !== '"' && !space.test(text[end])) end++;
    const list = readWords(text.slice(i, end), stems);
    if (not) {
      q.notWords.push(...list);
    } else {
      if (list.length > 0 && end === text.length) list.at(-1).prefix = true;
      if (list.length > 1) q.adjoining.push(unitsOf(text.slice(i, end)));
      q.words.push(...list);
    }
    words += list.length;
    i = end;
  }
  q.words.length = Math.min(q.words.length, maxWords);
  return q;
}

// unitsOf returns the primary tokens of a text and their places in it.
export function unitsOf(text) {
  const units = [];
  scan(text, (t) => t.variant || units.push({ token: t.text, offset: t.position }));
  return units;
}

// readWords reads the runs of a text without white space. A word has forms, tokens
// that stand for all of it, the first as typed; and parts, the primary tokens of a
// compound or the words of a name in mixed case. It is a prefix when it may be the
// beginning of a word: it is the last and nothing is typed behind it.
export function readWords(text, stems) {
  const list = [];
  let loose = []; // variants of the last run that do not stand for all of it
  let last = -1;
  const finish = () => {
    if (last < 0) return;
    const w = list.at(-1);
    if (w.parts.length > 1) {
      if (w.forms[0].token === w.parts[0]) w.forms = []; // the whole is too long to be a token
      else w.text = w.forms[0].token;
    } else if (w.text.includes(".")) {
      w.forms.push(...loose.map((token) => ({ token, weight: shortForm }))); // a version
    } else if (loose.length > 1) {
      w.parts = loose;
    }
    if (w.parts.length < 2) w.parts = [];
    w.stop = stems && w.parts.length === 0 && isStopWord(w.text);
    w.stem = stem(w.forms[0]?.token ?? "");
    loose = [];
  };
  scan(text, (t) => {
    if (t.run !== last) {
      finish();
      list.push({ text: "", forms: [], parts: [], stop: false, prefix: false });
      last = t.run;
    }
    const w = list.at(-1);
    if (!t.variant) {
      w.parts.push(t.text);
      if (w.parts.length === 1) {
        w.text = t.text;
        w.forms = [{ token: t.text, weight: 1 }];
      }
    } else if (t.whole && w.parts.length > 1 && w.forms.length === 1 && w.forms[0].token === w.parts[0]) {
      w.forms = [{ token: t.text, weight: 1 }]; // the whole, in place of its first part
    } else if (t.whole) {
      w.forms.push({ token: t.text, weight: otherForm });
    } else {
      loose.push(t.text);
    }
  });
  finish();
  return list;
}

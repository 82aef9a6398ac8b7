import { codePoints, sizeAt } from "./analysis/character.js";

// Lengths of an excerpt, in code points.
const excerptLength = 200;
const leadIn = 40; // before the first mark, at most

export const mostMarks = 10; // that count

// excerpt cuts the part out of a text that has most of the query: pieces, marked
// when they are what was searched for.
export function excerpt(marker, text = "", marks = []) {
  if (text === "") return [];
  const start = bestStart(marker, text, marks);
  let end = advance(text, start, excerptLength);
  if (end < text.length) end = wordEnd(text, start, end);
  const out = [];
  const put = (piece, mark) => {
    if (out.at(-1)?.mark === mark) out.at(-1).text += piece;
    else out.push({ text: piece, mark });
  };
  if (start > 0) put("… ", false);
  let at = start;
  for (const m of marks) {
    if (m.end <= at || m.end > end) continue;
    const from = Math.max(m.start, at); // that of a compound may begin in the one before
    if (from > at) put(text.slice(at, from), false);
    put(text.slice(from, m.end), true);
    at = m.end;
  }
  if (at < end) put(text.slice(at, end), false);
  if (end < text.length) put(" …", false);
  return out;
}

// bestStart returns where the excerpt begins: before the mark from which on, within
// the length of an excerpt, there is most of the query.
function bestStart(marker, text, marks) {
  let best = -1;
  let start = 0;
  marks.forEach((m, i) => {
    const end = advance(text, m.start, excerptLength - leadIn);
    let j = i;
    while (j < marks.length && marks[j].end <= end) j++;
    const score = marker.share(marks.slice(i, j)) + 0.01 * Math.min(mostMarks, j - i);
    if (score > best + 1e-9) [best, start] = [score, m.start];
  });
  return best < 0 ? 0 : sentenceStart(text, start);
}

// sentenceStart returns the beginning of the sentence that a place is in, when it is
// near, else that of a word before it.
function sentenceStart(text, at) {
  let from = at;
  for (let i = 0; i < leadIn; i++) {
    if (from === 0) return 0;
    from -= from > 1 && text.codePointAt(from - 2) > 0xffff ? 2 : 1;
  }
  for (let i = at; i > from; i--) if (i >= 2 && text[i - 1] === " " && ".!?:".includes(text[i - 2])) return i;
  if (from === 0) return 0;
  const space = text.slice(from, at).indexOf(" ");
  return space >= 0 ? from + space + 1 : at;
}

// advance returns the place so many code points behind another.
function advance(text, at, count) {
  for (; count > 0 && at < text.length; count--) at += sizeAt(text, at);
  return at;
}

// wordEnd returns the end of the last word before a place, if the text has spaces
// near it.
function wordEnd(text, start, end) {
  const cut = text.slice(start, end).lastIndexOf(" ");
  if (cut < 0 || codePoints(text.slice(start + cut, end)).length > leadIn) return end;
  return start + text.slice(start, start + cut).trimEnd().length;
}

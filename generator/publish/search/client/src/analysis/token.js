// What tokens a text has, as the Go package analysis explains it.
import { hasUnspaced, unspaced } from "./bigram.js";
import { byteLength, characterAt, isASCII, isDigit, isLetter, isLower, isSplitting, isUpper, isWordCharacter } from "./character.js";
import { fold } from "./fold.js";

// Characters that nobody sees, such as soft hyphens, do not end a run.
const runs = /[\p{L}\p{N}\p{M}]+(?:(?:[.:_'’-]|[\u00ad\u200b-\u200d\u2060\ufeff]+)[\p{L}\p{N}\p{M}]+)*/gu;
const longest = 96; // bytes of a token

// scan calls yieldToken with {text, start, end, position, run, variant, whole} of
// each token of a text, in the order of their runs. It returns how many positions
// and runs the text has.
export function scan(text, yieldToken) {
  const scanner = new Scanner(text, yieldToken);
  for (const { 0: raw, index } of text.matchAll(runs)) scanner.read(raw, index, index + raw.length);
  return { positions: scanner.position, runs: scanner.run };
}

class Scanner {
  position = 0; // of the next primary token
  run = 0;

  constructor(text, yieldToken) {
    this.text = text;
    this.yieldToken = yieldToken;
  }

  // read gives the tokens of the run from start to end.
  read(raw, start, end) {
    const { text } = this;
    if (hasUnspaced(raw)) {
      unspaced(this, start, end);
      return;
    }
    const parts = split(text, start, end);
    if (parts.length > 1) {
      if (isVersion(raw)) this.version(start, end);
      else this.compound(start, end, parts);
      return;
    }
    // The signs behind a run that are part of a name: C++, C#.
    let suffix = "";
    if (text.startsWith("++", end)) suffix = "++";
    else if (text[end] === "#" && raw.length === 1 && isASCII(raw) && !isWordCharacter(characterAt(text, end + 1))) suffix = "#";
    this.part(start, end, suffix);
    this.run++;
  }

  // single gives a run of one token.
  single(token, start, end) {
    if (this.emit(token, start, end)) this.position++;
    this.run++;
  }

  part(start, end, suffix = "") {
    if (!this.emit(fold(this.text.slice(start, end)) + suffix, start, end + suffix.length)) return;
    this.pieces(start, end);
    this.position++;
  }

  // compound reads a run of several parts.
  compound(start, end, parts) {
    const at = this.position;
    let whole = "";
    let hyphens = true;
    for (const [from, to] of parts) {
      if (from > start) {
        const c = this.text[from - 1];
        hyphens &&= c === "-";
        whole += c;
      }
      whole += fold(this.text.slice(from, to));
      this.part(from, to);
    }
    const after = this.position;
    // Else nothing is left of any part.
    if (after > at) {
      this.position = at;
      this.emit(whole, start, end, true, true);
      if (hyphens && parts.length <= 3) this.emit(whole.replaceAll("-", ""), start, end, true, true);
      this.position = after;
    }
    this.run++;
  }

  // version reads a version. Its shorter forms are variants, so that 2.14 finds
  // v2.14.0.
  version(start, end) {
    let short = fold(this.text.slice(start, end));
    if (this.emit(short, start, end)) {
      if (short[0] === "v") this.emit((short = short.slice(1)), start, end, true, true);
      const hyphen = short.indexOf("-");
      if (hyphen >= 0) this.emit((short = short.slice(0, hyphen)), start, end, true, true);
      const numbers = short.split(".");
      if (numbers.length > 2) this.emit(numbers.slice(0, 2).join("."), start, end, true);
      this.position++;
    }
    this.run++;
  }

  // pieces gives the words of a name in mixed case, and the letters and digits of
  // a code.
  pieces(start, end) {
    const { text } = this;
    if (!/.[A-Z0-9]/.test(text.slice(start, end))) return; // as for most words
    let from = start;
    const piece = (to) => {
      this.emit(fold(text.slice(from, to)), from, to, true);
      from = to;
    };
    for (let i = start + 1; i < end; i++) if (isBoundary(text, start, i, end)) piece(i);
    if (from > start) piece(end);
  }

  // emit gives one token at the present position and reports whether it did: there
  // is none when nothing is left of it or too much is.
  emit(text, start, end, variant = false, whole = false) {
    if (text === "" || text.length > longest || byteLength(text) > longest) return false;
    const { position, run } = this;
    this.yieldToken({ text, start, end, position, run, variant, whole });
    return true;
  }
}

// split cuts a run at its connectors; apostrophes join.
function split(text, start, end) {
  const parts = [];
  let from = start;
  for (let i = start; i < end; i++) {
    if (!isSplitting(text[i])) continue;
    parts.push([from, i]);
    from = i + 1;
  }
  parts.push([from, end]);
  return parts;
}

// isVersion reports whether a run is a version: digits and dots, with a v in front
// or a suffix behind a hyphen or without.
const isVersion = (raw) => /^[vV]?[0-9]+(?:\.[0-9]+)+(?:-|$)/.test(raw);

// isBoundary reports whether a word of the part from start to end begins at i.
function isBoundary(text, start, i, end) {
  const before = text[i - 1];
  const at = text[i];
  const after = i + 1 < end ? text[i + 1] : "";
  if (isUpper(at)) return isLower(before) || isDigit(before) || (isUpper(before) && isLower(after));
  return isDigit(at) && isLetter(before) && i - start >= 2 && isLetter(text[i - 2]) && isDigit(after);
}

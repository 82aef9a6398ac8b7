import { byteLength, isASCII, isConnector, isWordCharacter } from "./character.js";

// Letters that do not decompose, as people type them who do not have them on
// their keyboard.
const spelled = {
  ß: "ss", ẞ: "ss", æ: "ae", Æ: "ae", œ: "oe", Œ: "oe", ø: "o", Ø: "o", ł: "l", Ł: "l", đ: "d", Đ: "d",
  ð: "d", Ð: "d", þ: "th", Þ: "th", ı: "i", ħ: "h", Ħ: "h", ŧ: "t", Ŧ: "t",
};

// Marks that people leave out: accents, and the points of Hebrew and Arabic. The
// vowel signs of other scripts are not.
const diacritics =
  /(?=\p{M})[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

// fold returns a part of a run as tokens have it: lower case, without diacritics
// and apostrophes, NFC.
export function fold(part) {
  if (isASCII(part)) return withoutApostrophes(part.toLowerCase());
  let out = "";
  for (const c of part.normalize("NFKD").replace(diacritics, "")) {
    if (c === "’") out += "'";
    else if (spelled[c]) out += spelled[c];
    else if (isConnector(c) || isWordCharacter(c)) out += lower(c);
  }
  return withoutApostrophes(out.replaceAll("ς", "σ").normalize("NFC"));
}

// lower is the lower case of one character by itself.
function lower(c) {
  const l = c.toLowerCase();
  return l.length === c.length ? l : c;
}

// withoutApostrophes takes the 's off the end, an elided article off the front,
// and all other apostrophes out.
function withoutApostrophes(text) {
  if (!text.includes("'")) return text;
  if (text.endsWith("'s")) text = text.slice(0, -2);
  const i = text.indexOf("'");
  if (i > 0 && byteLength(text) > i + 2 && /^(?:[cdjlmnst]|qu)$/.test(text.slice(0, i))) text = text.slice(i + 1);
  return text.replaceAll("'", "");
}

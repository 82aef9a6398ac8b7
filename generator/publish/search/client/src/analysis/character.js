// Kinds of characters, and lengths of texts.

const word = /[\p{L}\p{N}\p{M}]/u;
const connectors = /[.:_-]/;

export const isWordCharacter = (c) => word.test(c);
export const isSplitting = (c) => connectors.test(c); // between the parts of a run
export const isConnector = (c) => isSplitting(c) || c === "'" || c === "’";
export const isUpper = (c) => c >= "A" && c <= "Z";
export const isLower = (c) => c >= "a" && c <= "z";
export const isDigit = (c) => c >= "0" && c <= "9";
export const isLetter = (c) => isUpper(c) || isLower(c);
export const isASCII = (text) => /^[\0-\x7f]*$/.test(text);

const encoder = new TextEncoder();
export const encode = (text) => encoder.encode(text);
export const byteLength = (text) => (isASCII(text) ? text.length : encode(text).length);

// characterAt returns the character at a place, "" behind the end.
export const characterAt = (text, i) => (i < text.length ? String.fromCodePoint(text.codePointAt(i)) : "");

// sizeAt is how many UTF-16 units the character at a place has.
export const sizeAt = (text, i) => (text.codePointAt(i) > 0xffff ? 2 : 1);

// codePoints returns the characters of a text.
export const codePoints = (text) => Array.from(text);

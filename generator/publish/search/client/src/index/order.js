// The order of sorted lists.

// compareTexts orders texts by code points, as UTF-8 does.
export function compareTexts(a, b) {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    // Surrogates stand for what is behind all other characters.
    if (x >= 0xd800 && y >= 0xd800) [x, y] = [x >= 0xe000 ? x - 0x2000 : x + 0x2000, y >= 0xe000 ? y - 0x2000 : y + 0x2000];
    return x - y;
  }
  return a.length - b.length;
}

export const compareNumbers = (a, b) => a - b;

// lowerBound returns the first index, of those from one up to another, from which
// on a sorted list is not before a value.
export function lowerBound(list, value, compare = compareTexts, from = 0, to = list.length) {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(list[middle], value) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

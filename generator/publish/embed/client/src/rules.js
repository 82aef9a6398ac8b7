// The part that knows rules, what more than lists can say of whom an item is for. It comes
// when an item has some. Like the rest of match.js it depends on its arguments alone.

const bounds = {
  at_least: (value, bound) => value >= bound,
  more_than: (value, bound) => value > bound,
  at_most: (value, bound) => value <= bound,
  less_than: (value, bound) => value < bound,
};

// strictly throws when an object has a key that is not known: what a later headsup means
// by it has to hold, too.
const strictly = (object, keys) => {
  for (const key in object) if (!keys.includes(key)) throw Error(key);
};

// within reports whether a value is known and keeps to bounds. A word that is not known
// throws.
const within = (range, value) =>
  Object.entries(range).map(([word, bound]) => bounds[word](value, bound)).every((holds) => holds) && Number.isFinite(value);

// place returns where a user stands among all, from 0 to below 100: feed.Place.
const place = (key, user) => {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${key}\n${user}`)) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
  h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
  return ((h ^ h >>> 16) >>> 0) / 2 ** 32 * 100;
};

const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

// clock returns what a clock shows in a zone, without one in that of the browser: "" when
// there is no such zone.
const clock = (now, timeZone) => {
  try {
    return new Date(now).toLocaleString("sv", { timeZone }).replace(" ", "T");
  } catch {
    return "";
  }
};

// judge returns the first rule that fails, or nothing. unmet does so for lists; meets says
// whether a viewer is in one.
export default (facts, meets, unmet) => (target, viewer, now, rules) => {
  const { not = {}, since = {}, numbers = {}, share, from, until } = rules;
  const lists = facts.map(([, all]) => all);
  strictly(rules, ["target", "not", "since", "numbers", "share", "from", "until"]);
  strictly(rules.target, lists);
  strictly(not, lists);
  strictly(share, ["key", "at_least", "less_than"]);
  const time = clock(now, viewer.zone);
  const user = viewer.user ?? "";
  return from && !(local.test(from) ? time >= from : Date.parse(from) <= now) ? "not-yet"
    : until && !(local.test(until) ? time < until : now < Date.parse(until)) ? "expired"
    : unmet(target, viewer)
      || (facts.some((fact) => not[fact[1]] && meets(fact, not[fact[1]], viewer)) ? "not"
      : !Object.entries(since).every(([name, range]) => within(range, (now - new Date(viewer.since?.[name] ?? NaN)) / 864e5)) ? "since"
      : !Object.entries(numbers).every(([name, range]) => within(range, viewer.numbers?.[name])) ? "number"
      : share && !(user !== "" && within({ at_least: share.at_least, less_than: share.less_than }, place(share.key, user))) ? "share" : "");
};

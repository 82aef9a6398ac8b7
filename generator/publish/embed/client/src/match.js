// Who is to see an item, and when: the rules of package feed, which are written
// down at feed.Match and held by the same cases. Everything here depends on its
// arguments alone and changes none of them.
//
// A time that cannot be read is NaN, for which no comparison holds.

// once makes a function remember its answers. Many items have the same dates and
// patterns, and all are asked about at each change of a page.
const once = (work, known = new Map()) => (text) => {
  let answer = known.get(text);
  if (answer === undefined) known.set(text, answer = work(text));
  return answer;
};

const time = once((text) => Date.parse(text));
// Lists have the plural for a name; so have facts of which there are several.
const facts = "plan role platform segment version locale flag".split(" ").map((fact) => [fact, fact + "s"]);
const days = { day: 1, week: 7, month: 30 };

// fresh adds a value to a set and reports whether it is new there.
export const fresh = (set, value) => set.size != set.add(value).size;

// match says whether a person is to see an item at a time, and if not, why: the
// first rule that fails. An item that is not well formed is for nobody.
export const match = (item, viewer, history, now) => {
  let reason = "malformed";
  try {
    const { id, date_published, _headsup: d } = item;
    const { shown = [], dismissed } = history.items?.[id] ?? {};
    const { max, per } = d.frequency ?? {};
    const begin = per == "session" ? new Date(history.session) - 1 : now - days[per] * 864e5;
    const from = d.publish_at || date_published;
    reason = d.withdrawn || d.withdrawn_at ? "withdrawn"
      : from && !(time(from) <= now) ? "not-yet"
      : d.expires_at && !(now < time(d.expires_at)) ? "expired"
      : (d.rules ? judge : unmet)(targetOf(d, viewer), viewer, now, d.rules)
      || (d.anchor?.path && !pathMatches(d.anchor.path, viewer.path) ? "path"
      : dismissed ? "dismissed"
      // Without a beginning all counts.
      : shown.filter((at) => !(new Date(at) <= begin))[max - 1] ? "frequency" : "");
  } catch {}
  return { shown: !reason, reason };
};

// judge says the same where there are rules; without its part, items that have some are
// malformed.
let judge;

// learn takes the part that knows rules.
export const learn = (part) => (judge = part.default(facts, meets, unmet));

// unmet returns the first fact for which a list of the target asks and which the viewer
// has not. An empty one is for everyone.
const unmet = (target, viewer) => facts.find((fact) => {
  const list = target[fact[1]];
  return list && !meets(fact, list, viewer) && list.length;
})?.[0];

// meets reports whether a viewer is in a list.
const meets = ([fact, all], list, viewer) => list.some((entry) => entry && (
  fact == "version" ? inRange(entry, viewer)
  : fact == "locale" ? speaks(viewer.locale, entry)
  : [viewer[fact], viewer[all]].flat().includes(entry)));

// targetOf returns for whom an item is, as far as it matters to a viewer: of release
// notes, the plans and platforms that have the change stand in for those that are not said.
const targetOf = ({ kind, rules, target, for: said = target, plans, platforms }, { plan, platform }) => {
  target = rules?.target ?? (kind == "release-note" ? said : target) ?? {};
  return kind != "release-note" ? target : {
    ...target,
    plans: target.plans?.[0] ? target.plans : plan && plans,
    platforms: target.platforms?.[0] ? target.platforms : platform && platforms,
  };
};

// speaks reports whether the subtags of a language tag begin a locale. Tags have
// letters, digits and hyphens only; package content sees to it.
export const speaks = (locale, tag) => RegExp("^" + tag.replace(/[-_]|$/g, "[-_]"), "i").test(locale + "-");

// inRange reports whether the viewer's version of a component, or of the product
// as a whole, is in a range. A bound that cannot be read fails.
const inRange = ({ component, min_inclusive, max_exclusive }, { version, versions }) => {
  const has = rank(component ? versions?.[component] : version);
  return has && (!min_inclusive || has >= rank(min_inclusive)) && (!max_exclusive || has < rank(max_exclusive));
};

// rank turns a version into a text, so that texts compare as versions do: parts
// that are left out are 0, numbers come before words, and a pre-release before its
// release. Numbers may have 99 digits, and a v may come first. Of what is no version
// it is undefined.
const rank = (text) => {
  const [, parts, , , pre = "~"] = /^v?(\d+(\.\d+){1,3})(-([a-z\d-.]+))?(\+[a-z\d-.]+)?$/i.exec(text) ?? [];
  return parts && [...(parts + ".0.0").split(".", 4), ...pre.split(".")]
    .map((id) => (/\D/.test(id) ? ":" + id : id.padStart(99, 0))).join(" ");
};

// pathMatches reports whether a path of the product matches a pattern. Each piece
// between stars is taken where it comes first, so that no pattern takes long; line
// breaks hold the first and the last at the ends.
export const pathMatches = (pattern, path) => {
  let at = 0;
  path &&= whole(path);
  return path && pieces(pattern).every((piece) => (at = path.indexOf(piece, at) + piece.length) >= piece.length);
};
const whole = once((path) => "\n" + path.replace(/\/?([?#].*)?$/s, "/\n"));
const pieces = once((pattern) => ("\n" + pattern.replace(/[^*/]$/, "$&/") + "\n").split("*"));

// sorted puts items in the order in which they are shown: by priority, then the
// newest, then by id.
export const sorted = (items) => {
  // Without a date comes last.
  const [priority, date] = [(item) => item._headsup.priority ?? 0, (item) => time(item.date_published) || 0];
  return [...items].sort((a, b) => priority(b) - priority(a) || date(b) - date(a) || (a.id < b.id ? -1 : 1));
};

// choose returns an outcome for every one of the sorted items. Of a group only the
// first is shown.
export const choose = (items, ...all) => {
  const groups = new Set();
  return items.map((item) => {
    const { group } = item._headsup;
    const reason = match(item, ...all).reason || (!group || fresh(groups, group) ? "" : "group");
    return { item, shown: !reason, reason };
  });
};

// select is both.
export const select = (items, ...all) => choose(sorted(items), ...all);

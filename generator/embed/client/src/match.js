// Who is to see an item, and when: the rules of package feed, which are written
// down at feed.Match and held by the same cases. Everything here depends on its
// arguments alone and changes none of them.
//
// A time that cannot be read is an invalid Date, for which no comparison holds.

// match says whether a person is to see an item at a time, and if not, why. An
// item that is not well formed is for nobody.
export const match = (...all) => {
  let reason = "malformed";
  try {
    reason = leftOut(...all);
  } catch {}
  return { shown: !reason, reason };
};

// leftOut returns the first rule that fails, "" when none does.
const leftOut = ({ id, date_published, _headsup: d }, viewer, history, now) => {
  const from = d.publish_at || date_published;
  if (d.withdrawn || d.withdrawn_at) return "withdrawn";
  if (from && !(now >= new Date(from))) return "not-yet";
  if (d.expires_at && !(now < new Date(d.expires_at))) return "expired";

  for (const fact of ["plan", "role", "platform", "segment", "version", "locale", "flag"]) {
    // Lists have the plural for a name; so have facts of which there are several.
    const list = d.target?.[fact + "s"];
    if (list && list.length !== 0 && !list.some((entry) => entry && (
      fact == "version" ? inRange(entry, viewer)
      : fact == "locale" ? speaks(viewer.locale, entry)
      : [].concat(viewer[fact], viewer[fact + "s"]).includes(entry)))) return fact;
  }
  if (d.anchor?.path && !pathMatches(d.anchor.path, viewer.path)) return "path";

  const { shown = [], dismissed } = history.items?.[id] ?? {};
  const { max, per } = d.frequency ?? {};
  const begin = per == "session" ? new Date(history.session) - 1 : now - { day: 1, week: 7, month: 30 }[per] * 864e5;
  return dismissed ? "dismissed"
    // Without a beginning all counts.
    : max > 0 && shown.filter((at) => !(new Date(at) <= begin)).length >= max ? "frequency" : "";
};

// speaks reports whether the subtags of a language tag begin a locale.
export const speaks = (locale = "", tag) => {
  const [has, wanted] = [locale, tag].map((text) => text.toLowerCase().replace(/_/g, "-") + "-");
  return has.startsWith(wanted);
};

// inRange reports whether the viewer's version of a component, or of the product
// as a whole, is in a range. A bound that cannot be read fails.
const inRange = ({ component, min_inclusive, max_exclusive }, { version, versions }) => {
  const has = rank(`${component ? versions?.[component] : version}`.replace(/^v/i, ""));
  return has && (!min_inclusive || has >= rank(min_inclusive)) && (!max_exclusive || has < rank(max_exclusive));
};

// rank turns a version into a text, so that texts compare as versions do: parts
// that are left out are 0, numbers come before words, and a pre-release before its
// release. Numbers may have 99 digits. Of what is no version it is undefined.
const rank = (text) => {
  const [, parts, , , pre = "~"] = /^(\d+(\.\d+){1,3})(-([\da-z-.]+))?(\+[\da-z-.]+)?$/i.exec(text) ?? [];
  return parts && [...(parts + ".0.0").split(".", 4), ...pre.split(".")]
    .map((id) => (/\D/.test(id) ? ":" + id : id.padStart(99, 0))).join(" ");
};

// pathMatches reports whether a path of the product matches a pattern. Each piece
// between stars is taken where it comes first, so that no pattern takes long; line
// breaks hold the first and the last at the ends.
const pathMatches = (pattern, path) => {
  let rest = path && `\n${path.replace(/[?#].*/s, "").replace(/\/?$/, "/")}\n`;
  return rest && `\n${pattern.replace(/[^*/]$/, "$&/")}\n`.split("*").every((piece) => {
    const at = rest.indexOf(piece);
    rest = rest.slice(at + piece.length);
    return at >= 0;
  });
};

// select returns an outcome for every item, in the order in which they are shown:
// by priority, then the newest, then by id. Of a group only the first is shown.
export const select = (items, ...all) => {
  const groups = new Set();
  const priority = (item) => item._headsup.priority ?? 0;
  // Without a date comes last.
  const date = (item) => +new Date(item.date_published) || 0;
  return [...items]
    .sort((a, b) => priority(b) - priority(a) || date(b) - date(a) || (a.id < b.id ? -1 : 1))
    .map((item) => {
      const { group } = item._headsup;
      const { shown, reason } = match(item, ...all);
      const second = shown && group && groups.size == groups.add(group).size;
      return { item, shown: shown && !second, reason: second ? "group" : reason };
    });
};

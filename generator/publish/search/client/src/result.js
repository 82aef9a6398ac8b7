// What is shown of a page.
import { excerpt, mostMarks } from "./excerpt.js";
import { Damaged, decode } from "./index/decode.js";
import { unitsOf } from "./query.js";

// How sections of a page are compared.
const headingShare = 0.6; // what the query's share of the heading counts beside that of all
const perMark = 0.02; // what one more mark counts
const moreSections = 3;
const moreShare = 0.6; // of what the best section has
const wholeShare = 0.99;

// parseFragment reads what a result shows of a page, and makes sure that it is of
// the shape that the interface relies on.
export function parseFragment(data) {
  let f;
  try {
    f = JSON.parse(decode(data));
  } catch {
    throw new Damaged();
  }
  const isText = (v) => v === undefined || typeof v === "string";
  const isList = (v, test) => v === undefined || (Array.isArray(v) && v.every((x) => x && test(x)));
  const sound =
    f && typeof f.url === "string" && typeof f.title === "string" && [f.kind, f.kindTitle, f.version, f.summary].every(isText) &&
    isList(f.badges, (b) => typeof b.class === "string" && typeof b.text === "string") &&
    isList(f.questions, (q) => typeof q === "string") &&
    (f.date === undefined || (f.date && typeof f.date.iso === "string" && typeof f.date.text === "string")) &&
    Array.isArray(f.sections) && f.sections.length > 0 &&
    f.sections.every((s) => s && isText(s.id) && isText(s.title) && isText(s.text));
  if (!sound) throw new Damaged();
  return f;
}

// candidates returns the sections of a page that have a part of the query.
function candidates(marker, sections, loose) {
  const list = [];
  sections.forEach((s, section) => {
    const text = marker.marks(s.text, loose);
    const title = marker.marks(s.title, loose);
    if (text.length + title.length === 0) return;
    const heading = marker.share(title);
    const score = marker.share([...title, ...text]) + headingShare * heading + perMark * Math.min(mostMarks, text.length);
    list.push({ section, score, heading, text });
  });
  return list;
}

// choose picks the sections of a result, and what to show of them.
export function choose(marker, f) {
  const { url, title, kind, kindTitle, badges = [], date = null, version = "" } = f;
  const r = { url, title, kind, kindTitle, badges, date, version, section: "", excerpt: [], sections: [] };
  let list = candidates(marker, f.sections, false);
  if (list.length === 0) list = candidates(marker, f.sections, true);
  if (list.length === 0) {
    r.excerpt = beginning(marker, f);
    return r;
  }
  list.sort((a, b) => b.score - a.score);
  const best = list[0];
  const titled =
    JSON.stringify(unitsOf(title)) === marker.query || best.heading < wholeShare && [title, ...(f.questions ?? [])].some((t) => marker.share(marker.marks(t, true)) >= wholeShare);
  const s = f.sections[best.section];
  r.excerpt = excerpt(marker, s.text, best.text);
  if (r.excerpt.length === 0) r.excerpt = beginning(marker, f);
  if (!titled && best.section > 0) {
    r.section = s.title ?? "";
    r.url = `${url}#${s.id ?? ""}`;
  }
  for (const c of list) {
    if (r.sections.length === moreSections) break;
    const other = f.sections[c.section];
    const same = r.section !== "" && c.section === best.section;
    if (c.section === 0 || same || c.heading === 0 || c.score < moreShare * best.score) continue;
    r.sections.push({ url: `${url}#${other.id ?? ""}`, title: other.title ?? "", excerpt: excerpt(marker, other.text, c.text) });
  }
  return r;
}

// beginning returns an excerpt of a page of which nothing is marked.
function beginning(marker, f) {
  const text = f.summary || f.sections.find((s) => s.text)?.text || "";
  return excerpt(marker, text, marker.marks(text));
}

import { count } from "./words.js";

const store = "headsup-visits";
const day = 24 * 3600e3;
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);

// markChanges marks what is new or has changed since the reader's last visit,
// until it was opened. Pages say on which day they changed, no more.
export function markChanges() {
  const now = Date.now();
  const visits = { last: now, seen: {} };
  let kept;
  try {
    kept = localStorage.getItem(store);
  } catch {
    return; // storage is closed to this page
  }
  try {
    // last: when a page was opened; since: the day of the visit before.
    const { last, since, floor, seen } = JSON.parse(kept);
    Object.assign(visits, { since, floor, seen: { ...seen } });
    // A visit has ended when no page was opened for some hours.
    if (now - last > day / 6) visits.since = dayOf(last);
  } catch {
    // This is the first visit, or what was kept is damaged.
  }
  const keep = () => {
    const { since = dayOf(now), floor = "" } = visits;
    // What changed before is not marked in any case.
    visits.seen = Object.fromEntries(Object.entries(visits.seen).filter(([, at]) => at >= since && at > floor));
    try {
      localStorage.setItem(store, JSON.stringify(visits));
    } catch {
      // It is full: what is there stays.
    }
  };
  const path = (item) => (item.matches(".card") ? item.querySelector("h3 a") : location).pathname;
  const mark = (item) => {
    const { changed, first } = item.dataset;
    const { since, floor = "", seen } = visits;
    if (!(changed >= since) || changed <= floor || seen[path(item)] === changed) return [];
    const badge = document.createElement("span");
    badge.className = "badge fresh";
    badge.textContent = first < since ? $word("changed") : $word("new");
    item.querySelector(".kicker, .card-kicker").prepend(badge);
    return [[item, badge]];
  };
  const seen = (item) => {
    visits.seen[path(item)] = item.dataset.changed;
  };

  const page = document.querySelector("article[data-changed]");
  if (page) {
    mark(page);
    seen(page);
  }
  const fresh = [...document.querySelectorAll(".card[data-changed]")].flatMap(mark);
  const box = document.querySelector("[data-fresh]");
  if (box && fresh.length > 0) {
    const [text, button] = box.children;
    text.textContent = count($word("new-since"), new Set(fresh.map(([card]) => path(card))).size);
    button.onclick = () => {
      for (const [card, badge] of fresh) {
        seen(card);
        badge.remove();
      }
      visits.floor = dayOf(now - day);
      text.textContent = $word("all-read");
      button.hidden = true;
      keep();
    };
    box.hidden = false;
  }
  keep();
}

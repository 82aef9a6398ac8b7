const store = "headsup-visits";
const pause = 4 * 3600e3; // a visit has ended when no page was opened for so long
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);

// markChanges marks what is new or has changed since the reader's last visit,
// until it was opened. Pages say on which day they changed, no more.
export function markChanges() {
  const now = Date.now();
  const path = (item) => new URL(item.querySelector("h3 a").href).pathname;
  let visits; // last: when a page was opened; since: the day of the visit before
  try {
    visits = { seen: {}, ...JSON.parse(localStorage.getItem(store)) };
    if (now - visits.last > pause) visits.since = dayOf(visits.last);
    visits.last = now;
  } catch {
    return; // storage is closed to this page
  }
  const keep = () => {
    const { since = dayOf(now), floor } = visits;
    // What changed before is not marked in any case.
    visits.seen = Object.fromEntries(Object.entries(visits.seen).filter(([, day]) => day >= since && !(day <= floor)));
    try {
      localStorage.setItem(store, JSON.stringify(visits));
    } catch {
      // It is full: what is there stays.
    }
  };
  const fresh = (node, at) => {
    const { changed } = node.dataset;
    return visits.since && changed >= visits.since && !(changed <= visits.floor) && visits.seen[at] !== changed;
  };
  const mark = (node, place) => {
    const badge = document.createElement("span");
    badge.className = "badge fresh";
    badge.textContent = node.dataset.first < visits.since ? "Changed" : "New";
    place.prepend(badge);
    return badge;
  };

  const page = document.querySelector("article[data-changed]");
  if (page) {
    if (fresh(page, location.pathname)) mark(page, page.querySelector(".kicker"));
    visits.seen[location.pathname] = page.dataset.changed;
  }
  const cards = [...document.querySelectorAll(".card[data-changed]")].filter((card) => fresh(card, path(card)));
  const badges = cards.map((card) => mark(card, card.querySelector(".card-kicker")));
  const box = document.querySelector("[data-fresh]");
  if (box && cards.length > 0) {
    const count = new Set(cards.map(path)).size;
    box.firstElementChild.textContent = `${count} new or changed since your last visit`;
    box.lastElementChild.onclick = () => {
      for (const card of cards) visits.seen[path(card)] = card.dataset.changed;
      visits.floor = dayOf(now - 24 * 3600e3);
      for (const badge of badges) badge.remove();
      box.firstElementChild.textContent = "All is marked as seen";
      box.lastElementChild.hidden = true;
      keep();
    };
    box.hidden = false;
  }
  keep();
}

// Puts a list in another order. The choice in [data-sorts] names the data attribute of
// the entries to go by, "" for the order in which they came; it is in the page's address.
const list = document.querySelector("[data-sortable]");
const box = document.querySelector("[data-sorts]");
const entries = list ? [...list.children] : [];
// The highest comes first, and of scores the lowest; what has none is last.
const compare = {
  amount: (a, b) => b.amount - a.amount,
  last: (a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0),
  sources: (a, b) => b.sources - a.sources,
  score: (a, b) => (a.score || 11) - (b.score || 11),
};

function sort(key) {
  const by = compare[key];
  list.append(...(by ? entries.toSorted((a, b) => by(a.dataset, b.dataset)) : entries));
}

if (list && box) {
  const select = box.querySelector("select");
  const chosen = new URLSearchParams(location.search).get("sort") ?? "";
  if (compare[chosen]) {
    select.value = chosen;
    sort(chosen);
  }
  box.hidden = false;
  select.addEventListener("change", () => {
    const address = new URL(location);
    if (select.value) address.searchParams.set("sort", select.value);
    else address.searchParams.delete("sort");
    history.replaceState(history.state, "", address);
    sort(select.value);
  });
}

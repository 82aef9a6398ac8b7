import { fill } from "./words.js";

// offerFilter filters lists in place. The links in [data-filter] lead to pages
// that are filtered already, which is what they do without JavaScript; each has
// data-key (product, audience, stage, plan or team) and data-value, "" for all.
//
// What is filtered has data-products, data-audiences, data-stage, data-plans or
// data-teams, with names and spaces between. A [data-filter-group] is hidden with the last of what is
// in it, and [data-filter-empty] shown when nothing is left. The choice is in
// the page's address.
const attributes = { product: "products", audience: "audiences", stage: "stage", plan: "plans", team: "teams" };

export function offerFilter() {
  const box = document.querySelector("[data-filter]");
  if (!box) return;
  const links = [...box.querySelectorAll("a[data-key]")];
  const items = [...document.querySelectorAll(":is([data-products], [data-audiences], [data-stage], [data-plans], [data-teams]):not([data-filter] *)")];
  const groups = document.querySelectorAll("[data-filter-group]");
  const empty = document.querySelector("[data-filter-empty]");
  const status = box.querySelector("[role='status']");
  const fold = box.closest("details");

  const choice = (key) => new URLSearchParams(location.search).get(key) ?? "";
  const fits = (item) =>
    Object.keys(attributes).every((key) => !choice(key) || (item.dataset[attributes[key]] ?? "").split(" ").includes(choice(key)));
  // One page may be in several lists.
  const count = (list) => new Set(list.map((item) => item.querySelector("a")?.href ?? item)).size;

  const show = (say) => {
    const shown = items.filter((item) => !(item.hidden = !fits(item)));
    for (const group of groups) group.hidden = !shown.some((item) => group.contains(item));
    for (const link of links) {
      if (link.dataset.value === choice(link.dataset.key)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (empty) empty.hidden = shown.length > 0;
    if (say && status) status.textContent = fill($word("filter-shown"), { n: count(shown), total: count(items) });
  };

  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-key]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const address = new URL(location);
    const { key, value } = link.dataset;
    if (value) address.searchParams.set(key, value);
    else address.searchParams.delete(key);
    history.replaceState(history.state, "", address);
    show(true);
  });
  if (Object.keys(attributes).some(choice)) {
    if (fold) fold.open = true;
    show(true);
  }
}

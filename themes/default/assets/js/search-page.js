// The page of the search: the URL says what is searched for, with filters.
import { arrows, button, element, facets, failure, finder, home, results } from "./search.js";
import { count, fill } from "./words.js";

const step = 10; // results at a time, and values of a facet

const page = document.querySelector("[data-search-page]");
const field = page.querySelector("input");
const folded = page.querySelector("[data-search-filters]");
const [summary, inside] = folded.children;
const box = page.querySelector("[data-search-results]");
const all = page.querySelector("[data-search-all]");
const chips = element("p", { className: "search-chips" });
const onward = element("div", { className: "search-onward" });
const title = document.title;

let query; // the parameters of the URL
let most; // results to show
let current; // what is shown
let asked = false;

const find = finder({
  box,
  field,
  counts: true,
  clear,
  shown(found, say) {
    current = found;
    all.hidden = Boolean(found && active());
    box.hidden = Boolean(found && !active());
    if (!found) return;
    found.facets.forEach(showFacet);
    showChips();
    offerMore(found, say);
  },
});
box.prepend(chips);
box.lastChild.before(onward);

const active = () => query.get("q") || [...query.keys()].some((key) => facets[key]);

function run(wait) {
  asked = true;
  const words = query.get("q");
  document.title = words ? `${words} – ${title}` : title;
  find(query, most, wait);
}

// change searches for something else. Typing leaves no trail in the history.
function change(wait) {
  most = step;
  const url = query.size > 0 ? `${home}?${query}` : home;
  if (url !== location.href) history[wait ? "replaceState" : "pushState"](null, "", url);
  run(wait);
}

function toggle(facet, id) {
  if (query.has(facet, id)) query.delete(facet, id);
  else query.append(facet, id);
  change();
}

function clear() {
  for (const facet in facets) query.delete(facet);
  field.focus();
  change();
}

function restore() {
  query = new URLSearchParams(location.search);
  field.value = query.get("q") ?? "";
  most = history.state?.most ?? step;
}

function offerMore(found, say) {
  const add = async () => {
    more.textContent = $word("loading");
    more.onclick = null;
    try {
      const next = await results(found, most, most + step);
      if (found !== current) return;
      box.querySelector(".hits").append(...next);
      most += next.length;
      history.replaceState({ most }, "");
      next[0].querySelector("a")?.focus({ preventScroll: true });
      say(count($word("results-shown"), found.total, { shown: most }));
      offerMore(found, say);
    } catch (error) {
      if (found === current) onward.replaceChildren(failure(error, add));
    }
  };
  const more = button($word("more-results"), add);
  onward.replaceChildren(...(active() && most < found.total ? [more] : []));
}

// kept are elements by their name: what has the focus stays what it is.
const kept = {};

function showFacet({ id: facet, values }) {
  if (!facets[facet]) return;
  const set = (kept[facet] ??= element("fieldset", {}, element("legend", {}, facets[facet]), element("div"), button("", () => set.show(true))));
  set.show = (turn) => {
    if (turn) set.open = !set.open;
    const rows = values.filter((v, i) => set.open || i < step || v.selected).map((v) => row(facet, v));
    const [, list, fold] = set.children;
    if (rows.length !== list.children.length || rows.some((r, i) => r !== list.children[i])) {
      const focused = document.activeElement;
      list.replaceChildren(...rows);
      if (list.contains(focused)) focused.focus({ preventScroll: true });
    }
    set.hidden = values.length === 0;
    fold.hidden = values.length <= step;
    fold.ariaExpanded = Boolean(set.open);
    fold.textContent = set.open ? $word("show-fewer") : fill($word("show-all"), { n: values.length });
  };
  set.show();
  if (!inside.contains(set)) {
    inside.querySelector("nav")?.parentNode.replaceChildren();
    inside.append(set);
  }
}

function row(facet, value) {
  const key = `${facet}=${value.id}`;
  const label = (kept[key] ??= element(
    "label",
    {},
    element("input", { type: "checkbox", onchange: () => toggle(facet, value.id) }),
    element("span", {}, value.title),
    element("span", { className: "count" }),
  ));
  label.firstChild.checked = value.selected;
  label.lastChild.textContent = value.count.toLocaleString();
  return label;
}

function showChips() {
  const list = [...query].filter(([facet]) => facets[facet]).map(([facet, id]) => {
    const name = kept[`${facet}=${id}`]?.children[1].textContent ?? id;
    return element("button", {
      type: "button",
      className: "search-chip",
      ariaLabel: fill($word("remove-filter"), { facet: facets[facet], name }),
      onclick() {
        field.focus();
        toggle(facet, id);
      },
    }, name);
  });
  summary.textContent = list.length > 0 ? fill($word("filter-n"), { n: list.length }) : $word("filter");
  if (list.length > 0) list.push(button($word("clear-filters"), clear));
  chips.replaceChildren(...list);
}

field.addEventListener("input", () => {
  const words = field.value.trim();
  if (words) query.set("q", words);
  else query.delete("q");
  change(40);
});
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape" && field.value) {
    event.preventDefault();
    field.value = "";
    field.dispatchEvent(new Event("input"));
  }
  // On a phone the keyboard makes room for the results.
  if (event.key === "Enter" && matchMedia("(pointer: coarse)").matches) field.blur();
});
for (const [node, turn] of [[field, "focus"], [folded, "click"]]) {
  node.addEventListener(turn, () => asked || run());
}
arrows(page, field);
addEventListener("popstate", () => {
  restore();
  run();
});

const wide = matchMedia("(min-width: 58rem)");
wide.onchange = () => {
  folded.open = wide.matches;
};
wide.onchange();

restore();
if (active()) {
  all.hidden = true;
  box.hidden = false;
  showChips();
  run();
}

// The search over any page.
import { arrows, button, element, finder, home } from "./search.js";
import { count } from "./words.js";

const most = 8;
let last; // the newest search

const field = element("input", {
  type: "search",
  placeholder: $word("search-all"),
  ariaLabel: $word("search-all"),
  autocomplete: "off",
  autocapitalize: "none",
  spellcheck: false,
  maxLength: 500,
});
const box = element("div", { className: "search-box" });
const all = element("a", { hidden: true });
const slash = element("input", { type: "checkbox" });
const dialog = element(
  "dialog",
  { className: "search-dialog", ariaLabel: $word("search") },
  element(
    "div",
    { className: "search-bar" },
    element("label", { className: "search-field" }, document.querySelector("[data-search] svg")?.cloneNode(true), field),
    button($word("close"), () => dialog.close()),
  ),
  box,
  element(
    "div",
    { className: "search-foot" },
    all,
    element("span", { ariaHidden: true }, $word("search-keys")),
    element("label", {}, slash, ` ${$word("search-slash")}`),
  ),
);

const query = () => new URLSearchParams({ q: field.value.trim() });

const find = finder({
  box,
  field,
  scroller: box,
  // The field may say something else by now.
  shown(found, say, query) {
    all.hidden = !found?.total || !query.get("q");
    if (all.hidden) return;
    all.href = `${home}?${query}`;
    all.textContent = found.total > most ? count($word("all-results"), found.total) : $word("with-filters");
  },
});

function run(wait) {
  last = find(query(), most, wait);
}

field.addEventListener("input", () => run(40));
field.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const { ctrlKey, metaKey, shiftKey } = event;
  if (!(await last)) return; // the results of these words, not of those before
  box.querySelector(".hits a")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
});
arrows(dialog, field);
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !field.value) return;
  event.preventDefault();
  field.value = "";
  field.focus();
  run();
});
dialog.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const here = link && !event.ctrlKey && !event.metaKey && !event.shiftKey && link.href.split("#")[0] === location.href.split("#")[0];
  if (here || event.target === dialog) dialog.close();
});

// openSearch shows the dialog, with what was typed before it was there, and
// whether the key / opens it, for readers to change.
export function openSearch(typed, slashOpens, keepSlash) {
  slash.checked = slashOpens;
  slash.onchange = () => keepSlash(slash.checked);
  if (!dialog.isConnected) document.body.append(dialog);
  if (typed) field.value = typed;
  dialog.showModal();
  field.focus();
  if (!typed) field.select();
  run();
}

import { keepSlash, slashOpens } from "./search-key.js";

// offerSearch opens the search from anywhere. What it is made of is loaded when
// the reader turns to it, and not before.
export function offerSearch() {
  const links = document.querySelectorAll("[data-search]");
  if (links.length === 0) return;
  const onPage = document.getElementById("hu-search");
  let typed = null; // while the dialog is on its way

  const load = () => import("./search-dialog.js");
  const open = async (event) => {
    event.preventDefault();
    if (onPage) {
      onPage.focus();
      onPage.select();
      return;
    }
    if (typed !== null) return;
    typed = "";
    try {
      (await load()).openSearch(typed, slashOpens(), keepSlash);
    } catch {
      location.assign(links[0].href);
    }
    typed = null;
  };

  links[0].ariaKeyShortcuts = "/ Control+K Meta+K";
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) open(event);
    });
    if (onPage) continue;
    link.setAttribute("aria-haspopup", "dialog");
    for (const turn of ["pointerenter", "focus"]) link.addEventListener(turn, () => load().catch(() => {}), { once: true });
  }
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const control = event.ctrlKey || event.metaKey;
    if (!key || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (typed !== null) {
      if (key.length > 1 || control) return;
      typed += key;
      event.preventDefault();
    } else if (target.closest?.("input:not([type='checkbox']), textarea, select, [contenteditable]")) {
      return;
    } else if (control ? key.toLowerCase() === "k" && !event.shiftKey : key === "/" && slashOpens()) {
      open(event);
    }
  });
}

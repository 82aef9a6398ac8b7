// What the dialog and the page of the search share.
import { open } from "./search-engine.js";
import { count, fill } from "./words.js";

export const facets = { __proto__: null, kind: $word("kind"), product: $word("product"), audience: $word("for"), plan: $word("plan"), platform: $word("platform"), stage: $word("stage"), tag: $word("tag") };

export const home = document.querySelector("[data-search]").href; // the index lies beside the page
const ask = document.querySelector("[data-search-ask]");

// element makes an element. Texts become text nodes, whatever they hold.
export function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter(Boolean));
  return node;
}

export const button = (text, onclick) => element("button", { type: "button", className: "button quiet", onclick }, text);
const paragraph = (className, ...children) => element("p", { className }, ...children);
const link = (url, text) => element("a", { className: "button quiet", href: url }, text);

let engine;

// openEngine opens the index once, and again after a failure.
function openEngine() {
  engine ??= open(home).catch((error) => {
    engine = null;
    throw error;
  });
  return engine;
}

const atOnce = 5; // results, which is what a screen shows

// results returns items for some results, the first of which are loaded. Each other
// one waits until it comes near the part of a scroller that can be seen, or, when
// the focus is in the results, until arrows asks for it.
export async function results(found, from, to, scroller = null) {
  const end = Math.min(to, found.total);
  const loaded = globalThis.IntersectionObserver ? Math.min(from + atOnce, end) : end;
  const items = (await load(found, from, loaded)).map(hit);
  if (loaded >= end) return items;
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) target.arrive();
    },
    { root: scroller, rootMargin: "25%" },
  );
  for (let i = loaded; i < end; i++) {
    const item = element("li", { className: "hit hit-waiting" }, element("span", { className: "visually-hidden" }, $word("loading")));
    item.arrive = () => (item.arriving ??= arrive(item, found, i).finally(() => seen.unobserve(item)));
    seen.observe(item);
    items.push(item);
  }
  return items;
}

// arrive puts a result in the place of the item that waits for it, unless another
// search has begun.
async function arrive(item, found, i) {
  try {
    item.replaceWith(hit((await found.load(i, i + 1))[0]));
  } catch (error) {
    if (error.name !== "AbortError") item.replaceWith(hit());
  }
}

// load returns some results. One that cannot be loaded is undefined and does
// not take the others along.
async function load(found, from, end) {
  if (from >= end) return [];
  try {
    return await found.load(from, end);
  } catch (error) {
    const single = Array.from({ length: end - from }, (_, i) => found.load(from + i, from + i + 1));
    const settled = await Promise.allSettled(single);
    if (settled.every((s) => s.reason)) throw error;
    return settled.map((s) => s.value?.[0]);
  }
}

const excerpt = (pieces) => pieces.length > 0 && paragraph("hit-text", ...pieces.map((p) => (p.mark ? element("mark", {}, p.text) : p.text)));

function hit(result) {
  if (!result) return element("li", { className: "hit" }, paragraph("hit-text", $word("result-failed")));
  const { title, section, date } = result;
  return element(
    "li",
    { className: "hit" },
    element("h2", {}, element("a", { href: result.url }, title, section && " ", section && element("span", {}, section))),
    excerpt(result.excerpt),
    paragraph(
      "hit-about",
      element("span", {}, result.kindTitle),
      ...result.badges.map((b) => element("span", { className: `badge ${b.class}` }, b.text)),
      result.version && element("span", {}, result.version),
      date && element("time", { dateTime: date.iso }, date.text),
    ),
    element("ul", {}, ...result.sections.map((s) => element("li", {}, element("a", { href: s.url }, s.title), excerpt(s.excerpt)))),
  );
}

// failure says that the search does not work.
export function failure(error, again) {
  return element(
    "div",
    { className: "search-said", role: "alert" },
    element("h2", {}, $word("search-broken")),
    paragraph("", error.name === "Error" ? error.message : $word("something-wrong")),
    paragraph("buttons", button($word("try-again"), again), link(home, $word("browse-all"))),
  );
}

// finder returns a function that searches for what a URL's query says and shows
// the results in a box, unless a newer search has begun by then. It resolves to
// whether it did.
export function finder({ box, field, scroller, counts, clear, shown }) {
  const state = paragraph("search-state");
  const list = element("div");
  const status = element("p", { className: "visually-hidden", role: "status" });
  box.append(state, list, status);
  let running, slow, quiet;

  // Screen readers hear of it once the reader has stopped typing.
  const say = (text) => {
    state.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => (status.textContent = text), 700);
  };
  // A focus on a result stays at its place, and is not lost with the old results.
  const show = (...content) => {
    const at = [...list.querySelectorAll(".hits a")].indexOf(document.activeElement);
    list.replaceChildren(...content);
    if (at >= 0) (list.querySelectorAll(".hits a")[at] ?? field).focus();
  };
  const nothing = (found, pages, filtered) => [
    paragraph("", count($word("nothing-hint"), pages)),
    found.suggestions.length > 0 &&
      paragraph(
        "buttons",
        $word("try"),
        ...found.suggestions.map((word) =>
          button(word, () => {
            field.value = word;
            field.dispatchEvent(new Event("input"));
            field.focus();
          }),
        ),
      ),
    paragraph("buttons", filtered && button($word("clear-filters"), clear), ask && link(ask.href, ask.textContent)),
  ];

  return async function find(query, most, wait = 0) {
    running?.abort();
    const { signal } = (running = new AbortController());
    slow ??= setTimeout(say, 300, $word("searching"));
    list.ariaBusy = "true";
    try {
      await new Promise((done) => setTimeout(done, wait));
      signal.throwIfAborted();
      const opened = await openEngine();
      signal.throwIfAborted();
      const text = query.get("q") ?? "";
      const filters = {};
      for (const [facet, value] of query) if (facets[facet]) (filters[facet] ??= []).push(value);
      const found = await opened.search(text, { filters, facets: counts, signal });
      const idle = text === "" && Object.keys(filters).length === 0;
      const items = await results(found, 0, idle ? 0 : most, scroller);
      signal.throwIfAborted();
      if (idle) {
        say(count($word("search-idle"), opened.pages));
        show();
      } else if (found.total > 0) {
        const notes = found.corrections.map((c) => fill($word("corrected"), { terms: c.terms.join(", "), word: c.word }));
        say([count($word("results"), found.total), ...notes, found.partial && $word("partial")].filter(Boolean).join(" "));
        show(element("ol", { className: "hits", role: "list", ariaLabel: $word("results-list") }, ...items));
      } else {
        say(text ? fill($word("nothing-found"), { text }) : $word("no-page-filters"));
        show(element("div", { className: "search-said" }, ...nothing(found, opened.pages, Object.keys(filters).length > 0)));
      }
      box.scrollTop = 0;
      shown(found, say, query);
      const detail = { words: text, total: found.total, filtered: Object.keys(filters).length > 0 };
      field.dispatchEvent(new CustomEvent("headsup-found", { bubbles: true, detail }));
      return true;
    } catch (error) {
      if (!signal.aborted) {
        say("");
        show(
          failure(error, () => {
            field.focus();
            find(query, most);
          }),
        );
        shown();
      }
      return false;
    } finally {
      if (!signal.aborted) {
        clearTimeout(slow);
        slow = undefined;
        list.ariaBusy = null;
      }
    }
  };
}

// arrows lets the arrow keys move the focus through the results. They are links
// in a list and no listbox under the field: options have no headings and links
// inside, and screen readers of phones do not follow a focus that only
// aria-activedescendant has. What is typed on a link goes to the field.
export function arrows(box, field) {
  const linksIn = () => [...box.querySelectorAll(".hits a")];
  const arrivals = () => Promise.all([...box.querySelectorAll(".hit-waiting")].map((item) => item.arrive()));
  box.addEventListener("focusin", ({ target }) => {
    if (target.closest(".hits")) arrivals();
  });
  box.addEventListener("keydown", async (event) => {
    const { key, target } = event;
    const links = linksIn();
    const at = links.indexOf(target);
    if (!key || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || (at < 0 && target !== field)) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const next = key === "ArrowDown" ? at + 1 : at - 1;
      if (next === links.length) await arrivals();
      if (document.activeElement === target) (next < 0 ? field : linksIn()[next])?.focus();
    } else if (at >= 0 && (key === "Backspace" || (key.length === 1 && key !== " "))) {
      field.focus();
    }
  });
}

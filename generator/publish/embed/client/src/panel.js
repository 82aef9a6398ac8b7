// The part with the panel of <headsup-news>, which comes when somebody is about to open
// it: cards with what is new.

import css from "./panel.css";
import { impressions } from "./impressions.js";

// What the cards say by themselves.
const own = {
  fresh: "New", empty: "Nothing new right now", all: "All news", expand: "More", next: "Older news", topics: "All topics", ga: "GA",
  search: "Search", none: "Nothing found",
};

// How many cards come at a time.
const portion = 10;

// How many there may be before somebody needs a search.
const many = 30;

// text returns what is searched of an item.
const text = ({ title, summary, content_html, tags, _headsup: { products } }) =>
  [title, summary, `${content_html}`.replace(/<[^>]*>/g, " "), tags, products].flat().join(" ").toLowerCase();

// panel adds the panel to a <headsup-news>, once, and returns it and what opens it.
export default (kit, host, button) => {
  const { h, view, inner, closing, follow, asks, adopt } = kit;
  const seen = impressions((detail) => host.headsup?.emit("impression", detail));
  const content = inner();
  const close = () => panel.close();
  const panel = h("dialog", {
    part: "panel", "aria-labelledby": "title",
    close() {
      seen.end();
      button.focus();
    },
    click: ({ target }) => target == panel && close(),
  }, content);
  adopt(host.shadowRoot, css);
  host.shadowRoot.append(panel);

  // open shows all, and with the id of an item, that one.
  const open = (id) => {
    const { headsup } = host;
    seen.end();
    const words = { ...own, ...host.words };
    const unread = headsup.unread();
    const items = headsup.match(host.viewer).filter(({ shown }) => shown).map(({ item }) => item);

    const card = (item) => {
      const { version, stage } = item._headsup;
      let date;
      try {
        // The day is the one that stands in the text.
        date = new Date(item.date_published.slice(0, 10)).toLocaleDateString(item.language, { dateStyle: "medium", timeZone: "UTC" });
      } catch {}
      const article = view("article", { part: "item", click: (event) => follow(host, item, event) }, item, h("a", { href: item.url }, item.title),
        h("p", { part: "meta" }, [unread.includes(item.id) && words.fresh, date, version, words[stage] ?? stage]
          .filter((text) => text).join(" · ")));
      const body = article.querySelector("[part=body]");
      // Of a long one the beginning is shown.
      if (body.childElementCount > 1) {
        const more = h("button", { part: "more", click: () => (more.ariaExpanded = !body.classList.toggle("short")) }, words.expand);
        more.click();
        body.after(more);
      }
      asks(item, article.firstChild);
      seen.begin(article, item);
      return article;
    };

    const topics = ({ tags, _headsup: { products } }) => [products, tags].flat().filter((id) => id?.trim);
    const ids = [...new Set(items.flatMap(topics))];
    const choice = h("select", { "aria-label": words.topics, change: () => list() }, h("option", { value: "" }, words.topics),
      ...ids.map((value) => h("option", { value }, words[value] ?? value)));
    const search = h("input", {
      part: "search", type: "search", "aria-label": words.search, placeholder: words.search, input: () => list(),
    });
    const none = h("p", { role: "status" });
    const cards = h("div", { part: "items" });
    const next = h("button", { part: "next", click: () => add().querySelector("a,button").focus() }, words.next);
    let left;
    const add = () => {
      const first = cards.childElementCount;
      cards.append(...left.splice(0, portion).map(card));
      next.hidden = !left[0];
      none.textContent = items[0] && !cards.firstChild ? words.none : "";
      return cards.children[first];
    };
    const list = () => {
      const query = search.value.toLowerCase().match(/\S+/g) ?? [];
      left = items.filter((item) => (!choice.value || topics(item).includes(choice.value))
        && (!query[0] || query.every((word) => text(item).includes(word))));
      seen.end();
      cards.replaceChildren();
      add();
    };
    list();
    content.replaceChildren(
      closing(close), h("h1", { id: "title" }, words.title), items.length > many ? search : "", ids[1] ? choice : "",
      none, cards, items[0] ? next : h("p", {}, words.empty),
      headsup.home ? h("a", { part: "all", href: headsup.home }, words.all) : "");
    panel.dir = document.dir || "ltr";
    if (!panel.open) panel.showModal();
    const at = items.findIndex((item) => item.id === id);
    while (at >= cards.childElementCount) add();
    if (at >= 0) {
      const card = cards.children[at];
      card.querySelector("[part=more][aria-expanded=false]")?.click();
      card.querySelector("[part=title] a").focus();
      card.scrollIntoView();
    }
    headsup.markRead();
    headsup.emit("opened", {});
  };
  return { open, close };
};

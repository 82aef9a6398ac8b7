// The part with the panel of <headsup-news>, which comes when somebody is about to open
// it: cards with what is new.

import css from "./panel.css";
import { adopt } from "./adopt.js";
import { follow } from "./links.js";

// What the cards say by themselves.
const own = {
  fresh: "New", empty: "Nothing new right now", all: "All news", expand: "More", next: "Older news", topics: "All topics", ga: "GA",
};

// How many cards come at a time.
const portion = 10;

// panel adds the panel to a <headsup-news>, once, and returns it and what opens it.
export default ({ h, view, inner, closing }, host, button) => {
  const content = inner();
  const close = () => panel.close();
  const panel = h("dialog", {
    part: "panel", "aria-labelledby": "title",
    close: () => button.focus(),
    click: ({ target }) => target == panel && close(),
  }, content);
  adopt(host.shadowRoot, css);
  host.shadowRoot.append(panel);

  const open = () => {
    const { headsup } = host;
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
      const article = view("article", { part: "item", click: (event) => follow(host, item, event) }, host, item, h("a", { href: item.url }, item.title),
        h("p", { part: "meta" }, [unread.includes(item.id) && words.fresh, date, version, words[stage] ?? stage]
          .filter((text) => text).join(" · ")));
      const body = article.querySelector("[part=body]");
      // Of a long one the beginning is shown.
      if (body.childElementCount > 1) {
        const more = h("button", { part: "more", click: () => (more.ariaExpanded = !body.classList.toggle("short")) }, words.expand);
        more.click();
        body.after(more);
      }
      return article;
    };

    const topics = ({ tags, _headsup: { products } }) => [products, tags].flat().filter((id) => id?.trim);
    const ids = [...new Set(items.flatMap(topics))];
    const choice = h("select", { "aria-label": words.topics, change: () => list() }, h("option", { value: "" }, words.topics),
      ...ids.map((value) => h("option", { value }, words[value] ?? value)));
    const cards = h("div", { part: "items" });
    const next = h("button", { part: "next", click: () => add().querySelector("a,button").focus() }, words.next);
    let left;
    const add = () => {
      const first = cards.childElementCount;
      cards.append(...left.splice(0, portion).map(card));
      next.hidden = !left[0];
      return cards.children[first];
    };
    const list = () => {
      left = items.filter((item) => !choice.value || topics(item).includes(choice.value));
      cards.replaceChildren();
      add();
    };
    list();
    content.replaceChildren(
      closing(host, close), h("h1", { id: "title" }, words.title), ids[1] ? choice : "", cards, items[0] ? next : h("p", {}, words.empty),
      headsup.home ? h("a", { part: "all", href: headsup.home }, words.all) : "");
    panel.dir = document.dir || "ltr";
    panel.showModal();
    headsup.markRead();
    headsup.emit("opened", {});
  };
  return { open, close };
};

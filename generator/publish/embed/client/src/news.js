// <headsup-news>: a button that opens a panel with what is new.

import { closing, define, direction, inner, shadow, view } from "./element.js";
import { h } from "./html.js";

// How many cards come at a time, and from how many on they can be searched.
const portion = 10;
const many = 30;

define("news", (host) => {
  const open = () => {
    const { headsup, words } = host;
    if (!headsup) return;
    const unread = headsup.unread();
    const items = headsup.match(host.viewer).filter(({ shown }) => shown).map(({ item }) => item);

    const card = (item) => {
      const { version, stage } = item._headsup;
      let date;
      try {
        // The day is the one that stands in the text.
        date = new Date(item.date_published.slice(0, 10)).toLocaleDateString(item.language, { dateStyle: "medium", timeZone: "UTC" });
      } catch {}
      const article = view("article", { part: "item" }, host, item, h("a", { href: item.url }, item.title),
        h("p", { part: "meta" }, [unread.includes(item.id) && words.fresh, date, version, words[stage] ?? stage].filter((text) => text).join(" · ")));
      const body = article.querySelector("[part=body]");
      // Of a long one the beginning is shown.
      if (body.childElementCount > 1) {
        const more = h("button", { part: "more", "aria-expanded": false, click: () => (more.ariaExpanded = body.classList.toggle("short") ? "false" : "true") },
          words.expand);
        body.className = "short";
        body.after(more);
      }
      return article;
    };

    // choice makes a list of what items have under a name, if there is any choice.
    const choice = (label, values) => {
      const ids = [...new Set(items.flatMap(values))].filter((id) => id?.trim).sort();
      const select = ids[1] && h("select", { "aria-label": label, change: list }, h("option", { value: "" }, label),
        ...ids.map((id) => h("option", { value: id }, words[id] ?? id)));
      return { select, fits: (item) => !select?.value || [values(item)].flat().includes(select.value) };
    };
    const list = () => {
      const wanted = search && search.value.toLowerCase().split(/\s+/);
      left = items.filter((item) => choices.every(({ fits }) => fits(item))
        && !wanted?.some((word) => !`${item.title} ${item.summary} ${item.content_html.replace(/<.*?>/g, " ")}`.toLowerCase().includes(word)));
      cards.replaceChildren();
      next();
    };
    const next = () => {
      const first = cards.childElementCount;
      cards.append(...left.splice(0, portion).map(card));
      more.hidden = !left[0];
      none.hidden = cards.firstChild;
      return cards.children[first];
    };
    let left;
    const choices = [
      choice(words.products, (item) => item._headsup.products ?? []),
      choice(words.tags, (item) => item.tags ?? []),
    ];
    const search = items[many] && h("input", { type: "search", "aria-label": words.search, placeholder: words.search, input: list });
    const cards = h("div", { part: "items" });
    const none = h("p", { role: "status" }, words.empty);
    const more = h("button", { part: "next", click: () => next().querySelector("a,button")?.focus() }, words.next);
    content.replaceChildren(
      closing(host, close), h("h1", { id: "title" }, words.title), ...[search, ...choices.map(({ select }) => select)].filter((node) => node),
      cards, none, more, headsup.home ? h("a", { part: "all", href: headsup.home }, words.all) : "");
    list();
    panel.dir = direction();
    panel.showModal();
    headsup.markRead();
    headsup.emit("opened", {});
  };
  const close = () => panel.close();

  const badge = h("span", { part: "badge", "aria-hidden": true });
  const status = h("p", { id: "status", role: "status" });
  const button = h("button", { part: "button", id: "button", click: open, "aria-labelledby": "button status" });
  const content = inner();
  const panel = h("dialog", {
    part: "panel", "aria-labelledby": "title",
    close: () => button.focus(),
    click: ({ target }) => target == panel && close(),
  }, content);
  shadow(host, button, badge, status, panel);

  return {
    open, close,
    // The button has its place from the first, and is seen once there is something
    // behind it.
    update() {
      const { headsup, words } = host;
      const unread = headsup?.unread().length || "";
      button.textContent = words.title;
      badge.textContent = unread;
      status.textContent = unread && words.unread.replace("{n}", unread);
      button.className = headsup?.source ?? "none";
    },
  };
});

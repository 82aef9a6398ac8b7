// <headsup-news>: a button that opens a panel with what is new.

import { Base, define, shadow } from "./element.js";
import { h } from "./html.js";

define("headsup-news", class extends Base {
  bundle = "news";
  #label = h("span", { id: "label" });
  #badge = h("span", { part: "badge", "aria-hidden": true });
  #status = h("p", { id: "status", role: "status" });
  #button = h("button", { part: "button", "aria-haspopup": "dialog", "aria-labelledby": "label status", click: () => this.open() }, this.#label, this.#badge);
  #panel = h("dialog", {
    part: "panel", "aria-labelledby": "label",
    close: () => this.#button.focus(),
    click: ({ target }) => target == this.#panel && this.close(),
  });
  root = shadow(this, this.#button, this.#status, this.#panel);

  // update draws the button. It has its place from the first, and is seen once
  // there is something behind it.
  update() {
    const { headsup, words } = this;
    const unread = headsup.unread().length || "";
    this.#label.textContent = words.title;
    this.#badge.textContent = unread;
    this.#status.textContent = unread && words.unread.replace("{n}", unread);
    this.#button.className = headsup.source;
  }

  open() {
    const { headsup, words } = this;
    if (!headsup) return;
    const unread = headsup.unread();
    const close = h("button", { part: "close", "aria-label": words.close, click: () => this.close() }, "×");
    const items = headsup.match(this.viewer).filter(({ shown }) => shown).map(({ item }) => {
      const { id, url, title, language, date_published, _headsup: { version, stage } } = item;
      let date;
      try {
        // The day is the one that stands in the text.
        date = new Date(date_published.slice(0, 10)).toLocaleDateString(language, { dateStyle: "medium", timeZone: "UTC" });
      } catch {}
      const fresh = unread.includes(id) && words.fresh;
      return h("article", { part: "item", lang: language, dir: "auto", click: (event) => this.followed(item, event) },
        h("p", { part: "meta" }, ...[fresh, date, version, words[stage] ?? stage].map((text) => text && h("span", { part: text == fresh && "fresh" }, text))),
        ...this.parts(item, 3, h("a", { href: url }, title)));
    });
    this.#panel.replaceChildren(
      h("header", {}, h("h2", {}, words.title), close),
      h("div", { part: "list", tabindex: 0 }, ...items, !items[0] && words.empty),
      headsup.home ? h("a", { part: "all", href: headsup.home }, words.all) : "");
    this.#panel.showModal();
    headsup.markRead();
    headsup.emit("opened", {});
  }

  close() {
    this.#panel.close();
  }
});

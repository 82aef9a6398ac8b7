// <headsup-news>: a button that opens a panel with what is new.

import { closing, define, follow, parts, shadow } from "./element.js";
import { h } from "./html.js";

define("headsup-news", "news", (host) => {
  const open = () => {
    const { headsup, words, viewer } = host;
    if (!headsup) return;
    const unread = headsup.unread();
    const items = headsup.match(viewer).filter(({ shown }) => shown).map(({ item }) => {
      const { id, url, title, language, date_published, _headsup: { version, stage } } = item;
      let date;
      try {
        // The day is the one that stands in the text.
        date = new Date(date_published.slice(0, 10)).toLocaleDateString(language, { dateStyle: "medium", timeZone: "UTC" });
      } catch {}
      return h("article", { part: "item", lang: language, dir: "auto", click: (event) => follow(host, item, event) },
        h("p", { part: "meta" }, [unread.includes(id) && words.fresh, date, version, words[stage] ?? stage].filter((text) => text).join(" · ")),
        ...parts(host, item, 3, h("a", { href: url }, title)));
    });
    panel.replaceChildren(
      closing(host, close), h("h2", {}, words.title), ...items, items[0] ? "" : words.empty,
      headsup.home ? h("a", { part: "all", href: headsup.home }, words.all) : "");
    panel.showModal();
    headsup.markRead();
    headsup.emit("opened", {});
  };
  const close = () => panel.close();

  const badge = h("span", { part: "badge", "aria-hidden": true });
  const status = h("p", { id: "status", role: "status" });
  const button = h("button", { id: "button", part: "button", "aria-haspopup": "dialog", "aria-labelledby": "button status", click: open });
  const panel = h("dialog", {
    part: "panel", "aria-labelledby": "button",
    close: () => button.focus(),
    click: ({ target }) => target == panel && close(),
  });
  shadow(host, button, badge, status, panel);

  return {
    open, close,
    toggle() {},
    // The button has its place from the first, and is seen once there is something
    // behind it.
    update() {
      const { headsup, words } = host;
      const unread = headsup?.unread().length || "";
      button.textContent = words.title;
      badge.textContent = unread;
      status.textContent = unread && words.unread.replace("{n}", unread);
      button.className = headsup?.source;
    },
  };
});

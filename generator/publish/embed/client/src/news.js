// <headsup-news>: a button that opens a panel with what is new.

import { closing, define, shadow, view } from "./element.js";
import { h } from "./html.js";

define("news", (host) => {
  const open = () => {
    const { headsup, words } = host;
    if (!headsup) return;
    const unread = headsup.unread();
    const items = headsup.match(host.viewer).filter(({ shown }) => shown).map(({ item }) => {
      const { version, stage } = item._headsup;
      let date;
      try {
        // The day is the one that stands in the text.
        date = new Date(item.date_published.slice(0, 10)).toLocaleDateString(item.language, { dateStyle: "medium", timeZone: "UTC" });
      } catch {}
      return view("article", { part: "item" }, host, item, h("a", { href: item.url }, item.title),
        h("p", { part: "meta" }, [unread.includes(item.id) && words.fresh, date, version, words[stage] ?? stage].filter((text) => text).join(" · ")));
    });
    panel.replaceChildren(
      closing(host, close), h("h1", {}, words.title), ...items, items[0] ? "" : words.empty,
      headsup.home ? h("a", { part: "all", href: headsup.home }, words.all) : "");
    panel.showModal();
    headsup.markRead();
    headsup.emit("opened", {});
  };
  const close = () => panel.close();

  const badge = h("span", { part: "badge", "aria-hidden": true });
  const status = h("p", { id: "status", role: "status" });
  const button = h("button", { part: "button", id: "button", click: open, "aria-labelledby": "button status" });
  const panel = h("dialog", {
    part: "panel", "aria-labelledby": "button",
    close: () => button.focus(),
    click: ({ target }) => target == panel && close(),
  });
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

// <headsup-news>: a button that opens a panel with what is new.

import { cards, define, shadow } from "./element.js";
import { h } from "./h.js";

define("news", (host) => {
  let panel, made, wanted;
  const load = async () => {
    made ??= cards(() => new URL("./panel.js", import.meta.url), host, button);
    // One that failed is asked for again.
    made = (panel = await made) && made;
  };
  const open = async (id) => {
    wanted = true;
    await load();
    // Much may have happened since then.
    if (wanted && host.headsup && host.isConnected) panel?.open(id);
  };

  const badge = h("span", { part: "badge", "aria-hidden": true });
  const status = h("p", { id: "status", role: "status" });
  // A pointer on the button, or the focus, says that it is about to be pressed.
  const button = h("button", {
    part: "button", id: "button", click: open, pointerover: load, focus: load, "aria-labelledby": "button status",
  });
  shadow(host, button, badge, status);

  return {
    open,
    go(id) {
      if (host.headsup.items.some((item) => item.id == id)) open(id);
    },
    close() {
      wanted = false;
      panel?.close();
    },
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

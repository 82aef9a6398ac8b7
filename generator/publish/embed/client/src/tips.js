// <headsup-tips>: shows snippets where they belong in the host page.

import { closing, define, shadow, view } from "./element.js";
import { h } from "./html.js";
import { fresh } from "./match.js";
import { path as here } from "./route.js";

define("tips", (host) => {
  const tips = new Map(); // what is on show: {item, surface, anchor, key, node}, by the item's id
  const seen = new Set(); // ids of what was seen since the path changed; that may stay
  const told = new Set(); // words of trigger(), and what was clicked
  const over = new Set(); // keys of places that stay empty until the path changes
  let path, headsup, frame;

  const status = h("p", { role: "status" });
  const stand = h("div", { part: "anchor" }); // for any anchor, in a preview
  const box = h("div", { part: "box" });
  shadow(host, stand, box, status);
  const contained = () => host.hasAttribute("contained");

  const soon = () => (frame ??= requestAnimationFrame(update));

  // update makes what is on show fit the page as it is now.
  const update = () => {
    frame = null;
    // To listen again changes nothing.
    const on = host.isConnected;
    for (const type of ["click", "keydown", "focusin", "pointerover", "scroll", "resize"]) {
      window[on ? "addEventListener" : "removeEventListener"](type, heard, true);
    }
    observer[on ? "observe" : "disconnect"](document, { subtree: true, childList: true, attributes: true });
    if (headsup != host.headsup || path != here()) {
      path = here();
      headsup = host.headsup;
      for (const set of [seen, told, over]) set.clear();
    }
    const wanted = new Map();
    const taken = new Set(over);
    // What is there stays before what could be there.
    const outcomes = on && headsup?.match(host.viewer, seen) || [];
    for (const { item, shown } of outcomes.sort((a, b) => tips.has(b.item.id) - tips.has(a.item.id))) {
      const tip = shown && find(item);
      if (tip && fresh(taken, tip.key)) wanted.set(item.id, tip);
    }
    for (const [id, tip] of tips) {
      const now = wanted.get(id);
      if (now?.item == tip.item && now.anchor == tip.anchor && now.surface == tip.surface) wanted.delete(id);
      else remove(tip);
    }
    wanted.forEach(show);
    tips.forEach(place);
  };

  // find returns where an item goes; nothing while there is no place for it, or
  // while it has to wait.
  const find = (item) => {
    const { id, _headsup: { anchor: at, trigger = "", surface: own } } = item;
    const surface = host.surface || own;
    let anchor;
    try {
      anchor = contained() ? stand
        : at?.selector ? [...document.querySelectorAll(at.selector)].find((element) => element.checkVisibility()) : box;
    } catch (error) {
      if (fresh(seen, id)) headsup.emit("error", { error, item });
    }
    if (anchor
      && (/^(banner|panel|modal)$/.test(surface) || anchor != box && /^(tooltip|inline)$/.test(surface))
      && (contained() || /^(visit|load|open)?$/.test(trigger) || told.has(trigger == "click" ? anchor : trigger)
        || trigger == "hover" && [anchor, tips.get(id)?.node].some((element) => element?.matches(":hover,:focus-within")))) {
      return { item, surface, anchor, key: surface == "inline" ? anchor : surface };
    }
  };

  const show = (tip) => {
    const { item, surface, anchor } = tip;
    const { id, title } = item;
    const dismissible = item._headsup.dismissible !== false;
    const modal = surface == "modal" && !contained();
    const close = () => {
      // The event that follows leads here again.
      if (node.open) return node.close();
      over.add(tip.key);
      remove(tip);
      if (dismissible) headsup.dismiss(id);
    };
    const node = tip.node = view(modal ? "dialog" : "section", { part: "tip " + surface, "aria-label": title, close },
      host, item, title, dismissible && closing(host, close));
    tip.close = dismissible && close;
    if (surface == "inline") anchor.append(tip.top = shadow(h("headsup-tip"), node));
    else box.append(tip.top = node);
    tips.set(id, tip);
    if (modal) {
      node.showModal();
      node.addEventListener("click", ({ target }) => (target == node || target.part == "cta") && close());
    }
  };

  const remove = ({ item, top }) => {
    tips.delete(item.id);
    top.remove();
  };

  // place puts a tooltip beside its anchor, below where there is room. What is in
  // view is seen.
  const place = ({ item: { id, title }, surface, anchor, node }) => {
    const view = box.getBoundingClientRect();
    const at = anchor.getBoundingClientRect();
    const within = ({ top, bottom }) => at.top < bottom && at.bottom > top;
    let visible = within(view);
    // What scrolls in the page may hide it as well.
    for (let pane = anchor; (pane = pane.parentElement) && pane != document.body;) {
      visible &&= getComputedStyle(pane).overflowY == "visible" || within(pane.getBoundingClientRect());
    }
    if (surface == "tooltip") {
      node.hidden = !visible;
      const { width, height } = node.getBoundingClientRect();
      const middle = (at.left + at.right) / 2 - view.left;
      const left = Math.max(8, Math.min(middle - width / 2, view.width - width - 8));
      const above = at.bottom + height + 18 > view.bottom && at.top - height - 18 > view.top;
      node.part.toggle("above", above);
      node.style.cssText = `left:${left}px;top:${(above ? at.top - height - 10 : at.bottom + 10) - view.top}px;--at:${middle - left}px`;
    }
    if (visible && fresh(seen, id)) {
      headsup.seen(id);
      if (surface != "modal") status.textContent = title;
    }
  };

  // heard notices what may change what is on show. Tab leads from an anchor into its
  // tooltip and back, and Escape closes.
  const heard = (event) => {
    const { code, key, shiftKey } = event;
    const path = event.composedPath();
    if (event.type == "click") path.forEach(told.add, told);
    for (const { surface, anchor, node, close } of tips.values()) {
      const inside = path.includes(node);
      const stops = node.querySelectorAll("a[href],button,summary");
      if (key == "Escape" && inside && surface != "modal" && close) {
        close();
        anchor.focus();
      }
      // WebKitGTK has no name for Shift+Tab.
      if (code == "Tab" && surface == "tooltip" && stops[0] && !node.hidden
        && path[0] == (inside ? stops[shiftKey ? 0 : stops.length - 1] : !shiftKey && anchor)) {
        (inside ? anchor : stops[0]).focus();
        // From the last one it goes on behind the anchor.
        if (!inside || shiftKey) event.preventDefault();
        break;
      }
    }
    soon();
  };

  const observer = new MutationObserver(soon);
  return {
    update,
    // trigger shows the items that wait for a word of the host.
    trigger(word) {
      told.add(word);
      soon();
    },
  };
});

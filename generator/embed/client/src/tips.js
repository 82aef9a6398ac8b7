// <headsup-tips>: shows snippets where they belong in the host page.

import { closing, define, follow, parts, shadow } from "./element.js";
import { h } from "./html.js";

define("headsup-tips", "tips", (host) => {
  const tips = new Map(); // what is on show: {item, surface, anchor, key, node}, by the item's id
  const seen = new Set(); // ids of what was seen since the path changed; that may stay
  const told = new Set(); // words of trigger(), and what was clicked
  const over = new Set(); // keys of places that stay empty until the path changes
  let path, headsup, frame;

  const status = h("p", { role: "status" });
  const slot = h("slot", {}, h("div", { part: "anchor" }));
  const box = h("div", { part: "box" });
  shadow(host, slot, box, status);
  const contained = () => host.hasAttribute("contained");

  const soon = () => (frame ??= requestAnimationFrame(update));

  // update makes what is on show fit the page as it is now.
  const update = () => {
    frame = null;
    if (headsup != host.headsup || path != location.pathname) {
      path = location.pathname;
      headsup = host.headsup;
      for (const set of [seen, told, over]) set.clear();
    }
    const wanted = new Map();
    const taken = new Set(over);
    // What is there stays before what could be there.
    const outcomes = host.isConnected && headsup ? headsup.match(host.viewer, seen).sort((a, b) => tips.has(b.item.id) - tips.has(a.item.id)) : [];
    for (const { item, shown } of outcomes) {
      const tip = shown && find(item);
      if (tip && taken.size != taken.add(tip.key).size) wanted.set(item.id, tip);
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
    const { id, _headsup: { anchor: at, trigger, surface: own } } = item;
    const surface = contained() && host.surface || own;
    const anchored = { tooltip: true, inline: true, banner: false, panel: false, modal: false }[surface];
    let anchor;
    try {
      anchor = at?.selector && [...(contained() ? host : document).querySelectorAll(at.selector)].find((element) => element.checkVisibility());
    } catch (error) {
      if (!seen.has(id)) headsup.emit("error", { error, item });
      seen.add(id);
    }
    if (contained()) anchor ||= slot.assignedElements({ flatten: true })[0];
    if ((contained() || /^(visit|load|open)?$/.test(trigger ?? "") || told.has(trigger == "click" ? anchor : trigger)
      || trigger == "hover" && [anchor, tips.get(id)?.node].some((element) => element?.matches(":hover,:focus-within")))
      && (anchored ? anchor : anchored === false && (anchor || !at?.selector))) {
      return { item, surface, anchor, key: surface == "inline" ? anchor : surface };
    }
  };

  const show = (tip) => {
    const { item, surface, anchor } = tip;
    const { id, title, language, _headsup: { dismissible } } = item;
    const modal = surface == "modal";
    const close = () => {
      // The event that follows leads here again.
      if (node.open) return node.close();
      over.add(tip.key);
      remove(tip);
      if (dismissible !== false) headsup.dismiss(id);
    };
    const node = tip.node = h(modal ? "dialog" : "section", {
      part: "tip " + surface, lang: language, dir: "auto", "aria-label": title, close,
      click(event) {
        follow(host, item, event);
        if (modal && (event.target == node || event.target.part == "cta")) close();
      },
    }, dismissible !== false && closing(host, close), ...parts(host, item, 2, title));
    tip.close = close;
    tips.set(id, tip);
    tip.top = node;
    if (surface == "inline") {
      tip.top = h("headsup-tip");
      shadow(tip.top, node);
      anchor.append(tip.top);
    } else box.append(node);
    if (modal) contained() ? node.setAttribute("open", "") : node.showModal();
  };

  const remove = ({ item, top }) => {
    tips.delete(item.id);
    top.remove();
  };

  // place puts a tooltip beside its anchor, below where there is room. What is in
  // view is seen.
  const place = ({ item: { id, title }, surface, anchor, node }) => {
    const view = box.getBoundingClientRect();
    const at = (anchor ?? box).getBoundingClientRect();
    const within = ({ top, bottom }) => at.top < bottom && at.bottom > top;
    let visible = within(view);
    // What scrolls in the page may hide it as well.
    for (let pane = anchor; (pane = pane?.parentElement) && pane != document.body; ) {
      if (getComputedStyle(pane).overflowY != "visible") visible &&= within(pane.getBoundingClientRect());
    }
    if (surface == "tooltip") {
      node.hidden = !visible;
      const { offsetWidth: width, offsetHeight: height } = node;
      const middle = (at.left + at.right) / 2 - view.left;
      const left = Math.max(8, Math.min(middle - width / 2, view.width - width - 8));
      const above = at.bottom + height + 18 > view.bottom && at.top - height - 18 > view.top;
      const top = (above ? at.top - height - 10 : Math.min(at.bottom + 10, view.bottom - height - 8)) - view.top;
      node.part.toggle("above", above);
      node.style.cssText = `left:${left}px;top:${top}px;--at:${middle - left}px`;
    }
    if (visible && !seen.has(id)) {
      seen.add(id);
      headsup.seen(id);
      if (surface != "modal") status.textContent = title;
    }
  };

  // heard notices what may change what is on show. Tab leads from an anchor into its
  // tooltip and back, and Escape closes.
  const heard = (event) => {
    const { type, key, shiftKey } = event;
    const path = event.composedPath();
    if (type == "click") path.forEach(told.add, told);
    for (const { surface, item, anchor, node, close } of tips.values()) {
      const inside = path.includes(node);
      const stops = node.querySelectorAll("a[href],button,summary");
      if (key == "Escape" && inside && surface != "modal" && item._headsup.dismissible !== false) {
        close();
        anchor?.focus();
      }
      if (key == "Tab" && surface == "tooltip" && stops[0] && !node.hidden
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
    toggle(on) {
      for (const target of [window, window.navigation]) {
        for (const type of ["popstate", "currententrychange", "resize", "scroll", "pointerover", "focusin", "keydown", "click"]) {
          target?.[on ? "addEventListener" : "removeEventListener"](type, heard, true);
        }
      }
      observer.disconnect();
      if (on) observer.observe(document, { subtree: true, childList: true, attributes: true });
      else update();
    },
  };
});

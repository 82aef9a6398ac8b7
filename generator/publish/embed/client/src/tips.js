// <headsup-tips>: shows snippets where they belong in the host page.

import { closing, define, kit, shadow, view } from "./element.js";
import { h } from "./html.js";
import { fresh } from "./match.js";
import { follow, inside, page } from "./page.js";
import { part } from "./part.js";
import { path as here } from "./route.js";
import { store } from "./state.js";

// How long somebody has to see a tip before it counts as seen, in milliseconds.
const glance = 1000;

const events = "click keydown focusin focusout pointerover resize visibilitychange".split(" ");

const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

// In WebKitGTK what has the focus in a shadow root is not :focus-within.
const focused = (element) => element?.contains(element.getRootNode().activeElement);

define("tips", (host) => {
  const tips = new Map(); // what is on show: {item, surface, anchor, key, into, node, …}, by the item's id
  const seen = new Set(); // ids of what was seen since the path changed; that may stay
  const told = new Set(); // words of trigger(), what was clicked, and ids of what came then or by itself
  const called = new Set(); // ids and keys of what the host, or a link, asked for; see show
  const over = new Set(); // keys of places that stay empty until the path changes
  let path, headsup, frame, stale, back;
  let asked; // the path on which the part was asked for; another one asks again
  let rest; // the part that comes with the first tip

  const status = h("p", { role: "status" });
  const box = h("div", { part: "box" });
  shadow(host, box, status);
  const root = host.shadowRoot;
  const contained = () => host.hasAttribute("contained");

  // nudge has the tips put in their places in the next frame; soon has them chosen
  // anew before.
  const nudge = () => (frame ??= requestAnimationFrame(() => {
    frame = null;
    stale ? update() : arrange();
  }));
  const soon = () => {
    stale = true;
    nudge();
  };
  const site = page(soon, nudge);

  // front is the dialog behind which nothing else can be used: one of the page or
  // the news, else one of ours.
  const front = () => site.all("dialog:modal").at(-1) ?? root.querySelector("dialog:modal");

  // typing reports whether letters that somebody types go to a field.
  const typing = () => {
    const at = back?.isConnected ? back : document.activeElement;
    return at.isContentEditable || at.matches("input,textarea,select,iframe");
  };

  // update makes what is on show fit the page as it is now.
  const update = () => {
    stale = false;
    const on = host.isConnected;
    if (on) {
      const signal = site.start();
      // To listen again changes nothing.
      for (const type of events) addEventListener(type, heard, { capture: true, signal });
      addEventListener("keydown", escape, { signal });
    } else site.stop();
    if (path && path != here()) called.clear();
    if (headsup != host.headsup || path != here()) {
      path = here();
      headsup = host.headsup;
      for (const set of [seen, told, over]) set.clear();
    }
    const wanted = new Map();
    const { surface } = host;
    const preview = contained();
    const taken = new Set(over);
    const before = front();
    // What is there stays before what could be there.
    const rank = ({ item: { id, _headsup: { key } } }) => called.has(id) || called.has(key) ? 2 : tips.has(id);
    const outcomes = (on && headsup?.match(host.viewer, seen, !called.size) || [])
      .filter((outcome) => outcome.shown || rank(outcome) > 1 && /dis|fre|pa|gr/.test(outcome.reason));
    for (const { item } of outcomes.sort((a, b) => rank(b) - rank(a))) {
      const tip = find(item, surface, preview, taken, before);
      if (tip) wanted.set(item.id, tip);
    }
    for (const [id, tip] of tips) {
      const now = wanted.get(id);
      if (tip.top.isConnected && now && ["item", "anchor", "surface", "into"].every((name) => now[name] == tip[name])) wanted.delete(id);
      else remove(tip);
    }
    wanted.forEach(show);
    arrange();
  };

  // find returns where an item goes; nothing while there is no place for it, or
  // while it has to wait.
  const find = (item, given, preview, taken, before) => {
    const { id, _headsup: { anchor: at, trigger = "", surface: own, key: name } } = item;
    const surface = given || own;
    const old = tips.get(id);
    if (taken.has(surface)) return;
    let anchor;
    try {
      anchor = preview ? rest?.stand ?? load() : at?.selector ? site.all(at.selector).find(visible) : box;
    } catch (error) {
      if (fresh(seen, id)) headsup.emit("error", { error, item });
    }
    const placed = anchor != box && anchor;
    const into = anchor && {
      banner: box,
      panel: box,
      modal: preview ? box : root,
      inline: placed,
      tooltip: preview ? box : placed && (!before ? root : inside(before, anchor) && before),
    }[surface];
    const key = surface == "inline" ? anchor : surface;
    if (!into?.append || taken.has(key)) return;
    if (!preview) {
      if (!old && surface == "modal" && (before || typing())) return;
      // Its anchor may be another element by the next time.
      if (trigger == "click" && told.has(anchor)) told.add(id);
      if (called.has(id) || called.has(name)) {} // which waits for nothing
      else if (!/^(visit|load|open)?$/.test(trigger)) {
        if (!told.has(trigger == "click" ? id : trigger)
          && !(trigger == "hover" && [anchor, old?.node].some((element) => element?.matches(":hover") || focused(element)))) return;
      } else if (surface != "inline") {
        if (!old && !told.has(id) && (rest ? !rest.comes(id) : (host.pause || host.limit) && !load())) return;
        told.add(id);
      }
    }
    taken.add(key);
    return { item, surface, anchor, key, into };
  };

  const load = () => {
    if (asked == (asked = path)) return;
    part(() => new URL("./shown.js", import.meta.url), host).then((make) => {
      rest ??= make?.(host, { ...kit, store, tips, over, remove, soon });
      if (rest) soon();
    });
  };

  const show = (tip) => {
    const { item, surface, anchor, into } = tip;
    const { id, title } = item;
    const dismissible = item._headsup.dismissible !== false;
    const modal = surface == "modal" && !contained();
    const close = () => {
      if (tips.get(id) != tip) return;
      over.add(tip.key);
      called.delete(id);
      called.delete(item._headsup.key);
      rest?.note();
      remove(tip);
      if (dismissible) headsup.dismiss(id);
    };
    const floats = surface == "tooltip" && !contained();
    // A modal can always be left, also where there is no Escape.
    const click = (event) => rest?.follow(host, item, event);
    const given = { part: "tip " + surface, "aria-label": title, close, click, ...floats && { popover: "manual" } };
    const node = tip.node = view(modal ? "dialog" : "section", given, host, item, title, (dismissible || modal) && closing(host, close));
    tip.close = dismissible && close;
    if (into == root || into == box) tip.top = node;
    else tip.top = shadow(h("headsup-tip", floats && { part: "float" }), node);
    into.append(tip.top);
    tips.set(id, tip);
    rest ? rest.added(tip) : load();
    if (modal) {
      node.showModal();
      // Not on a button: somebody may be about to press Enter for something else.
      node.firstChild.tabIndex = -1;
      node.firstChild.focus();
      node.addEventListener("click", ({ target }) => target.part == "cta" && close());
    } else if (!contained() && surface != "panel" && surface != "banner") tip.follow = follow(floats ? anchor : node, nudge, () => rest?.watch);
  };

  const remove = ({ item, top, node, anchor, follow, timer }) => {
    // To leave the page moves the focus, too.
    const home = focused(node) && !node.open && (back?.isConnected ? back : anchor);
    tips.delete(item.id);
    clearTimeout(timer);
    follow?.end();
    if (node.open) node.close(); // which gives back the focus
    top.remove();
    home && home.focus({ preventScroll: true });
  };

  // arrange puts all in their places.
  const arrange = () => {
    const before = front();
    if (contained()) box.removeAttribute("popover");
    else if (host.isConnected) {
      box.popover = "manual";
      box.togglePopover(!before && !!box.firstChild);
    }
    box.dir = document.dir || "ltr";
    for (const tip of tips.values()) place(tip, before);
  };

  // place puts a tooltip beside its anchor, below where there is room. What can be
  // seen for a while is seen.
  const place = (tip, before) => {
    const { item: { id, title }, surface, anchor, node, follow } = tip;
    const { firstChild: inner } = node;
    let clear = contained() || !before || inside(before, node);
    if (follow) {
      const at = (surface == "inline" ? node : anchor).getBoundingClientRect();
      if (follow.moved(at)) nudge();
      clear &&= follow.inView && at.bottom > 0 && at.right > 0 && at.top < innerHeight && at.left < innerWidth;
    }
    if (node.popover) node.togglePopover(clear);
    if (surface == "tooltip") {
      const at = anchor.getBoundingClientRect();
      const view = contained() ? box.getBoundingClientRect() : new DOMRect(0, 0, document.documentElement.clientWidth, innerHeight);
      const width = node.offsetWidth;
      const height = inner.scrollHeight + 2;
      const middle = (at.left + at.right) / 2 - view.left;
      const left = Math.max(8, Math.min(middle - width / 2, view.width - width - 8));
      const below = view.bottom - at.bottom - 18;
      const over = at.top - view.top - 18;
      const above = height > below && over > below;
      // Where there is little room on both sides it covers its anchor.
      const tall = Math.min(height, Math.max(below, over, 140), view.height - 16);
      const top = Math.max(8, Math.min((above ? at.top - 10 - tall : at.bottom + 10) - view.top, view.height - tall - 8));
      node.part.toggle("above", above);
      node.style.cssText = `left:${left}px;top:${top}px;max-height:${tall}px;--at:${middle - left}px`;
    }
    if (clear && node.checkVisibility() && !document.hidden) {
      if (surface != "modal" && !tip.timer) status.textContent = title;
      tip.timer ??= setTimeout(() => fresh(seen, id) && headsup.seen(id), glance);
    } else {
      clearTimeout(tip.timer);
      tip.timer = null;
    }
  };

  // heard notices what may change what is on show.
  const heard = (event) => {
    const { type } = event;
    const path = event.composedPath();
    const within = [...tips.values()].some(({ node }) => path.includes(node));
    if (type == "click") path.forEach(told.add, told);
    // Where the focus is to go when a tip that has it is closed.
    if (!within && /^focus/.test(type)) back = type == "focusin" ? path[0] : event.relatedTarget && back;
    rest?.tab(event, path);
    if (type != "keydown") soon();
  };

  // escape is what the page has no use for itself.
  const escape = (event) => rest?.escape(event);

  // call shows an item by its id or key, whatever it waits for, and until it is closed or
  // the path changes.
  const call = (name) => {
    called.add(name);
    over.clear();
    soon();
  };

  return {
    update, show: call, go: call,
    // trigger shows the items that wait for a word of the host.
    trigger(word) {
      told.add(word);
      soon();
    },
  };
});

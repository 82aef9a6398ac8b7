// <headsup-tips>: shows snippets where they belong in the host page.

import { cards, define, shadow } from "./element.js";
import { h } from "./h.js";
import { fresh, pathMatches } from "./match.js";
import { inside, page } from "./page.js";
import { path as here } from "./route.js";
import { store } from "./state.js";

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
  let rest; // the part that shows them, which comes with the first one

  const status = h("p", { role: "status" });
  const box = h("div", { part: "box" });
  shadow(host, box, status);
  const root = host.shadowRoot;
  const contained = () => host.hasAttribute("contained");

  // tour is the one that is on its way, {id, at}, also after the page was loaded anew.
  const tourKey = () => "headsup:tour:" + host.user;
  const tour = () => store(tourKey()) ?? {};

  // nudge has the tips put in their places in the next frame; soon has them chosen
  // anew before.
  const nudge = () => (frame ??= requestAnimationFrame(() => {
    frame = null;
    stale ? update() : rest?.arrange();
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
    const going = tour().id;
    const rank = ({ item: { id, _headsup: { key } } }) => called.has(id) || called.has(key) ? 3 : id == going ? 2 : tips.has(id);
    const outcomes = (on && headsup?.match(host.viewer, seen, !called.size && !going) || [])
      .filter((outcome) => outcome.shown || rank(outcome) > 1 && /dis|fre|pa|gr/.test(outcome.reason));
    for (const { item } of outcomes.sort((a, b) => rank(b) - rank(a))) {
      const tip = find(item, surface, preview, taken, before, going);
      if (tip) wanted.set(item.id, tip);
    }
    if (rest) rest.draw(wanted);
    else if (wanted.size) load();
  };

  // find returns where an item goes; nothing while there is no place for it, or
  // while it has to wait.
  const find = (item, given, preview, taken, before, going) => {
    const { id, _headsup: { anchor: at, trigger = "", surface: own, key: name } } = item;
    const surface = /^(tour|checklist)$/.test(own) ? own : given || own;
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
      tour: box,
      checklist: box,
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
      if (id == going || called.has(id) || called.has(name)) {} // which waits for nothing
      else if (!/^(visit|load|open)?$/.test(trigger)) {
        if (!told.has(trigger == "click" ? id : trigger)
          && !(trigger == "hover" && [anchor, old?.node].some((element) => element?.matches(":hover") || focused(element)))) return;
      } else if (surface != "inline") {
        if (!old && !told.has(id) && rest && !rest.comes(id)) return;
        rest && told.add(id);
      }
    }
    taken.add(key);
    return { item, surface, anchor, key, into };
  };

  const load = () => {
    if (asked == (asked = path)) return;
    cards(() => new URL("./shown.js", import.meta.url), host, {
      tips, over, called, seen, root, box, status, site, front, inside, visible, focused, typing, contained, nudge, soon, store, tour, tourKey,
      pathMatches, here, back: () => back,
    }).then((made) => {
      rest ??= made;
      if (rest) soon();
    });
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

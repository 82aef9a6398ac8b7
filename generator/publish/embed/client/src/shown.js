// The part that shows tips. It comes with the first one.

import { follow as track } from "./follow.js";
import css from "./preview.css";

const session = "headsup:pace";

// How long somebody has to see a tip before it counts as seen, in milliseconds.
const glance = 1000;

// shown is given what makes cards, and of the element the tips on show, the places that stay
// empty, what was asked for and what was seen, its nodes, and what there is of the page.
export default (kit, host, given) => {
  const { h, view, closing, asks, follow, shadow, adopt, part } = kit;
  const { tips, over, called, seen, root, box, status, front, inside, focused, contained, nudge, soon, store, back } = given;
  const kept = store(session, 0, "sessionStorage");
  const came = new Set([kept?.came ?? []].flat()); // ids of what came by itself in this session
  const guides = {}; // parts that show what is more than one card, by surface
  let last = kept?.last; // when something came by itself, or was closed
  let wake;
  const note = () => store(session, { last: last = Date.now(), came: [...came] }, "sessionStorage") ?? 1;

  const stand = h("div", { part: "anchor" });
  root.prepend(stand);
  adopt(root, css);

  // watch lets the view end at the edges of an element, which are so far from those of
  // the window. Whatever moves it out of there, less of it is in view, and moved is
  // called. What it returns ends that.
  const watch = (element, edges, moved) => {
    let motion;
    const rootMargin = edges.map((edge) => `-${Math.max(0, Math.floor(edge))}px`).join(" ");
    const begin = (threshold) => {
      let first = true;
      motion?.disconnect();
      motion = new IntersectionObserver((entries) => {
        const { intersectionRatio } = entries.at(-1);
        if (!first) moved();
        else if (threshold == 1 && intersectionRatio < 1) begin(intersectionRatio);
        first = false;
      }, { root: document, rootMargin, threshold });
      motion.observe(element);
    };
    begin(1);
    return () => motion.disconnect();
  };

  // remove takes a tip away, and gives back the focus that it has.
  const remove = ({ item, top, node, anchor, tracker, timer }) => {
    // To leave the page moves the focus, too.
    const home = focused(node) && !node.open && (back()?.isConnected ? back() : anchor);
    tips.delete(item.id);
    clearTimeout(timer);
    tracker?.end();
    if (node.open) node.close(); // which gives back the focus
    top.remove();
    home && home.focus({ preventScroll: true });
  };

  // end takes a tip away because somebody wants it so.
  const end = (tip, how) => {
    const { id, _headsup: { key } } = tip.item;
    if (tips.get(id) != tip) return;
    over.add(tip.key);
    called.delete(id);
    called.delete(key);
    note();
    remove(tip);
    how && how(id);
  };

  const show = (tip) => {
    const { item, surface, anchor, into } = tip;
    const { id, title } = item;
    const dismissible = item._headsup.dismissible !== false;
    const modal = surface == "modal" && !contained();
    const close = () => end(tip, dismissible && host.headsup.dismiss);
    // What is beside its anchor moves with it.
    tip.beside ??= surface == "tooltip";
    tip.title ??= title;
    const floats = tip.beside && !contained();
    // A modal can always be left, also where there is no Escape.
    const click = (event) => follow(host, item, event);
    const attributes = {
      part: "tip " + surface + (tip.beside && surface != "tooltip" ? " tooltip" : ""), "aria-label": tip.title, close, click,
      ...floats && { popover: "manual" },
    };
    const node = tip.node = tip.make?.(attributes)
      ?? view(modal ? "dialog" : "section", attributes, item, title, (dismissible || modal) && closing(close));
    tip.close ??= dismissible && close;
    if (into == root || into == box) tip.top = node;
    else tip.top = shadow(h("headsup-tip", floats && { part: "float" }), node);
    into.append(tip.top);
    tips.set(id, tip);
    if (tip.step == null) asks(item, node.firstChild);
    if (modal) {
      node.showModal();
      // Not on a button: somebody may be about to press Enter for something else.
      node.firstChild.tabIndex = -1;
      node.firstChild.focus();
      node.addEventListener("click", ({ target }) => target.part == "cta" && close());
    } else if (floats || surface == "inline" && !contained()) tip.tracker = track(floats ? anchor : node, nudge, watch);
  };

  // guide leaves a tip to the part of its surface, which says how to show it now: not at all
  // while it waits, or its part is to come.
  const guide = (tip) => {
    const { surface } = tip;
    const find = {
      tour: () => new URL("./tours.js", import.meta.url),
      checklist: () => new URL("./checklist.js", import.meta.url),
    }[surface];
    if (!find) return tip;
    if (guides[surface]?.call) return guides[surface](tip);
    guides[surface] ??= part(find, host).then((make) => {
      // One that failed is asked for on the next path.
      guides[surface] = make?.(kit, host, { ...given, stand, end });
      if (make) soon();
    });
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
    const { item: { id }, surface, anchor, node, tracker } = tip;
    const { firstChild: inner } = node;
    let clear = contained() || !before || inside(before, node);
    if (tracker) {
      const at = (surface == "inline" ? node : anchor).getBoundingClientRect();
      if (tracker.moved(at)) nudge();
      clear &&= tracker.inView && at.bottom > 0 && at.right > 0 && at.top < innerHeight && at.left < innerWidth;
    }
    if (node.popover) node.togglePopover(clear);
    if (tip.beside) {
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
      if (surface != "modal" && !tip.timer) status.textContent = tip.title;
      tip.timer ??= setTimeout(() => seen.size != seen.add(id).size && host.headsup.seen(id), glance);
      tip.arrived?.();
    } else {
      clearTimeout(tip.timer);
      tip.timer = null;
    }
  };

  return {
    stand, // for any anchor, in a preview
    arrange,

    // draw shows the tips that are wanted, by their ids, and no others.
    draw(wanted) {
      for (const [id, tip] of wanted) {
        const now = guide(tip);
        now ? wanted.set(id, now) : wanted.delete(id);
      }
      for (const [id, tip] of tips) {
        const now = wanted.get(id);
        if (tip.top.isConnected && now && ["item", "anchor", "surface", "into", "step"].every((name) => now[name] == tip[name])) wanted.delete(id);
        else remove(tip);
      }
      wanted.forEach(show);
      arrange();
    },

    // comes says whether an item may come by itself now, and notes it for the session.
    comes(id) {
      const { pause = 0, limit = Infinity } = host;
      const rest = last + pause * 1000 - Date.now();
      if (rest > 0) {
        clearTimeout(wake);
        wake = setTimeout(soon, rest);
      } else if (came.has(id) || came.size < limit) return note(came.add(id));
    },

    // tab tells tips what happens on the page, and leads from an anchor into its tooltip and back.
    tab(event, path) {
      const { code, shiftKey } = event;
      for (const tip of tips.values()) tip.heard?.(event, path);
      // WebKitGTK has no name for Shift+Tab.
      if (code != "Tab") return;
      for (const { beside, anchor, node } of tips.values()) {
        const within = path.includes(node);
        const stops = node.querySelectorAll("a[href],button,summary,[tabindex]");
        if (beside && stops[0] && node.checkVisibility()
          && path[0] == (within ? stops[shiftKey ? 0 : stops.length - 1] : !shiftKey && anchor)) {
          (within ? anchor : stops[0]).focus();
          // From the last one it goes on behind the anchor.
          if (!within || shiftKey) event.preventDefault();
          break;
        }
      }
    },

    // escape closes the tip that has the focus for good, and else a tooltip until the
    // path changes, unless the page has a use for the key itself.
    escape(event) {
      if (event.key != "Escape" || event.defaultPrevented) return;
      const path = event.composedPath();
      const all = [...tips.values()].filter(({ node }) => !node.open && node.checkVisibility());
      const held = all.find(({ node }) => path.includes(node));
      const tip = held ?? all.find(({ surface }) => surface == "tooltip");
      if (!tip || held && !tip.close) return;
      event.preventDefault();
      if (held) tip.close();
      else {
        over.add(tip.key);
        remove(tip);
      }
    },
  };
};

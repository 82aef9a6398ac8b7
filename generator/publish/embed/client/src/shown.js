// The part that comes with the first tip: what keys do to tips, and how what moves
// although nothing says so is noticed.

import { adopt } from "./adopt.js";
import { asks } from "./asks.js";
import { follow } from "./links.js";
import css from "./preview.css";

const session = "headsup:pace";

// shown is given the tips on show, the places that stay empty, what removes a tip, and
// what has them chosen anew soon.
export default (host, kit) => {
  const { h, store, tips, over, remove, soon } = kit;
  const kept = store(session, 0, "sessionStorage");
  const came = new Set([kept?.came ?? []].flat()); // ids of what came by itself in this session
  let last = kept?.last; // when something came by itself, or was closed
  let wake;
  const note = () => store(session, { last: last = Date.now(), came: [...came] }, "sessionStorage") ?? 1;

  const stand = h("div", { part: "anchor" });
  host.shadowRoot.prepend(stand);
  adopt(host.shadowRoot, css);

  const added = ({ item, node }) => asks(kit, host, item, node.firstChild);
  tips.forEach(added);

  return {
    follow, note, added,
    stand, // for any anchor, in a preview

    // comes says whether an item may come by itself now, and notes it for the session.
    comes(id) {
      const { pause = 0, limit = Infinity } = host;
      const rest = last + pause * 1000 - Date.now();
      if (rest > 0) {
        clearTimeout(wake);
        wake = setTimeout(soon, rest);
      } else if (came.has(id) || came.size < limit) return note(came.add(id));
    },

    // tab leads from an anchor into its tooltip and back.
    tab(event, path) {
      const { code, shiftKey } = event;
      // WebKitGTK has no name for Shift+Tab.
      if (code != "Tab") return;
      for (const { surface, anchor, node } of tips.values()) {
        const inside = path.includes(node);
        const stops = node.querySelectorAll("a[href],button,summary,[tabindex]");
        if (surface == "tooltip" && stops[0] && node.checkVisibility()
          && path[0] == (inside ? stops[shiftKey ? 0 : stops.length - 1] : !shiftKey && anchor)) {
          (inside ? anchor : stops[0]).focus();
          // From the last one it goes on behind the anchor.
          if (!inside || shiftKey) event.preventDefault();
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

    // watch lets the view end at the edges of an element, which are so far from those of
    // the window. Whatever moves it out of there, less of it is in view, and moved is
    // called. What it returns ends that.
    watch(element, edges, moved) {
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
    },
  };
};

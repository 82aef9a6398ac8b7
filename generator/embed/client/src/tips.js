// <headsup-tips>: shows snippets where they belong in the host page.

import { Base, define, shadow } from "./element.js";
import { h } from "./html.js";

define("headsup-tips", class extends Base {
  bundle = "tips";
  #tips = new Map(); // what is on show: {item, surface, anchor, key, node}, by the item's id
  #seen = new Set(); // ids of what was seen since the path changed; that may stay
  #told = new Set(); // words of trigger(), and anchors that were clicked
  #over = new Set(); // keys of places that stay empty until the path changes
  #path = location.pathname;
  #frame;
  #end;
  #status = h("p", { role: "status" });
  #slot = h("slot", {}, h("div", { part: "anchor" }));
  #box = h("div", { part: "box" });
  #observer = new MutationObserver(() => this.#soon());
  root = shadow(this, this.#slot, this.#box, this.#status);

  connectedCallback() {
    super.connectedCallback();
    this.#end = new AbortController();
    const options = { signal: this.#end.signal, capture: true };
    for (const type of ["popstate", "hashchange", "resize", "scroll", "pointerover", "focusin", "keydown", "click"]) addEventListener(type, this, options);
    globalThis.navigation?.addEventListener("currententrychange", this, options);
    this.#observer.observe(document, { subtree: true, childList: true, attributes: true });
  }

  disconnectedCallback() {
    this.#end.abort();
    this.#observer.disconnect();
    this.#tips.forEach(this.#remove, this);
  }

  // trigger shows the items that wait for a word of the host.
  trigger(word) {
    this.#told.add(word);
    this.#soon();
  }

  #soon() {
    this.#frame ??= requestAnimationFrame(() => this.update());
  }

  // update makes what is on show fit the page as it is now.
  update() {
    this.#frame = null;
    const { headsup } = this;
    if (!headsup) return;
    if (location.pathname != this.#path) {
      this.#path = location.pathname;
      this.#seen.clear();
      this.#told.clear();
      this.#over.clear();
    }
    const wanted = new Map();
    const taken = new Set(this.#over);
    const outcomes = headsup.match(this.viewer, this.#seen)
      // What is there stays before what could be there.
      .sort((a, b) => this.#tips.has(b.item.id) - this.#tips.has(a.item.id));
    for (const { item, shown } of outcomes) {
      const tip = shown && this.#find(item);
      if (tip && taken.size != taken.add(tip.key).size) wanted.set(item.id, tip);
    }
    for (const [id, tip] of this.#tips) {
      const now = wanted.get(id);
      if (now?.item == tip.item && now.anchor == tip.anchor && now.surface == tip.surface) wanted.delete(id);
      else this.#remove(tip);
    }
    wanted.forEach(this.#show, this);
    this.#tips.forEach(this.#place, this);
  }

  // find returns where an item goes; nothing while there is no place for it, or
  // while it has to wait.
  #find(item) {
    const { anchor: at, trigger, surface: own } = item._headsup;
    const boxed = this.hasAttribute("contained");
    const surface = boxed && this.surface || own;
    let anchor;
    try {
      anchor = at?.selector && [...(boxed ? this : document).querySelectorAll(at.selector)].find((element) => element.checkVisibility());
    } catch (error) {
      if (!this.#seen.has(item.id)) this.headsup.emit("error", { error, item });
      this.#seen.add(item.id);
    }
    if (boxed) anchor ||= this.#slot.assignedElements({ flatten: true })[0];
    const ready = boxed || !trigger || /^(visit|load|open)$/.test(trigger)
      || this.#told.has(trigger == "click" ? anchor : trigger)
      || trigger == "hover" && [anchor, this.#tips.get(item.id)?.node].some((element) => element?.matches(":hover,:focus-within"));
    if (ready && (/^(tooltip|inline)$/.test(surface) ? anchor : /^(banner|panel|modal)$/.test(surface) && (anchor || !at?.selector))) {
      return { item, surface, anchor, key: surface == "inline" ? anchor : surface };
    }
  }

  #show(tip) {
    const { item, surface, anchor } = tip;
    const { id, title, language, _headsup: { dismissible } } = item;
    const modal = surface == "modal";
    const closable = dismissible !== false;
    tip.close = () => {
      // The event that follows leads here again.
      if (tip.node.open) return tip.node.close();
      this.#over.add(tip.key);
      this.#remove(tip);
      if (closable) this.headsup.dismiss(id);
    };
    tip.node = h(modal ? "dialog" : "section", {
      part: "tip " + surface, lang: language, dir: "auto", "aria-label": title, close: tip.close,
      click: (event) => {
        this.followed(item, event);
        if (modal && (event.target == tip.node || event.target.part == "cta")) tip.close();
      },
    }, closable && h("button", { part: "close", "aria-label": this.words.close, click: tip.close }, "×"), ...this.parts(item, 2, title));
    this.#tips.set(id, tip);
    if (surface == "inline") {
      tip.host = h("headsup-tip");
      shadow(tip.host, tip.node);
      anchor.append(tip.host);
    } else this.#box.append(tip.node);
    if (!modal) return;
    if (this.hasAttribute("contained")) tip.node.setAttribute("open", "");
    else tip.node.showModal();
  }

  #remove({ item, node, host }) {
    this.#tips.delete(item.id);
    (host ?? node).remove();
  }

  // place puts a tooltip beside its anchor, below where there is room. What is in
  // view is seen.
  #place({ item: { id, title }, surface, anchor, node }) {
    const box = this.#box.getBoundingClientRect();
    const at = anchor?.getBoundingClientRect() ?? box;
    const visible = at.top < box.bottom && at.bottom > box.top && at.left < box.right && at.right > box.left;
    if (surface == "tooltip") {
      node.hidden = !visible;
      const { offsetWidth: width, offsetHeight: height, style } = node;
      const middle = (at.left + at.right) / 2;
      const left = Math.max(box.left + 8, Math.min(middle - width / 2, box.right - width - 8));
      const below = at.bottom + height + 18 < box.bottom || at.top - height - 18 < box.top;
      node.className = below ? "below" : "above";
      style.left = left - box.left + "px";
      style.top = (below ? Math.min(at.bottom + 10, box.bottom - height - 8) : at.top - height - 10) - box.top + "px";
      style.setProperty("--at", middle - left + "px");
    }
    if (visible && !this.#seen.has(id)) {
      this.#seen.add(id);
      this.headsup.seen(id);
      if (surface != "modal") this.#status.textContent = title;
    }
  }

  // handleEvent notices what may change what is on show. Tab leads from an anchor
  // into its tooltip and back, and Escape closes.
  handleEvent(event) {
    const path = event.composedPath();
    if (event.type == "click") path.forEach(this.#told.add, this.#told);
    for (const { surface, item, anchor, node, close } of this.#tips.values()) {
      const inside = path.includes(node);
      if (event.key == "Escape" && inside && item._headsup.dismissible !== false && surface != "modal") {
        close();
        anchor?.focus();
      }
      const stops = node.querySelectorAll("a[href],button,summary");
      const edge = inside ? stops[event.shiftKey ? 0 : stops.length - 1] : !event.shiftKey && anchor;
      if (event.key == "Tab" && surface == "tooltip" && edge == path[0] && stops[0] && !node.hidden) {
        (inside ? anchor : stops[0]).focus();
        // From the last one it goes on behind the anchor.
        if (!inside || event.shiftKey) event.preventDefault();
        break;
      }
    }
    this.#soon();
  }
});

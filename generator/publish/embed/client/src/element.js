// What both elements have in common.

import { load } from "./core.js";
import { h, html } from "./html.js";
import css from "./style.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// shadow gives an element its own tree with our styles, and returns it.
export const shadow = (host, ...children) => {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(...children);
  return host;
};

// words are those that the elements say by themselves.
const words = {
  title: "What’s new", unread: "{n} unread", fresh: "New", empty: "Nothing new right now", all: "All news",
  close: "Close", more: "Learn more", expand: "More", next: "Older news", topics: "All topics", ga: "GA",
};

const names = ["src", "products", "user", "locale", "viewer", "texts", "items", "surface", "pause", "limit"];

// define makes the element of a bundle, unless another script has. What setup returns
// becomes part of it, above all update, which makes it look as it should now.
export const define = (name, setup) => customElements.get("headsup-" + name) || customElements.define("headsup-" + name, class extends HTMLElement {
  static observedAttributes = names;

  constructor() {
    super();
    let key;
    for (const name of names) {
      let value = this[name]; // which may have been set before the script came
      Object.defineProperty(this, name, {
        get: () => {
          const text = this.getAttribute(name) ?? undefined;
          try {
            return value ?? (/^[[{]/.test(text) ? JSON.parse(text) : text);
          } catch {}
        },
        set: (other) => {
          value = other;
          this.refresh();
        },
      });
    }
    const tell = (type, detail) => {
      this.dispatchEvent(new CustomEvent("headsup-" + type, { bubbles: true, composed: true, detail }));
      if (type == "unread") this.update();
    };
    Object.assign(this, setup(this), {
      // refresh loads what is not there yet, and then draws.
      async refresh() {
        await null; // for all changes of a task together
        const { src, products, user, items = [], texts, viewer, locale = viewer?.locale } = this;
        this.words = { ...words, ...texts };
        this.update();
        const now = "" + [src, products, user, locale];
        if (this.hasAttribute("contained")) {
          this.headsup = {
            match: () => items.map((item) => ({ item, shown: true })),
            seen() {},
            dismiss() {},
            emit: tell,
          };
        } else if (this.isConnected && key != now) {
          key = now;
          const loaded = await load({ src, name, products, viewer: { ...viewer, locale }, user, tell });
          if (key == now) this.headsup = loaded;
        }
        this.update();
      },
    });
  }

  attributeChangedCallback() {
    this.refresh();
  }

  connectedCallback() {
    this.refresh();
  }

  disconnectedCallback() {
    this.refresh();
  }
});

// direction is that of the page, whatever it is where our element stands.
export const direction = () => getComputedStyle(document.documentElement).direction;

// inner makes what scrolls in a card, where nothing is inherited from the page.
export const inner = (...children) => h("div", { class: "in" }, ...children);

// view makes an element that shows an item, and tells when one of its links is
// clicked. The title is a node or a text.
export const view = (name, given, host, item, title, ...first) => {
  const { image, language, content_html, _headsup: { cta } } = item;
  const click = ({ target }) => {
    const url = target.closest("a")?.href;
    if (url) host.headsup.emit("clicked", { item, url });
  };
  return h(name, { lang: language, dir: "auto", click, ...given }, inner(...first,
    image && h("img", { part: "image", src: image, alt: "" }),
    h("h2", { part: "title" }, title),
    h("div", { part: "body" }, html(content_html)),
    cta?.url && h("a", { part: "cta", href: cta.url }, cta.label || host.words.more)));
};

// closing makes the button that closes.
export const closing = ({ words }, click) => h("button", { part: "close", "aria-label": words.close, click }, "×");

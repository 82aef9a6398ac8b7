// What both elements have in common.

import { load } from "./core.js";
import { h, html } from "./html.js";
import css from "./style.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// shadow gives an element its own tree with our styles.
export const shadow = (host, ...children) => {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(...children);
};

// words are those that the elements say by themselves.
const words = {
  title: "What’s new", unread: "{n} unread", fresh: "New", empty: "Nothing new right now", all: "All news",
  close: "Close", more: "Learn more", ga: "GA",
};

const names = ["src", "products", "user", "locale", "viewer", "texts", "items", "surface"];

// define makes an element that shows a bundle. What setup returns becomes part of
// it: update, and toggle, which is told whether it is in the page.
export const define = (tag, name, setup) => customElements.get(tag) || customElements.define(tag, class extends HTMLElement {
  static observedAttributes = [...names, "contained"];

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
        const { src, products, user, items = [], texts, locale } = this;
        const viewer = { ...this.viewer };
        viewer.locale = locale ?? viewer.locale;
        this.words = { ...words, ...texts };
        this.update();
        const now = JSON.stringify([src, products, user, viewer.locale]);
        if (this.hasAttribute("contained")) {
          this.headsup = {
            match: () => items.map((item) => ({ item, shown: true })),
            seen() {},
            dismiss: () => tell("dismissed", { item: items[0] }),
            emit: tell,
          };
        } else if (this.isConnected && key != now) {
          key = now;
          const loaded = await load({ src, name, products, viewer, user, tell });
          if (key == now) this.headsup = loaded;
        }
        this.update();
      },
    });
  }

  connectedCallback() {
    this.toggle(true);
    this.refresh();
  }

  disconnectedCallback() {
    this.toggle(false);
  }

  attributeChangedCallback() {
    this.refresh();
  }
});

// parts returns what is shown of an item: the title is a node or a text.
export const parts = ({ words }, { image, content_html, _headsup: { cta } }, level, title) => [
  image && h("img", { part: "image", src: image, alt: "" }),
  h("h" + level, { part: "title" }, title),
  h("div", { part: "body" }, html(content_html, level - 1)),
  cta?.url && h("a", { part: "cta", href: cta.url }, cta.label || words.more),
];

export const closing = ({ words }, click) => h("button", { part: "close", "aria-label": words.close, click }, "×");

// follow tells when a link of an item is what was clicked.
export const follow = ({ headsup }, item, { target }) => {
  const url = target.closest("a")?.href;
  if (url) headsup.emit("clicked", { item, url });
};

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
  return root;
};

// words are those that the elements say by themselves.
const words = {
  title: "What’s new", unread: "{n} unread", empty: "Nothing new right now", all: "All news", fresh: "New",
  close: "Close", more: "Learn more", ga: "GA",
};

const names = ["src", "products", "user", "locale", "viewer", "texts", "items", "surface"];

export class Base extends HTMLElement {
  static observedAttributes = [...names, "contained"];
  #key;

  constructor() {
    super();
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
  }

  connectedCallback() {
    this.refresh();
  }

  attributeChangedCallback() {
    this.refresh();
  }

  // refresh loads what is not there yet, and then draws.
  async refresh() {
    await null; // for all changes of a task together
    if (!this.isConnected) return;
    const { src, products, user, items = [], texts } = this;
    const viewer = { ...this.viewer };
    viewer.locale = this.locale ?? viewer.locale;
    const key = JSON.stringify([src, products, user, viewer.locale]);
    const tell = (type, detail) => {
      this.dispatchEvent(new CustomEvent("headsup-" + type, { bubbles: true, composed: true, detail }));
      if (type == "unread") this.update();
    };
    this.words = { ...words, ...texts };
    if (this.hasAttribute("contained")) {
      this.headsup = {
        match: () => items.map((item) => ({ item, shown: true })),
        seen() {},
        dismiss: () => tell("dismissed", { item: items[0] }),
        emit: tell,
      };
    } else if (key != this.#key) {
      this.#key = key;
      const loaded = await load({ src, products, user, viewer, name: this.bundle, tell });
      if (key != this.#key) return;
      this.headsup = loaded;
    }
    this.update();
  }

  // parts returns what is shown of an item.
  parts(item, level, title) {
    const { cta } = item._headsup;
    return [
      item.image && h("img", { part: "image", src: item.image, alt: "" }),
      h("h" + level, { part: "title" }, title),
      h("div", { part: "body" }, html(item.content_html, level - 1)),
      cta?.url && h("a", { part: "cta", href: cta.url }, cta.label || this.words.more),
    ];
  }

  // followed tells when a link of an item is what was clicked.
  followed(item, { target }) {
    const url = target.closest("a")?.href;
    if (url) this.headsup.emit("clicked", { item, url });
  }
}

export const define = (name, element) => customElements.get(name) ?? customElements.define(name, element);

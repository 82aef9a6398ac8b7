// What both elements have in common.

import { load } from "./core.js";
import { h } from "./h.js";
import { part } from "./part.js";
import { onRoute } from "./route.js";
import css from "./style.css";

// sheet makes styles, once for all who want them.
const sheets = {};
const sheet = (css) => {
  if (!sheets[css]) (sheets[css] = new CSSStyleSheet()).replaceSync(css);
  return sheets[css];
};

// adopt gives a shadow tree styles, after those that it has.
const adopt = (root, css) => {
  if (!root.adoptedStyleSheets.includes(sheet(css))) root.adoptedStyleSheets.push(sheet(css));
};

// shadow gives an element its own tree with our styles, and returns it.
export const shadow = (host, ...children) => {
  const root = host.attachShadow({ mode: "open" });
  adopt(root, css);
  root.append(...children);
  return host;
};

// words are those that the elements say by themselves; parts have their own.
const words = { title: "What’s new", unread: "{n} unread", close: "Close", more: "Learn more" };

// names are those of properties, which are attributes as well.
export const names = "src products user locale viewer texts items surface pause limit history".split(" ");

// read returns the value of a property, which is given as it is or as a text: that
// of an object is JSON, and so may be that of a list.
const read = (name, value) => {
  const object = /^(viewer|texts|items|history)$/.test(name);
  const text = value?.trim?.();
  if (!text || !object && text[0] != "[") return text == "" ? undefined : value ?? undefined;
  const known = JSON.parse(text);
  if (typeof known != "object") throw 0;
  return known;
};

// define makes the element of a bundle, unless another script has. Servers have no
// elements. What setup returns becomes part of it, above all update, which makes it
// look as it should now.
export const define = (name, setup, { customElements } = globalThis) => customElements?.get("headsup-" + name)
  ?? customElements?.define("headsup-" + name, class extends HTMLElement {
  static observedAttributes = names;

  constructor() {
    super();
    let key, frame, past, spoken, own, linked;
    let quits = []; // of what is loaded, and of what is on its way
    const tell = (type, detail) => {
      this.dispatchEvent(new CustomEvent("headsup-" + type, { bubbles: true, composed: true, detail }));
      if (/^(load|unread)$/.test(type)) this.update();
    };
    for (const name of names) {
      const take = (value) => {
        try {
          return read(name, value);
        } catch {
          // A task later, so that those who set it can listen.
          setTimeout(tell, 0, "error", { error: Error(`${name} has to be an object or its JSON, and is ${value}`) });
        }
      };
      let given = take(this[name]); // which may have been set before the script came
      let text, written;
      Object.defineProperty(this, name, {
        get: () => {
          if (text !== (text = this.getAttribute(name))) written = take(text);
          return given ?? written;
        },
        set: (value) => {
          given = take(value);
          this.refresh();
        },
      });
    }
    const moved = () => (frame ??= requestAnimationFrame(() => {
      frame = null;
      this.refresh();
    }));
    Object.assign(this, setup(this), {
      // refresh loads what is not there yet, and then draws.
      async refresh() {
        await null; // for all changes of a task together
        const { src, products, user, items = [], texts, viewer, locale = viewer?.locale, history } = this;
        const language = locale || document.documentElement.lang || navigator.language;
        // English is here.
        if (spoken != (spoken = language) && !(own = null) && !/^en/i.test(language)) {
          part(() => new URL("./words.js", import.meta.url), { headsup: { emit: tell } }).then((speak) => {
            if (spoken == language) own = speak?.(language);
            this.refresh();
          });
        }
        this.words = { ...words, ...own, ...texts };
        const now = "" + [src, products, user, locale];
        if (this.hasAttribute("contained")) {
          this.headsup = {
            match: () => items.map((item) => ({ item, shown: true })),
            seen() {},
            dismiss() {},
            done() {},
            history: () => ({}),
            emit: tell,
          };
        } else if (!this.isConnected) {
          for (const quit of quits) quit.abort();
          quits = [];
          key = null;
        } else if (key != now) {
          key = now;
          const quit = new AbortController();
          const { signal } = quit;
          quits.push(quit);
          onRoute(moved, signal);
          this.update();
          past = history;
          const loaded = await load({ src, name, products, viewer: { ...viewer, locale }, user, tell, signal, history });
          if (signal.aborted || key != now) return quit.abort();
          // Until now there was what was loaded before.
          for (const other of quits.splice(0, quits.indexOf(quit))) other.abort();
          this.headsup = loaded;
        }
        if (past != history) Promise.resolve(past = history).then(this.headsup?.remember, (error) => tell("error", { error }));
        this.update();
        // A link to one item shows it, once.
        const id = new URLSearchParams(location.hash.slice(1)).get("headsup");
        if (this.headsup && linked != (linked = id) && id) this.go(id);
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

// cards loads a part that shows items, and makes it with what it needs of the rest: that of
// the cards, and what is given.
export const cards = async (find, host, ...given) => {
  const [kit, make] = await Promise.all([part(() => new URL("./cards.js", import.meta.url), host), part(find, host)]);
  return kit && make?.(kit({ h, adopt, shadow, part }, host), host, ...given);
};

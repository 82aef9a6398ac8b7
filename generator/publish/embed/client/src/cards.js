// The part with what the cards of both elements have in common, which comes with the first one.

import css from "./card.css";
import { html } from "./html.js";
import { follow } from "./links.js";

// The result is what other parts make cards with. base is that of the scripts.
export default (base, host) => {
  const { h, adopt, part } = base;
  adopt(host.shadowRoot, css);

  // inner makes what scrolls in a card, where nothing is inherited from the page.
  const inner = (...children) => h("div", { class: "in" }, ...children);

  return {
    ...base, inner, follow,

    // shadow gives an element a tree of its own, in the same style.
    shadow(element, ...children) {
      base.shadow(element, ...children);
      adopt(element.shadowRoot, css);
      return element;
    },

    // view makes an element that shows an item. The title is a node or a text.
    view(name, given, item, title, ...first) {
      const { image, language, content_html, _headsup: { cta } } = item;
      return h(name, { lang: language, dir: "auto", ...given }, inner(...first,
        image && h("img", { part: "image", src: image, alt: "" }),
        h("h2", { part: "title" }, title),
        h("div", { part: "body" }, html(h, content_html)),
        cta?.url && h("a", { part: "cta", href: cta.url }, cta.label || host.words.more)));
    },

    // closing makes the button that closes.
    closing: (click) => h("button", { part: "close", "aria-label": host.words.close, click }, "×"),

    // asks adds the question whether an item helped, where its author or the host wants it.
    async asks(item, card) {
      if (!item._headsup.ask && !host.hasAttribute("ask")) return;
      const make = await part(() => new URL("./ask.js", import.meta.url), host);
      make?.(base, host, item, card);
    },
  };
};

// The host page as the tips see it: its trees, its dialogs, and what moves in it.

import { fresh } from "./match.js";

// page watches the document and the open shadow trees in it. changed is called when
// what is in them may be another, moved when it may be elsewhere.
export const page = (changed, moved) => {
  const roots = new Set();
  let life;

  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) addedNodes.forEach(scan);
    changed();
  });

  const join = (root) => {
    if (!fresh(roots, root)) return;
    observer.observe(root, { subtree: true, childList: true, attributes: true });
    // These events do not leave a shadow tree.
    for (const type of ["scroll", "load", "transitionend", "animationend"]) {
      root.addEventListener(type, /end$/.test(type) ? changed : moved, { capture: true, signal: life.signal });
    }
    scan(root);
  };

  const scan = (node) => {
    for (const element of [node, ...node.querySelectorAll?.("*") ?? []]) {
      const { localName, shadowRoot } = element;
      // What tips do is no change of the page.
      if (shadowRoot && !/^headsup-tips?$/.test(localName)) join(shadowRoot);
      // Its script may still be to come.
      if (element.matches?.(":not(:defined)") && !customElements.get(localName)) {
        customElements.whenDefined(localName).then(() => {
          scan(element);
          changed();
        });
      }
    }
  };

  return {
    // all finds elements in all trees, those of the document first.
    all: (selector) => [...roots].flatMap((root) => {
      if (root.isConnected) return [...root.querySelectorAll(selector)];
      roots.delete(root);
      return [];
    }),
    start() {
      life ??= new AbortController();
      join(document);
      return life.signal;
    },
    stop() {
      life?.abort();
      life = null;
      observer.disconnect();
      roots.clear();
    },
  };
};

// inside reports whether an element is in another, also through shadow trees.
export const inside = (outer, node) => {
  while (node && node != outer) node = node.parentNode ?? node.host;
  return !!node;
};

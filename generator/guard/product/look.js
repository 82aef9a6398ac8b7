// Looks for the selectors that it is given, in the document and in open shadow trees, as
// the tips do. It waits until there are all of them, or nothing has changed for a while.
(async (selectors) => {
  const roots = () => {
    const all = [document];
    for (const root of all) {
      for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) all.push(shadowRoot);
    }
    return all;
  };
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const look = () => {
    const trees = roots();
    return selectors.map((selector) => {
      try {
        const found = trees.flatMap((root) => [...root.querySelectorAll(selector)]);
        const boxes = found.filter(visible).map((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return [left + scrollX, top + scrollY, width, height].map(Math.round);
        });
        return { count: found.length, boxes };
      } catch {
        return { invalid: true, count: 0, boxes: [] };
      }
    });
  };
  const text = () => roots().map((root) => root.documentElement?.outerHTML ?? root.innerHTML).join().length;
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  let last, quiet = 0;
  for (let i = 0; i < 40 && quiet < 4; i++) {
    if (look().every(({ invalid, boxes }) => invalid || boxes.length)) break;
    await rest(250);
    const now = text() + " " + performance.getEntriesByType("resource").length;
    quiet = now === last ? quiet + 1 : 0;
    last = now;
  }
  const near = new Set();
  for (const root of roots()) {
    for (const element of root.querySelectorAll("*")) {
      if (element.id) near.add("#" + CSS.escape(element.id));
      for (const { name, value } of element.attributes) {
        if (/^data-/.test(name) && value.length < 80) near.add(`[${name}="${CSS.escape(value)}"]`);
      }
      for (const name of element.classList) near.add("." + CSS.escape(name));
    }
  }
  return { seen: look(), near: [...near].slice(0, 2000) };
})

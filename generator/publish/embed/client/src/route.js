// Where somebody is in the product.

// path is that of the product's page. Routers that have their pages behind a # keep
// it there. Outside of a browser there is none.
export const path = () => globalThis.location && (/^#!?(\/.*)/.exec(location.hash)?.[1] ?? location.pathname);

const listeners = new Set();
const ours = {}; // what stands in for methods of history, by name, and what was there before
let last;

const check = () => {
  if (last != (last = location.href)) listeners.forEach((listener) => listener());
};

// watch begins or ends to notice another address. Browsers without the Navigation
// API say nothing of pushState and replaceState, so these tell of themselves there.
// Whoever has put something of their own over them since then keeps it.
const watch = (does) => {
  last = location.href;
  if (window.navigation) return navigation[does]("currententrychange", check);
  for (const type of ["popstate", "hashchange"]) window[does](type, check);
  for (const name of ["pushState", "replaceState"]) {
    const [own, before = history[name]] = ours[name] ?? [];
    if (!own) {
      ours[name] = [history[name] = function (...all) {
        before.apply(this, all);
        check();
      }, before];
    } else if (!listeners.size && history[name] == own) {
      delete ours[name];
      delete history[name];
      if (history[name] != before) history[name] = before;
    }
  }
};

// onRoute calls a function, once, after each change of the address, until the signal.
export const onRoute = (listener, signal) => {
  if (!listeners.size) watch("addEventListener");
  listeners.add(listener);
  signal.addEventListener("abort", () => {
    if (listeners.delete(listener) && !listeners.size) watch("removeEventListener");
  });
};

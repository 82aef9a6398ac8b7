// Where somebody is in the product.

import { part } from "./part.js";

// path is that of the product's page. Routers that have their pages behind a # keep
// it there. Outside of a browser there is none.
export const path = () => globalThis.location && (/^#!?(\/.*)/.exec(location.hash)?.[1] ?? location.pathname);

const listeners = new Set();
let last;

const check = () => {
  if (last != (last = location.href)) listeners.forEach((listener) => listener());
};

// watch begins or ends to notice another address. Browsers without the Navigation API
// say nothing of pushState and replaceState, and have a part for that.
const watch = async (does) => {
  last = location.href;
  if (window.navigation) navigation[does]("currententrychange", check);
  else (await part(() => new URL("./history.js", import.meta.url)))?.(does, check, listeners);
};

// onRoute calls a function, once, after each change of the address, until the signal.
export const onRoute = (listener, signal) => {
  if (!listeners.size) watch("addEventListener");
  listeners.add(listener);
  signal.addEventListener("abort", () => {
    if (listeners.delete(listener) && !listeners.size) watch("removeEventListener");
  });
};

// The part for browsers without the Navigation API: methods of history tell of themselves.

const ours = {}; // what stands in for methods of history, by name, and what was there before

// The function begins or ends to call check for another address; after the end nothing is
// left of it. Whoever has put something of their own over a method since then keeps it.
export default (does, check, listeners) => {
  for (const type of ["popstate", "hashchange"]) window[does](type, check);
  for (const name of ["pushState", "replaceState"]) {
    const [own, before = history[name]] = ours[name] ?? [];
    if (!own && listeners.size) {
      ours[name] = [history[name] = function (...all) {
        before.apply(this, all);
        check();
      }, before];
    } else if (own && !listeners.size && history[name] == own) {
      delete ours[name];
      delete history[name];
      if (history[name] != before) history[name] = before;
    }
  }
  check(); // it may have come late
};

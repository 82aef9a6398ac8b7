// The headless API: what to show, without showing it.

import { fetchItems } from "./feed.js";
import { here } from "./here.js";
import { match, select } from "./match.js";
import { open, store } from "./state.js";

export { match, select };

// load fetches what there is for one person. It never rejects. Elements are told
// of all events.
export const load = async ({ src = here, name = "tips", products = "", viewer, user, timeout = 1e4, tell } = {}) => {
  const wanted = `${products}`.match(/[^\s,]+/g) ?? [];
  const locale = viewer?.locale || document.documentElement.lang || navigator.language;
  const loaded = await fetchItems(src, name, locale, wanted, timeout);
  if (wanted[0]) {
    loaded.items = loaded.items.filter(({ _headsup: { products } }) =>
      [].concat(products ?? wanted).some((id) => wanted.includes(id)));
  }

  // A listener that throws in a task of its own disturbs nobody.
  const listeners = new Set([].concat(tell ?? []));
  const emit = (type, detail) => listeners.forEach((listener) => setTimeout(listener, 0, type, detail));

  const key = "headsup:" + [src, user];
  const { read, write } = open(key, () => emit("unread"));
  const session = store("sessionStorage", key) ?? Date.now();
  store("sessionStorage", key, session);
  // The first visit is kept as if it were an item.
  const see = (entry) => (entry.shown[0] ??= Date.now());
  write([""], see);

  const note = (type, id, change) => {
    write([id], change);
    emit(type, { item: loaded.items.find((item) => item.id == id) });
  };
  // A task later, so that those who wait for loaded can listen.
  setTimeout(() => {
    emit("load", loaded);
    if (loaded.error) emit("error", loaded);
  });
  return Object.assign(loaded, {
    emit,
    match(other, again = []) {
      const items = { ...read() };
      for (const id of again) items[id] = { ...items[id], shown: [] };
      return select(loaded.items, { path: location.pathname, ...viewer, locale, ...other }, { session, items }, Date.now());
    },
    seen: (id) => note("shown", id, (entry) => entry.shown.push(Date.now())),
    dismiss: (id) => note("dismissed", id, (entry) => (entry.dismissed = Date.now())),
    // What was new 30 days before the first visit is no news.
    unread: () => loaded.match()
      .filter(({ item, shown }) => shown && !read()[item.id]?.shown[0] && !(new Date(item.date_published) < read()[""].shown[0] - 2592e6))
      .map(({ item }) => item.id),
    markRead() {
      write(loaded.unread(), see);
      emit("unread");
    },
    on(type, listener) {
      const heard = (what, detail) => what == type && listener(detail);
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  });
};

// The headless API: what to show, without showing it.

import { read } from "./feed.js";
import { here } from "./here.js";
import { choose, match, select, sorted, speaks } from "./match.js";
import { path } from "./route.js";
import { open, store } from "./state.js";

export { match, select };

// load fetches what there is for one person: one request for the manifest, at most
// one for a bundle, and the last good copy when something is wrong with them. It
// never rejects. Elements hear all events. All ends with the signal.
export const load = async (options) => {
  const { src = here, name = "tips", products = "", viewer, user, timeout = 1e4, signal, tell, history } = options ?? {};
  const manifest = `${src}`.replace(/\/?([^/]*\.js[^/]*)?$/, "/manifest.json");
  const wanted = `${products ?? ""}`.match(/[^\s,]+/g) ?? [];
  const page = globalThis.document;
  const locale = viewer?.locale || page?.documentElement.lang || globalThis.navigator?.language;

  const kept = "headsup:" + [manifest, name, locale, wanted];
  const loaded = { source: "none", items: [] };
  let inOrder = [];
  const take = (copy) => {
    const items = copy.items.filter((item) => item?.id && item._headsup
      && (!wanted[0] || wanted.some((id) => [item._headsup.products ?? id].flat().includes(id))));
    inOrder = sorted(items);
    Object.assign(loaded, copy, { items, source: "copy" });
  };
  try {
    take(store(kept));
  } catch {} // There is none, or it was damaged.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(Error(`${manifest} took more than ${timeout} ms`)), timeout);
  // What other devices have seen is known before anything is shown, if it comes in time.
  const past = Promise.race([history, new Promise((done) => (late.signal.onabort = done))]).catch((error) => {
    loaded.error = error;
  });
  const listeners = new Set(tell && [tell]);
  const stop = () => {
    listeners.clear();
    late.abort(signal.reason);
  };
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    late.signal.throwIfAborted();
    if (!src) throw Error("src is missing");
    const { bundles, language, home_page_url: home } = await read(manifest, 256e3, 6e4, late.signal);
    // The longest tag that begins the locale is what RFC 4647 looks up.
    const order = (b) => (speaks(locale, b.language) ? b.language.length : b.language == language) - !b.product / 2;
    const { url, integrity } = bundles
      // A list of one product equals that one.
      .filter((b) => b.name == name && (b.product ?? wanted) == wanted)
      .sort((a, b) => order(b) - order(a))[0];
    if (loaded.url != url) {
      const { items, language } = await read(new URL(url, new URL(manifest, page?.baseURI)), 2e6, 1 / 0, late.signal, integrity);
      const copy = { items, language, url, home };
      take(copy);
      if (JSON.stringify(copy).length < 3e5) store(kept, copy);
    }
    loaded.source = "network";
  } catch (error) {
    loaded.error = error;
  }
  const others = await past;
  clearTimeout(timer);

  // A listener that throws in a task of its own disturbs nobody.
  const emit = (type, detail) => {
    for (const listener of listeners) setTimeout(listener, 0, type, detail);
  };

  const key = "headsup:" + [manifest, user];
  const record = open(key, () => emit("unread"), signal);
  const session = store(key, store(key, 0, "sessionStorage") ?? Date.now(), "sessionStorage");
  // The first visit is kept as if it were an item.
  const see = (entry) => (entry.shown[0] ??= Date.now());
  record([""], see);

  // remember joins what other devices have seen; change notes what this one has, which a
  // product may keep for them.
  const remember = (other) => {
    try {
      record([], 0, other ?? {});
      emit("unread");
    } catch (error) {
      emit("error", { error });
    }
  };
  const change = (ids, how) => {
    const all = record(ids, how);
    emit("seen", { history: Object.fromEntries(["", ...ids].map((id) => [id, all[id]])) });
  };
  const note = (type, id, how) => {
    change([id], how);
    emit(type, { item: loaded.items.find((item) => item.id == id) });
  };
  if (others?.constructor == Object) remember(others);
  // A task later, so that those who wait for loaded can listen.
  setTimeout(emit, 0, "load", loaded);
  if (loaded.error) setTimeout(emit, 0, "error", loaded);
  return Object.assign(loaded, {
    emit,
    match(other, again = []) {
      const items = { ...record() };
      for (const id of again) items[id] = { ...items[id], shown: [] };
      return choose(inOrder, { path: path(), ...viewer, locale, ...other }, { session, items }, Date.now());
    },
    seen: (id) => note("shown", id, (entry) => entry.shown.push(Date.now())),
    dismiss: (id) => note("dismissed", id, (entry) => (entry.dismissed = Date.now())),
    // What was new 30 days before the first visit is no news.
    unread: () => loaded.match()
      .filter(({ item, shown }) => shown && !record()[item.id]?.shown[0] && !(record()[""].shown[0] - 2592e6 > new Date(item.date_published)))
      .map(({ item }) => item.id),
    remember,
    markRead() {
      change(loaded.unread(), see);
      emit("unread");
    },
    on(type, listener) {
      const heard = (what, detail) => what == type && listener(detail);
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  });
};

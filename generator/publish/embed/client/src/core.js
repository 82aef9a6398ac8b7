// The headless API: what to show, without showing it.

import { read } from "./feed.js";
import { choose, learn, match, select, sorted, speaks } from "./match.js";
import { path } from "./route.js";
import { open, store } from "./state.js";

export { match, select };

// ready loads what match and select need for items with rules. load does so by itself.
export const ready = async () => learn(await import(new URL("./rules.js", import.meta.url)));

// load fetches what there is for one person: one request for the manifest, at most
// one for a bundle, and the last good copy when something is wrong with them. It
// never rejects. Elements hear all events. All ends with the signal.
export const load = async (options) => {
  const { src = import.meta.url, name = "tips", products = "", viewer, user, timeout = 1e4, signal, tell, history } = options ?? {};
  const manifest = `${src}`.replace(/\/?([^/]*\.js[^/]*)?$/, "/manifest.json");
  const wanted = `${products ?? ""}`.match(/[^\s,]+/g) ?? [];
  const page = globalThis.document;
  const locale = viewer?.locale || page?.documentElement.lang || globalThis.navigator?.language;

  const kept = "headsup:" + [manifest, name, locale, wanted];
  const loaded = { source: "none", items: [] };
  const fail = (error) => (loaded.error = error);
  let inOrder = [];
  let near, at; // those of them that are not for other paths than this one, when they were last asked for
  let due; // the part that knows rules, where there are some
  let reach; // loads what a path needs, where tips come in parts
  const take = (other) => {
    const items = other.items.filter((item) => item?.id && item._headsup
      && (!wanted[0] || wanted.some((id) => [item._headsup.products ?? id].flat().includes(id))));
    inOrder = sorted(items);
    due = items.some((item) => item._headsup.rules)
      && ready().then(() => loaded.emit?.("unread"), (error) => loaded.emit?.("error", { error }) ?? fail(error));
    near = null;
    Object.assign(loaded, other, { items, source: "copy" });
  };
  const keep = (other) => {
    take(other);
    if (JSON.stringify(other).length < 3e5) store(kept, other);
  };
  try {
    take(store(kept));
  } catch {} // There is none, or it was damaged.
  const who = (other) => ({ user, path: path(), ...viewer, locale, ...other });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(Error(manifest + " is late")), timeout);
  // What other devices have seen is known before anything is shown, if it comes in time.
  const over = new Promise((done) => (late.signal.onabort = done));
  const past = Promise.race([history, over]).catch(fail);
  const listeners = new Set(tell && [tell]);
  // A listener that throws in a task of its own disturbs nobody.
  const emit = (type, detail) => {
    for (const listener of listeners) setTimeout(listener, 0, type, detail);
  };
  const stop = () => {
    listeners.clear();
    late.abort(signal.reason);
  };
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    late.signal.throwIfAborted();
    if (!src) throw Error("src is missing");
    const { bundles, parts, language, home_page_url: home } = await read(manifest, 256e3, 6e4, late.signal);
    // The longest tag that begins the locale is what RFC 4647 looks up.
    const order = (b) => (speaks(locale, b.language) ? b.language.length : b.language == language) - !b.product / 2;
    const get = ({ url, integrity }) => read(new URL(url, new URL(manifest, page?.baseURI)), 2e6, 1 / 0, late.signal, integrity);
    const bundle = bundles
      // A list of one product equals that one.
      .filter((b) => b.name == name && (b.product ?? wanted) == wanted)
      .sort((a, b) => order(b) - order(a))[0];
    const index = parts?.find((p) => p.name == name && p.language == bundle.language);
    if (index) {
      reach = await (await import(new URL("./parts.js", import.meta.url))).default({ get, keep, emit, loaded, index, wanted, home });
      await reach(who().path, true);
    } else if (loaded.url != bundle.url) {
      const { items, language } = await get(bundle);
      keep({ items, language, url: bundle.url, home });
    }
    loaded.source = "network";
  } catch (error) {
    fail(error);
  }
  await Promise.race([due, over]);
  const others = await past;
  clearTimeout(timer);

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
  const note = (type, id, how, key = id) => {
    change([key], how);
    emit(type, { item: loaded.items.find((item) => item.id == id) });
  };
  if (others?.constructor == Object) remember(others);
  // A task later, so that those who wait for loaded can listen.
  setTimeout(emit, 0, "load", loaded);
  if (loaded.error) setTimeout(emit, 0, "error", loaded);
  return Object.assign(loaded, {
    emit,
    // With brief, what is for other paths is left out.
    match(other, again = [], brief) {
      const person = who(other);
      reach?.(person.path);
      const items = { ...record() };
      for (const id of again) items[id] = { ...items[id], shown: [] };
      if (at != (at = person.path)) near = null;
      const outcomes = choose(brief && near || inOrder, person, { session, items }, Date.now());
      near = outcomes.filter(({ reason }) => reason != "path").map(({ item }) => item);
      return outcomes;
    },
    seen: (id) => note("shown", id, (entry) => entry.shown.push(Date.now())),
    dismiss: (id) => note("dismissed", id, (entry) => (entry.dismissed = Date.now())),
    // A tour was gone through to its end, or the page says so of an item.
    done: (id) => note("done", id, see, id + "#done"),
    history: record,
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

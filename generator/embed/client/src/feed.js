// Fetching: one request for the manifest, at most one for a bundle, and the last
// good copy when something is wrong with them.

import { speaks } from "./match.js";
import { store } from "./state.js";

// read fetches one of our files, of at most so many bytes. Two that want the same at
// the same time get it from one request.
const underWay = {};
const read = (url, limit, init) => (underWay[url] ??= request(url, limit, init).finally(() => delete underWay[url]));

const request = async (url, limit, init) => {
  const { ok, body } = await fetch(url, { credentials: "omit", ...init });
  const file = await new Response(body.pipeThrough(new TransformStream({
    transform(chunk, out) {
      if (!ok || (limit -= chunk.length) < 0) throw Error(url);
      out.enqueue(chunk);
    },
  }))).json();
  if (file.version != 1) throw Error(url);
  return file;
};

// fetchItems returns {items, language, home, source, error}. It never rejects.
export const fetchItems = async (src, name, locale, wanted, timeout) => {
  const product = wanted[1] ? "" : wanted[0];
  const key = "headsup:" + [src, name, locale, product];
  const loaded = { items: [], source: "none" };
  let has; // the address of what is in loaded
  const take = ({ url, home, bundle: { items, language } }) => {
    loaded.items = items.filter((item) => item?.id && item._headsup);
    loaded.language = language;
    loaded.home = home;
    has = url;
  };
  try {
    take(store("localStorage", key));
    loaded.source = "copy";
  } catch {} // There is none, or it was damaged.
  try {
    const signal = AbortSignal.timeout(timeout);
    const at = new URL(src.replace(/(\/manifest\.json|\/)?$/, "/manifest.json"), document.baseURI);
    const { bundles, language, home_page_url: home } = await read(at, 2 ** 18, { signal });
    // The longest tag that begins the locale is what RFC 4647 looks up.
    const order = (b) => (speaks(locale, b.language) ? b.language.length : b.language == language) + !!b.product / 2;
    const { url, integrity } = bundles
      .filter((b) => b.name == name && (!b.product || b.product == product))
      .sort((a, b) => order(b) - order(a))[0];
    if (has != url) {
      const copy = { url, home, bundle: await read(new URL(url, at), 2 ** 21, { signal, integrity }) };
      take(copy);
      if (JSON.stringify(copy).length < 3e5) store("localStorage", key, copy);
    }
    loaded.source = "network";
  } catch (error) {
    loaded.error = error;
  }
  return loaded;
};

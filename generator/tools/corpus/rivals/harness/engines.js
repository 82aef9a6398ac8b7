// Each function opens one of the engines, and loads nothing of it before that.
// It returns a function that searches and loads the first results with what is
// shown of them: {url, title, excerpt}.
import { options } from "./minisearch-options.js";

export async function headsup({ module, folder }) {
  const engine = await (await import(module)).open(new URL(folder, location.href).href);
  return async (text, most) => {
    const found = await engine.search(text);
    const list = await found.load(0, Math.min(most, found.total));
    return list.map(({ url, title, excerpt }) => ({ url, title, excerpt }));
  };
}

export async function pagefind({ module }) {
  const engine = await import(module);
  return async (text, most) => {
    const found = await engine.search(text);
    const list = await Promise.all(found.results.slice(0, most).map((r) => r.data()));
    return list.map(({ url, meta, excerpt }) => ({ url, title: meta.title, excerpt }));
  };
}

export async function minisearch({ module, index }) {
  const [json] = await Promise.all([fetch(index).then((r) => r.text()), script(module)]);
  const engine = MiniSearch.loadJSON(json, options);
  return async (text, most) => {
    // It has no phrases: quotes would only be part of nothing.
    const found = engine.search(text.replaceAll('"', " "));
    return found.slice(0, most).map(({ id, title, body }) => ({ url: id, title, excerpt: body }));
  };
}

function script(src) {
  return new Promise((loaded, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: loaded, onerror: () => failed(new Error(`cannot load ${src}`)) }));
  });
}

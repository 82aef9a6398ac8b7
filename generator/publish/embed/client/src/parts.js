// The part for sites that have many tips, which come in parts themselves: a page loads
// those that it may show. Package feed says at Part which these are.

// The result is a function that loads what a path needs and is not there yet. The first
// time its promise is rejected when a file cannot be had; later on listeners are told. What
// came of the others is kept.
export default async ({ get, keep, emit, loaded, index, wanted, home }) => {
  const { language, url } = index;
  const parts = index.parts ?? (loaded.url == url ? loaded.parts : (await get(index)).parts[0].parts);
  const files = {};
  // What has changed, or was taken back, is not among them any more.
  const known = new Map(loaded.items.map((item) => [item.id, item]));
  for (const { url } of parts) if (loaded.files?.[url]) files[url] = loaded.files[url].map((id) => known.get(id));
  // The digest is a part of the name, so that many parts take little room.
  const integrity = ({ url }) => "sha256-" + /([\w-]{43})\.json$/.exec(url)[1].replaceAll("-", "+").replaceAll("_", "/") + "=";
  let last; // the path that was asked for; for one that failed, only another page asks again

  return async (path, first) => {
    if (last == (last = `${path ?? ""}`) && !first) return;
    const folders = [...last.replace(/\/?([?#].*)?$/s, "/").matchAll(/\//g)].map(({ index, input }) => input.slice(0, index + 1));
    const due = parts.filter(({ url, product, from = "", to = "" }) => !files[url] && (!product || !wanted[0] || wanted.includes(product))
      && ["", ...folders].some((folder) => from <= folder && folder <= to));
    if (!due[0] && !first) return;
    const all = await Promise.allSettled(due.map(async (part) => (files[part.url] = (await get({ ...part, integrity: integrity(part) })).items)));
    const { source } = loaded;
    // Those of several products are in the parts of each.
    const items = new Map(Object.values(files).flat().map((item) => [item?.id, item]));
    const ids = Object.fromEntries(Object.entries(files).map(([url, items]) => [url, items.map((item) => item?.id)]));
    keep({ items: [...items.values()], language, home, url, parts, files: ids });
    const error = all.find(({ reason }) => reason)?.reason;
    if (first) {
      if (error) throw error;
    } else {
      loaded.source = source;
      emit("load", loaded);
      if (error) emit("error", { error });
    }
  };
};

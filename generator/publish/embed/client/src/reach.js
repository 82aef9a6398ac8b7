// Links to pages of the product, for the parts that lead to them.

// reach makes a link to the page of a pattern, at which an item is shown; nothing when the
// pattern is no path. Routers that have their pages behind a # keep it there.
export const reach = (h, path, id, ...children) => {
  if (/\*/.test(path)) return;
  const [mark] = /^#!?(?=\/)/.exec(location.hash) ?? [""];
  return h("a", { part: "go", href: mark + path + (mark ? "&" : "#") + "headsup=" + encodeURIComponent(id) }, ...children);
};

// here is the address of this script: the module, …
export const here = import.meta.url;

// address returns that of a part. All are written out for those who put scripts into
// bundles, or give them other names.
export const address = (name) => ({
  panel: () => new URL("./panel.js", import.meta.url),
  rules: () => new URL("./rules.js", import.meta.url),
})[name]();

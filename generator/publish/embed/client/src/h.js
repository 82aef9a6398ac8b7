// Elements from data. Nothing here parses HTML, so that it works where Trusted Types forbid
// that.

// h makes an element. Addresses are left out unless a scheme that runs nothing is
// theirs, and those of other sites open a tab; a function listens to the event of
// that name.
export const h = (name, given, ...children) => {
  const element = document.createElement(name);
  if (name == "img") element.loading = "lazy";
  for (const key in given) {
    let value = given[key];
    try {
      if (/^(href|src|poster)$/.test(key)) {
        value = new URL(value.trim(), document.baseURI);
        if (!/^(https?|mailto|tel|sms):/.test(value)) continue;
        if (value.host && value.host != location.host) {
          element.target = "_blank";
          element.rel = "noopener";
        }
      }
      if (value.call) element.addEventListener(key, value);
      else element.setAttribute(key, value);
    } catch {} // There is no value, or no address.
  }
  element.append(...children.filter((child) => child));
  return element;
};

// Nodes from data. Nothing here parses HTML in the browser's way, so that it works
// where Trusted Types forbid that, and no feed can bring anything but the elements
// and attributes below.

const elements = " p br hr blockquote pre code h2 h3 h4 h5 h6 ul ol li dl dt dd em strong b i u s del ins sub sup mark small kbd samp var q cite abbr dfn time table caption thead tbody tfoot tr th td details summary figure figcaption ruby rt rp a img video audio source track ";
const attributes = " start title datetime colspan rowspan scope open href src alt width height poster controls type kind srclang label ";

// h makes an element. Addresses are left out unless a scheme that runs nothing is
// theirs; a function listens to the event of that name.
export const h = (name, given, ...children) => {
  const element = document.createElement(name);
  if (name == "img") element.loading = "lazy";
  for (const key in given) {
    let value = given[key];
    if (value == null) continue;
    if (/^(href|src|poster)$/.test(key)) {
      try {
        value = new URL(value, document.baseURI);
        if (!/^(https?|mailto|tel|sms):/.test(value)) continue;
      } catch {
        continue;
      }
      if (name == "a" && value.host && value.host != location.host) {
        element.target = "_blank";
        element.rel = "noopener";
      }
    }
    if (value?.call) element.addEventListener(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child));
  return element;
};

// decode replaces character references.
const decode = (text) => text.replace(/&(?:#(x?)([\da-f]+)|(amp|lt|gt|quot));/gi, (all, hex, digits, name) => {
  const code = parseInt(digits, hex ? 16 : 10);
  return name ? { amp: "&", lt: "<", gt: ">", quot: '"' }[name] ?? all : code < 0x110000 ? String.fromCodePoint(code) : "\ufffd";
});

// html makes nodes of HTML in the form that feeds have it in: names in small
// letters, values in double quotes. What has another form is text, and of elements
// that are not known the text stays. Headings go so many levels down.
export const html = (markup, down) => {
  const root = document.createDocumentFragment();
  const open = [[root]]; // elements with their names
  for (const [text, end, name, rest] of `${markup ?? ""}`.matchAll(/<(\/?)([a-z][a-z\d]*)((?: [a-z-]+="[^"]*")*)\/?>|[^<]+|</g)) {
    const [parent] = open.at(-1);
    if (!name) parent.append(decode(text));
    else if (end) {
      const at = open.findLastIndex((entry) => entry[1] == name);
      if (at > 0) open.length = at;
    } else if (elements.includes(` ${name} `) && open.length < 100) {
      const given = {};
      for (const [, key, value] of rest.matchAll(/ (.+?)="(.*?)"/gs)) {
        if (attributes.includes(` ${key} `)) given[key] = decode(value);
      }
      const element = h(name.replace(/^h\d/, ([, level]) => "h" + Math.min(6, +level + down)), given);
      parent.append(element);
      if (!/^([bh]r|img|source|track)$/.test(name)) open.push([element, name]);
    }
  }
  return root;
};

// Nodes from data. Nothing here parses HTML in the browser's way, so that it works
// where Trusted Types forbid that, and no feed can bring anything but the elements
// and attributes below.

// elements matches the interfaces of those that are let through; plain
// HTMLElement is that of em, code, figure and others that only have a meaning; so
// are those that begin with no, which hide what is in them and are text.
const elements = /^HTML(|Paragraph|[BH]R|Quote|Pre|Heading|[UOD]List|LI|Mod|Time|Table\w*|Details|Anchor|Image|Video|Audio|Source)Element$/;
const attributes = /^(start|title|colspan|rowspan|scope|open|href|src|alt|width|height|poster|controls|type)$/;

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

// decode replaces the character references that feeds have.
const decode = (text) => text.replace(/&(#?)(\w+);/g, (all, number, name) =>
  number ? String.fromCharCode(name.replace("x", "0x")) : { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\xa0" }[name] ?? all);

// html makes nodes of HTML in the form that feeds have it in: names in small
// letters, values in double quotes. What has another form is text, and of elements
// that are not known the text stays. Headings go one level down, below the title.
export const html = (markup = "") => {
  const root = document.createDocumentFragment();
  const open = [root];
  for (const [text, end, name, rest] of `${markup}`.matchAll(/<(\/?)((?!no)[a-z][a-z\d]*)((?: [\w-]+="[^"]*")*)\/?>|[^<]+|</g)) {
    const tag = name?.replace(/^h[1-5]/, ([, level]) => "h" + (+level + 1));
    const parent = open.at(-1);
    if (!tag) parent.append(decode(text));
    else if (end) {
      const at = open.findLastIndex((element) => element.localName == tag);
      if (at > 0) open.length = at;
    } else if (elements.test(document.createElement(tag).constructor.name) && open.length < 100) {
      const given = {};
      for (const [, key, value] of rest.matchAll(/ (.+?)="(.*?)"/gs)) {
        if (attributes.test(key)) given[key] = decode(value);
      }
      const element = h(tag, given);
      parent.append(element);
      if (!/^([bh]r|img|source)$/.test(tag)) open.push(element);
    }
  }
  return root;
};

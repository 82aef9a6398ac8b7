// Nodes from data. Nothing here parses HTML in the browser's way, so that it works
// where Trusted Types forbid that, and no feed can bring anything but the elements
// and attributes below.

// elements matches the interfaces of those that are let through; plain
// HTMLElement is that of em, code, figure and others that only have a meaning; so
// are those that begin with no, which hide what is in them and are text.
const elements = /^HTML(|Paragraph|[BH]R|Quote|Pre|Heading|[UOD]List|LI|Mod|Time|Table\w*|Details|Anchor|Image|Video|Audio|Source)Element$/;
const attributes = /^(start|title|datetime|colspan|rowspan|scope|open|href|src|alt|width|height|poster|controls|type)$/;

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

// decode replaces the character references that feeds have.
const decode = (text) => text.replace(/&(#?)(\w+);/g, (all, number, name) =>
  number ? String.fromCharCode(name.replace("x", "0x")) : { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\xa0" }[name] ?? all);

// html makes nodes of HTML in the form that feeds have it in: names in small
// letters, values in double quotes. What has another form is text, and of elements
// that are not known the text stays. Headings go so many levels down.
export const html = (markup, down) => {
  const root = document.createDocumentFragment();
  const open = [[root]]; // elements with their names
  for (const [text, end, name, rest] of `${markup ?? ""}`.matchAll(/<(\/?)((?!no)[a-z][a-z\d]*)((?: [\w-]+="[^"]*")*)\/?>|[^<]+|</g)) {
    const [parent] = open.at(-1);
    if (!name) parent.append(decode(text));
    else if (end) {
      const at = open.findLastIndex((entry) => entry[1] == name);
      if (at > 0) open.length = at;
    } else if (elements.test(document.createElement(name).constructor.name) && open.length < 100) {
      const given = {};
      for (const [, key, value] of rest.matchAll(/ (.+?)="(.*?)"/gs)) {
        if (attributes.test(key)) given[key] = decode(value);
      }
      const element = h(name.replace(/^h\d/, ([, level]) => "h" + Math.min(6, +level + down)), given);
      parent.append(element);
      if (!/^([bh]r|img|source)$/.test(name)) open.push([element, name]);
    }
  }
  return root;
};

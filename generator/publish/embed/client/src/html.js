// Nodes from data. Nothing here parses HTML in the browser's way, so that it works
// where Trusted Types forbid that, and no feed can bring anything but the elements
// and attributes below.

// elements matches the interfaces of those that are let through; plain
// HTMLElement is that of em, code, figure and others that only have a meaning; so
// are those that begin with no, which hide what is in them and are text.
const elements = /^HTML(|Paragraph|[BH]R|Quote|Pre|Heading|[UOD]List|LI|Mod|Time|Table\w*|Details|Anchor|Image|Video|Audio|Source)Element$/;
const attributes = /^(start|title|colspan|rowspan|scope|open|href|src|alt|width|height|poster|controls|type)$/;

// decode replaces the character references that feeds have.
const decode = (text) => text.replace(/&(#?)(\w+);/g, (all, number, name) =>
  number ? String.fromCharCode(name.replace("x", "0x")) : { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\xa0" }[name] ?? all);

// html makes nodes of HTML in the form that feeds have it in: names in small
// letters, values in double quotes. What has another form is text, and of elements
// that are not known the text stays. Headings go one level down, below the title.
export const html = (h, markup = "") => {
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

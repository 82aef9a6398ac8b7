// What customers get of a page: on paper, by a button, or of what is selected.
import { say } from "./copy.js";

const article = document.querySelector("article.sheet");
// What is for colleagues on a page that customers may see.
const internal = ".audience, .actions, .loop, .notices, .upkeep, .extra, .rail, .share, .objections, .never-say, .ack, .kicker, .source, .tick, .copy-box .copy, .anchor";

// publicForm returns what customers may have of the page: its public form where it shows more.
function publicForm() {
  const form = document.createElement("article");
  form.className = "sheet public-form";
  const head = document.createElement("header");
  head.className = "sheet-head";
  for (const part of article.querySelectorAll(".sheet-head > :is(h1, .lead)")) head.append(part.cloneNode(true));
  const time = article.querySelector(".sheet-head time");
  if (time) head.append(Object.assign(document.createElement("p"), { className: "byline", textContent: time.textContent }));
  const body = document.createElement("div");
  body.className = "sheet-body";
  const shown = article.querySelector(".sheet-body > .prose");
  const prose = document.createElement("div");
  prose.className = shown?.className ?? "prose";
  const kept = article.querySelector("template[data-public]");
  prose.append(...(kept ? kept.content : (shown ?? prose)).cloneNode(true).childNodes);
  for (const node of prose.querySelectorAll(internal)) node.remove();
  body.append(prose);
  form.append(head, body);
  return form;
}

const acts = {
  print: () => print(),
  // While it is printed, nothing else is in the document.
  printPublic() {
    const { body, title } = { body: [...document.body.childNodes], title: document.title };
    const { scrollX, scrollY } = window;
    const main = document.createElement("main");
    main.className = "frame";
    main.append(publicForm());
    document.body.replaceChildren(main);
    document.title = main.querySelector("h1").textContent;
    const back = () => {
      document.body.replaceChildren(...body);
      document.title = title;
      scrollTo(scrollX, scrollY);
    };
    addEventListener("afterprint", back, { once: true });
    print();
  },
  async copyPublic(button) {
    const form = publicForm();
    const text = textOf(form);
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/plain": new Blob([text], { type: "text/plain" }),
          "text/html": new Blob([form.innerHTML], { type: "text/html" }),
        }),
      ]);
      say(button, $word("copied"));
    } catch {
      say(button, $word("copy-failed"));
    }
  },
};

// textOf returns a text as it is read, with its lines: that takes a place in the document.
function textOf(node) {
  const box = document.createElement("div");
  box.className = "visually-hidden";
  box.append(node);
  document.body.append(box);
  const text = node.innerText;
  box.remove();
  return text.trim();
}

export const act = (button) => acts[button.dataset.do](button);

const state = article.dataset.share;
if (state) document.addEventListener("copy", guard);

// guard leaves internal text out of what is copied of a page that customers may see, and says so. Of an
// internal page it says what it is. Fields and code are copied as they are.
function guard(event) {
  const selection = getSelection();
  if (selection.isCollapsed || document.activeElement?.matches("input, textarea") || !selection.containsNode(article, true)) return;
  const parts = document.createElement("div");
  for (let i = 0; i < selection.rangeCount; i++) parts.append(selection.getRangeAt(i).cloneContents());
  const around = selection.getRangeAt(0).commonAncestorContainer;
  const within = (around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement).closest(internal);
  if (state === "no" || state === "later") return warn($word(state === "no" ? "copied-internal-page" : "copied-early"));
  if (within) return warn($word("copied-internal"));
  const marked = parts.querySelectorAll(internal);
  if (marked.length === 0) return;
  const all = parts.cloneNode(true);
  for (const node of marked) node.remove();
  const put = (to, node) => {
    to.setData("text/html", node.innerHTML);
    to.setData("text/plain", textOf(node));
  };
  put(event.clipboardData, parts.cloneNode(true));
  event.preventDefault();
  warn($word("internal-left-out"), [$word("copy-anyway"), () => navigator.clipboard.writeText(textOf(all))]);
}

let box;
function warn(text, act) {
  box?.remove();
  box = document.createElement("div");
  box.className = "warning";
  box.setAttribute("role", "alert");
  box.append(text);
  const buttons = [...(act ? [act] : []), [$word("close"), () => {}]];
  for (const [label, run] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: label });
    button.onclick = () => {
      run();
      box.remove();
    };
    box.append(" ", button);
  }
  document.body.append(box);
}

// offerCopy adds a button to each block of code that copies its text, to what a
// playbook says word for word, and to addresses. Readers copy the address of the page by a button,
// and that of a section by the link that its heading has.
export function offerCopy() {
  if (!navigator.clipboard) return;
  for (const pre of document.querySelectorAll(".prose pre, .layout-playbook .prose blockquote, [data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = $word("copy");
    button.setAttribute("aria-label", { pre: $word("copy-code"), code: $word("copy-address") }[pre.localName] ?? $word("copy-text"));
    button.onclick = () => copy(textOf(pre), button, $word("copied"));
    // The box scrolls, so the button stands beside it and not in it.
    const box = document.createElement("div");
    box.className = "copy-box";
    pre.replaceWith(box);
    box.append(pre, button);
  }
  const page = document.querySelector("[data-copy-link]");
  if (page) {
    page.hidden = false;
    page.onclick = () => copy(location.href.replace(/#.*/, ""), page, $word("link-copied"));
  }
  for (const link of document.querySelectorAll(".prose .anchor")) link.ariaLabel = $word("copy-section-link");
  // The links of sections and steps still lead there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".prose .anchor, .step-link");
    if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) copy(link.href, link, $word("copied"));
  });
}

let status;

// copy copies a text. It tells readers who listen, and for a moment those who
// see, by the text of an element.
async function copy(text, shown, result) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    result = $word("copy-failed");
  }
  say(shown, result);
}

// say tells for a moment by the text of an element how an act turned out.
export function say(shown, result) {
  if (!status) {
    status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  shown.dataset.label ??= shown.textContent;
  shown.textContent = status.textContent = result;
  setTimeout(() => {
    shown.textContent = shown.dataset.label;
    status.textContent = "";
  }, 2000);
}

// textOf returns the text without line numbers, and without what this theme adds.
function textOf(pre) {
  const clone = pre.cloneNode(true);
  for (const number of clone.querySelectorAll(".ln, .lnt, .tick")) number.remove();
  const text = clone.textContent.replace(/\n$/, "");
  return pre.localName === "pre" ? text : text.trim();
}

// offerCopy adds a button to each block of code that copies its text, and to what
// a playbook says word for word.
export function offerCopy() {
  if (!navigator.clipboard) return;
  const blocks = document.querySelectorAll(".prose pre, .layout-playbook .prose blockquote");
  if (blocks.length === 0) return;

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  for (const pre of blocks) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", pre.localName === "pre" ? "Copy the code" : "Copy the text");
    button.addEventListener("click", async () => {
      let result = "Copied";
      try {
        await navigator.clipboard.writeText(textOf(pre));
      } catch {
        result = "Failed";
      }
      button.textContent = result;
      status.textContent = result;
      setTimeout(() => {
        button.textContent = "Copy";
        status.textContent = "";
      }, 2000);
    });
    // The box scrolls, so the button stands beside it and not in it.
    const box = document.createElement("div");
    box.className = "copy-box";
    pre.replaceWith(box);
    box.append(pre, button);
  }
}

// textOf returns the text without line numbers, and without what this theme adds.
function textOf(pre) {
  const copy = pre.cloneNode(true);
  for (const number of copy.querySelectorAll(".ln, .lnt, .tick")) number.remove();
  const text = copy.textContent.replace(/\n$/, "");
  return pre.localName === "pre" ? text : text.trim();
}

// Gives the steps of a playbook boxes to tick. What is ticked stays in this
// browser, for this page.
import { keepTicks } from "./ticks.js";
import { fill } from "./words.js";

const bar = document.querySelector("[data-progress]");
const [text, next] = bar.firstElementChild.children;
const steps = [];
const show = () => {
  let count = 0;
  for (const { link, box, target } of steps) {
    box.checked = done.has(link.dataset.step);
    count += box.checked;
    for (const node of [link, target]) node.toggleAttribute("data-ticked", box.checked);
  }
  const first = steps.find((step) => !step.box.checked)?.link;
  text.textContent = fill($word("steps-done"), { n: count, total: steps.length });
  next.hidden = !first;
  if (first) {
    next.href = first.hash;
    next.textContent = fill($word("next-step"), { step: first.textContent });
  }
  bar.lastElementChild.value = count;
  bar.children[1].disabled = count === 0;
};

// Names of steps are kept, which outlive changes of other steps.
const { done, keep } = keepTicks("steps", show);
for (const link of document.querySelectorAll("[data-step]")) {
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) continue;
  const tick = document.createElement("div");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const which = document.createElement("span");
  tick.className = "tick";
  box.type = "checkbox";
  box.onchange = () => {
    done[box.checked ? "add" : "delete"](link.dataset.step);
    keep();
  };
  which.className = "visually-hidden";
  which.textContent = `: ${link.textContent}`;
  label.append(box, ` ${$word("done")}`, which);
  tick.append(label);
  if (target.localName === "li") target.append(tick);
  else target.after(tick);
  if (target.localName === "li" && navigator.clipboard) {
    const link = document.createElement("a");
    link.className = "step-link";
    link.href = `#${target.id}`;
    link.textContent = $word("link");
    link.ariaLabel = $word("copy-step-link");
    tick.prepend(link);
  }
  steps.push({ link, box, target });
}
bar.children[1].onclick = () => {
  done.clear();
  keep();
  steps[0]?.box.focus({ preventScroll: true });
};
if (steps.length > 0) {
  show();
  bar.dataset.progress = "on";
}

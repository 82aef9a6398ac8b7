// Gives the customers who have not been notified boxes to tick. What is ticked stays in this
// browser, and the command below notes it for all.
import { keepTicks } from "./ticks.js";
import { fill } from "./words.js";

const list = document.querySelector("[data-told]");
const command = list.querySelector("[data-command]");
const text = list.querySelector("[data-count]");
const people = [];
const show = () => {
  const ticked = people.filter(({ name, box }) => (box.checked = done.has(name)));
  for (const { item, box } of people) item.toggleAttribute("data-ticked", box.checked);
  text.textContent = fill($word("notified-of"), { n: Number(list.dataset.told) + ticked.length, total: list.dataset.asked });
  command.textContent = `${command.dataset.command} ${ticked.map(({ name }) => name).join(" ") || "--all"}`;
};
const { done, keep } = keepTicks("told", show);

for (const item of list.querySelectorAll("[data-person]")) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  const which = document.createElement("span");
  const name = item.dataset.person;
  label.className = "loop-tick";
  box.type = "checkbox";
  box.onchange = () => {
    done[box.checked ? "add" : "delete"](name);
    keep();
  };
  which.className = "visually-hidden";
  which.textContent = `: ${item.firstElementChild.textContent}`;
  label.append(box, ` ${$word("notified")}`, which);
  item.append(label);
  people.push({ item, name, box });
}
show();

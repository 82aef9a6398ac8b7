import { fill } from "./words.js";

// Readers say that they have read a page. This browser keeps it until the page changes, and it is sent
// where the site receives it.
const form = document.querySelector("[data-ack]");
const store = `headsup-read:${location.pathname}`;
const changed = document.querySelector("article[data-changed]")?.dataset.changed ?? "";
const said = form.querySelector("[data-said]");
const button = form.querySelector("button");

const done = (day) => {
  button.disabled = true;
  for (const set of form.querySelectorAll("fieldset")) set.disabled = true;
  said.textContent = fill($word("read-on"), { date: day });
};

let day = "";
try {
  day = localStorage.getItem(store) ?? "";
} catch {
  // Storage is closed to this page.
}
if (day && day >= changed) done(day);

form.onsubmit = async (event) => {
  event.preventDefault();
  const wrong = [...form.querySelectorAll("fieldset")].filter((set) => set.querySelector(":checked")?.value !== set.dataset.right);
  for (const set of form.querySelectorAll("fieldset")) set.toggleAttribute("data-wrong", wrong.includes(set));
  if (wrong.length > 0) {
    said.textContent = $word("read-again");
    wrong[0].querySelector("input").focus();
    return;
  }
  if (form.name) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(answer.statusText);
    } catch {
      said.textContent = $word("read-not-sent");
      return;
    }
  } else if (form.dataset.mail) {
    location.href = form.dataset.mail;
  }
  const today = new Date().toISOString().slice(0, 10);
  try {
    localStorage.setItem(store, today);
  } catch {
    // It holds until the page is left.
  }
  done(today);
};

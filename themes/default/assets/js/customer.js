import { fill } from "./words.js";

// What a reader says once about a customer, plan, platform and version, is kept in this browser. Every
// list then says of each release note whether it applies to the customer, and why not.
const store = "headsup-customer";

export function offerCustomer() {
  const box = document.querySelector("[data-customer]");
  const form = box?.querySelector("form");
  const cards = document.querySelectorAll(":is(.home-new, .timeline, .onward) .card");
  const title = (name, id) => form?.querySelector(`[name="${name}"] option[value="${CSS.escape(id)}"]`)?.textContent ?? id;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? {};
    } catch {
      return {}; // storage is closed, or what was kept is damaged
    }
  };
  const show = (customer) => {
    const known = Object.entries(customer).filter(([, value]) => value);
    if (box) {
      box.querySelector("b").textContent = known.map(([name, value]) => title(name, value)).join(", ");
      const week = box.querySelector("[data-week]");
      const address = new URL(box.dataset.customer, location);
      for (const [name, value] of known) if (name !== "version") address.searchParams.set(name, value);
      address.searchParams.set("since", "week");
      week.href = address;
    }
    for (const card of cards) {
      card.querySelector(".applies")?.remove();
      if (known.length === 0) continue;
      const why = reason(card, customer, title);
      const note = document.createElement("p");
      note.className = "applies";
      note.textContent = why || $word("applies");
      if (why) note.dataset.not = "";
      card.querySelector("h3").after(note);
    }
  };
  if (form) {
    for (const [name, value] of Object.entries(read())) if (form.elements[name]) form.elements[name].value = value;
    const change = () => {
      const customer = Object.fromEntries(new FormData(form));
      try {
        localStorage.setItem(store, JSON.stringify(customer));
      } catch {
        // The choice holds until the page is left.
      }
      show(customer);
    };
    form.oninput = change;
    form.onreset = () => setTimeout(change);
    form.onsubmit = (event) => event.preventDefault();
  }
  show(read());
}

// reason says why a release note does not apply, "" when it does.
function reason(card, { plan, platform, version }, title) {
  const { plans, platforms } = card.dataset;
  const without = (names, name) => name && names && !names.split(" ").includes(name);
  if (without(plans, plan)) return fill($word("applies-not-plan"), { name: title("plan", plan), list: list(plans, "plan", title) });
  if (without(platforms, platform)) {
    return fill($word("applies-not-platform"), { name: title("platform", platform), list: list(platforms, "platform", title) });
  }
  const needs = card.querySelector(".version")?.textContent;
  return version && needs && compare(needs, version) > 0 ? fill($word("applies-not-version"), { needs, version }) : "";
}

const list = (names, name, title) => names.split(" ").map((id) => title(name, id)).join(", ");

// compare compares versions, number by number: 3.10 is above 3.9.
function compare(a, b) {
  const numbers = (v) => v.match(/\d+/g)?.map(Number) ?? [];
  const [x, y] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const d = (x[i] ?? 0) - (y[i] ?? 0);
    if (d) return d;
  }
  return 0;
}

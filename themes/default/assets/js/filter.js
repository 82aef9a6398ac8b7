import { fill } from "./words.js";

// offerFilter filters lists in place. The links in [data-filter] lead to pages
// that are filtered already, which is what they do without JavaScript; each has
// data-key (product, audience, plan, platform, stage or team) and data-value, "" for all.
//
// What is filtered has data-products, data-audiences, data-plans, data-platforms, data-stage or
// data-teams, with names and spaces between. A card that names no plan or platform is for all of them.
// [data-since] chooses a time: "week", "visit" (since the last one) or a day. A [data-filter-group] is hidden with the last of what is
// in it, and [data-filter-empty] shown when nothing is left. The choice is in
// the page's address.
const attributes = { product: "products", audience: "audiences", plan: "plans", platform: "platforms", stage: "stage", team: "teams" };

export function offerFilter() {
  const box = document.querySelector("[data-filter]");
  if (!box) return;
  const links = [...box.querySelectorAll("a[data-key]")];
  const items = [...document.querySelectorAll(":is(.timeline .card, [data-products], [data-audiences], [data-stage], [data-plans], [data-teams]):not([data-filter] *)")];
  const groups = document.querySelectorAll("[data-filter-group]");
  const empty = document.querySelector("[data-filter-empty]");
  const status = box.querySelector("[role='status']");
  const fold = box.closest("details");

  const choice = (key) => new URLSearchParams(location.search).get(key) ?? "";
  const time = box.querySelector("[data-since]");
  const everyone = (item, key) => item.matches(".card") && (key === "plan" || key === "platform");
  const named = (item, key) => {
    const names = item.dataset[attributes[key]];
    return names ? names.split(" ").includes(choice(key)) : everyone(item, key);
  };
  const fits = (item, [from, until] = days(choice("since"))) =>
    Object.keys(attributes).every((key) => !choice(key) || named(item, key)) && (!from || on(item, from, until));
  // One page may be in several lists.
  const count = (list) => new Set(list.map((item) => item.querySelector("a")?.href ?? item)).size;

  const show = (say) => {
    const shown = items.filter((item) => !(item.hidden = !fits(item)));
    for (const group of groups) group.hidden = !shown.some((item) => group.contains(item));
    for (const link of links) {
      if (link.dataset.value === choice(link.dataset.key)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    // Who asks for an audience wants to see it, whatever their role is.
    if (choice("audience")) document.documentElement.dataset.everything = "on";
    if (empty) empty.hidden = shown.length > 0;
    if (time) showTime(time, choice("since"));
    if (say && status) status.textContent = fill($word("filter-shown"), { n: count(shown), total: count(items) });
  };

  const choose = (key, value) => {
    const address = new URL(location);
    if (value) address.searchParams.set(key, value);
    else address.searchParams.delete(key);
    history.replaceState(history.state, "", address);
    show(true);
  };
  if (time) {
    const [select, day] = time.querySelectorAll("select, input");
    select.onchange = () => choose("since", select.value === "date" ? day.value || dayOf(new Date()) : select.value);
    day.onchange = () => choose("since", day.value);
    time.hidden = false;
  }
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-key]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(link.dataset.key, link.dataset.value);
  });
  if ([...Object.keys(attributes), "since"].some(choice)) {
    if (fold) fold.open = true;
    show(true);
  }
}

const dayOf = (date) => new Date(date - date.getTimezoneOffset() * 60e3).toISOString().slice(0, 10);

// days returns the first and the last day of a time, "" for none.
function days(since) {
  const now = new Date();
  const day = (n) => dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + n));
  if (since === "week") {
    const monday = -((now.getDay() + 6) % 7);
    return [day(monday), day(monday + 6)];
  }
  if (since === "visit") {
    try {
      return [JSON.parse(localStorage.getItem("headsup-visits")).since ?? "", ""];
    } catch {
      return ["", ""]; // nothing is known of a visit before
    }
  }
  return [/^\d{4}-\d\d-\d\d$/.test(since) ? since : "", ""];
}

// on reports whether something changed, or will, in a time.
function on(item, from, until) {
  const dates = [item.dataset.changed, item.querySelector("time")?.dateTime.slice(0, 10)];
  return dates.some((date) => date >= from && (!until || date <= until));
}

function showTime(time, since) {
  const [select, day] = time.querySelectorAll("select, input");
  select.value = since === "week" || since === "visit" || !since ? since : "date";
  day.hidden = select.value !== "date";
  if (!day.hidden) day.value = since;
}

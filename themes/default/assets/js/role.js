const store = "headsup-role";

// offerRoles lets readers say once what they do. What is for their role then
// comes first in every list, and is marked. An address with ?role= sets it.
export function offerRoles() {
  const label = document.querySelector("[data-roles]");
  const select = label?.querySelector("select");
  if (!select) return;
  const { dataset } = document.documentElement;
  const marked = document.querySelectorAll("[data-audiences], .audience[data-audience]");
  const lists = [...document.querySelectorAll("[data-by-role]")].map((list) => [list, [...list.children]]);
  let closed; // storage, to this page: links carry the role then

  const show = (role) => {
    select.value = role;
    if (select.selectedIndex < 0) select.value = role = "";
    if (role) dataset.role = role;
    else delete dataset.role;
    const names = (node) => node.dataset.audiences ?? node.dataset.audience;
    const mine = (node) => Boolean(role && names(node)?.split(" ").includes(role));
    for (const node of marked) {
      node.toggleAttribute("data-mine", mine(node));
      const folded = node.closest(".card-do");
      if (folded && mine(node)) folded.open = true;
    }
    // What is for nobody in particular comes before what is for others.
    const rank = (node) => (mine(node) ? 0 : names(node) ? 2 : 1);
    for (const [list, items] of lists) {
      const sorted = role ? items.toSorted((a, b) => rank(a) - rank(b)) : items;
      if (sorted.some((item, i) => item !== list.children[i])) list.append(...sorted);
      // What has nothing to do with the role is hidden, unless nothing else is there.
      const away = sorted.filter((node) => role && rank(node) > (list.dataset.byRole ? 0 : 1));
      const hide = away.length < sorted.length || Boolean(list.dataset.byRole);
      for (const node of sorted) node.toggleAttribute("data-not-mine", hide && away.includes(node));
      const { most } = list.dataset;
      if (most) sorted.forEach((item, i) => (item.hidden = i >= most));
    }
  };
  const all = document.querySelector("[data-role-all]");
  const everything = (on) => {
    dataset.everything = on ? "on" : "";
    all.hidden = on || !document.querySelector("[data-not-mine]");
  };
  all.onclick = () => everything(true);
  const storage = (act) => {
    try {
      return act(localStorage);
    } catch {
      closed = true;
    }
  };
  const keep = () => storage((s) => s.setItem(store, select.value));

  const asked = new URLSearchParams(location.search).get("role");
  show(asked ?? storage((s) => s.getItem(store)) ?? "");
  if (select.value === asked) keep();
  everything(false);
  select.addEventListener("change", () => {
    show(select.value);
    everything(false);
    keep();
    const address = new URL(location);
    address.searchParams.set("role", select.value);
    history.replaceState(history.state, "", address);
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href]");
    if (closed && dataset.role && link?.origin === location.origin && !link.search) link.search = `?role=${dataset.role}`;
  }, true);
  label.hidden = false;
}

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
  let carried = false; // by links, when storage is closed to this page

  const show = (role) => {
    select.value = role;
    if (select.selectedIndex < 0) select.value = role = "";
    if (role) dataset.role = role;
    else delete dataset.role;
    const names = (node) => (node.dataset.audiences ?? node.dataset.audience ?? "").split(" ").filter(Boolean);
    const mine = (node) => role !== "" && names(node).includes(role);
    for (const node of marked) {
      node.toggleAttribute("data-mine", mine(node));
      const folded = node.closest(".card-do");
      if (folded && mine(node)) folded.open = true;
    }
    // What is for nobody in particular comes before what is for others.
    const rank = (node) => (mine(node) ? 0 : names(node).length > 0 ? 2 : 1);
    for (const [list, items] of lists) {
      const sorted = role ? items.toSorted((a, b) => rank(a) - rank(b)) : items;
      if (sorted.some((item, i) => item !== list.children[i])) list.append(...sorted);
      const { most } = list.dataset;
      if (most) sorted.forEach((item, i) => (item.hidden = i >= most));
    }
  };
  const keep = (role) => {
    try {
      if (role) localStorage.setItem(store, role);
      else localStorage.removeItem(store);
    } catch {
      carried = true;
    }
  };

  let role = new URLSearchParams(location.search).get("role");
  if (role === null) {
    try {
      role = localStorage.getItem(store);
    } catch {
      // Storage is closed to this page.
    }
    show(role ?? "");
  } else {
    show(role);
    if (select.value === role) keep(role);
  }
  select.addEventListener("change", () => {
    show(select.value);
    keep(select.value);
    const address = new URL(location);
    address.searchParams.set("role", select.value);
    history.replaceState(history.state, "", address);
  });
  addEventListener("storage", (event) => {
    if (event.key === store) show(event.newValue ?? "");
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (carried && dataset.role && link?.origin === location.origin && !link.search) link.search = `?role=${dataset.role}`;
  }, true);
  label.hidden = false;
}

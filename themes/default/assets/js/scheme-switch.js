const key = "headsup-scheme";

// offerSchemes shows the choice of a colour scheme and keeps it, also for other
// open pages of the site.
export function offerSchemes() {
  const label = document.querySelector("[data-scheme]");
  const select = label?.querySelector("select");
  if (!select) return;

  const show = (scheme) => {
    const chosen = scheme === "light" || scheme === "dark";
    if (chosen) document.documentElement.dataset.theme = scheme;
    else delete document.documentElement.dataset.theme;
    select.value = chosen ? scheme : "auto";
  };

  try {
    show(localStorage.getItem(key));
  } catch {
    return; // nothing could be kept, so there is no choice to offer
  }
  select.addEventListener("change", () => {
    show(select.value);
    try {
      if (select.value === "auto") localStorage.removeItem(key);
      else localStorage.setItem(key, select.value);
    } catch {
      // The choice holds for this page.
    }
  });
  addEventListener("storage", (event) => {
    if (event.key === key) show(event.newValue);
  });
  label.hidden = false;
}

// Whether the key / opens the search. A key by itself can be in the way of speech
// input and of keys held by mistake, so readers can switch it off.
const name = "headsup-search-key";

export function slashOpens() {
  try {
    return localStorage.getItem(name) !== "off";
  } catch {
    return true; // storage is closed to this page
  }
}

export function keepSlash(on) {
  try {
    if (on) localStorage.removeItem(name);
    else localStorage.setItem(name, "off");
  } catch {
    // It cannot be kept.
  }
}

// Sets the colour scheme that the reader chose, before anything is painted. It
// is a plain script in the head for that reason; scheme-switch.js does the rest.
(() => {
  try {
    const scheme = localStorage.getItem("headsup-scheme");
    if (scheme === "light" || scheme === "dark") {
      document.documentElement.dataset.theme = scheme;
    }
  } catch {
    // Storage is closed to this page: the system's scheme is used.
  }
})();

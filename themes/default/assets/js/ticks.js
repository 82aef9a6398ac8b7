// keepTicks keeps the names of what is ticked on this page, in this browser. Show is
// called when they change.
export function keepTicks(kind, show) {
  const store = `headsup-${kind}:${location.pathname}`;
  const done = new Set();
  const read = (kept) => {
    done.clear();
    try {
      for (const name of JSON.parse(kept) ?? []) done.add(name);
    } catch {
      // It is damaged.
    }
  };
  const keep = () => {
    show();
    try {
      if (done.size > 0) localStorage.setItem(store, JSON.stringify([...done]));
      else localStorage.removeItem(store);
    } catch {
      // The ticks hold until the page is left.
    }
  };
  try {
    read(localStorage.getItem(store));
  } catch {
    // Storage is closed to this page.
  }
  addEventListener("storage", (event) => {
    if (event.key !== store) return;
    read(event.newValue);
    show();
  });
  return { done, keep };
}

// Links in what is shown, for the parts that are there when one is clicked.

// follow emits a click on a link of an item. The host may take over one that leads
// to another page of its own in this tab.
export const follow = (host, item, event) => {
  const { href: url, origin, target } = event.target.closest("a") ?? {};
  if (!url) return;
  host.headsup.emit("clicked", { item, url });
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  if (origin == location.origin && !target && !button && !metaKey && !ctrlKey && !shiftKey && !altKey) {
    const detail = { item, url, path: url.slice(origin.length) };
    const go = new CustomEvent("headsup-navigate", { bubbles: true, composed: true, cancelable: true, detail });
    if (!host.dispatchEvent(go)) event.preventDefault();
  }
};

// showSection scrolls the line of sections, on a phone, to the current one.
export function showSection() {
  const nav = document.querySelector(".top-nav");
  const current = nav?.querySelector("[aria-current]");
  if (!current) return;
  const hidden = current.getBoundingClientRect();
  const shown = nav.getBoundingClientRect();
  if (hidden.left >= shown.left && hidden.right <= shown.right) return;
  nav.scrollLeft += hidden.left + hidden.width / 2 - (shown.left + shown.width / 2);
}

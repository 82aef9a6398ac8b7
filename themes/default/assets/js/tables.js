// reachTables lets the keyboard reach tables that are wider than the page, so that
// the arrow keys scroll them.
export function reachTables() {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const table of document.querySelectorAll(".prose table")) watch.observe(table);
}

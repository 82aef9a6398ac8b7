// Runs in headsup's search page before its own scripts: notes when there are
// results, and the tasks of the main thread that are long.
window.rivals = { shown: 0, longest: 0 };
const ready = () => {
  if (!window.rivals.shown && document.querySelector("ol.hits > li")) window.rivals.shown = performance.now();
};
new MutationObserver(ready).observe(document, { childList: true, subtree: true });
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.rivals.longest = Math.max(window.rivals.longest, task.duration);
}).observe({ type: "longtask", buffered: true });

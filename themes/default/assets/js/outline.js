// followOutline marks the section that is being read in the page's outline, and
// closes the outline on a phone once a section was chosen.
export function followOutline() {
  const outline = document.querySelector(".outline");
  if (!outline) return;

  const wide = matchMedia("(min-width: 64rem)");
  const fit = () => {
    outline.open = wide.matches;
  };
  fit();
  wide.addEventListener("change", fit);
  outline.addEventListener("click", (event) => {
    if (!wide.matches && event.target.closest("a")) outline.open = false;
  });

  const links = new Map();
  for (const link of outline.querySelectorAll("a[href^='#']")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  let current = null;
  const mark = () => {
    let next = null;
    for (const [target, link] of links) {
      if (target.getBoundingClientRect().top > innerHeight / 3) break;
      next = link;
    }
    if (next === current) return;
    current?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "location");
    current = next;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const target of links.keys()) observer.observe(target);
}

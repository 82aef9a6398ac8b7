import { copyText } from "./announce.js";

// offerLinks lets readers copy the address of the page, by a button, and that of
// a section, by the link that its heading has.
export function offerLinks() {
  if (!navigator.clipboard) return;
  const button = document.querySelector("[data-copy-link]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => copyText(location.href.replace(/#.*/, ""), button, "Link copied"));
  }
  for (const link of document.querySelectorAll(".prose .anchor")) {
    link.setAttribute("aria-label", "Copy the link to this section");
    // The link still leads to the section.
    link.addEventListener("click", (event) => {
      if (!event.metaKey && !event.ctrlKey && !event.shiftKey) copyText(link.href, link, "Copied");
    });
  }
}

// What the pages gain with JavaScript. All of them work without it.
import { offerCopy } from "./copy.js";
import { markChanges } from "./marks.js";
import { followOutline } from "./outline.js";
import { openForPrint } from "./print.js";
import { offerRoles } from "./role.js";
import { offerSchemes } from "./scheme-switch.js";
import { offerSearch } from "./search-open.js";
import { showSection } from "./sections.js";
import { reachTables } from "./tables.js";

offerSchemes();
offerRoles();
markChanges();
offerSearch();
offerCopy();
followOutline();
reachTables();
openForPrint();
showSection();
// What few pages need is loaded there. A list is filtered before it is painted.
if (document.querySelector("[data-filter]")) (await import("./filter.js")).offerFilter();
const customer = document.querySelector("[data-customer]");
if (customer) {
  const offer = async () => (await import("./customer.js")).offerCustomer();
  try {
    if (localStorage.getItem("headsup-customer")) offer();
  } catch {
    // Storage is closed to this page.
  }
  customer.addEventListener("toggle", offer, { once: true });
}
const acts = document.querySelectorAll("[data-do]");
const share = () => import("./share.js");
for (const button of acts) {
  button.hidden = false;
  button.onclick = async () => (await share()).act(button);
}
// Whoever copies has selected before.
if (acts.length > 0) document.addEventListener("selectionchange", share, { once: true });
if (document.querySelector("[data-ack]")) import("./acknowledge.js");
if (document.querySelector("[data-progress]")) import("./steps.js");
if (document.querySelector("[data-sorts]")) import("./sort.js");
if (document.querySelector("[data-told]")) import("./told.js");

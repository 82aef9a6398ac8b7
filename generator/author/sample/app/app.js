// The product's own code. What has to do with the feed is in the second half.
import { load } from "/embed/v1/headsup.js";

const invoices = [
  { number: 1042, customer: "Baker & Sons", amount: "1,250.00", state: "paid" },
  { number: 1043, customer: "Café Zoë", amount: "310.50", state: "open" },
  { number: 1044, customer: "Møller A/S", amount: "8,900.00", state: "overdue" },
];

// make makes an element. Texts are put in as text, never as markup.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const pages = {
  "/": () => [
    make("h1", {}, "Good morning"),
    make("p", {}, "Three invoices are out, and one of them is overdue."),
    make("p", {}, make("a", { class: "button", href: "#/invoices" }, "Look at the invoices")),
  ],
  "/invoices": () => [
    make("h1", {}, "Invoices"),
    make("p", { class: "bar" },
      make("button", { type: "button", id: "new-invoice" }, "New invoice"), " ",
      make("button", { type: "button", id: "export" }, "Export")),
    make("table", {},
      make("thead", {}, make("tr", {}, ...["Number", "Customer", "Amount", "State"].map((t) => make("th", { scope: "col" }, t)))),
      make("tbody", {}, ...invoices.map((i) => make("tr", {},
        make("td", {}, make("a", { href: `#/invoices/${i.number}` }, String(i.number))),
        make("td", {}, i.customer), make("td", { class: "amount" }, i.amount),
        make("td", {}, make("span", { class: `state ${i.state}` }, i.state)))))),
  ],
  "/settings": () => [
    make("h1", {}, "Settings"),
    make("p", {}, "The year 2026 is open. Once it is closed, its invoices cannot be changed."),
    make("p", {}, make("button", { type: "button", id: "close-year" }, "Close the year")),
  ],
};

function invoicePage(number) {
  const invoice = invoices.find((i) => String(i.number) === number);
  if (!invoice) return [make("h1", {}, "No such invoice")];
  return [
    make("h1", {}, `Invoice ${invoice.number}`),
    make("dl", {},
      make("dt", {}, "Customer"), make("dd", {}, invoice.customer),
      make("dt", {}, "Amount"), make("dd", {}, invoice.amount),
      make("dt", {}, "Tax"), make("dd", { id: "tax" }, "19 %")),
    // The place of an inline tip. It has its height before the tip comes.
    make("div", { id: "tax-help" }),
  ];
}

const path = () => location.hash.slice(1) || "/";

function showPage() {
  const page = pages[path()] ?? (() => invoicePage(path().replace("/invoices/", "")));
  document.querySelector("#page").replaceChildren(...page());
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", link.getAttribute("href") === `#${path()}`);
  }
  tellViewer();
}

// From here on: the feed.

const form = document.querySelector("#viewer");
const tips = document.querySelector("headsup-tips");
const news = document.querySelector("headsup-news");

// viewer is what the product knows of the person and the page.
function viewer() {
  const data = new FormData(form);
  return {
    plan: data.get("plan"), role: data.get("role"), version: data.get("version"), locale: data.get("locale"),
    flags: data.getAll("flags"), platform: "web", path: path(),
  };
}

// tellViewer tells the elements who is looking, and where.
let loading;
function tellViewer() {
  tips.viewer = news.viewer = viewer();
  loading = load({ src: tips.getAttribute("src"), viewer: viewer() });
  tellWhy();
}

// tellWhy lists the verdict on each tip. Only a sample needs it; it shows how to
// use the feed without the elements. What is loaded can be asked again at any time.
async function tellWhy() {
  const turn = loading;
  const feed = await turn;
  if (turn !== loading) return; // somebody else is looking by now
  document.querySelector("#source").textContent = `From the ${feed.source}, in ${feed.language || "no language"}.`;
  document.querySelector("#verdicts").replaceChildren(...feed.match().map(({ item, shown, reason }) =>
    make("li", { "data-id": item.id, "data-reason": reason },
      make("strong", { lang: item.language ?? "" }, item.title ?? item.id), " ", shown ? "is for this person" : `is not shown: ${reason}`)));
}

form.addEventListener("change", tellViewer);
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#forget").addEventListener("click", () => {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // Without storage there is nothing to forget.
  }
  location.reload();
});

// What people do with tips goes to the product's own analytics, if anywhere.
const log = (globalThis.analytics ??= []);
for (const name of ["shown", "dismissed", "clicked", "opened"]) {
  document.addEventListener(`headsup-${name}`, (event) => {
    log.push({ name, id: event.detail.item?.id });
    tellWhy();
  });
}

// A tip's button may lead to a place in the product: "/settings". This product has
// its pages behind a #, so it leads there itself.
document.addEventListener("headsup-navigate", (event) => {
  if (!(event.detail.path in pages)) return;
  event.preventDefault();
  location.hash = event.detail.path;
});

addEventListener("hashchange", () => {
  showPage();
  document.querySelector("#page").focus();
});
showPage();

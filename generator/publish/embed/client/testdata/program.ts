// A program that uses all of the client, for the test of its types.
import { load, match, select, type Headsup, type Item, type Outcome, type Texts, type Viewer } from "./headsup.js";
import * as core from "./core.js";

const viewer: Viewer = {
  plan: "pro", role: "admin", platform: "web", segments: ["trial"], version: "3.10", versions: { api: "2.1" },
  locale: "fr-CA", path: "/invoices", flags: ["csv"],
};
const headsup: Headsup = await load({ src: "https://site.example/embed/v1/", name: "news", products: ["billing"], viewer, user: "u1", timeout: 3000 });
const off = headsup.on("clicked", ({ item, url }) => console.log(item?.title, url));
headsup.on("error", ({ error }) => console.log(error));
headsup.on("unread", () => console.log(headsup.unread().length));
const outcomes: Outcome[] = headsup.match({ path: "/elsewhere" }, new Set(["snippet:a"]));
for (const { item, shown, reason } of outcomes) {
  if (shown && item._headsup.surface === "banner") headsup.seen(item.id);
  if (reason === "group") headsup.dismiss(item.id);
}
headsup.markRead();
headsup.emit("clicked", { item: headsup.items[0], url: "/x" });
off();

const item: Item = { id: "snippet:a", content_html: "<p>A</p>", _headsup: { kind: "snippet", surface: "shelf", frequency: { max: 1, per: "week" } } };
const verdict = match(item, viewer, { session: new Date(), items: { "snippet:a": { shown: [Date.now(), "2026-01-01T00:00:00Z"] } } }, Date.now());
const ids: string[] = select([item], viewer, {}, new Date()).map((o) => o.item.id);
const same: typeof match = core.match;
console.log(verdict.shown, verdict.reason === "not-yet", ids, same, headsup.source === "copy", headsup.home?.length, headsup.language);

const texts: Texts = { title: "Neu", unread: "{n} ungelesen", beta: "Beta" };
const news = document.createElement("headsup-news");
news.texts = texts;
news.viewer = viewer;
news.products = "billing reports";
news.open();
news.close();
const tips = document.querySelector("headsup-tips")!;
tips.locale = "de";
tips.user = undefined;
tips.items = [item];
tips.surface = "tooltip";
tips.trigger("exported");
tips.update();
tips.addEventListener("headsup-shown", (event) => console.log(event.detail.item?.id));
tips.addEventListener("click", () => {});
document.addEventListener("headsup-dismissed", ({ detail }) => console.log(detail.item?.id, tips.headsup?.items.length));

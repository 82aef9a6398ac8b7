// The preview bar and overlay. Everything that comes from content is put in as
// text, never as HTML.

const cookieName = "headsup_view";
const stamp = document.querySelector('meta[name="headsup-preview"]')?.content ?? "";

// The view: whose eyes the author looks through.
const view = new URLSearchParams(
  decodeURIComponent(document.cookie.split("; ").find((c) => c.startsWith(cookieName + "="))?.slice(cookieName.length + 1) ?? ""),
);

function setView(key, value) {
  if (value) view.set(key, value);
  else view.delete(key);
  document.cookie = `${cookieName}=${encodeURIComponent(view.toString())}; path=/; SameSite=Strict`;
  reload();
}

function stored(key, value) {
  try {
    if (value === undefined) return sessionStorage.getItem(key);
    sessionStorage.setItem(key, value);
  } catch {
    // Without storage the bar forgets; that is all.
  }
  return null;
}

// reload keeps where the reader is on the page, and what is open on it.
const placeKey = "headsup-place:" + location.pathname;
function reload() {
  const open = [...document.querySelectorAll("details")].map((d) => d.open);
  stored(placeKey, JSON.stringify({ x: scrollX, y: scrollY, open }));
  location.reload();
}

function restore() {
  const text = stored(placeKey);
  if (!text) return;
  stored(placeKey, "");
  try {
    const place = JSON.parse(text);
    document.querySelectorAll("details").forEach((d, i) => {
      if (typeof place.open[i] === "boolean") d.open = place.open[i];
    });
    scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  } catch {
    // A place that cannot be read is none.
  }
}

// swapStyles takes the styles of the page as it is now, without a reload.
async function swapStyles() {
  const response = await fetch(location.href);
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const hrefs = (doc) => [...doc.querySelectorAll('link[rel="stylesheet"]')];
  const old = hrefs(document).filter((l) => !l.getAttribute("href").startsWith("/_headsup/"));
  const fresh = hrefs(next).map((l) => l.getAttribute("href")).filter((h) => !h.startsWith("/_headsup/"));
  await Promise.all(fresh.map((href) => new Promise((done) => {
    if (old.some((l) => l.getAttribute("href") === href)) return done();
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = done;
    document.head.append(link);
  })));
  for (const link of old) {
    if (!fresh.includes(link.getAttribute("href"))) link.remove();
  }
}

// showFor hides what is for other audiences, and dims pages that are for others
// only.
function showFor(audience) {
  const out = "headsup-preview-out";
  for (const block of document.querySelectorAll("[data-audience]")) {
    const of = block.dataset.audience;
    block.classList.toggle(out, Boolean(audience) && of !== audience && of !== "internal");
  }
  const other = (link) => !new URL(link.href).pathname.endsWith(`/audiences/${audience}/`);
  const links = (el) => [...el.querySelectorAll('a[href*="/audiences/"]')];
  for (const item of document.querySelectorAll(".actions li")) {
    item.classList.toggle(out, Boolean(audience) && links(item).length > 0 && links(item).every(other));
  }
  for (const card of document.querySelectorAll("li.card")) {
    card.classList.toggle("headsup-preview-dim", Boolean(audience) && links(card).length > 0 && links(card).every(other));
  }
}

function make(name, props = {}, ...children) {
  const el = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else if (key === "class") el.className = value;
    else if (value === true) el.setAttribute(key, "");
    else if (value !== false && value !== undefined) el.setAttribute(key, value);
  }
  el.append(...children);
  return el;
}

const rules = new Intl.PluralRules($word("language"));
const count = (forms, n) => (forms[rules.select(n)] ?? forms.other).replace("{n}", n);

class Preview extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #overlay = make("section", { class: "overlay", "aria-labelledby": "title", tabindex: "-1", hidden: true });
  #bar = make("div", { class: "bar", role: "region", "aria-label": $word("preview") });
  #status = make("span", { role: "status" });
  #warnings = make("button", { type: "button", hidden: true, "aria-expanded": "false", onclick: () => this.#toggle() });
  #audience = make("select", { onchange: (e) => setView("audience", e.target.value) });
  #state = { failed: false, findings: [], audiences: [] };
  #open = false; // the author wants to see warnings

  connectedCallback() {
    const choice = (value, text, selected) => make("option", { value, selected }, text);
    const visibility = make("select", { onchange: (e) => setView("public", e.target.value) },
      choice("", $word("preview-colleagues"), !view.get("public")), choice("1", $word("preview-public"), view.get("public") === "1"));
    const date = make("input", { type: "date", value: view.get("date") ?? "", onchange: (e) => setView("date", e.target.value) });
    const small = make("button", { type: "button", class: "push", onclick: () => this.#shrink(stored("headsup-small") !== "1") });
    this.#bar.append(
      make("span", { class: "name" }, $word("preview")),
      make("label", {}, make("span", { class: "wide" }, $word("preview-as")), visibility),
      make("label", {}, make("span", { class: "wide" }, $word("audience")), this.#audience),
      make("label", {}, make("span", { class: "wide" }, $word("date")), date),
      make("a", { class: "button", href: "/_headsup/feed" }, $word("feed")),
      make("a", { class: "button", href: "/_headsup/product/" }, $word("sample-product")),
      this.#warnings, this.#status, small);
    visibility.setAttribute("aria-label", $word("preview-as"));
    this.#audience.setAttribute("aria-label", $word("audience"));
    date.setAttribute("aria-label", $word("date"));
    this.#root.append(make("link", { rel: "stylesheet", href: "/_headsup/preview.css" }), this.#overlay, this.#bar);
    this.#root.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && this.#open) this.#toggle();
    });
    this.#shrink(stored("headsup-small") === "1");
    this.show(this.#state);
  }

  #shrink(small) {
    stored("headsup-small", small ? "1" : "0");
    const button = this.#bar.lastElementChild;
    this.#bar.classList.toggle("small", small);
    for (const el of this.#bar.children) {
      if (el !== button && el !== this.#warnings) el.hidden = small;
    }
    button.textContent = small ? $word("preview") : $word("hide");
    button.setAttribute("aria-expanded", String(!small));
  }

  #toggle() {
    this.#open = !this.#open;
    this.show(this.#state);
    if (this.#open) this.#overlay.focus();
    else this.#warnings.focus();
  }

  show(state) {
    this.#state = state;
    const errors = state.findings.filter((f) => f.severity === "error").length;
    const warnings = state.findings.length - errors;
    this.#warnings.hidden = state.failed || warnings === 0;
    this.#warnings.textContent = count($word("warnings"), warnings);
    this.#warnings.setAttribute("aria-expanded", String(this.#open));
    this.#status.textContent = state.failed ? count($word("errors"), errors) : "";
    const chosen = view.get("audience") ?? "";
    this.#audience.replaceChildren(make("option", { value: "" }, $word("everyone")),
      ...state.audiences.map((a) => make("option", { value: a.id, selected: a.id === chosen }, a.title)));
    const shown = state.failed || this.#open && warnings > 0;
    this.#overlay.hidden = !shown;
    this.#overlay.classList.toggle("low", !state.failed);
    if (!shown) return;
    this.#overlay.setAttribute("role", state.failed ? "alert" : "region");
    this.#overlay.replaceChildren(
      make("h2", { id: "title" }, state.failed ? count($word("errors"), errors) : count($word("warnings"), warnings)),
      make("p", {}, state.failed ? $word("preview-errors") : $word("preview-warnings")),
      make("ol", {}, ...state.findings.map((f) => this.#finding(f))));
  }

  #finding(f) {
    const place = [f.path, f.line || null, f.column || null].filter(Boolean).join(":");
    const item = make("li", { class: f.severity },
      make("div", { class: "place" }, place),
      make("p", { class: "what" }, f.message + " ", make("span", { class: "rule" }, f.rule ? `[${f.rule}]` : "")));
    if (f.source) {
      const line = make("pre", { tabindex: "0" }, f.source);
      if (f.column) line.append("\n" + " ".repeat(f.column - 1), make("b", {}, "^"));
      item.append(line);
    }
    if (f.hint) item.append(make("p", { class: "hint" }, f.hint));
    return item;
  }
}

customElements.define("headsup-preview", Preview);
const bar = document.createElement("headsup-preview");
document.body.append(bar);
restore();
showFor(view.get("audience") ?? "");

const events = new EventSource("/_headsup/events?page=" + encodeURIComponent(decodeURI(location.pathname)));
addEventListener("pagehide", () => events.close());
events.addEventListener("state", async (e) => {
  const state = JSON.parse(e.data);
  bar.show(state);
  if (state.failed || !state.page || state.page === stamp || document.documentElement.dataset.headsupPage === state.page) return;
  if (state.styles) {
    document.documentElement.dataset.headsupPage = state.page;
    await swapStyles();
    return;
  }
  reload();
});

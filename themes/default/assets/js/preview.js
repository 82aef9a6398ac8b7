// Shows a snippet with the script that products use, on any surface and in both
// colour schemes. Without it, the page has a still picture of it.

// The values and what they are called.
const surfaces = {
  tooltip: $word("surface-tooltip"),
  banner: $word("surface-banner"),
  panel: $word("surface-panel"),
  modal: $word("surface-modal"),
  inline: $word("surface-inline"),
};
const schemes = { light: $word("light"), dark: $word("dark") };

// choices makes a group of buttons, of which one is pressed.
function choices(label, values, chosen, choose) {
  const group = document.createElement("div");
  group.role = "group";
  group.ariaLabel = label;
  const press = (value) => {
    for (const button of group.children) button.ariaPressed = String(button.value === value);
    choose(value);
  };
  for (const [value, name] of Object.entries(values)) {
    const button = document.createElement("button");
    button.type = "button";
    button.value = value;
    button.textContent = name;
    button.addEventListener("click", () => press(value));
    group.append(button);
  }
  press(chosen);
  return group;
}

// sections cuts what a product shows of a tour at its headings, as the compiler does.
function sections(box) {
  const list = [{ title: "", content_html: "" }];
  for (const node of box?.childNodes ?? []) {
    if (node.localName === "h2") list.push({ title: node.textContent, content_html: "" });
    else list.at(-1).content_html += node.outerHTML ?? node.textContent;
  }
  return list;
}

// more is what tours and checklists have beside their words.
function more(figure, box) {
  const { surface } = figure.dataset;
  if (surface === "checklist") {
    return { items: [...document.querySelectorAll("[data-item]")].map((link, i) => ({ id: `preview-${i}`, title: link.textContent })) };
  }
  if (surface !== "tour") return {};
  const places = [...figure.querySelectorAll("[data-step]")];
  return {
    steps: sections(box).slice(1).map((step, i) => ({
      ...step, ...places[i]?.dataset.step && { anchor: { selector: places[i].dataset.step } },
    })),
  };
}

function showLive(figure) {
  const picture = figure.querySelector(".preview-stage");
  const cta = picture.querySelector(".button");
  const shown = figure.querySelector("[data-shown]");
  const item = {
    id: "preview",
    title: picture.querySelector(".preview-title").textContent,
    content_html: figure.dataset.surface === "tour" ? sections(shown)[0].content_html.trim() : shown?.innerHTML.trim() ?? "",
    language: picture.firstElementChild.lang || document.documentElement.lang,
    _headsup: {
      kind: "snippet",
      surface: figure.dataset.surface,
      dismissible: "dismissible" in figure.dataset,
      ...more(figure, shown),
      ...(cta && { cta: { label: cta.textContent, url: cta.dataset.url } }),
    },
  };
  const tips = document.createElement("headsup-tips");
  tips.setAttribute("contained", "");
  tips.items = [item];
  const stage = document.createElement("div");
  stage.className = "preview-live";
  stage.append(tips);
  const bar = document.createElement("div");
  bar.className = "preview-bar";
  const fixed = ["tour", "checklist"].includes(item._headsup.surface);
  bar.append(
    fixed ? "" : choices($word("surface"), surfaces, item._headsup.surface in surfaces ? item._headsup.surface : "panel", (value) => {
      tips.setAttribute("surface", value);
    }),
    choices($word("appearance"), schemes, matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light", (value) => {
      stage.dataset.scheme = value;
    }));
  // A button of the snippet leads into the product, which is not here.
  stage.addEventListener("click", (event) => {
    if (event.composedPath().some((element) => element.localName === "a")) event.preventDefault();
  });
  // The picture stays as the text, with all that links lead to.
  figure.classList.add("has-live");
  picture.before(bar, stage);
}

customElements.whenDefined("headsup-tips").then(() => {
  for (const figure of document.querySelectorAll(".preview")) showLive(figure);
});

// The part that shows a checklist, and how far somebody is.

import { reach } from "./reach.js";
import { speak } from "./speak.js";

// What it says by itself. Those for pt are of Brazil.
const languages = {
  en: { progress: "{n} of {total} done", finished: "Done", fold: "Show items" },
  de: { progress: "{n} von {total} erledigt", finished: "Erledigt", fold: "Punkte anzeigen" },
  fr: { progress: "{n} sur {total} terminés", finished: "Terminé", fold: "Afficher les éléments" },
  es: { progress: "{n} de {total} completados", finished: "Completado", fold: "Mostrar los elementos" },
  pt: { progress: "{n} de {total} concluídos", finished: "Concluído", fold: "Mostrar os itens" },
  ja: { progress: "{n} / {total} 完了", finished: "完了", fold: "項目を表示" },
};

// The result makes of a checklist the tip that shows it.
export default (kit, host, given) => {
  const { h, view, closing } = kit;
  const { tips, contained, store, pathMatches, here, soon, end } = given;
  const folded = () => "headsup:folded:" + host.user;
  for (const type of ["shown", "dismissed", "done"]) host.addEventListener("headsup-" + type, soon);

  return (tip) => {
    const { item } = tip;
    const { id, _headsup: { items = [], dismissible } } = item;
    if (tips.has(id)) tips.get(id).refresh?.();
    const words = speak(languages, host);

    // isDone says whether somebody has finished a task: a tour, or whatever the page says so
    // of; other snippets are done when they were seen.
    const isDone = (task, past) => past[task.id + "#done"]
      || host.headsup.items?.find((other) => other.id == task.id)?._headsup.surface != "tour" && (past[task.id]?.shown[0] || past[task.id]?.dismissed);

    const close = () => end(self, dismissible !== false && host.headsup.dismiss);
    const count = h("p", { part: "meta" });
    const bar = h("progress", { part: "progress", max: items.length });
    const list = h("ol", { part: "tasks" });
    let fold = !contained() && store(folded())?.includes(id);
    let drawn;
    const self = Object.assign(tip, {
      step: "", close: dismissible !== false && close,

      refresh() {
        const past = host.headsup.history();
        const path = host.viewer?.path ?? here();
        const done = items.filter((task) => isDone(task, past));
        const now = JSON.stringify([done, path, fold]);
        if (drawn == (drawn = now)) return;
        const text = words.progress.replace("{n}", done.length).replace("{total}", items.length);
        count.textContent = bar.ariaLabel = text;
        bar.value = done.length;
        const at = list.contains(self.node?.getRootNode().activeElement) && list.querySelectorAll("a,button").length
          && [...list.querySelectorAll("a,button")].indexOf(self.node.getRootNode().activeElement);
        list.replaceChildren(...items.map((task) => {
          const mark = done.includes(task);
          const inside = [h("span", { "aria-hidden": true }, mark ? "✓ " : "○ "), task.title, mark ? h("span", { part: "hint" }, `, ${words.finished}`) : ""];
          const link = task.path && !pathMatches(task.path, path) && reach(h, task.path, task.id, ...inside);
          return h("li", {}, link || h("button", { part: "task", click: () => host.show(task.id) }, ...inside));
        }));
        if (at !== false) list.querySelectorAll("a,button")[at]?.focus();
        list.hidden = !!fold;
      },

      make(attributes) {
        const node = view("section", { ...attributes, role: "region" }, item, item.title, closing(close));
        const body = node.querySelector("[part=body]");
        const toggle = h("button", {
          part: "fold", "aria-label": words.fold,
          click() {
            fold = !fold;
            if (!contained()) store(folded(), [...(store(folded()) ?? []).filter((other) => other != id), ...fold ? [id] : []]);
            draw();
          },
        });
        const draw = () => {
          toggle.ariaExpanded = !fold;
          toggle.textContent = fold ? "▸" : "▾";
          body.hidden = !!fold;
          self.refresh();
        };
        body.before(h("div", { part: "steps" }, count, toggle), bar);
        body.after(list);
        self.node = node;
        draw();
        return node;
      },
    });
    return self;
  };
};

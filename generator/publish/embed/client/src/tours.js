// The part that leads through a tour, one step after the other.

import { reach } from "./reach.js";
import { speak } from "./speak.js";

// What the steps say by themselves. Those for pt are of Brazil.
const languages = {
  en: { count: "{n} of {total}", back: "Back", forward: "Next", finish: "Done", elsewhere: "This step is on another page.", go: "Go there" },
  de: {
    count: "{n} von {total}", back: "Zurück", forward: "Weiter", finish: "Fertig", elsewhere: "Dieser Schritt ist auf einer anderen Seite.",
    go: "Zur Seite",
  },
  fr: {
    count: "{n} sur {total}", back: "Retour", forward: "Suivant", finish: "Terminer", elsewhere: "Cette étape se trouve sur une autre page.",
    go: "Y aller",
  },
  es: {
    count: "{n} de {total}", back: "Atrás", forward: "Siguiente", finish: "Listo", elsewhere: "Este paso está en otra página.",
    go: "Ir a la página",
  },
  pt: {
    count: "{n} de {total}", back: "Voltar", forward: "Avançar", finish: "Concluir", elsewhere: "Esta etapa está em outra página.",
    go: "Ir para a página",
  },
  ja: {
    count: "{n} / {total}", back: "戻る", forward: "次へ", finish: "完了", elsewhere: "このステップは別のページにあります。",
    go: "ページへ移動",
  },
};

// How long a step waits for what it is about, before it is shown without, in milliseconds.
const patience = 2000;

// The result makes of a tour the tip that its step is now; nothing while that waits.
export default (kit, host, given) => {
  const { h, view, closing, asks } = kit;
  const {
    site, visible, contained, called, front, inside, root, box, stand, store, tour, tourKey, pathMatches, here, soon, typing, end,
  } = given;
  let local; // where the tour is, when nothing can be kept
  let focus; // the next step that can be seen takes it
  let armed = true; // what leads on counts; after a step back it has to come anew
  let since; // when the step was asked for, and what it is about was not there

  const keep = (state) => {
    local = state;
    if (!contained()) store(tourKey(), state);
  };
  const where = (id) => [contained() ? {} : tour(), local].find((state) => state?.id == id);

  // go leads to a step, unless the page says no.
  const go = (item, at, forward = true) => {
    const detail = { item, step: at + 1, steps: item._headsup.steps.length };
    const may = new CustomEvent("headsup-step", { bubbles: true, composed: true, cancelable: true, detail });
    if (!host.dispatchEvent(may)) return;
    armed = forward;
    since = 0;
    keep({ id: item.id, at });
    soon();
    return true;
  };

  return (tip) => {
    const { item } = tip;
    const { id, _headsup: { steps, key, dismissible } } = item;
    if (!steps?.[0]) return;
    const words = speak(languages, host);
    const last = steps.length - 1;
    const path = host.viewer?.path ?? here();
    const look = (selector) => {
      try {
        return site.all(selector).find(visible);
      } catch (error) {
        host.headsup.emit("error", { error, item });
      }
    };
    if (local?.id != id) {
      focus = !contained() && !typing() && (called.has(id) || called.has(key) || document.activeElement == document.body);
      if (!(local = where(id)) && !go(item, 0)) return;
    }
    const at = Math.min(where(id).at, last);
    const { title, content_html, anchor = {}, advance = {} } = steps[at];
    const finish = () => {
      keep({});
      end(self, () => {
        host.headsup.done(id);
        host.headsup.dismiss(id);
      });
    };
    const next = () => (at < last ? go(item, at + 1) : finish());
    const close = () => {
      keep({});
      end(self, dismissible !== false && host.headsup.dismiss);
    };
    const self = { ...tip, close };

    const away = !contained() && anchor.path && !pathMatches(anchor.path, path);
    if (!contained()) {
      const met = advance.visible ? !away && look(advance.visible) : advance.path && pathMatches(advance.path, path);
      if (met && armed) {
        const before = given.tips.get(id);
        if (at < last) {
          if (go(item, at + 1)) return;
        } else if (before) {
          before.finish();
          return;
        }
      }
      armed ||= !met;
    }

    let target = box;
    if (anchor.selector && !away) {
      target = contained() ? stand : look(anchor.selector);
      if (!target) {
        if (!since) setTimeout(soon, patience + 50);
        since ||= Date.now();
        if (Date.now() - since < patience) return;
        target = box;
      }
    }
    const beside = target != box;
    const before = front();
    const count = words.count.replace("{n}", at + 1).replace("{total}", steps.length);
    const button = (part, word, click) => h("button", { part, click }, word);
    const steer = (to, forward) => {
      focus = true;
      to(forward);
    };
    const back = () => steer(() => go(item, at - 1, false));
    const waits = !contained() && (away || advance.visible || advance.path || advance.click && beside);

    return Object.assign(self, {
      beside, finish, anchor: target, step: `${at}${away}`, title: `${title}, ${count}`,
      into: !beside || contained() ? box : before && inside(before, target) ? before : root,

      make(attributes) {
        const intro = at ? "" : item.content_html ?? "";
        const shown = { language: item.language, content_html: away ? "" : intro + content_html, _headsup: at == last ? item._headsup : {} };
        const node = view("section", { ...attributes, role: "dialog" }, shown, title, closing(close));
        node.firstChild.append(
          away ? h("p", {}, words.elsewhere, " ", reach(h, anchor.path, id, words.go)) : "",
          h("div", { part: "steps" }, h("span", { part: "meta", dir: "auto" }, count),
            at && button("back", words.back, back), !waits && button("next", at < last ? words.forward : words.finish, () => steer(next))));
        if (at == last) asks(item, node.firstChild);
        node.addEventListener("keydown", (event) => {
          const forward = event.key == (getComputedStyle(node).direction == "rtl" ? "ArrowLeft" : "ArrowRight");
          if (!forward && !/^Arrow(Left|Right)$/.test(event.key) || event.target.matches("input") || event.defaultPrevented) return;
          if (forward ? !waits && at < last : at) (forward ? () => steer(next) : back)();
        });
        const { top, bottom } = target.getBoundingClientRect();
        if (beside && !contained() && (top < 0 || bottom > innerHeight)) {
          target.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
        }
        return node;
      },

      // arrived is called when it can be seen.
      arrived() {
        if (focus) {
          self.node.firstChild.tabIndex = -1;
          self.node.firstChild.focus({ preventScroll: true });
        }
        focus = false;
      },

      // heard is told of what happens on the page.
      heard({ type }, path) {
        if (type == "click" && advance.click && beside && path.includes(target)) next();
      },
    });
  };
};

// The part that asks whether an item helped. What people say goes to the page as an event,
// and nowhere else.

const own = { ask: "Did this help?", yes: "Yes", no: "No", answer: "Tell us a little more", send: "Send", thanks: "Thank you!" };

// ask adds the question to a card. Whoever has answered is thanked, and may say more.
export default ({ h }, host, item, card) => {
  const words = { ...own, ...host.words };
  const { ask: asked } = item._headsup;
  const question = asked?.trim ? asked : words.ask;
  const tell = (helped, text) => host.headsup.emit("answered", { item, helped, ...text && { text } });
  const status = h("p", { role: "status" });
  const field = h("input", { name: "text", maxlength: 500, "aria-label": words.answer, placeholder: words.answer });
  const choose = (helped) => {
    tell(helped);
    const form = h("form", {
      submit(event) {
        event.preventDefault();
        const text = field.value.trim();
        if (!text) return field.focus();
        tell(helped, text);
        form.remove();
        status.textContent = words.thanks;
        box.tabIndex = -1;
        box.focus();
      },
    }, field, h("button", { part: "answer" }, words.send));
    status.textContent = words.thanks;
    box.replaceChildren(status, form);
    field.focus();
  };
  const choice = (name, helped) => h("button", { part: "answer", type: "button", click: () => choose(helped) }, words[name]);
  const box = h("div", { part: "ask", role: "group", "aria-label": question }, h("p", {}, question), choice("yes", true), " ", choice("no", false));
  card.append(box);
};

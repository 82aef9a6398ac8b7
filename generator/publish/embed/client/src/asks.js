// Questions below what is shown, for the parts that show it.

// asks adds the question whether an item helped, where its author or the host wants it.
export const asks = async (kit, host, item, card) => {
  if (!item._headsup.ask && !host.hasAttribute("ask")) return;
  const make = await kit.part(() => new URL("./ask.js", import.meta.url), host);
  make?.(kit, host, item, card);
};

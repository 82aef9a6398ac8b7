// What one person has seen of the items of one site, kept in the browser. Tabs
// share it. Where there is no storage it lasts as long as the page.

// store writes JSON to a storage, if there is a value, and returns what is there:
// undefined where there is nothing, or no access.
export const store = (where, key, value) => {
  try {
    if (value) globalThis[where][key] = JSON.stringify(value);
    return JSON.parse(globalThis[where][key]);
  } catch {}
};

// open returns the record of one person. read returns {shown, dismissed} for each id,
// in milliseconds, 0 for never; write changes the entries of ids. changed is called
// when another tab wrote.
export const open = (key, changed) => {
  const record = Object.create(null); // ids may be any text
  const entry = (id) => (record[id] ??= { shown: [], dismissed: 0 });

  // read joins what is kept with what this page knows, so that nothing is lost.
  // What nobody touched for 400 days is forgotten.
  const read = () => {
    try {
      for (const [id, { shown, dismissed }] of Object.entries(store("localStorage", key))) {
        if (Math.max(...shown, dismissed) > Date.now() - 3456e7) {
          const mine = entry(id);
          mine.shown = [...new Set(mine.shown.concat(shown))].sort().slice(-100);
          mine.dismissed = Math.max(mine.dismissed, dismissed);
        }
      }
    } catch {} // There is none yet, or it was damaged.
    return record;
  };

  const write = (ids, change) => {
    read();
    for (const id of ids) change(entry(id));
    store("localStorage", key, record);
  };

  addEventListener("storage", (event) => {
    if (event.key != key) return;
    // Of two tabs that write at the same time one loses. It writes again; what is
    // joined is longer then.
    if (JSON.stringify(read()).length > event.newValue?.length) write([]);
    changed();
  });
  return { read, write };
};

// What one person has seen of the items of one site, kept in the browser. Tabs
// share it. Where there is no storage it lasts as long as the page.

// store writes JSON to a storage, if there is a value, and returns what is there:
// undefined where there is nothing, or no access, and on servers, where all people
// would share it.
export const store = (key, value, where = "localStorage") => {
  try {
    if (value) window[where][key] = JSON.stringify(value);
    return JSON.parse(window[where][key]);
  } catch {}
};

// open returns a function for the record of one person, which is {shown, dismissed}
// for each id, in milliseconds. It joins it with another record, if there is one, changes
// the entries of ids, if there are any, and returns the record. changed is called when
// another tab wrote, until the signal.
export const open = (key, changed, signal) => {
  const record = Object.create(null); // ids may be any text
  let known; // what was kept when it was last read
  // What nobody touched for 400 days is forgotten.
  const join = (other) => {
    for (const [id, { shown, dismissed }] of Object.entries(other)) {
      if ([...shown, dismissed].some((at) => Date.now() - at < 3456e7)) {
        const mine = (record[id] ??= { shown: [] });
        mine.shown = [...new Set([...mine.shown, ...shown])].sort().slice(-100);
        mine.dismissed ||= dismissed;
      }
    }
  };
  const update = (ids, change, other = {}) => {
    // What is kept is joined with what this page knows, so that nothing is lost.
    try {
      const text = window.localStorage[key];
      if (known != text) join(JSON.parse(known = text));
    } catch {} // There is none yet, or it was damaged.
    join(other);
    if (ids) {
      for (const id of ids) change(record[id] ??= { shown: [] });
      store(key, record);
    }
    return record;
  };

  globalThis.addEventListener?.("storage", (event) => {
    if (event.key != key) return;
    // Of two tabs that write at the same time one loses. It writes again; what is
    // joined is longer then.
    if (JSON.stringify(update()).length > event.newValue?.length) update([]);
    changed();
  }, { signal });
  return update;
};

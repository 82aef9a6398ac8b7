// What only some people need comes in a script of its own, when it is due.

const parts = {}; // promises of what was asked for, by address
let failures = 0;

// part returns a promise of what a part exports: a function that is given what it
// needs of the rest, so that it holds none of it again. find returns its address; it is
// written out there, new URL("./name.js", import.meta.url), for those who put scripts
// into bundles or give them other names. The promise is never rejected: what cannot be
// loaded is undefined, told by the element if there is one, and asked for again the next time. Browsers
// remember by the address what failed, so that is another.
export const part = async (find, host) => {
  let url;
  try {
    url = find();
    if (failures) url.search = failures;
    return (await (parts[url] ??= import(url))).default;
  } catch (error) {
    failures++;
    host?.headsup?.emit("error", { error });
  }
};

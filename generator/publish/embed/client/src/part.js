// What only some people need comes in a script of its own, when it is due.

import { address } from "./here.js";

const parts = {}; // promises of what was asked for, by name
let failures = 0;

// part returns a promise of what a part exports: a function that is given what it
// needs of the rest, so that it holds none of it again. The promise is never
// rejected: what cannot be loaded is undefined, told to failed, and asked for again
// the next time. Browsers remember by the address what failed, so that is another.
export const part = (name, failed) => parts[name] ??= (async () => {
  try {
    const url = address(name);
    if (failures) url.search = failures;
    return (await import(url)).default;
  } catch (error) {
    failures++;
    delete parts[name];
    failed(error);
  }
})();

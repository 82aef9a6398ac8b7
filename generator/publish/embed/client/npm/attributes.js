// What components are given, as the elements take it.

import { names } from "../src/element.js";

// attributes writes the properties of an element as attributes, which a server can
// write, too: objects as JSON. A promise is left as a property, so it comes apart.
export const attributes = (props) => {
  const given = { ...props };
  let promise;
  for (const name of names) {
    const value = given[name];
    if (value?.then) {
      promise = value;
      delete given[name];
    } else if (typeof value == "object" && value) given[name] = JSON.stringify(value);
  }
  if ("contained" in given) given.contained = given.contained || given.contained === "" ? "" : undefined;
  return [given, promise];
};

// Minifies the scripts that come as JSON on standard input: a list of {code, module}.
// Names are given by scope, so that what is alike stays alike and compresses well.

import { json } from "node:stream/consumers";
import { minify } from "terser";

const scripts = await json(process.stdin);
const minified = await Promise.all(scripts.map(async ({ code, module }) => {
  const compress = { passes: 3, unsafe: true, unsafe_arrows: true, keep_fargs: false, pure_getters: true };
  return (await minify(code, { ecma: 2022, module, compress })).code;
}));
process.stdout.write(JSON.stringify(minified));

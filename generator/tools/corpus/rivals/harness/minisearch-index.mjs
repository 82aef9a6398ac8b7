// Builds MiniSearch's index: node minisearch-index.mjs MODULE DOCUMENTS INDEX.
// Each line of the documents is one of them.
import { createReadStream, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { options } from "./minisearch-options.js";

const [, , module, documents, out] = process.argv;
const { default: MiniSearch } = await import(pathToFileURL(module));
const index = new MiniSearch(options);
for await (const line of createInterface({ input: createReadStream(documents) })) {
  index.add(JSON.parse(line));
}
writeFileSync(out, JSON.stringify(index));

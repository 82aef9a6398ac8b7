import { Engine } from "./engine.js";
import { Damaged } from "./index/decode.js";
import { openReader } from "./index/reader.js";

// open opens the index in a folder, an absolute URL that ends in a slash.
export async function open(folder) {
  return new ReopeningEngine(folder, new Engine(await openReader(folder)));
}

// ReopeningEngine searches the index in a folder, and opens it anew when the site
// has been built anew.
class ReopeningEngine {
  constructor(folder, engine) {
    this.folder = folder;
    this.engine = engine;
  }

  get pages() {
    return this.engine.index.pages;
  }

  // search answers a query as Engine does. Where a file is gone or damaged, the
  // site may have been built anew: the search begins again with the new root.
  async search(text, options) {
    try {
      return await (await this.newest()).search(text, options);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      return (await this.newest()).search(text, options);
    }
  }

  async newest() {
    const { engine } = this;
    if (engine.index.stale) {
      const index = await openReader(this.folder);
      if (this.engine === engine) this.engine = new Engine(index);
    }
    return this.engine;
  }
}

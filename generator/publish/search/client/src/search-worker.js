// The engine by itself. In a thread of its own it answers the messages of
// search-engine.js.
import { open } from "./reopen.js";

export { open };

const remembered = 4; // searches whose results can be loaded

class Answers {
  constructor(port) {
    this.port = port;
    this.engine = null;
    this.loads = new Map(); // how results are loaded, by the id of the search
    this.running = new Map(); // what stops a call
    port.onmessage = ({ data }) => this.take(data);
    port.postMessage({ ready: true });
  }

  async take({ id, name, value, stop }) {
    if (stop) {
      this.running.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      this.port.postMessage({ id, value: await this[name](value, id, controller.signal) });
    } catch (error) {
      if (!controller.signal.aborted) this.port.postMessage({ id, error: { name: error.name, message: error.message } });
    }
    this.running.delete(id);
  }

  async open(folder) {
    this.engine = await open(folder);
    return this.engine.pages;
  }

  async search({ text, filters, facets }, id, signal) {
    const { load, hits, ...found } = await this.engine.search(text, { filters, facets, signal });
    this.loads.set(id, load);
    for (const old of this.loads.keys()) if (this.loads.size > remembered) this.loads.delete(old);
    return { id, pages: this.engine.pages, found };
  }

  load({ id, from, to }) {
    const load = this.loads.get(id);
    if (!load) throw new Error("These results are gone. Search again.");
    return load(from, to);
  }
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) new Answers(self);

// The search engine as pages use it. It works in a thread of its own, so that
// typing and drawing never wait for it; the page and the thread send each other
// messages. Where a browser has no such threads it works in the page's.

let failures = 0;

// open opens the index in a folder, an absolute URL that ends in a slash.
export async function open(folder) {
  const script = new URL("./search-worker.js", import.meta.url);
  // A browser may have kept that it was not there: hosts say of all such files that they stay.
  if (failures > 0) script.search = failures;
  let thread;
  try {
    thread = new Thread(new Worker(script, { type: "module" }));
    await thread.ready;
  } catch {
    const engine = await import(script).catch(() => {
      failures++;
      throw new Error("A part of it could not be loaded. Are you online?");
    });
    return engine.open(folder);
  }
  const engine = new Remote(thread);
  engine.pages = await thread.call("open", folder);
  return engine;
}

// Remote is an engine in another thread, with what pages need of it.
class Remote {
  constructor(thread) {
    this.thread = thread;
  }

  async search(text, { filters, facets, signal } = {}) {
    const { id, pages, found } = await this.thread.call("search", { text, filters, facets }, signal);
    this.pages = pages;
    return { ...found, load: (from, to) => this.thread.call("load", { id, from, to }, signal) };
  }
}

// Thread calls functions of a worker.
class Thread {
  constructor(worker) {
    this.worker = worker;
    this.calls = new Map();
    this.last = 0;
    this.ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.ready ? resolve() : this.settle(data));
      worker.onerror = (event) => {
        event.preventDefault();
        const error = new Error("The search has stopped.");
        reject(error);
        for (const id of [...this.calls.keys()]) this.settle({ id, error });
      };
    });
  }

  call(name, value, signal) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = ++this.last;
      const stop = () => {
        this.worker.postMessage({ id, stop: true });
        this.calls.delete(id);
        reject(signal.reason);
      };
      this.calls.set(id, { resolve, reject, done: () => signal?.removeEventListener("abort", stop) });
      signal?.addEventListener("abort", stop, { once: true });
      this.worker.postMessage({ id, name, value });
    });
  }

  settle({ id, value, error }) {
    const call = this.calls.get(id);
    if (!call) return; // it was called off
    this.calls.delete(id);
    call.done();
    if (error) call.reject(Object.assign(new Error(error.message), { name: error.name }));
    else call.resolve(value);
  }
}

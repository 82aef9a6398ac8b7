// Task is a search under way, which can be called off by an AbortSignal.
export class Task {
  constructor(signal) {
    this.signal = signal;
    this.since = performance.now();
  }

  // pause lets the browser draw and react, when the task has gone on for a while.
  async pause() {
    this.signal?.throwIfAborted();
    if (performance.now() - this.since < 8) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.signal?.throwIfAborted();
    this.since = performance.now();
  }
}

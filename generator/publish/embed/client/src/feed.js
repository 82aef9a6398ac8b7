// Fetching.

const files = {}; // what was asked for, by address

// read fetches one of our files, of at most so many bytes. What is cut off there, and
// the page of an error, is no JSON. Those who want the same get it from one request,
// also for so many milliseconds afterwards; it ends when the signals of all have.
export const read = (url, limit, life, signal, integrity) => new Promise((resolve, reject) => {
  if (!(files[url]?.until > Date.now())) {
    const quit = new AbortController();
    const file = files[url] = { quit, users: 0, until: 1 / 0 };
    file.json = fetch(url, { integrity, signal: quit.signal })
      .then((answer) => new Response(answer.body.pipeThrough(new TransformStream({
        transform(chunk, out) {
          if ((limit -= chunk.length) > 0) out.enqueue(chunk);
          else out.terminate();
        },
      }))).json())
      .then((json) => {
        if (json.version != 1) throw Error(url);
        file.until = Date.now() + life;
        return json;
      });
    // What failed is asked for again.
    file.json.catch(() => files[url] == file && delete files[url]);
  }
  const file = files[url];
  file.users++;
  file.json.then(resolve, reject);
  signal.addEventListener("abort", () => {
    reject(signal.reason);
    if (!--file.users && file.until == 1 / 0) {
      file.quit.abort();
      delete files[url];
    }
  });
});

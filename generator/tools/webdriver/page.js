// Tells what happens in a page, in the moment when it happens.
{
  const address = document.currentScript.src;
  const waiting = [];
  let telling = false;
  const tell = (report) => {
    waiting.push({ ...report, url: document.URL });
    // Firefox lets other events happen in the time of a request that the page waits for.
    if (telling) return;
    telling = true;
    for (let next; (next = waiting.shift()); ) {
      try {
        const request = new XMLHttpRequest();
        request.open("POST", address, false);
        request.send(JSON.stringify(next));
      } catch {
        // What a page may not read the answer to has been sent all the same.
      }
    }
    telling = false;
  };

  addEventListener("error", (event) => {
    if (!event.isTrusted) return; // a test's own
    if (event instanceof ErrorEvent) {
      tell({ kind: "exception", text: event.message + " " + (event.error?.stack ?? "") });
    } else if (!event.target.matches?.("source:not([src])")) { // it has nothing to load
      tell({ kind: "log", level: "error", about: "network", text: "not loaded: " + event.target.outerHTML });
    }
  }, true);
  addEventListener("unhandledrejection", ({ reason }) => tell({ kind: "exception", text: reason + " " + (reason?.stack ?? "") }));
  addEventListener("securitypolicyviolation", ({ disposition, violatedDirective, blockedURI, sample }) => {
    if (blockedURI === address) return;
    const text = "Content Security Policy: " + [disposition, violatedDirective, blockedURI, sample].join(" ");
    tell({ kind: "log", level: "error", about: "security", text });
  });
  for (const level of ["error", "assert"]) {
    const own = console[level];
    console[level] = (...values) => {
      own.apply(console, values);
      if (level === "error" || !values[0]) tell({ kind: "console", level, text: values.join(" ") });
    };
  }
  for (const name of ["alert", "confirm", "prompt", "print"]) {
    window[name] = (text) => tell({ kind: "dialog", text: name + ": " + text });
  }
}

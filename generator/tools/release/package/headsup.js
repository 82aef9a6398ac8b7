#!/usr/bin/env node
// Runs the program for this platform, which a package of its own has.
"use strict";
const { spawn } = require("node:child_process");

const name = `@headsup/cli-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/headsup${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(
    `headsup: the package ${name} is not installed.\n` +
      "hint: it is an optional dependency; install without --no-optional or --omit=optional, " +
      "and on the platform on which headsup is to run. If there is no such package, there is no release for this platform.",
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// A terminal sends signals to both; others reach this process only.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`headsup: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});

export * from "./headsup.js";

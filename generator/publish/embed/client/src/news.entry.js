// The client without tips, for pages that only have news.

import "./news.js";

export { load, match, select } from "./core.js";

// All of the client: the elements, and the headless API below them.

import "./news.js";
import "./tips.js";

export { load, match, ready, select } from "./core.js";

// The script for pages without modules: the names are properties of headsup.

import { load, match, ready, select } from "./headsup.js";

globalThis.headsup = { load, match, ready, select };

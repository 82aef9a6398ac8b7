// What the pages gain with JavaScript. All of them work without it.
import { offerCopy } from "./copy.js";
import { offerFilter } from "./filter.js";
import { followOutline } from "./outline.js";
import { openForPrint } from "./print.js";
import { offerSchemes } from "./scheme-switch.js";
import { offerSearch } from "./search-open.js";
import { showSection } from "./sections.js";
import { tickSteps } from "./steps.js";

offerSchemes();
offerSearch();
offerCopy();
followOutline();
offerFilter();
tickSteps();
openForPrint();
showSection();

import { renderToPipeableStream } from "react-dom/server";
import { App } from "./App.js";

renderToPipeableStream(<App />).pipe(process.stdout);

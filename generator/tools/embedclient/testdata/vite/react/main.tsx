import { createRoot, hydrateRoot } from "react-dom/client";
import { App } from "./App.js";

const main = document.querySelector("main")!;
if (main.firstElementChild) hydrateRoot(main, <App />);
else createRoot(main).render(<App />);

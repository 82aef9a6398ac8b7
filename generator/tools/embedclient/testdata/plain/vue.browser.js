import { app } from "./vue.js";

app.mount("main");

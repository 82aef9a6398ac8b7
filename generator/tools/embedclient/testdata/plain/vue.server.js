import { renderToString } from "vue/server-renderer";
import { app } from "./vue.js";

process.stdout.write(await renderToString(app));

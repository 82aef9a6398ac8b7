// The elements in components of Svelte 5.
import type { HTMLAttributes } from "svelte/elements";
import type {
  HeadsupAttributes, HeadsupElementEventMap, HeadsupNews, HeadsupTips, HeadsupTipsAttributes,
} from "./headsup.js";

type Listeners = { [Type in keyof HeadsupElementEventMap as `on${Type}`]?: (event: HeadsupElementEventMap[Type]) => void };

type Props<Element extends EventTarget, Attributes> = Omit<HTMLAttributes<Element>, keyof Attributes> & Attributes & Listeners;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "headsup-news": Props<HeadsupNews, HeadsupAttributes>;
    "headsup-tips": Props<HeadsupTips, HeadsupTipsAttributes>;
  }
}

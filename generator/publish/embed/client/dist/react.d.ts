// The elements in JSX, for React 18 and 19.
import type { HTMLAttributes, RefAttributes } from "react";
import type {
  HeadsupAttributes, HeadsupElementEventMap, HeadsupNews, HeadsupTips, HeadsupTipsAttributes,
} from "./headsup.js";

type Listeners = { [Type in keyof HeadsupElementEventMap as `on${Type}`]?: (event: HeadsupElementEventMap[Type]) => void };

type Props<Element, Attributes> = Omit<HTMLAttributes<Element>, keyof Attributes> & RefAttributes<Element> & Attributes & Listeners
  & { class?: string };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "headsup-news": Props<HeadsupNews, HeadsupAttributes>;
      "headsup-tips": Props<HeadsupTips, HeadsupTipsAttributes>;
    }
  }
}

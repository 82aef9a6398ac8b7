// The elements in templates of Vue 3.
import type { HTMLAttributes, PublicProps } from "vue";
import type {
  HeadsupAttributes, HeadsupElementEventMap, HeadsupNews, HeadsupTips, HeadsupTipsAttributes,
} from "./headsup.js";

type Camel<Text extends string> = Text extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Text;

type Listeners = { [Type in keyof HeadsupElementEventMap as `on${Capitalize<Camel<Type>>}`]?: (event: HeadsupElementEventMap[Type]) => void };

type Component<Element, Attributes> = new () => Element & {
  /** @deprecated For templates only. */
  $props: Omit<HTMLAttributes, keyof Attributes> & PublicProps & Attributes & Listeners;
};

declare module "vue" {
  interface GlobalComponents {
    "headsup-news": Component<HeadsupNews, HeadsupAttributes>;
    "headsup-tips": Component<HeadsupTips, HeadsupTipsAttributes>;
  }
}

// The elements as components of React 18 and 19, and in JSX.
import type { ForwardRefExoticComponent, PropsWithoutRef, RefAttributes } from "react";
import type {
  HeadsupAttributes, HeadsupElementEventMap, HeadsupNews as News, HeadsupTips as Tips, HeadsupTipsAttributes,
} from "./headsup.js";
import type { Props } from "./react.elements.js";

type Listeners = {
  [Type in keyof HeadsupElementEventMap as Type extends `headsup-${infer Name}` ? `onHeadsup${Capitalize<Name>}` : never]?:
    (event: HeadsupElementEventMap[Type]) => void
};

/** The site's address has to be said, as the script is part of the product's own; previews need none. */
type Site = { src: string } | { contained: true | "" };

type Component<Element, Attributes> = ForwardRefExoticComponent<
  Omit<PropsWithoutRef<Props<Element, Attributes>>, "ref" | "class" | "children" | `on${keyof HeadsupElementEventMap}`>
  & Site & Listeners & RefAttributes<Element>
>;

export declare const HeadsupNews: Component<News, HeadsupAttributes>;
export declare const HeadsupTips: Component<Tips, HeadsupTipsAttributes>;

// The elements as components of Vue 3, and in templates.
import type { HeadsupAttributes, HeadsupNews as News, HeadsupTips as Tips, HeadsupTipsAttributes } from "./headsup.js";
import type { Component } from "./vue.elements.js";

/** The site's address has to be said, as the script is part of the product's own; previews need none. */
type Site = { src: string } | { contained: true | "" };

export declare const HeadsupNews: Component<News, HeadsupAttributes & Site>;
export declare const HeadsupTips: Component<Tips, HeadsupTipsAttributes & Site>;

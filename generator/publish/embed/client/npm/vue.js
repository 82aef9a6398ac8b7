// The elements as components of Vue 3.

import { h } from "vue";
import "../src/headsup.js";
import { attributes } from "./attributes.js";

// component makes the component of an element. Vue itself listens to events.
const component = (name, displayName) => Object.assign((_, { attrs, slots }) => {
  const [given, history] = attributes(attrs);
  return h(name, history ? { ...given, ".history": history } : given, slots.default?.());
}, { displayName, inheritAttrs: false });

export const HeadsupNews = component("headsup-news", "HeadsupNews");
export const HeadsupTips = component("headsup-tips", "HeadsupTips");

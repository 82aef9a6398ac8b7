// The elements as components of React 18 and 19.

"use client";

import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import "../src/headsup.js";
import { attributes } from "./attributes.js";

// React 18 complains of layout effects on servers, where there are none to run.
const useCommit = globalThis.document ? useLayoutEffect : useEffect;

// component makes the component of an element. React 18 sets neither properties of
// elements nor listeners to their events, so this does.
const component = (name, displayName) => Object.assign(forwardRef(({ className, ...props }, ref) => {
  const element = useRef(null);
  const [given, history] = attributes(props);
  const listeners = [];
  for (const key of Object.keys(given)) {
    if (!/^onHeadsup./.test(key)) continue;
    listeners.push([key.slice(2).replace(/\B[A-Z]/g, "-$&").toLowerCase(), given[key]]);
    delete given[key];
  }
  useImperativeHandle(ref, () => element.current, []);
  // Before the element looks at its properties, which is a microtask later.
  useCommit(() => {
    element.current.history = history;
  }, [history]);
  useCommit(() => {
    const stop = new AbortController();
    for (const [type, listener] of listeners) {
      if (listener) element.current.addEventListener(type, listener, { signal: stop.signal });
    }
    return () => stop.abort();
  });
  return createElement(name, { ...given, class: className, ref: element });
}), { displayName });

export const HeadsupNews = component("headsup-news", "HeadsupNews");
export const HeadsupTips = component("headsup-tips", "HeadsupTips");

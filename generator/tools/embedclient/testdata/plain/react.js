// A product that uses React, as a server and a browser read it.
import { createElement as h, Fragment, useRef, useState } from "react";
import { HeadsupNews, HeadsupTips } from "@headsup/embed/react";

const src = "/embed/v1/";

export const App = () => {
  const [plan, setPlan] = useState("free");
  const [heard, setHeard] = useState("nothing");
  const tips = useRef(null);
  return h(Fragment, null,
    h(HeadsupNews, { src, className: "news" }),
    h(HeadsupTips, {
      src, ref: tips, products: ["billing"], viewer: { plan, role: "admin" },
      onHeadsupShown: ({ detail, target }) => setHeard(`${detail.item.id} ${target === tips.current}`),
    }),
    h("button", { id: "upgrade", onClick: () => setPlan("pro") }, "Upgrade"),
    h("output", null, heard));
};

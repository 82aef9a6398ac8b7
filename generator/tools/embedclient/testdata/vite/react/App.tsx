import { useState } from "react";
import { HeadsupNews, HeadsupTips } from "@headsup/embed/react";

const src = "/embed/v1/";

export const App = () => {
  const [plan, setPlan] = useState("free");
  const [heard, setHeard] = useState("nothing");
  return <>
    <HeadsupNews src={src} className="news" />
    <HeadsupTips src={src} viewer={{ plan, role: "admin" }} onHeadsupShown={({ detail }) => setHeard(`${detail.item?.id} true`)} />
    <button id="upgrade" onClick={() => setPlan("pro")}>Upgrade</button>
    <output>{heard}</output>
  </>;
};

// Reads calendars with the library that is named, and writes what it finds: [[{uid, title, ...}]].
import ICAL from "ical.js";
import ical from "node-ical";
import {readFileSync} from "node:fs";

const two = (n) => String(n).padStart(2, "0");
const local = (d) => [d.getFullYear(), two(d.getMonth() + 1), two(d.getDate())].join("-");
const instant = (d) => d.toISOString().replace(".000", "");
const libraries = {
  "ical.js": (text) => {
    const when = (t) => (!t ? "" : t.isDate ? t.toString() : instant(t.toJSDate()));
    return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((c) => {
      const e = new ICAL.Event(c, {strictExceptions: true});
      return {
        uid: e.uid, title: e.summary, text: e.description ?? "", start: when(e.startDate), end: c.hasProperty("dtend") ? when(e.endDate) : "",
        status: c.getFirstPropertyValue("status"), sequence: e.sequence ?? 0, stamp: when(c.getFirstPropertyValue("dtstamp")),
      };
    });
  },
  "node-ical": (text) => {
    const plain = (v) => v?.val ?? v ?? "";
    // It takes the end of an event without one from the start.
    const when = (d) => (d.dateOnly ? local(d) : instant(d));
    return Object.values(ical.sync.parseICS(text)).filter((e) => e.type === "VEVENT").map((e) => ({
      uid: e.uid, title: plain(e.summary), text: plain(e.description), start: when(e.start), end: +e.end === +e.start ? "" : when(e.end),
      status: e.status, sequence: Number(e.sequence ?? 0), stamp: instant(e.dtstamp),
    }));
  },
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(libraries[process.argv[2]])));

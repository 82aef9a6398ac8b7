// Reads feeds with the library that is named, and writes what it finds: [[{id, title, ...}]].
import {parseFeed} from "feedsmith";
import RSSParser from "rss-parser";
import {readFileSync} from "node:fs";

const date = (d) => (d ? new Date(d).toISOString().replace(".000", "") : "");
const libraries = {
  feedsmith: async (text) => {
    const {format, feed} = parseFeed(text);
    return format === "json" ? feed.items.map((i) => ({
      id: i.id, title: i.title, url: i.url, html: i.content_html, published: date(i.date_published), updated: date(i.date_modified),
    })) : feed.entries.map((e) => ({
      id: e.id, title: e.title.value, url: e.links[0].href, html: e.content.value, published: date(e.published), updated: date(e.updated),
    }));
  },
  // It knows one date of an entry.
  "rss-parser": async (text) => (await new RSSParser().parseString(text)).items.map((i) => ({
    id: i.id, title: i.title, url: i.link, html: i.content, published: date(i.isoDate), updated: "",
  })),
};
const read = libraries[process.argv[2]];
console.log(JSON.stringify(await Promise.all(JSON.parse(readFileSync(0, "utf8")).map(read))));

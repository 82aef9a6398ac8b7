// Reads a sitemap with the library that is named and writes its addresses. xmllint writes what
// is against the schema, of it and of one that is broken. Arguments: the root of the packages,
// the library.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {Readable} from "node:stream";
import {pathToFileURL} from "node:url";

const [root, library] = process.argv.slice(2);
const require = createRequire(root + "/package.json");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const text = JSON.parse(readFileSync(0, "utf8"));
const libraries = {
  sitemap: async () => {
    const {parseSitemap, ErrorLevel, XMLToSitemapItemStream} = await load("sitemap");
    const items = [];
    for await (const item of Readable.from([text]).pipe(new XMLToSitemapItemStream({level: ErrorLevel.THROW}))) items.push(item);
    return items.map((i) => i.url);
  },
  sitemapper: async () => {
    const {default: Sitemapper} = await load("sitemapper");
    const {createServer} = await import("node:http");
    const server = createServer((_, response) => response.setHeader("content-type", "application/xml").end(text));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const reader = new (Sitemapper.default ?? Sitemapper)({timeout: 30000});
    const {sites, errors} = await reader.fetch(`http://127.0.0.1:${server.address().port}/sitemap.xml`);
    server.close();
    if (errors.length) throw new Error(JSON.stringify(errors));
    return sites;
  },
  xmllint: async () => {
    const {validateXML} = await load("xmllint-wasm");
    // The protocol's schema wants one for each element that it does not know.
    const link = `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml"><element name="link">
      <complexType><attribute name="rel" use="required"/><attribute name="hreflang" use="required" type="language"/>
      <attribute name="href" use="required" type="anyURI"/></complexType></element></schema>`;
    const both = `<schema xmlns="http://www.w3.org/2001/XMLSchema">
      <import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="sitemap.xsd"/>
      <import namespace="http://www.w3.org/1999/xhtml" schemaLocation="link.xsd"/></schema>`;
    const preload = [
      {fileName: "sitemap.xsd", contents: readFileSync(root + "/node_modules/sitemap/schema/sitemap.xsd", "utf8")},
      {fileName: "link.xsd", contents: link},
    ];
    const check = async (name, contents) =>
      (await validateXML({xml: [{fileName: name, contents}], schema: [both], preload})).errors
        .map((e) => (name === "broken" ? name : e.message)).slice(0, 1);
    return [...await check("sitemap.xml", text), ...await check("broken", text.replace("<loc>", "<lok>").replace("</loc>", "</lok>"))];
  },
};
console.log(JSON.stringify(await libraries[library]()));

// Serves a folder as a host would: node servers.mjs HOST PORT ROOT BASE. The file that a build
// wrote for the host is in the folder that BASE names; what it says is read here as the
// host's own program reads it.
import {readFileSync, readdirSync, rmSync, cpSync, mkdtempSync, statSync} from "node:fs";
import {createServer} from "node:http";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";
import vm from "node:vm";

const require = createRequire(import.meta.url);
const [host, port, root, base] = process.argv.slice(2);
const out = join(root, base);
const json = (name) => JSON.parse(readFileSync(join(out, name), "utf8"));
const filesOf = (dir) => readdirSync(dir, {recursive: true}).map(String).filter((f) => statSync(join(dir, f)).isFile());

// Firebase uploads what is not ignored, and serves it with superstatic.
function firebase() {
  const {minimatch} = require("minimatch");
  const match = minimatch ?? require("minimatch");
  const config = json("firebase.json").hosting;
  const dir = mkdtempSync(join(tmpdir(), "firebase-"));
  process.on("exit", () => rmSync(dir, {recursive: true}));
  cpSync(root, dir, {recursive: true});
  for (const file of filesOf(dir)) {
    if (config.ignore.some((pattern) => match(file, pattern, {dot: true}))) rmSync(join(dir, file));
  }
  const middleware = require("superstatic").default({cwd: dir, config: {...config, public: "."}, compression: false});
  createServer((req, res) => middleware(req, res, (err) => {
    res.statusCode = err ? 500 : 404;
    res.end(err ? String(err) : "");
  })).listen(port, "127.0.0.1");
}

// Vercel makes routes of its file with routing-utils. What is left of a request reaches the
// files, of which serve-handler finds those of folders only where it may leave out .html.
function vercel() {
  const {getTransformedRoutes} = require("@vercel/routing-utils");
  const handler = require("serve-handler");
  const {routes, error} = getTransformedRoutes(json("vercel.json"));
  if (error) throw new Error(JSON.stringify(error));
  const compiled = routes.filter((r) => r.src).map((r) => ({...r, match: new RegExp(r.src)}));
  createServer((req, res) => {
    const path = req.url.split("?")[0];
    const headers = {};
    for (const route of compiled) {
      if (!route.match.test(path)) continue;
      Object.assign(headers, route.headers);
      if (route.continue) continue;
      if (route.status) return res.writeHead(route.status, headers).end();
    }
    // What a route says goes before what the server says by itself.
    const writeHead = res.writeHead.bind(res);
    res.writeHead = (status, own) => {
      const lower = (o) => Object.fromEntries(Object.entries(o ?? {}).map(([k, v]) => [k.toLowerCase(), v]));
      return writeHead(status, {...lower(own), ...lower(headers)});
    };
    const html = path.endsWith(".html");
    handler(req, res, {public: root, cleanUrls: !html, directoryListing: false, trailingSlash: undefined});
  }).listen(port, "127.0.0.1");
}

// A bucket with what the uploads make of it, behind CloudFront with the function.
function s3() {
  const glob = (pattern) => new RegExp("^" + pattern.replace(/\[\[\]|\[\?\]|[\s\S]/g, (c) => c === "*" ? "[^]*"
    : "\\u{" + (c.length > 1 ? c[1] : c).codePointAt(0).toString(16) + "}") + "$", "u");
  const objects = new Map();
  for (const upload of json("s3.json")) {
    const filters = [];
    for (let i = 0; i < upload.filters.length; i += 2) filters.push([upload.filters[i] === "--include", glob(upload.filters[i + 1])]);
    for (const file of filesOf(out)) {
      let included = true;
      for (const [include, pattern] of filters) if (pattern.test(file)) included = include;
      if (!included) continue;
      if (objects.has(file)) throw new Error(`${file} is uploaded twice`);
      objects.set(file, upload);
    }
  }
  const policy = json("cloudfront-headers.json");
  const context = vm.createContext({});
  vm.runInContext(readFileSync(join(out, "cloudfront-function.js"), "utf8"), context);
  const security = policy.SecurityHeadersConfig;
  const everywhere = {
    "content-security-policy": security.ContentSecurityPolicy.ContentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "x-frame-options": security.FrameOptions.FrameOption,
    "referrer-policy": security.ReferrerPolicy.ReferrerPolicy,
    "strict-transport-security": "max-age=" + security.StrictTransportSecurity.AccessControlMaxAgeSec,
    ...Object.fromEntries(policy.CustomHeadersConfig.Items.map((h) => [h.Header.toLowerCase(), h.Value])),
  };
  const plain = (headers) => Object.fromEntries(Object.entries(headers ?? {}).map(([name, {value}]) => [name, value]));
  createServer((req, res) => {
    const request = {method: req.method, uri: req.url.split("?")[0], headers: {}, querystring: {}};
    const result = context.handler({context: {eventType: "viewer-request"}, request});
    if (result.statusCode) return res.writeHead(result.statusCode, {...everywhere, ...plain(result.headers)}).end();
    const key = decodeURIComponent(result.uri);
    const object = key.startsWith(base) && objects.get(key.slice(base.length));
    if (!object) {
      // The error page of the distribution.
      const page = {"content-type": "text/html; charset=utf-8", "cache-control": objects.get("404.html").cache_control};
      return res.writeHead(404, {...everywhere, ...page}).end(readFileSync(join(out, "404.html")));
    }
    const response = {headers: {"cache-control": {value: object.cache_control}, "content-type": {value: object.content_type ?? ""}}};
    const sent = context.handler({context: {eventType: "viewer-response"}, request, response});
    res.writeHead(200, {...everywhere, ...plain(sent.headers)}).end(readFileSync(join(root, key)));
  }).listen(port, "127.0.0.1");
}

({firebase, vercel, s3})[host]();

// Opens files as an editor with the YAML language server does, and writes what it finds and
// offers: {path: {findings, offers, hovers}}. Arguments: the root of the packages, the workspace.
import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const [root, workspace] = process.argv.slice(2);
const require = createRequire(root + "/package.json");
const rpc = require("vscode-jsonrpc/node");
const {settings, files} = JSON.parse(readFileSync(0, "utf8"));
const server = spawn("node", [root + "/node_modules/yaml-language-server/bin/yaml-language-server", "--stdio"], {stdio: ["pipe", "pipe", "inherit"]});
const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(server.stdout), new rpc.StreamMessageWriter(server.stdin));
const section = (name) => name.split(".").reduce((value, key) => value?.[key], settings) ?? null;
connection.onRequest("workspace/configuration", ({items}) => items.map((i) => section(i.section)));
connection.onRequest("client/registerCapability", () => null);
connection.onRequest("custom/schema/request", () => null);
const waiting = {};
connection.onNotification("textDocument/publishDiagnostics", ({uri, diagnostics}) => waiting[uri]?.(diagnostics));
connection.listen();
const uri = pathToFileURL(workspace).href;
await connection.sendRequest("initialize", {
  processId: process.pid, rootUri: uri, workspaceFolders: [{uri, name: "site"}],
  capabilities: {
    workspace: {configuration: true},
    textDocument: {completion: {completionItem: {snippetSupport: true}}, hover: {contentFormat: ["markdown"]}},
  },
});
await connection.sendNotification("initialized", {});
await connection.sendNotification("workspace/didChangeConfiguration", {settings});
const answers = {};
for (const {path, text, offers = [], hovers = []} of files) {
  const textDocument = {uri: uri + "/" + path, languageId: "yaml", version: 1, text};
  const found = new Promise((resolve) => { waiting[textDocument.uri] = resolve; });
  await connection.sendNotification("textDocument/didOpen", {textDocument});
  const lines = text.split("\n");
  // A place is behind these words; without words, it is the end.
  const place = (words) => {
    const line = words ? lines.findIndex((l) => l.startsWith(words)) : lines.length - 1;
    return {textDocument: {uri: textDocument.uri}, position: {line, character: words.length}};
  };
  const answer = {findings: (await found).map((f) => `${f.range.start.line + 1}: ${f.message}`), offers: {}, hovers: {}};
  for (const words of offers) {
    const list = await connection.sendRequest("textDocument/completion", place(words));
    answer.offers[words] = (list.items ?? list).map((i) => i.label);
  }
  for (const words of hovers) {
    const hover = await connection.sendRequest("textDocument/hover", place(words));
    answer.hovers[words] = hover?.contents.value ?? "";
  }
  answers[path] = answer;
}
console.log(JSON.stringify(answers));
server.kill();
process.exit(0);

// Package hostrules asks Netlify's and Cloudflare's own programs what they make of the files
// _headers and _redirects.
package hostrules

import (
	"context"
	"encoding/json"
	"fmt"

	"headsup/generator/tools/npm"
)

// askHosts asks the programs of Cloudflare and Netlify for paths of a folder. What
// the first complains of when it reads the rules comes with the answers.
const askHosts = `
import {HeadersHandler} from "@netlify/headers";
import {RedirectsHandler} from "@netlify/redirects";
import {readFileSync} from "node:fs";
const [directory, forNetlify, root] = process.argv.slice(2);
const complaints = [];
const note = (text) => complaints.push(text);
const stop = new AbortController();
// Without the root of its package Cloudflare is not asked.
const ask = root && await (await import(root + "/node_modules/wrangler/wrangler-dist/cli.js")).default.unstable_generateASSETSBinding({
  directory, signal: stop.signal, log: {log() {}, info: note, warn: note, error: note},
});
const headers = new HeadersHandler({projectDir: directory, logger: {error: note}});
const redirects = new RedirectsHandler({projectDir: forNetlify, publicDir: forNetlify, jwtSecret: "", jwtRoleClaim: ""});
const answers = {};
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const url = new URL(path, "https://example.com").href;
  const response = ask ? await ask(url, {redirect: "manual"}) : new Response();
  const match = await redirects.match(new Request(url));
  const lower = Object.entries(await headers.apply(new Request(url))).map(([k, v]) => [k.toLowerCase(), v]);
  answers[path] = {
    cloudflare: {status: response.status, to: response.headers.get("location") ?? "", headers: Object.fromEntries(response.headers)},
    netlify: {
      status: match?.statusCode ?? 0, to: match?.target.pathname ?? "", headers: Object.fromEntries(lower), force: match?.force ?? false,
    },
  };
}
stop.abort();
console.log(JSON.stringify({complaints, answers}));
`

// Answer is what a host sends for a path.
type Answer struct {
	Status  int               // of Netlify 0 where no redirect fits
	To      string            // address of a redirect
	Headers map[string]string // by names in small letters
	Force   bool              // on Netlify: also where there is a file
}

// Answers are those of both hosts, by path. Cloudflare's are empty when it was not asked.
type Answers map[string]struct{ Cloudflare, Netlify Answer }

// Ask asks for paths, which are escaped, of a folder; Netlify's redirects are those of
// another one. Cloudflare is asked too if cloudflare is set, which installs its program the
// first time. Complaints are what the programs say of the rules.
func Ask(ctx context.Context, dir, forNetlify string, cloudflare bool, paths []string) (got Answers, complaints []string, err error) {
	input, err := json.Marshal(paths)
	if err != nil {
		return nil, nil, err
	}
	root := ""
	if cloudflare {
		if root, err = npm.Hosts(); err != nil {
			return nil, nil, err
		}
	}
	out, err := npm.Run(ctx, askHosts, input, dir, forNetlify, root)
	if err != nil {
		return nil, nil, err
	}
	var result struct {
		Complaints []string
		Answers    Answers
	}
	if err := json.Unmarshal(out, &result); err != nil {
		return nil, nil, fmt.Errorf("%w in %.500s", err, out)
	}
	return result.Answers, result.Complaints, nil
}

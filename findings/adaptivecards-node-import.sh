#!/usr/bin/env bash
# adaptivecards 3.0.6 (npm): Node.js cannot load the package by its name.
#
# The file that "main" names has import statements, without a word in package.json that says
# so, and names other files without ".js". Bundlers complete that and Node.js does not, so an
# import ends with ERR_MODULE_NOT_FOUND: for a server that checks cards before it sends them,
# and for a test. The bundle for browsers in dist/ loads with require, by its path.
#
# Needs Node.js 20.19 or later with npm; older ones end with a syntax error. Fails when the
# package behaves differently.
set -euo pipefail
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private": true}\n' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund adaptivecards@3.0.6 >/dev/null

expect() { # NAME GOT WANT
  printf '%-7s %s\n' "$1" "$2"
  if [[ "$2" != "$3" ]]; then
    printf 'expected %s\n' "$3" >&2
    exit 1
  fi
}
expect import "$(node --input-type=module -e '
import("adaptivecards").then(() => console.log("loads"), (error) => console.log(error.code))')" ERR_MODULE_NOT_FOUND
expect bundle "$(node -e '
console.log(typeof require("./node_modules/adaptivecards/dist/adaptivecards.js").AdaptiveCard)')" function

#!/usr/bin/env bash
# tdewolff/minify 2.24.25: flex: 1 1 0px becomes flex: 1, whose basis is 0% in browsers.
#
# By CSS Flexbox (section 7.2) a flex with one number has a basis of 0. Browsers make it
# 0%, since so many pages count on that, and getComputedStyle says so. The two are not
# the same: in a column whose height is that of its content, 0% counts as "content", and
# 0px does not. With overflow: hidden, an item of one line is 0 pixels high with
# "flex: 1 1 0px" and 19 with "flex: 1" (Chromium 156), so what was folded away by
# its style is there after minification.
#
# The minifier makes "flex:1" of 0px, 0 and 0% alike. lightningcss 1.30.2 (npm) shortens
# 0% only.
#
# Needs Go and Node.js with npm. Fails when one of the two behaves differently.
set -euo pipefail
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >go.mod <<'MOD'
module finding

go 1.24

require github.com/tdewolff/minify/v2 v2.24.25
MOD
cat >main.go <<'GO'
package main

import (
	"os"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
)

func main() {
	m := minify.New()
	m.AddFunc("text/css", css.Minify)
	if err := m.Minify("text/css", os.Stdout, os.Stdin); err != nil {
		panic(err)
	}
}
GO
GOFLAGS=-mod=mod go build -o minify . 2>build.log || { cat build.log >&2; exit 1; }
printf '{"private": true, "type": "module"}\n' >package.json
npm install --silent --no-audit --no-fund lightningcss@1.30.2 >/dev/null
cat >minify.js <<'JS'
import { readFileSync } from "node:fs";
import { transform } from "lightningcss";
process.stdout.write(transform({ filename: "a.css", code: readFileSync(0), minify: true }).code);
JS

expect() { # NAME GOT WANT
  printf '%-24s %s\n' "$1" "$2"
  if [[ "$2" != "$3" ]]; then
    printf 'expected                 %s\n' "$3" >&2
    exit 1
  fi
}

for basis in 0px 0 0%; do
  expect "minify, $basis" "$(printf '.fold{flex:1 1 %s}' "$basis" | ./minify)" '.fold{flex:1}'
done
for basis in 0px 0; do
  expect "lightningcss, $basis" "$(printf '.fold{flex:1 1 %s}' "$basis" | node minify.js)" '.fold{flex:1 1 0}'
done
expect "lightningcss, 0%" "$(printf '.fold{flex:1 1 0%%}' | node minify.js)" '.fold{flex:1}'

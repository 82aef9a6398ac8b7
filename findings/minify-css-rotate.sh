#!/usr/bin/env bash
# tdewolff/minify 2.24.25: rotate: 0deg loses its unit, and the declaration its effect.
#
# A length of zero may go without a unit, an angle may not: CSS Values 4 (section 7.1)
# takes a bare 0 for an angle only where a property says so, for reasons of the past,
# as the functions of transform do. The properties rotate and offset-rotate say no such
# thing (CSS Transforms 2, section 5). Browsers drop "rotate: 0", and an element that
# was turned by another rule stays turned.
#
# The minifier takes the unit off all the same. lightningcss 1.30.2 (npm) makes "none" of
# it, as authors can who use either.
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
printf '{"private": true}\n' >package.json
npm install --silent --no-audit --no-fund lightningcss@1.30.2 >/dev/null
cat >minify.js <<'JS'
const { transform } = require("lightningcss");
const code = require("fs").readFileSync(0);
process.stdout.write(transform({ filename: "a.css", code, minify: true }).code);
JS

expect() { # NAME GOT WANT
  printf '%-28s %s\n' "$1" "$2"
  if [[ "$2" != "$3" ]]; then
    printf 'expected                     %s\n' "$3" >&2
    exit 1
  fi
}

style='a { rotate: 0deg } b { transform: rotate(0deg) } i { rotate: none }'
expect "minify" "$(printf '%s' "$style" | ./minify)" 'a{rotate:0}b{transform:rotate(0)}i{rotate:none}'
expect "lightningcss" "$(printf '%s' "$style" | node minify.js)" 'a{rotate:none}b{transform:rotate(0)}i{rotate:none}'

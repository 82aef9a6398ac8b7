#!/usr/bin/env bash
# goldmark 1.8.7: an empty nested item ends the lists around it.
#
# A list item that begins with a blank line may not go on behind another one
# (CommonMark 0.31.2, section 5.2). That is a rule about this one item: what is
# indented far enough for the item around it still belongs there. goldmark notes
# the blank line once for the whole document, so it closes the outer lists too. The
# paragraph behind them has the indentation of a list that is no longer open, and
# becomes a code block.
#
# commonmark 0.31.2 (npm), the reference implementation in JavaScript, keeps the
# paragraph in the list. With text in the innermost item, both agree.
#
# Who writes Markdown as a program, or compares renderers, meets it in outlines with
# items that are still to be filled in. An empty item needs no blank line behind it.
#
# Needs Go and Node.js with npm. Fails when one of the two behaves differently.
set -euo pipefail
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >go.mod <<'MOD'
module finding

go 1.24

require github.com/yuin/goldmark v1.8.7
MOD
cat >main.go <<'GO'
package main

import (
	"io"
	"os"

	"github.com/yuin/goldmark"
)

func main() {
	src, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = goldmark.Convert(src, os.Stdout)
	}
	if err != nil {
		panic(err)
	}
}
GO
GOFLAGS=-mod=mod go build -o render . 2>build.log || { cat build.log >&2; exit 1; }
printf '{"private": true}\n' >package.json
npm install --silent --no-audit --no-fund commonmark@0.31.2 >/dev/null
cat >render.js <<'JS'
const { Parser, HtmlRenderer } = require("commonmark");
const source = require("fs").readFileSync(0, "utf8");
process.stdout.write(new HtmlRenderer().render(new Parser().parse(source)));
JS

flat() { tr -d '\n'; }
expect() { # NAME GOT WANT
  printf '%-28s %s\n' "$1" "$2"
  if [[ "$2" != "$3" ]]; then
    printf 'expected                     %s\n' "$3" >&2
    exit 1
  fi
}

empty='1. x\n   - 1.\n\n     b\n'
filled='1. x\n   - 1. y\n\n     b\n'
expect "goldmark, empty item" "$(printf "$empty" | ./render | flat)" \
  '<ol><li>x<ul><li><ol><li></li></ol></li></ul></li></ol><pre><code> b</code></pre>'
expect "commonmark.js, empty item" "$(printf "$empty" | node render.js | flat)" \
  '<ol><li>x<ul><li><ol><li></li></ol><p>b</p></li></ul></li></ol>'
expect "goldmark, with text" "$(printf "$filled" | ./render | flat)" \
  '<ol><li>x<ul><li><ol><li>y</li></ol><p>b</p></li></ul></li></ol>'
expect "commonmark.js, with text" "$(printf "$filled" | node render.js | flat)" \
  '<ol><li>x<ul><li><ol><li>y</li></ol><p>b</p></li></ul></li></ol>'

#!/usr/bin/env bash
# goldmark 1.8.7: a link whose text is one x is a ticked box at the start of a list item.
#
# A list of choices, keys or coordinates has items such as "- [X](x-axis.md)". GitHub
# Flavored Markdown wants white space behind the bracket of a task, so that this is a
# link. The task list extension of goldmark does not look at what follows: the item
# begins with a ticked, disabled box, and the address stands behind it as text.
#
# micromark-extension-gfm-task-list-item, behind remark-gfm 4.0.1 (npm), makes the link.
#
# Who takes files over from a tool in JavaScript meets it; so does who links to a page
# that is called X. Nothing is reported, and a check of links does not see the address.
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
	"github.com/yuin/goldmark/extension"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = goldmark.New(goldmark.WithExtensions(extension.TaskList)).Convert(text, os.Stdout)
	}
	if err != nil {
		panic(err)
	}
}
GO
GOFLAGS=-mod=mod go build -o convert . 2>build.log || { cat build.log >&2; exit 1; }
printf '{"private": true, "type": "module"}\n' >package.json
npm install --silent --no-audit --no-fund unified@11.0.5 remark-parse@11.0.0 remark-gfm@4.0.1 remark-rehype@11.1.2 rehype-stringify@10.0.1 >/dev/null
cat >convert.js <<'JS'
import { readFileSync } from "node:fs";
import { unified } from "unified";
import parse from "remark-parse";
import gfm from "remark-gfm";
import rehype from "remark-rehype";
import stringify from "rehype-stringify";
console.log(String(await unified().use(parse).use(gfm).use(rehype).use(stringify).process(readFileSync(0, "utf8"))));
JS

expect() { # NAME GOT WANT
  printf '%-18s %s\n' "$1" "$2"
  if [[ "$2" != "$3" ]]; then
    printf 'expected           %s\n' "$3" >&2
    exit 1
  fi
}
line() { tr -d '\n'; }

expect "goldmark, link" "$(printf -- '- [x](axis.md)\n' | ./convert | line)" \
  '<ul><li><input checked="" disabled="" type="checkbox"> (axis.md)</li></ul>'
expect "remark-gfm, link" "$(printf -- '- [x](axis.md)\n' | node convert.js | line)" \
  '<ul><li><a href="axis.md">x</a></li></ul>'
expect "goldmark, task" "$(printf -- '- [x] done\n' | ./convert | line)" \
  '<ul><li><input checked="" disabled="" type="checkbox"> done</li></ul>'
expect "remark-gfm, task" "$(printf -- '- [x] done\n' | node convert.js | line)" \
  '<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" checked disabled> done</li></ul>'

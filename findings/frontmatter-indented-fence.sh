#!/usr/bin/env bash
# adrg/frontmatter 0.2.0: an indented --- ends the front matter.
#
# A block scalar of YAML holds any text that is indented, so a summary of several
# paragraphs may have a line of three hyphens in it: between two parts, or below a
# heading. The library trims a line before it compares it with the closing delimiter.
# It therefore ends the front matter in the middle of the scalar: without an error,
# since what it has by then is YAML, and with the other half of the fields in the body.
# Behind the hyphens it trims all that Unicode calls white space, as a no-break blank.
#
# gray-matter 4.0.3 (npm) looks for the delimiter at the beginning of a line, and reads
# all fields.
#
# Who takes files over from a tool in JavaScript meets it. Fields behind the scalar are
# gone without a word, those that hold a page back among them: look whether the body
# begins as the author wrote it, or quote the text.
#
# Needs Go and Node.js with npm. Fails when one of the two behaves differently.
set -euo pipefail
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >go.mod <<'MOD'
module finding

go 1.24

require github.com/adrg/frontmatter v0.2.0
MOD
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"os"

	"github.com/adrg/frontmatter"
)

func main() {
	fields := map[string]any{}
	body, err := frontmatter.Parse(os.Stdin, &fields)
	if err != nil {
		panic(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode([]any{fields, string(body)}); err != nil {
		panic(err)
	}
}
GO
GOFLAGS=-mod=mod go build -o parse . 2>build.log || { cat build.log >&2; exit 1; }
printf '{"private": true}\n' >package.json
npm install --silent --no-audit --no-fund gray-matter@4.0.3 >/dev/null
cat >parse.js <<'JS'
const { data, content } = require("gray-matter")(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify([data, content]));
JS

expect() { # NAME GOT WANT
  printf '%-28s %s\n' "$1" "$2"
  if [[ "$2" != "$3" ]]; then
    printf 'expected                     %s\n' "$3" >&2
    exit 1
  fi
}

indented='---\ntitle: Export\nsummary: |\n  One part.\n  ---\n  Another.\nowner: ana\n---\nBody.\n'
plain='---\ntitle: Export\nsummary: |\n  One part.\nowner: ana\n---\nBody.\n'
expect "frontmatter, indented ---" "$(printf -- "$indented" | ./parse)" \
  '[{"summary":"One part.\n","title":"Export"},"  Another.\nowner: ana\n---\nBody.\n"]'
expect "gray-matter, indented ---" "$(printf -- "$indented" | node parse.js)" \
  '[{"title":"Export","summary":"One part.\n---\nAnother.\n","owner":"ana"},"Body.\n"]'
expect "frontmatter, without" "$(printf -- "$plain" | ./parse)" \
  '[{"owner":"ana","summary":"One part.\n","title":"Export"},"Body.\n"]'
expect "gray-matter, without" "$(printf -- "$plain" | node parse.js)" \
  '[{"title":"Export","summary":"One part.\n","owner":"ana"},"Body.\n"]'
expect "frontmatter, no-break blank" "$(printf -- '---\ntitle: Export\n---\xc2\xa0\nBody.\n' | ./parse)" \
  '[{"title":"Export"},"Body.\n"]'

#!/usr/bin/env bash
# alecthomas/chroma 2.27.0: importing its lexers decodes the head of every one of them at
# each start of a program, used or not.
#
# Lexers are XML files in the program, and their rules are read when a lexer is first
# used. But the registry is a package variable whose initialiser opens every file and
# decodes its <config> with encoding/xml: 32,000 allocations before main, in a program
# that highlights nothing and in one that is asked for its version. Importing the package
# "chroma" alone, for its types and styles, costs nothing of it; there is no import that
# has the lexers and leaves the work until one is asked for.
#
# Needs Go. Fails when the initialiser allocates less than half of that.
set -euo pipefail
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >go.mod <<'MOD'
module finding

go 1.24

require github.com/alecthomas/chroma/v2 v2.27.0
MOD
cat >main.go <<'GO'
package main

import "github.com/alecthomas/chroma/v2/lexers"

// It is named so that it is linked, and asked for nothing.
var _ = lexers.Get

func main() {}
GO
GOFLAGS=-mod=mod go build -o start . 2>build.log || { cat build.log >&2; exit 1; }
line="$(GODEBUG=inittrace=1 ./start 2>&1 | grep 'init github.com/alecthomas/chroma/v2/lexers ')"
printf '%s\n' "$line"
allocations="$(sed -E 's/.* ([0-9]+) allocs$/\1/' <<<"$line")"
files="$(find "$(go list -m -f '{{.Dir}}' github.com/alecthomas/chroma/v2)/lexers/embedded" -name '*.xml' | wc -l)"
printf '%d allocations before main, for %d lexers in XML\n' "$allocations" "$files"
if (( allocations < 16000 || files < 200 )); then
  echo "expected some 32,000 allocations for more than 200 lexers" >&2
  exit 1
fi

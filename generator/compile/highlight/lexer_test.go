package highlight

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// snippets are texts for the comparison with chroma; each lexer gets all.
var snippets = []string{
	"package main\n\nimport (\n\t\"fmt\"\n)\n\n// Sum adds.\nfunc Sum[T int | float64](xs ...T) (t T) {\n" +
		"\tfor _, x := range xs { t += x }\n\tfmt.Printf(`%v {{.X}}`, 0x1F+1e3i, 'a', \"\\n\")\n\treturn t\n}\n",
	"SELECT DISTINCT a.\"x\", count(*) FROM t1 AS a LEFT JOIN t2 b ON a.id = b.id -- note\n" +
		"WHERE a.name LIKE 'O''Brien%' AND b.total >= 10.5 /* x /* y */ */ GROUP BY 1;\nINSERT INTO ſelect VALUES (NULL, TRUE);\n",
	"#!/bin/bash\nset -euo pipefail\nfor f in *.json; do\n  x=\"$(cat \"${f%.json}\" | wc -l)\"; ((i+=1))\n" +
		"  if [[ $x -gt 3 ]]; then echo 'done' && exit 1; fi\ndone <<EOF\ntext $y\nEOF\nexport PATH=$PATH:/bin # c\n",
	"{\"a\": [1, -2.5e3, true, null, \"x\\\"y\\u00e9\"], \"b\": {\"c\": {}}}\n",
	"def f(x: int = 3, *args, **kw) -> str:\n    \"\"\"Doc.\"\"\"\n" +
		"    return f\"{x!r:>10} {'a' if x else None}\" + r'\\d'\n\n@decorator\nclass A(B):\n    async def g(self): yield await self.x\n",
	"const f = async ({a, b = 1}, ...c) => { return `${a}/${b ?? `x`}` };\n" +
		"class A extends B { #p = /re[/]x/gi; static get y() { return typeof this } }\n// é\nexport default f;\n",
	"interface A<T extends string> { readonly a?: T; b(): void }\n" +
		"type U = Partial<A<'x'>>;\nenum E { A = 1, B }\nlet x: unknown = <any>y as const;\n",
	"name: build\non:\n  push: {branches: [main]}\nenv: &x\n  A: \"b\" # c\n  D: |\n    line\n    more\nlist:\n- *x\n- !!str 3\n",
	"[package]\nname = \"x\"\nversion = '1.0'\ndate = 2020-01-02T03:04:05Z\n[[bin]]\na = [1, 2.0, true]\n",
	"use std::collections::HashMap;\n\n#[derive(Debug)]\npub struct A<'a, T: ?Sized> { x: &'a T }\n" +
		"impl<'a, T> A<'a, T> { fn f(&self) -> Option<u8> { match self.x { _ => println!(\"{:?}\", 1_000u32) } } }\n/* a /* b */ */\n",
	"<!DOCTYPE html>\n<div class=\"a\" onclick='f()'>x &amp; y<br/>" +
		"<script>var a = 1 < 2;</script><style>a{color:red}</style><!-- c --></div>\n<?xml version=\"1.0\"?>\n",
	".a > #b::before { color: #fff; margin: calc(1px + 2em) !important }\n@media (max-width: 10px) { a:hover { content: \"\\201C\" } }\n",
	"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ f\n-old\n+new\n same\n",
	"$ curl -s https://a.b | jq .\n> x\n{\"a\": 1}\n# make install\nuser@host:~$ ls\n",
	"#include <stdio.h>\n#define X(a) \\\n  (a + 1)\n" +
		"int main(int argc, char **argv) { unsigned long x = 0xFFul; printf(\"%d\\n\", X(3)); return 0; }\n",
	"FROM golang:1.26 AS b\nRUN --mount=type=cache go build ./... && \\\n  echo \"x\"\nENV A=b\nCMD [\"/x\"]\n",
	"<?php\nnamespace A\\B;\n" +
		"final class C { public function __construct(private ?string $x = null) { echo \"$x {$this->y}\"; } }\n?>\n<b>x</b>\n",
	"class A < B\n  attr_reader :x\n  def f(y: 1) = puts \"#{y} #{:z}\" unless @x&.nil?\n  X = %w[a b].freeze\nend\n",
	"public class A<T> extends B implements C {\n" +
		"  @Override public int f(final String x) throws E { return x == null ? 0 : (int) 1L; }\n}\n",
	"resource \"a\" \"b\" {\n  count = var.x ? 1 : 0\n  tags = { Name = \"${local.y}-z\" }\n}\n",
	"query Q($id: ID!) { a(id: $id) { ...F @include(if: true) } }\nfragment F on T { x }\n",
	"POST /v1/x HTTP/1.1\nHost: a.b\nContent-Type: application/json\n\n{\"a\": 1}\n",
	"key = value\n[section]\n; comment\na: b\n",
	"日本語 = \"テスト\" é\u0301 K ſ \u200d x\u00a0y\n\t\v\f\x7f\\ ` ' \" $ @ # ~",
	"", "\n", "\n\n\n", "x", "\"unterminated", "/* unterminated", "'''", "${{", "<<", "a\n b\n\tc",
}

var popular = strings.Fields("go sql bash sh json python js ts tsx jsx yaml toml rust html css scss diff console c " +
	"c++ c# docker php ruby java kotlin swift hcl terraform graphql http ini make lua perl r scala xml markdown proto " +
	"nginx postgres mysql powershell elixir haskell dart vue svelte asm text groovy objective-c clojure erlang zig")

// TestLexersAgree compares the tokens of lexers run here with those that chroma
// finds itself.
func TestLexersAgree(t *testing.T) {
	for _, name := range popular {
		l := lexers.Get(name)
		if l == nil {
			t.Errorf("no lexer %s", name)
			continue
		}
		texts := slices.Clone(snippets)
		r := rand.New(rand.NewPCG(1, 2))
		for range 12 {
			texts = append(texts, mutated(r))
		}
		compareLexer(t, name, l, texts)
	}
}

// mutated returns a random mixture of the snippets.
func mutated(r *rand.Rand) string {
	var b []rune
	for range 4 {
		s := []rune(snippets[r.IntN(len(snippets))])
		if len(s) > 0 {
			i := r.IntN(len(s))
			b = append(b, s[i:i+r.IntN(min(60, len(s)-i))]...)
		}
		b = append(b, []rune(" \n\"'/*#{}()<>:;=é_$K0")[r.IntN(20)])
	}
	return string(b)
}

func compareLexer(t *testing.T, name string, l chroma.Lexer, texts []string) {
	t.Helper()
	f, err := newFastLexer(l, lexers.GlobalLexerRegistry)
	if err != nil {
		return // chroma runs it
	}
	for _, text := range texts {
		want, wantErr := chromaTokens(l, text)
		got, gotErr := fastTokens(f, text)
		if wantErr != nil || gotErr != nil {
			if (wantErr == nil) != (gotErr == nil) {
				t.Errorf("%s: %q\ngot error %v\nwant error %v", name, text, gotErr, wantErr)
			}
			continue
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q\ngot  %q\nwant %q", name, text, got, want)
			return
		}
	}
}

func chromaTokens(l chroma.Lexer, text string) (out []chroma.Token, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("lexer: %v", r)
		}
	}()
	it, err := l.Tokenise(nil, text)
	if err != nil {
		return nil, err
	}
	for t := it(); t != chroma.EOF; t = it() {
		if out = append(out, t); len(out) > 20*len(text)+100 {
			return out, fmt.Errorf("too many tokens")
		}
	}
	return out, nil
}

func fastTokens(f *fastLexer, text string) (out []chroma.Token, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("lexer: %v", r)
		}
	}()
	err = f.tokens(text, func(kind chroma.TokenType, value string) {
		out = append(out, chroma.Token{Type: kind, Value: value})
	})
	return out, err
}

func FuzzLexersAgree(f *testing.F) {
	for i, s := range snippets {
		f.Add(uint8(i), s)
	}
	f.Fuzz(func(t *testing.T, lang uint8, text string) {
		if len(text) > 300 || strings.ContainsRune(text, '\r') {
			return
		}
		name := popular[int(lang)%len(popular)]
		compareLexer(t, name, lexers.Get(name), []string{text})
	})
}

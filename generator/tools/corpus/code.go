package corpus

import (
	"fmt"
	"strings"
)

// code writes one block of code. No two blocks are the same, or a cache of
// highlighted code would be measured instead of highlighting.
func (w *writer) code() {
	languages := []struct {
		name  string
		write func(*writer)
	}{
		{"sql", (*writer).sql},
		{"go", (*writer).golang},
		{"bash", (*writer).bash},
		{"json", (*writer).json},
	}
	language := pick(w.random, languages)
	w.b.WriteString("```" + language.name + "\n")
	language.write(w)
	w.b.WriteString("```\n\n")
}

// name returns an identifier of two words.
func (w *writer) name(join string) string {
	return strings.Join(w.vocabulary.nouns(w.random, 2), join)
}

// camel returns an identifier as Go writes it.
func (w *writer) camel() string {
	words := w.vocabulary.nouns(w.random, 2)
	return words[0] + capital(words[1])
}

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.b, format+"\n", args...)
}

func (w *writer) sql() {
	table, other := w.name("_"), w.name("_")
	w.line("-- %s", w.sentence(w.random, w.between(4, 9)))
	if w.chance(40) {
		w.line("CREATE TABLE %s (", table)
		w.line("    id BIGINT PRIMARY KEY,")
		for range w.between(3, 8) {
			w.line("    %s %s,", w.name("_"), pick(w.random, []string{
				"TEXT NOT NULL", "INTEGER DEFAULT 0", "TIMESTAMP WITH TIME ZONE", "NUMERIC(12, 2)", "BOOLEAN",
			}))
		}
		w.line("    created_at TIMESTAMP NOT NULL DEFAULT now()")
		w.line(");")
		w.line("")
	}
	w.line("SELECT a.%s,", w.name("_"))
	for range w.between(2, 5) {
		w.line("       %s(b.%s) AS %s,", pick(w.random, []string{"sum", "count", "max", "lower", "coalesce"}), w.name("_"), w.name("_"))
	}
	w.line("       a.%s", w.name("_"))
	w.line("FROM %s AS a", table)
	w.line("LEFT JOIN %s AS b ON b.%s = a.id", other, w.name("_"))
	w.line("WHERE a.%s = '%s'", w.vocabulary.noun(w.random), w.vocabulary.noun(w.random))
	for range w.between(1, 4) {
		w.line("  AND b.%s BETWEEN %d AND %d", w.name("_"), w.below(100), w.between(100, 9999))
	}
	w.line("GROUP BY a.%s", w.name("_"))
	w.line("ORDER BY 1 DESC")
	w.line("LIMIT %d;", w.between(10, 500))
}

func (w *writer) golang() {
	kind, item := capital(w.camel()), w.vocabulary.noun(w.random)
	w.line("// %s is %s", kind, w.run(w.random, w.between(5, 10)))
	w.line("type %s struct {", kind)
	for range w.between(2, 5) {
		w.line("\t%s %s `json:%q`", capital(w.camel()),
			pick(w.random, []string{"string", "int", "[]byte", "time.Time", "map[string]bool"}), w.name("_"))
	}
	w.line("}")
	w.line("")
	w.line("func (x *%s) %s(ctx context.Context, %ss []string) (int, error) {", kind, capital(w.camel()), item)
	w.line("\tcount := %d", w.below(100))
	w.line("\tfor i, v := range %ss {", item)
	w.line("\t\tif v == %q || i > %d {", w.name("-"), w.between(10, 9999))
	w.line("\t\t\treturn count, fmt.Errorf(%q, v)", w.name(" ")+": %s")
	w.line("\t\t}")
	for range w.between(1, 4) {
		w.line("\t\tcount += x.%s(v, %d) // %s", w.camel(), w.below(1000), w.run(w.random, w.between(3, 7)))
	}
	w.line("\t}")
	w.line("\treturn count, nil")
	w.line("}")
}

func (w *writer) bash() {
	w.line("#!/usr/bin/env bash")
	w.line("# %s", w.sentence(w.random, w.between(4, 9)))
	w.line("set -euo pipefail")
	w.line("")
	variable := strings.ToUpper(w.name("_"))
	w.line("%s=\"${1:-%s}\"", variable, w.name("-"))
	for range w.between(2, 6) {
		switch w.below(4) {
		case 0:
			w.line("curl -sf \"https://api.example.com/v%d/%s?limit=%d\" | jq -r '.%s[]'",
				w.between(1, 4), w.name("/"), w.between(1, 500), w.vocabulary.noun(w.random))
		case 1:
			w.line("if [[ -f \"$%s/%s.conf\" ]]; then", variable, w.name("-"))
			w.line("  echo \"%s\" >&2", w.run(w.random, w.between(3, 7)))
			w.line("fi")
		case 2:
			w.line("for %s in $(seq %d); do", w.vocabulary.noun(w.random), w.between(2, 50))
			w.line("  %s --%s=%d \"$%s\" || exit %d", w.name("-"), w.name("-"), w.below(1000), variable, w.between(1, 9))
			w.line("done")
		default:
			w.line("%s --%s --%s \"$%s\" > /tmp/%s.log", w.name("-"), w.vocabulary.noun(w.random), w.name("-"), variable, w.name("-"))
		}
	}
	w.line("echo \"%s: ${%s}\"", w.name(" "), variable)
}

func (w *writer) json() {
	w.line("{")
	w.line("  \"id\": %d,", w.between(1000, 999_999))
	for range w.between(2, 6) {
		switch w.below(4) {
		case 0:
			w.line("  %q: %q,", w.name("_"), w.run(w.random, w.between(2, 6)))
		case 1:
			w.line("  %q: %d.%02d,", w.name("_"), w.below(1000), w.below(100))
		case 2:
			w.line("  %q: {%q: %t, %q: null},", w.name("_"), w.vocabulary.noun(w.random), w.chance(50), w.name("_"))
		default:
			w.line("  %q: [%q, %q, %d],", w.name("_"), w.vocabulary.noun(w.random), w.vocabulary.noun(w.random), w.below(100))
		}
	}
	w.line("  %q: %q", w.name("_"), w.vocabulary.noun(w.random))
	w.line("}")
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"headsup/generator/publish/search/analysis"
)

// weighted is a stem of a text, with how much it says about the text.
type weighted struct {
	stem   string
	weight float64
}

// What a word counts in the text of an entry.
const (
	ownWord  = 3.0 // a word that the entry explains
	nearWord = 1.5 // one of an entry that it points to
	toldWord = 1.0 // one of the definition or an example
)

// entry is a line of the database: words of one meaning.
type entry struct {
	words string
	gloss string
	near  []string // entries that it points to, by file and offset
}

// pointers are those that lead to a meaning close by, in the database's signs: what it
// is a kind of, what it is similar to, what it is derived from, what it pertains to.
const pointers = "@ @i & + \\ ^ * > $ !"

// readTexts reads all entries as texts.
func readTexts(dict string) ([][]weighted, error) {
	entries := map[string]entry{}
	var order []string
	for _, file := range []string{"noun", "verb", "adj", "adv"} {
		data, err := os.ReadFile(filepath.Join(dict, "data."+file))
		if err != nil {
			return nil, fmt.Errorf("read WordNet: %w", err)
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, " ") {
				continue // the licence
			}
			id, e, err := parseEntry(line)
			if err != nil {
				return nil, fmt.Errorf("read data.%s: %w", file, err)
			}
			entries[id] = e
			order = append(order, id)
		}
	}
	texts := make([][]weighted, 0, len(order))
	for _, id := range order {
		e := entries[id]
		text := appendWords(nil, e.words, ownWord)
		text = appendWords(text, e.gloss, toldWord)
		for _, near := range e.near {
			text = appendWords(text, entries[near].words, nearWord)
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// parseEntry reads a line: its offset, file number, part of speech, count of words in
// hexadecimal digits, words each with a number, count of pointers, pointers of four
// fields, and behind a bar the definition.
func parseEntry(line string) (id string, e entry, err error) {
	head, gloss, _ := strings.Cut(line, " | ")
	f := strings.Fields(head)
	if len(f) < 4 {
		return "", e, fmt.Errorf("%q is no entry", line)
	}
	words, err := strconv.ParseInt(f[3], 16, 32)
	if err != nil || len(f) < 5+2*int(words) {
		return "", e, fmt.Errorf("%q is no entry", line)
	}
	var names []string
	for i := range int(words) {
		name, _, _ := strings.Cut(f[4+2*i], "(") // an adjective may say where it stands
		names = append(names, strings.ReplaceAll(name, "_", " "))
	}
	rest := f[4+2*int(words):]
	for rest = rest[1:]; len(rest) >= 4; rest = rest[4:] {
		if strings.Contains(" "+pointers+" ", " "+rest[0]+" ") {
			e.near = append(e.near, part(rest[2])+rest[1])
		}
	}
	e.words, e.gloss = strings.Join(names, " "), gloss
	return part(f[2]) + f[0], e, nil
}

// part is a part of speech as files are named by it: satellites are adjectives.
func part(s string) string {
	if s == "s" {
		return "a"
	}
	return s
}

// appendWords appends the stems of a text, each once.
func appendWords(to []weighted, text string, weight float64) []weighted {
	var scanner analysis.Scanner
	from := len(to)
	scanner.Scan(text, func(t analysis.Token) {
		word := string(t.Text)
		if t.Variant || !analysis.IsWord(word) {
			return
		}
		stem := analysis.Stem(word)
		for _, w := range to[from:] {
			if w.stem == stem {
				return
			}
		}
		to = append(to, weighted{stem, weight})
	})
	return to
}

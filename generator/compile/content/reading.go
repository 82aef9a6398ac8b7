package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"headsup/generator/diag"
	"headsup/generator/read/frontmatter"
)

// Reading says how the value of a key of the files is read as one of ours.
type Reading struct {
	Not   bool              // the key is a flag of the opposite sense
	Words map[string]string // their word, in small letters, and ours
	Else  string            // what all other words are; "" when they are a mistake
}

// wordsOf returns the words that a field takes: those of a choice, or true and
// false; nil when it takes others.
func wordsOf(f *field[Page]) []string {
	if f.shape.flag {
		return []string{"true", "false"}
	}
	return f.shape.words
}

// setReading reads one way in which a field is mapped: a key, a key with "!"
// before it, or a mapping of words.
func (d *decoder) setReading(n *yaml.Node, f *field[Page], k *kindEntry) {
	var r Reading
	key := ""
	switch {
	case frontmatter.IsMapping(n):
		if key = d.wordReading(n, f, &r); key == "" {
			return
		}
	default:
		key, _ = d.line(n)
		if strings.HasPrefix(key, "!") {
			key, r.Not = strings.TrimSpace(key[1:]), true
		}
		if key == "" {
			return
		}
		switch row := holdKeyOf(key); {
		case r.Not && !f.shape.flag:
			d.report("config", d.At(n), "! turns true and false round, and "+f.name+" takes neither",
				"write "+f.name+": "+key+", or say what its words mean: "+f.name+": {from: "+key+", …}")
			return
		case f.name == "draft" && row != nil && row.isFlag() && r.Not != slices.Equal(row.shows, on):
			right := `"!` + key + `"`
			if r.Not {
				right = key
			}
			d.report("config", d.At(n), "this turns the sense of "+key+" round: pages that it holds back would be published",
				"write draft: "+right)
			return
		}
	}
	k.Fields[f.name] = appendNew(k.Fields[f.name], key)
	if r.Not || r.Words != nil {
		if k.Readings == nil {
			k.Readings = make(map[string]map[string]Reading)
		}
		if k.Readings[f.name] == nil {
			k.Readings[f.name] = make(map[string]Reading)
		}
		k.Readings[f.name][key] = r
	}
}

// wordReading reads {from: status, is: [draft]} or {from: access, public: [all]},
// and returns the key.
func (d *decoder) wordReading(n *yaml.Node, f *field[Page], r *Reading) (key string) {
	ours := wordsOf(f)
	if ours == nil {
		d.report("config", d.At(n), f.name+" takes any text, so there are no words to choose from",
			"write the key alone: "+f.name+": their_key")
		return ""
	}
	names := map[string]string{"is": "true", "not": "false"}
	if !f.shape.flag {
		names = make(map[string]string)
		for _, w := range ours {
			names[w] = w
		}
	}
	known := []string{"from"}
	for name := range names {
		known = append(known, name)
	}
	slices.Sort(known[1:])
	r.Words = make(map[string]string)
	given := make(map[string]bool)
	pairs, _ := d.pairs(n)
	for _, e := range pairs {
		if e.key.Value == "from" {
			key, _ = d.line(e.value)
			continue
		}
		word, ok := names[e.key.Value]
		if !ok {
			d.report("config", d.At(e.key), "unknown key "+diag.Quote(e.key.Value), diag.DidYouMean(e.key.Value, known))
			continue
		}
		given[word] = true
		for _, item := range d.items(e.value) {
			said := foldWord(item.Value)
			if have, twice := r.Words[said]; twice && have != word {
				d.report("config", d.At(item), diag.Quote(item.Value)+" is in two lists", "leave it in one of them")
				continue
			}
			r.Words[said] = word
		}
	}
	example := fmt.Sprintf("write for example %s: {from: status, is: [draft]}", f.name)
	if !f.shape.flag {
		example = fmt.Sprintf("write for example %s: {from: their_key, %s: [their_word]}", f.name, ours[0])
	}
	switch {
	case key == "":
		d.report("config", d.At(n), "from is missing, so nobody knows which key is meant", example)
	case len(r.Words) == 0:
		d.report("config", d.At(n), "there is no list of words for "+key, example)
		return ""
	}
	if f.shape.flag && len(given) == 1 {
		r.Else = map[bool]string{true: "false", false: "true"}[given["true"]]
	}
	return key
}

func foldWord(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// reworded returns the value of a foreign key as one of ours. When nobody knows
// what it means that is reported, and there is none.
func (d *decoder) reworded(v *yaml.Node, key string, f *field[Page], r Reading) (*yaml.Node, bool) {
	out := *v
	out.Style, out.Tag, out.LineComment = 0, "!!str", ""
	if r.Not {
		value, ok := d.flag(v)
		out.Value = fmt.Sprint(!value)
		return &out, ok
	}
	if v.Kind != yaml.ScalarNode {
		d.report("wrong-type", d.At(v), frontmatter.Instead("one word", v), "write one word")
		return nil, false
	}
	said := foldWord(v.Value)
	var listed []string
	for word := range r.Words {
		listed = append(listed, word)
	}
	slices.Sort(listed)
	word, ok := r.Words[said]
	switch near := diag.Suggest(said, listed); {
	case ok:
		out.Value = word
	case r.Else != "" && near == "":
		out.Value = r.Else
	default:
		hint := "headsup.yaml knows for " + f.name + ": " + strings.Join(listed, ", ")
		d.report("unknown-value", d.At(v), "the configuration does not say what "+key+": "+diag.Quote(v.Value)+" means", hint)
		return nil, false
	}
	return &out, true
}

// schemaOfReading is the schema of a key whose words are not ours.
func schemaOfReading(r Reading) object {
	if r.Not || r.Else != "" {
		return object{"type": []string{"string", "number", "boolean"}}
	}
	var listed []string
	for word := range r.Words {
		listed = append(listed, word)
	}
	slices.Sort(listed)
	enum := anys(listed)
	for _, word := range listed {
		if number, err := strconv.Atoi(word); err == nil {
			enum = append(enum, number)
		}
	}
	for _, flag := range []bool{true, false} {
		if slices.Contains(listed, fmt.Sprint(flag)) {
			enum = append(enum, flag)
		}
	}
	return object{"enum": enum}
}

package highlight

import (
	"regexp"
	"strings"

	"github.com/dlclark/regexp2/v2/syntax"
)

// pattern is what is known of a lexer rule's regular expression without running
// it. Everything here is exact or errs on the side of running it.
type pattern struct {
	ascii  [128]bool       // a match can begin with this character
	other  bool            // a match can begin with a character beyond ASCII
	empty  bool            // a match can be empty, or nothing is known
	words  map[string]bool // words that a match begins with; true if more than the word can follow
	folded bool            // the words are in lower case
	whole  bool            // a match is one of the words, no more and no less
	before bool            // a match needs a word boundary before it
	simple []*syntax.RegexNode
}

// words matches a rule that is a list of words, perhaps with more behind it.
// Behind the list every match is at the end of a word.
var wordRule = regexp.MustCompile(`^(\(\?i\))?(\\b)?\((?:\?:)?([\w -]+(?:\|[\w -]+)*)\)(\\b|\(\\s[*]\)\\b|\(\\s\+\)|\\s\+)(.*)$`)

// analyse looks at a rule. The expression is compiled as chroma does it.
func analyse(expr string, rule string, ignoreCase bool) pattern {
	var p pattern
	tree, err := syntax.Parse(expr, syntax.ParseOptions{})
	if err != nil {
		p.empty = true
		return p
	}
	p.empty = p.begin(tree.Root)
	p.simple, _ = sequence(nil, tree.Root)
	// A bar in what follows would be an alternative to the whole list, and a
	// quantifier could make what ends the words optional.
	if m := wordRule.FindStringSubmatch(rule); m != nil && !strings.Contains(m[5], "|") &&
		!strings.ContainsAny(m[5][:min(1, len(m[5]))], "?*+{") {
		p.words = map[string]bool{}
		p.folded = ignoreCase || m[1] != ""
		p.before = m[2] != ""
		p.whole = m[4] == `\b` && m[5] == ""
		for _, w := range strings.Split(m[3], "|") {
			if p.folded {
				w = strings.ToLower(w)
			}
			n := 0
			for n < len(w) && w[n] != ' ' && w[n] != '-' {
				n++
			}
			p.words[w[:n]] = p.words[w[:n]] || n < len(w)
		}
	}
	return p
}

// begin adds the characters that a match of a node can begin with and reports
// whether it can match nothing.
func (p *pattern) begin(n *syntax.RegexNode) (empty bool) {
	switch n.T {
	case syntax.NtOne, syntax.NtOneloop, syntax.NtOnelazy, syntax.NtOneloopatomic:
		p.add(n.Ch, n)
	case syntax.NtMulti:
		p.add(n.Str[0], n)
		return false
	case syntax.NtSet, syntax.NtSetloop, syntax.NtSetlazy, syntax.NtSetloopatomic,
		syntax.NtNotone, syntax.NtNotoneloop, syntax.NtNotonelazy, syntax.NtNotoneloopatomic:
		p.other = true
		for c := range p.ascii {
			p.ascii[c] = p.ascii[c] || accepts(n, rune(c))
		}
	case syntax.NtConcatenate:
		for _, c := range n.Children {
			if !p.begin(c) {
				return false
			}
		}
		return true
	case syntax.NtAlternate:
		for _, c := range n.Children {
			empty = p.begin(c) || empty
		}
		return empty
	case syntax.NtCapture, syntax.NtGroup, syntax.NtAtomic:
		return p.begin(n.Children[0])
	case syntax.NtLoop, syntax.NtLazyloop:
		return p.begin(n.Children[0]) || n.M == 0
	case syntax.NtNothing:
		return false
	case syntax.NtBol, syntax.NtEol, syntax.NtBoundary, syntax.NtNonboundary, syntax.NtBeginning, syntax.NtStart,
		syntax.NtEndZ, syntax.NtEnd, syntax.NtEmpty, syntax.NtPosLook, syntax.NtNegLook, syntax.NtUpdateBumpalong:
		return true
	default:
		for c := range p.ascii {
			p.ascii[c] = true
		}
		p.other = true
		return true
	}
	return isLoop(n) && n.M == 0
}

func (p *pattern) add(c rune, n *syntax.RegexNode) {
	if c >= 128 {
		p.other = true
	} else {
		p.ascii[c] = true
	}
	if n.Options&syntax.IgnoreCase != 0 {
		p.other = true
		if lower := c | 0x20; lower >= 'a' && lower <= 'z' {
			p.ascii[lower], p.ascii[lower&^0x20] = true, true
		}
	}
}

func isLoop(n *syntax.RegexNode) bool {
	switch n.T {
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
		return false
	}
	return true
}

// accepts reports whether a node for one character takes it.
func accepts(n *syntax.RegexNode, c rune) bool {
	switch n.T {
	case syntax.NtOne, syntax.NtOneloop, syntax.NtOneloopatomic:
		return c == n.Ch
	case syntax.NtNotone, syntax.NtNotoneloop, syntax.NtNotonelazy, syntax.NtNotoneloopatomic:
		return c != n.Ch
	}
	return n.Set.CharIn(c)
}

// sequence flattens an expression into steps that match one after the other in
// one way only: characters, words, boundaries, and loops that never give back.
// It reports false for any other expression.
func sequence(list []*syntax.RegexNode, n *syntax.RegexNode) ([]*syntax.RegexNode, bool) {
	switch n.T {
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet, syntax.NtMulti,
		syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
		if n.Options&(syntax.IgnoreCase|syntax.RightToLeft) != 0 {
			return nil, false
		}
		return append(list, n), true
	case syntax.NtBoundary:
		return append(list, n), true
	case syntax.NtStart:
		// The match begins where it is looked for.
		return list, len(list) == 0
	case syntax.NtEmpty:
		return list, true
	case syntax.NtConcatenate:
		ok := true
		for _, c := range n.Children {
			if list, ok = sequence(list, c); !ok {
				return nil, false
			}
		}
		return list, true
	case syntax.NtCapture:
		if n.N != -1 {
			return nil, false // it takes a capture back
		}
		return sequence(list, n.Children[0])
	case syntax.NtGroup, syntax.NtAtomic:
		return sequence(list, n.Children[0])
	}
	return nil, false
}

// run matches the steps of a simple pattern and returns the length, -1 for no
// match.
func (p *pattern) run(text []rune, pos int) int {
	at := pos
	for _, n := range p.simple {
		switch n.T {
		case syntax.NtMulti:
			if len(text)-at < len(n.Str) {
				return -1
			}
			for i, c := range n.Str {
				if text[at+i] != c {
					return -1
				}
			}
			at += len(n.Str)
		case syntax.NtBoundary:
			before := at > 0 && syntax.IsWordChar(text[at-1])
			behind := at < len(text) && syntax.IsWordChar(text[at])
			if before == behind {
				return -1
			}
		case syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
			count := 0
			for at < len(text) && count < n.N && accepts(n, text[at]) {
				at++
				count++
			}
			if count < n.M {
				return -1
			}
		default:
			if at >= len(text) || !accepts(n, text[at]) {
				return -1
			}
			at++
		}
	}
	return at - pos
}

// verdict is what a pattern knows about a place without being run.
type verdict int8

const (
	unknown verdict = iota
	noMatch
	wordMatch // the ASCII word at the place is the match
)

// ask judges a place; word is the length of the run of ASCII word characters
// there, and clear says that no further word character is on either side of it.
func (p *pattern) ask(text []rune, pos, word int, lower string, clear bool) verdict {
	if !p.empty {
		if c := text[pos]; c < 128 && !p.ascii[c] || c >= 128 && !p.other {
			return noMatch
		}
	}
	if p.words == nil || !clear || word == 0 {
		return unknown
	}
	var longer, found bool
	if p.folded {
		longer, found = p.words[lower]
	} else {
		var buf [64]byte
		b := buf[:0]
		for _, c := range text[pos : pos+word] {
			b = append(b, byte(c))
		}
		longer, found = p.words[string(b)]
	}
	switch {
	case !found:
		return noMatch
	case p.whole && !longer:
		return wordMatch
	}
	return unknown
}

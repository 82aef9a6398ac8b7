package leak

import (
	"bytes"
	"encoding/hex"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// mode says what in a file is not text.
type mode uint8

const (
	plainText   mode = iota // words, all else parts them; a line is as an element
	proseText               // the same, but a sentence may go on in the next line
	captionText             // the same, with tags and entities
	htmlText                // tags and entities
	xmlText                 // the same, and escaped HTML inside
	jsonText                // strings with escapes, and HTML inside
)

// scanner reads words from bytes: runs of letters and digits of any script,
// lower case. Ideographs and kana are a word each, as nothing parts them.
//
// Tags do not part the words of a sentence. Their own words, of attribute
// values mostly, are a stream of their own, so that links do not interrupt the
// text. A tag that is not closed takes in what follows; its words are still
// read.
type scanner struct {
	data   []byte
	mode   mode
	json   bool // escapes of JSON are in force
	lines  bool // the string of a JSON file is no HTML: a line is as an element
	script bool // inside a script element
	text   stream
	tag    stream
	cur    *stream
	visit  func(*stream) bool
	done   bool

	word  word // that is being read
	saved word // that an inline tag interrupts
}

// cellEnd stands for what parts the cells of a table.
const cellEnd = '\x1f'

// markup reports whether there are tags, entities and quoted values.
func (m mode) markup() bool { return m > proseText }

// continues reports whether prose goes on at data[i:], the beginning of a line:
// neither a blank line nor an item nor a number stands there.
func continues(data []byte, i int) bool {
	return i < len(data) && (class[data[i]] == letter && data[i] > '9' || data[i] >= utf8.RuneSelf)
}

// beginsHTML reports whether the string of JSON that begins at data[i:] is HTML.
func beginsHTML(data []byte, i int) bool {
	return bytes.HasPrefix(data[i:], []byte("<")) || bytes.HasPrefix(data[i:], []byte(`\u003c`)) ||
		bytes.HasPrefix(data[i:], []byte(`\u003C`))
}

// scan calls visit after each word with the stream that it belongs to, until
// visit returns false.
func scan(data []byte, m mode, visit func(*stream) bool) {
	s := scanner{visit: visit}
	s.run(data, m)
}

// run reads data, in composed form so that a letter with an accent is one letter
// however it is written. What an earlier run has read is forgotten.
func (s *scanner) run(data []byte, m mode) {
	if !norm.NFC.IsNormal(data) {
		data = norm.NFC.Bytes(data)
	}
	s.data, s.mode = data, m
	s.json, s.lines, s.script, s.done = m == jsonText, false, false, false
	s.word, s.saved = word{}, word{}
	s.text.reset()
	s.tag.reset()
	s.cur = &s.text
	for i := 0; i < len(data) && !s.done; {
		switch class[data[i]] {
		case part:
			if s.word.in {
				s.endWord()
			}
			i++
		case look:
			i = s.special(i)
		default:
			i = s.letters(i)
		}
	}
	s.endWord()
	if s.cur == &s.tag {
		s.leaveTag()
		s.endWord()
	}
}

// letters reads the letters at i and returns where to go on.
func (s *scanner) letters(i int) int {
	block, k := letters(s.data, i)
	to := i + int(k)
	if !s.word.in && to+8 < len(s.data) {
		// Most words stand alone and have less than 16 letters.
		hash, last := uint64(hashSeed), block
		end, n := to, k
		if k == 8 {
			hash = fold(hash, block)
			last, n = letters(s.data, to)
			end += int(n)
		}
		if n < 8 && class[s.data[end]] == part {
			s.found(mix(fold(hash, last), 0), i, end)
			return end + 1
		}
	}
	s.word.add(block, k, i, to)
	return to
}

func (s *scanner) endWord() {
	if !s.word.in {
		return
	}
	s.word.in = false
	if !s.done {
		s.found(s.word.sum(), s.word.start, s.word.end)
	}
}

// found takes a whole word.
func (s *scanner) found(hash uint64, start, end int) {
	hash &^= numeric
	if b := s.data[start]; '0' <= b && b <= '9' {
		hash |= numeric
	}
	s.cur.push(hash, start, end)
	s.done = !s.visit(s.cur)
}

// special reads what starts at i and is more than a letter or a separator. It
// returns where to go on.
func (s *scanner) special(i int) int {
	c := s.data[i]
	if c >= utf8.RuneSelf {
		r, size := utf8.DecodeRune(s.data[i:])
		s.rune(r, i, i+size)
		return i + size
	}
	if c == '\n' || c == cellEnd {
		s.endWord()
		if s.mode == plainText || s.mode <= captionText && !continues(s.data, i+1) {
			s.text.near = 0
		}
		return i + 1
	}
	if c == '%' {
		return s.percent(i)
	}
	if !s.mode.markup() {
		s.endWord()
		return i + 1
	}
	switch c {
	case '<':
		return s.angle(i + 1)
	case '>':
		if s.cur == &s.tag {
			s.leaveTag()
		} else {
			s.endWord()
		}
	case '"':
		s.quote()
		if s.json {
			// The end of a value, whatever was open in it.
			if s.cur == &s.tag {
				s.leaveTag()
				s.endWord()
			}
			s.text.near = 0
			s.lines = s.mode == jsonText && !beginsHTML(s.data, i+1)
		}
	case '&':
		return s.entity(i)
	case '\\':
		if s.json {
			return s.escape(i)
		}
		s.endWord()
	default:
		s.quote()
	}
	return i + 1
}

// percent reads a percent sign, and as the character that it stands for what is
// encoded as in addresses.
func (s *scanner) percent(i int) int {
	var coded [utf8.UTFMax]byte
	for n := range coded {
		at := i + 3*n
		if at+3 > len(s.data) || s.data[at] != '%' {
			break
		}
		b, err := hex.DecodeString(string(s.data[at+1 : at+3]))
		if err != nil {
			break
		}
		coded[n] = b[0]
		if r, size := utf8.DecodeRune(coded[:n+1]); r != utf8.RuneError && size == n+1 {
			s.rune(r, i, at+3)
			return at + 3
		}
	}
	s.endWord()
	return i + 1
}

func (s *scanner) entity(i int) int {
	r, size := entity(s.data[i:], s.mode == xmlText)
	switch {
	case r == '<' && s.mode == xmlText && size == len("&lt;"):
		return s.angle(i + size)
	case r == '>' && s.mode == xmlText && s.cur == &s.tag:
		s.leaveTag()
	case r == '"', r == '\'':
		s.quote()
	default:
		s.rune(r, i, i+size)
	}
	return i + size
}

func (s *scanner) escape(i int) int {
	r, size := escape(s.data[i:])
	switch {
	case r == '<':
		return s.angle(i + size)
	case r == '>' && s.cur == &s.tag:
		s.leaveTag()
	case r == '"':
		s.quote()
	case s.lines && s.cur == &s.text && size == 2 && (s.data[i+1] == 'n' || s.data[i+1] == 't'):
		s.endWord()
		s.text.near = 0
	default:
		s.rune(r, i, i+size)
	}
	return i + size
}

// quote ends a word and, in a tag, an attribute's value.
func (s *scanner) quote() {
	s.endWord()
	if s.cur == &s.tag {
		s.tag.near = 0
	}
}

// rune takes one decoded character that stands at data[from:to].
func (s *scanner) rune(r rune, from, to int) {
	switch f := foldRune(r); f {
	case parting:
		s.endWord()
	case invisible:
	case ideograph:
		s.endWord()
		s.word.addRune(r, from, to)
		s.endWord()
	default:
		s.word.addRune(f, from, to)
	}
}

// angle reads a less-than sign, behind which data[next:] stands, and enters a
// tag if it begins one.
func (s *scanner) angle(next int) int {
	i := next
	if i < len(s.data) && s.data[i] == '\\' && s.json {
		i++
	}
	closing := i < len(s.data) && s.data[i] == '/'
	if closing {
		i++
	}
	name := tagName(s.data, i)
	isScript := name == scriptName
	switch {
	case s.script && (!closing || !isScript), s.cur == &s.tag,
		name == 0 && (i == len(s.data) || s.data[i] != '!' && s.data[i] != '?'):
		s.endWord()
		return next
	case isScript && s.mode == htmlText:
		// Its strings have JSON's escapes, and its less-than signs begin no
		// tags.
		s.script, s.json = !closing, !closing
	}
	if !name.inline() {
		s.endWord()
		s.text.near = 0
	}
	if s.saved.in = false; s.word.in {
		s.saved, s.word.in = s.word, false
	}
	s.tag.reset()
	s.cur = &s.tag
	return i
}

func (s *scanner) leaveTag() {
	s.endWord()
	s.cur = &s.text
	if s.saved.in {
		s.word, s.saved.in = s.saved, false
	}
}

// name is the name of an element in lower case, its first letter in the lowest
// byte; of long names the first eight letters. Zero is none.
type name uint64

// scriptName is "script".
const scriptName name = 's' | 'c'<<8 | 'r'<<16 | 'i'<<24 | 'p'<<32 | 't'<<40

// tagName returns the element's name that begins at data[i:].
func tagName(data []byte, i int) name {
	if i >= len(data) || class[data[i]] != letter || data[i] <= '9' {
		return 0
	}
	n, _ := letters(data, i)
	return name(n)
}

// inline reports whether an element stands inside a sentence and does not even
// part the letters before it from those behind it.
func (n name) inline() bool {
	i := n.slot()
	for inlineNames[i] != 0 && inlineNames[i] != n {
		i = (i + 1) % uint64(len(inlineNames))
	}
	return n != 0 && inlineNames[i] == n
}

// slot is where in inlineNames the search for a name begins.
func (n name) slot() uint64 { return uint64(n) * factor >> 57 }

var inlineNames = func() (t [128]name) {
	for _, text := range []string{
		"a", "abbr", "b", "bdi", "bdo", "c", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
		"mark", "q", "s", "samp", "small", "span", "strong", "sub", "time", "tspan", "u", "var", "wbr",
	} {
		n := tagName([]byte(text), 0)
		i := n.slot()
		for t[i] != 0 {
			i = (i + 1) % uint64(len(t))
		}
		t[i] = n
	}
	return t
}()
